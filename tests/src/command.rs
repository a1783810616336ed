//! Runs the real `crumbwise` command on a home of its own.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::process::Group;

/// The command with a home to look at and a folder for its own data.
#[derive(Debug)]
pub struct Crumbwise {
    /// The home it reads.
    pub home: PathBuf,
    /// Where it keeps its own data.
    pub data: PathBuf,
    /// Its `HOME`, which it must leave alone.
    own_home: TempDir,
}

/// What a run said.
#[derive(Clone, Debug)]
pub struct Said {
    /// Exit code; `None` after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    /// The output as JSON, after a run that succeeded.
    pub fn json(&self) -> Result<Value> {
        ensure!(self.code == Some(0), "exit code {:?}: {}{}", self.code, self.out, self.err);
        serde_json::from_str(&self.out).with_context(|| format!("JSON on the output: {}", self.out))
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Crumbwise {
    /// The command on `home`, with its own data in `home/.data-of-crumbwise`.
    pub fn on(home: &Path) -> Result<Self> {
        let data = home.join(".data-of-crumbwise");
        Ok(Self { home: home.to_owned(), data, own_home: TempDir::new()? })
    }

    /// Runs it to its end.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Said> {
        Ok(self.command(arguments)?.output().context("run crumbwise")?.into())
    }

    /// Runs it with `--json` and reads what it printed.
    pub fn json<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Value> {
        let mut command = self.command(arguments)?;
        command.arg("--json");
        Said::from(command.output().context("run crumbwise")?).json()
    }

    /// Starts it and lets it run.
    pub fn start<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Group> {
        let mut command = self.command(arguments)?;
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Group::spawn(&mut command, "crumbwise")
    }

    /// Runs it under `strace` with these options; the trace is written to `trace`.
    pub fn traced(&self, options: &[&str], trace: &Path, arguments: &[&str]) -> Result<Said> {
        let crumbwise = self.command(arguments)?;
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(trace).args(options).arg(crumbwise.get_program());
        command.args(crumbwise.get_args());
        self.surround(&mut command);
        Ok(command.output().context("run strace, which `cargo xtask test` installs")?.into())
    }

    /// Runs it to its end; tells what it said and the most memory it held, in MiB.
    pub fn measured(&self, arguments: &[&str]) -> Result<(Said, u64)> {
        let crumbwise = self.command(arguments)?;
        let folder = TempDir::new()?;
        let told = folder.path().join("memory");
        let mut command = Command::new("/usr/bin/time");
        command.args(["--quiet", "--format=%M", "--output"]).arg(&told).arg(crumbwise.get_program());
        command.args(crumbwise.get_args());
        self.surround(&mut command);
        let said = command.output().context("run GNU time, which `cargo xtask test` installs")?.into();
        let kibibytes: u64 = std::fs::read_to_string(&told)?.trim().parse().context("a size")?;
        Ok((said, kibibytes / 1024))
    }

    /// Runs it as somebody for whom the permissions of files hold, which they do not for root.
    pub fn unprivileged(&self, arguments: &[&str]) -> Result<Said> {
        let crumbwise = self.command(arguments)?;
        let mut command = unprivileged(crumbwise.get_program());
        command.args(crumbwise.get_args());
        self.surround(&mut command);
        Ok(command.output().context("run crumbwise without privileges")?.into())
    }

    fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Command> {
        let mut command = Command::new(program()?);
        command.arg("--home").arg(&self.home).arg("--data").arg(&self.data).args(arguments);
        self.surround(&mut command);
        Ok(command)
    }

    fn surround(&self, command: &mut Command) {
        command.env_clear().stdin(Stdio::null());
        command
            .env("HOME", self.own_home.path())
            .env("TMPDIR", self.own_home.path())
            .env("LANG", "C.UTF-8")
            .env("RUST_LOG", "trace");
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
    }

    /// What the command has written to its `HOME`; with `--home` and `--data` that is nothing.
    pub fn stray_files(&self) -> Result<Vec<PathBuf>> {
        std::fs::read_dir(self.own_home.path())?.map(|entry| Ok(entry?.path())).collect()
    }
}

/// A command that starts `program` as somebody for whom the permissions of files hold, which they do not for root.
pub fn unprivileged(program: impl AsRef<OsStr>) -> Command {
    if !rustix::process::getuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.arg("--bounding-set=-dac_override,-dac_read_search").arg(program);
    command
}

/// The command: `CRUMBWISE_BIN`, or what `cargo build -p crumbwise-cli` makes.
pub fn program() -> Result<&'static Path> {
    static PROGRAM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let found = PROGRAM.get_or_init(|| {
        built("CRUMBWISE_BIN", "crumbwise-cli", "crumbwise").map_err(|error| format!("{error:#}"))
    });
    found.as_deref().map_err(|error| anyhow!(error.clone()))
}

/// The file that the environment variable `variable` names, or else the binary `name` of `package`, built.
pub fn built(variable: &str, package: &str, name: &str) -> Result<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        let path = PathBuf::from(path);
        ensure!(path.is_file(), "{variable} names no file: {}", path.display());
        return Ok(path);
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--quiet", "--package", package, "--bin", name, "--message-format", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .context("run cargo")?;
    ensure!(output.status.success(), "cargo could not build {package}");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let made = messages.find_map(|message| {
        let mine = message["target"]["name"] == name;
        message["executable"].as_str().filter(|_| mine).map(PathBuf::from)
    });
    made.with_context(|| format!("cargo built no {name}"))
}

/// Waits for `group` and gathers what it said; both streams must be pipes.
pub fn said(mut group: Group, limit: Duration) -> Result<Said> {
    let out = group.child().stdout.take().context("its output")?;
    let err = group.child().stderr.take().context("its errors")?;
    // Read while it runs: a full pipe would stop it for ever.
    let (out, err) = (drained(out), drained(err));
    let status = group.wait(limit)?;
    let text =
        |thread: JoinHandle<Result<String>>| thread.join().map_err(|_| anyhow!("a reader panicked"))?;
    Ok(Said { code: status.code(), out: text(out)?, err: text(err)? })
}

fn drained(mut stream: impl Read + Send + 'static) -> JoinHandle<Result<String>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    })
}
