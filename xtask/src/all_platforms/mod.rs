//! `cargo xtask check --all-platforms`: the engine and the command on the systems that this is not.
//!
//! They are built for Windows and their tests run under Wine; for macOS they are type-checked, because
//! nothing runs a macOS program elsewhere. `docs/decisions/other-systems.md` says what that proves.

use std::{ffi::OsString, process::Command};

use anyhow::{Context as _, Result};

use crate::{
    build,
    setup::{Consent, Need},
    shell::{self, stage},
};

mod packages;
mod tools;
mod wine;

use tools::Tools;
use wine::Wine;

/// The engine and the command; the window needs each system's own web view.
const CRATES: [&str; 7] = [
    "crumbwise-model",
    "crumbwise-stores",
    "crumbwise-explain",
    "crumbwise-ledger",
    "crumbwise-cleanup",
    "crumbwise-app",
    "crumbwise-cli",
];

const WINDOWS: &str = "x86_64-pc-windows-gnu";
const MACOS: &str = "aarch64-apple-darwin";

/// Builds and tests for Windows, type-checks for macOS.
pub(crate) fn check(consent: Consent) -> Result<()> {
    stage("set-up", || build::prepare_command(Need::OTHER_SYSTEMS, consent))?;
    let tools = stage("tools for the other systems", Tools::bring)?;
    stage("types on macOS", || shell::run(cargo(&tools, MACOS, "check").arg("--all-targets")))?;
    stage("build for Windows", || shell::run(cargo(&tools, WINDOWS, "test").arg("--no-run")))?;
    let wine = stage("a Windows", || Wine::start(&tools))?;
    stage("tests on Windows", || {
        let mut command = cargo(&tools, WINDOWS, "test");
        command.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", wine.runner());
        wine.settle(&mut command);
        shell::run(command.args(["--no-fail-fast", "--lib", "--bins", "--tests"]))
    })
}

/// Cargo with a compiler whose standard library can be built for every system.
fn cargo(tools: &Tools, target: &str, command: &str) -> Command {
    let mut cargo = shell::cargo();
    cargo.arg(command).args(["-Zbuild-std", "--target", target]);
    cargo.args(CRATES.iter().flat_map(|name| ["--package", name]));
    // Building the standard library is a feature of tomorrow's cargo; nothing else of it is used.
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", tools.rustc());
    cargo.env("CARGO_TARGET_DIR", tools::folder().join("build"));
    // A whole build each time, seldom: state for small changes would only fill the disk.
    cargo.env("CARGO_INCREMENTAL", "0");
    cargo.env("LD_LIBRARY_PATH", tools.libraries());
    for (name, value) in tools.compilers() {
        cargo.env(name, value);
    }
    cargo.env("PATH", path_with(tools));
    cargo.env_remove("RUSTFLAGS").env_remove("RUSTC_WRAPPER");
    cargo
}

/// `PATH` with the tools behind everything else: rustc looks for `x86_64-w64-mingw32-dlltool` there.
fn path_with(tools: &Tools) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = std::env::split_paths(&path).chain([tools.programs()]);
    std::env::join_paths(all).context("a folder in PATH has a colon in its name").unwrap_or(path.clone())
}
