//! `cargo xtask`: every command a person who works on Crumbwise types.
//!
//! Each command sets up what it needs, says what it does and how long it took, and fails with the step
//! that failed. Nothing here is part of the product, and the product's crates know nothing of it.
//!
//! ```sh
//! cargo xtask run      # set up, build, open the window
//! cargo xtask test     # everything a change needs
//! cargo xtask check    # the quick gate
//! ```
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "these commands talk to the person who typed them"
)]

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[cfg(target_os = "linux")]
mod all_platforms;
mod bench;
mod build;
mod check;
mod evaluate;
mod generate;
mod inventory;
mod knowledge;
mod metadata;
mod pictures;
mod run;
mod setup;
mod shell;
mod test;
mod ui;

use setup::Consent;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    about = "Builds, runs, tests and measures Crumbwise"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Install what is missing without asking (implied when CI is set)
    #[arg(long, global = true)]
    yes: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Set up, build and open the window on the browsers of this computer
    Run(run::Options),
    /// Set up, build and test everything that every change needs
    Test(test::Options),
    /// The quick gate: format, lints, documents, generated files, catalogue, invariants
    Check(check::Options),
    /// Write the generated files anew
    Gen {
        /// Only tell whether they are up to date
        #[arg(long)]
        check: bool,
    },
    /// Make stores, measure the release build against `sqlite3` and an empty window, print the ratios
    Bench(bench::Options),
    /// Measure the verdicts against cookies whose purpose is known
    Evaluate(evaluate::Options),
    /// Compile the knowledge about cookies into a file that `crumbwise knowledge import` reads
    Knowledge(knowledge::Options),
    /// Take the screenshots in `docs/images`
    Pictures,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let consent = Consent::from_arguments(arguments.yes);
    match dispatch(arguments.command, consent) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command, consent: Consent) -> Result<ExitCode> {
    match command {
        Command::Run(options) => run::run(&options, consent),
        Command::Test(options) => test::test(&options, consent).map(|()| ExitCode::SUCCESS),
        Command::Check(options) => check::check(&options, consent).map(|()| ExitCode::SUCCESS),
        Command::Gen { check } => {
            generate::generate(if check { generate::Mode::Compare } else { generate::Mode::Write }, consent)
                .map(|()| ExitCode::SUCCESS)
        }
        Command::Bench(options) => bench::bench(&options, consent).map(|()| ExitCode::SUCCESS),
        Command::Evaluate(options) => evaluate::evaluate(&options, consent).map(|()| ExitCode::SUCCESS),
        Command::Knowledge(options) => knowledge::knowledge(&options, consent).map(|()| ExitCode::SUCCESS),
        Command::Pictures => pictures::pictures(consent).map(|()| ExitCode::SUCCESS),
    }
}
