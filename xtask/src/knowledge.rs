//! `cargo xtask knowledge`: the table of knowledge as a file that `crumbwise knowledge import` reads.
//!
//! Writing it is an example of the engine's crate, so that these commands can be built before the data sets of the
//! engine are there.

use std::path::{PathBuf, absolute};

use anyhow::{Context as _, Result};

use crate::{
    build,
    setup::{Consent, Need},
    shell::{self, stage},
};

/// What `knowledge` can be told.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Where to write the table
    file: PathBuf,
}

/// Compiles the rules and the data sets, checks the table and writes it.
pub(crate) fn knowledge(options: &Options, consent: Consent) -> Result<()> {
    let file = absolute(&options.file).with_context(|| format!("`{}`", options.file.display()))?;
    stage("set-up", || build::prepare_command(Need::COMMAND, consent))?;
    let programs =
        stage("build", || build::build(&["--package", "crumbwise-explain", "--example", "knowledge_table"]))?;
    shell::run(build::start(programs.path("knowledge_table")?).arg(file))
}
