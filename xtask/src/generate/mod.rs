//! `cargo xtask gen`: the files that are made from other files and committed with them.
//!
//! The types of the window's pages are written by the test that also compares them, so that what is
//! committed cannot differ from what the engine speaks.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::{
    build::{self, EVERYTHING},
    setup::{Consent, Need},
    shell::{self, root},
    ui,
};

mod notices;

/// Whether generated files are written or only compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write them.
    Write,
    /// Fail where what is committed differs.
    Compare,
}

/// Writes or compares every generated file.
pub(crate) fn generate(mode: Mode, consent: Consent) -> Result<()> {
    build::prepare_command(Need::COMMAND, consent)?;
    ui::install(&ui::pages())?;
    text("THIRD-PARTY-NOTICES", &notices::text()?, mode)?;
    types(mode)
}

/// Writes or compares one file that is made here.
fn text(path: &str, wanted: &str, mode: Mode) -> Result<()> {
    let file = root().join(path);
    match mode {
        Mode::Write => fs::write(&file, wanted).with_context(|| format!("cannot write `{path}`")),
        Mode::Compare => {
            let committed = fs::read_to_string(&file).with_context(|| format!("cannot read `{path}`"))?;
            if committed != wanted {
                bail!("`{path}` is not what it is made from\nhint: run `cargo xtask gen`");
            }
            Ok(())
        }
    }
}

/// The types that the window's pages speak to the engine in.
fn types(mode: Mode) -> Result<()> {
    let mut command = shell::cargo();
    command.args(["test", "--quiet"]).args(EVERYTHING).args(["--test", "bindings"]);
    match mode {
        Mode::Write => command.env("TS_RS_EXPORT_DIR", root().join("ui/src/lib/bindings")),
        Mode::Compare => command.env_remove("TS_RS_EXPORT_DIR"),
    };
    shell::run(&mut command)
}
