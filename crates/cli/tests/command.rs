//! The command from outside: what it prints, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its home has failed")]

mod common;
#[path = "command/correct.rs"]
mod correct;
mod elsewhere;
#[path = "command/knowledge.rs"]
mod knowledge;

use std::{
    collections::BTreeSet,
    fs,
    io::{Read as _, Write as _},
    process::Stdio,
};

use chrono::{DateTime, Utc};
use common::{HOSTILE, Home};
use crumbwise_app::view::{
    CleanResult, CookiePage, Coverage, Overview, PlanRow, PlanView, RunView, UndoResult, Unfinished,
};
use insta::assert_snapshot;
use serde::Deserialize;
use serde_json::Value;

/// What a run printed, with what differs from run to run (folders, times) named instead.
fn settled(text: &str, home: &Home) -> String {
    let root = home.path().display().to_string();
    let stores = [home.chromium(), home.firefox()];
    let named = stores.iter().fold(text.to_owned(), |text, store| {
        let path = store.display().to_string().replace('/', std::path::MAIN_SEPARATOR_STR);
        text.replace(&path, &path.replace(&root, "~").replace('\\', "/"))
    });
    let times = stores.map(|store| {
        let written = std::fs::metadata(store).and_then(|file| file.modified()).unwrap();
        DateTime::<Utc>::from(written).format("%Y-%m-%d %H:%M").to_string()
    });
    times.iter().fold(named.replace(&root, "~"), |text, time| text.replace(time, "<last written>  "))
}

/// Every subcommand with a help of its own worth a look.
const TASKS: [&str; 14] = [
    "browsers",
    "scan",
    "cookies",
    "explain",
    "plan",
    "clean",
    "undo",
    "finish",
    "history",
    "keep",
    "correct",
    "settings",
    "knowledge",
    "folder",
];

#[test]
fn help_and_version() {
    let home = Home::empty();
    for task in [""].iter().chain(&TASKS) {
        let arguments: Vec<&str> = [*task, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let said = home.run(&arguments);
        assert_eq!(said.code, 0);
        assert_snapshot!(format!("help-{}", if task.is_empty() { "crumbwise" } else { *task }), said.out);
    }
    assert!(home.run(&["--version"]).out.starts_with("crumbwise "));
}

#[test]
fn man_page_and_completions_know_every_subcommand() {
    let home = Home::empty();
    let man = home.run(&["man"]).out;
    for task in TASKS.iter().chain(&["completions"]) {
        assert!(man.contains(&format!(".SH {}", task.to_uppercase())), "the man page describes `{task}`");
        for shell in ["bash", "zsh", "fish"] {
            assert!(home.run(&["completions", shell]).out.contains(task), "{shell} completes `{task}`");
        }
    }
    assert!(man.contains("130"), "the man page lists the exit codes");
}

#[test]
fn an_empty_home_is_no_error() {
    let home = Home::empty();
    let said = home.run(&["browsers"]);
    assert_eq!((said.code, said.out.as_str()), (0, "No browsers found.\n"));
    let said = home.run(&["scan", "--json"]);
    assert_eq!(said.code, 0);
    assert_eq!(said.shape::<Overview>().counts.cookies, 0);
}

#[test]
fn a_home_that_is_not_there_is_a_problem_and_nothing_is_made() {
    let home = Home::empty();
    let missing = home.path().join("missing");
    let own = home.path().join("own");
    let arguments =
        ["browsers", "--json", "--home", missing.to_str().unwrap(), "--data", own.to_str().unwrap()];
    let output = home.bare_command(&arguments).output().unwrap();
    let said = common::Said::from(output);
    let coverage: Coverage = said.shape();
    let kinds: Vec<&str> = coverage.problems.iter().map(|problem| problem.kind.as_str()).collect();
    assert_eq!((said.code, kinds), (0, vec!["missing"]));
    assert!(!missing.exists(), "a misspelt home is not made");
}

#[test]
fn people_read_tables() {
    let home = Home::with_browsers();
    assert_snapshot!("text-browsers", settled(&home.run(&["browsers"]).out, &home));
    assert_snapshot!("text-scan", settled(&home.run(&["scan"]).out, &home));
    assert_snapshot!("text-cookies", settled(&home.run(&["cookies"]).out, &home));
    assert_snapshot!("text-plan", settled(&home.run(&["plan", "--rows"]).out, &home));
    assert_snapshot!("text-scan-german", settled(&home.run(&["scan", "--lang", "de"]).out, &home));
}

#[test]
fn the_environment_chooses_the_language() {
    let home = Home::with_browsers();
    let german = home.command(&["scan"]).env("LANG", "de_AT.UTF-8").output().unwrap();
    assert!(String::from_utf8(german.stdout).unwrap().contains("von 7 Cookies"));
    let english = home.command(&["scan"]).env("LANG", "de_AT.UTF-8").env("LC_ALL", "C").output().unwrap();
    assert!(String::from_utf8(english.stdout).unwrap().contains("of 7 cookies"));
}

#[test]
fn json_is_the_engines_own_shapes() {
    let home = Home::with_browsers();
    let coverage: Coverage = home.run(&["browsers", "--json"]).shape();
    assert_eq!(coverage.browsers.len(), 2);
    let overview: Overview = home.run(&["scan", "--json"]).shape();
    assert_eq!((overview.counts.cookies, overview.counts.session), (7, 1));
    let page: CookiePage = home.run(&["cookies", "--json"]).shape();
    assert_eq!((page.total, page.rows.len()), (7, 7));
    let row = page.rows.iter().find(|row| row.name == "IDE" && row.browser == "firefox").unwrap();
    assert_eq!(row.created.as_deref(), Some("2026-10-01T12:00:00Z"), "times are right to the second");
    assert_eq!(row.expires.as_deref(), Some("2036-10-01T00:00:00Z"));
    let plan: PlanView = home.run(&["plan", "--json"]).shape();
    assert_eq!(plan.clear, overview.counts.trackers, "headline and preset count the same set");
}

#[test]
fn two_runs_print_the_same() {
    let home = Home::with_browsers();
    for arguments in [["cookies", "--json"], ["browsers", "--json"]] {
        let scan = |text: String| {
            text.lines().filter(|line| !line.contains("\"scan\"")).map(str::to_owned).collect()
        };
        let (first, second): (Vec<String>, Vec<String>) =
            (scan(home.run(&arguments).out), scan(home.run(&arguments).out));
        assert_eq!(first, second, "output is ordered and deterministic");
    }
}

#[test]
fn hostile_names_cannot_steer_the_terminal() {
    let home = Home::with_browsers();
    let hidden = |text: &str| text.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}'));
    for arguments in [&["cookies"][..], &["cookies", "--json"], &["plan", "--rows", "--preset", "everything"]]
    {
        let said = home.run(arguments);
        assert!(!hidden(&said.out), "{arguments:?} prints no control character: {}", said.out);
        assert!(said.out.contains("img src=x"), "the name is shown as text");
    }
    let page: CookiePage = home.run(&["cookies", "--json"]).shape();
    assert!(page.rows.iter().any(|row| row.name == HOSTILE), "JSON means exactly what is stored");
}

#[test]
fn no_value_is_printed() {
    let home = Home::with_browsers();
    for arguments in [&["cookies", "--json"][..], &["scan", "-vv"], &["plan", "--rows", "--json"]] {
        let said = home.run(arguments);
        for text in [&said.out, &said.err] {
            assert!(
                !text.contains("\"dark\"") && !text.contains("aabbccdd"),
                "{arguments:?} must not print a value"
            );
        }
    }
}

#[test]
fn cookies_can_be_filtered_and_ordered() {
    let home = Home::with_browsers();
    let names = |arguments: &[&str]| -> Vec<String> {
        let all: Vec<&str> = ["cookies", "--json"].iter().chain(arguments).copied().collect();
        home.run(&all).shape::<CookiePage>().rows.into_iter().map(|row| row.name).collect()
    };
    assert_eq!(names(&["--site", "github.com"]), ["user_session"]);
    assert_eq!(names(&["--session"]), [HOSTILE]);
    assert_eq!(names(&["--browser", "firefox"]).len(), 3);
    assert_eq!(names(&["--browser", "firefox", "--browser", "chromium", "--persistent"]).len(), 6);
    assert_eq!(names(&["--search", "CRITEO"]), ["uid"]);
    assert!(names(&["--trackers"]).contains(&"IDE".to_owned()));
    assert_eq!(names(&["--limit", "2"]).len(), 2);
    let (mut up, down) = (names(&["--sort", "name"]), names(&["--sort", "name", "--reverse"]));
    up.reverse();
    up.dedup();
    let mut down = down;
    down.dedup();
    assert_eq!(up, down);
}

#[test]
fn one_store_is_read_wherever_it_lies() {
    let (home, elsewhere) = (Home::empty(), Home::with_browsers());
    let store = elsewhere.chromium();
    let page: CookiePage = home.run(&["cookies", "--json", "--store", store.to_str().unwrap()]).shape();
    assert_eq!(page.total, 4);
}

#[derive(Deserialize)]
struct Cleaned {
    #[serde(flatten)]
    result: CleanResult,
    plan: PlanView,
    unfinished: Vec<Unfinished>,
}

#[derive(Deserialize)]
struct History {
    runs: Vec<RunView>,
}

#[test]
fn clean_and_undo() {
    let home = Home::with_browsers();
    let trackers = home.run(&["scan", "--json"]).shape::<Overview>().counts.trackers;
    assert!(trackers >= 3, "the home holds known trackers");
    let said = home.run(&["clean", "--yes", "--json"]);
    let cleaned: Cleaned = said.shape();
    assert_eq!((said.code, cleaned.result.removed, cleaned.plan.clear), (0, trackers, trackers));
    assert_eq!(cleaned.unfinished, []);
    assert_eq!(home.run(&["scan", "--json"]).shape::<Overview>().counts.trackers, 0);
    let history: History = home.run(&["history", "--json"]).shape();
    assert!(history.runs.iter().any(|run| Some(run.run) == cleaned.result.run && run.can_undo));
    let said = home.run(&["undo", "--yes", "--json"]);
    assert_eq!((said.code, said.shape::<UndoResult>().restored), (0, trackers));
    assert_eq!(home.run(&["scan", "--json"]).shape::<Overview>().counts.trackers, trackers);
    assert_eq!(home.run(&["undo", "--yes"]).code, 4, "nothing is left to undo");
}

#[test]
fn people_see_the_plan_and_the_result() {
    let home = Home::with_browsers();
    let said = home.run(&["clean", "--yes"]);
    let text =
        said.out.lines().filter(|line| !line.contains("crumbwise undo")).collect::<Vec<_>>().join("\n");
    assert_snapshot!("text-clean", settled(&text, &home));
    assert!(said.out.contains("crumbwise undo"), "the result says how to take it back");
    assert_snapshot!("text-undo", home.run(&["undo", "--yes"]).out);
    assert!(home.run(&["history"]).out.contains("undone"));
}

#[test]
fn a_store_that_cannot_be_read_is_told_before_anything_is_cleared() {
    let home = Home::with_browsers();
    fs::write(home.firefox(), "no store").unwrap();
    for arguments in [&["plan"][..], &["cookies"], &["clean", "--yes"]] {
        let said = home.run(arguments);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.out.contains("cookies.sqlite`: It is not a cookie database."), "{said:?}");
    }
    let kinds = |arguments: &[&str], pointer: &str| {
        let problems = home.run(arguments).json().pointer(pointer).cloned().unwrap();
        let kind = |problem: &Value| problem["kind"].as_str().unwrap().to_owned();
        problems.as_array().unwrap().iter().map(kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&["plan", "--json"], "/problems"), ["not_a_database"]);
    assert_eq!(kinds(&["clean", "--yes", "--json"], "/plan/problems"), ["not_a_database"]);
}

#[test]
fn nothing_is_cleared_without_an_answer() {
    let home = Home::with_browsers();
    let said = home.run(&["clean"]);
    assert_eq!(said.code, 2, "a question that nobody can answer is wrong usage");
    assert!(said.err.contains("--yes"), "the message says how to go on");
    assert_eq!(home.chromium_rows(), 4, "nothing was cleared");
}

// A living process is named by a link here; `crates/stores` has the tests of the other systems.
#[cfg(target_os = "linux")]
#[test]
fn a_running_browser_is_left_alone() {
    let home = Home::with_browsers();
    home.start_chromium();
    let before = fs::read(home.chromium()).unwrap();
    let said = home.run(&["clean", "--cookie", "IDE@.doubleclick.net", "--yes"]);
    assert_eq!(said.code, 5, "Firefox is done, Chromium waits: {said:?}");
    let said = home.run(&["clean", "--browser", "chromium", "--yes"]);
    assert_eq!(said.code, 3, "with nothing but a running browser the clean-up is refused: {said:?}");
    assert!(said.out.contains("is running"), "the reason is clear");
    assert_eq!(fs::read(home.chromium()).unwrap(), before, "a store in use is unchanged, byte for byte");
}

#[test]
fn one_site_or_one_cookie() {
    let home = Home::with_browsers();
    let clear = |arguments: &[&str]| {
        let all: Vec<&str> = ["plan", "--json"].iter().chain(arguments).copied().collect();
        home.run(&all).shape::<PlanView>()
    };
    assert_eq!(clear(&["--site", "github.com"]).clear, 0, "a sign-in is no tracker");
    let everything = clear(&["--site", "github.com", "--preset", "everything"]);
    assert_eq!(everything.clear, 1);
    assert_eq!(everything.effects.signs_out.first().map(|out| out.site.as_str()), Some("github.com"));
    assert_eq!(clear(&["--cookie", "IDE@.doubleclick.net"]).clear, 2, "in both browsers");
    let said = home.run(&["plan", "--cookie", "nothing@like.this"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("nothing@like.this"));
}

#[derive(Deserialize)]
struct Rows {
    rows: Vec<PlanRow>,
}

#[test]
fn kept_sites_stay() {
    let home = Home::with_browsers();
    assert_eq!(home.run(&["keep", "add", "www.facebook.com"]).out, "facebook.com\n");
    let rows: Rows = home.run(&["plan", "--rows", "--json"]).shape();
    let kept = rows.rows.iter().find(|row| row.cookie.name == "_fbp").unwrap();
    assert!(!kept.clear, "a kept site's cookies stay");
    assert_eq!(home.run(&["keep", "add", "not a site"]).code, 2);
    assert_eq!(home.run(&["keep", "remove", "facebook.com"]).out, "No sites are kept.\n");
}

#[test]
fn exit_codes_of_mistakes() {
    let home = Home::with_browsers();
    for (arguments, code) in [
        (&["dance"][..], 2),
        (&["clean", "--preset", "most"], 2),
        (&["undo", "--yes"], 4),
        (&["undo", "77", "--yes"], 4),
        (&["finish", "77", "--yes"], 4),
        (&["scan", "--data", "/dev/null/x"], 1),
    ] {
        let said = home.run(arguments);
        assert_eq!(said.code, code, "{arguments:?}: {said:?}");
        assert!(!said.err.is_empty(), "{arguments:?} says what went wrong");
    }
    let said = home.run(&["undo", "--yes", "--json"]);
    assert_eq!(said.json()["error"]["code"], "nothing_to_undo", "an error is a JSON document too");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let home = Home::with_browsers();
    let mut child =
        home.command(&["cookies", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn its_own_data_stay_in_the_home_that_is_looked_at() {
    let home = Home::with_browsers();
    home.run(&["scan"]);
    assert!(home.path().join(".local/share/crumbwise").is_dir());
    let other = Home::empty();
    let said = home.run(&["scan", "--json", "--data", other.path().join("own").to_str().unwrap()]);
    assert_eq!(said.code, 0);
    assert!(other.path().join("own").is_dir(), "--data names the folder");
}

/// The first JSON example below a heading of the user guide's page.
fn documented(heading: &str) -> Value {
    let page = include_str!("../../../docs/guide/command.md");
    let section = page.split_once(&format!("### {heading}\n")).expect("the page has the heading").1;
    let example = section.split_once("```json\n").expect("the section has an example").1;
    serde_json::from_str(example.split_once("```").unwrap().0).expect("the example is JSON")
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_guide_documents_every_key() {
    let home = Home::with_browsers();
    let compare = |heading: &str, arguments: &[&str], pointers: &[&str]| {
        let (real, told) = (home.run(arguments).json(), documented(heading));
        for pointer in pointers {
            let (real, told) = (real.pointer(pointer).unwrap(), told.pointer(pointer).unwrap());
            assert_eq!(keys(told), keys(real), "docs/guide/command.md, {heading}, `{pointer}`");
        }
    };
    let store = "/browsers/0/profiles/0/stores/0";
    compare("`browsers`", &["browsers", "--json"], &["", "/browsers/0", "/browsers/0/profiles/0", store]);
    let scan = ["", "/counts", "/by_purpose/0", "/top_companies/0", "/set", "/set/buckets/0", "/coverage"];
    compare("`scan`", &["scan", "--json"], &scan);
    compare("`cookies`", &["cookies", "--json"], &["", "/rows/0", "/rows/0/id"]);
    compare("`plan`", &["plan", "--json"], &["", "/effects", "/groups/0"]);
    compare("`clean` and `finish`", &["clean", "--yes", "--json"], &[""]);
    compare("`history`", &["history", "--json"], &["", "/runs/0"]);
    compare("`undo`", &["undo", "--yes", "--json"], &[""]);
    compare("`keep`", &["keep", "list", "--json"], &[""]);
    home.add_backup();
    compare("`folder`", &["folder", "add", "~/backup", "--json"], &["", "/folders/0"]);
}

#[test]
fn one_cookie_is_explained_by_name_and_host() {
    let home = Home::empty();
    assert_snapshot!("text-explain", home.run(&["explain", "_ga", ".example.com"]).out);
    assert_snapshot!(
        "text-explain-german",
        home.run(&["explain", "IDE", ".doubleclick.net", "--lang", "de"]).out
    );
    let said = home.run(&["explain", "SID", ".google.com", "--json"]);
    let line = said.json();
    assert_eq!(
        (said.code, &line["sign_in"], &line["tracking"]),
        (0, &Value::from("yes"), &Value::from("no"))
    );
    assert!(line["why"].as_str().unwrap().contains("google.com"), "{line}");
    assert!(line["rule"]["licence"].is_string(), "a verdict leads to its file and licence: {line}");
    let hostile = home.run(&["explain", HOSTILE, "shop.example"]).out;
    assert!(!hostile.chars().any(|letter| letter != '\n' && letter.is_control()), "{hostile:?}");
    assert_eq!(home.run(&["explain"]).code, 0, "no cookies, no answers");
}

/// The command with this on standard input.
fn told(home: &Home, arguments: &[&str], text: &str) -> common::Said {
    let mut command = home.command(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

#[test]
fn lists_of_cookies_are_answered_in_order_and_a_bad_line_costs_only_itself() {
    let home = Home::empty();
    let json = "{\"name\":\"_ga\",\"host\":\".a.test\"}\n{\"host\":\"b.test\"}\n{\"name\":\"IDE\",\"host\":\".doubleclick.net\",\"site_visited\":\"a.test\"}\n";
    let csv = "name,host,site_visited\n_ga,.a.test,\n\"x\nIDE,.doubleclick.net,a.test\n";
    let lines =
        |out: &str| -> Vec<Value> { out.lines().map(|line| serde_json::from_str(line).unwrap()).collect() };
    let said = told(&home, &["explain", "--json"], json);
    let seen = lines(&said.out);
    assert_eq!((said.code, seen.len()), (5, 3), "{said:?}");
    assert_eq!(seen[0]["purpose"], "analytics");
    assert_eq!(seen[1]["error"]["params"]["line"], "2", "an error stands in the place of its answer");
    assert_eq!((&seen[2]["company"], &seen[2]["context"]), (&"Google".into(), &"third_party".into()));
    assert!(said.err.contains("Line 2 is no cookie: missing field `name`"), "{}", said.err);
    let said = told(&home, &["explain", "--json"], csv);
    assert_eq!((said.code, lines(&said.out).len()), (5, 2), "an open quote swallows the rest: {said:?}");
    let said = told(&home, &["explain", "--lang", "de"], "name,host\n_ga,.a.test\n_fbp,.a.test\n");
    assert_eq!((said.code, said.out.split("\n\n").count()), (0, 2), "{said:?}");
}

#[test]
fn what_stands_out_is_the_same_of_a_cookie_that_is_read_and_one_that_is_told_about() {
    let home = Home::with_browsers();
    let rows = home.run(&["cookies", "--json", "--search", "user_session"]).json();
    let marks = rows["rows"][0]["marks"].clone();
    assert_eq!(marks, serde_json::json!(["sign_in_cross_site", "past_cap"]));
    let told_about = r#"{"name": "user_session", "host": ".github.com", "lifetime_s": 315576000, "secure": true,
        "http_only": true, "host_only": false, "same_site": "none"}"#;
    let told_about = told_about.replace('\n', " ");
    let answer = told(&home, &["explain", "--json"], &told_about);
    assert_eq!(answer.json()["marks"], marks);
    let answer = told(&home, &["explain"], &told_about).out;
    assert!(answer.contains("Browsers no longer allow that: it was set before"), "{answer}");
    let answer = home.run(&["explain", "__Host-next-auth.csrf-token", "shop.example", "--lang", "de"]).out;
    assert!(answer.contains("Sein Name beginnt mit __Host-"), "{answer}");
    assert_eq!(
        home.run(&["explain", "user_session", ".github.com", "--json"]).json()["marks"][0],
        Value::Null
    );
}
