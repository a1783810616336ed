//! `crumbwise-desktop`: looks up home, environment and arguments, and opens the window.

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::Parser;
use crumbwise_app::{Places, Roots};
use crumbwise_desktop::{Start, environment, graphics, locale, run};

use directories::{BaseDirs, ProjectDirs};
use tracing_subscriber::filter::LevelFilter;

/// See which cookies your browsers keep, and clear the ones that follow you.
#[derive(Parser)]
#[command(name = "crumbwise-desktop", version)]
struct Arguments {
    /// Look at this home folder instead of your own, for example on a mounted disk
    #[arg(long, value_name = "DIR")]
    home: Option<PathBuf>,
    /// Keep Crumbwise's own data in this folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Open sample data, to try everything safely
    #[arg(long)]
    sample: bool,
}

fn main() -> ExitCode {
    let environment = settle_environment();
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(LevelFilter::WARN)
        .with_ansi(false)
        .init();
    match environment.and_then(|()| start(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "there is no window that could say it")]
            {
                eprintln!("crumbwise-desktop: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Gives the toolkit's libraries a locale that pages can use, and the renderer that is quickest here. First of all,
/// while nobody else reads the environment.
fn settle_environment() -> anyhow::Result<()> {
    let environment = |name: &str| std::env::var_os(name);
    let settled = locale::tag(&environment).is_none().then(locale::replacement).into_iter().flatten();
    let missing: Vec<_> = settled.chain(graphics::addition(&environment)).collect();
    if missing.is_empty() || environment::settle(&missing) { Ok(()) } else { start_again(&missing) }
}

fn start(arguments: Arguments) -> anyhow::Result<()> {
    let environment = |name: &str| std::env::var_os(name);
    let locale = locale::tag(&environment).unwrap_or_else(|| locale::FALLBACK_TAG.to_owned());
    needs_display(&environment)?;
    let places = places(arguments.home, arguments.data, &environment)?;
    run(Start { places, locale, sample: arguments.sample })
}

/// The toolkit ends the process when there is no display; this says so in words, and what to do.
#[cfg(target_os = "linux")]
fn needs_display(environment: &dyn Fn(&str) -> Option<OsString>) -> anyhow::Result<()> {
    let named = ["WAYLAND_DISPLAY", "DISPLAY"].iter().filter_map(|name| environment(name));
    anyhow::ensure!(
        named.into_iter().any(|value| !value.is_empty()),
        "there is no display to open a window on\nhint: the same is available in a terminal: crumbwise scan"
    );
    Ok(())
}

/// The other systems always have one.
#[cfg(not(target_os = "linux"))]
fn needs_display(_environment: &dyn Fn(&str) -> Option<OsString>) -> anyhow::Result<()> {
    Ok(())
}

/// Another home keeps its own data folder, so that what is remembered of it never mixes with the person's own.
fn places(
    home: Option<PathBuf>,
    data: Option<PathBuf>,
    environment: &dyn Fn(&str) -> Option<OsString>,
) -> anyhow::Result<Places> {
    let (roots, usual) = if let Some(home) = home {
        anyhow::ensure!(home.is_dir(), "no such folder: `{}`", home.display());
        (Roots::confined(home.clone()), home.join(".local/share/crumbwise"))
    } else {
        let own = BaseDirs::new().context("finding your home folder: use --home")?;
        let project =
            ProjectDirs::from("io", "crumbwise", "Crumbwise").context("finding your data folder")?;
        let roots = Roots::of_user(own.home_dir().to_owned(), environment).with_running_browsers();
        (roots, project.data_dir().to_owned())
    };
    Ok(Places::new(roots, data.unwrap_or(usual)))
}

/// Replaces this process by one whose environment the toolkit can use: other threads may read it, so it cannot be
/// mended in this one.
#[cfg(unix)]
fn start_again(missing: &[(&str, &str)]) -> anyhow::Result<()> {
    use std::{os::unix::process::CommandExt as _, process::Command};

    let program = std::env::current_exe().context("finding the program's own file")?;
    let failed = Command::new(program).args(std::env::args_os().skip(1)).envs(missing.iter().copied()).exec();
    Err(failed).context("starting again with a usable environment")
}

/// Other systems do not take the locale of pages from the environment.
#[cfg(not(unix))]
fn start_again(_missing: &[(&str, &str)]) -> anyhow::Result<()> {
    Ok(())
}
