//! Builders of made-up stores, as SQL and JSON.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crumbwise_model::{CookieTable, ProblemKind, Store};
use crumbwise_stores::{Reading, Snapshots, read, store_at};
use rusqlite::Connection;
use tempfile::TempDir;

/// A value that must never turn up anywhere.
pub(crate) const SECRET: &str = "S3CRET-VALUE-MARKER";

/// 2023-11-28 21:01:41 UTC, in each browser's count.
pub(crate) const SECONDS: i64 = 1_701_205_301;
pub(crate) const CHROMIUM_MICROS: &str = "13345678901234567";

/// A temporary folder with our data folder and a place for stores.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        let path = dunce::canonicalize(self.folder.path()).unwrap().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn snapshots(&self) -> Snapshots {
        Snapshots::open(&self.data()).unwrap()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// Reads a store named by its path and checks that nothing of it is left behind.
    pub(crate) fn read(&self, path: &Path) -> Reading {
        self.read_store(&store_at(path).unwrap())
    }

    /// The folders of private copies.
    pub(crate) fn copies(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.data().join("snapshots")).unwrap();
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
    }

    pub(crate) fn read_store(&self, store: &Store) -> Reading {
        let reading = read(store, &self.snapshots(), &());
        assert_eq!(self.copies(), [] as [PathBuf; 0], "the private copy is removed after reading");
        assert!(!format!("{reading:?}").contains(SECRET), "a value is in the result");
        reading
    }
}

/// What went wrong, as kinds.
pub(crate) fn kinds(reading: &Reading) -> Vec<ProblemKind> {
    reading.problems.iter().map(|problem| problem.kind).collect()
}

/// Every cookie as `host name`.
pub(crate) fn listed(cookies: &CookieTable) -> Vec<String> {
    cookies.rows().iter().map(|c| format!("{} {}", cookies.host(c), cookies.name(c))).collect()
}

/// Cells of one row, as SQL literals.
pub(crate) type Cells<'a> = &'a [(&'a str, &'a str)];

/// A row with nothing but defaults.
pub(crate) const PLAIN: Cells<'static> = &[];

/// The columns of Chromium's table in one of its versions.
fn chromium_columns(version: i64) -> Vec<&'static str> {
    let mut columns =
        vec!["creation_utc", "host_key", "name", "value", "encrypted_value", "path", "expires_utc"];
    columns.extend(["last_access_utc", "has_expires", "priority"]);
    columns.extend(match version {
        ..=9 => ["secure", "httponly", "persistent"],
        _ => ["is_secure", "is_httponly", "is_persistent"],
    });
    columns.push(if version <= 10 { "firstpartyonly" } else { "samesite" });
    let since = [
        (12, "source_scheme"),
        (13, "source_port"),
        (15, "top_frame_site_key"),
        (18, "last_update_utc"),
        (22, "source_type"),
        (23, "has_cross_site_ancestor"),
    ];
    columns.extend(since.iter().filter(|(first, _)| version >= *first).map(|(_, name)| *name));
    if (13..=20).contains(&version) {
        columns.push("is_same_party");
    }
    columns
}

/// A Chromium store of one version; rows are cells over sensible defaults, as SQL literals.
/// Makes a store one that is written by a log. It is copied into a folder, whatever its size.
pub(crate) fn write_by_log(path: &Path) {
    let connection = Connection::open(path).unwrap();
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0)).unwrap();
}

pub(crate) fn chromium(path: &Path, version: i64, rows: &[Cells<'_>]) {
    let connection = Connection::open(path).unwrap();
    let columns = chromium_columns(version);
    connection
        .execute_batch(&format!(
            "PRAGMA journal_mode = TRUNCATE;
             CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
             INSERT INTO meta VALUES('version', '{version}');
             CREATE TABLE cookies({});",
            columns.join(", ")
        ))
        .unwrap();
    let secret = format!("'{SECRET}'");
    let defaults = [
        ("creation_utc", CHROMIUM_MICROS),
        ("host_key", "'.example.com'"),
        ("name", "'id'"),
        ("value", &secret),
        ("encrypted_value", "x''"),
        ("path", "'/'"),
        ("expires_utc", "13345678901234567"),
        ("last_access_utc", "13345678901234567"),
        ("has_expires", "1"),
        ("priority", "1"),
        ("is_persistent", "1"),
        ("persistent", "1"),
        ("samesite", "-1"),
        ("source_port", "443"),
        ("top_frame_site_key", "''"),
        ("has_cross_site_ancestor", "1"),
    ];
    insert(&connection, "cookies", &columns, &defaults, rows);
}

/// The columns of Firefox's table in one of its versions.
fn gecko_columns(version: i64) -> Vec<&'static str> {
    let mut columns =
        vec!["id INTEGER PRIMARY KEY", "originAttributes", "name", "value", "host", "path", "expiry"];
    columns.extend([
        "lastAccessed",
        "creationTime",
        "isSecure",
        "isHttpOnly",
        "inBrowserElement",
        "sameSite",
    ]);
    if (10..=14).contains(&version) {
        columns.push("rawSameSite");
    }
    let since = [(12, "schemeMap"), (13, "isPartitionedAttributeSet"), (17, "updateTime")];
    columns.extend(since.iter().filter(|(first, _)| version >= *first).map(|(_, name)| *name));
    columns
}

/// A Firefox store of one version in WAL mode; the connection is handed back open, so that the log stays.
pub(crate) fn gecko(path: &Path, version: i64, rows: &[Cells<'_>]) -> Connection {
    let connection = Connection::open(path).unwrap();
    let columns = gecko_columns(version);
    connection
        .execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = {version};
             CREATE TABLE moz_cookies({});",
            columns.join(", ")
        ))
        .unwrap();
    gecko_insert(&connection, version, rows);
    connection
}

pub(crate) fn gecko_insert(connection: &Connection, version: i64, rows: &[Cells<'_>]) {
    let secret = format!("'{SECRET}'");
    let defaults = [
        ("originAttributes", "''"),
        ("name", "'id'"),
        ("value", secret.as_str()),
        ("host", "'.example.com'"),
        ("path", "'/'"),
        ("expiry", if version >= 16 { "1701205301000" } else { "1701205301" }),
        ("lastAccessed", "1701205301234567"),
        ("creationTime", "1701205301234567"),
        ("updateTime", "1701205301234567"),
        ("rawSameSite", "2"),
        ("sameSite", "2"),
    ];
    insert(connection, "moz_cookies", &gecko_columns(version), &defaults, rows);
}

fn insert(connection: &Connection, table: &str, columns: &[&str], defaults: Cells<'_>, rows: &[Cells<'_>]) {
    connection.execute_batch("PRAGMA synchronous = OFF; BEGIN").unwrap();
    for cells in rows {
        let mut row: BTreeMap<_, _> = columns.iter().map(|column| (*column, "0")).collect();
        row.remove("id INTEGER PRIMARY KEY");
        for (column, literal) in defaults.iter().chain(*cells) {
            if let Some(cell) = row.get_mut(column) {
                *cell = literal;
            }
        }
        let (names, literals): (Vec<_>, Vec<_>) = row.into_iter().unzip();
        let sql = format!("INSERT INTO {table}({}) VALUES({})", names.join(","), literals.join(","));
        connection.execute(&sql, []).unwrap();
    }
    connection.execute_batch("COMMIT").unwrap();
}

/// Packs JSON as Firefox does.
pub(crate) fn packed(json: &[u8]) -> Vec<u8> {
    let mut file = b"mozLz40\0".to_vec();
    file.extend(u32::try_from(json.len()).unwrap().to_le_bytes());
    file.extend(lz4_flex::block::compress(json));
    file
}

/// One record of a `*.binarycookies` file.
#[derive(Clone, Copy)]
pub(crate) struct BinaryCookie {
    pub(crate) host: &'static str,
    pub(crate) name: &'static str,
    pub(crate) flags: u32,
    pub(crate) port: Option<u16>,
    /// Whether a comment stands before the texts.
    pub(crate) comment: bool,
    /// In which order host, name, path and value are written.
    pub(crate) order: [usize; 4],
}

impl Default for BinaryCookie {
    fn default() -> Self {
        let order = [0, 1, 2, 3];
        Self { host: ".example.com", name: "id", flags: 0, port: None, comment: false, order }
    }
}

fn binary_record(cookie: &BinaryCookie) -> Vec<u8> {
    let mut texts = Vec::new();
    let start = 56 + if cookie.port.is_some() { 2 } else { 0 };
    let mut comment = 0;
    if cookie.comment {
        comment = u32::try_from(start).unwrap();
        texts.extend(b"a comment\0");
    }
    let all = [cookie.host, cookie.name, "/", SECRET];
    let mut offsets = [0; 4];
    for text in cookie.order {
        *offsets.get_mut(text).unwrap() = u32::try_from(start + texts.len()).unwrap();
        texts.extend(all.get(text).unwrap().as_bytes());
        texts.push(0);
    }
    let size = u32::try_from(start + texts.len()).unwrap();
    let numbers = [size, 1, cookie.flags, u32::from(cookie.port.is_some())];
    let numbers = numbers.into_iter().chain(offsets).chain([comment, 0]);
    let mut record: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
    // 2023-11-28 21:01:41 UTC.
    record.extend([722_898_101.5_f64; 2].into_iter().flat_map(f64::to_le_bytes));
    record.extend(cookie.port.into_iter().flat_map(u16::to_le_bytes));
    record.extend(texts);
    record
}

/// One page of a `*.binarycookies` file.
pub(crate) fn binary_page(cookies: &[BinaryCookie]) -> Vec<u8> {
    let mut page = vec![0, 0, 1, 0];
    page.extend(u32::try_from(cookies.len()).unwrap().to_le_bytes());
    let mut records = Vec::new();
    let start = 12 + 4 * cookies.len();
    for cookie in cookies {
        page.extend(u32::try_from(start + records.len()).unwrap().to_le_bytes());
        records.extend(binary_record(cookie));
    }
    page.extend([0; 4]);
    page.extend(records);
    page
}

/// A `*.binarycookies` file with its checksum and footer, and what follows.
pub(crate) fn binary_cookies(pages: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
    let mut file = b"cook".to_vec();
    file.extend(u32::try_from(pages.len()).unwrap().to_be_bytes());
    for page in pages {
        file.extend(u32::try_from(page.len()).unwrap().to_be_bytes());
    }
    let sum = pages.iter().flat_map(|page| page.iter().step_by(4)).map(|&byte| u32::from(byte)).sum::<u32>();
    file.extend(pages.concat());
    file.extend(sum.to_be_bytes());
    file.extend([0x07, 0x17, 0x20, 0x05]);
    file.extend(after);
    file
}

/// A sealed value of `length` bytes in all that begins with `tag`, as an SQL literal.
pub(crate) fn sealed(tag: &[u8], length: usize) -> String {
    use std::fmt::Write;
    let mut literal = "x'".to_owned();
    for byte in tag.iter().copied().chain(std::iter::repeat(0x5a)).take(length) {
        write!(literal, "{byte:02x}").unwrap();
    }
    literal + "'"
}
