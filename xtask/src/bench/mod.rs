//! `cargo xtask bench`: the release build against yardsticks on the same computer, in turn.
//!
//! Every store is made anew, every timing stands beside its row count, and every result is a ratio:
//! absolute times say more about the computer than about the program.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    build::{self, Programs},
    setup::{Consent, Need},
    shell::{self, stage},
};

mod clean;
mod find;
mod query;
mod scan;
mod screen;
mod stopwatch;
mod window;

/// What `bench` can be told.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Measure only these
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// Fail when a limit is not kept
    #[arg(long)]
    strict: bool,
}

/// One group of measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Reading, explaining and summarising a store, against `sqlite3` printing it
    Scan,
    /// Finding every browser of a home, and reading several stores at once
    Find,
    /// Clearing everything, against `sqlite3` deleting it
    Clean,
    /// Filtering and sorting 100,000 cookies
    Query,
    /// The first useful paint, against an empty window
    Window,
}

impl Part {
    const ALL: [Self; 5] = [Self::Scan, Self::Find, Self::Clean, Self::Query, Self::Window];
}

/// One measured figure and the limit it should keep.
pub(crate) struct Figure {
    /// What was measured, with its row count.
    what: String,
    /// How it came about: the two medians, or whatever explains the figure.
    how: String,
    /// The figure.
    value: f64,
    /// Its unit; empty for a ratio.
    unit: &'static str,
    /// The most it may be, where there is a limit.
    limit: Option<f64>,
}

impl Figure {
    fn keeps_limit(&self) -> bool {
        self.limit.is_none_or(|limit| self.value <= limit)
    }
}

/// Where stores are made and programs lie.
pub(crate) struct Bench {
    programs: Programs,
    folder: PathBuf,
}

impl Bench {
    /// A store of this engine with so many rows, made once and left as it is.
    pub(crate) fn store(&self, engine: &str, rows: u64) -> Result<PathBuf> {
        let file = self.folder.join(format!("{engine}-{rows}.sqlite"));
        if !file.exists() {
            shell::run(
                build::start(self.programs.path("make_store")?).args([engine, &rows.to_string()]).arg(&file),
            )?;
        }
        Ok(file)
    }

    /// An empty folder of this name.
    pub(crate) fn fresh_folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        empty(&folder)?;
        Ok(folder)
    }
}

/// Makes a folder that holds nothing.
fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty `{}`", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create `{}`", folder.display()))
}

/// Builds, measures and prints the table.
pub(crate) fn bench(options: &Options, consent: Consent) -> Result<()> {
    let parts = if options.only.is_empty() { &Part::ALL[..] } else { &options.only };
    let with_window = parts.contains(&Part::Window);
    stage("set-up", || {
        if with_window {
            build::prepare_everything(Need::BENCH, consent)
        } else {
            build::prepare_command(Need::BENCH, consent)
        }
    })?;
    let programs = stage("release build", || build::build(&packages(with_window)))?;
    let bench = Bench { programs, folder: shell::target_dir().join("bench") };
    empty(&bench.folder)?;
    let mut figures = Vec::new();
    for part in parts {
        figures.extend(match part {
            Part::Scan => stage("scan", || scan::measure(&bench))?,
            Part::Find => stage("find", || find::measure(&bench))?,
            Part::Clean => stage("clean", || clean::measure(&bench))?,
            Part::Query => stage("query", || query::measure(&bench))?,
            Part::Window => stage("window", || window::measure(&bench))?,
        });
    }
    print(&figures);
    let over = figures.iter().filter(|figure| !figure.keeps_limit()).count();
    if options.strict && over > 0 {
        bail!("{over} over the limit");
    }
    Ok(())
}

fn packages(with_window: bool) -> Vec<&'static str> {
    let mut arguments = vec!["--release", "--bins", "--examples"];
    let engine = ["crumbwise-cli", "crumbwise-app", "crumbwise-stores"];
    let window = ["crumbwise-desktop", "crumbwise-empty-window"];
    for package in engine.iter().chain(window.iter().filter(|_| with_window)) {
        arguments.extend(["--package", package]);
    }
    arguments
}

fn print(figures: &[Figure]) {
    let what = figures.iter().map(|figure| figure.what.chars().count()).max().unwrap_or_default();
    let how = figures.iter().map(|figure| figure.how.chars().count()).max().unwrap_or_default();
    println!();
    for figure in figures {
        let value = format!("{:.2}{}", figure.value, figure.unit);
        let limit = figure.limit.map_or_else(String::new, |limit| {
            let mark = if figure.keeps_limit() { "ok" } else { "OVER" };
            format!("limit {limit}{}  {mark}", figure.unit)
        });
        println!("{:<what$}  {:<how$}  {value:>10}  {limit}", figure.what, figure.how);
    }
}
