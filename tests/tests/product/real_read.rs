//! What the command reads from real profiles is what SQL and the decoded session store say: every cookie, its
//! lifetime, its times to the second; while the browsers run and after.

use anyhow::{Context, Result};
use crumbwise_tests::command::Crumbwise;
use crumbwise_tests::sites;
use crumbwise_tests::truth::Row;
use serde_json::Value;

use crate::prepared::{Truth, prepared};

#[test]
fn running_browsers_are_read_completely() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let live = &prepared.live;
    assert_same(&live.truth, &live.scan, &live.cookies)?;
    for browser in live.scan["coverage"]["browsers"].as_array().context("browsers")? {
        assert_eq!(browser["running"], true, "a running browser is said to run: {browser}");
    }
    Ok(())
}

#[test]
fn closed_browsers_are_read_completely() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let crumbwise = Crumbwise::on(home.path())?;
    let truth = Truth::of(home.path())?;
    assert_eq!(truth.chromium.len(), sites::expected(), "Chromium kept every cookie of the tests' web");
    assert_eq!(
        truth.firefox.len() + truth.firefox_session.len(),
        sites::expected(),
        "Firefox kept every cookie of the tests' web"
    );
    let (scan, cookies) = (crumbwise.json(["scan"])?, crumbwise.json(["cookies"])?);
    assert_same(&truth, &scan, &cookies)?;
    for browser in scan["coverage"]["browsers"].as_array().context("browsers")? {
        assert_eq!(browser["running"], false, "a closed browser is not said to run: {browser}");
    }
    assert_eq!(
        crumbwise.json(["cookies"])?["rows"],
        cookies["rows"],
        "reading twice says the same in the same order"
    );
    let alone = crumbwise.json([
        "scan",
        "--store",
        crumbwise_tests::truth::firefox_store(home.path()).to_str().context("a path in UTF-8")?,
    ])?;
    assert_eq!(alone["counts"]["cookies"], truth.firefox.len(), "--store reads exactly that store: {alone}");
    Ok(())
}

/// Compares what the command said with the truth.
fn assert_same(truth: &Truth, scan: &Value, cookies: &Value) -> Result<()> {
    let session = truth.chromium.iter().filter(|row| row.session).count() + truth.firefox_session.len();
    let persistent = truth.chromium.iter().filter(|row| !row.session).count() + truth.firefox.len();
    assert_eq!(scan["counts"]["session"], session, "session cookies counted");
    assert_eq!(scan["counts"]["persistent"], persistent, "persistent cookies counted");
    assert_eq!(scan["counts"]["cookies"], session + persistent, "all cookies counted");
    let read = |browser: &str, session: Option<bool>| rows(cookies, browser, session);
    assert_eq!(read("chromium", None)?, truth.chromium, "every cookie of Chromium, times to the second");
    assert_eq!(read("firefox", Some(false))?, truth.firefox, "every persistent cookie of Firefox");
    let mut kept = read("firefox", Some(true))?;
    for row in &mut kept {
        assert_eq!(row.expires, None, "a session cookie has no expiry: {row:?}");
        // The session store keeps no time of setting or sending; partitions are written there in another form.
        (row.partition, row.created, row.last_used, row.updated) = (None, None, None, None);
    }
    kept.sort();
    assert_eq!(kept, truth.firefox_session, "every session cookie of Firefox, from its session store");
    Ok(())
}

/// The cookies of one browser as the command printed them.
pub(crate) fn rows(cookies: &Value, browser: &str, session: Option<bool>) -> Result<Vec<Row>> {
    let text = |cookie: &Value, field: &str| cookie[field].as_str().map(str::to_owned);
    let list = cookies["rows"].as_array().context("a list of cookies")?;
    let mut rows = Vec::new();
    for cookie in list.iter().filter(|cookie| cookie["browser"] == browser) {
        let row = Row {
            host: text(cookie, "host").context("a host")?,
            name: text(cookie, "name").context("a name")?,
            path: text(cookie, "path").context("a path")?,
            partition: text(cookie, "partition"),
            session: cookie["lifetime"] == "session",
            created: text(cookie, "created"),
            last_used: text(cookie, "last_used"),
            updated: text(cookie, "updated"),
            expires: text(cookie, "expires"),
            secure: cookie["secure"] == true,
            http_only: cookie["http_only"] == true,
        };
        if session.is_none_or(|wanted| wanted == row.session) {
            rows.push(row);
        }
    }
    rows.sort();
    Ok(rows)
}
