//! From files to files: sample profiles scanned, cleaned, looked at again, brought back.

use std::{collections::BTreeSet, fs, path::Path, sync::Mutex};

use crate::common::now;
use crumbwise_app::{
    CleanObserver, Error, Places, ScanObserver, Scanned, browsers, clean, cookie_rows, coverage, finish,
    history, info, keep_add, keep_remove, keep_sites, overview, plan, recover, sample, scan, set_setting,
    setting, undo,
    view::{CleanProgress, CookieRow, PlanRequest, PlanSelection, ScanProgress},
};
use crumbwise_model::Timestamp;

fn sampled() -> (tempfile::TempDir, Places) {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = sample::build(data.path(), now()).expect("sample");
    (data, places)
}

fn read(places: &Places) -> Scanned {
    scan(places, None, now(), &()).expect("scan")
}

fn request(preset: &str) -> PlanRequest {
    PlanRequest { selection: PlanSelection::Preset { preset: preset.to_owned() }, toggles: Vec::new() }
}

/// What tells cookies apart, without the numbers of one scan.
fn keys(scanned: &Scanned, keep: impl Fn(&CookieRow) -> bool) -> BTreeSet<String> {
    let key = |row: CookieRow| {
        let CookieRow { browser, profile, host, name, partition, created, expires, .. } = row;
        format!("{browser} {profile} {host} {name} {partition:?} {created:?} {expires:?}")
    };
    cookie_rows(scanned).filter(keep).map(key).collect()
}

#[derive(Default)]
struct Watch {
    steps: Vec<CleanProgress>,
    stop_at: Option<&'static str>,
}

impl CleanObserver for Watch {
    fn progress(&mut self, progress: &CleanProgress) {
        self.steps.push(progress.clone());
    }

    fn stopped(&self) -> bool {
        self.steps.last().is_some_and(|step| Some(step.step.as_str()) == self.stop_at)
    }
}

#[test]
fn trackers_go_the_rest_stays_and_undo_brings_them_back() {
    let (_data, places) = sampled();
    let before = read(&places);
    let planned = plan(&before, &places, &request("trackers"), now()).expect("plan");
    let mut watch = Watch::default();
    let result = clean(&before, &planned, &places, "test", now(), &mut watch).expect("clean");
    assert_eq!(result.removed, planned.view().clear, "what the plan says is what goes");
    assert_eq!((result.still_there, result.cancelled), (0, false));
    assert_eq!(result.skipped, []);
    assert_eq!(
        watch.steps.last().map(|step| (step.done, step.total)),
        Some((result.removed, result.removed))
    );
    assert!(
        watch.steps.iter().any(|step| step.browser.as_deref() == Some("firefox")),
        "progress names the browser"
    );

    let after = read(&places);
    let session_store = |row: &CookieRow| row.browser == "firefox" && row.lifetime == "session";
    assert_eq!(keys(&after, |row| row.tracker && !session_store(row)), BTreeSet::new(), "no tracker is left");
    assert_eq!(
        keys(&after, |row| !row.tracker),
        keys(&before, |row| !row.tracker),
        "nothing else is touched"
    );

    let screen = overview(&after, &places, now()).expect("overview");
    let last = screen.last_run.expect("a run to undo");
    assert_eq!((last.removed, last.can_undo, last.state.as_str()), (result.removed, true, "done"));
    assert_eq!(last.browsers, ["chromium", "firefox"]);
    let since = screen.since_last.expect("a scan before this one");
    assert_eq!(since.trackers - screen.counts.trackers, result.removed, "the first screen says what changed");

    let undone = undo(&places, None, "test", now(), &mut ()).expect("undo");
    assert_eq!((undone.restored, undone.kept_newer, undone.skipped.len()), (result.removed, 0, 0));
    assert_eq!(keys(&read(&places), |_| true), keys(&before, |_| true), "every row is back as it was");
    let runs = history(&places, now()).expect("history");
    assert_eq!((runs.len(), runs[0].state.as_str(), runs[0].can_undo), (1, "undone", false));
    assert!(matches!(undo(&places, None, "test", now(), &mut ()), Err(Error::NothingToUndo)));
}

#[test]
fn a_stopped_clean_up_says_so_and_can_be_undone() {
    let (_data, places) = sampled();
    let before = read(&places);
    let planned = plan(&before, &places, &request("trackers"), now()).expect("plan");
    // Stopped when the first store is done: the second and third stay as they are.
    let mut watch = Watch { stop_at: Some("marked"), ..Watch::default() };
    let result = clean(&before, &planned, &places, "test", now(), &mut watch).expect("clean");
    assert!(result.cancelled && result.removed > 0 && result.removed < planned.view().clear, "{result:?}");
    let left: u64 = result
        .skipped
        .iter()
        .filter(|skipped| skipped.why == "cancelled")
        .map(|skipped| skipped.cookies)
        .sum();
    assert_eq!(result.removed + left, planned.view().clear, "what was not done is said");
    undo(&places, result.run, "test", now(), &mut ()).expect("undo");
    assert_eq!(keys(&read(&places), |_| true), keys(&before, |_| true));
}

#[test]
fn nothing_to_clear_leaves_no_trace() {
    let (_data, places) = sampled();
    let scanned = read(&places);
    let nothing =
        PlanRequest { selection: PlanSelection::Cookies { cookies: Vec::new() }, toggles: Vec::new() };
    let planned = plan(&scanned, &places, &nothing, now()).expect("plan");
    let result = clean(&scanned, &planned, &places, "test", now(), &mut ()).expect("clean");
    assert_eq!((result.run, result.removed, result.undo_until), (None, 0, None));
    assert_eq!(history(&places, now()).expect("history"), []);
}

#[test]
fn after_its_time_a_clean_up_cannot_be_undone() {
    let (_data, places) = sampled();
    let scanned = read(&places);
    let planned = plan(&scanned, &places, &request("trackers"), now()).expect("plan");
    let result = clean(&scanned, &planned, &places, "test", now(), &mut ()).expect("clean");
    let later = Timestamp::from_unix_seconds(crate::common::NOW + 8 * crate::common::DAY);
    assert_eq!(recover(&places, "test", later).expect("recover"), []);
    let runs = history(&places, later).expect("history");
    assert_eq!((runs[0].state.as_str(), runs[0].can_undo), ("expired", false));
    let error = undo(&places, result.run, "test", later, &mut ()).expect_err("its key is destroyed").view();
    assert_eq!((error.code.as_str(), error.retry), ("expired", false));
}

#[test]
fn unknown_runs_have_their_own_answer() {
    let (_data, places) = sampled();
    let code = |error: Error| error.view().code;
    assert_eq!(
        code(undo(&places, Some(99), "test", now(), &mut ()).expect_err("no such run")),
        "no_such_run"
    );
    assert_eq!(code(finish(&places, 99, "test", now(), &mut ()).expect_err("no such run")), "no_such_run");
}

#[test]
fn only_one_at_a_time() {
    let (_data, places) = sampled();
    let scanned = read(&places);
    let planned = plan(&scanned, &places, &request("trackers"), now()).expect("plan");
    let lock = crumbwise_cleanup::CleanupLock::acquire(&places.data, "window", now()).expect("lock");
    let error = clean(&scanned, &planned, &places, "command", now(), &mut ()).expect_err("busy").view();
    assert_eq!((error.code.as_str(), error.retry), ("busy", true));
    assert!(error.params["holder"].contains("window"), "it says who: {:?}", error.params);
    assert_eq!(recover(&places, "command", now()).expect("nothing is interrupted, it is running"), []);
    drop(lock);
    clean(&scanned, &planned, &places, "command", now(), &mut ()).expect("free again");
}

#[test]
fn a_home_without_browsers_is_no_error() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = crate::common::places(data.path());
    fs::create_dir_all(places.roots.home()).expect("an empty home");
    assert_eq!(recover(&places, "test", now()).expect("recover"), []);
    assert!(!places.data.exists(), "a start that has nothing to do makes nothing");
    let scanned = read(&places);
    let coverage = coverage(&scanned);
    assert!(coverage.browsers.is_empty() && coverage.problems.is_empty(), "{coverage:?}");
    assert_eq!(overview(&scanned, &places, now()).expect("overview").counts.cookies, 0);
}

#[test]
fn one_store_by_name_is_read_and_not_recorded() {
    let (_data, places) = sampled();
    let file = places.roots.home().join(".mozilla/firefox/k3vq81xw.default-release/cookies.sqlite");
    let one = scan(&places, Some(&file), now(), &()).expect("scan");
    assert!(cookie_rows(&one).count() > 0);
    assert!(
        overview(&read(&places), &places, now()).expect("overview").since_last.is_none(),
        "a part is no scan before"
    );
    let missing = scan(&places, Some(Path::new("/nowhere/Cookies")), now(), &()).expect("scan");
    assert_eq!(coverage(&missing).problems.len(), 1, "what cannot be read is a problem, not an error");
}

#[derive(Default)]
struct Listener {
    told: Mutex<Vec<ScanProgress>>,
    stop: bool,
}

impl ScanObserver for Listener {
    fn progress(&self, progress: &ScanProgress) {
        self.told.lock().expect("no panic while telling").push(progress.clone());
    }

    fn stopped(&self) -> bool {
        self.stop
    }
}

#[test]
fn a_scan_tells_how_far_it_is_and_stops_when_asked() {
    let (_data, places) = sampled();
    let listener = Listener::default();
    scan(&places, None, now(), &listener).expect("scan");
    let told = listener.told.into_inner().expect("told");
    let last = told.last().expect("something was told");
    assert_eq!((last.stores, last.stores_done), (4, 4));
    assert!(
        told.is_sorted_by_key(|progress| (progress.stores_done, progress.cookies)),
        "numbers never go back: {told:?}"
    );
    let stopped = Listener { stop: true, ..Listener::default() };
    assert!(matches!(scan(&places, None, now(), &stopped), Err(Error::Cancelled)));
    let entries = fs::read_dir(places.data.join("snapshots")).expect("the folder").flatten();
    let copies = entries.filter(|entry| entry.path().is_dir()).count();
    assert_eq!(copies, 0, "no private copy outlives its scan");
}

#[test]
fn browsers_are_listed_without_keeping_cookies() {
    let (_data, places) = sampled();
    let listed = browsers(&places, now()).expect("browsers");
    assert_eq!(listed, coverage(&read(&places)), "the same places and numbers as a scan");
}

#[test]
fn kept_sites_and_settings_are_remembered() {
    let (_data, places) = sampled();
    keep_add(&places, "login.shop.example", now()).expect("a site");
    keep_add(&places, "a.co.uk", now()).expect("a site");
    assert_eq!(
        keep_sites(&places).expect("sites"),
        ["a.co.uk", "shop.example"],
        "registrable domains, ordered"
    );
    keep_remove(&places, ".shop.example").expect("a site");
    assert_eq!(keep_sites(&places).expect("sites"), ["a.co.uk"]);
    for odd in ["", "  ", "two words", "<b>", "http://"] {
        assert_eq!(keep_add(&places, odd, now()).expect_err(odd).view().code, "not_a_site");
    }
    assert_eq!(setting(&places, "theme").expect("no choice yet"), None);
    set_setting(&places, "theme", "dark").expect("a theme");
    set_setting(&places, "language", "de").expect("a language");
    let info = info(&places, "en-GB").expect("info");
    assert_eq!((info.theme.as_str(), info.language.as_str(), info.sample), ("dark", "de", true));
    for (key, value) in [("theme", "pink"), ("undo_days", "0"), ("language", "xx")] {
        assert_eq!(set_setting(&places, key, value).expect_err(key).view().code, "no_such_setting");
    }
}

#[test]
fn a_damaged_ledger_is_set_aside_and_said() {
    let (_data, places) = sampled();
    read(&places);
    fs::write(places.data.join("ledger.sqlite"), b"not a database at all, but long enough to be looked at")
        .expect("damage");
    let scanned = read(&places);
    let problems = coverage(&scanned).problems;
    assert!(
        problems.iter().any(|problem| problem.kind == "set_aside" && Path::new(&problem.path).exists()),
        "{problems:?}"
    );
}
