//! Filtering and sorting in the engine, which the table on screen waits for.

use anyhow::{Context as _, Result};

use super::{Bench, Figure};
use crate::{build, shell};

/// The rows that are filtered and sorted.
const ROWS: u64 = 100_000;
/// The most that an answer may take, in milliseconds.
const LIMIT: f64 = 50.0;

/// Lets the engine's own example time each kind of question; it prints `name<TAB>milliseconds<TAB>rows`.
pub(super) fn measure(bench: &Bench) -> Result<Vec<Figure>> {
    let store = bench.store("chromium", ROWS)?;
    let data = bench.fresh_folder("data")?;
    let printed = shell::output(build::start(bench.programs.path("query_latency")?).arg(&store).arg(&data))?;
    printed.lines().map(figure).collect()
}

fn figure(line: &str) -> Result<Figure> {
    let mut parts = line.split('\t');
    let (Some(name), Some(taken), Some(rows)) = (parts.next(), parts.next(), parts.next()) else {
        anyhow::bail!("not a timing: {line}");
    };
    Ok(Figure {
        what: format!("{name}, {ROWS} cookies"),
        how: format!("{rows} rows match"),
        value: taken.parse().with_context(|| format!("not a time: {taken}"))?,
        unit: " ms",
        limit: Some(LIMIT),
    })
}
