//! A person's correction in the real window: counts and plans follow at once, and back again; the command and the window
//! honour each other's; settings go out and come in as a file.

use std::fs;

use anyhow::{Context, Result};
use crumbwise_tests::command::Crumbwise;
use crumbwise_tests::home;
use crumbwise_tests::sites::MARKER;
use crumbwise_tests::stores;
use crumbwise_tests::window::{Display, Window, desktop};

use crate::window::{LISTEN, numbers};

/// Cookies in the made store, a third of them trackers.
const COOKIES: usize = 30;
const TRACKERS: u64 = 10;

#[test]
fn corrected_in_the_drawer_taken_back_and_carried() -> Result<()> {
    let home = home::empty()?;
    stores::chromium(home.path(), COOKIES)?;
    let crumbwise = Crumbwise::on(home.path())?;
    let display = Display::start(1440, 900)?;
    let window = Window::open(&display, &desktop()?, home.path(), &crumbwise.data)?;
    window.script(LISTEN)?;
    headline(&window, TRACKERS)?;

    open_a_tracker(&window)?;
    window.click("correct-open")?;
    window.click("correct-sign_in")?;
    window.wait_for_text("correct-effect", |text| numbers(text) == [1, 1])?;
    window.click("correct-save")?;
    let said = window.wait_for_text("you-said", |text| !text.is_empty())?;
    assert!(said.contains("keeps me signed in") && said.contains("_fbp"), "{said}");
    assert!(said.contains("rules/"), "what the sources say stands beside it, traced to its file: {said}");
    window.click("nav-overview")?;
    headline(&window, TRACKERS - 1)?;
    assert_eq!(crumbwise.json(["plan"])?["clear"], TRACKERS - 1, "the command honours what the window noted");
    window.click("nav-clean")?;
    preset(&window, TRACKERS - 1)?;

    // The command says more; the window's next plan honours it, without reading the browsers again.
    let all = crumbwise.json(["correct", "_fbp", "--for", "name", "--not-tracking"])?;
    assert_eq!(all["corrections"][0]["answer"], "no");
    window.click("clean-history")?;
    window.click("nav-overview")?;
    window.click("nav-clean")?;
    preset(&window, 0)?;
    crumbwise.json(["correct", "_fbp", "--for", "name", "--undo"])?;

    window.click("nav-cookies")?;
    window.wait("you-said")?;
    window.click("take-back")?;
    crumbwise_tests::process::until(std::time::Duration::from_mins(1), "the correction to go", || {
        Ok(window.find("you-said")?.is_none().then_some(()))
    })?;
    window.click("nav-overview")?;
    headline(&window, TRACKERS)?;
    assert_eq!(crumbwise.json(["plan"])?["clear"], TRACKERS, "as before");

    carried(&window, &crumbwise, home.path())?;
    let heard = window.script("return window.heard.join('\\n')")?;
    let heard = heard.as_str().context("what came over IPC")?;
    assert!(heard.contains("_fbp") && !heard.contains(MARKER), "no value comes over IPC");
    window.close()
}

/// Out by the command, in by the window; and out by the window, to a file with no value in it.
fn carried(window: &Window, crumbwise: &Crumbwise, home: &std::path::Path) -> Result<()> {
    crumbwise.json(["correct", "_fbp", "--for", "name", "--sign-in"])?;
    let file = home.join("from-elsewhere.json");
    let path = file.display().to_string();
    crumbwise.json(["settings", "export", &path])?;
    crumbwise.json(["correct", "_fbp", "--for", "name", "--undo"])?;
    window.click("settings")?;
    window.wait("said-none")?;
    window.wait("import")?.type_text(&path)?;
    let told = window.wait_for_text("carry-result", |text| !text.is_empty())?;
    assert_eq!(numbers(&told).first(), Some(&1), "{told}");
    window.wait_for_text("said-list", |text| text.contains("_fbp"))?;
    headline(window, 0)?;
    window.click("export")?;
    let written = home.join("crumbwise-settings.json");
    window.wait_for_text("carry-result", |text| text.contains("crumbwise-settings.json"))?;
    let text = fs::read_to_string(&written)?;
    assert!(text.contains("_fbp") && !text.contains(MARKER), "names, never values: {text}");
    window.click("said-take-back")?;
    window.wait("said-none")?;
    headline(window, TRACKERS)
}

fn open_a_tracker(window: &Window) -> Result<()> {
    window.click("nav-cookies")?;
    window.click("filter-trackers")?;
    window.wait_for_text("cookie-row", |text| text.contains("_fbp"))?;
    window.click("cookie-row")?;
    window.wait_for_text("cookie-drawer", |text| text.contains("_fbp"))?;
    Ok(())
}

/// Waits until the first screen counts so many trackers.
fn headline(window: &Window, trackers: u64) -> Result<()> {
    window
        .wait_for_text("headline", |text| {
            let told = numbers(text);
            let counted = if trackers == 0 { !told.contains(&TRACKERS) } else { told.contains(&trackers) };
            told.contains(&(COOKIES as u64)) && counted
        })
        .map(drop)
}

/// Waits until the plan of the trackers holds so many.
fn preset(window: &Window, trackers: u64) -> Result<()> {
    window.wait_for_text("preset-trackers", |text| numbers(text).contains(&trackers)).map(drop)
}
