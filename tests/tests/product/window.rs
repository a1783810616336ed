//! The real window, driven through scan, clear and undo on real profiles.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use crumbwise_tests::command::{Crumbwise, said};
use crumbwise_tests::leaks::Secrets;
use crumbwise_tests::process::{Group, until};
use crumbwise_tests::window::{Display, Window, alone, desktop};
use crumbwise_tests::{home, stores, truth};
use rusqlite::{Connection, params};

use crate::prepared::{Truth, prepared, rows};
use crate::privacy::assert_local;

const LIMIT: Duration = Duration::from_mins(1);

#[test]
fn scan_clear_undo() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let crumbwise = Crumbwise::on(home.path())?;
    let before = rows(home.path())?;
    let scan = crumbwise.json(["scan"])?;
    let display = Display::start(1440, 900)?;
    let window = Window::open(&display, &desktop()?, home.path(), &crumbwise.data)?;

    window.script(LISTEN)?;
    window.click("rescan")?;
    until(LIMIT, "the end of the scan", || {
        let idle =
            window.script("return document.querySelector('[data-testid=rescan]')?.disabled === false")?;
        Ok((idle == true).then_some(()))
    })?;
    let headline = window.wait_for_text("headline", |text| numbers(text).len() == 2)?;
    let told = [scan["counts"]["trackers"].as_u64(), scan["counts"]["cookies"].as_u64()].map(Option::unwrap);
    assert_eq!(numbers(&headline), told, "the window says what the command says: {headline}");
    window.click("clear-trackers")?;
    window.click("confirm-clear")?;
    let result = window.wait_for_text("result", |text| !numbers(text).is_empty())?;
    let left = Truth::of(home.path())?;
    let gone =
        before.iter().map(|rows| rows.len() - 1).sum::<usize>() - left.chromium.len() - left.firefox.len();
    assert!(
        gone > 0 && numbers(&result).contains(&(gone as u64)),
        "{gone} are gone, and the window says: {result}"
    );
    for rows in [&left.chromium, &left.firefox] {
        assert!(!rows.iter().any(|row| row.name == "IDE"), "one click clears the trackers");
        assert!(rows.iter().any(|row| row.name == "user_session"), "and keeps the sign-ins");
    }
    window.click("undo")?;
    until(LIMIT, "the undo", || Ok((rows(home.path())? == before).then_some(())))?;

    window.click("nav-clean")?;
    window.click("preset-everything")?;
    window.wait("plan-row")?;
    window.click("plan-confirm")?;
    window.wait_for_text("result", |text| !numbers(text).is_empty())?;
    let left = Truth::of(home.path())?;
    assert!(left.chromium.is_empty() && left.firefox.is_empty(), "the preset clears everything");
    window.click("undo")?;
    until(LIMIT, "the undo", || Ok((rows(home.path())? == before).then_some(())))?;

    window.click("nav-cookies")?;
    window.click("cookie-row")?;
    window.wait("cookie-drawer")?;
    let heard = window.script("return window.heard.join('\\n')")?;
    let heard = heard.as_str().context("what came over IPC")?;
    assert!(heard.contains("user_session"), "the test hears what comes over IPC: {heard:.400}");
    let secrets = Secrets::with_store(&truth::chromium_store(home.path()))?;
    assert!(!secrets.stand_in(heard.as_bytes()), "no value comes over IPC");
    window.close()
}

/// Makes the page remember every answer that comes to it over IPC.
pub(crate) const LISTEN: &str = "window.heard = []; const ask = window.fetch; \
    window.fetch = async (...all) => { const answer = await ask(...all); \
    answer.clone().text().then((text) => window.heard.push(text)); return answer; };";

/// The numbers in a text, thousands separators left out.
pub(crate) fn numbers(text: &str) -> Vec<u64> {
    let text = text.replace([',', '\u{202f}', '\u{a0}'], "");
    text.split(|sign: char| !sign.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

#[test]
fn foreign_names_are_text_and_the_table_holds_only_what_is_seen() -> Result<()> {
    let home = home::empty()?;
    let store = stores::chromium(home.path(), 3_000)?;
    let hostile = "<img src=x onerror=document.title='owned'>";
    let database = Connection::open(&store)?;
    database.execute("UPDATE cookies SET name = ?1 WHERE rowid = 1", params![hostile])?;
    database.close().map_err(|(_, error)| error)?;
    let display = Display::start(1440, 900)?;
    let window = Window::open(&display, &desktop()?, home.path(), &home.path().join("data"))?;

    window.click("nav-cookies")?;
    window.wait("cookie-row")?;
    let rows = window.all("cookie-row")?.len();
    assert!((5..80).contains(&rows), "of 3,000 rows the page holds the visible ones and a few more: {rows}");
    window.wait("search")?.type_text("onerror")?;
    window.wait_for_text("cookie-row", |text| text.contains(hostile))?;
    window.click("cookie-row")?;
    let drawer = window.wait_for_text("cookie-drawer", |text| text.contains(hostile))?;
    assert!(!drawer.contains(crumbwise_tests::sites::MARKER), "no value is shown: {drawer}");
    let images = window.script("return document.querySelectorAll('img[src=\"x\"]').length")?;
    assert_eq!(images, 0, "a cookie's name is text, never markup");
    assert_ne!(window.script("return document.title")?, "owned", "and never runs");
    for screen in ["timeline", "clean", "overview"] {
        window.click(&format!("nav-{screen}"))?;
        // A screen is fetched when it is first opened.
        until(LIMIT, &format!("something on {screen}"), || {
            let text = window.script("return document.querySelector('main').innerText")?;
            Ok(text.as_str().is_some_and(|text| text.len() > 40).then_some(()))
        })?;
    }
    window.close()
}

#[test]
fn window_and_command_at_the_same_moment_lose_nothing() -> Result<()> {
    let home = home::empty()?;
    stores::chromium(home.path(), 3_000)?;
    stores::firefox(home.path(), 3_000)?;
    let crumbwise = Crumbwise::on(home.path())?;
    let before = rows(home.path())?;
    let display = Display::start(1440, 900)?;
    let window = Window::open(&display, &desktop()?, home.path(), &crumbwise.data)?;
    window.click("clear-trackers")?;
    window.wait("confirm-clear")?;
    let clean = crumbwise.start(["clean", "--preset", "everything", "--yes", "--json"])?;
    window.click("confirm-clear")?;
    let undo = crumbwise.start(["undo", "--yes", "--json"])?;
    for run in [clean, undo] {
        let said = said(run, Duration::from_mins(2))?;
        assert!(matches!(said.code, Some(0 | 3 | 4 | 5)), "succeeds or is refused: {said:?}");
    }
    until(LIMIT, "the window's result or refusal", || {
        Ok(window.find("result")?.or(window.find("error")?).map(drop))
    })?;
    window.close()?;
    let history = crumbwise.json(["history"])?;
    for run in history["runs"].as_array().context("a list of runs")? {
        if run["can_undo"] == true {
            crumbwise.json(["undo", &run["run"].to_string(), "--yes"])?;
        }
    }
    assert_eq!(rows(home.path())?, before, "every row is back, byte for byte");
    Ok(())
}

#[test]
fn the_window_opens_only_local_sockets() -> Result<()> {
    let home = home::empty()?;
    stores::chromium(home.path(), 300)?;
    let data = home.path().join("data");
    let trace = home.path().join("trace");
    let display = Display::start(1440, 900)?;
    assert!(!display.shows_something()?, "a screen begins empty");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", "trace=socket,connect,execve", "-o"]).arg(&trace).arg(desktop()?);
    command.arg("--home").arg(home.path()).arg("--data").arg(&data);
    command.env("DISPLAY", display.name()).env("HOME", home.path()).env("LANG", "C.UTF-8");
    alone(&mut command);
    command.env_remove("WAYLAND_DISPLAY").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut window = Group::spawn(&mut command, "the window under strace")?;
    // The first scan may end before the pages' process begins: only a window that stands has done it all.
    until(Duration::from_mins(2), "the window's first scan and first picture", || {
        anyhow::ensure!(window.ended()?.is_none(), "the window ended early");
        Ok((scanned(&data.join("ledger.sqlite")) && display.shows_something()?).then_some(()))
    })?;
    drop(window);
    let text = std::fs::read_to_string(&trace).context("the trace")?;
    assert!(text.contains("WebKitWebProcess"), "strace saw the pages' process too");
    assert!(text.contains("AF_UNIX"), "strace saw sockets");
    assert_local(&text);
    Ok(())
}

/// Whether the window has remembered the counts of a scan.
fn scanned(ledger: &Path) -> bool {
    let count = Connection::open(ledger).and_then(|database| {
        database.query_row("SELECT COUNT(*) FROM scan_count", [], |row| row.get::<_, u64>(0))
    });
    count.is_ok_and(|count| count > 0)
}
