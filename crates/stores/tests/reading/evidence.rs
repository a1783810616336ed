//! What browsers know about sites, from made-up histories and settings in the shape of real ones.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crumbwise_model::{
    BrowserRule, Evidence, Install, Interaction, Problem, ProblemKind, Profile, Timestamp, Visited,
};
use crumbwise_stores::{Asking, ProfileEvidence, Roots, evidence, evidence_size, find};
use rusqlite::Connection;

use crate::made::{self, CHROMIUM_MICROS, PLAIN, Place, SECONDS};

const CHROMIUM: &str = ".config/chromium/Default";
const FIREFOX: &str = ".mozilla/firefox/abc.default";

/// The last two labels: the public suffix list is not this crate's business.
fn site_of(host: &str) -> &str {
    let dots: Vec<usize> = host.match_indices('.').map(|(at, _)| at).collect();
    match dots.len().checked_sub(2).and_then(|last| dots.get(last)) {
        Some(at) => host.get(at + 1..).unwrap_or(host),
        None => host,
    }
}

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(SECONDS + 86_400)
}

fn sql(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA synchronous = OFF").unwrap();
    connection.execute_batch(sql).unwrap();
}

/// A home with one Chromium profile.
fn chromium() -> Place {
    let place = Place::new();
    made::chromium(&place.path(&format!("{CHROMIUM}/Cookies")), 24, &[PLAIN]);
    place
}

/// A home with one Firefox profile.
fn firefox() -> Place {
    let place = Place::new();
    drop(made::gecko(&place.path(&format!("{FIREFOX}/cookies.sqlite")), 17, &[PLAIN]));
    place
}

fn roots(place: &Place) -> Roots {
    Roots::confined(place.folder.path().to_path_buf())
}

fn only(roots: &Roots) -> (Install, Profile) {
    let (mut installs, problems) = find(roots);
    assert!(problems.is_empty() && installs.len() == 1, "{installs:?} {problems:?}");
    let install = installs.remove(0);
    let profile = install.profiles.first().unwrap().clone();
    (install, profile)
}

fn ask_with(place: &Place, roots: &Roots) -> (ProfileEvidence, Vec<Problem>) {
    let (install, profile) = only(roots);
    let snapshots = place.snapshots();
    let answer = evidence(&install, &profile, Asking { roots, snapshots: &snapshots, site_of, now: now() });
    assert_eq!(place.copies(), [] as [PathBuf; 0]);
    answer
}

fn ask(place: &Place) -> ProfileEvidence {
    let (evidence, problems) = ask_with(place, &roots(place));
    assert!(problems.is_empty(), "{problems:?}");
    evidence
}

fn visited(evidence: &ProfileEvidence, site: &str) -> Visited {
    evidence.about(site, site).visited
}

/// The tables of a `History` and its visits: address, transition, synchronised from elsewhere.
fn history(path: &Path, visits: &[(&str, i64, bool)]) {
    sql(
        path,
        "CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
         INSERT INTO meta VALUES('version', '70');
         CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT, url LONGVARCHAR, title LONGVARCHAR,
           visit_count INTEGER DEFAULT 0 NOT NULL, typed_count INTEGER DEFAULT 0 NOT NULL,
           last_visit_time INTEGER NOT NULL, hidden INTEGER DEFAULT 0 NOT NULL);
         CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT, url INTEGER NOT NULL, visit_time INTEGER NOT NULL,
           from_visit INTEGER, transition INTEGER DEFAULT 0 NOT NULL);
         CREATE INDEX visits_url_index ON visits (url);
         CREATE TABLE visit_source(id INTEGER PRIMARY KEY, source INTEGER NOT NULL);",
    );
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA synchronous = OFF; BEGIN").unwrap();
    for (number, (address, transition, synced)) in (1..).zip(visits) {
        connection
            .execute_batch(&format!(
                "INSERT INTO urls(url, title, visit_count, last_visit_time) VALUES('{address}', '', 1, 0);
                 INSERT INTO visits(url, visit_time, transition)
                 VALUES(last_insert_rowid(), {CHROMIUM_MICROS} + {number}, {transition});"
            ))
            .unwrap();
        if *synced {
            connection.execute("INSERT INTO visit_source SELECT max(id), 0 FROM visits", []).unwrap();
        }
    }
    connection.execute_batch("COMMIT").unwrap();
}

const ARRIVED: i64 = 0x3000_0001;

#[test]
fn chromium_s_history_tells_where_the_person_arrived() {
    let place = chromium();
    history(
        &place.path(&format!("{CHROMIUM}/History")),
        &[
            ("https://www.visited.example/page?q=1", ARRIVED, false),
            ("https://passed-on.example/click", 0x1000_0000, false),
            ("https://frame.example/", 0x3000_0003, false),
            ("https://elsewhere.example/", ARRIVED, true),
            ("chrome://settings/", ARRIVED, false),
        ],
    );
    let evidence = ask(&place);
    assert_eq!(visited(&evidence, "visited.example"), Visited::Yes);
    for not in ["passed-on.example", "frame.example", "elsewhere.example", "never.example", "settings"] {
        assert_eq!(visited(&evidence, not), Visited::No, "{not}");
    }
    assert_eq!(evidence.history_since().unix_seconds(), Some(SECONDS));
    assert!(!format!("{evidence:?}").contains("visited.example"), "what is held can be asked, not read");
}

#[test]
fn an_empty_history_says_nothing() {
    let place = chromium();
    history(&place.path(&format!("{CHROMIUM}/History")), &[]);
    let evidence = ask(&place);
    assert_eq!(visited(&evidence, "any.example"), Visited::Unknown);
    assert!(!evidence.history_since().is_some());
    assert_eq!(
        ask(&chromium()).about("any.example", "any.example"),
        Evidence::default(),
        "no files, no evidence"
    );
}

#[test]
fn dips_tells_of_sites_that_were_used_and_of_those_that_only_passed_on() {
    let schemas = [
        "site TEXT PRIMARY KEY NOT NULL, first_site_storage_time INTEGER, last_site_storage_time INTEGER,
         first_user_interaction_time INTEGER, last_user_interaction_time INTEGER, last_bounce_time INTEGER",
        "site TEXT PRIMARY KEY NOT NULL, first_user_activation_time INTEGER, last_user_activation_time INTEGER,
         first_bounce_time INTEGER, last_bounce_time INTEGER, last_web_authn_assertion_time INTEGER",
    ];
    let rows = [
        "(site, last_site_storage_time, last_user_interaction_time) VALUES
         ('used.example', 1, 2), ('tracker.example', 1, NULL), ('nothing.example', NULL, NULL)",
        "(site, last_bounce_time, last_user_activation_time, last_web_authn_assertion_time) VALUES
         ('used.example', 1, NULL, 2), ('tracker.example', 1, NULL, NULL), ('nothing.example', NULL, NULL, NULL)",
    ];
    for (columns, rows) in schemas.iter().zip(rows) {
        let place = chromium();
        let path = place.path(&format!("{CHROMIUM}/DIPS"));
        sql(&path, &format!("CREATE TABLE bounces({columns}); INSERT INTO bounces{rows};"));
        let evidence = ask(&place);
        let about = |site: &str| evidence.about(site, site);
        assert_eq!(about("tracker.example").interaction, Interaction::Never);
        assert_eq!(about("nothing.example").interaction, Interaction::Unknown);
        let used = about("used.example");
        assert_eq!((used.interaction, used.visited), (Interaction::Seen, Visited::Yes), "a click is a visit");
    }
}

#[test]
fn chromium_s_exceptions_are_read_from_its_settings() {
    let place = chromium();
    place.write(
        &format!("{CHROMIUM}/Preferences"),
        r#"{"profile":{"content_settings":{"exceptions":{"cookies":{
            "[*.]kept.example,*":{"setting":1},"https://www.blocked.example:443,*":{"setting":2},
            "[*.]session.example,*":{"setting":4}}}}}}"#,
    );
    let evidence = ask(&place);
    let rule = |host: &str| evidence.about(host, site_of(host)).rule;
    assert_eq!(rule("www.kept.example"), BrowserRule::Allow);
    assert_eq!(rule("www.blocked.example"), BrowserRule::Block);
    assert_eq!(rule("session.example"), BrowserRule::SessionOnly);
    assert_eq!(rule("other.example"), BrowserRule::None);
}

fn places(path: &Path) {
    sql(
        path,
        &format!(
            "PRAGMA user_version = 86;
             CREATE TABLE moz_origins(id INTEGER PRIMARY KEY, prefix TEXT NOT NULL, host TEXT NOT NULL,
               frecency INTEGER NOT NULL, UNIQUE (prefix, host));
             CREATE TABLE moz_places(id INTEGER PRIMARY KEY, url LONGVARCHAR, rev_host LONGVARCHAR,
               visit_count INTEGER DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL, origin_id INTEGER);
             CREATE INDEX moz_places_originidindex ON moz_places (origin_id);
             CREATE TABLE moz_historyvisits(id INTEGER PRIMARY KEY, place_id INTEGER, visit_date INTEGER,
               visit_type INTEGER);
             INSERT INTO moz_origins VALUES (1, 'https://', 'www.visited.example', 1), (2, 'https://', 'marked.example', 1),
               (3, 'https://', 'passed-on.example', 1), (4, 'http://', 'ported.example:8080', 1), (5, 'file://', '', 1);
             INSERT INTO moz_places VALUES (1, 'https://www.visited.example/a', '', 0, 0, 1),
               (2, 'https://www.visited.example/b', '', 2, 0, 1), (3, 'https://marked.example/', '', 0, 0, 2),
               (4, 'https://passed-on.example/', '', 1, 1, 3), (5, 'http://ported.example:8080/', '', 1, 0, 4);
             INSERT INTO moz_historyvisits VALUES (1, 2, {SECONDS}000000, 1), (2, 2, {SECONDS}000000 + 9, 1);"
        ),
    );
}

#[test]
fn firefox_s_history_tells_what_was_visited_and_not_what_was_only_marked() {
    let place = firefox();
    let path = place.path(&format!("{FIREFOX}/places.sqlite"));
    places(&path);
    for _ in 0..2 {
        let evidence = ask(&place);
        assert_eq!(visited(&evidence, "visited.example"), Visited::Yes);
        assert_eq!(visited(&evidence, "ported.example"), Visited::Yes);
        for not in ["marked.example", "passed-on.example", "never.example"] {
            assert_eq!(visited(&evidence, not), Visited::No, "{not}");
        }
        assert_eq!(evidence.history_since().unix_seconds(), Some(SECONDS));
        // Once more as before Firefox 62.
        sql(&path, "DROP TABLE IF EXISTS moz_origins");
    }
}

#[test]
fn a_history_that_is_being_written_is_read_with_its_log() {
    let place = firefox();
    let path = place.path(&format!("{FIREFOX}/places.sqlite"));
    places(&path);
    let writer = Connection::open(&path).unwrap();
    writer
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
             INSERT INTO moz_origins VALUES (9, 'https://', 'just-now.example', 1);
             INSERT INTO moz_places VALUES (9, 'https://just-now.example/', '', 1, 0, 9);",
        )
        .unwrap();
    assert_eq!(visited(&ask(&place), "just-now.example"), Visited::Yes);
    writer.execute_batch("INSERT INTO moz_places(url) VALUES ('x')").unwrap();
}

#[test]
fn firefox_s_own_notes_and_exceptions_are_read() {
    let place = firefox();
    sql(
        &place.path(&format!("{FIREFOX}/bounce-tracking-protection.sqlite")),
        "CREATE TABLE sites (originAttributeSuffix TEXT NOT NULL, siteHost TEXT NOT NULL, entryType INTEGER NOT NULL,
           timeStamp INTEGER NOT NULL, PRIMARY KEY (originAttributeSuffix, siteHost));
         INSERT INTO sites VALUES ('', 'tracker.example', 0, 1), ('', 'used.example', 1, 1),
           ('^userContextId=1', 'used.example', 0, 1), ('', 'odd.example', 7, 1);",
    );
    let later = (SECONDS + 999_999) * 1_000;
    sql(
        &place.path(&format!("{FIREFOX}/permissions.sqlite")),
        &format!(
            "CREATE TABLE moz_perms (id INTEGER PRIMARY KEY, origin TEXT, type TEXT, permission INTEGER,
               expireType INTEGER, expireTime INTEGER, modificationTime INTEGER);
             INSERT INTO moz_perms(origin, type, permission, expireType, expireTime) VALUES
               ('https://kept.example', 'cookie', 1, 0, 0), ('http://kept.example', 'cookie', 2, 0, 0),
               ('https://session.example^userContextId=2', 'cookie', 8, 0, 0),
               ('https://blocked.example:8443', 'cookie', 2, 2, {later}),
               ('https://over.example', 'cookie', 2, 2, 1), ('https://camera.example', 'camera', 2, 0, 0),
               ('https://private.example^privateBrowsingId=1', 'cookie', 2, 0, 0), (NULL, 'cookie', 1, 0, 0);"
        ),
    );
    let evidence = ask(&place);
    let about = |host: &str| evidence.about(host, site_of(host));
    assert_eq!(about("tracker.example").interaction, Interaction::Never);
    assert_eq!(about("used.example").interaction, Interaction::Seen);
    assert_eq!(about("odd.example").interaction, Interaction::Unknown);
    assert_eq!(about("www.kept.example").rule, BrowserRule::Allow, "https counts, and hosts below it too");
    assert_eq!(about("session.example").rule, BrowserRule::SessionOnly);
    assert_eq!(about("blocked.example").rule, BrowserRule::Block);
    for none in ["over.example", "camera.example", "private.example"] {
        assert_eq!(about(none).rule, BrowserRule::None, "{none}");
    }
    assert_eq!(about("tracker.example").visited, Visited::Unknown, "no history, no answer");
}

#[test]
fn the_other_engines_histories_are_read() {
    let place = Place::new();
    sql(
        &place.path(".local/share/epiphany/cookies.sqlite"),
        "CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, name TEXT, value TEXT, host TEXT, path TEXT,
           expiry INTEGER, lastAccessed INTEGER, isSecure INTEGER, isHttpOnly INTEGER, sameSite INTEGER)",
    );
    sql(
        &place.path(".local/share/epiphany/ephy-history.db"),
        &format!(
            "CREATE TABLE hosts(id INTEGER PRIMARY KEY, url LONGVARCAR, title LONGVARCAR, visit_count INTEGER DEFAULT 0 NOT NULL);
             CREATE TABLE visits(id INTEGER PRIMARY KEY, url INTEGER NOT NULL, visit_time INTEGER NOT NULL, visit_type INTEGER NOT NULL);
             INSERT INTO hosts(url, visit_count) VALUES ('https://www.visited.example/', 3), ('https://marked.example/', 0);
             INSERT INTO visits(url, visit_time, visit_type) VALUES (1, {SECONDS}000000, 1);"
        ),
    );
    let evidence = ask(&place);
    assert_eq!(visited(&evidence, "visited.example"), Visited::Yes);
    assert_eq!(visited(&evidence, "marked.example"), Visited::No);

    let place = Place::new();
    made::chromium(&place.path(".config/falkon/profiles/default/Cookies"), 12, &[PLAIN]);
    sql(
        &place.path(".config/falkon/profiles/default/browsedata.db"),
        &format!(
            "CREATE TABLE history (id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT, date INTEGER, count INTEGER);
             INSERT INTO history VALUES (1, 'https://visited.example/', '', {SECONDS}000, 1);"
        ),
    );
    let evidence = ask(&place);
    assert_eq!(visited(&evidence, "visited.example"), Visited::Yes);
    assert_eq!(evidence.history_since().unix_seconds(), Some(SECONDS));

    let place = Place::new();
    made::chromium(&place.path(".local/share/qutebrowser/webengine/Cookies"), 12, &[PLAIN]);
    sql(
        &place.path(".local/share/qutebrowser/history.sqlite"),
        &format!(
            "CREATE TABLE History (url TEXT NOT NULL, title TEXT NOT NULL, atime INTEGER NOT NULL, redirect BOOL NOT NULL);
             INSERT INTO History VALUES ('https://visited.example/', '', {SECONDS}, 0),
               ('https://passed-on.example/', '', {SECONDS}, 1);"
        ),
    );
    let evidence = ask(&place);
    assert_eq!(visited(&evidence, "visited.example"), Visited::Yes);
    assert_eq!(visited(&evidence, "passed-on.example"), Visited::No, "a redirect is no visit");
    assert_eq!(evidence.history_since().unix_seconds(), Some(SECONDS));
}

#[test]
fn safari_s_history_is_read_where_the_profile_s_lies() {
    let place = Place::new();
    let library = "Library/Containers/com.apple.Safari/Data/Library";
    let named = "0f1e2d3c-0000-4000-8000-000000000001";
    let file = place.write(
        &format!("{library}/Cookies/Cookies.binarycookies"),
        made::binary_cookies(&[made::binary_page(&[])], b""),
    );
    let other =
        place.path(&format!("{library}/WebKit/WebsiteDataStore/{named}/Cookies/Cookies.binarycookies"));
    fs::copy(file, other).unwrap();
    let history = |path: &Path, host: &str| {
        sql(
            path,
            &format!(
                "CREATE TABLE history_items (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, visit_count INTEGER NOT NULL);
                 CREATE TABLE history_visits (id INTEGER PRIMARY KEY, history_item INTEGER NOT NULL, visit_time REAL NOT NULL,
                   load_successful BOOLEAN NOT NULL DEFAULT 1);
                 INSERT INTO history_items VALUES (1, 'https://{host}/', 1), (2, 'https://failed.example/', 1);
                 INSERT INTO history_visits VALUES (1, 1, 722898101.5, 1), (2, 2, 722898101.5, 0);"
            ),
        );
    };
    history(&place.path("Library/Safari/History.db"), "unnamed.example");
    let upper = named.to_ascii_uppercase();
    history(&place.path(&format!("{library}/Safari/Profiles/{upper}/History.db")), "named.example");
    let roots = roots(&place);
    let (installs, _) = find(&roots);
    let install = installs.iter().find(|install| install.profiles.len() == 2).unwrap();
    let snapshots = place.snapshots();
    let asking = Asking { roots: &roots, snapshots: &snapshots, site_of, now: now() };
    let mut answers = Vec::new();
    for profile in &install.profiles {
        let (evidence, problems) = evidence(install, profile, asking);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(evidence.history_since().unix_seconds(), Some(SECONDS));
        let sites = ["unnamed.example", "named.example", "failed.example"];
        answers.push(sites.map(|site| visited(&evidence, site)));
    }
    let [yes, no] = [Visited::Yes, Visited::No];
    answers.sort();
    assert_eq!(answers, [[no, yes, no], [yes, no, no]]);
}

#[test]
fn without_history_neither_it_nor_what_was_noted_is_opened() {
    let place = chromium();
    // What would be a problem if anyone opened it.
    for file in ["History", "DIPS"] {
        place.write(&format!("{CHROMIUM}/{file}"), "no database");
    }
    place.write(
        &format!("{CHROMIUM}/Preferences"),
        r#"{"profile":{"content_settings":{"exceptions":{"cookies":{"[*.]kept.example,*":{"setting":1}}}}}}"#,
    );
    let (_, problems) = ask_with(&place, &roots(&place));
    assert_eq!(problems.len(), 2, "each is a problem of its own: {problems:?}");
    let without = roots(&place).without_history();
    let (evidence, problems) = ask_with(&place, &without);
    assert!(problems.is_empty(), "{problems:?}");
    let about = evidence.about("kept.example", "kept.example");
    assert_eq!(
        about,
        Evidence { rule: BrowserRule::Allow, ..Evidence::default() },
        "settings are no history"
    );
}

#[test]
fn what_cannot_be_read_is_one_problem_a_file_and_costs_little() {
    type Spoil = fn(&Path);
    let spoils: &[(&str, Spoil)] = &[
        ("too_large", |path| {
            history(path, &[("https://a.example/", ARRIVED, false)]);
            sql(path, "UPDATE urls SET url = 'https://a.example/' || zeroblob(20000000)");
        }),
        ("not_a_database", |path| fs::write(path, "x".repeat(4096)).unwrap()),
        ("unknown_schema", |path| sql(path, "CREATE TABLE other(x)")),
        ("too_large", |path| {
            sql(path, "CREATE TABLE urls(x)");
            fs::File::options().write(true).open(path).unwrap().set_len(10 << 30).unwrap();
        }),
        ("not_a_file", |path| fs::create_dir(path).unwrap()),
        #[cfg(unix)]
        ("not_a_file", |path| {
            assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
        }),
        #[cfg(unix)]
        ("bad_link", |path| std::os::unix::fs::symlink("/etc/passwd", path).unwrap()),
    ];
    for &(word, spoil) in spoils {
        let place = chromium();
        let path: PathBuf = place.path(&format!("{CHROMIUM}/History"));
        spoil(&path);
        let (evidence, problems) = ask_with(&place, &roots(&place));
        assert!(evidence.is_empty(), "{word}");
        let [problem] = problems.as_slice() else { panic!("{word}: {problems:?}") };
        assert_eq!((problem.kind, problem.path.as_path()), (ProblemKind::NoEvidence, path.as_path()));
        assert!(problem.detail.starts_with(word), "{word}: {}", problem.detail);
    }
    let place = chromium();
    place.write(&format!("{CHROMIUM}/Preferences"), "[".repeat(1 << 20));
    let (_, problems) = ask_with(&place, &roots(&place));
    assert_eq!(problems.len(), 1, "deep JSON is a problem, not a crash: {problems:?}");
}

#[test]
fn a_torn_history_is_a_problem_or_an_answer_and_never_more() {
    let place = chromium();
    let path = place.path(&format!("{CHROMIUM}/History"));
    let many: Vec<_> =
        (0..400).map(|n| (format!("https://site{n}.example/{}", "x".repeat(200)), ARRIVED, false)).collect();
    let many: Vec<_> =
        many.iter().map(|(address, transition, synced)| (address.as_str(), *transition, *synced)).collect();
    history(&path, &many);
    let whole = fs::read(&path).unwrap();
    for cut in [100, 4096, whole.len() / 2, whole.len() - 1000] {
        fs::write(&path, &whole[..cut]).unwrap();
        let (_, problems) = ask_with(&place, &roots(&place));
        assert!(problems.len() <= 1, "{problems:?}");
    }
}

#[test]
fn programs_with_a_browser_inside_are_not_asked() {
    let place = Place::new();
    made::chromium(&place.path(".config/Slack/Cookies"), 24, &[PLAIN]);
    place.write(".config/Slack/History", "no database");
    place.write(".config/Slack/Preferences", "no settings");
    let roots = roots(&place);
    let (install, profile) = only(&roots);
    assert_eq!(evidence_size(&install, &profile, &roots), 0);
    let (evidence, problems) = ask_with(&place, &roots);
    assert!(evidence.is_empty() && problems.is_empty(), "{problems:?}");
}
