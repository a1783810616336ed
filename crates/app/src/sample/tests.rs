use super::*;
use crate::{overview, scan, view::CookieQuery};

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_795_515_450)
}

#[test]
fn the_sample_is_read_like_any_other_and_shows_every_kind() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = build(data.path(), now()).expect("sample");
    let scanned = scan(&places, None, now(), &()).expect("scan");
    let overview = overview(&scanned, &places, now()).expect("overview");
    assert_eq!(overview.coverage.problems, [], "the files are what the browsers write");
    let stores: Vec<_> = overview.coverage.browsers.iter().flat_map(|browser| &browser.profiles).collect();
    assert_eq!(stores.len(), 3);
    assert!(overview.sample);
    let counts = overview.counts;
    assert!((150..=300).contains(&counts.cookies), "{counts:?}");
    for (what, count) in [
        ("session", counts.session),
        ("persistent", counts.persistent),
        ("trackers", counts.trackers),
        ("sign-ins", counts.sign_ins),
        ("signed-in sites", counts.signed_in_sites),
        ("expired", counts.expired),
        ("partitioned", counts.partitioned),
        ("single site", counts.single_site),
        ("likely trackers", counts.likely_trackers),
        ("likely sign-ins", counts.likely_sign_ins),
    ] {
        assert!(count > 0, "the sample shows {what}: {counts:?}");
    }
    assert!(overview.by_purpose.iter().all(|purpose| purpose.cookies > 0), "{:?}", overview.by_purpose);
}

#[test]
fn the_sample_s_browsers_know_their_sites() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = build(data.path(), now()).expect("sample");
    let scanned = scan(&places, None, now(), &()).expect("scan");
    let rows: Vec<_> = crate::cookie_rows(&scanned).collect();
    for browser in ["chromium", "firefox"] {
        for visited in ["yes", "no"] {
            let some = rows.iter().any(|row| row.browser == browser && row.visited == visited);
            assert!(some, "{browser} knows of visits: {visited}");
        }
    }
    for context in ["unknown", "first_party", "third_party", "partitioned"] {
        assert!(rows.iter().any(|row| row.context == context), "the sample shows {context}");
    }
    for rule in ["none", "allow", "session_only"] {
        assert!(rows.iter().any(|row| row.browser_rule == rule), "the sample shows {rule}");
    }
    let trackers: Vec<_> = rows.iter().filter(|row| row.tracker && row.site == "doubleclick.net").collect();
    assert!(trackers.iter().all(|row| row.visited != "yes"), "nobody visits trackers: {trackers:?}");
}

#[test]
fn two_builds_at_one_instant_are_equal() {
    let rows = || {
        let data = tempfile::tempdir().expect("a temporary folder");
        let places = build(data.path(), now()).expect("sample");
        let again = build(data.path(), now()).expect("sample again");
        assert_eq!(places.data, again.data);
        let scanned = scan(&again, None, now(), &()).expect("scan");
        let query = CookieQuery { limit: 1_000, ..CookieQuery::default() };
        let mut page = crate::cookies(&scanned, &query);
        page.scan = 0;
        page.rows.iter_mut().for_each(|row| row.id.scan = 0);
        page
    };
    assert_eq!(rows(), rows());
}
