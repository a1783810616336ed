//! `cargo xtask evaluate`: how often the verdicts agree with cookies whose purpose is known.
//!
//! The measuring itself is an example of the engine's crate, so that these commands can be built before the
//! data sets of the engine are there.

use std::path::{PathBuf, absolute};

use anyhow::{Context as _, Result};

use crate::{
    build,
    setup::{Consent, Need},
    shell::{self, stage},
};

/// What `evaluate` can be told.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The labelled cookies: CSV with name, host, site visited, purpose and metadata
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// Only the sites whose FNV-1a hash is even, or odd; without it all, and misses of the odd half
    #[arg(long)]
    half: Option<Half>,
    /// How many of the worst misses are listed
    #[arg(long, default_value_t = 40, value_name = "NUMBER")]
    misses: usize,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Half {
    Even,
    Odd,
}

/// Builds the engine and measures it.
pub(crate) fn evaluate(options: &Options, consent: Consent) -> Result<()> {
    let data = absolute(&options.data).with_context(|| format!("`{}`", options.data.display()))?;
    stage("set-up", || build::prepare_command(Need::COMMAND, consent))?;
    let programs = stage("build", || {
        build::build(&["--release", "--package", "crumbwise-explain", "--example", "evaluate"])
    })?;
    let mut command = build::start(programs.path("evaluate")?);
    command.arg("--data").arg(data).arg("--misses").arg(options.misses.to_string());
    match options.half {
        Some(Half::Even) => command.args(["--half", "even"]),
        Some(Half::Odd) => command.args(["--half", "odd"]),
        None => &mut command,
    };
    shell::run(&mut command)
}
