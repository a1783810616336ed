//! A plan's table by the page, and whole groups turned by hand.

use crumbwise_app::{
    Knowledge, Planned, Scanned, keep_add, plan,
    view::{CookieId, GroupName, PlanFolds, PlanLine, PlanRequest, PlanRow, PlanSelection, PlanView, Toggle},
};
use crumbwise_model::{Scan, StoreKind, Timestamp};

use crate::common::{CHROMIUM, NOW, Row, filled, now, places, row, scanned, store};

/// Sites of a person who has been everywhere.
const SITES: usize = 20_000;

fn make(scanned: &Scanned, preset: &str, toggles: Vec<Toggle>) -> Planned {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = places(data.path());
    keep_add(&places, "youtube.com", now()).expect("a site");
    let selection = PlanSelection::Preset { preset: preset.to_owned() };
    plan(scanned, &places, &PlanRequest { selection, toggles }, now()).expect("a plan")
}

fn rows(planned: &Planned) -> Vec<PlanRow> {
    planned.page(0, 1_000).rows
}

fn fates(planned: &Planned, group: &str) -> Vec<(String, bool, String)> {
    let rows = rows(planned).into_iter().filter(|row| row.group == group);
    rows.map(|row| (row.cookie.name, row.clear, row.why)).collect()
}

/// How long the message is.
fn size<T: serde::Serialize>(told: &T) -> usize {
    serde_json::to_string(told).expect("it is sent").len()
}

fn group(label: &str, company: bool, clear: bool) -> Toggle {
    Toggle::Group { group: GroupName { label: label.to_owned(), company }, clear }
}

#[test]
fn the_unfolded_table_holds_every_row_once_below_its_group() {
    let planned = make(&scanned(), "trackers", Vec::new());
    let open = planned.groups().map(|group| group.label.clone()).collect();
    let folds = PlanFolds { open, rest: true };
    let mut shown = Vec::new();
    let mut above = String::new();
    let mut offset = 0;
    loop {
        let page = planned.lines(&folds, offset, 3);
        for line in &page.lines {
            match line {
                PlanLine::Group { group } => above.clone_from(&group.label),
                PlanLine::Row { row } => {
                    assert_eq!(row.group, above, "a row stands below its own group");
                    shown.push(row.clone());
                }
                PlanLine::Kept { label, .. } => assert_eq!(*label, above),
                PlanLine::Rest { groups, keep, open } => {
                    let rest = planned.groups().filter(|group| group.clear == 0);
                    let kept: Vec<u64> = rest.map(|group| group.keep).collect();
                    let told = (kept.len() as u64, kept.iter().sum(), true);
                    assert_eq!((*groups, *keep, *open), told);
                }
            }
        }
        offset += page.lines.len() as u64;
        if page.lines.is_empty() {
            assert_eq!(offset, page.total, "pages reach to the end");
            break;
        }
    }
    assert_eq!(shown, rows(&planned));
}

#[test]
fn what_the_window_is_sent_does_not_grow_with_the_sites() {
    let hosts = (0..SITES).map(|number| row(format!("site{number}.example").leak(), "theme", 9, 1, Some(90)));
    let hosts: Vec<Row> = hosts.collect();
    let store =
        store(CHROMIUM, "Everywhere", "/home/ada/.config/chromium/Default/Cookies", StoreKind::Database);
    let stores = vec![filled(store, &hosts)];
    let scan = Scan { at: Timestamp::from_unix_seconds(NOW), stores, ..Scan::default() };
    let planned = make(&Scanned::new(scan, Knowledge::built_in()), "trackers", Vec::new());
    assert_eq!(planned.groups().len(), SITES, "each site is a group of its own");
    assert!(size(&planned.view()) < 2_000, "the plan itself names no group");
    let folded = planned.lines(&PlanFolds::default(), 0, 100);
    let rest = PlanLine::Rest { groups: SITES as u64, keep: SITES as u64, open: false };
    assert_eq!(
        (folded.total, folded.lines),
        (1, vec![rest]),
        "what is kept is one line until it is asked for"
    );
    let unfolded = PlanFolds { open: Vec::new(), rest: true };
    let page = planned.lines(&unfolded, 20_000, u32::MAX);
    assert_eq!((page.total, page.lines.len()), (1 + 2 * SITES as u64, 1_000), "a page has a limit");
    assert!(size(&planned.lines(&unfolded, 20_000, 100)) < 30_000, "a page is as long as what it shows");
}

#[test]
fn a_group_is_turned_as_a_whole_but_for_what_is_protected() {
    let scanned = scanned();
    let view = |toggles| -> PlanView { make(&scanned, "trackers", toggles).view() };
    let off = make(&scanned, "trackers", vec![group("Google", true, false)]);
    let google = fates(&off, "Google");
    assert!(google.len() > 4 && google.iter().all(|(_, clear, _)| !clear), "{google:?}");

    let on = make(&scanned, "trackers", vec![group("Google", true, true)]);
    let google = fates(&on, "Google");
    for name in ["SID", "HSID", "VISITOR_INFO1_LIVE"] {
        let mut cookies = google.iter().filter(|(one, ..)| one == name);
        assert!(cookies.all(|(_, clear, _)| !clear), "{name} stays: {google:?}");
    }
    let gone = google.iter().filter(|(_, clear, _)| *clear).map(|(name, ..)| name.as_str());
    assert_eq!(gone.collect::<Vec<_>>(), ["IDE", "IDE", "_ga"], "what was only not asked for goes too");
    assert!(on.view().effects.signs_out.is_empty(), "turning a group on signs nobody out");

    let both = view(vec![group("Google", true, false), group("Google", true, true)]);
    assert_eq!(both.clear, on.view().clear, "the last turn counts");
    let site = view(vec![group("Google", false, false)]);
    assert_eq!(site.clear, view(Vec::new()).clear, "a site of the same name would be another group");
}

#[test]
fn what_is_turned_by_hand_stays_where_it_stands() {
    let scanned = scanned();
    let places = |toggles| -> Vec<CookieId> {
        rows(&make(&scanned, "trackers", toggles)).into_iter().map(|row| row.cookie.id).collect()
    };
    let before = places(Vec::new());
    let turned = before.iter().map(|&cookie| Toggle::Cookie { cookie, clear: cookie.row % 2 == 0 });
    assert_eq!(places(turned.collect()), before, "a second turn would hit another cookie");
    let off = make(&scanned, "trackers", vec![group("Google", true, false)]);
    let first = off.lines(&PlanFolds::default(), 0, 1).lines;
    assert!(
        matches!(&first[..], [PlanLine::Group { group }] if group.label == "Google" && group.clear == 0),
        "a group that is turned off can be turned on again: {first:?}"
    );
}

#[test]
fn the_last_turn_of_a_cookie_counts_its_group_included() {
    let scanned = scanned();
    let cookie =
        |row, clear| Toggle::Cookie { cookie: CookieId { scan: scanned.id(), store: 0, row }, clear };
    let why = |toggles, name: &str| {
        let google = fates(&make(&scanned, "trackers", toggles), "Google");
        let found = google.iter().find(|(one, ..)| one == name);
        found.map(|(_, clear, why)| (*clear, why.clone()))
    };
    let by_hand = Some((false, "by_hand".to_owned()));
    assert_eq!(
        why(vec![cookie(4, true), group("Google", true, false)], "SID"),
        Some((false, "not_in_preset".to_owned()))
    );
    assert_eq!(
        why(vec![group("Google", true, false), cookie(4, true)], "SID"),
        Some((true, "chosen".to_owned()))
    );
    assert_eq!(
        why(vec![group("Google", true, true), cookie(2, false)], "_ga"),
        Some((false, "not_in_preset".to_owned()))
    );
    assert_eq!(why(vec![group("Google", true, false), cookie(2, false)], "IDE"), by_hand);
}
