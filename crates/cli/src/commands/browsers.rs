//! `crumbwise browsers`: where we look, and whether it can be read.

use std::io;

use crumbwise_app::{
    self as app,
    view::{BrowserView, Coverage, ProfileView, StoreView},
};

use super::Work;
use crate::{
    escape::{shortened, shown},
    exit::Exit,
    terminal::{Form, Terminal, number, text},
    trouble::Trouble,
};

/// Lists browsers, profiles and stores.
pub(super) fn browsers(work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let coverage = app::browsers(work.places, work.now)?;
    match terminal.form {
        Form::Json => terminal.document(&coverage)?,
        Form::Text => show(&coverage, terminal)?,
    }
    Ok(Exit::Done)
}

/// The table of stores, then the problems.
pub(super) fn show(coverage: &Coverage, terminal: &mut Terminal) -> io::Result<()> {
    if coverage.browsers.is_empty() {
        terminal.line(&terminal.voice.say("cli_no_browsers"))?;
    } else {
        let headings = [
            text("cli_col_browser"),
            text("cli_col_profile"),
            text("cli_col_state"),
            number("cli_col_cookies"),
            number("cli_col_trackers"),
            text("cli_col_store"),
        ];
        let rows: Vec<_> = coverage.browsers.iter().flat_map(|browser| rows(browser, terminal)).collect();
        terminal.table(&headings, rows)?;
    }
    for problem in &coverage.problems {
        terminal.line("")?;
        terminal.line(&terminal.voice.problem(problem))?;
    }
    Ok(())
}

/// One row a store; a browser without any gets one row that says so.
fn rows(browser: &BrowserView, terminal: &Terminal) -> Vec<Vec<String>> {
    let stores =
        browser.profiles.iter().flat_map(|profile| profile.stores.iter().map(move |store| (profile, store)));
    let rows: Vec<_> = stores.map(|(profile, store)| row(browser, profile, store, terminal)).collect();
    if !rows.is_empty() {
        return rows;
    }
    let state = terminal.voice.say(&format!("state_{}", browser.state));
    vec![vec![shown(&browser.name), String::new(), state, String::new(), String::new(), shown(&browser.root)]]
}

fn row(browser: &BrowserView, profile: &ProfileView, store: &StoreView, terminal: &Terminal) -> Vec<String> {
    let voice = terminal.voice;
    let mut state = voice.say(&format!("state_{}", store.state));
    if store.running && store.state != "in_use" {
        state = format!("{state}, {}", voice.say("cli_running"));
    }
    // A store that has only been found has no count yet, which is not the same as none.
    let count = |cookies: u64| if store.state == "read" { voice.number(cookies) } else { String::new() };
    vec![
        shown(&browser.name),
        shortened(&profile.name, 30),
        state,
        count(store.cookies),
        count(store.trackers),
        shown(&store.path),
    ]
}
