//! Two stores with awkward rows, a scan of them, and what they hold byte for byte.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crumbwise_cleanup::{KeepRules, Options, Plan, Selection, plan};
use crumbwise_ledger::Ledger;
use crumbwise_model::{CookieRef, Explained, Scan, ScannedStore, StoreState, Timestamp};
use crumbwise_stores::{Snapshots, read, store_at};
use rusqlite::{Connection, types::Value};

/// Part of every value in the stores: it must never be found in the data folder.
pub(crate) const MARKER: &str = "PLANTED-VALUE";

pub(crate) const NOW: Timestamp = Timestamp::from_unix_micros(1_790_000_000_000_000);

/// Rows of each store; every one whose name begins with `t` is to be cleared.
pub(crate) const ROWS: i64 = 350;
pub(crate) const TARGETS: u64 = 300;

/// A folder with a Chromium store, a Firefox store and a data folder.
pub(crate) struct Place {
    pub(crate) dir: PathBuf,
}

pub(crate) type Row = Vec<Value>;

impl Place {
    pub(crate) fn at(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// Builds both stores afresh; Firefox's with rows that are only in the log, as after a crash.
    pub(crate) fn build(dir: &Path) -> Self {
        let place = Self::at(dir);
        fs::create_dir_all(place.dir.join("chromium")).unwrap();
        fs::create_dir_all(place.dir.join("firefox")).unwrap();
        build_chromium(&place.chromium(), ROWS);
        build_firefox(&place.firefox(), ROWS);
        fs::write(place.profile_lock(), b"").unwrap();
        place
    }

    pub(crate) fn chromium(&self) -> PathBuf {
        self.dir.join("chromium/Cookies")
    }

    pub(crate) fn firefox(&self) -> PathBuf {
        self.dir.join("firefox/cookies.sqlite")
    }

    /// What Firefox locks while it runs; it stays when Firefox ends.
    pub(crate) fn profile_lock(&self) -> PathBuf {
        self.dir.join("firefox/.parentlock")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    pub(crate) fn ledger(&self) -> Ledger {
        Ledger::open(&self.data()).unwrap().ledger
    }

    pub(crate) fn scan(&self) -> Scan {
        let scratch = tempfile::tempdir().unwrap();
        let snapshots = Snapshots::open(scratch.path()).unwrap();
        let stores = [self.chromium(), self.firefox()]
            .iter()
            .map(|path| {
                let reading = read(&store_at(path).unwrap(), &snapshots, &());
                assert_eq!(reading.store.state, StoreState::Read, "{:?}", reading.problems);
                ScannedStore {
                    store: reading.store,
                    cookies: reading.cookies,
                    explained: Explained::default(),
                    containers: Vec::new(),
                }
            })
            .collect();
        Scan { at: NOW, stores, ..Scan::default() }
    }

    /// What both stores hold, and whether they are sound.
    pub(crate) fn contents(&self) -> [Vec<Row>; 2] {
        [contents(&self.chromium(), "cookies"), contents(&self.firefox(), "moz_cookies")]
    }
}

/// Everything whose name begins with `t`.
pub(crate) fn plan_for(scan: &Scan) -> Plan {
    let chosen: Vec<CookieRef> = scan
        .iter()
        .filter(|(_, store, cookie)| store.cookies.name(cookie).0.starts_with(b"t"))
        .map(|(at, _, _)| at)
        .collect();
    let family = |_: &str| None;
    let options = Options { include_sign_ins: true, family: &family };
    plan(scan, &Selection::Cookies(chosen), &KeepRules::default(), options, NOW)
}

/// What a store should hold when everything whose name begins with `t` is gone.
pub(crate) fn without_targets(rows: &[Row]) -> Vec<Row> {
    rows.iter().filter(|row| !is_target(row)).cloned().collect()
}

fn is_target(row: &Row) -> bool {
    row.iter().any(|value| matches!(value, Value::Blob(name) if name.starts_with(b"t-")))
}

/// Every row with its number, texts as bytes.
pub(crate) fn contents(path: &Path, table: &str) -> Vec<Row> {
    let connection = Connection::open(path).unwrap();
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok", "the store is sound: {}", path.display());
    let mut columns: Vec<String> = Vec::new();
    let mut info = connection.prepare(&format!("PRAGMA table_info({table})")).unwrap();
    let mut rows = info.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let name: String = row.get("name").unwrap();
        let kind: String = row.get("type").unwrap();
        columns.push(format!("typeof({name})"));
        columns.push(if kind == "INTEGER" { name } else { format!("CAST({name} AS BLOB)") });
    }
    let sql = format!("SELECT rowid, {} FROM {table} ORDER BY rowid", columns.join(", "));
    let mut statement = connection.prepare(&sql).unwrap();
    let count = statement.column_count();
    let rows = statement.query_map([], |row| (0..count).map(|index| row.get(index)).collect()).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

pub(crate) fn build_chromium(path: &Path, rows: i64) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(include_str!("chromium_v24.sql")).unwrap();
    connection.execute_batch("BEGIN").unwrap();
    let mut insert = connection
        .prepare(
            "INSERT INTO cookies VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, 0, ?1, ?9, ?9, 1, -1, 2, 443, ?1, 1, ?10)",
        )
        .unwrap();
    for n in 0..rows {
        let partition = if n % 5 == 0 { format!("https://top{n}.example") } else { String::new() };
        let mut cipher = format!("v10{MARKER}-{n}-").into_bytes();
        cipher.extend([0, 255, n.to_le_bytes()[0]]);
        let plain = n % 11 == 0;
        let value = if plain { format!("{MARKER}-{n}") } else { String::new() };
        let cipher = if plain { Vec::new() } else { cipher };
        let session = n % 7 == 0;
        insert
            .execute((
                13_400_000_000_000_000 + n,
                format!(".host{}.example", n % 40),
                partition,
                name(n),
                value,
                cipher,
                format!("/{n}"),
                if session { 0 } else { 13_430_000_000_000_000 + n },
                !session,
                n % 5 != 0,
            ))
            .unwrap();
    }
    // Not valid UTF-8, and a text with a zero byte: both come back byte for byte.
    connection
        .execute(
            "UPDATE cookies SET value = CAST(x'ff00fe80' AS TEXT), encrypted_value = x'',
                                path = CAST(x'2f00ff' AS TEXT) WHERE rowid % 50 = 3",
            [],
        )
        .unwrap();
    connection.execute_batch("COMMIT").unwrap();
    fs::write(path.with_file_name("Cookies-journal"), b"").unwrap();
}

pub(crate) fn build_firefox(path: &Path, rows: i64) {
    let scratch = tempfile::tempdir().unwrap();
    let live = scratch.path().join("cookies.sqlite");
    let connection = Connection::open(&live).unwrap();
    connection.execute_batch(include_str!("firefox_v17.sql")).unwrap();
    connection.execute_batch("PRAGMA wal_autocheckpoint = 0; BEGIN").unwrap();
    let mut insert = connection
        .prepare(
            "INSERT INTO moz_cookies VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 1, 0, 0, 256, 2, 0, ?8)",
        )
        .unwrap();
    for n in 0..rows {
        let attributes = if n % 4 == 0 { format!("^userContextId={}", n % 3 + 1) } else { String::new() };
        insert
            .execute((
                n + 1,
                attributes,
                name(n),
                format!("{MARKER}-{n}"),
                format!("host{}.example", n % 40),
                format!("/{n}"),
                1_800_000_000_000_i64 + n,
                1_780_000_000_000_000_i64 + n,
            ))
            .unwrap();
    }
    connection
        .execute("UPDATE moz_cookies SET value = CAST(x'fffe00' AS TEXT) WHERE id % 50 = 3", [])
        .unwrap();
    connection.execute_batch("COMMIT").unwrap();
    // Copied while open: the rows are in the log only, as a crash leaves them.
    fs::copy(&live, path).unwrap();
    let log = |path: &Path| path.with_file_name("cookies.sqlite-wal");
    fs::copy(log(&live), log(path)).unwrap();
}

fn name(n: i64) -> String {
    if n % 7 == 6 { format!("keep-{n}") } else { format!("t-{n}") }
}

/// Replaces what is in `to` by what is in `from`.
pub(crate) fn replace(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).unwrap();
    }
    copy(from, to);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// No file of the data folder holds a value in the clear.
pub(crate) fn assert_no_values(data: &Path, when: &str) {
    for entry in fs::read_dir(data).into_iter().flatten() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for marker in [MARKER.as_bytes(), &MARKER.as_bytes()[..8]] {
            let found = bytes.windows(marker.len()).any(|window| window == marker);
            assert!(!found, "{} holds a cookie's value in the clear {when}", path.display());
        }
    }
}

/// A process that has a file open for writing, until it is ended.
pub(crate) struct Holder(Child);

impl Holder {
    pub(crate) fn of(path: &Path) -> Self {
        let file = fs::OpenOptions::new().append(true).open(path).unwrap();
        let mut waiting = if cfg!(windows) { Command::new("cmd") } else { Command::new("cat") };
        if cfg!(windows) {
            waiting.args(["/c", "set /p waiting="]);
        }
        Self(waiting.stdin(Stdio::piped()).stdout(file).spawn().unwrap())
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
