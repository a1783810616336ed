//! `cargo xtask test`: what every change needs, from the engine to the real window.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context as _, Result};

use crate::{
    build::{self, EVERYTHING, Programs},
    inventory::Inventory,
    setup::{self, Consent, Need},
    shell::{self, stage},
    ui,
};

/// What `test` can be told.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Add the long runs
    #[arg(long)]
    long: bool,
    /// Run the tests where there is no network but loopback
    #[arg(long)]
    isolated: bool,
}

/// Sets up, builds and runs every test; the last lines are the test runner's own summary.
pub(crate) fn test(options: &Options, consent: Consent) -> Result<()> {
    stage("set-up", || build::prepare_everything(Need::TEST, consent))?;
    stage("unit tests of the window's pages", || {
        shell::run(ui::npm(&ui::pages()).args(["run", "--silent", "test"]))
    })?;
    let programs = stage("build", || build::build(&[&EVERYTHING[..], &["--all-targets"]].concat()))?;
    stage("unit tests of these commands", || {
        shell::run(shell::cargo().args(["test", "--quiet", "--package", "xtask"]))
    })?;

    let inventory = Inventory::take()?;
    let surrounding = Surrounding { options, inventory: &inventory, programs: &programs };
    stage("unit tests", || surrounding.cargo_test(&["--lib", "--bins"]))?;
    stage("examples in the documents", || surrounding.cargo_test(&["--doc"]))?;
    // The last stage prints nothing after cargo's summary, so that a reader finds it at the end.
    println!("── the product from outside");
    let outcome = surrounding.cargo_test(&["--test", "*"]).context("the product from outside");
    outcome.and(inventory.compare())
}

/// Where the tests run: their home, their programs, their network.
struct Surrounding<'a> {
    options: &'a Options,
    inventory: &'a Inventory,
    programs: &'a Programs,
}

impl Surrounding<'_> {
    fn cargo_test(&self, targets: &[&str]) -> Result<()> {
        let mut command = if self.options.isolated { isolated(&shell::cargo()) } else { shell::cargo() };
        command.arg("test").args(EVERYTHING).arg("--no-fail-fast").args(targets);
        let real_home = env::home_dir().context("this user has no home folder")?;
        for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if env::var_os(name).is_none() {
                command.env(name, real_home.join(folder));
            }
        }
        for name in
            ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "CHROME_CONFIG_HOME"]
        {
            command.env_remove(name);
        }
        command
            .env("HOME", self.inventory.home())
            .env("CRUMBWISE_BIN", self.programs.path("crumbwise")?)
            .env("CRUMBWISE_DESKTOP_BIN", self.programs.path("crumbwise-desktop")?);
        if self.options.long {
            command.env("CRUMBWISE_LONG", "1");
        }
        shell::run(&mut command)
    }
}

/// The same program in a network of its own, where only loopback is up.
fn isolated(inner: &Command) -> Command {
    let ip = shell::find_program("ip").unwrap_or_else(|| PathBuf::from("/usr/sbin/ip"));
    let mut command = Command::new("unshare");
    command.current_dir(shell::root()).arg("--net");
    if !setup::is_root() {
        command.args(["--map-current-user", "--keep-caps"]);
    }
    command.args(["sh", "-c"]);
    command.arg(r#""$0" link set lo up && exec "$@""#).arg(ip).arg(inner.get_program());
    command.env("CARGO_NET_OFFLINE", "true");
    command
}
