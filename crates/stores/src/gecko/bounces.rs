//! `bounce-tracking-protection.sqlite`: what Firefox's defence against redirecting trackers noted.

use rusqlite::Connection;

use crate::{
    columns::Rows,
    evidence::{Noted, SiteOf},
    trouble::Trouble,
};

/// Its name in a profile.
pub(crate) const FILE: &str = "bounce-tracking-protection.sqlite";

/// Reads the table of sites, which Firefox makes when it first has something to note. Its names are registrable
/// domains already; a site may stand there once a container.
pub(crate) fn read(connection: &Connection, site_of: SiteOf) -> Result<Noted, Trouble> {
    let mut noted = Noted::default();
    if crate::read::table_columns(connection, "sites").is_err() {
        return Ok(noted);
    }
    let mut rows = Rows::prepare(connection, "SELECT siteHost, entryType FROM sites")?;
    while let Some(row) = rows.next()? {
        match row.int(1) {
            0 => noted.unused.add_host(row.bytes(0), site_of)?,
            1 => noted.used.add_host(row.bytes(0), site_of)?,
            _ => {}
        }
    }
    Ok(noted)
}
