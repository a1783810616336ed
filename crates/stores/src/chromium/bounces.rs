//! `DIPS`: what Chromium's defence against redirecting trackers noted.

use rusqlite::Connection;

use crate::{
    columns::Rows,
    evidence::{Noted, SiteOf},
    read::table_columns,
    trouble::Trouble,
};

/// Its name in a profile.
pub(crate) const FILE: &str = "DIPS";

/// What the site did, by version: stored data, passed the person on.
const DID: [&str; 3] = ["last_site_storage_time", "last_stateful_bounce_time", "last_bounce_time"];

/// What the person did there, by version.
const USED: [&str; 3] =
    ["last_user_activation_time", "last_user_interaction_time", "last_web_authn_assertion_time"];

/// Reads the table of sites. Its names are registrable domains already.
pub(crate) fn read(connection: &Connection, site_of: SiteOf) -> Result<Noted, Trouble> {
    let columns = table_columns(connection, "bounces")?;
    let any = |names: &[&str]| {
        let known = names.iter().filter(|name| columns.iter().any(|column| column == **name));
        let known: Vec<String> = known.map(|name| format!("\"{name}\" IS NOT NULL")).collect();
        if known.is_empty() { "0".to_owned() } else { known.join(" OR ") }
    };
    let sql = format!("SELECT site, ({}), ({}) FROM bounces", any(&USED), any(&DID));
    let mut noted = Noted::default();
    let mut rows = Rows::prepare(connection, &sql)?;
    while let Some(row) = rows.next()? {
        if row.int(1) != 0 {
            noted.used.add_host(row.bytes(0), site_of)?;
        } else if row.int(2) != 0 {
            noted.unused.add_host(row.bytes(0), site_of)?;
        }
    }
    Ok(noted)
}
