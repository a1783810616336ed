//! `pictures FOLDER`: takes every screen of the real window, light and dark, as PNG files of 1440 × 900 pixels.
//!
//! The screens show sample data; the screen of browsers shows a home with a browser of every state, on a taller picture,
//! and one more picture shows the real profiles of a real Chromium and Firefox, where they are installed. `cargo xtask pictures` builds what this needs and calls it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use crumbwise_tests::process::until;
use crumbwise_tests::window::{Display, Window, desktop};
use crumbwise_tests::{home, states};

/// The size of a picture, in pixels.
const WIDTH: u32 = 1440;
const HEIGHT: u32 = 900;

/// The height of a picture that shows a long screen whole.
const TALL: u32 = 1460;

/// Each screen: its name, and what must be on it before the picture is taken.
const SCREENS: [(&str, &str); 4] =
    [("overview", "headline"), ("cookies", "cookie-row"), ("timeline", "table-twin"), ("clean", "plan-row")];

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args_os().nth(1).context("usage: pictures FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let display = Display::start(WIDTH, HEIGHT)?;
    let program = desktop()?;
    sample(&display, &program, &folder)?;
    coverage(&program, &folder)?;
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
        choose(&window, theme)?;
        for (screen, shown) in SCREENS {
            window.click(&format!("nav-{screen}"))?;
            window.wait(shown)?;
            if screen == "cookies" {
                window.click("cookie-row")?;
                window.wait("cookie-drawer")?;
            }
            picture(&window, &folder.join(format!("{screen}-{theme}.png")), HEIGHT)?;
        }
    }
    window.close()
}

fn coverage(program: &Path, folder: &Path) -> Result<()> {
    let Some(states) = states::states()? else { return Ok(()) };
    let display = Display::start(WIDTH, TALL)?;
    let data = states.home.path().join("data");
    let window = Window::open(&display, program, states.home.path(), &data)?;
    window.resize(WIDTH, TALL)?;
    for theme in ["light", "dark"] {
        choose(&window, theme)?;
        window.click("nav-browsers")?;
        window.wait("coverage-apart")?;
        picture(&window, &folder.join(format!("coverage-{theme}.png")), TALL)?;
    }
    window.close()?;
    states.firefox.quit()
}

fn choose(window: &Window, theme: &str) -> Result<()> {
    window.click("settings")?;
    window.click(&format!("theme-{theme}"))?;
    window.click("settings")
}

fn real(display: &Display, program: &Path, folder: &Path) -> Result<()> {
    let Some(running) = home::running()? else { return Ok(()) };
    let home = running.quit()?;
    let window = Window::open(display, program, home.path(), &home.path().join("data"))?;
    window.wait("headline")?;
    picture(&window, &folder.join("real-browsers.png"), HEIGHT)?;
    window.close()
}

/// Waits until nothing on the page moves or loads any more, then takes the picture.
fn picture(window: &Window, file: &Path, height: u32) -> Result<()> {
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
    let right = (size(16), size(20)) == (Some(WIDTH), Some(height));
    ensure!(right, "{} is not {WIDTH} × {height}", file.display());
    Ok(())
}
