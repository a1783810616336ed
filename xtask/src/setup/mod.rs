//! What a command needs on this computer, and how it gets there.
//!
//! A need is found by trying it, never by asking the package manager, so that what was installed by hand
//! counts. Only what is missing is installed, by the system's own package manager, after asking.

use std::{
    env,
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::shell;

mod arch;
mod debian;
mod fedora;
mod need;
mod node;
mod other;

pub(crate) use need::Need;
pub(crate) use node::own_node;

/// Whether something may be installed without asking.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// `--yes` was given, or this is a CI machine.
    Given,
    /// Ask the person at the terminal.
    Ask,
}

impl Consent {
    /// What the command line and the environment say.
    pub(crate) fn from_arguments(yes: bool) -> Self {
        if yes || env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false") {
            Self::Given
        } else {
            Self::Ask
        }
    }
}

/// A system that knows how to install things.
pub(crate) struct System {
    /// What it calls itself.
    pub(crate) name: String,
    /// The packages that serve a need; empty when the need cannot be met by a package.
    pub(crate) packages: fn(Need) -> &'static [&'static str],
    /// The commands that install packages, in order, without their privileges.
    pub(crate) install: fn(&[&str]) -> Vec<Vec<String>>,
}

/// Makes sure that all of this is there; installs what is missing.
pub(crate) fn require(needs: &[Need], consent: Consent) -> Result<()> {
    let missing = still_missing(needs);
    if !missing.is_empty() {
        install(&missing, consent)?;
        let left = still_missing(&missing);
        if !left.is_empty() {
            bail!("installed, but still not found: {}", names(&left));
        }
    }
    if needs.contains(&Need::Node) {
        node::require_version(consent)?;
    }
    Ok(())
}

fn still_missing(needs: &[Need]) -> Vec<Need> {
    needs.iter().copied().filter(|need| !need.is_there()).collect()
}

fn names(needs: &[Need]) -> String {
    needs.iter().map(|need| need.name()).collect::<Vec<_>>().join(", ")
}

fn install(missing: &[Need], consent: Consent) -> Result<()> {
    println!("Missing on this computer: {}.", names(missing));
    let Some(system) = system() else {
        bail!("hint: {}", other::steps(missing));
    };
    let packages: Vec<&str> = missing.iter().flat_map(|need| (system.packages)(*need)).copied().collect();
    if let Some(need) = missing.iter().find(|need| (system.packages)(**need).is_empty()) {
        bail!("{} has no package for {}\nhint: {}", system.name, need.name(), other::steps(&[*need]));
    }
    let commands = with_privileges((system.install)(&packages))?;
    ask(&commands, consent)?;
    for command in &commands {
        let (program, arguments) = command.split_first().context("an install command has words")?;
        shell::run(Command::new(program).args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

/// Asks before anything is installed; where nobody can answer, names the commands instead.
fn ask(commands: &[Vec<String>], consent: Consent) -> Result<()> {
    let lines: Vec<String> = commands.iter().map(|words| words.join(" ")).collect();
    println!("This installs what is missing:\n    {}", lines.join("\n    "));
    if consent == Consent::Given {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        bail!("nobody can be asked here\nhint: run the commands above, or add --yes");
    }
    print!("Go ahead? [y/N] ");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if !matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
        bail!("nothing was installed\nhint: run the commands above yourself, then try again");
    }
    Ok(())
}

fn with_privileges(commands: Vec<Vec<String>>) -> Result<Vec<Vec<String>>> {
    if is_root() {
        return Ok(commands);
    }
    if !shell::has_program("sudo") {
        let lines: Vec<String> = commands.iter().map(|words| words.join(" ")).collect();
        bail!(
            "installing needs root, and there is no sudo\nhint: run as root:\n    {}",
            lines.join("\n    ")
        );
    }
    Ok(commands
        .into_iter()
        .map(|words| {
            ["sudo", "--preserve-env=DEBIAN_FRONTEND"].into_iter().map(str::to_owned).chain(words).collect()
        })
        .collect())
}

/// Whether this process may install packages by itself.
#[cfg(unix)]
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0)
}

/// Whether this process may install packages by itself.
#[cfg(not(unix))]
pub(crate) fn is_root() -> bool {
    false
}

/// The package manager of this computer, by what `/etc/os-release` says it is or is like.
fn system() -> Option<System> {
    let release = std::fs::read_to_string("/etc/os-release").ok()?;
    let field = |key: &str| {
        release
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
            .map(|value| value.trim_matches('"').to_owned())
            .unwrap_or_default()
    };
    let name = field("PRETTY_NAME");
    let kinds = format!("{} {}", field("ID"), field("ID_LIKE"));
    kinds.split_whitespace().find_map(|kind| match kind {
        "ubuntu" => Some(debian::ubuntu(name.clone())),
        "debian" => Some(debian::debian(name.clone())),
        "fedora" | "rhel" => Some(fedora::system(name.clone())),
        "arch" => Some(arch::system(name.clone())),
        _ => None,
    })
}
