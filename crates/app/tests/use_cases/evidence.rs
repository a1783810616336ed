//! What the browsers know about sites, from their files to what is said of a cookie.

use std::{collections::BTreeSet, fs, path::Path};

use crate::common::now;
use crumbwise_app::{
    Places, Scanned, cookie, cookie_rows, coverage, info, plan, sample, scan, set_setting,
    view::{CookieRow, PlanRequest, PlanSelection},
};

fn sampled() -> (tempfile::TempDir, Places) {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = sample::build(data.path(), now()).expect("sample");
    (data, places)
}

fn read(places: &Places) -> Scanned {
    scan(places, None, now(), &()).expect("scan")
}

/// The notes that are said of the first cookie that fits.
fn notes(scanned: &Scanned, fits: impl Fn(&CookieRow) -> bool) -> BTreeSet<String> {
    let row = cookie_rows(scanned).find(fits).expect("a cookie that fits");
    let detail = cookie(scanned, row.id).expect("a cookie of this scan");
    detail.notes.into_iter().map(|note| note.key).collect()
}

#[test]
fn what_a_browser_knows_is_said_of_a_cookie() {
    let (_data, places) = sampled();
    let scanned = read(&places);
    let says = |key: &str, fits: &dyn Fn(&CookieRow) -> bool| {
        let notes = notes(&scanned, fits);
        assert!(notes.contains(key), "{key}: {notes:?}");
    };
    says("note_visited", &|row| row.site == "github.com");
    says("note_never_visited", &|row| row.visited == "no");
    says("note_never_used", &|row| row.site == "demdex.net" && row.browser == "chromium");
    says("note_rule_allow", &|row| row.site == "paperlantern.example" && row.browser == "chromium");
    says("note_rule_session_only", &|row| row.site == "gardenpath.example" && row.browser == "firefox");
    let caught = cookie_rows(&scanned).find(|row| row.name == "pbk").expect("in the sample");
    let detail = cookie(&scanned, caught.id).expect("a cookie of this scan");
    assert_eq!((detail.reason.key.as_str(), detail.source.as_str()), ("reason_never_used", "evidence"));
    assert_eq!((caught.tracking.as_str(), caught.tracker), ("likely", false), "shown, never preselected");
}

#[test]
fn a_site_that_the_browser_allows_is_named_where_it_would_lose_cookies() {
    let (_data, places) = sampled();
    let scanned = read(&places);
    let allowed = |preset: &str| {
        let selection = PlanSelection::Preset { preset: preset.to_owned() };
        let request = PlanRequest { selection, toggles: Vec::new() };
        plan(&scanned, &places, &request, now()).expect("plan").view().effects.allowed_in_browser
    };
    assert_eq!(allowed("everything"), ["paperlantern.example"]);
    let row = cookie_rows(&scanned).find(|row| row.site == "github.com").expect("in the sample");
    let other =
        PlanRequest { selection: PlanSelection::Cookies { cookies: vec![row.id] }, toggles: Vec::new() };
    let view = plan(&scanned, &places, &other, now()).expect("plan").view();
    assert!(view.effects.allowed_in_browser.is_empty(), "only what is cleared is named");
}

#[test]
fn the_setting_turns_the_history_off_and_on_again() {
    let (_data, places) = sampled();
    let known = |scanned: &Scanned| cookie_rows(scanned).any(|row| row.visited != "unknown");
    let ruled = |scanned: &Scanned| cookie_rows(scanned).any(|row| row.browser_rule != "none");
    assert!(info(&places, "en").expect("info").use_history, "on at first");
    assert!(known(&read(&places)));
    set_setting(&places, "use_history", "off").expect("a setting");
    assert!(!info(&places, "en").expect("info").use_history);
    spoil(places.roots.home());
    let without = read(&places);
    assert!(!known(&without), "nothing is known of visits");
    assert!(ruled(&without), "settings are no history");
    assert_eq!(coverage(&without).problems, [], "and no history was opened: each is spoiled");
    set_setting(&places, "use_history", "on").expect("a setting");
    let kinds: BTreeSet<_> = coverage(&read(&places)).problems.into_iter().map(|found| found.kind).collect();
    assert_eq!(kinds, BTreeSet::from(["no_evidence".to_owned()]), "switched on, they are opened");
    assert!(set_setting(&places, "use_history", "perhaps").is_err());
}

#[test]
fn what_the_histories_hold_is_nowhere_afterwards() {
    let (data, places) = sampled();
    let marker = "zqvisitedmarker";
    let history = places.roots.home().join(".config/chromium/Default/History");
    let connection = rusqlite::Connection::open(&history).expect("the sample's history");
    let page = format!("UPDATE urls SET url = 'https://www.{marker}.example/{marker}' WHERE id = 1");
    assert_eq!(connection.execute(&page, []).expect("a page"), 1);
    drop(connection);
    let scanned = read(&places);
    assert!(!format!("{scanned:?}").contains(marker), "not in what a scan holds");
    let own = data.path().join("sample/data");
    let files = files_below(&own);
    assert!(!files.is_empty(), "the scan was recorded");
    for file in files {
        let bytes = fs::read(&file).expect("a file of ours");
        let stands = bytes.windows(marker.len()).any(|part| part == marker.as_bytes());
        assert!(!stands, "a visited site stands in {}", file.display());
    }
}

/// Makes every history a problem for whoever opens it.
fn spoil(home: &Path) {
    for file in files_below(home) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if ["History", "DIPS", "places.sqlite"].contains(&name.as_str()) {
            fs::write(&file, "no database").expect("a file of the sample");
        }
    }
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}
