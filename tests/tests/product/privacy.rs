//! Values stay where they are: in no output, no log, none of our own files; and nothing leaves the computer.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use crumbwise_tests::command::Crumbwise;
use crumbwise_tests::leaks::{Secrets, files};
use crumbwise_tests::process::until;
use crumbwise_tests::{home, stores, truth};
use rustix::process::Signal;

use crate::prepared::prepared;

/// Every way to run the command, so that a clean-up and its undo are among them.
const RUNS: &[&[&str]] = &[
    &["browsers"],
    &["browsers", "--json"],
    &["scan"],
    &["scan", "--json", "-vv"],
    &["cookies"],
    &["cookies", "--json", "-vv"],
    &["plan", "--preset", "everything", "--rows"],
    &["plan", "--preset", "everything", "--rows", "--json"],
    &["clean", "--preset", "trackers", "--yes", "-vv"],
    &["history"],
    &["history", "--json"],
    &["undo", "--yes", "-vv"],
    &["clean", "--preset", "everything", "--yes", "--json", "-vv"],
    &["scan"],
    &["undo", "--yes", "--json", "-vv"],
];

#[test]
fn values_stand_in_no_output_and_in_none_of_our_files() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let secrets = Secrets::with_store(&truth::chromium_store(home.path()))?;
    let firefox = Secrets::marker().files_in(&home.path().join(".mozilla"))?;
    assert!(!firefox.is_empty(), "the search finds the values where they do stand");
    let chromium = secrets.files_in(&home.path().join(".config"))?;
    assert!(chromium.contains(&truth::chromium_store(home.path())), "and the encrypted ones: {chromium:?}");
    let crumbwise = Crumbwise::on(home.path())?;
    for run in RUNS {
        let said = crumbwise.run(*run)?;
        assert_eq!(said.code, Some(0), "{run:?}: {said:?}");
        assert!(!secrets.stand_in(said.out.as_bytes()), "a value in the output of {run:?}");
        assert!(!secrets.stand_in(said.err.as_bytes()), "a value in the log of {run:?}");
        let leaks = secrets.files_in(&crumbwise.data)?;
        assert!(leaks.is_empty(), "a value in the clear after {run:?}: {leaks:?}");
    }
    assert!(crumbwise.stray_files()?.is_empty(), "nothing is written outside the data folder");
    for file in files(&crumbwise.data)? {
        let mode = std::fs::metadata(&file)?.permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "only the person can read {}", file.display());
    }
    Ok(())
}

#[test]
fn visited_sites_stand_in_no_output_and_in_none_of_our_files() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let secrets = Secrets::visited_site();
    for folder in [".config", ".mozilla"] {
        let found = secrets.files_in(&home.path().join(folder))?;
        assert!(!found.is_empty(), "the search finds the site in the history of {folder}");
    }
    let crumbwise = Crumbwise::on(home.path())?;
    for run in RUNS {
        let said = crumbwise.run(*run)?;
        assert_eq!(said.code, Some(0), "{run:?}: {said:?}");
        assert!(!secrets.stand_in(said.out.as_bytes()), "a visited site in the output of {run:?}");
        assert!(!secrets.stand_in(said.err.as_bytes()), "a visited site in the log of {run:?}");
        let leaks = secrets.files_in(&crumbwise.data)?;
        assert!(leaks.is_empty(), "a visited site after {run:?}: {leaks:?}");
    }
    Ok(())
}

#[test]
fn a_killed_scan_leaves_its_copy_only_until_the_next_start() -> Result<()> {
    let home = home::empty()?;
    stores::chromium(home.path(), 60_000)?;
    stores::firefox(home.path(), 60_000)?;
    let crumbwise = Crumbwise::on(home.path())?;
    let secrets = Secrets::marker();
    let snapshots = crumbwise.data.join("snapshots");

    let mut scan = crumbwise.start(["scan", "--json"])?;
    until(Duration::from_mins(1), "the scan's private copy", || {
        ensure!(scan.ended()?.is_none(), "the scan ended before its copy was seen");
        Ok((!secrets.files_in(&snapshots)?.is_empty()).then_some(()))
    })?;
    scan.signal(Signal::STOP)?;
    for file in secrets.files_in(&crumbwise.data)? {
        assert!(
            file.starts_with(&snapshots),
            "during a scan values stand only in its copy: {}",
            file.display()
        );
    }
    assert_private(&snapshots)?;
    assert!(crumbwise.stray_files()?.is_empty(), "SQLite writes no temporary file elsewhere");
    scan.signal(Signal::KILL)?;
    scan.wait(Duration::from_mins(1))?;

    crumbwise.json(["scan"])?;
    let leaks = secrets.files_in(&crumbwise.data)?;
    assert!(leaks.is_empty(), "the next start removes what a killed scan left: {leaks:?}");
    Ok(())
}

/// The folder and every folder in it can be entered by nobody else.
fn assert_private(folder: &Path) -> Result<()> {
    let mode = std::fs::metadata(folder)?.permissions().mode() & 0o777;
    assert_eq!(mode, 0o700, "{} is private", folder.display());
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            assert_private(&entry.path())?;
        }
    }
    Ok(())
}

#[test]
fn the_command_opens_only_local_sockets() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let crumbwise = Crumbwise::on(home.path())?;
    let trace = home.path().join("trace");
    for run in RUNS {
        let said = crumbwise.traced(&["-e", "trace=socket,connect,execve"], &trace, run)?;
        assert_eq!(said.code, Some(0), "{run:?} under strace: {said:?}");
        let text = std::fs::read_to_string(&trace).context("the trace")?;
        assert!(text.contains("execve("), "strace saw the command: {text}");
        assert_local(&text);
    }
    Ok(())
}

/// Every socket in a trace is of a family that cannot leave the computer.
pub(crate) fn assert_local(trace: &str) {
    for line in trace.lines().filter(|line| line.contains("socket(") || line.contains("connect(")) {
        let local = line.contains("AF_UNIX") || line.contains("AF_NETLINK") || line.contains("resumed>");
        assert!(local, "a socket that could leave the computer: {line}");
    }
}
