//! Stores made by hand, for what a real browser cannot be brought to in a test: huge ones, damaged ones.

use std::path::{Path, PathBuf};

use anyhow::Result;
use rusqlite::{Connection, params};

use crate::sites::MARKER;

/// Chromium's store, schema version 24.
pub const CHROMIUM_24: &str = "
PRAGMA page_size = 4096;
CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
INSERT INTO meta VALUES ('mmap_status', '-1'), ('version', '24'), ('last_compatible_version', '24');
CREATE TABLE cookies(creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, top_frame_site_key TEXT NOT NULL,
  name TEXT NOT NULL, value TEXT NOT NULL, encrypted_value BLOB NOT NULL, path TEXT NOT NULL,
  expires_utc INTEGER NOT NULL, is_secure INTEGER NOT NULL, is_httponly INTEGER NOT NULL,
  last_access_utc INTEGER NOT NULL, has_expires INTEGER NOT NULL, is_persistent INTEGER NOT NULL,
  priority INTEGER NOT NULL, samesite INTEGER NOT NULL, source_scheme INTEGER NOT NULL,
  source_port INTEGER NOT NULL, last_update_utc INTEGER NOT NULL, source_type INTEGER NOT NULL,
  has_cross_site_ancestor INTEGER NOT NULL);
CREATE UNIQUE INDEX cookies_unique_index ON cookies(host_key, top_frame_site_key, has_cross_site_ancestor,
  name, path, source_scheme, source_port);
";

/// Firefox's store, schema version 17.
pub const FIREFOX_17: &str = "
PRAGMA user_version = 17;
CREATE TABLE moz_cookies(id INTEGER PRIMARY KEY, originAttributes TEXT NOT NULL DEFAULT '', name TEXT, value TEXT,
  host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER, creationTime INTEGER, isSecure INTEGER,
  isHttpOnly INTEGER, inBrowserElement INTEGER DEFAULT 0, sameSite INTEGER DEFAULT 0, schemeMap INTEGER DEFAULT 0,
  isPartitionedAttributeSet INTEGER DEFAULT 0, updateTime INTEGER,
  CONSTRAINT moz_uniqueid UNIQUE (name, host, path, originAttributes));
";

/// Unix seconds at which every cookie made here was set: 2026-10-01.
const SET: i64 = 1_790_812_800;

/// Which cookies the made stores repeat on ever new hosts: a tracker, a session, a consent.
const NAMES: [&str; 3] = ["_fbp", "PHPSESSID", "OptanonConsent"];

/// Makes a Chromium store of `cookies` rows as the default profile of `home`; every third is a tracker.
pub fn chromium(home: &Path, cookies: usize) -> Result<PathBuf> {
    let profile = home.join(".config/chromium/Default");
    std::fs::create_dir_all(&profile)?;
    let store = profile.join("Cookies");
    let mut database = Connection::open(&store)?;
    database.execute_batch(CHROMIUM_24)?;
    let change = database.transaction()?;
    {
        let mut insert = change.prepare(
            "INSERT INTO cookies VALUES (?1, ?2, '', ?3, '', ?4, '/', ?5, 1, 0, ?1, ?6, ?6, 1, -1, 2, 443, ?1, 1, 1)",
        )?;
        for (number, name) in numbered(cookies) {
            let set = (SET + 11_644_473_600) * 1_000_000 + i64::try_from(number)?;
            let persistent = name != "PHPSESSID";
            let expires = if persistent { set + 31_536_000_000_000 } else { 0 };
            let value = format!("v10{MARKER}.made.{number}.end").into_bytes();
            insert.execute(params![set, host(number), name, value, expires, persistent])?;
        }
    }
    change.commit()?;
    database.close().map_err(|(_, error)| error)?;
    std::fs::write(profile.join("Cookies-journal"), [])?;
    std::fs::write(
        home.join(".config/chromium/Local State"),
        r#"{"profile":{"info_cache":{"Default":{"name":"Made"}}}}"#,
    )?;
    Ok(store)
}

/// Makes a Firefox store of `cookies` rows as the only profile of `home`; every third is a tracker.
pub fn firefox(home: &Path, cookies: usize) -> Result<PathBuf> {
    let profile = crate::firefox::profile(home);
    std::fs::create_dir_all(&profile)?;
    let list = format!("[Profile0]\nName=made\nIsRelative=1\nPath={}\nDefault=1\n", crate::firefox::PROFILE);
    std::fs::write(home.join(".mozilla/firefox/profiles.ini"), list)?;
    let store = profile.join("cookies.sqlite");
    let mut database = Connection::open(&store)?;
    database.execute_batch("PRAGMA journal_mode = WAL")?;
    database.execute_batch(FIREFOX_17)?;
    let change = database.transaction()?;
    {
        let mut insert = change.prepare(
            "INSERT INTO moz_cookies VALUES (?1, '', ?2, ?3, ?4, '/', ?5, ?6, ?6, 1, 0, 0, 256, 2, 0, ?6)",
        )?;
        for (number, name) in numbered(cookies) {
            let id = i64::try_from(number)?;
            let set = SET * 1_000_000 + id;
            let value = format!("{MARKER}.made.{number}.end");
            insert.execute(params![id + 1, name, value, host(number), (SET + 31_536_000) * 1_000, set])?;
        }
    }
    change.commit()?;
    database.close().map_err(|(_, error)| error)?;
    Ok(store)
}

fn numbered(cookies: usize) -> impl Iterator<Item = (usize, &'static str)> {
    (0..cookies).zip(NAMES.into_iter().cycle())
}

fn host(number: usize) -> String {
    format!("www.site{}.example", number / NAMES.len())
}
