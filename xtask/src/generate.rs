//! `cargo xtask gen`: the files that are made from other files and committed with them.
//!
//! The types of the window's pages are written by the test that also compares them, so that what is
//! committed cannot differ from what the engine speaks.

use anyhow::Result;

use crate::{
    build::{self, EVERYTHING},
    setup::{Consent, Need},
    shell::{self, root},
};

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
    let mut command = shell::cargo();
    command.args(["test", "--quiet"]).args(EVERYTHING).args(["--test", "bindings"]);
    match mode {
        Mode::Write => command.env("TS_RS_EXPORT_DIR", root().join("ui/src/lib/bindings")),
        Mode::Compare => command.env_remove("TS_RS_EXPORT_DIR"),
    };
    shell::run(&mut command)
}
