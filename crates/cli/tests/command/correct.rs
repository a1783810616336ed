//! What the person says by the command: honoured at once, listed, taken back, carried.

use std::fs;

use crumbwise_app::view::PlanView;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::common::{HOSTILE, Home, Said};

const IDE: [&str; 2] = ["IDE", ".doubleclick.net"];

fn cleared(home: &Home) -> u64 {
    home.run(&["plan", "--json"]).shape::<PlanView>().clear
}

fn correct(home: &Home, more: &[&str]) -> Said {
    home.run(&[&["correct"], more].concat())
}

#[test]
fn a_correction_changes_the_plan_and_taking_it_back_changes_it_back() {
    let home = Home::with_browsers();
    assert_eq!(cleared(&home), 4);
    let said = correct(&home, &[IDE[0], IDE[1], "--sign-in"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(cleared(&home), 2, "in both browsers");
    let rows = home.run(&["cookies", "--json", "--search", "IDE"]).json();
    assert_eq!(rows["rows"][0]["sign_in"], "yes");
    let answer = home.run(&["explain", IDE[0], IDE[1], "--json"]).json();
    assert_eq!((&answer["source"], &answer["confidence"]), (&json!("person"), &json!("certain")));
    assert_eq!((&answer["sign_in"], &answer["rule"]), (&json!("yes"), &Value::Null));
    assert!(answer["why"].as_str().unwrap().starts_with("You said"), "{answer}");
    let done = home.run(&["clean", "--yes", "--json"]);
    assert_eq!((done.code, &done.json()["removed"]), (0, &json!(2)), "{done:?}");
    assert_eq!(home.run(&["cookies", "--json", "--search", "IDE"]).json()["total"], 2, "a sign-in stays");
    assert_eq!(home.run(&["undo", "--yes"]).code, 0);

    let taken = correct(&home, &[IDE[0], IDE[1], "--undo"]);
    assert_eq!(taken.code, 0);
    assert_snapshot!("correct-undo", taken.out);
    assert_eq!(cleared(&home), 4, "as before");
    let again = correct(&home, &[IDE[0], IDE[1], "--undo"]);
    assert_eq!(again.code, 4, "nothing to take back: {again:?}");
    assert_snapshot!("correct-nothing", again.out);
}

#[test]
fn everything_said_is_listed() {
    let home = Home::with_browsers();
    assert_snapshot!("correct-none", correct(&home, &[]).out);
    let answers = ["--not-sign-in", "--not-tracking", "--purpose", "functional", "--company", "meta"];
    for which in
        [vec!["sid", ".example.com"], vec!["sid", "--for", "name"], vec!["--for", "site", "www.example.com"]]
    {
        let said = correct(&home, &[&which[..], &answers[..]].concat());
        assert_eq!(said.code, 0, "{said:?}");
    }
    assert_eq!(correct(&home, &[HOSTILE, "shop.example", "--tracking"]).code, 0);
    let text = correct(&home, &[]).out;
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "names cannot steer the terminal");
    assert_snapshot!("correct-list", text);
    assert_snapshot!("correct-list-german", correct(&home, &["--lang", "de"]).out);
    let list = correct(&home, &["--json"]).json();
    let all = list["corrections"].as_array().unwrap();
    assert_eq!(all.len(), 13);
    let first =
        json!({"covers": "cookie", "name": "sid", "place": "example.com", "axis": "sign_in", "answer": "no"});
    for (key, value) in first.as_object().unwrap() {
        assert_eq!(&all[0][key], value, "{key}");
    }
    let undo = correct(&home, &["sid", "--for", "name", "--undo", "--json"]).json();
    assert_eq!(undo["corrections"].as_array().unwrap().len(), 4, "what was taken back");
}

#[test]
fn half_a_correction_is_no_correction() {
    let home = Home::with_browsers();
    let usage = [
        vec!["sid", ".example.com"],
        vec!["sid", "--sign-in"],
        vec!["--sign-in"],
        vec!["--undo"],
        vec!["sid", ".example.com", "--sign-in", "--not-sign-in"],
        vec!["sid", ".example.com", "--sign-in", "--undo"],
        vec!["sid", ".example.com", "--purpose", "fun"],
    ];
    for asked in usage {
        let said = correct(&home, &asked);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{asked:?}: {said:?}");
        assert!(!said.err.is_empty());
    }
    let unknown = correct(&home, &["sid", ".example.com", "--not-tracking", "--company", "Zq & Sons"]);
    assert_eq!(unknown.code, 2);
    assert_snapshot!("correct-unknown-company", unknown.err);
    let nowhere = correct(&home, &["--for", "site", "", "--tracking"]);
    assert_eq!(nowhere.code, 2, "{nowhere:?}");
    assert_eq!(correct(&home, &["--json"]).json()["corrections"], json!([]), "nothing was noted");
}

#[test]
fn settings_are_carried_to_another_home() {
    let (here, there) = (Home::with_browsers(), Home::with_browsers());
    assert_eq!(here.run(&["keep", "add", "kept.example"]).code, 0);
    assert_eq!(correct(&here, &[IDE[0], IDE[1], "--sign-in"]).code, 0);
    let file = here.path().join("mine.json");
    let file = file.to_str().unwrap();
    let shown = here.run(&["settings", "export"]).out;
    let written = here.run(&["settings", "export", file]);
    assert_eq!(written.code, 0, "{written:?}");
    assert_eq!(fs::read_to_string(file).unwrap(), shown);
    assert_eq!(here.run(&["settings", "export", file]).code, 1, "nothing is overwritten");

    assert_eq!(correct(&there, &[IDE[0], IDE[1], "--not-sign-in"]).code, 0);
    let report = there.run(&["settings", "import", file]);
    assert_eq!(report.code, 0);
    assert_snapshot!("settings-import", report.out);
    assert_eq!(cleared(&there), 2);
    assert_eq!(there.run(&["settings", "export"]).out.lines().count(), shown.lines().count());
    let again = there.run(&["settings", "import", file, "--json"]).json();
    assert_eq!((&again["unchanged"], &again["corrections"]), (&json!(2), &json!([])));

    fs::write(file, "{\"crumbwise_settings\": 1, \"kept_sites\": [\"a.example\", \"not a site\"]}").unwrap();
    let refused = there.run(&["settings", "import", file]);
    assert_eq!(refused.code, 1);
    assert_eq!(
        there.run(&["keep", "list", "--json"]).json()["sites"],
        json!(["kept.example"]),
        "{refused:?}"
    );
    fs::write(file, "no json").unwrap();
    assert_snapshot!("settings-import-bad", there.run(&["settings", "import", file]).err);
    let missing = there.run(&["settings", "import", "/nowhere/settings.json"]);
    assert_eq!(missing.code, 1);
}
