//! A whole clean-up, journal and verification included, against `sqlite3` deleting the same rows.

use std::{fs, path::Path, process::Command, time::Duration};

use anyhow::{Context as _, Result, ensure};

use super::{
    Bench, Figure,
    stopwatch::{self, time},
};
use crate::{build, shell};

/// The rows of the store that is cleared.
const ROWS: u64 = 100_000;

/// Measures the preset *everything*. Sealing and journaling each row is part of it and not of the
/// yardstick, so there is no limit to keep, only a figure to watch.
pub(super) fn measure(bench: &Bench) -> Result<Vec<Figure>> {
    let made = bench.store("chromium", ROWS)?;
    let program = bench.programs.path("crumbwise")?;
    let pair = stopwatch::in_turn(
        5,
        || {
            let home = bench.fresh_folder("clean")?;
            let store = place(&made, &home)?;
            let taken = time(&mut clean(program, &home))?;
            ensure!(left(&store)? == 0, "the clean-up has left rows behind");
            Ok(taken)
        },
        || {
            let home = bench.fresh_folder("delete")?;
            delete(&place(&made, &home)?)
        },
    )?;
    Ok(vec![Figure {
        what: format!("clean everything with journal, chromium, {ROWS} rows"),
        how: pair.told(),
        value: pair.ratio(),
        unit: "",
        limit: None,
    }])
}

/// Copies a store to where Chromium keeps its own below a home folder.
pub(super) fn place(made: &Path, home: &Path) -> Result<std::path::PathBuf> {
    let profile = home.join(".config/chromium/Default");
    fs::create_dir_all(&profile)?;
    let store = profile.join("Cookies");
    fs::copy(made, &store).with_context(|| format!("cannot copy `{}`", made.display()))?;
    Ok(store)
}

fn clean(program: &Path, home: &Path) -> Command {
    let mut command = build::start(program);
    command.arg("--home").arg(home).arg("--data").arg(home.join("data"));
    command.args(["clean", "--preset", "everything", "--yes", "--json"]);
    command
}

fn delete(store: &Path) -> Result<Duration> {
    time(Command::new("sqlite3").arg(store).arg("PRAGMA secure_delete=ON; DELETE FROM cookies; VACUUM;"))
}

fn left(store: &Path) -> Result<u64> {
    let text = shell::output(Command::new("sqlite3").arg(store).arg("SELECT count(*) FROM cookies"))?;
    text.trim().parse().with_context(|| format!("not a count: {}", text.trim()))
}
