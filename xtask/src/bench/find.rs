//! Finding every browser of a home; reading several stores at once.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

use super::{Bench, Figure, scan, stopwatch};
use crate::{build, shell};

/// Folders of profiles in the home that is searched.
const FOLDERS: u64 = 200;
/// The most that finding may take, in milliseconds.
const FINDING: f64 = 20.0;

/// Stores that are read at once, and the rows of each.
const STORES: u64 = 4;
const ROWS: u64 = 100_000;
/// The most of the time of one processor that they may take on two.
const AT_ONCE: f64 = 0.65;
const ROUNDS: usize = 11;

/// Measures both.
pub(super) fn measure(bench: &Bench) -> Result<Vec<Figure>> {
    Ok(vec![finding(bench)?, at_once(bench)?])
}

/// Lets the engine's own example time it; it prints `milliseconds<TAB>stores`.
fn finding(bench: &Bench) -> Result<Figure> {
    let home = bench.fresh_folder("home-to-search")?;
    // Half of them Chromium's, and a quarter each Firefox's and views inside of an app.
    for number in 0..FOLDERS {
        let (engine, place) = match number % 4 {
            0 | 1 => ("chromium", format!(".config/chromium/Profile {number}/Cookies")),
            2 => ("firefox", format!(".mozilla/firefox/{number}.made/cookies.sqlite")),
            _ => ("chromium", format!(".config/Slack/Partitions/{number}/Cookies")),
        };
        copy(&bench.store(engine, 10)?, &home.join(place))?;
    }
    let printed = shell::output(build::start(bench.programs.path("find_all")?).arg(&home))?;
    let (taken, stores) = printed.trim().split_once('\t').context("not a timing")?;
    ensure!(stores == FOLDERS.to_string(), "{FOLDERS} stores made, {stores} found");
    Ok(Figure {
        what: format!("find, {FOLDERS} folders of profiles"),
        how: format!("{stores} stores found"),
        value: taken.parse().with_context(|| format!("not a time: {taken}"))?,
        unit: " ms",
        limit: Some(FINDING),
    })
}

/// The same scan on every processor and on one, which makes it read one store after the other.
fn at_once(bench: &Bench) -> Result<Figure> {
    let home = bench.fresh_folder("home-of-four")?;
    for number in 0..STORES {
        let store = home.join(format!(".config/chromium/Profile {number}/Cookies"));
        copy(&bench.store("chromium", ROWS)?, &store)?;
    }
    let program = bench.programs.path("crumbwise")?;
    let data = bench.fresh_folder("data")?;
    let scanned = scan::scanned(&shell::output(&mut whole(program, &home, &data))?)?;
    ensure!(scanned == STORES * ROWS, "{} rows made, {scanned} read", STORES * ROWS);
    let pair = stopwatch::in_turn(
        ROUNDS,
        || stopwatch::time(&mut whole(program, &home, &data)),
        || stopwatch::time(&mut on_one_processor(&whole(program, &home, &data))),
    )?;
    Ok(Figure {
        what: format!("scan, {STORES} stores at once against one by one, {scanned} rows"),
        how: pair.told(),
        value: pair.ratio(),
        unit: "",
        limit: Some(AT_ONCE),
    })
}

/// Copies a store with its log.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
    fs::copy(from, to).with_context(|| format!("cannot copy `{}`", from.display()))?;
    let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    if log(from).exists() {
        fs::copy(log(from), log(to))?;
    }
    Ok(())
}

fn whole(program: &Path, home: &Path, data: &Path) -> Command {
    let mut command = build::start(program);
    command.args(["scan", "--json", "--home"]).arg(home).arg("--data").arg(data);
    command
}

/// The same command where it sees one processor.
fn on_one_processor(command: &Command) -> Command {
    let mut pinned = Command::new("taskset");
    pinned.args(["--cpu-list", "0"]).arg(command.get_program()).args(command.get_args());
    pinned
}
