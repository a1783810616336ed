//! Rows leave and come back whole, also across the browsers' schema changes, and nothing else is touched.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what a test builds for itself may fail the test"
)]

use std::{fs, path::PathBuf};

use crumbwise_model::{Engine, Scheme, Timestamp};
use crumbwise_stores::write::{
    Cell, Inserted, Presence, Refusal, Schema, StoredRow, Target, WriteError, Writer,
};
use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

/// Microseconds since 1601 of an instant since 1970.
const CREATED: i64 = 13_400_000_000_000_000;
const CREATED_UNIX: i64 = CREATED - 11_644_473_600_000_000;

const CHROMIUM_24: &str = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
INSERT INTO meta VALUES ('version', '24');
CREATE TABLE cookies (creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, top_frame_site_key TEXT NOT NULL,
  name TEXT NOT NULL, value TEXT NOT NULL, encrypted_value BLOB NOT NULL, path TEXT NOT NULL,
  is_secure INTEGER NOT NULL, source_scheme INTEGER NOT NULL, source_port INTEGER NOT NULL,
  last_update_utc INTEGER NOT NULL, source_type INTEGER NOT NULL, has_cross_site_ancestor INTEGER NOT NULL);
CREATE UNIQUE INDEX cookies_unique_index ON cookies (host_key, top_frame_site_key, has_cross_site_ancestor, name,
  path, source_scheme, source_port);
INSERT INTO cookies VALUES (13400000000000000, '.a.test', '', 'n', 'plain', x'', '/', 1, 2, 443, 0, 1, 1);
INSERT INTO cookies VALUES (13400000000000000, '.a.test', '', 'n', '', x'763130aa', '/', 1, 2, 8443, 0, 1, 1);";

/// Version 17: no partitions by ancestor, no update time, plain texts.
const CHROMIUM_17: &str = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
INSERT INTO meta VALUES ('version', '17');
CREATE TABLE cookies (creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, top_frame_site_key TEXT NOT NULL,
  name TEXT NOT NULL, value TEXT NOT NULL, encrypted_value BLOB NOT NULL, path TEXT NOT NULL,
  is_secure INTEGER NOT NULL, source_scheme INTEGER NOT NULL, source_port INTEGER NOT NULL,
  is_same_party INTEGER NOT NULL);
CREATE UNIQUE INDEX cookies_unique_index ON cookies (host_key, top_frame_site_key, name, path);
INSERT INTO cookies VALUES (13400000000000000, '.a.test', '', 'n', 'plain', x'', '/', 1, 2, 443, 1);
INSERT INTO cookies VALUES (13400000000000000, '.b.test', '', 'n', '', x'763130aa', '/', 1, 2, 443, 0);
INSERT INTO cookies VALUES (13400000000000000, '.c.test', 'https://top.test', 'n', 'v', x'', '/', 1, 2, 443, 0);";

/// Version 9: other names, the creation time is the row's number.
const CHROMIUM_9: &str = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
INSERT INTO meta VALUES ('version', '9');
CREATE TABLE cookies (creation_utc INTEGER NOT NULL UNIQUE PRIMARY KEY, host_key TEXT NOT NULL, name TEXT NOT NULL,
  value TEXT NOT NULL, path TEXT NOT NULL, secure INTEGER NOT NULL, encrypted_value BLOB DEFAULT '');
INSERT INTO cookies VALUES (13400000000000000, '.a.test', 'n', 'plain', '/', 1, '');";

fn gecko(version: i64, more: &str, values: &str) -> String {
    format!(
        "PRAGMA user_version = {version};
         CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, originAttributes TEXT NOT NULL DEFAULT '', name TEXT,
           value TEXT, host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER, creationTime INTEGER,
           sameSite INTEGER DEFAULT 0 {more}, CONSTRAINT moz_uniqueid UNIQUE (name, host, path, originAttributes));
         INSERT INTO moz_cookies VALUES (1, '', 'n', 'v', 'a.test', '/', {values});"
    )
}

struct Fixture {
    folder: TempDir,
    path: PathBuf,
    engine: Engine,
}

fn fixture(engine: Engine, sql: &str) -> Fixture {
    let folder = tempdir().unwrap();
    let path = dunce::canonicalize(folder.path()).unwrap().join("store");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    Fixture { folder, path, engine }
}

impl Fixture {
    fn writer(&self) -> Writer {
        Writer::open(&self.path, self.engine).unwrap()
    }

    /// Every row and the shape they have.
    fn rows(&self) -> (Schema, Vec<StoredRow>) {
        let connection = Connection::open(&self.path).unwrap();
        let table = match self.engine {
            Engine::Chromium => "cookies",
            Engine::Gecko | Engine::Libsoup | Engine::Safari => "moz_cookies",
        };
        let mut statement = connection.prepare(&format!("SELECT rowid, * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let rows = statement
            .query_map([], |row| {
                let cells = (1..columns).map(|index| cell(&row.get_ref(index).unwrap())).collect();
                Ok(StoredRow { rowid: row.get(0)?, cells })
            })
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        (self.writer().schema().clone(), rows)
    }

    fn sql(&self, sql: &str) {
        Connection::open(&self.path).unwrap().execute_batch(sql).unwrap();
    }

    fn number(&self, sql: &str) -> i64 {
        Connection::open(&self.path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// The row of `old` in the shape of this store.
    fn accept(&self, old: &Fixture, row: usize) -> Result<StoredRow, Refusal> {
        let (schema, rows) = old.rows();
        self.writer().accept(&schema, rows[row].clone())
    }
}

fn cell(value: &rusqlite::types::ValueRef<'_>) -> Cell {
    use rusqlite::types::ValueRef as V;
    match *value {
        V::Null => Cell::Null,
        V::Integer(number) => Cell::Integer(number),
        V::Real(number) => Cell::Real(number),
        V::Text(bytes) => Cell::Text(bytes.to_vec()),
        V::Blob(bytes) => Cell::Blob(bytes.to_vec()),
    }
}

fn target() -> Target<'static> {
    Target {
        row: 1,
        host: b".a.test",
        name: b"n",
        path: b"/",
        partition: b"",
        created: Timestamp::from_unix_micros(CREATED_UNIX),
        scheme: Scheme::Secure,
        port: 443,
    }
}

#[test]
fn a_row_is_found_only_with_its_whole_identity() {
    let store = fixture(Engine::Chromium, CHROMIUM_24);
    let writer = store.writer();
    assert!(writer.look().unwrap().holds(&target()).unwrap());
    let wrong = [
        Target { row: 2, ..target() },
        Target { host: b"a.test", ..target() },
        Target { name: b"m", ..target() },
        Target { path: b"/x", ..target() },
        Target { partition: b"https://top.test", ..target() },
        Target { created: Timestamp::from_unix_micros(CREATED_UNIX + 1), ..target() },
        Target { scheme: Scheme::Plain, ..target() },
        Target { port: 80, ..target() },
    ];
    let change = writer.begin().unwrap();
    for target in wrong {
        assert!(!change.delete(&target).unwrap(), "{target:?}");
        assert!(change.fetch(&target).unwrap().is_none());
    }
    let unknown = Target { created: Timestamp::NONE, scheme: Scheme::Unknown, port: -1, ..target() };
    assert!(change.fetch(&unknown).unwrap().is_some(), "what the scan could not see is not compared");
    assert!(change.delete(&unknown).unwrap());
}

#[test]
fn a_change_that_is_dropped_changes_nothing() {
    let store = fixture(Engine::Chromium, CHROMIUM_24);
    let before = fs::read(&store.path).unwrap();
    let writer = store.writer();
    let change = writer.begin().unwrap();
    assert!(change.delete(&target()).unwrap());
    drop(change);
    drop(writer);
    assert!(fs::read(&store.path).unwrap() == before);
}

#[test]
fn presence_tells_the_same_the_used_and_the_new_cookie_apart() {
    let store = fixture(Engine::Chromium, CHROMIUM_24);
    let (_, rows) = store.rows();
    let presence = || store.writer().look().unwrap().presence(&rows[0]).unwrap();
    assert_eq!(presence(), Presence::Same);
    store.sql("UPDATE cookies SET last_update_utc = 9 WHERE rowid = 1");
    assert_eq!(presence(), Presence::Updated);
    store.sql("UPDATE cookies SET creation_utc = creation_utc + 1 WHERE rowid = 1");
    assert_eq!(presence(), Presence::KeyTaken);
    let writer = store.writer();
    assert_eq!(writer.begin().unwrap().insert(&rows[0]).unwrap(), Inserted::KeyTaken);
    drop(writer);
    store.sql("UPDATE cookies SET source_port = 80 WHERE rowid = 1");
    assert_eq!(presence(), Presence::Absent, "the port belongs to the key");
}

#[test]
fn what_is_no_text_comes_back_as_it_was() {
    let store = fixture(Engine::Gecko, &gecko(17, "", "1, 2, 3, 256"));
    store.sql("UPDATE moz_cookies SET value = CAST(x'ff00fe' AS TEXT), path = x'2f80', lastAccessed = 1.5, sameSite = NULL");
    let (_, before) = store.rows();
    let writer = store.writer();
    let change = writer.begin().unwrap();
    let found =
        Target { host: b"a.test", path: b"/\x80", created: Timestamp::from_unix_micros(3), ..target() };
    let row = change.fetch(&found).unwrap().expect("a path stored as a blob is found too");
    assert!(row == before[0]);
    assert!(change.delete(&found).unwrap());
    assert_eq!(change.presence(&row).unwrap(), Presence::Absent);
    assert_eq!(change.insert(&row).unwrap(), Inserted::Yes);
    assert_eq!(change.presence(&row).unwrap(), Presence::Same);
    change.commit().unwrap();
    drop(writer);
    assert!(store.rows().1 == before);
}

#[test]
fn encrypted_rows_cross_version_24_in_no_direction() {
    let (old, new) = (fixture(Engine::Chromium, CHROMIUM_17), fixture(Engine::Chromium, CHROMIUM_24));
    assert_eq!(new.accept(&old, 1), Err(Refusal::EncryptionChanged));
    assert_eq!(old.accept(&new, 1), Err(Refusal::EncryptionChanged));
}

#[test]
fn a_plain_row_enters_a_newer_chromium_as_its_own_migration_would_fill_it() {
    let (old, new) = (fixture(Engine::Chromium, CHROMIUM_17), fixture(Engine::Chromium, CHROMIUM_24));
    new.sql("DELETE FROM cookies");
    let row = new.accept(&old, 0).unwrap();
    let writer = new.writer();
    let change = writer.begin().unwrap();
    assert_eq!(change.insert(&row).unwrap(), Inserted::Yes);
    change.commit().unwrap();
    drop(writer);
    assert_eq!(new.number("SELECT last_update_utc + source_type FROM cookies"), 0);
    assert_eq!(new.number("SELECT has_cross_site_ancestor FROM cookies"), 1);
    let refused = new.accept(&old, 2);
    let column = "has_cross_site_ancestor".to_owned();
    assert_eq!(
        refused,
        Err(Refusal::ColumnNew(column)),
        "only the browser knows it for a partitioned cookie"
    );
}

#[test]
fn columns_are_followed_through_their_renames() {
    let (old, new) = (fixture(Engine::Chromium, CHROMIUM_9), fixture(Engine::Chromium, CHROMIUM_17));
    let (schema, _) = new.rows();
    let row = new.accept(&old, 0).unwrap();
    let at = |name: &str| &row.cells[schema.columns.iter().position(|column| column == name).unwrap()];
    assert_eq!(*at("is_secure"), Cell::Integer(1), "`secure` has become `is_secure`");
    assert_eq!(*at("source_port"), Cell::Integer(-1));
    assert_eq!(*at("encrypted_value"), Cell::Text(Vec::new()), "kept as it was");
}

#[test]
fn the_oldest_chromium_takes_a_row_back_only_under_its_own_time() {
    let store = fixture(Engine::Chromium, CHROMIUM_9);
    let (_, rows) = store.rows();
    store.sql("UPDATE cookies SET host_key = '.other.test'");
    let writer = store.writer();
    let change = writer.begin().unwrap();
    assert_eq!(change.insert(&rows[0]).unwrap(), Inserted::KeyTaken);
}

#[test]
fn firefox_expiry_changes_its_unit_with_version_16() {
    let old = fixture(Engine::Gecko, &gecko(15, "", "1800000000, 2, 3, 256"));
    let new = fixture(Engine::Gecko, &gecko(17, ", updateTime INTEGER", "1800000000123, 2, 3, 256, 9"));
    let row = new.accept(&old, 0).unwrap();
    assert_eq!(row.cells[6], Cell::Integer(1_800_000_000_000));
    assert_eq!(row.cells[10], Cell::Integer(3), "a cookie was set again no earlier than it was set");
    new.sql("ALTER TABLE moz_cookies DROP COLUMN updateTime");
    assert_eq!(old.accept(&new, 0).unwrap().cells[6], Cell::Integer(1_800_000_000));
    old.sql("UPDATE moz_cookies SET expiry = 1800000000123");
    let row = new.accept(&old, 0).unwrap();
    assert_eq!(row.cells[6], Cell::Integer(1_800_000_000_123), "milliseconds that an older version kept");
}

#[test]
fn firefox_unset_same_site_has_its_own_number_since_version_15() {
    let old = fixture(Engine::Gecko, &gecko(14, ", rawSameSite INTEGER DEFAULT 0", "1, 2, 3, 1, 0"));
    let new = fixture(Engine::Gecko, &gecko(17, "", "1, 2, 3, 256"));
    assert_eq!(new.accept(&old, 0).unwrap().cells[9], Cell::Integer(256));
    let back = old.accept(&new, 0).unwrap();
    assert_eq!((&back.cells[9], &back.cells[10]), (&Cell::Integer(1), &Cell::Integer(0)));
    old.sql("UPDATE moz_cookies SET rawSameSite = 1");
    assert_eq!(new.accept(&old, 0).unwrap().cells[9], Cell::Integer(1), "a chosen Lax stays Lax");
}

#[test]
fn a_value_without_a_column_is_refused_rather_than_lost() {
    let old = fixture(Engine::Gecko, &gecko(18, ", future INTEGER", "1, 2, 3, 256, 5"));
    let new = fixture(Engine::Gecko, &gecko(17, "", "1, 2, 3, 256"));
    assert_eq!(new.accept(&old, 0), Err(Refusal::ColumnGone("future".to_owned())));
    old.sql("UPDATE moz_cookies SET future = 0");
    assert!(new.accept(&old, 0).is_ok(), "nothing is lost where there was nothing");
    let chromium = fixture(Engine::Chromium, CHROMIUM_24);
    assert_eq!(chromium.accept(&old, 0), Err(Refusal::OtherEngine));
}

#[test]
fn what_is_no_store_of_this_kind_is_said_so() {
    let store = fixture(Engine::Chromium, CHROMIUM_24);
    assert!(matches!(Writer::open(&store.path, Engine::Gecko), Err(WriteError::NotACookieStore { .. })));
    let missing = store.folder.path().join("missing");
    assert!(matches!(Writer::open(&missing, Engine::Gecko), Err(WriteError::Open { .. })));
    assert!(!missing.exists(), "nothing is created");
    fs::write(&missing, b"not a database at all, but long enough to be looked at").unwrap();
    assert!(matches!(Writer::open(&missing, Engine::Gecko), Err(WriteError::Sql { .. })));
}

#[test]
fn another_writer_is_told_apart_from_damage() {
    let store = fixture(Engine::Chromium, CHROMIUM_24);
    let other = Connection::open(&store.path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(store.writer().begin(), Err(WriteError::Busy { .. })));
}

#[test]
fn a_row_shows_nothing_of_itself() {
    let store = fixture(Engine::Chromium, CHROMIUM_24);
    let (_, rows) = store.rows();
    let shown = format!("{:?} {:?}", rows[0], rows[0].cells);
    assert!(!shown.contains("plain") && !shown.contains("112"), "{shown}");
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Null),
        any::<i64>().prop_map(Cell::Integer),
        (-1e300..1e300).prop_map(Cell::Real),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Cell::Text),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Cell::Blob),
    ]
}

proptest! {
    #[test]
    fn a_row_survives_its_journal_form(rowid in any::<i64>(), cells in prop::collection::vec(any_cell(), 0..20)) {
        let row = StoredRow { rowid, cells };
        let mut bytes = Vec::new();
        row.encode(&mut bytes);
        prop_assert!(StoredRow::decode(&bytes) == Some(row));
        for length in 0..bytes.len() {
            prop_assert!(StoredRow::decode(&bytes[..length]).is_none(), "a part of a row is no row");
        }
    }

    #[test]
    fn any_bytes_are_a_row_or_not(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = StoredRow::decode(&bytes);
    }
}
