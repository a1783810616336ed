//! Visited sites: Chromium's `History`, and what browsers on `QtWebEngine` have in its place.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use crumbwise_model::ProblemKind;
use rusqlite::Connection;

use crate::{
    columns::Rows,
    evidence::{History, SiteOf, Sites, host_of},
    read::{column, table_columns},
    times::{ChromiumMicros, UnixMicros},
    trouble::Trouble,
};

/// How many visits are told apart; 90 days of them are kept.
const MOST_VISITS: usize = 4 << 20;

/// Where a profile's history can be, the usual place first: Chromium, Falkon, qutebrowser.
pub(crate) fn places(dir: &Path) -> Vec<PathBuf> {
    let mut places = vec![dir.join("History"), dir.join("browsedata.db")];
    places.extend(dir.parent().map(|above| above.join("history.sqlite")));
    places
}

/// Reads whichever of the three it is.
pub(crate) fn read(connection: &Connection, site_of: SiteOf) -> Result<Option<History>, Trouble> {
    if table_columns(connection, "urls").is_ok() {
        chromium(connection, site_of)
    } else if let Ok(columns) = table_columns(connection, "history") {
        qt(connection, &columns, site_of)
    } else {
        Err(Trouble::new(ProblemKind::UnknownSchema, "no table urls"))
    }
}

/// A page counts when the person arrived there: at the end of a chain of redirects, not in a frame, and in this
/// browser rather than in one that it is synchronised with.
fn chromium(connection: &Connection, site_of: SiteOf) -> Result<Option<History>, Trouble> {
    let synced = table_columns(connection, "visit_source").is_ok();
    let here = if synced {
        "AND NOT EXISTS (SELECT 1 FROM visit_source WHERE visit_source.id = visits.id AND source = 0)"
    } else {
        ""
    };
    let sql = format!(
        "SELECT url, visit_time FROM visits
         WHERE (transition & 0x20000000) != 0 AND (transition & 0xFF) NOT IN (3, 4) {here}"
    );
    let mut arrived = HashSet::new();
    let mut since = i64::MAX;
    let mut rows = Rows::prepare(connection, &sql)?;
    while let Some(row) = rows.next()? {
        arrived.insert(row.int(0));
        since = since.min(row.int(1));
        if arrived.len() > MOST_VISITS {
            return Err(Trouble::new(ProblemKind::TooLarge, format!("more than {MOST_VISITS} pages")));
        }
    }
    let mut visited = Sites::default();
    let mut rows = Rows::prepare(connection, "SELECT id, url FROM urls")?;
    while let Some(row) = rows.next()? {
        if arrived.contains(&row.int(0))
            && let Some(host) = host_of(row.bytes(1))
        {
            visited.add_host(host, site_of)?;
        }
    }
    Ok(History::new(visited, ChromiumMicros(since).reckon()))
}

/// Falkon counts milliseconds in `date`, qutebrowser seconds in `atime`, and marks what only redirected.
fn qt(connection: &Connection, columns: &[String], site_of: SiteOf) -> Result<Option<History>, Trouble> {
    let time = column(columns, &["date", "atime"], None)?;
    let micros = if time == "\"date\"" { 1_000 } else { 1_000_000 };
    let redirect = column(columns, &["redirect"], Some("0"))?;
    let sql = format!("SELECT url, {time} FROM history WHERE {redirect} = 0");
    let mut visited = Sites::default();
    let mut since = i64::MAX;
    let mut rows = Rows::prepare(connection, &sql)?;
    while let Some(row) = rows.next()? {
        if let Some(host) = host_of(row.bytes(0)) {
            visited.add_host(host, site_of)?;
            since = since.min(row.int(1));
        }
    }
    Ok(History::new(visited, UnixMicros(since.saturating_mul(micros)).reckon()))
}
