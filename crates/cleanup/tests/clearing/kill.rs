//! A clean-up and an undo killed at every step: the stores stay sound and whole, the journal tells the truth,
//! and everything comes back.

use std::{
    ops::ControlFlow,
    process::{Command, ExitStatus},
    thread,
    time::Duration,
};

use crate::place::{MARKER, NOW, Place, Row, TARGETS, assert_no_values, plan_for, replace, without_targets};
use crumbwise_cleanup::{
    CleanupLock, Interrupted, SkipReason, Step, Unfinished, apply, finish, history, recover, undo,
};
use rustix::fs::FlockOperation;
use rustix::process::{Resource, Rlimit, Signal, getpid, kill_process, setrlimit};
use tempfile::tempdir;

const ROLE: &str = "CRUMBWISE_TEST_ROLE";
const FOLDER: &str = "CRUMBWISE_TEST_FOLDER";
const LIMIT: &str = "CRUMBWISE_TEST_LIMIT";
const KILL_AT: &str = "CRUMBWISE_TEST_KILL_AT";
const BUSY: i32 = 75;
const FAILED: i32 = 76;

/// What the re-executed test does. Does nothing in an ordinary run.
#[test]
fn child() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let place = Place::at(std::env::var_os(FOLDER).unwrap().as_ref());
    if role == "start_firefox" {
        // As Firefox does first of all.
        let lock = std::fs::OpenOptions::new().write(true).open(place.profile_lock()).unwrap();
        let locked = rustix::fs::fcntl_lock(&lock, FlockOperation::NonBlockingLockExclusive);
        std::process::exit(if locked.is_ok() { 0 } else { BUSY });
    }
    let kill_at = std::env::var(KILL_AT).ok().and_then(|at| at.parse().ok()).unwrap_or(u32::MAX);
    let mut steps = 0;
    let mut observer = |_: &Step| {
        if steps == kill_at {
            kill_process(getpid(), Signal::KILL).unwrap();
        }
        steps += 1;
        ControlFlow::Continue(())
    };
    let mut ledger = place.ledger();
    let Ok(lock) = CleanupLock::acquire(&place.data(), "child", NOW) else { std::process::exit(BUSY) };
    match role.as_str() {
        "clean" => {
            let scan = place.scan();
            let outcome = apply(&scan, &plan_for(&scan), &mut ledger, &lock, NOW, &mut observer).unwrap();
            assert_eq!(outcome.skipped, []);
        }
        "clean_as_far_as_possible" => {
            let scan = place.scan();
            let limit = std::env::var(LIMIT).unwrap().parse().ok();
            setrlimit(Resource::Fsize, Rlimit { current: limit, maximum: None }).unwrap();
            let done = apply(&scan, &plan_for(&scan), &mut ledger, &lock, NOW, &mut observer);
            std::process::exit(if done.is_ok_and(|done| done.skipped.is_empty()) { 0 } else { FAILED });
        }
        "undo" => {
            let run = history(&ledger).unwrap()[0].run;
            undo(run, &mut ledger, &lock, NOW, &mut observer).unwrap();
        }
        "finish" => {
            let run = history(&ledger).unwrap()[0].run;
            recover(&mut ledger, &lock, NOW).unwrap();
            finish(run, &mut ledger, &lock, NOW, &mut observer).unwrap();
        }
        other => panic!("no such role: {other}"),
    }
}

fn command(role: &str, place: &Place) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["kill::child", "--exact", "--quiet"]).env(ROLE, role).env(FOLDER, &place.dir);
    command
}

/// Runs a role that kills itself at a step; says whether it was killed.
fn run(role: &str, place: &Place, kill_at: u32) -> ExitStatus {
    let output = command(role, place).env(KILL_AT, kill_at.to_string()).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(!String::from_utf8_lossy(&said).contains(MARKER), "a value was printed");
    assert!(
        output.status.success() || output.status.code().is_none(),
        "{role} killed at {kill_at}: {}",
        String::from_utf8_lossy(&said)
    );
    output.status
}

struct Expected {
    before: [Vec<Row>; 2],
    after: [Vec<Row>; 2],
}

impl Expected {
    fn of(place: &Place) -> Self {
        let before = place.contents();
        let after = [without_targets(&before[0]), without_targets(&before[1])];
        for (before, after) in before.iter().zip(&after) {
            assert_eq!((before.len() - after.len()) as u64, TARGETS);
        }
        Self { before, after }
    }

    /// Each store is entirely old or entirely new; says for each whether its targets are gone.
    fn gone(&self, place: &Place, when: &str) -> [bool; 2] {
        let found = place.contents();
        [0, 1].map(|store| {
            let gone = found[store] == self.after[store];
            assert!(gone || found[store] == self.before[store], "store {store} is half changed {when}");
            gone
        })
    }
}

/// What the journal says equals what the stores hold, row for row.
fn assert_truthful(unfinished: &[Unfinished], gone: [bool; 2], when: &str) {
    for run in unfinished {
        assert_eq!(run.unknown, 0, "{when}: {run:?}");
        let known = run.removed + run.not_removed + run.restored + run.not_started;
        assert_eq!(known, 2 * TARGETS, "every planned cookie is accounted for {when}");
        for (store, gone) in run.stores.iter().zip(gone) {
            let expected = if gone { TARGETS } else { 0 };
            assert_eq!(store.removed, expected, "the journal tells what is gone {when}: {store:?}");
        }
    }
}

fn recovered(place: &Place) -> Vec<Unfinished> {
    let lock = CleanupLock::acquire(&place.data(), "test", NOW).unwrap();
    recover(&mut place.ledger(), &lock, NOW).unwrap()
}

fn undo_all(place: &Place, expected: &Expected, when: &str) {
    let lock = CleanupLock::acquire(&place.data(), "test", NOW).unwrap();
    let mut ledger = place.ledger();
    for run in history(&ledger).unwrap() {
        let outcome = undo(run.run, &mut ledger, &lock, NOW, &mut ()).unwrap();
        assert_eq!((outcome.kept_newer, outcome.refused, outcome.skipped), (0, vec![], vec![]), "{when}");
    }
    assert!(place.contents() == expected.before, "undo brings back every row byte for byte {when}");
    assert!(recover(&mut ledger, &lock, NOW).unwrap().is_empty(), "nothing stays unfinished {when}");
}

fn finish_all(place: &Place, gone: [bool; 2], when: &str) {
    let lock = CleanupLock::acquire(&place.data(), "test", NOW).unwrap();
    let mut ledger = place.ledger();
    for run in recover(&mut ledger, &lock, NOW).unwrap() {
        let finished = finish(run.run, &mut ledger, &lock, NOW, &mut ()).unwrap();
        assert_eq!(finished.removed, run.not_removed, "{when}");
        let not_begun = finished.skipped.iter().filter(|left| left.reason == SkipReason::NotStarted);
        assert_eq!(not_begun.map(|left| left.cookies).sum::<u64>(), run.not_started, "{when}");
        let gone = gone.iter().filter(|gone| **gone).count() as u64 * TARGETS;
        assert_eq!(history(&ledger).unwrap()[0].removed, gone + finished.removed, "{when}");
    }
}

#[test]
fn a_clean_up_killed_at_every_step_loses_nothing() {
    let (template, work) = (tempdir().unwrap(), tempdir().unwrap());
    Place::build(template.path());
    let place = Place::at(&work.path().join("place"));
    replace(template.path(), &place.dir);
    let expected = Expected::of(&place);
    for step in 0.. {
        replace(template.path(), &place.dir);
        let status = run("clean", &place, step);
        let when = format!("after a kill at step {step} of a clean-up");
        assert_no_values(&place.data(), &when);
        let gone = expected.gone(&place, &when);
        let unfinished = recovered(&place);
        assert_truthful(&unfinished, gone, &when);
        assert!(unfinished.iter().all(|run| run.interrupted == Interrupted::Clean));
        assert!(gone != [true, true] || unfinished.is_empty(), "a complete clean-up is closed {when}");
        if step % 2 == 0 {
            finish_all(&place, gone, &when);
        }
        undo_all(&place, &expected, &when);
        assert_no_values(&place.data(), &when);
        if status.success() {
            assert_eq!(gone, [true, true]);
            assert!(step > 24, "the steps of two stores were all killed at");
            return;
        }
    }
}

#[test]
fn an_undo_killed_at_every_step_loses_nothing() {
    let (template, work) = (tempdir().unwrap(), tempdir().unwrap());
    let place = Place::build(&work.path().join("place"));
    let expected = Expected::of(&place);
    assert!(run("clean", &place, u32::MAX).success());
    replace(&place.dir, template.path());
    for step in 0.. {
        replace(template.path(), &place.dir);
        let status = run("undo", &place, step);
        let when = format!("after a kill at step {step} of an undo");
        assert_no_values(&place.data(), &when);
        let gone = expected.gone(&place, &when);
        let unfinished = recovered(&place);
        assert_truthful(&unfinished, gone, &when);
        assert!(unfinished.iter().all(|run| run.interrupted == Interrupted::Undo));
        assert!(gone != [false, false] || unfinished.is_empty(), "a complete undo is closed {when}");
        undo_all(&place, &expected, &when);
        if status.success() {
            assert_eq!(gone, [false, false]);
            assert!(step > 15, "the steps of two stores were all killed at");
            return;
        }
    }
}

#[test]
fn finishing_killed_at_every_step_loses_nothing() {
    let (template, work) = (tempdir().unwrap(), tempdir().unwrap());
    let place = Place::build(&work.path().join("place"));
    let expected = Expected::of(&place);
    // After the journal of the first store is synced, before anything of it is deleted.
    assert!(!run("clean", &place, 6).success());
    replace(&place.dir, template.path());
    for step in 0.. {
        replace(template.path(), &place.dir);
        let status = run("finish", &place, step);
        let when = format!("after a kill at step {step} of finishing");
        let gone = expected.gone(&place, &when);
        assert_truthful(&recovered(&place), gone, &when);
        undo_all(&place, &expected, &when);
        if status.success() {
            assert_eq!(gone, [true, false]);
            return;
        }
    }
}

#[test]
fn killed_from_outside_at_odd_moments_loses_nothing() {
    let (template, work) = (tempdir().unwrap(), tempdir().unwrap());
    Place::build(template.path());
    let place = Place::at(&work.path().join("place"));
    replace(template.path(), &place.dir);
    let expected = Expected::of(&place);
    for round in 0..15_u64 {
        replace(template.path(), &place.dir);
        let mut child = command("clean", &place).spawn().unwrap();
        // The odd moment is the point of this test; nothing is waited for.
        thread::sleep(Duration::from_micros(20_000 + round * 8_300));
        child.kill().unwrap();
        child.wait().unwrap();
        let when = format!("after a kill in round {round}");
        assert_no_values(&place.data(), &when);
        let gone = expected.gone(&place, &when);
        assert_truthful(&recovered(&place), gone, &when);
        undo_all(&place, &expected, &when);
    }
}

#[test]
fn firefox_cannot_start_while_its_store_is_changed() {
    let work = tempdir().unwrap();
    let place = Place::build(work.path());
    let starts = || command("start_firefox", &place).output().unwrap().status;
    assert!(starts().success());
    let mut ledger = place.ledger();
    let lock = CleanupLock::acquire(&place.data(), "test", NOW).unwrap();
    let mut refused = Vec::new();
    let mut observer = |step: &Step| {
        if matches!(
            step,
            Step::StoreLocked { store: 1 }
                | Step::RowsChanged { store: 1, .. }
                | Step::Committing { store: 1 }
        ) {
            refused.push((step.word(), starts().code()));
        }
        ControlFlow::Continue(())
    };
    let scan = place.scan();
    let outcome = apply(&scan, &plan_for(&scan), &mut ledger, &lock, NOW, &mut observer).unwrap();
    assert_eq!(outcome.removed, 2 * TARGETS);
    assert!(refused.len() > 2);
    for (step, code) in refused {
        assert_eq!(code, Some(BUSY), "the profile is locked at {step}");
    }
    assert!(starts().success(), "and free again afterwards");
}

#[test]
fn two_started_together_take_turns_or_step_back() {
    let work = tempdir().unwrap();
    let place = Place::build(work.path());
    let expected = Expected::of(&place);
    let mut first = command("clean", &place).spawn().unwrap();
    let mut second = command("clean", &place).spawn().unwrap();
    let ended = [first.wait().unwrap(), second.wait().unwrap()];
    assert!(ended.iter().any(ExitStatus::success), "one of them did it");
    for status in ended {
        assert!(status.success() || status.code() == Some(BUSY), "the other did it after or stepped back");
    }
    assert_eq!(expected.gone(&place, "after two clean-ups"), [true, true]);
    undo_all(&place, &expected, "after two clean-ups");
}

/// No file may grow beyond a limit, as on a full disk: the writes fail one after another, in the stores' own
/// side files as well as in the ledger.
#[test]
fn a_full_disk_loses_nothing() {
    let (template, work) = (tempdir().unwrap(), tempdir().unwrap());
    Place::build(template.path());
    let place = Place::at(&work.path().join("place"));
    replace(template.path(), &place.dir);
    let expected = Expected::of(&place);
    let mut refused = 0;
    let mut limit = 16_384_u64;
    while limit < 8_000_000 {
        replace(template.path(), &place.dir);
        let whole = command("clean_as_far_as_possible", &place);
        let mut patient = Command::new("sh");
        // Without this the system would end the process instead of refusing the write.
        patient
            .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"])
            .arg(whole.get_program())
            .args(whole.get_args());
        patient.envs(whole.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let status = patient.env(LIMIT, limit.to_string()).status().unwrap();
        let when = format!("with files limited to {limit} bytes: {status}");
        assert!(status.success() || status.code() == Some(FAILED), "{when}");
        refused += u32::from(!status.success());
        assert_no_values(&place.data(), &when);
        let gone = expected.gone(&place, &when);
        assert_truthful(&recovered(&place), gone, &when);
        undo_all(&place, &expected, &when);
        if status.success() {
            assert!(refused > 3, "the limit was felt");
            return;
        }
        limit += limit / 4;
    }
    panic!("it never succeeded");
}
