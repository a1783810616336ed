//! Plans: what the screen says is what applying does, row for row.

use std::collections::BTreeMap;

use crate::common::{now, places, scanned};
use crumbwise_app::{
    Error, Planned, Scanned, keep_add, plan, presets,
    view::{ClearFrom, CookieId, Filter, PlanRequest, PlanRow, PlanSelection, Toggle},
};
use insta::assert_json_snapshot;
use proptest::prelude::*;

fn preset(word: &str) -> PlanSelection {
    PlanSelection::Preset { preset: word.to_owned() }
}

fn make(scanned: &Scanned, selection: PlanSelection, toggles: Vec<Toggle>) -> Planned {
    let data = tempfile::tempdir().expect("a temporary folder");
    plan(scanned, &places(data.path()), &PlanRequest { selection, toggles }, now()).expect("a plan")
}

fn rows(planned: &Planned) -> Vec<PlanRow> {
    let mut rows = Vec::new();
    loop {
        let offset = u32::try_from(rows.len()).expect("few rows");
        let page = planned.page(offset, 3);
        if page.rows.is_empty() {
            assert_eq!(rows.len() as u64, page.total, "pages reach to the end");
            return rows;
        }
        rows.extend(page.rows);
    }
}

fn lines(planned: &Planned) -> Vec<String> {
    let line = |row: &PlanRow| {
        let fate = if row.clear { "clear" } else { "keep" };
        let PlanRow { cookie, group, why, .. } = row;
        format!("{group}: {} {} ({}): {fate}, {why}", cookie.host, cookie.name, cookie.profile)
    };
    rows(planned).iter().map(line).collect()
}

/// Everything a plan says in numbers agrees with its rows.
fn check(planned: &Planned) {
    let view = planned.view();
    let rows = rows(planned);
    let cleared: Vec<&PlanRow> = rows.iter().filter(|row| row.clear).collect();
    assert_eq!(view.clear, cleared.len() as u64, "the button's number is the number of rows that go");
    assert_eq!(view.keep, (rows.len() - cleared.len()) as u64);
    let mut groups: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for row in &rows {
        let group = groups.entry(&row.group).or_default();
        *if row.clear { &mut group.0 } else { &mut group.1 } += 1;
    }
    for group in planned.groups() {
        assert_eq!(groups.remove(group.label.as_str()), Some((group.clear, group.keep)), "{}", group.label);
    }
    assert!(groups.is_empty(), "every row's group is listed");
    let waiting: u64 = view.effects.in_use.iter().map(|store| store.cookies).sum();
    let in_running = cleared.iter().filter(|row| row.cookie.profile == "Work").count();
    assert_eq!(waiting, in_running as u64, "what waits for a browser to close is said");
    let kept = rows.iter().filter(|row| row.why == "kept_site").count();
    assert_eq!(view.effects.kept_by_rule, kept as u64);
    let later = rows.iter().filter(|row| row.why == "not_cleared").count();
    assert_eq!(view.effects.not_cleared_yet, later as u64);
    let out: u64 = view.effects.signs_out.iter().map(|out| out.cookies).sum();
    let sign_ins = cleared.iter().filter(|row| row.cookie.sign_in != "no" && !row.cookie.expired).count();
    assert_eq!(out, sign_ins as u64, "every sign-in that goes is announced");
}

#[test]
fn presets_row_for_row() {
    let scanned = scanned();
    for word in ["trackers", "everything_but_sign_ins", "everything"] {
        let planned = make(&scanned, preset(word), Vec::new());
        check(&planned);
        assert!(
            planned.groups().is_sorted_by_key(|group| std::cmp::Reverse(group.clear)),
            "most cleared first"
        );
        assert_json_snapshot!(word, (lines(&planned), planned.view().effects));
    }
}

#[test]
fn the_headline_the_button_and_the_preset_count_one_set() {
    let scanned = scanned();
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = places(data.path());
    let counts = crumbwise_app::overview(&scanned, &places, now()).expect("overview").counts;
    let trackers = make(&scanned, preset("trackers"), Vec::new()).view();
    assert_eq!(trackers.clear + trackers.effects.not_cleared_yet, counts.trackers);
    let waiting: u64 = trackers.effects.in_use.iter().map(|store| store.cookies).sum();
    assert_eq!(trackers.clear - waiting, counts.trackers_clearable);
    assert_eq!(trackers.effects.signs_out, [], "the one click signs nobody out");
    let presets = presets(&scanned, &places, now()).expect("presets");
    assert_eq!(presets[0].clear, trackers.clear);
    assert_json_snapshot!(presets);
}

#[test]
fn a_filter_leaves_sign_ins_and_says_so() {
    let scanned = scanned();
    let filter = Filter { text: "g".to_owned(), ..Filter::default() };
    let all =
        make(&scanned, PlanSelection::Filter { filter: filter.clone(), clear: ClearFrom::All }, Vec::new());
    check(&all);
    assert!(rows(&all).iter().all(|row| !row.clear || row.cookie.sign_in == "no"));
    assert!(rows(&all).iter().any(|row| row.why == "sign_in"), "what stays for safety says why");
    let trackers = make(&scanned, PlanSelection::Filter { filter, clear: ClearFrom::Trackers }, Vec::new());
    check(&trackers);
    assert!(rows(&trackers).iter().all(|row| !row.clear || row.cookie.tracker));
    assert!(trackers.view().clear > 0 && trackers.view().clear < all.view().clear);
}

#[test]
fn rows_changed_by_hand_are_applied_last() {
    let scanned = scanned();
    let id = |store, row| CookieId { scan: scanned.id(), store, row };
    let toggles = vec![
        Toggle::Cookie { cookie: id(0, 0), clear: false },
        Toggle::Cookie { cookie: id(0, 3), clear: true },
        Toggle::Cookie { cookie: id(3, 0), clear: true },
    ];
    let planned = make(&scanned, preset("trackers"), toggles);
    check(&planned);
    let why = |at: CookieId| {
        rows(&planned).into_iter().find(|row| row.cookie.id == at).map(|row| (row.clear, row.why))
    };
    assert_eq!(why(id(0, 0)), Some((false, "by_hand".to_owned())));
    assert_eq!(why(id(0, 3)), Some((true, "chosen".to_owned())));
    assert_eq!(
        why(id(3, 0)),
        Some((false, "not_cleared".to_owned())),
        "a session store is not cleared by hand either"
    );
    let signs_out = planned.view().effects.signs_out;
    assert_eq!(signs_out.len(), 1, "the effects are told anew: {signs_out:?}");
    assert_eq!((signs_out[0].site.as_str(), signs_out[0].family.as_deref()), ("google.com", Some("Google")));
}

#[test]
fn kept_sites_are_kept_whatever_the_preset() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = places(data.path());
    keep_add(&places, "https://WWW.Doubleclick.net/path", now()).expect("a site");
    let scanned = scanned();
    let request = PlanRequest { selection: preset("everything"), toggles: Vec::new() };
    let planned = plan(&scanned, &places, &request, now()).expect("a plan");
    check(&planned);
    assert_eq!(planned.view().effects.kept_by_rule, 3);
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = places(data.path());
    let (old, new) = (scanned(), scanned());
    let ask = |selection, toggles| plan(&new, &places, &PlanRequest { selection, toggles }, now());
    let id = CookieId { scan: old.id(), store: 0, row: 0 };
    assert!(matches!(ask(PlanSelection::Cookies { cookies: vec![id] }, Vec::new()), Err(Error::OldScan)));
    let toggle = Toggle::Cookie { cookie: id, clear: true };
    assert!(matches!(ask(preset("trackers"), vec![toggle]), Err(Error::OldScan)));
    assert!(matches!(ask(preset("nonsense"), Vec::new()), Err(Error::NoSuchPreset(_))));
    let planned = make(&old, preset("trackers"), Vec::new());
    let result = crumbwise_app::clean(&new, &planned, &places, "test", now(), &mut ());
    assert!(matches!(result, Err(Error::OldPlan)), "a plan is never applied to another scan");
    let newer = make(&old, preset("trackers"), Vec::new());
    assert_ne!(planned.id(), newer.id());
}

proptest! {
    #[test]
    fn any_choice_says_what_it_does(
        which in 0..5_usize,
        text in "[a-z.]{0,2}",
        changes in prop::collection::vec((0..4_u32, 0..9_u32, any::<bool>()), 0..12),
    ) {
        let scanned = scanned();
        let sizes = [9, 3, 2, 2];
        let ids: Vec<(CookieId, bool)> = changes
            .into_iter()
            .filter(|(store, row, _)| *row < sizes[*store as usize])
            .map(|(store, row, clear)| (CookieId { scan: scanned.id(), store, row }, clear))
            .collect();
        let filter = Filter { text, ..Filter::default() };
        let selection = match which {
            0 => preset("trackers"),
            1 => preset("everything_but_sign_ins"),
            2 => preset("everything"),
            3 => PlanSelection::Filter { filter, clear: ClearFrom::All },
            _ => PlanSelection::Cookies { cookies: ids.iter().map(|(id, _)| *id).collect() },
        };
        let toggles = ids.iter().map(|&(cookie, clear)| Toggle::Cookie { cookie, clear }).collect();
        check(&make(&scanned, selection, toggles));
    }
}
