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

/// Chromium's cookies; also those of `QtWebEngine`, whose table is that of an older Chromium.
pub fn chromium(store: &Path) -> Result<Vec<Row>> {
    let copy = copied(store)?;
    let has = Columns::of(&copy, "cookies")?;
    let when = |name: &str| {
        let name = has.or_null(name);
        format!(
            "CASE WHEN {name} = 0 THEN NULL \
             ELSE strftime('%Y-%m-%dT%H:%M:%SZ', {name} / 1000000 - 11644473600, 'unixepoch') END"
        )
    };
    let query = format!(
        "SELECT host_key, name, path, NULLIF({}, ''), NOT is_persistent, {}, {}, {}, {}, is_secure, is_httponly \
         FROM cookies",
        has.or_null("top_frame_site_key"),
        when("creation_utc"),
        when("last_access_utc"),
        when("last_update_utc"),
        when("expires_utc"),
    );
    rows(&copy, &query)
}

/// The persistent cookies of Firefox: those in its database.
pub fn firefox(store: &Path) -> Result<Vec<Row>> {
    let copy = copied(store)?;
    let has = Columns::of(&copy, "moz_cookies")?;
    let when =
        |name: &str| format!("strftime('%Y-%m-%dT%H:%M:%SZ', {} / 1000000, 'unixepoch')", has.or_null(name));
    // Seconds up to version 15, milliseconds since.
    let version: u32 = copy.database.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let unit = if version < 16 { 1 } else { 1000 };
    let query = format!(
        "SELECT host, name, path, NULLIF(originAttributes, ''), 0, {}, {}, {}, \
         strftime('%Y-%m-%dT%H:%M:%SZ', expiry / {unit}, 'unixepoch'), isSecure, isHttpOnly FROM moz_cookies",
        when("creationTime"),
        when("lastAccessed"),
        when("updateTime"),
    );
    rows(&copy, &query)
}

/// libsoup's cookies. It writes dates past 2038 as negative numbers: no date can be told.
pub fn libsoup(store: &Path) -> Result<Vec<Row>> {
    let query = "SELECT host, name, path, NULL, 0, NULL, NULL, NULL, \
         CASE WHEN expiry > 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', expiry, 'unixepoch') END, \
         isSecure, isHttpOnly FROM moz_cookies";
    rows(&copied(store)?, query)
}

/// The columns of a table: each version of a browser has its own.
struct Columns(Vec<String>);

impl Columns {
    fn of(copy: &Copied, table: &str) -> Result<Self> {
        let mut statement = copy.database.prepare("SELECT name FROM pragma_table_info(?1)")?;
        Ok(Self(statement.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?))
    }

    /// The column, or `NULL` where the table has none of that name.
    fn or_null<'a>(&self, name: &'a str) -> &'a str {
        if self.0.iter().any(|column| column == name) { name } else { "NULL" }
    }
}

fn rows(copy: &Copied, query: &str) -> Result<Vec<Row>> {
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

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use tempfile::TempDir;

    #[test]
    fn a_store_of_an_older_browser_has_its_truth_too() {
        let folder = TempDir::new().expect("a folder");
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        let columns =
            "host, name, path, originAttributes, creationTime, lastAccessed, expiry, isSecure, isHttpOnly";
        let values = "'a.example', 'n', '/', '', 1700000000000000, 1700000000000000";
        let make = |file, more: &str| {
            let script = format!("CREATE TABLE moz_cookies({columns}{more}");
            Connection::open(file).and_then(|database| database.execute_batch(&script)).expect("a store");
        };
        make(
            &old,
            &format!(
                "); PRAGMA user_version = 15; INSERT INTO moz_cookies VALUES({values}, 1700000001, 0, 1)"
            ),
        );
        make(
            &new,
            &format!(
                ", updateTime); PRAGMA user_version = 17;
                 INSERT INTO moz_cookies VALUES({values}, 1700000001000, 0, 1, NULL)"
            ),
        );
        let old = super::firefox(&old).expect("the old store's rows");
        assert_eq!(old.len(), 1);
        assert_eq!(old[0].expires.as_deref(), Some("2023-11-14T22:13:21Z"), "seconds before version 16");
        assert_eq!(old[0].updated, None, "no such column before version 17");
        assert_eq!(old, super::firefox(&new).expect("the new store's rows"), "the same said in a newer form");
    }
}
