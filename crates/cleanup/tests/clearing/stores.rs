//! What apply and undo do on whole stores, and what they leave alone.

use std::{fs, ops::ControlFlow};

use crate::place::{
    Holder, MARKER, NOW, Place, TARGETS, assert_no_values, contents, plan_for, replace, without_targets,
};
use crumbwise_cleanup::{
    Busy, CleanupLock, Error, RunState, SkipReason, Step, apply, expire, finish, history, recover, undo,
};
use crumbwise_ledger::Ledger;
use crumbwise_model::Timestamp;
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

struct Fixture {
    _folder: TempDir,
    place: Place,
    ledger: Ledger,
    lock: CleanupLock,
}

fn fixture() -> Fixture {
    let folder = tempdir().unwrap();
    let place = Place::build(folder.path());
    let ledger = place.ledger();
    let lock = CleanupLock::acquire(&place.data(), "test", NOW).unwrap();
    Fixture { _folder: folder, place, ledger, lock }
}

impl Fixture {
    fn clean(&mut self) -> crumbwise_cleanup::Outcome {
        let scan = self.place.scan();
        apply(&scan, &plan_for(&scan), &mut self.ledger, &self.lock, NOW, &mut ()).unwrap()
    }
}

fn execute(path: &std::path::Path, sql: &str) -> usize {
    Connection::open(path).unwrap().execute(sql, []).unwrap()
}

fn later(days: i64) -> Timestamp {
    Timestamp::from_unix_micros(NOW.unix_micros().unwrap() + days * Timestamp::DAY_MICROS)
}

#[test]
fn what_is_cleared_is_gone_and_comes_back_byte_for_byte() {
    let mut f = fixture();
    let before = f.place.contents();
    let outcome = f.clean();
    assert_eq!((outcome.removed, outcome.still_there, outcome.cancelled), (2 * TARGETS, 0, false));
    assert_eq!(outcome.skipped, []);
    assert!(outcome.stores.iter().all(|store| store.verified && store.removed == TARGETS));
    let after = f.place.contents();
    for (before, after) in before.iter().zip(&after) {
        assert!(*after == without_targets(before), "only what was planned is gone");
    }
    let run = outcome.run.unwrap();
    let listed = &history(&f.ledger).unwrap()[0];
    assert_eq!((listed.state, listed.removed, listed.restored), (RunState::Done, 2 * TARGETS, 0));
    assert!(listed.can_undo);

    let undone = undo(run, &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert_eq!((undone.restored, undone.kept_newer), (2 * TARGETS, 0));
    assert!(f.place.contents() == before, "every removed row is back, with its number");
    let listed = &history(&f.ledger).unwrap()[0];
    assert_eq!((listed.state, listed.restored, listed.can_undo), (RunState::Undone, 2 * TARGETS, false));
    let again = undo(run, &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert_eq!(again.restored, 0, "an undo is done once");
    assert_no_values(&f.place.data(), "after an undo");
}

#[test]
fn nothing_of_a_removed_value_stays_in_the_store_file() {
    let mut f = fixture();
    f.clean();
    for path in [f.place.chromium(), f.place.firefox()] {
        for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            let removed = format!("{MARKER}-110");
            assert!(
                !bytes.windows(removed.len()).any(|window| window == removed.as_bytes()),
                "a removed value is overwritten"
            );
        }
    }
}

#[test]
fn the_browsers_own_settings_of_a_store_stay() {
    let mut f = fixture();
    f.clean();
    let firefox = Connection::open(f.place.firefox()).unwrap();
    let mode: String = firefox.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    let version: i64 = firefox.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!((mode.as_str(), version), ("wal", 17));
    let journal = f.place.chromium().with_file_name("Cookies-journal");
    assert_eq!(fs::metadata(journal).unwrap().len(), 0, "the emptied journal stays beside the store");
    let chromium = Connection::open(f.place.chromium()).unwrap();
    let meta: String =
        chromium.query_row("SELECT group_concat(key || value, ' ') FROM meta", [], |row| row.get(0)).unwrap();
    assert_eq!(meta, "mmap_status-1 version24 last_compatible_version24");
}

#[test]
fn a_store_whose_browser_runs_is_left_as_it_is() {
    let mut f = fixture();
    let before = f.place.contents();
    let scan = f.place.scan();
    let bytes = fs::read(f.place.firefox()).unwrap();
    let holder = Holder::of(&f.place.firefox());
    let outcome = apply(&scan, &plan_for(&scan), &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert!(fs::read(f.place.firefox()).unwrap() == bytes, "not one byte of it changes");
    drop(holder);
    assert_eq!(outcome.removed, TARGETS, "the other browser's store is cleared");
    let [skipped] = &outcome.skipped[..] else { panic!("{:?}", outcome.skipped) };
    assert_eq!((skipped.reason, skipped.cookies), (SkipReason::InUse, TARGETS));
    // Who it is, Windows tells where its Restart Manager answers.
    assert!(cfg!(windows) || skipped.detail.starts_with("cat, process "), "it says who: {}", skipped.detail);
    assert!(f.place.contents()[1] == before[1]);
}

#[test]
#[cfg_attr(
    windows,
    ignore = "there a browser cannot open what is open for clearing, nor does it share its own"
)]
fn a_browser_started_in_the_middle_gets_its_store_untouched() {
    for moment in ["journal_synced", "rows_changed"] {
        let mut f = fixture();
        let before = f.place.contents();
        let (scan, path) = (f.place.scan(), f.place.chromium());
        let mut holder = None;
        let mut observer = |step: &Step| {
            if step.word() == moment && holder.is_none() {
                holder = Some(Holder::of(&path));
            }
            ControlFlow::Continue(())
        };
        let outcome = apply(&scan, &plan_for(&scan), &mut f.ledger, &f.lock, NOW, &mut observer).unwrap();
        drop(holder);
        assert_eq!(outcome.skipped[0].reason, SkipReason::InUse, "{moment}");
        assert_eq!(outcome.removed, TARGETS);
        assert!(f.place.contents()[0] == before[0], "{moment}: rolled back");
        assert_eq!(history(&f.ledger).unwrap()[0].state, RunState::Done);
        assert_eq!(recover(&mut f.ledger, &f.lock, NOW).unwrap(), [], "nothing is left open");
        assert_eq!(history(&f.ledger).unwrap()[0].removed, TARGETS);
    }
}

#[test]
fn cancelling_rolls_the_open_store_back_and_keeps_the_ones_before() {
    let mut f = fixture();
    let before = f.place.contents();
    let scan = f.place.scan();
    let mut observer = |step: &Step| {
        let second = matches!(step, Step::RowsChanged { store: 1, .. });
        if second { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let outcome = apply(&scan, &plan_for(&scan), &mut f.ledger, &f.lock, NOW, &mut observer).unwrap();
    assert!(outcome.cancelled);
    assert_eq!(outcome.removed, TARGETS);
    assert_eq!(outcome.skipped[0].reason, SkipReason::Cancelled);
    let found = f.place.contents();
    assert!(found[0] == without_targets(&before[0]) && found[1] == before[1]);
    undo(outcome.run.unwrap(), &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert!(f.place.contents() == before);
}

#[test]
fn a_cookie_that_changed_since_the_scan_is_left_alone() {
    let mut f = fixture();
    let scan = f.place.scan();
    let reset = "UPDATE cookies SET creation_utc = creation_utc + 5000000 WHERE name = 't-1'";
    assert_eq!(execute(&f.place.chromium(), reset), 1);
    assert_eq!(execute(&f.place.firefox(), "DELETE FROM moz_cookies WHERE name = 't-1'"), 1);
    // Its number goes to another cookie.
    assert_eq!(execute(&f.place.firefox(), "UPDATE moz_cookies SET name = 'other' WHERE name = 't-2'"), 1);
    let outcome = apply(&scan, &plan_for(&scan), &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    let changed: Vec<_> = outcome.skipped.iter().map(|skipped| (skipped.reason, skipped.cookies)).collect();
    assert_eq!(changed, [(SkipReason::Changed, 1), (SkipReason::Changed, 2)]);
    assert_eq!(outcome.removed, 2 * TARGETS - 3);
    let kept = contents(&f.place.firefox(), "moz_cookies").len() as u64;
    assert_eq!(
        kept,
        crate::place::ROWS as u64 - 1 - (TARGETS - 2),
        "a re-used number never costs another cookie"
    );
}

#[test]
fn a_cookie_set_since_wins_over_the_one_brought_back() {
    let mut f = fixture();
    let run = f.clean().run.unwrap();
    let insert =
        "INSERT INTO moz_cookies (id, originAttributes, name, value, host, path, expiry, creationTime)
                  VALUES (2, '', 't-1', 'newer', 'host1.example', '/1', 1, 2)";
    assert_eq!(execute(&f.place.firefox(), insert), 1);
    // The number of a removed row belongs to another cookie by now.
    let other =
        "INSERT INTO moz_cookies (id, name, value, host, path) VALUES (3, 'new', 'v', 'n.example', '/')";
    assert_eq!(execute(&f.place.firefox(), other), 1);
    let outcome = undo(run, &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert_eq!((outcome.restored, outcome.kept_newer), (2 * TARGETS - 1, 1));
    let firefox = Connection::open(f.place.firefox()).unwrap();
    let value = |sql: &str| firefox.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(value("SELECT value FROM moz_cookies WHERE name = 't-1'"), "newer");
    assert_eq!(value("SELECT value FROM moz_cookies WHERE id = 3"), "v");
    let number: i64 =
        firefox.query_row("SELECT id FROM moz_cookies WHERE name = 't-2'", [], |row| row.get(0)).unwrap();
    assert!(number > crate::place::ROWS, "brought back under a new number");
    assert_eq!(history(&f.ledger).unwrap()[0].state, RunState::Undone);
}

#[test]
fn a_locked_store_is_skipped_and_said_so() {
    let mut f = fixture();
    let scan = f.place.scan();
    let other = Connection::open(f.place.chromium()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let outcome = apply(&scan, &plan_for(&scan), &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    other.execute_batch("ROLLBACK").unwrap();
    // On Windows the one who holds the lock also has the file open, which is told first.
    let expected = if cfg!(windows) { SkipReason::InUse } else { SkipReason::Locked };
    assert_eq!(outcome.skipped[0].reason, expected);
    assert_eq!(outcome.removed, TARGETS);
}

#[test]
fn a_store_that_is_gone_is_said_so_and_its_journal_stays() {
    let mut f = fixture();
    let run = f.clean().run.unwrap();
    let (store, aside) = (f.place.firefox(), f.place.dir.join("aside"));
    fs::rename(&store, &aside).unwrap();
    let outcome = undo(run, &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert_eq!(outcome.restored, TARGETS);
    assert_eq!((outcome.skipped[0].reason, outcome.skipped[0].cookies), (SkipReason::Missing, TARGETS));
    assert!(!store.exists(), "an undo creates no store");
    assert_eq!(history(&f.ledger).unwrap()[0].state, RunState::PartlyUndone);
    fs::rename(&aside, &store).unwrap();
    let outcome = undo(run, &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert_eq!(outcome.restored, TARGETS, "when it is back, so are its rows");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_store_is_not_followed() {
    let mut f = fixture();
    let scan = f.place.scan();
    let (store, moved) = (f.place.chromium(), f.place.dir.join("moved"));
    fs::rename(&store, &moved).unwrap();
    std::os::unix::fs::symlink(&moved, &store).unwrap();
    let bytes = fs::read(&moved).unwrap();
    let outcome = apply(&scan, &plan_for(&scan), &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert_eq!(outcome.skipped[0].reason, SkipReason::CannotWrite);
    assert!(fs::read(&moved).unwrap() == bytes);
}

#[test]
fn a_damaged_store_is_left_and_said_so() {
    let mut f = fixture();
    let scan = f.place.scan();
    // Truncated in the middle: damage that shows while rows are fetched.
    let bytes = fs::read(f.place.chromium()).unwrap();
    fs::write(f.place.chromium(), &bytes[..bytes.len() / 2]).unwrap();
    let outcome = apply(&scan, &plan_for(&scan), &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert_eq!(outcome.skipped[0].reason, SkipReason::CannotWrite);
    assert!(!outcome.skipped[0].detail.is_empty(), "what SQLite said is passed on");
    assert_eq!(outcome.removed, TARGETS, "the other store is cleared");
}

#[test]
fn a_plan_of_another_scan_is_refused() {
    let mut f = fixture();
    let scan = f.place.scan();
    let mut plan = plan_for(&scan);
    plan.decisions.pop();
    let refused = apply(&scan, &plan, &mut f.ledger, &f.lock, NOW, &mut ());
    assert!(matches!(refused, Err(Error::OtherScan)));
    assert_eq!(history(&f.ledger).unwrap(), [], "nothing is recorded");
}

#[test]
fn a_plan_that_clears_nothing_leaves_no_run() {
    let mut f = fixture();
    let scan = f.place.scan();
    let mut plan = plan_for(&scan);
    for decisions in &mut plan.decisions {
        decisions.fill(crumbwise_cleanup::Decision::Keep(crumbwise_cleanup::KeepReason::SignIn));
    }
    let outcome = apply(&scan, &plan, &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert_eq!((outcome.run, outcome.removed), (None, 0));
}

#[test]
fn without_its_master_key_an_undo_is_refused_and_nothing_else_is_lost() {
    let mut f = fixture();
    let run = f.clean().run.unwrap();
    let after = f.place.contents();
    let key = f.place.data().join("master.key");
    let good = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let refused = undo(run, &mut f.ledger, &f.lock, NOW, &mut ()).unwrap_err();
    assert!(matches!(refused, Error::Ledger(crumbwise_ledger::Error::MasterKeyMissing { .. })), "{refused}");
    fs::write(&key, [7; 32]).unwrap();
    let refused = undo(run, &mut f.ledger, &f.lock, NOW, &mut ()).unwrap_err();
    assert!(matches!(refused, Error::Ledger(crumbwise_ledger::Error::MasterKeyChanged { .. })), "{refused}");
    assert!(f.place.contents() == after);
    assert_eq!(history(&f.ledger).unwrap()[0].state, RunState::Done);
    fs::write(&key, good).unwrap();
    let outcome = undo(run, &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    assert_eq!(outcome.restored, 2 * TARGETS, "with the right key again it works");
}

#[test]
fn after_seven_days_a_clean_up_is_past_undoing() {
    let mut f = fixture();
    let run = f.clean().run.unwrap();
    assert_eq!(expire(&mut f.ledger, &f.lock, later(6)).unwrap(), []);
    let refused = undo(run, &mut f.ledger, &f.lock, later(7), &mut ());
    assert!(matches!(refused, Err(Error::Ledger(crumbwise_ledger::Error::Expired(_)))));
    assert_eq!(expire(&mut f.ledger, &f.lock, later(7)).unwrap(), [run]);
    let listed = &history(&f.ledger).unwrap()[0];
    assert_eq!((listed.state, listed.can_undo, listed.removed), (RunState::Expired, false, 2 * TARGETS));
    let refused = undo(run, &mut f.ledger, &f.lock, NOW, &mut ());
    assert!(matches!(refused, Err(Error::Ledger(crumbwise_ledger::Error::Expired(_)))));
}

#[test]
fn only_an_interrupted_clean_up_can_be_finished() {
    let mut f = fixture();
    let run = f.clean().run.unwrap();
    let refused = finish(run, &mut f.ledger, &f.lock, NOW, &mut ());
    assert!(matches!(refused, Err(Error::NotUnfinished(_))));
}

#[test]
fn encrypted_rows_do_not_cross_the_line_of_version_24() {
    let mut f = fixture();
    execute(&f.place.chromium(), "UPDATE meta SET value = '23' WHERE key = 'version'");
    let run = f.clean().run.unwrap();
    execute(&f.place.chromium(), "UPDATE meta SET value = '24' WHERE key = 'version'");
    let plain = {
        let scratch = tempdir().unwrap();
        let copy = scratch.path().join("copy");
        replace(&f.place.dir.join("chromium"), &copy);
        contents(&copy.join("Cookies"), "cookies").len() as u64
    };
    let outcome = undo(run, &mut f.ledger, &f.lock, NOW, &mut ()).unwrap();
    let [refused] = &outcome.refused[..] else { panic!("{:?}", outcome.refused) };
    assert_eq!(refused.word, "encryption_changed");
    let now = contents(&f.place.chromium(), "cookies").len() as u64;
    assert_eq!(now - plain + refused.cookies, TARGETS, "rows without an encrypted value come back");
    assert!(now > plain && refused.cookies > 0);
    assert_eq!(outcome.restored, TARGETS + now - plain);
}

#[test]
fn a_second_clean_up_says_who_holds_the_lock() {
    let folder = tempdir().unwrap();
    let first = CleanupLock::acquire(folder.path(), "window", NOW).unwrap();
    let Err(Busy::Held { holder }) = CleanupLock::acquire(folder.path(), "command", NOW) else {
        panic!("the lock is held")
    };
    assert_eq!(holder, format!("window, process {}, since 1790000000", std::process::id()));
    drop(first);
    CleanupLock::acquire(folder.path(), "command", NOW).unwrap();
}
