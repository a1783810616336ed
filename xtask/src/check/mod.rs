//! `cargo xtask check`: the quick gate.
//!
//! First what only reads the sources, so that a broken rule is told within a second; then the compiler.

use anyhow::{Result, bail};

use crate::{
    build::{self, EVERYTHING},
    generate,
    setup::{Consent, Need},
    shell::{self, stage},
    ui,
};

mod catalogue;
mod dependencies;
mod direction;
mod size;
mod sources;
mod surroundings;
mod window;
mod writers;

/// One rule that the sources keep: its sentence, and what breaks it.
type Rule = (&'static str, fn() -> Result<Vec<String>>);

/// Every rule that can be told from the sources.
const RULES: &[Rule] = &[
    ("dependencies run one way", direction::broken),
    ("no crate that opens a network connection, no licence that asks for more", dependencies::broken),
    ("only the binaries look up time, home and environment", surroundings::broken),
    (
        "only the write modules write to a browser's file; no unsafe code but in the named modules",
        writers::broken,
    ),
    ("every message in every language, every reason with its sentence", catalogue::broken),
    ("the window may call what is granted, and nothing remote", window::broken),
    ("no file over 500 lines", size::broken),
];

/// What `check` can be told.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Instead: build the engine and the command for Windows and run their tests under Wine, and check their
    /// types for macOS
    #[arg(long)]
    all_platforms: bool,
}

/// Runs the whole gate, or the one for the systems that this is not.
pub(crate) fn check(options: &Options, consent: Consent) -> Result<()> {
    if options.all_platforms { other_systems(consent) } else { this_system(consent) }
}

#[cfg(target_os = "linux")]
fn other_systems(consent: Consent) -> Result<()> {
    crate::all_platforms::check(consent)
}

#[cfg(not(target_os = "linux"))]
fn other_systems(_consent: Consent) -> Result<()> {
    bail!("this check runs on Linux\nhint: here, `cargo xtask test` tests the system itself")
}

fn this_system(consent: Consent) -> Result<()> {
    stage("rules", rules)?;
    stage("format", || shell::run(shell::cargo().args(["fmt", "--all", "--check"])))?;
    stage("set-up", || build::prepare_everything(Need::BUILD, consent))?;
    stage("the window's pages", || {
        shell::run(ui::npm(&ui::pages()).args(["run", "--silent", "check"]))?;
        shell::run(ui::npm(&ui::pages()).args(["run", "--silent", "lint"]))
    })?;
    stage("lints", || {
        shell::run(shell::cargo().args([
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    stage("documents", || {
        shell::run(
            shell::cargo()
                .args(["doc", "--quiet", "--no-deps", "--document-private-items"])
                .args(EVERYTHING)
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    })?;
    stage("generated files", || generate::generate(generate::Mode::Compare, consent))
}

fn rules() -> Result<()> {
    let mut broken = 0;
    for (rule, find) in RULES {
        let found = find()?;
        println!("   {} {rule}", if found.is_empty() { "ok    " } else { "BROKEN" });
        for line in &found {
            println!("            {line}");
        }
        broken += found.len();
    }
    if broken > 0 {
        bail!("{broken} broken");
    }
    Ok(())
}
