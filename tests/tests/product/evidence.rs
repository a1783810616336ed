//! What real browsers know about the sites they visited, and that nobody looks when nobody should.

use anyhow::{Context, Result};
use crumbwise_tests::command::Crumbwise;
use serde_json::Value;

use crate::prepared::prepared;

/// What a cookie of `host` in `browser` says under `key`.
fn said<'a>(cookies: &'a Value, browser: &str, host: &str, key: &str) -> Result<&'a str> {
    let rows = cookies["rows"].as_array().context("a list of cookies")?;
    let row = rows.iter().find(|row| row["browser"] == browser && row["host"] == host);
    let row = row.with_context(|| format!("a cookie of {host} in {browser}"))?;
    row[key].as_str().with_context(|| format!("{key} of {host}"))
}

#[test]
fn real_histories_tell_visited_from_embedded() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let crumbwise = Crumbwise::on(home.path())?;
    let cookies = crumbwise.json(["cookies"])?;
    assert_eq!(cookies["problems"].as_array().map(Vec::len), Some(0), "{}", cookies["problems"]);
    for browser in ["chromium", "firefox"] {
        for (host, visited, context) in [
            ("github.com", "yes", "first_party"),
            (".doubleclick.net", "yes", "first_party"),
            ("ib.adnxs.com", "no", "partitioned"),
            ("player.widget.example", "no", "partitioned"),
        ] {
            assert_eq!(said(&cookies, browser, host, "visited")?, visited, "{host} in {browser}");
            assert_eq!(said(&cookies, browser, host, "context")?, context, "{host} in {browser}");
        }
    }
    let without = crumbwise.json(["cookies", "--no-history"])?;
    for row in without["rows"].as_array().context("a list of cookies")? {
        assert_eq!(row["visited"], "unknown", "nobody looked: {row}");
    }
    Ok(())
}

#[test]
fn a_history_that_is_switched_off_is_not_opened() -> Result<()> {
    let Some(prepared) = prepared()? else { return Ok(()) };
    let home = prepared.copy()?;
    let crumbwise = Crumbwise::on(home.path())?;
    let trace = home.path().join("trace");
    let opened = |run: &[&str]| -> Result<Vec<&str>> {
        let said = crumbwise.traced(&["-e", "trace=open,openat,openat2"], &trace, run)?;
        assert_eq!(said.code, Some(0), "{run:?} under strace: {said:?}");
        let text = std::fs::read_to_string(&trace).context("the trace")?;
        assert!(text.contains("/Cookies\""), "strace saw the cookies being read");
        let histories = [
            "/Default/History\"",
            "/Default/DIPS\"",
            "/places.sqlite\"",
            "/bounce-tracking-protection.sqlite\"",
        ];
        Ok(histories.into_iter().filter(|file| text.contains(*file)).collect())
    };
    assert!(opened(&["scan"])?.len() >= 3, "ordinarily each is asked");
    for run in [["scan", "--no-history"], ["plan", "--no-history"], ["browsers", "--no-history"]] {
        assert_eq!(opened(&run)?, Vec::<&str>::new(), "{run:?}");
    }
    Ok(())
}
