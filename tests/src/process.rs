//! Processes that end when they should: each in its own process group, with a time limit, ended by its id.

use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

/// A started process and everything it starts; all of it is ended when this is dropped.
#[derive(Debug)]
pub struct Group {
    child: Child,
    what: &'static str,
}

impl Group {
    /// Starts `command` as the leader of a new process group.
    pub fn spawn(command: &mut Command, what: &'static str) -> Result<Self> {
        use std::os::unix::process::CommandExt as _;
        let child = command.process_group(0).spawn().with_context(|| format!("start {what}"))?;
        Ok(Self { child, what })
    }

    /// The process that was started.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Its process id, which is also the id of the group.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Waits for its end.
    pub fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let what = self.what;
        until(limit, &format!("the end of {what}"), || Ok(self.child.try_wait()?))
    }

    /// Sends a signal to the whole group.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        kill_process_group(self.pid()?, signal).with_context(|| format!("signal {}", self.what))
    }

    /// Asks the whole group to end, as a person who logs out does, and waits until nothing of it runs.
    pub fn end(mut self, limit: Duration) -> Result<()> {
        self.signal(Signal::TERM)?;
        let (what, group) = (self.what, self.id());
        until(limit, &format!("the end of {what} and what it started"), || {
            // Reaps the leader: until then its number is taken.
            let ended = self.child.try_wait()?.is_some();
            Ok((ended && running(|pid| group_of(pid) == Some(group)).is_empty()).then_some(()))
        })
    }

    fn pid(&self) -> Result<Pid> {
        let raw = i32::try_from(self.child.id())?;
        Pid::from_raw(raw).context("a process id is positive")
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // The group outlives its leader where children were left behind; both are gone after this.
        if let Ok(pid) = self.pid() {
            let _ = kill_process_group(pid, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

/// The processes whose home is `home`: what a program left behind is among them, whatever group it is in.
pub fn living_in(home: &Path) -> Vec<u32> {
    let mark = [b"HOME=", home.as_os_str().as_bytes()].concat();
    running(|pid| {
        let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment.split(|&byte| byte == 0).any(|pair| pair == mark)
    })
}

/// The processes that fit, sorted.
fn running(fits: impl Fn(u32) -> bool) -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let mut found: Vec<u32> = numbers.filter(|&pid| fits(pid)).collect();
    found.sort_unstable();
    found
}

/// The process group of a process that runs; one that has ended and waits for its parent runs no more.
fn group_of(pid: u32) -> Option<u32> {
    let line = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is a name in brackets that may hold anything.
    let mut fields = line.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?;
    fields.nth(1)?.parse().ok().filter(|_| state != "Z")
}

/// Asks again every 20 ms until there is an answer.
pub fn until<T>(limit: Duration, what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if start.elapsed() > limit {
            bail!("waited {} s in vain for {what}", limit.as_secs());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The first of `programs` that is on this computer.
///
/// A missing browser fails the test that needs it. Where the environment says
/// `CRUMBWISE_ALLOW_MISSING_BROWSERS=1`, it is `None` and the test says that it was skipped.
pub fn program(programs: &[&str]) -> Result<Option<std::path::PathBuf>> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = programs
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|file| file.is_file());
    if found.is_none() {
        if std::env::var_os("CRUMBWISE_ALLOW_MISSING_BROWSERS").is_none() {
            bail!(
                "{} is not installed: run `cargo xtask test`, which installs what is missing",
                programs.join(" or ")
            );
        }
        #[expect(clippy::print_stderr, reason = "a skipped proof is said where the test's result is read")]
        {
            eprintln!("SKIPPED: {} is not installed", programs.join(" or "));
        }
    }
    Ok(found)
}
