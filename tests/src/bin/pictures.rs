//! `pictures FOLDER`: takes every screen of the real window, light and dark, as PNG files of 1440 × 900 pixels.
//!
//! The screens show sample data; one more picture shows the real profiles of a real Chromium and Firefox, where
//! both are installed. `cargo xtask pictures` builds what this needs and calls it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use crumbwise_tests::home;
use crumbwise_tests::process::until;
use crumbwise_tests::window::{Display, Window, desktop};

/// Each screen: its name, and what must be on it before the picture is taken.
const SCREENS: [(&str, &str); 4] =
    [("overview", "headline"), ("cookies", "cookie-row"), ("timeline", "table-twin"), ("clean", "plan-row")];

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args_os().nth(1).context("usage: pictures FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let display = Display::start(1440, 900)?;
    let program = desktop()?;
    sample(&display, &program, &folder)?;
    real(&display, &program, &folder)
}

fn sample(display: &Display, program: &Path, folder: &Path) -> Result<()> {
    let home = home::empty()?;
    let data = home.path().join("data").display().to_string();
    let looked_at = home.path().display().to_string();
    let window =
        Window::start(display, program, &["--sample", "--home", &looked_at, "--data", &data], home.path())?;
    for theme in ["light", "dark"] {
        window.click("nav-overview")?;
        window.click("settings")?;
        window.click(&format!("theme-{theme}"))?;
        window.click("settings")?;
        for (screen, shown) in SCREENS {
            window.click(&format!("nav-{screen}"))?;
            window.wait(shown)?;
            if screen == "cookies" {
                window.click("cookie-row")?;
                window.wait("cookie-drawer")?;
            }
            picture(&window, &folder.join(format!("{screen}-{theme}.png")))?;
        }
    }
    window.close()
}

fn real(display: &Display, program: &Path, folder: &Path) -> Result<()> {
    let Some(running) = home::running()? else { return Ok(()) };
    let home = running.quit()?;
    let window = Window::open(display, program, home.path(), &home.path().join("data"))?;
    window.wait("headline")?;
    picture(&window, &folder.join("real-browsers.png"))?;
    window.close()
}

/// Waits until nothing on the page moves or loads any more, then takes the picture.
fn picture(window: &Window, file: &Path) -> Result<()> {
    const STILL: &str = "return document.fonts.status === 'loaded' \
         && document.getAnimations().every((one) => one.playState !== 'running')";
    until(Duration::from_secs(20), "a page that stands still", || {
        Ok((window.script(STILL)? == true).then_some(()))
    })?;
    window.screenshot(file)?;
    let header = std::fs::read(file)?;
    let size =
        |at: usize| header.get(at..at + 4).and_then(|bytes| Some(u32::from_be_bytes(bytes.try_into().ok()?)));
    // Width and height stand at fixed places of a PNG file.
    ensure!((size(16), size(20)) == (Some(1440), Some(900)), "{} is not 1440 × 900", file.display());
    Ok(())
}
