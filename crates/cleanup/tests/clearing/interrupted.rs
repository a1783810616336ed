//! What the next start finds when a run ended in the middle and the world went on.

use std::{fs, ops::ControlFlow, panic::AssertUnwindSafe, path::Path};

use crumbwise_cleanup::{
    CleanupLock, Finished, Interrupted, RunState, SkipReason, Step, Unfinished, apply, finish, history,
    recover, undo,
};
use crumbwise_ledger::Ledger;
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

use crate::place::{Holder, NOW, Place, Row, TARGETS, plan_for};

struct Broken {
    _folder: TempDir,
    place: Place,
    before: [Vec<Row>; 2],
    ledger: Ledger,
    lock: CleanupLock,
}

/// A clean-up that went down when it reached a step of the first store.
fn broken_at(word: &'static str) -> Broken {
    let folder = tempdir().unwrap();
    let place = Place::build(folder.path());
    let before = place.contents();
    let mut ledger = place.ledger();
    let lock = CleanupLock::acquire(&place.data(), "test", NOW).unwrap();
    let scan = place.scan();
    let plan = plan_for(&scan);
    let mut observer = |step: &Step| {
        assert_ne!(step.word(), word, "going down here is the purpose");
        ControlFlow::Continue(())
    };
    let run = AssertUnwindSafe(|| drop(apply(&scan, &plan, &mut ledger, &lock, NOW, &mut observer)));
    std::panic::catch_unwind(run).expect_err("it went down");
    Broken { _folder: folder, place, before, ledger, lock }
}

impl Broken {
    fn recover(&mut self) -> Unfinished {
        let mut found = recover(&mut self.ledger, &self.lock, NOW).unwrap();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    fn finish(&mut self) -> Finished {
        let run = history(&self.ledger).unwrap()[0].run;
        finish(run, &mut self.ledger, &self.lock, NOW, &mut ()).unwrap()
    }
}

fn execute(path: &Path, sql: &str) {
    assert_eq!(Connection::open(path).unwrap().execute(sql, []).unwrap(), 1);
}

#[test]
fn a_running_browser_is_asked_another_time() {
    let mut b = broken_at("committed");
    let holder = Holder::of(&b.place.chromium());
    let found = b.recover();
    assert_eq!((found.interrupted, found.unknown, found.removed), (Interrupted::Clean, TARGETS, 0));
    assert_eq!(found.not_started, TARGETS, "the second store had not been begun");
    let told = if cfg!(windows) { "in_use" } else { "in_use: cat" };
    assert!(found.stores[0].problem.starts_with(told), "{}", found.stores[0].problem);
    drop(holder);
    let found = b.recover();
    assert_eq!((found.unknown, found.removed), (0, TARGETS));
    let finished = b.finish();
    let skipped: Vec<_> = finished.skipped.iter().map(|left| (left.reason, left.cookies)).collect();
    assert_eq!((finished.removed, skipped), (0, vec![(SkipReason::NotStarted, TARGETS)]));
    assert_eq!(history(&b.ledger).unwrap()[0].state, RunState::Done);
}

#[test]
fn a_store_that_is_gone_keeps_its_journal_and_stays_open() {
    let mut b = broken_at("committed");
    let (store, aside) = (b.place.chromium(), b.place.dir.join("aside"));
    fs::rename(&store, &aside).unwrap();
    let found = b.recover();
    assert_eq!((found.unknown, found.stores[0].problem.as_str()), (TARGETS, "missing"));
    let run = found.run;
    let outcome = undo(run, &mut b.ledger, &b.lock, NOW, &mut ()).unwrap();
    assert_eq!((outcome.restored, outcome.skipped[0].reason), (0, SkipReason::Missing));
    assert!(!store.exists());
    fs::rename(&aside, &store).unwrap();
    let found = b.recover();
    assert_eq!((found.interrupted, found.removed, found.unknown), (Interrupted::Undo, TARGETS, 0));
    let outcome = undo(run, &mut b.ledger, &b.lock, NOW, &mut ()).unwrap();
    assert_eq!(outcome.restored, TARGETS);
    assert!(b.place.contents() == b.before);
    assert_eq!(history(&b.ledger).unwrap()[0].state, RunState::Undone);
}

#[test]
fn without_the_master_key_nothing_is_claimed() {
    let mut b = broken_at("committed");
    let key = b.place.data().join("master.key");
    let good = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let found = b.recover();
    assert_eq!((found.unknown, found.removed), (TARGETS, 0));
    assert!(found.stores[0].problem.contains("master key is missing"));
    fs::write(&key, good).unwrap();
    assert_eq!(b.recover().removed, TARGETS);
}

#[test]
fn what_the_browser_did_meanwhile_is_told_apart() {
    let mut b = broken_at("journal_synced");
    let firefox_untouched = b.before[1].clone();
    // One cookie was used since, one was set anew, one was removed by its site.
    let chromium = b.place.chromium();
    execute(&chromium, "UPDATE cookies SET last_access_utc = last_access_utc + 1 WHERE name = 't-1'");
    execute(&chromium, "UPDATE cookies SET creation_utc = creation_utc + 9 WHERE name = 't-2'");
    execute(&chromium, "DELETE FROM cookies WHERE name = 't-3'");
    let found = b.recover();
    assert_eq!((found.not_removed, found.removed), (TARGETS - 2, 2));

    let finished = b.finish();
    assert_eq!(finished.removed, TARGETS - 3, "only what is exactly as journaled goes");
    let skipped: Vec<_> = finished.skipped.iter().map(|skipped| (skipped.reason, skipped.cookies)).collect();
    assert_eq!(skipped, [(SkipReason::NotStarted, TARGETS), (SkipReason::Changed, 1)]);

    let run = finished.run;
    let outcome = undo(run, &mut b.ledger, &b.lock, NOW, &mut ()).unwrap();
    assert_eq!((outcome.restored, outcome.kept_newer), (TARGETS - 2, 1));
    let after = b.place.contents();
    assert!(after[1] == firefox_untouched);
    assert_eq!(after[0].len(), b.before[0].len());
}

#[test]
fn an_unfinished_run_is_told_once_for_each_start_until_it_is_settled() {
    let mut b = broken_at("rows_changed");
    let first = b.recover();
    assert_eq!(b.recover(), first, "looking again changes nothing");
    assert_eq!((first.not_removed, first.not_started), (TARGETS, TARGETS));
    let run = first.run;
    let outcome = undo(run, &mut b.ledger, &b.lock, NOW, &mut ()).unwrap();
    assert_eq!(outcome.restored, 0, "nothing was removed");
    assert_eq!(recover(&mut b.ledger, &b.lock, NOW).unwrap(), []);
    assert!(b.place.contents() == b.before);
}
