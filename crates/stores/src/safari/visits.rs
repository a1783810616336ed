//! `History.db`: the sites that Safari's history holds; `history`: those of Orion's.

use std::path::{Path, PathBuf};

use crumbwise_model::Profile;
use rusqlite::Connection;

use crate::{
    evidence::{History, SiteOf, Sites, host_of},
    read::table_columns,
    times::MacSeconds,
    trouble::Trouble,
};

/// How many folders Safari's container lies below the home folder.
const BELOW_HOME: usize = 5;

/// Orion's cookies are one file an edition; everything else is in a folder of that edition.
const ORION: [(&str, &str); 2] =
    [("com.kagi.kagimacOS.binarycookies", "Orion"), ("com.kagi.kagimacOS.RC.binarycookies", "Orion RC")];

/// A named profile's lies in the container, the unnamed one's in the home folder as ever.
pub(crate) fn places(root: &Path, profile: &Profile) -> Vec<PathBuf> {
    let dir = profile.dir.as_path();
    if let Some(orion) = orion(profile) {
        return vec![orion];
    }
    let id = dir.file_name().unwrap_or_default().to_ascii_uppercase();
    if dir != root && dir.parent().is_some_and(|above| above.ends_with("WebsiteDataStore")) {
        return vec![root.join("Safari/Profiles").join(id).join("History.db")];
    }
    let home = root.ancestors().nth(BELOW_HOME);
    home.map(|home| home.join("Library/Safari/History.db")).into_iter().collect()
}

/// `~/Library/HTTPStorages` has the cookies, `~/Library/Application Support/Orion/Defaults` the rest.
fn orion(profile: &Profile) -> Option<PathBuf> {
    let mut files = profile.stores.iter().filter_map(|store| store.path.file_name());
    let folder = files.find_map(|file| ORION.iter().find(|(cookies, _)| file == *cookies))?.1;
    let library = profile.dir.parent()?;
    Some(library.join("Application Support").join(folder).join("Defaults/history"))
}

/// Of Safari's a page counts when it was loaded. Orion notes times as text or as Safari does, by its version.
pub(crate) fn read(connection: &Connection, site_of: SiteOf) -> Result<Option<History>, Trouble> {
    let sql = if table_columns(connection, "visits").is_ok() {
        "SELECT URL, min(CASE typeof(VISIT_TIME) WHEN 'text' THEN unixepoch(VISIT_TIME) - 978307200
                         ELSE VISIT_TIME END)
         FROM history_items JOIN visits ON HISTORY_ITEM_ID = history_items.ID GROUP BY history_items.ID"
    } else {
        "SELECT url, min(visit_time) FROM history_items
         JOIN history_visits ON history_item = history_items.id
         WHERE load_successful != 0 GROUP BY history_items.id"
    };
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
