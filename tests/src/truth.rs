//! The truth about a store, found without the product's code: by SQL on a copy, and by a reader of Firefox's
//! session store of our own.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::firefox::profile;

/// One cookie as its store has it; times are RFC 3339 in UTC, to the second.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Host as stored.
    pub host: String,
    /// Name.
    pub name: String,
    /// Path.
    pub path: String,
    /// Partition or origin attributes as stored.
    pub partition: Option<String>,
    /// Whether it lives until the browser closes.
    pub session: bool,
    /// First set.
    pub created: Option<String>,
    /// Last sent.
    pub last_used: Option<String>,
    /// Last set again.
    pub updated: Option<String>,
    /// Expires.
    pub expires: Option<String>,
    /// Only over encrypted connections.
    pub secure: bool,
    /// Out of reach of scripts.
    pub http_only: bool,
}

/// Chromium's store of the default profile in `home`.
pub fn chromium_store(home: &Path) -> PathBuf {
    home.join(".config/chromium/Default/Cookies")
}

/// Firefox's store of the tests' profile in `home`.
pub fn firefox_store(home: &Path) -> PathBuf {
    profile(home).join("cookies.sqlite")
}

/// Firefox's session store of the tests' profile in `home` that counts at present: the one of a clean end
/// where there is one, else the one of the running browser.
pub fn firefox_session_store(home: &Path) -> PathBuf {
    let closed = profile(home).join("sessionstore.jsonlz4");
    if closed.exists() { closed } else { profile(home).join("sessionstore-backups/recovery.jsonlz4") }
}

/// A private copy of a database with its side files, opened so that SQLite recovers what they hold.
#[derive(Debug)]
pub struct Copied {
    /// The opened copy.
    pub database: Connection,
    _folder: TempDir,
}

/// Copies and opens `store`.
pub fn copied(store: &Path) -> Result<Copied> {
    let folder = TempDir::new()?;
    let copy = folder.path().join("copy");
    for suffix in ["", "-wal", "-journal"] {
        let (from, to) = (with_suffix(store, suffix), with_suffix(&copy, suffix));
        if suffix.is_empty() || from.exists() {
            std::fs::copy(&from, &to).with_context(|| format!("copy {}", from.display()))?;
        }
    }
    let database = Connection::open_with_flags(&copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let word: String = database.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    ensure!(word == "ok", "the copy of {} is {word}", store.display());
    Ok(Copied { database, _folder: folder })
}

/// `path` with `suffix` behind its name.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// What SQLite says about the whole database, the copy taken with its side files.
pub fn integrity(store: &Path) -> Result<String> {
    let copy = copied(store)?;
    Ok(copy.database.query_row("PRAGMA integrity_check", [], |row| row.get(0))?)
}

/// Every column of every row, sorted; the first list holds the columns' names.
pub fn table(store: &Path, table: &str) -> Result<Vec<Vec<Value>>> {
    let copy = copied(store)?;
    let mut statement = copy.database.prepare(&format!("SELECT * FROM {table}"))?;
    let names: Vec<Value> = statement.column_names().map(|name| Value::Text(name.to_owned())).collect();
    let width = names.len();
    let mut rows = statement
        .query_map([], |row| (0..width).map(|column| row.get(column)).collect())?
        .collect::<Result<Vec<Vec<Value>>, _>>()?;
    rows.sort_by_cached_key(|row| format!("{row:?}"));
    rows.insert(0, names);
    Ok(rows)
}

/// The cookie table of either browser's store, see [`table`].
pub fn cookie_table(store: &Path) -> Result<Vec<Vec<Value>>> {
    let gecko = store.file_name().is_some_and(|name| name == "cookies.sqlite");
    table(store, if gecko { "moz_cookies" } else { "cookies" })
}

/// Chromium's cookies.
pub fn chromium(store: &Path) -> Result<Vec<Row>> {
    const WHEN: &str = "CASE WHEN {c} = 0 THEN NULL ELSE strftime('%Y-%m-%dT%H:%M:%SZ', {c} / 1000000 - 11644473600, 'unixepoch') END";
    let when = |column: &str| WHEN.replace("{c}", column);
    let query = format!(
        "SELECT host_key, name, path, NULLIF(top_frame_site_key, ''), NOT is_persistent, {}, {}, {}, {}, is_secure, is_httponly FROM cookies",
        when("creation_utc"),
        when("last_access_utc"),
        when("last_update_utc"),
        when("expires_utc"),
    );
    rows(store, &query)
}

/// The persistent cookies of Firefox: those in its database.
pub fn firefox(store: &Path) -> Result<Vec<Row>> {
    let query = "SELECT host, name, path, NULLIF(originAttributes, ''), 0, \
         strftime('%Y-%m-%dT%H:%M:%SZ', creationTime / 1000000, 'unixepoch'), \
         strftime('%Y-%m-%dT%H:%M:%SZ', lastAccessed / 1000000, 'unixepoch'), \
         strftime('%Y-%m-%dT%H:%M:%SZ', updateTime / 1000000, 'unixepoch'), \
         strftime('%Y-%m-%dT%H:%M:%SZ', expiry / 1000, 'unixepoch'), isSecure, isHttpOnly FROM moz_cookies";
    rows(store, query)
}

fn rows(store: &Path, query: &str) -> Result<Vec<Row>> {
    let copy = copied(store)?;
    let mut statement = copy.database.prepare(query)?;
    let mut rows = statement
        .query_map([], |row| {
            Ok(Row {
                host: row.get(0)?,
                name: row.get(1)?,
                path: row.get(2)?,
                partition: row.get(3)?,
                session: row.get(4)?,
                created: row.get(5)?,
                last_used: row.get(6)?,
                updated: row.get(7)?,
                expires: row.get(8)?,
                secure: row.get(9)?,
                http_only: row.get(10)?,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    rows.sort();
    Ok(rows)
}

/// The session cookies of Firefox: those in its session store. The partition is left out, because the file
/// has it as an object and not as the suffix the database has.
pub fn session_store(file: &Path) -> Result<Vec<Row>> {
    let json: serde_json::Value = serde_json::from_slice(&unpack(&std::fs::read(file)?)?)?;
    let text =
        |cookie: &serde_json::Value, field: &str| cookie[field].as_str().unwrap_or_default().to_owned();
    let mut rows: Vec<Row> = json["cookies"]
        .as_array()
        .context("a list of cookies")?
        .iter()
        .map(|cookie| Row {
            host: text(cookie, "host"),
            name: text(cookie, "name"),
            path: text(cookie, "path"),
            partition: None,
            session: true,
            created: None,
            last_used: None,
            updated: None,
            expires: None,
            secure: cookie["secure"].as_bool().unwrap_or_default(),
            http_only: cookie["httponly"].as_bool().unwrap_or_default(),
        })
        .collect();
    rows.sort();
    Ok(rows)
}

/// Unpacks Mozilla's container: a magic, the length, one LZ4 block.
pub fn unpack(bytes: &[u8]) -> Result<Vec<u8>> {
    let Some((length, block)) =
        bytes.strip_prefix(b"mozLz40\0").and_then(|rest| rest.split_first_chunk::<4>())
    else {
        bail!("no mozLz4 file");
    };
    let length = usize::try_from(u32::from_le_bytes(*length))?;
    ensure!(length < 256 << 20, "a session store of {length} bytes");
    Ok(lz4_flex::block::decompress(block, length)?)
}
