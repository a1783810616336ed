//! A store as Chromium writes it, version 24.

use std::{collections::BTreeMap, path::Path};

use rusqlite::{Connection, named_params};
use serde_json::json;

use super::{SampleProfile, made::MadeCookie};

const SCHEMA: &str = "
CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
INSERT INTO meta VALUES ('mmap_status', '-1'), ('version', '24'), ('last_compatible_version', '24');
CREATE TABLE cookies(creation_utc INTEGER NOT NULL,host_key TEXT NOT NULL,top_frame_site_key TEXT NOT NULL,
name TEXT NOT NULL,value TEXT NOT NULL,encrypted_value BLOB NOT NULL,path TEXT NOT NULL,
expires_utc INTEGER NOT NULL,is_secure INTEGER NOT NULL,is_httponly INTEGER NOT NULL,
last_access_utc INTEGER NOT NULL,has_expires INTEGER NOT NULL,is_persistent INTEGER NOT NULL,
priority INTEGER NOT NULL,samesite INTEGER NOT NULL,source_scheme INTEGER NOT NULL,
source_port INTEGER NOT NULL,last_update_utc INTEGER NOT NULL,source_type INTEGER NOT NULL,
has_cross_site_ancestor INTEGER NOT NULL);
CREATE UNIQUE INDEX cookies_unique_index ON cookies(host_key, top_frame_site_key, has_cross_site_ancestor,
name, path, source_scheme, source_port);
";

const INSERT: &str = "INSERT INTO cookies VALUES (:created, :host, :under, :name, :value, x'', '/', :expires,
:secure, :http_only, :last_used, :persistent, :persistent, 1, :same_site, 2, 443, :updated, :source, :ancestor)";

/// Writes a new store.
pub(super) fn write(path: &Path, cookies: &[MadeCookie]) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.execute_batch(SCHEMA)?;
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare(INSERT)?;
        for cookie in cookies {
            insert.execute(named_params! {
                ":created": micros(cookie.created),
                ":host": cookie.host,
                ":under": cookie.under,
                ":name": cookie.name,
                ":value": cookie.value,
                ":expires": cookie.expires.map_or(0, micros),
                ":secure": cookie.has('s'),
                ":http_only": cookie.has('h'),
                ":last_used": micros(cookie.last_used),
                ":persistent": cookie.expires.is_some(),
                ":same_site": same_site(cookie),
                ":updated": micros(cookie.last_used),
                ":source": if cookie.has('j') { 2 } else { 1 },
                ":ancestor": cookie.under.is_empty(),
            })?;
        }
    }
    transaction.commit()
}

/// The file that names the profiles.
pub(super) fn local_state(profiles: &[SampleProfile]) -> String {
    let names: BTreeMap<_, _> =
        profiles.iter().map(|profile| (profile.folder, json!({ "name": profile.name }))).collect();
    json!({ "profile": { "info_cache": names, "last_used": "Default" } }).to_string()
}

/// Microseconds since 1601.
const fn micros(unix_seconds: i64) -> i64 {
    (unix_seconds + 11_644_473_600) * 1_000_000
}

fn same_site(cookie: &MadeCookie) -> i32 {
    match (cookie.has('n'), cookie.has('l'), cookie.has('t')) {
        (true, _, _) => 0,
        (_, true, _) => 1,
        (_, _, true) => 2,
        (false, false, false) => -1,
    }
}
