//! Where we looked: every state that a store can be in is told with what to do, and a folder of one's own is read.

use std::time::Duration;

use anyhow::{Context, Result};
use crumbwise_tests::process::until;
use crumbwise_tests::states::{CONTAINER, MADE, states};
use crumbwise_tests::window::{Display, Element, Window, desktop};

#[test]
fn the_window_shows_every_state_and_reads_an_added_folder() -> Result<()> {
    let Some(states) = states()? else { return Ok(()) };
    let home = states.home.path();
    let display = Display::start(1440, 900)?;
    let window = Window::open(&display, &desktop()?, home, &home.join("data"))?;
    window.click("nav-browsers")?;
    window.wait("coverage-sum")?;
    let card = |name: &str| -> Result<String> {
        let cards = window.all("coverage-browser")?;
        let texts = cards.iter().map(Element::text).collect::<Result<Vec<_>>>()?;
        let found = texts.iter().find(|text| text.starts_with(name));
        found.cloned().with_context(|| format!("{name} among {texts:#?}"))
    };
    let says = |name: &str, words: &[&str]| -> Result<()> {
        let text = card(name)?;
        for word in words {
            assert!(text.contains(word), "{name} says `{word}`: {text}");
        }
        Ok(())
    };
    says("Chromium", &["Read", "Ada", "Work", "90 cookies", "disk/office/Cookies", "reached through"])?;
    says("Brave", &["Needs permission", "The system refuses access.", "chmod"])?;
    says("Microsoft Edge", &["Damaged", "Start the browser once"])?;
    says("Vivaldi", &["Not supported", "not of a kind that Crumbwise knows"])?;
    says("Firefox", &["Read, running", "process", "close the browser first", CONTAINER, "news.example"])?;
    says("Firefox", &["cookies.sqlite.bak", "Older copy", "counts in no number"])?;
    says("Slack", &["Read"])?;
    let apps = window.script("return document.getElementById('group-app').parentElement.innerText")?;
    let apps = apps.as_str().context("the group of apps")?;
    assert!(apps.contains("Slack") && !apps.contains("Firefox"), "apps are a group of their own: {apps}");

    let cookies = || window.wait_for_text("nav-cookies", |text| number(text).is_ok());
    let before = number(&cookies()?)?;
    let old = states.old.to_str().context("a path that is text")?;
    window.wait("folder-input")?.type_text(&home.join("disk/nowhere").display().to_string())?;
    window.click("folder-add")?;
    window.wait_for_text("error", |text| text.contains("There is no such folder"))?;
    window.script(EMPTY)?;
    window.wait("folder-input")?.type_text(old)?;
    window.click("folder-add")?;
    window.wait_for_text("folder-said", |text| text.contains(old))?;
    let limit = Duration::from_mins(1);
    until(limit, "the cookies of the folder among all", || {
        Ok((number(&cookies()?)? == before + MADE as u64).then_some(()))
    })?;
    window.click("folder-remove")?;
    until(limit, "the folder forgotten", || Ok((number(&cookies()?)? == before).then_some(())))?;
    assert!(states.old.join(".mozilla/firefox/profiles.ini").exists(), "nothing in it is touched");
    window.close()?;
    states.firefox.quit()
}

/// Empties the field, as selecting all and typing does.
const EMPTY: &str = "const field = document.querySelector('[data-testid=folder-input]'); field.value = ''; \
    field.dispatchEvent(new Event('input', {bubbles: true}));";

/// The count that stands beside a screen's name.
fn number(text: &str) -> Result<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().with_context(|| format!("a number in {text}"))
}
