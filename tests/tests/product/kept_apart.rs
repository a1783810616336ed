//! What a real Firefox keeps apart is shown apart: a container by its name, a partition by its site; and what it
//! keeps for the session only is shown as that.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use crumbwise_tests::command::Crumbwise;
use crumbwise_tests::firefox::{self, Firefox};
use crumbwise_tests::home;
use crumbwise_tests::process::until;
use crumbwise_tests::server::Server;
use crumbwise_tests::sites::{Site, WEB};
use serde_json::Value;

/// Visited in a container of its own.
const CONTAINED: &str = "shop.example";

/// Visited outside of any, with frames of other sites.
const FRAMING: &str = "www.news.example";

#[test]
fn a_container_a_partition_and_session_cookies_are_shown_as_such() -> Result<()> {
    let (home, server) = (home::empty()?, Server::start(WEB)?);
    let Some(mut firefox) = Firefox::start(home.path(), server.port())? else { return Ok(()) };
    firefox.open_in_new_container("Groceries", &format!("https://{CONTAINED}/set"))?;
    firefox.open(&format!("https://{FRAMING}/set"))?;
    until(Duration::from_mins(1), "every page", || {
        let seen: BTreeSet<String> = server.seen().into_iter().map(|seen| seen.host).collect();
        Ok(hosts().all(|host| seen.contains(host)).then_some(()))
    })?;
    let session = cookies().filter(|(_, attributes)| !attributes.contains("Max-Age")).count();
    firefox::session_written(home.path(), session)?;
    assert_shown(home.path())?;
    firefox.quit()?;
    assert_shown(home.path())
}

fn framed() -> impl Iterator<Item = &'static str> {
    let framing = WEB.iter().filter(|site| site.host == FRAMING);
    framing.flat_map(|site| site.frames).copied()
}

fn hosts() -> impl Iterator<Item = &'static str> {
    framed().chain([CONTAINED, FRAMING])
}

/// Host and attributes of every cookie that is set.
fn cookies() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sites = WEB.iter().filter(|site| hosts().any(|host| host == site.host));
    sites.flat_map(|site: &Site| site.cookies().map(|baked| (site.host, baked.attributes)))
}

/// Waits until every cookie is read, then looks at how each is shown.
fn assert_shown(home: &Path) -> Result<()> {
    let crumbwise = Crumbwise::on(home)?;
    let wanted = cookies().count();
    let rows = until(Duration::from_mins(1), &format!("{wanted} cookies read"), || {
        let rows = crumbwise.json(["cookies"])?["rows"].as_array().cloned().context("a list of cookies")?;
        Ok((rows.len() == wanted).then_some(rows))
    })?;
    let on = |field: &str, row: &Value| row[field].as_str().unwrap_or_default().to_owned();
    for row in &rows {
        let (host, kept_under) = (on("host", row), on("partition", row));
        let expected = if host == CONTAINED {
            "^userContextId="
        } else if framed().any(|frame| frame == host) {
            "^partitionKey=%28https%2Cnews.example%29"
        } else {
            ""
        };
        assert!(kept_under.starts_with(expected), "{host} is kept under {expected}: {row}");
        assert_eq!(kept_under.is_empty(), expected.is_empty(), "{host}: {row}");
        assert_eq!(
            row["container"]["name"] == "Groceries",
            host == CONTAINED,
            "named as the person did: {row}"
        );
        assert_eq!(row["partition_site"] == "news.example", framed().any(|frame| frame == host), "{row}");
    }
    let session = rows.iter().filter(|row| row["lifetime"] == "session");
    let session: BTreeSet<_> = session.map(|row| (on("host", row), on("name", row))).collect();
    let expected = [(CONTAINED, "PHPSESSID"), (FRAMING, "JSESSIONID")];
    let expected = expected.map(|(host, name)| (host.to_owned(), name.to_owned()));
    assert_eq!(session, expected.into(), "what has no date lives for the session");
    Ok(())
}
