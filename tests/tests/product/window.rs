//! The real window, driven through scan, clear and undo on real profiles.

use anyhow::Result;
use crumbwise_tests::window::{Display, Window, desktop};

use crate::prepared::{Truth, prepared, rows};

#[test]
fn scan_clear_undo() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let data = home.path().join(".data-of-crumbwise");
    let before = rows(home.path())?;
    let truth = Truth::of(home.path())?;
    let all = truth.chromium.len() + truth.firefox.len() + truth.firefox_session.len();
    let display = Display::start(1440, 900)?;
    let window = Window::open(&display, &desktop()?, home.path(), &data)?;

    let headline = window.wait_for_text("headline", |text| text.chars().any(|sign| sign.is_ascii_digit()))?;
    assert!(headline.contains(&all.to_string()), "the headline counts every cookie: {headline}");
    window.click("clear-trackers")?;
    window.wait("result")?;
    let left = Truth::of(home.path())?;
    for rows in [&left.chromium, &left.firefox] {
        assert!(!rows.iter().any(|row| row.name == "IDE"), "a click clears the trackers");
        assert!(rows.iter().any(|row| row.name == "user_session"), "and keeps the sign-ins");
    }
    window.click("undo")?;
    crumbwise_tests::process::until(std::time::Duration::from_mins(1), "the undo", || {
        Ok((rows(home.path())? == before).then_some(()))
    })?;
    window.close()
}
