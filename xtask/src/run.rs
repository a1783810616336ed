//! `cargo xtask run`: from a fresh machine to the open window.

use std::{
    env,
    process::{Command, ExitCode},
};

use anyhow::{Context as _, Result};

use crate::{
    build,
    setup::{Consent, Need},
    shell::stage,
};

/// What `run` can be told.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Open sample data instead of the browsers of this computer
    #[arg(long)]
    sample: bool,
    /// Passed on to the program
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Sets up, builds and opens the window; without a display, prints the report of the same engine.
pub(crate) fn run(options: &Options, consent: Consent) -> Result<ExitCode> {
    if has_display() { open_window(options, consent) } else { print_report(options, consent) }
}

fn open_window(options: &Options, consent: Consent) -> Result<ExitCode> {
    stage("set-up", || build::prepare_everything(Need::BUILD, consent))?;
    let programs =
        stage("build", || build::build(&["--package", "crumbwise-desktop", "--package", "crumbwise-cli"]))?;
    let mut window = Command::new(programs.path("crumbwise-desktop")?);
    println!("── opening the window");
    finish(sampled(&mut window, options).args(&options.arguments))
}

fn print_report(options: &Options, consent: Consent) -> Result<ExitCode> {
    println!("There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.");
    println!("The report below comes from the same engine.");
    stage("set-up", || build::prepare_command(Need::COMMAND, consent))?;
    let programs = stage("build", || build::build(&["--package", "crumbwise-cli"]))?;
    let mut report = Command::new(programs.path("crumbwise")?);
    if options.arguments.is_empty() {
        report.arg("scan");
    }
    println!();
    finish(sampled(&mut report, options).args(&options.arguments))
}

fn sampled<'a>(command: &'a mut Command, options: &Options) -> &'a mut Command {
    if options.sample { command.arg("--sample") } else { command }
}

/// Hands the program's own exit code on.
fn finish(command: &mut Command) -> Result<ExitCode> {
    let status =
        command.status().with_context(|| format!("cannot start `{}`", command.get_program().display()))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Whether a window can open.
#[cfg(target_os = "linux")]
fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Whether a window can open.
#[cfg(not(target_os = "linux"))]
fn has_display() -> bool {
    true
}
