//! A scan against `sqlite3` printing the same columns.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::{
    Bench, Figure,
    stopwatch::{self, time},
};
use crate::{build, shell};

/// One store to scan, and what it may cost.
struct Case {
    engine: &'static str,
    rows: u64,
    rounds: usize,
    /// The most of the yardstick's time.
    ratio: f64,
    /// The most memory, in MiB.
    memory: Option<f64>,
}

const CASES: [Case; 4] = [
    Case { engine: "chromium", rows: 3_000, rounds: 41, ratio: 0.85, memory: None },
    Case { engine: "chromium", rows: 100_000, rounds: 15, ratio: 0.65, memory: Some(24.0) },
    Case { engine: "chromium", rows: 1_000_000, rounds: 5, ratio: 0.75, memory: Some(150.0) },
    Case { engine: "firefox", rows: 100_000, rounds: 15, ratio: 0.60, memory: Some(24.0) },
];

/// Measures time and memory of each case.
pub(super) fn measure(bench: &Bench) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for case in &CASES {
        figures.extend(one(bench, case)?);
    }
    Ok(figures)
}

fn one(bench: &Bench, case: &Case) -> Result<Vec<Figure>> {
    let store = bench.store(case.engine, case.rows)?;
    let program = bench.programs.path("crumbwise")?;
    let data = bench.fresh_folder("data")?;
    let query = query(case.engine, &store)?;
    let counted = counted(case.engine, &store)?;
    let scanned = scanned(&shell::output(&mut scan(program, &store, &data))?)?;
    ensure!(
        counted == case.rows && scanned == case.rows,
        "{} rows made, sqlite3 counts {counted}, the scan {scanned}",
        case.rows
    );
    let pair = stopwatch::in_turn(
        case.rounds,
        || time(&mut scan(program, &store, &data)),
        || time(sqlite(&store).arg(&query)),
    )?;
    let memory = peak_memory(bench, &scan(program, &store, &data))?;
    ensure!(self::counted(case.engine, &store)? == case.rows, "measuring has changed the store");
    let what = format!("scan, {} {}, {scanned} rows", case.engine, case.rows);
    Ok(vec![
        Figure {
            what: what.clone(),
            how: pair.told(),
            value: pair.ratio(),
            unit: "",
            limit: Some(case.ratio),
        },
        Figure { what, how: "peak memory".to_owned(), value: memory, unit: " MiB", limit: case.memory },
    ])
}

fn scan(program: &Path, store: &Path, data: &Path) -> Command {
    let mut command = build::start(program);
    command.args(["scan", "--json", "--data"]).arg(data).arg("--store").arg(store);
    command
}

/// How many cookies a scan found.
pub(super) fn scanned(json: &str) -> Result<u64> {
    let report: Value = serde_json::from_str(json).context("the scan is not JSON")?;
    report
        .pointer("/counts/cookies")
        .and_then(Value::as_u64)
        .context("the scan does not say how many cookies there are")
}

/// The `sqlite3` command on a store that it may not change: the rows in the write-ahead log stay there.
fn sqlite(store: &Path) -> Command {
    let mut command = Command::new("sqlite3");
    command.args(["-batch", "-init", "/dev/null"]).arg(format!("file:{}?mode=ro", store.display()));
    command
}

fn table(engine: &str) -> &'static str {
    if engine == "firefox" { "moz_cookies" } else { "cookies" }
}

fn counted(engine: &str, store: &Path) -> Result<u64> {
    let text = shell::output(sqlite(store).arg(format!("SELECT count(*) FROM {}", table(engine))))?;
    text.trim().parse().with_context(|| format!("not a count: {}", text.trim()))
}

/// Every column, the length in place of the value.
fn query(engine: &str, store: &Path) -> Result<String> {
    let table = table(engine);
    let names = shell::output(sqlite(store).arg(format!("SELECT name FROM pragma_table_info('{table}')")))?;
    let columns: Vec<String> = names
        .lines()
        .filter(|name| !(engine == "chromium" && *name == "value"))
        .map(|name| match name {
            "value" | "encrypted_value" => format!("length({name})"),
            name => name.to_owned(),
        })
        .collect();
    Ok(format!("SELECT {} FROM {table}", columns.join(", ")))
}

/// The most memory that a program held, in MiB, as GNU `time` tells.
fn peak_memory(bench: &Bench, command: &Command) -> Result<f64> {
    let told = bench.folder.join("memory");
    let mut timed = Command::new("/usr/bin/time");
    timed.args(["--format=%M", "--output"]).arg(&told).arg(command.get_program()).args(command.get_args());
    time(&mut timed)?;
    let text = fs::read_to_string(&told).with_context(|| format!("cannot read `{}`", told.display()))?;
    let kibibytes: f64 = text.trim().parse().with_context(|| format!("not a size: {}", text.trim()))?;
    Ok(kibibytes / 1024.0)
}
