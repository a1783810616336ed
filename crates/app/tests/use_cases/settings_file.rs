//! Settings as a file: whole there, whole here, and nothing lost on bad input.

use crumbwise_app::{
    Error, Places, correct_named, corrections, export_settings, export_settings_to, folders, import_settings,
    keep_add, keep_sites, set_setting, setting,
    view::{CoversWord, ImportReport},
};

use crate::common::{now, places};

/// Places with a theme, a kept site and corrections.
fn settled() -> (tempfile::TempDir, Places) {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = places(data.path());
    set_setting(&places, "theme", "dark").expect("a theme");
    keep_add(&places, "kept.example", now()).expect("a kept site");
    let said = |covers, cookie, answers: &[(&str, &str)]| {
        correct_named(&places, covers, cookie, answers, now()).expect("said")
    };
    said(CoversWord::Cookie, ("sid", ".a.example"), &[("sign_in", "yes")]);
    said(CoversWord::Name, ("sid", ""), &[("tracking", "no"), ("company", "Google")]);
    said(CoversWord::Site, ("", "www.a.example"), &[("purpose", "functional")]);
    (data, places)
}

fn fresh() -> (tempfile::TempDir, Places) {
    let data = tempfile::tempdir().expect("a temporary folder");
    let places = places(data.path());
    (data, places)
}

/// What there is, without the numbers that each computer gives.
fn held(places: &Places) -> String {
    export_settings(places).expect("exported")
}

#[test]
fn what_is_exported_is_imported_elsewhere_and_a_second_time_changes_nothing() {
    let (_here, from) = settled();
    let (_there, to) = fresh();
    let text = held(&from);
    insta::assert_snapshot!(text);
    let report = import_settings(&to, &text, now()).expect("imported");
    assert_eq!(report.settings.len(), 1);
    assert_eq!(
        (report.kept.as_slice(), report.corrections.len()),
        (["kept.example".to_owned()].as_slice(), 4)
    );
    assert_eq!((report.replaced.len(), report.unchanged), (0, 0));
    assert_eq!(held(&to), text, "whole there, whole here");
    let again = import_settings(&to, &text, now()).expect("imported again");
    assert_eq!(again, ImportReport { unchanged: 6, ..ImportReport::default() });
    assert_eq!(held(&to), text);
}

#[test]
fn an_import_merges_and_says_what_gave_way() {
    let (_here, from) = settled();
    let (_there, to) = fresh();
    set_setting(&to, "theme", "light").expect("a theme");
    set_setting(&to, "language", "de").expect("a language");
    keep_add(&to, "mine.example", now()).expect("a kept site");
    let cookie = ("sid", "a.example");
    correct_named(&to, CoversWord::Cookie, cookie, &[("sign_in", "no"), ("purpose", "analytics")], now())
        .expect("said");
    let report = import_settings(&to, &held(&from), now()).expect("imported");
    let change = &report.settings[0];
    assert_eq!((change.before.as_deref(), change.after.as_str()), (Some("light"), "dark"));
    let [gone] = &report.replaced[..] else { panic!("one gave way: {:?}", report.replaced) };
    assert_eq!((gone.axis.as_str(), gone.answer.as_str()), ("sign_in", "no"));
    assert_eq!(setting(&to, "language").expect("read").as_deref(), Some("de"), "what is not mentioned stays");
    assert_eq!(keep_sites(&to).expect("read"), ["kept.example", "mine.example"]);
    assert_eq!(corrections(&to).expect("read").len(), 5);
}

#[test]
fn folders_of_another_kind_of_system_are_named_and_the_rest_is_taken_over() {
    let (_there, to) = fresh();
    let (foreign, own) = if cfg!(windows) {
        ("/media/disk/profile", r"D:\profile")
    } else {
        (r"D:\profile", "/media/no-such-disk/profile")
    };
    let text = serde_json::json!({
        "crumbwise_settings": 1, "kept_sites": ["kept.example"],
        "folders": [foreign, own, "~/old/./home", "relative", own],
    });
    let report = import_settings(&to, &text.to_string(), now()).expect("imported");
    assert_eq!(
        report.folders_elsewhere,
        [foreign, "relative"],
        "read from no folder that happens to be present"
    );
    let below = to.roots.home().join("old").join("home");
    let taken: Vec<_> = report.folders.iter().map(|folder| (folder.path.as_str(), folder.there)).collect();
    assert_eq!(taken, [(own, false), (below.to_str().expect("a text"), false)]);
    assert_eq!((report.kept.len(), report.unchanged), (1, 1));
    let carried: serde_json::Value = serde_json::from_str(&held(&to)).expect("a document");
    let written = carried["folders"].as_array().expect("a list");
    assert!(
        written.len() == 2 && [own, "~/old/home"].iter().all(|folder| written.contains(&(*folder).into()))
    );
    let listed = folders(&to).expect("read");
    assert!(listed.len() == 2 && listed.iter().all(|folder| report.folders.contains(folder)), "{listed:?}");
}

#[test]
fn bad_files_change_nothing() {
    let (_here, places) = settled();
    let before = held(&places);
    let good = before.replace("kept.example", "other.example");
    let broken = [
        String::new(),
        "{}".to_owned(),
        "[1]".to_owned(),
        r#"{"crumbwise_settings": 0}"#.to_owned(),
        r#"{"crumbwise_settings": 1, "surprise": []}"#.to_owned(),
        r#"{"crumbwise_settings": 1, "kept_sites": ["a.example"], "folders": [""]}"#.to_owned(),
        r#"{"crumbwise_settings": 1, "kept_sites": ["a.example"], "folders": ["/a\u0000b"]}"#.to_owned(),
        good.replace("\"sign_in\"", "\"mood\""),
        good.replace("\"functional\"", "\"nonsense\""),
        good.replace("\"dark\"", "\"pink\""),
        good.replace("other.example", "not a site"),
        good.replace("\"theme\"", "\"scanned_home\""),
        good.replace("\"covers\": \"name\"", "\"covers\": \"everything\""),
        good.replace("\"said_at\": \"2026", "\"said_at\": \"long ago 2026"),
        good.replace(".example\"", &format!(".{}\"", "x".repeat(5_000))),
        good.chars().take(good.len() / 2).collect(),
    ];
    for text in broken {
        assert_ne!(text, good, "the example spoils something");
        let refused = import_settings(&places, &text, now());
        assert!(refused.is_err(), "{text}");
        assert_eq!(held(&places), before, "nothing is changed by: {text}");
    }
    let newer = good.replace("\"crumbwise_settings\": 1", "\"crumbwise_settings\": 2");
    assert!(matches!(import_settings(&places, &newer, now()), Err(Error::NewerSettings(2))));
    assert_eq!(held(&places), before);
}

#[test]
fn a_company_this_computer_does_not_know_is_carried_and_says_so() {
    let (_here, from) = settled();
    let (_there, to) = fresh();
    let text = held(&from).replace("\"Google\"", "\"Zq and Sons\"");
    import_settings(&to, &text, now()).expect("imported");
    let all = corrections(&to).expect("read");
    let company = all.iter().find(|one| one.axis == "company").expect("carried");
    assert!(!company.known && all.iter().filter(|one| one.known).count() == 3);
    assert_eq!(held(&to), text);
}

#[test]
fn a_time_to_come_does_not_decide_for_ever() {
    let (_there, to) = fresh();
    let text = r#"{"crumbwise_settings": 1, "corrections": [
        {"covers": "name", "name": "sid", "axis": "sign_in", "answer": "no", "said_at": "2999-01-01T00:00:00Z"}]}"#;
    import_settings(&to, text, now()).expect("imported");
    assert_eq!(corrections(&to).expect("read")[0].said_at.as_deref(), Some("2026-11-24T10:17:30Z"));
}

#[test]
fn a_file_is_written_once_and_for_its_owner_only() {
    let (here, places) = settled();
    let file = here.path().join("settings.json");
    export_settings_to(&places, &file).expect("written");
    assert_eq!(std::fs::read_to_string(&file).expect("read"), held(&places));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
    }
    std::fs::write(&file, "mine").expect("something else");
    let refused = export_settings_to(&places, &file);
    assert!(matches!(&refused, Err(error) if error.view().code == "settings_file_exists"));
    assert_eq!(std::fs::read_to_string(&file).expect("read"), "mine", "nothing is overwritten");
    let nowhere = export_settings_to(&places, &here.path().join("missing/settings.json"));
    assert!(matches!(&nowhere, Err(error) if error.view().code == "settings_file"));
}
