//! `ephy-history.db`: the hosts that GNOME Web's history holds.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::{
    columns::Rows,
    evidence::{History, SiteOf, Sites, host_of},
    times::UnixMicros,
    trouble::Trouble,
};

/// Where it is.
pub(crate) fn places(dir: &Path) -> Vec<PathBuf> {
    vec![dir.join("ephy-history.db")]
}

/// It has a table of hosts, which counts visits.
pub(crate) fn read(connection: &Connection, site_of: SiteOf) -> Result<Option<History>, Trouble> {
    let mut visited = Sites::default();
    let mut rows = Rows::prepare(connection, "SELECT url FROM hosts WHERE visit_count > 0")?;
    while let Some(row) = rows.next()? {
        if let Some(host) = host_of(row.bytes(0)) {
            visited.add_host(host, site_of)?;
        }
    }
    let mut rows = Rows::prepare(connection, "SELECT min(visit_time) FROM visits WHERE visit_time > 0")?;
    let since = rows.next()?.map_or(0, |row| row.int(0));
    Ok(History::new(visited, UnixMicros(since).reckon()))
}
