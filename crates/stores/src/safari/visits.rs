//! `History.db`: the sites that Safari's history holds.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::{
    evidence::{History, SiteOf, Sites, host_of},
    times::MacSeconds,
    trouble::Trouble,
};

/// How many folders Safari's container lies below the home folder.
const BELOW_HOME: usize = 5;

/// A named profile's lies in the container, the unnamed one's in the home folder as ever.
pub(crate) fn places(root: &Path, dir: &Path) -> Vec<PathBuf> {
    let id = dir.file_name().unwrap_or_default().to_ascii_uppercase();
    if dir != root && dir.parent().is_some_and(|above| above.ends_with("WebsiteDataStore")) {
        return vec![root.join("Safari/Profiles").join(id).join("History.db")];
    }
    let home = root.ancestors().nth(BELOW_HOME);
    home.map(|home| home.join("Library/Safari/History.db")).into_iter().collect()
}

/// A page counts when it was loaded.
pub(crate) fn read(connection: &Connection, site_of: SiteOf) -> Result<Option<History>, Trouble> {
    let sql = "SELECT url, min(visit_time) FROM history_items
               JOIN history_visits ON history_item = history_items.id
               WHERE load_successful != 0 GROUP BY history_items.id";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut visited = Sites::default();
    let mut since = f64::INFINITY;
    while let Some(row) = rows.next()? {
        let address = row.get_ref(0)?.as_bytes().unwrap_or_default();
        if let Some(host) = host_of(address) {
            visited.add_host(host, site_of)?;
            since = since.min(row.get(1).unwrap_or(f64::INFINITY));
        }
    }
    Ok(History::new(visited, MacSeconds(since).reckon()))
}
