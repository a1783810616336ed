//! The ledger on disk: permissions, migrations, damage, keys, and what is in its files.

#![expect(clippy::unwrap_used, reason = "what a test builds for itself may fail the test")]

// Windows has no permission bits; there the folder's inherited access list keeps others out.
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Barrier},
    thread,
};
#[cfg(unix)]
use std::{fs::Permissions, os::unix::fs::PermissionsExt};

use crumbwise_ledger::{
    Axis, Error, Ledger, NewRun, NewRunStore, RowState, RunId, RunKey, RunState, ScanCount, ScanCounts,
};
use crumbwise_model::{Covers, Engine, Purpose, Says, Timestamp};
use rusqlite::Connection;
use tempfile::tempdir;

const MARKER: &[u8] = b"PLANTED-VALUE";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds)
}

fn open(folder: &Path) -> Ledger {
    let opened = Ledger::open(folder).unwrap();
    assert!(opened.set_aside.is_empty());
    opened.ledger
}

fn begin(ledger: &mut Ledger) -> (RunId, RunKey) {
    let new = NewRun { started_at: at(100), expires_at: at(200), preset: "trackers" };
    let store = NewRunStore {
        store: 0,
        browser: "firefox",
        engine: Engine::Gecko,
        profile: "default",
        root: Path::new("/profile"),
        path: Path::new("/profile/cookies.sqlite"),
        planned: 3,
    };
    ledger.begin_run(&new, &[store]).unwrap()
}

fn journal(ledger: &mut Ledger, run: RunId, key: &RunKey, rows: u32) {
    let columns = ["id".to_owned(), "name".to_owned()];
    let mut journal = ledger.journal(run, 0, key, 17, &columns).unwrap();
    for n in 0..rows {
        journal.push(&[MARKER, &n.to_le_bytes()].concat()).unwrap();
    }
    assert_eq!(journal.len(), u64::from(rows));
    journal.commit().unwrap();
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn folder_and_files_are_the_owners_only() {
    let scratch = tempdir().unwrap();
    let folder = scratch.path().join("deep/data");
    let mut ledger = open(&folder);
    let _ = begin(&mut ledger);
    assert_eq!(mode(&folder), 0o700);
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(names.iter().any(|path| path.ends_with("master.key")));
    assert!(names.iter().any(|path| path.ends_with("ledger.sqlite-wal")), "the log exists while open");
    for path in names {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[cfg(unix)]
#[test]
fn an_empty_folder_made_by_hand_is_tightened_and_a_used_one_is_not() {
    let scratch = tempdir().unwrap();
    let (empty, used) = (scratch.path().join("empty"), scratch.path().join("used"));
    for folder in [&empty, &used] {
        fs::create_dir(folder).unwrap();
        fs::set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
    }
    fs::write(used.join("shared.txt"), b"").unwrap();
    open(&empty);
    open(&used);
    assert_eq!((mode(&empty), mode(&used)), (0o700, 0o755));
}

#[test]
fn every_released_schema_is_upgraded_to_todays() {
    let scratch = tempdir().unwrap();
    let fresh = scratch.path().join("fresh");
    open(&fresh);
    for (version, released) in RELEASED {
        let folder = scratch.path().join(format!("v{version}"));
        fs::create_dir(&folder).unwrap();
        let old = Connection::open(folder.join("ledger.sqlite")).unwrap();
        old.execute_batch(released).unwrap();
        old.execute("INSERT INTO keep_rule VALUES ('kept.example', 1)", []).unwrap();
        drop(old);
        let ledger = open(&folder);
        assert_eq!(ledger.keep_sites().unwrap().into_iter().collect::<Vec<_>>(), ["kept.example"]);
        drop(ledger);
        assert_eq!(schema(&folder), schema(&fresh), "version {version}");
    }
}

/// A path that is no Unicode text.
#[cfg(unix)]
fn no_text() -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    OsString::from_vec(b"/mnt/\xff\xfe old".to_vec()).into()
}

/// A path that is no Unicode text.
#[cfg(windows)]
fn no_text() -> PathBuf {
    use std::os::windows::ffi::OsStringExt as _;
    OsString::from_wide(&[0x43, 0x3a, 0x5c, 0xd800, 0x20]).into()
}

/// Every schema that a ledger may have been written with.
const RELEASED: [(i64, &str); 3] = [
    (1, include_str!("../schema/create_v1.sql")),
    (2, include_str!("../schema/create_v2.sql")),
    (3, include_str!("../schema/create_v3.sql")),
];

#[test]
fn folders_are_kept_byte_for_byte_in_the_order_they_were_added() {
    let folder = tempdir().unwrap();
    let ledger = open(folder.path());
    let odd = no_text();
    assert!(ledger.add_folder(&odd, at(1)).unwrap());
    assert!(ledger.add_folder(Path::new("/backup"), at(2)).unwrap());
    assert!(!ledger.add_folder(&odd, at(3)).unwrap(), "once");
    drop(ledger);
    let read = Ledger::open_read(folder.path()).unwrap().unwrap();
    assert_eq!(read.folders().unwrap(), [odd.clone(), PathBuf::from("/backup")]);
    let ledger = open(folder.path());
    assert!(ledger.remove_folder(&odd).unwrap());
    assert!(!ledger.remove_folder(&odd).unwrap(), "forgotten once");
    assert_eq!(ledger.folders().unwrap(), [PathBuf::from("/backup")]);
}

#[test]
fn an_older_ledger_is_read_whole_and_left_as_it_is() {
    for (version, released) in RELEASED {
        let folder = tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(released).unwrap();
        old.execute("INSERT INTO keep_rule VALUES ('kept.example', 1)", []).unwrap();
        old.execute("INSERT INTO setting VALUES ('language', 'de')", []).unwrap();
        drop(old);
        let before = fs::read(&path).unwrap();
        let ledger = Ledger::open_read(folder.path()).unwrap().expect("an older ledger is there");
        assert_eq!(ledger.keep_sites().unwrap().into_iter().collect::<Vec<_>>(), ["kept.example"]);
        assert_eq!(ledger.setting("language").unwrap().as_deref(), Some("de"));
        assert_eq!(ledger.corrections().unwrap(), []);
        assert!(ledger.runs().unwrap().is_empty());
        if version < 2 {
            assert!(ledger.set_setting("language", "en").is_err(), "what would be lost is refused");
        }
        drop(ledger);
        assert!(fs::read(&path).unwrap() == before, "version {version}: reading changes nothing");
        let names: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["ledger.sqlite"], "version {version}: reading leaves nothing behind");
    }
}

fn cookie(name: &str, host: &str) -> Covers {
    Covers::Cookie { name: name.to_owned(), host: host.to_owned() }
}

#[test]
fn corrections_last_and_the_later_answer_takes_the_earlier_ones_place() {
    let folder = tempdir().unwrap();
    let ledger = open(folder.path());
    let first = ledger.add_correction(&cookie("sid", "a.example"), &Says::SignIn, at(1)).unwrap();
    ledger.add_correction(&Covers::Name("sid".to_owned()), &Says::NotTracking, at(2)).unwrap();
    ledger
        .add_correction(&Covers::Site("a.example".to_owned()), &Says::Purpose(Purpose::Functional), at(3))
        .unwrap();
    let again = ledger.add_correction(&cookie("sid", "a.example"), &Says::NotSignIn, at(4)).unwrap();
    assert!(again > first, "a later answer has a larger number");
    ledger.add_correction(&cookie("sid", "a.example"), &Says::Company("Google".to_owned()), at(5)).unwrap();
    drop(ledger);
    let ledger = Ledger::open_read(folder.path()).unwrap().unwrap();
    let all = ledger.corrections().unwrap();
    let said: Vec<_> =
        all.iter().map(|one| (one.covers.word(), one.says.axis(), one.says.answer())).collect();
    assert_eq!(
        said,
        [
            ("name", "tracking", "no"),
            ("site", "purpose", "functional"),
            ("cookie", "sign_in", "no"),
            ("cookie", "company", "Google")
        ]
    );
    assert_eq!((all[2].covers.clone(), all[2].at), (cookie("sid", "a.example"), at(4)));
    let ledger = open(folder.path());
    assert!(ledger.remove_correction(again).unwrap());
    assert!(!ledger.remove_correction(again).unwrap(), "taken back once");
    assert_eq!(ledger.corrections().unwrap().len(), 3);
}

#[test]
fn what_is_written_at_once_is_written_whole_or_not_at_all() {
    let folder = tempdir().unwrap();
    let ledger = open(folder.path());
    let failed = ledger.at_once(|ledger| {
        ledger.add_keep_site("kept.example", at(1))?;
        ledger.add_correction(&cookie("sid", "a.example"), &Says::SignIn, at(1))?;
        Err::<(), _>(Error::NoRandom)
    });
    assert!(failed.is_err());
    assert!(ledger.keep_sites().unwrap().is_empty());
    assert_eq!(ledger.corrections().unwrap(), []);
    ledger.at_once(|ledger| ledger.add_keep_site("kept.example", at(1))).unwrap();
    assert_eq!(ledger.keep_sites().unwrap().len(), 1);
}

fn schema(folder: &Path) -> Vec<String> {
    let connection = Connection::open(folder.join("ledger.sqlite")).unwrap();
    let sql = "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1";
    let mut statement = connection.prepare(sql).unwrap();
    let lines = statement.query_map([], |row| row.get(0)).unwrap();
    lines.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_newer_ledger_is_left_alone() {
    let folder = tempdir().unwrap();
    open(folder.path());
    Connection::open(folder.path().join("ledger.sqlite"))
        .unwrap()
        .pragma_update(None, "user_version", 999)
        .unwrap();
    assert!(matches!(Ledger::open(folder.path()), Err(Error::Newer { version: 999, .. })));
    assert!(matches!(Ledger::open_read(folder.path()), Err(Error::Newer { version: 999, .. })));
}

#[test]
fn an_up_to_date_ledger_opens_beside_a_writer() {
    let folder = tempdir().unwrap();
    open(folder.path());
    let writer = Connection::open(folder.path().join("ledger.sqlite")).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    let started = std::time::Instant::now();
    open(folder.path());
    Ledger::open_read(folder.path()).unwrap().unwrap();
    assert!(started.elapsed().as_secs() < 5, "no write lock is waited for");
}

#[test]
fn reading_creates_nothing() {
    let folder = tempdir().unwrap();
    assert!(Ledger::open_read(folder.path()).unwrap().is_none());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    assert!(Ledger::open_read(&folder.path().join("missing")).unwrap().is_none());
}

#[test]
fn a_damaged_ledger_is_set_aside_and_reported() {
    for (name, damage) in [("random bytes", vec![7_u8; 9000]), ("a torn page", Vec::new())] {
        let folder = tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        open(folder.path()).add_keep_site("kept.example", at(1)).unwrap();
        let damage = if damage.is_empty() {
            let mut bytes = fs::read(&path).unwrap();
            for byte in &mut bytes[4096..] {
                *byte = 0xee;
            }
            bytes
        } else {
            damage
        };
        fs::write(&path, &damage).unwrap();
        let opened = Ledger::open(folder.path()).unwrap();
        assert_eq!(opened.set_aside.len(), 1, "{name}");
        let aside = opened.set_aside[0].clone();
        let shown = aside.file_name().unwrap().to_string_lossy().into_owned();
        assert!(shown.starts_with("ledger.damaged-") && shown.ends_with(".sqlite"), "{shown}");
        assert!(fs::read(&aside).unwrap() == damage, "{name}: nothing of it is lost");
        assert!(opened.ledger.keep_sites().unwrap().is_empty());
        // A second one of the same second gets a name of its own.
        drop(opened);
        fs::write(&path, &damage).unwrap();
        assert_eq!(Ledger::open(folder.path()).unwrap().set_aside.len(), 1);
        assert!(aside.exists());
    }
}

#[test]
fn an_empty_file_is_a_new_ledger() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("ledger.sqlite"), b"").unwrap();
    open(folder.path()).set_setting("a", "b").unwrap();
}

#[test]
fn settings_and_keep_rules_last() {
    let folder = tempdir().unwrap();
    let ledger = open(folder.path());
    assert_eq!(ledger.setting("language").unwrap(), None);
    ledger.set_setting("language", "de").unwrap();
    ledger.set_setting("language", "en").unwrap();
    assert_eq!(ledger.undo_days().unwrap(), 7);
    ledger.set_setting(crumbwise_ledger::UNDO_DAYS, "30").unwrap();
    assert!(ledger.add_keep_site("b.example", at(1)).unwrap());
    assert!(!ledger.add_keep_site("b.example", at(2)).unwrap());
    assert!(ledger.add_keep_site("a.example", at(3)).unwrap());
    drop(ledger);
    let ledger = Ledger::open_read(folder.path()).unwrap().unwrap();
    assert_eq!(ledger.setting("language").unwrap().as_deref(), Some("en"));
    assert_eq!(ledger.undo_days().unwrap(), 30);
    let sites: Vec<_> = ledger.keep_sites().unwrap().into_iter().collect();
    assert_eq!(sites, ["a.example", "b.example"]);
    let ledger = open(folder.path());
    assert!(ledger.remove_keep_site("a.example").unwrap());
    assert!(!ledger.remove_keep_site("a.example").unwrap());
}

#[test]
fn the_last_scan_comes_back_ordered() {
    let folder = tempdir().unwrap();
    let mut ledger = open(folder.path());
    assert_eq!(ledger.last_scan().unwrap(), None);
    let count = |axis, key: &str, cookies| ScanCount { axis, key: key.to_owned(), cookies };
    let mut scan = ScanCounts {
        at: at(5),
        cookies: 12,
        counts: vec![count(Axis::Purpose, "analytics", 7), count(Axis::Browser, "firefox", 12)],
    };
    ledger.record_scan(&ScanCounts { at: at(4), ..scan.clone() }).unwrap();
    ledger.record_scan(&scan).unwrap();
    scan.counts.sort();
    assert_eq!(ledger.last_scan().unwrap(), Some(scan));
    assert_eq!(ledger.scans(10).unwrap().len(), 2);
}

#[test]
fn journaled_rows_open_with_their_key_only_and_in_their_place_only() {
    let folder = tempdir().unwrap();
    let mut ledger = open(folder.path());
    let (run, key) = begin(&mut ledger);
    journal(&mut ledger, run, &key, 3);
    let again = ledger.run_key(run).unwrap();
    let rows = ledger.journal_rows(run, 0, &again, 1, 10).unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| (row.row, row.state)).collect();
    assert_eq!(numbers, [(1, RowState::Journaled), (2, RowState::Journaled)]);
    assert_eq!(&rows[0].bytes[MARKER.len()..], 1_u32.to_le_bytes());
    let stores = ledger.run_stores(run).unwrap();
    assert_eq!((stores[0].version, stores[0].columns.join("+")), (Some(17), "id+name".to_owned()));

    let (other, other_key) = begin(&mut ledger);
    let refused = ledger.journal_rows(run, 0, &other_key, 0, 10);
    assert!(matches!(refused, Err(Error::Tampered { row: 0, .. })), "another run's key opens nothing");
    assert_ne!(run, other);
    Connection::open(folder.path().join("ledger.sqlite"))
        .unwrap()
        .execute_batch(
            "UPDATE journal_row SET sealed = (SELECT sealed FROM journal_row WHERE row = 2) WHERE row = 1",
        )
        .unwrap();
    let refused = ledger.journal_rows(run, 0, &key, 0, 10);
    assert!(
        matches!(refused, Err(Error::Tampered { row: 1, .. })),
        "a row put in another's place does not open"
    );
}

#[test]
fn a_journal_that_was_not_committed_never_was() {
    let folder = tempdir().unwrap();
    let mut ledger = open(folder.path());
    let (run, key) = begin(&mut ledger);
    let mut unfinished = ledger.journal(run, 0, &key, 17, &[]).unwrap();
    unfinished.push(MARKER).unwrap();
    drop(unfinished);
    assert_eq!(ledger.row_counts(run, 0).unwrap().total(), 0);
    assert_eq!(ledger.run_stores(run).unwrap()[0].version, None);
}

#[test]
fn marks_are_counted_and_the_counts_outlive_the_rows() {
    let folder = tempdir().unwrap();
    let mut ledger = open(folder.path());
    let (run, key) = begin(&mut ledger);
    journal(&mut ledger, run, &key, 5);
    ledger.mark_all(run, 0, RowState::Removed, &[(4, RowState::NotRemoved)]).unwrap();
    ledger.mark(run, 0, &[(0, RowState::Restored), (1, RowState::KeptNewer)]).unwrap();
    ledger.remark(run, 0, RowState::NotRemoved, RowState::Journaled).unwrap();
    let counts = ledger.row_counts(run, 0).unwrap();
    assert_eq!((counts.removed, counts.restored, counts.kept_newer, counts.journaled), (2, 1, 1, 1));
    assert_eq!(ledger.expire(at(199)).unwrap(), []);
    assert_eq!(ledger.expire(at(200)).unwrap(), [run]);
    assert_eq!(ledger.expire(at(300)).unwrap(), [], "once");
    let store = &ledger.run_stores(run).unwrap()[0];
    assert_eq!((store.removed, store.restored), (4, 1));
    assert_eq!(ledger.row_counts(run, 0).unwrap().total(), 0);
    assert_eq!(ledger.run(run).unwrap().state, RunState::Expired);
    assert!(matches!(ledger.run_key(run), Err(Error::Expired(_))));
}

#[test]
fn no_file_holds_a_row_in_the_clear_or_a_key_after_its_destruction() {
    let folder = tempdir().unwrap();
    let mut ledger = open(folder.path());
    let (run, key) = begin(&mut ledger);
    journal(&mut ledger, run, &key, 300);
    let wrapped: Vec<u8> = Connection::open(folder.path().join("ledger.sqlite"))
        .unwrap()
        .query_row("SELECT wrapped_key FROM run", [], |row| row.get(0))
        .unwrap();
    assert!(!anywhere(folder.path(), MARKER), "sealed from the first moment");
    assert!(anywhere(folder.path(), &wrapped[..16]), "the search finds what is there");
    ledger.forget(run).unwrap();
    assert!(!anywhere(folder.path(), &wrapped[..16]), "a destroyed key is nowhere in the files");
}

fn anywhere(folder: &Path, wanted: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(wanted.len()).any(|window| window == wanted)
    })
}

#[test]
fn a_missing_a_changed_and_a_damaged_master_key_each_say_so() {
    let folder = tempdir().unwrap();
    let mut ledger = open(folder.path());
    let (run, _) = begin(&mut ledger);
    let path = folder.path().join("master.key");
    fs::remove_file(&path).unwrap();
    assert!(matches!(ledger.run_key(run), Err(Error::MasterKeyMissing { .. })));
    fs::write(&path, [1; 32]).unwrap();
    assert!(matches!(ledger.run_key(run), Err(Error::MasterKeyChanged { .. })));
    fs::write(&path, [1; 31]).unwrap();
    assert!(matches!(ledger.run_key(run), Err(Error::MasterKeyChanged { .. })));
    // The next run sets the damaged one aside and goes on with a new one.
    let (next, _) = begin(&mut ledger);
    ledger.run_key(next).unwrap();
    let aside = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap())
        .find(|entry| entry.file_name().to_string_lossy().starts_with("master.damaged-"))
        .unwrap();
    assert_eq!(fs::read(aside.path()).unwrap(), [1; 31]);
    assert!(matches!(ledger.run(RunId(99)), Err(Error::NoSuchRun(RunId(99)))));
}

#[test]
fn many_at_once_get_one_ledger_and_one_master_key() {
    let folder = Arc::new(tempdir().unwrap());
    let together = Arc::new(Barrier::new(8));
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let (folder, together) = (Arc::clone(&folder), Arc::clone(&together));
            thread::spawn(move || {
                together.wait();
                let mut ledger = open(folder.path());
                begin(&mut ledger).0
            })
        })
        .collect();
    let mut runs: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    runs.sort();
    runs.dedup();
    assert_eq!(runs.len(), 8);
    let ledger = open(folder.path());
    for run in runs {
        ledger.run_key(run).expect("every run's key opens with the one master key");
    }
}
