//! `places.sqlite`: the sites that Firefox's history holds.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::{
    columns::Rows,
    evidence::{History, SiteOf, Sites, host_of},
    read::table_columns,
    times::UnixMicros,
    trouble::Trouble,
};

/// Where it is.
pub(crate) fn places(dir: &Path) -> Vec<PathBuf> {
    vec![dir.join("places.sqlite")]
}

/// A page counts when it was visited and is not hidden: Firefox hides what only redirected, and counts neither
/// what was in a frame nor a download. A bookmark alone is no visit.
///
/// Firefox keeps the origins of its pages in a table of their own since version 62: one look at an index each.
pub(crate) fn read(connection: &Connection, site_of: SiteOf) -> Result<Option<History>, Trouble> {
    let origins = table_columns(connection, "moz_origins").is_ok();
    let sql = if origins {
        "SELECT host FROM moz_origins WHERE prefix IN ('https://', 'http://') AND EXISTS (
           SELECT 1 FROM moz_places WHERE origin_id = moz_origins.id AND visit_count > 0 AND hidden = 0)"
    } else {
        "SELECT url FROM moz_places WHERE visit_count > 0 AND hidden = 0"
    };
    let mut visited = Sites::default();
    let mut rows = Rows::prepare(connection, sql)?;
    while let Some(row) = rows.next()? {
        let text = row.bytes(0);
        let host = if origins { Some(text) } else { host_of(text) };
        if let Some(host) = host {
            visited.add_host(crate::evidence::without_port(host), site_of)?;
        }
    }
    let since = "SELECT min(visit_date) FROM moz_historyvisits WHERE visit_date > 0";
    let mut rows = Rows::prepare(connection, since)?;
    let since = rows.next()?.map_or(0, |row| row.int(0));
    Ok(History::new(visited, UnixMicros(since).reckon()))
}
