//! What a person says changes plans, counts and explanations at once, and back again.

use std::path::Path;

use crumbwise_app::{
    Error, Places, Scanned, clean, company_names, cookie, cookie_rows, correct, correct_named, corrected,
    correction_effect, corrections, explain, keep_sites, knowledge_in_use, overview, plan, said, sample,
    scan, take_back, take_back_named,
    view::{CookieId, CookieRow, CoversWord, PlanRequest, PlanRow, PlanSelection, Question, Saying},
};

use crate::common::{now, places, scanned};

fn saying(covers: CoversWord, axis: &str, answer: &str) -> Saying {
    Saying { covers, axis: axis.to_owned(), answer: answer.to_owned() }
}

fn row(scanned: &Scanned, name: &str, profile: &str) -> CookieRow {
    cookie_rows(scanned).find(|row| row.name == name && row.profile == profile).expect("the cookie")
}

/// Says it, and looks at the scan with it.
fn told(before: &Scanned, places: &Places, id: CookieId, saying: &Saying) -> Scanned {
    correct(before, places, id, saying, now()).expect("it can be said");
    corrected(before, places).expect("it is honoured").expect("it is news to the scan")
}

fn trackers(scanned: &Scanned, places: &Places) -> (u64, Vec<PlanRow>) {
    let selection = PlanSelection::Preset { preset: "trackers".to_owned() };
    let planned =
        plan(scanned, places, &PlanRequest { selection, toggles: Vec::new() }, now()).expect("a plan");
    (planned.view().clear, planned.page(0, 1_000).rows)
}

fn why(rows: &[PlanRow], id: CookieId) -> &str {
    &rows.iter().find(|row| row.cookie.id == id).expect("every cookie is in the plan").why
}

#[test]
fn what_i_call_my_sign_in_leaves_the_plan_at_once_and_comes_back_with_taking_back() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let (places, before) = (places(data.path()), scanned());
    let ide = row(&before, "IDE", "Personal").id;
    let (cleared, _) = trackers(&before, &places);
    let counted = overview(&before, &places, now()).expect("overview").counts;

    let after = told(&before, &places, ide, &saying(CoversWord::Cookie, "sign_in", "yes"));
    assert_eq!(after.id(), before.id(), "the rows are those that were read");
    let (fewer, rows) = trackers(&after, &places);
    // In two profiles, and in a store that is not cleared.
    assert_eq!(fewer, cleared - 2, "one name on one host, in every profile");
    assert_eq!(why(&rows, ide), "sign_in");
    let now_counted = overview(&after, &places, now()).expect("overview").counts;
    assert_eq!(now_counted.trackers, counted.trackers - 3, "the headline counts what the plan clears");
    assert_eq!(now_counted.sign_ins, counted.sign_ins + 3);

    let [correction] = &corrections(&places).expect("the list")[..] else { panic!("one correction") };
    assert!(take_back(&places, correction.id).expect("it is taken back"));
    assert!(!take_back(&places, correction.id).expect("asked again"), "only once");
    let again = corrected(&after, &places).expect("it is honoured").expect("it is news to the scan");
    assert_eq!(trackers(&again, &places).0, cleared);
    assert_eq!(overview(&again, &places, now()).expect("overview").counts, counted, "as before");
    assert!(corrected(&again, &places).expect("asked again").is_none(), "nothing new was said");
}

#[test]
fn the_drawer_says_what_was_said_and_what_the_sources_say() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let (places, before) = (places(data.path()), scanned());
    let ide = row(&before, "IDE", "Personal").id;
    let known = cookie(&before, ide).expect("explained");
    assert!(known.said.is_empty() && known.otherwise.is_none());

    let after = told(&before, &places, ide, &saying(CoversWord::Site, "tracking", "no"));
    let detail = cookie(&after, ide).expect("explained");
    assert_eq!((detail.source.as_str(), detail.confidence.as_str()), ("person", "certain"));
    assert_eq!((detail.reason.key.as_str(), detail.rule.is_none()), ("reason_you_said_not_tracking", true));
    assert_eq!((detail.row.tracking.as_str(), detail.row.tracker), ("no", false));
    let [one] = &detail.said[..] else { panic!("one thing was said: {:?}", detail.said) };
    assert_eq!((one.covers, one.place.as_str()), (CoversWord::Site, "doubleclick.net"));
    let otherwise = detail.otherwise.expect("what the sources say");
    assert_eq!(otherwise.reason, known.reason);
    assert_eq!(otherwise.rule, known.rule, "still traced to its file and licence");
    assert_eq!(otherwise.tracking, "cross_site");
}

#[test]
fn a_company_moves_its_cookies_to_its_group() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let (places, before) = (places(data.path()), scanned());
    let strange = row(&before, "zz_unknown", "Personal").id;
    let after = told(&before, &places, strange, &saying(CoversWord::Name, "company", "google"));
    assert_eq!(row(&after, "zz_unknown", "Personal").company.as_deref(), Some("Google"));
    let (_, rows) = trackers(&after, &places);
    let group = rows.iter().find(|row| row.cookie.id == strange).map(|row| row.group.as_str());
    assert_eq!(group, Some("Google"));
    let unknown = correct(&after, &places, strange, &saying(CoversWord::Name, "company", "zq & sons"), now());
    assert!(matches!(unknown, Err(Error::NoSuchCompany(_))));
    let names = company_names(&places);
    assert!(names.len() > 1_000 && names.iter().any(|name| name == "Google"));
}

#[test]
fn the_effect_told_before_is_the_effect_after() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let (places, before) = (places(data.path()), scanned());
    for (name, covers, axis, answer) in [
        ("IDE", CoversWord::Cookie, "sign_in", "yes"),
        ("SID", CoversWord::Site, "sign_in", "no"),
        ("zz_unknown", CoversWord::Site, "tracking", "yes"),
        ("IDE", CoversWord::Site, "purpose", "functional"),
        ("PHPSESSID", CoversWord::Name, "sign_in", "no"),
    ] {
        let saying = saying(covers, axis, answer);
        let scan =
            corrected(&before, &places).expect("the corrections so far").unwrap_or_else(|| before.clone());
        let id = row(&scan, name, "Personal").id;
        let effect = correction_effect(&scan, id, &saying).expect("told before");
        let after = told(&scan, &places, id, &saying);
        let (old, new): (Vec<CookieRow>, Vec<CookieRow>) =
            (cookie_rows(&scan).collect(), cookie_rows(&after).collect());
        let count = |differs: fn(&CookieRow, &CookieRow) -> bool| {
            old.iter().zip(&new).filter(|(old, new)| differs(old, new)).count() as u64
        };
        assert_eq!(effect.changed, count(|old, new| old != new), "{name}");
        assert_eq!(effect.fewer_trackers, count(|old, new| old.tracker && !new.tracker), "{name}");
        assert_eq!(effect.more_trackers, count(|old, new| !old.tracker && new.tracker), "{name}");
        assert_eq!(
            effect.fewer_sign_ins,
            count(|old, new| old.sign_in != "no" && new.sign_in == "no"),
            "{name}"
        );
        assert!(effect.cookies >= effect.changed && effect.changed > 0, "{name}: {effect:?}");
    }
}

#[test]
fn a_plan_made_before_something_was_said_is_not_applied() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = sample::build(data.path(), now()).expect("sample");
    let scanned = scan(&places, None, now(), &()).expect("scan");
    let selection = PlanSelection::Preset { preset: "trackers".to_owned() };
    let request = PlanRequest { selection, toggles: Vec::new() };
    let planned = plan(&scanned, &places, &request, now()).expect("a plan");
    let tracker = cookie_rows(&scanned).find(|row| row.tracker).expect("a tracker");
    // As another window or the command may do meanwhile.
    let cookie = (tracker.name.as_str(), tracker.host.as_str());
    correct_named(&places, CoversWord::Cookie, cookie, &[("sign_in", "yes")], now()).expect("said");
    let refused = clean(&scanned, &planned, &places, "test", now(), &mut ());
    assert!(matches!(refused, Err(Error::OldPlan)), "what was said is honoured: {refused:?}");
    let scanned = corrected(&scanned, &places).expect("honoured").expect("news");
    let refused = clean(&scanned, &planned, &places, "test", now(), &mut ());
    assert!(matches!(refused, Err(Error::OldPlan)), "the plan is that of the scan before: {refused:?}");
    let planned = plan(&scanned, &places, &request, now()).expect("a plan");
    let done = clean(&scanned, &planned, &places, "test", now(), &mut ()).expect("cleared");
    assert_eq!(done.removed, planned.view().clear);
    let left = scan(&places, None, now(), &()).expect("scan");
    let kept = cookie_rows(&left).filter(|row| (row.name.as_str(), row.host.as_str()) == cookie);
    assert!(kept.count() > 0, "what was called a sign-in is still there");
    assert!(cookie_rows(&left).all(|row| !row.tracker), "and nothing else that follows");
}

#[test]
fn a_new_scan_and_the_command_know_what_was_said() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = sample::build(data.path(), now()).expect("sample");
    let answers = [("sign_in", "no"), ("tracking", "yes"), ("purpose", "advertising")];
    let noted = correct_named(&places, CoversWord::Name, ("lang", ""), &answers, now()).expect("said");
    assert_eq!(noted.len(), 3);
    let scanned = scan(&places, None, now(), &()).expect("scan");
    assert!(corrected(&scanned, &places).expect("asked").is_none(), "a scan knows what was said before it");
    let question = Question { name: "lang".to_owned(), host: "a.example".to_owned(), ..Question::default() };
    let answer =
        explain(&[question], knowledge_in_use(&places), &said(&places).expect("what was said")).remove(0);
    assert_eq!((answer.source.as_str(), answer.tracking.as_str()), ("person", "cross_site"));
    assert_eq!(answer.reason.key, "reason_you_said_not_sign_in");
    let taken = take_back_named(&places, CoversWord::Name, ("lang", "")).expect("taken back");
    assert_eq!(taken.len(), 3);
    assert!(take_back_named(&places, CoversWord::Name, ("lang", "")).expect("again").is_empty());
}

#[test]
fn nonsense_is_refused_and_notes_nothing() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let (places, scanned) = (places(data.path()), scanned());
    let ide = row(&scanned, "IDE", "Personal").id;
    for (axis, answer) in
        [("sign_in", "likely"), ("tracking", "cross_site"), ("purpose", "x"), ("mood", "good")]
    {
        let refused = correct(&scanned, &places, ide, &saying(CoversWord::Cookie, axis, answer), now());
        assert!(matches!(refused, Err(Error::NotACorrection(_))), "{axis} = {answer}");
    }
    let long = "x".repeat(10_000);
    let refused = correct_named(&places, CoversWord::Name, (&long, ""), &[("sign_in", "yes")], now());
    assert!(matches!(refused, Err(Error::NotACorrection(_))));
    let both = [("tracking", "no"), ("sign_in", "perhaps")];
    assert!(correct_named(&places, CoversWord::Name, ("a", ""), &both, now()).is_err());
    let other = CookieId { scan: ide.scan + 1, ..ide };
    let refused = correct(&scanned, &places, other, &saying(CoversWord::Cookie, "sign_in", "yes"), now());
    assert!(matches!(refused, Err(Error::OldScan)));
    assert_eq!(corrections(&places).expect("the list"), []);
}

#[test]
fn what_an_older_version_kept_is_honoured_before_anything_is_written() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let (places, scanned) = (places(data.path()), scanned());
    let folder: &Path = &places.data;
    std::fs::create_dir_all(folder).expect("the data folder");
    let old = rusqlite::Connection::open(folder.join("ledger.sqlite")).expect("a ledger");
    old.execute_batch(include_str!("../../../ledger/schema/create_v1.sql")).expect("version 1");
    old.execute("INSERT INTO keep_rule VALUES ('doubleclick.net', 1)", []).expect("a kept site");
    drop(old);
    assert_eq!(keep_sites(&places).expect("read"), ["doubleclick.net"]);
    let (_, rows) = trackers(&scanned, &places);
    assert_eq!(why(&rows, row(&scanned, "IDE", "Personal").id), "kept_site");
    assert_eq!(corrections(&places).expect("read"), []);
}
