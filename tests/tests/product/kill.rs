//! `kill -9` at any instant of a clean-up or an undo: each store is in its old or its new state, and the journal
//! tells the truth after the next start.
//!
//! `strace` kills the real command just before one of its writes, syncs, truncations or removals of a file: each
//! such point is an instant after which the disk differs.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use crumbwise_tests::command::Crumbwise;
use crumbwise_tests::leaks::Secrets;
use crumbwise_tests::{home, stores, truth};
use rusqlite::types::Value;
use tempfile::TempDir;

use crate::prepared::{databases, prepared, rows};

/// The calls that change what is on disk.
const CALLS: &str = "pwrite64,write,writev,fsync,fdatasync,ftruncate,unlink,rename";

/// How many points of each task are tried in an ordinary run; the long run tries each.
const POINTS: usize = 80;

/// The command's exit code for work that was done in part.
const PARTLY: i32 = 5;

type Rows = [Vec<Vec<Value>>; 2];

/// What is killed.
#[derive(Clone, Copy)]
enum Task {
    Clean,
    Undo,
}

impl Task {
    const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Clean => &["clean", "--preset", "trackers", "--yes"],
            Self::Undo => &["undo", "--yes"],
        }
    }
}

#[test]
fn a_killed_clean_up_leaves_old_or_new_and_the_journal_true() -> Result<()> {
    killed_everywhere(Task::Clean)
}

#[test]
fn a_killed_undo_leaves_old_or_new_and_the_journal_true() -> Result<()> {
    killed_everywhere(Task::Undo)
}

fn killed_everywhere(task: Task) -> Result<()> {
    let made = home::empty()?;
    stores::chromium(made.path(), 90)?;
    stores::firefox(made.path(), 90)?;
    let before = rows(made.path())?;
    let whole = ready(made.path(), task)?;
    let start = rows(whole.path())?;
    let points = points(&Crumbwise::on(whole.path())?, whole.path(), task)?;
    let end = rows(whole.path())?;
    assert_ne!(start, end, "the whole task changes the stores");
    ensure!(points.len() > 10, "the trace shows the writes of the task: {points:?}");

    let step = if std::env::var_os("CRUMBWISE_LONG").is_some() { 1 } else { points.len().div_ceil(POINTS) };
    let (mut tried, mut killed) = (0, 0);
    for (call, count) in points.iter().step_by(step) {
        tried += 1;
        let home = ready(made.path(), task)?;
        let crumbwise = Crumbwise::on(home.path())?;
        let inject = format!("inject={call}:signal=SIGKILL:when={count}");
        let trace = home.path().join("trace");
        let said =
            crumbwise.traced(&["-e", &format!("trace={call}"), "-e", &inject], &trace, task.arguments())?;
        killed += usize::from(said.code.is_none());
        let at = format!("killed before {call} {count}");
        assert_old_or_new(home.path(), &start, &end, &at)?;
        assert_truth(&crumbwise, home.path(), &before, &at)?;
        let leaks = Secrets::marker().files_in(&crumbwise.data)?;
        assert!(leaks.is_empty(), "{at}: a value in the clear: {leaks:?}");
        settle(&crumbwise, home.path(), &before, tried, &at)?;
    }
    assert!(killed * 10 >= tried * 9, "the kills happened: {killed} of {tried}, of {} points", points.len());
    Ok(())
}

/// A copy of `made` on which the task can be done. What is undone is cleared there first: the journal names the
/// stores by their paths, so it cannot be copied along.
fn ready(made: &Path, task: Task) -> Result<TempDir> {
    let home = home::copy(made)?;
    match task {
        Task::Clean => {}
        Task::Undo => {
            Crumbwise::on(home.path())?.json(["clean", "--preset", "trackers", "--yes"])?;
        }
    }
    Ok(home)
}

/// The points at which the task can be killed: a call, and which of its occurrences.
fn points(crumbwise: &Crumbwise, home: &Path, task: Task) -> Result<Vec<(String, usize)>> {
    let trace = home.join("trace");
    let said = crumbwise.traced(&["-e", &format!("trace={CALLS}")], &trace, task.arguments())?;
    ensure!(said.code == Some(0), "the whole task: {said:?}");
    let text = std::fs::read_to_string(&trace)?;
    // Occurrences are counted for each thread; those of the first thread, which does the work, are taken. It ends last.
    let first = text.lines().last().and_then(|line| line.split_whitespace().next()).context("a process")?;
    let mut counts = BTreeMap::<&str, usize>::new();
    let mut points = Vec::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let (process, call) = (words.next(), words.next().and_then(|word| word.split_once('(')));
        if let (Some(process), Some((call, _))) = (process, call)
            && process == first
        {
            let count = counts.entry(call).or_default();
            *count += 1;
            points.push((call.to_owned(), *count));
        }
    }
    Ok(points)
}

/// Each store passes SQLite's check and holds exactly its old or exactly its new rows.
fn assert_old_or_new(home: &Path, old: &Rows, new: &Rows, at: &str) -> Result<()> {
    for store in databases(home) {
        assert_eq!(truth::integrity(&store)?, "ok", "{at}: {} is whole", store.display());
    }
    for ((rows, old), new) in rows(home)?.iter().zip(old).zip(new) {
        assert!(rows == old || rows == new, "{at}: a store is neither in its old nor in its new state");
    }
    Ok(())
}

/// What the next start says is missing is what is missing.
fn assert_truth(crumbwise: &Crumbwise, home: &Path, before: &Rows, at: &str) -> Result<()> {
    let scan = crumbwise.json(["scan"])?;
    let missing: usize = before.iter().zip(rows(home)?).map(|(old, now)| old.len() - now.len()).sum();
    let unfinished = scan["unfinished"].as_array().context("a list of what is unfinished")?;
    let history = crumbwise.json(["history"])?;
    match unfinished.as_slice() {
        [] => {
            let runs = history["runs"].as_array().context("a list of runs")?;
            let told: u64 = runs
                .iter()
                .map(|run| run["removed"].as_u64().unwrap_or(0) - run["restored"].as_u64().unwrap_or(0))
                .sum();
            assert_eq!(usize::try_from(told)?, missing, "{at}: the history tells what is gone: {history}");
        }
        [one] => {
            assert_eq!(one["removed"], missing, "{at}: the journal tells what is gone: {one}");
        }
        more => panic!("{at}: one task was interrupted, not {}", more.len()),
    }
    Ok(())
}

/// The person finishes or undoes; in the end every row is back, byte for byte.
fn settle(crumbwise: &Crumbwise, home: &Path, before: &Rows, number: usize, at: &str) -> Result<()> {
    let scan = crumbwise.json(["scan"])?;
    let first = &scan["unfinished"][0];
    if number % 2 == 1 && first["interrupted"] == "clean" {
        let run = first["run"].to_string();
        let said = crumbwise.run(["finish", &run, "--yes", "--json"])?;
        ensure!(matches!(said.code, Some(0 | PARTLY)), "{at}: {:?} {} {}", said.code, said.out, said.err);
        let finished: serde_json::Value = serde_json::from_str(&said.out)?;
        let not_begun = finished["skipped"].as_array().is_some_and(|skipped| !skipped.is_empty());
        assert_eq!(said.code == Some(PARTLY), not_begun, "{at}: what was left alone is said: {finished}");
        // Stores that the run had not begun with are not in its journal; a new plan finds their trackers.
        crumbwise.json(["clean", "--preset", "trackers", "--yes"]).with_context(|| at.to_owned())?;
        let scan = crumbwise.json(["scan"])?;
        assert_eq!(
            scan["counts"]["trackers"], 0,
            "{at}: finished, so no tracker is left: {first} {finished}"
        );
    }
    let history = crumbwise.json(["history"])?;
    for run in history["runs"].as_array().context("a list of runs")? {
        if run["can_undo"] == true || run["state"] == "unfinished" {
            let number = run["run"].to_string();
            crumbwise.json(["undo", &number, "--yes"]).with_context(|| at.to_owned())?;
        }
    }
    assert_eq!(rows(home)?, *before, "{at}: undo restores every column of every row");
    let scan = crumbwise.json(["scan"])?;
    assert_eq!(scan["unfinished"].as_array().map(Vec::len), Some(0), "{at}: nothing stays unfinished");
    Ok(())
}

#[test]
fn after_a_kill_the_real_browsers_open_their_stores() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let whole = prepared.copy()?;
    let points = points(&Crumbwise::on(whole.path())?, whole.path(), Task::Clean)?;
    // Writes into the browsers' own files are what a browser has to live with.
    let writes: Vec<_> = points.iter().filter(|(call, _)| call == "pwrite64").collect();
    for part in [3, 2] {
        let (call, count) = writes.get(writes.len() - writes.len() / part).context("a write")?;
        let home = prepared.copy()?;
        let crumbwise = Crumbwise::on(home.path())?;
        let inject = format!("inject={call}:signal=SIGKILL:when={count}");
        let trace = home.path().join("trace");
        let trace_call = format!("trace={call}");
        let said = crumbwise.traced(&["-e", &trace_call, "-e", &inject], &trace, Task::Clean.arguments())?;
        assert_eq!(said.code, None, "killed: {said:?}");
        let back = home::restarted(home.path())?;
        for (browser, sent) in [("Chromium", &back.chromium), ("Firefox", &back.firefox)] {
            let kept = sent.iter().any(|sent| sent.name == "user_session");
            assert!(
                kept,
                "{browser} opens its store after a kill before {call} {count} and sends the sign-in"
            );
        }
    }
    Ok(())
}
