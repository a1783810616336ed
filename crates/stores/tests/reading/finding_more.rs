//! Every family of programs, every place that hides a store.

use std::{fs, path::Path};
#[cfg(unix)]
use std::{
    os::unix::fs::symlink,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crumbwise_model::{Engine, Group, Install, Part, ProblemKind, Store, StoreKind};
use crumbwise_stores::{Roots, find, find_in};
use rusqlite::Connection;

use crate::made::{BinaryCookie, Place, binary_cookies, binary_page, chromium, gecko};

/// Browser, profile, part and store path below `home`, one line a store.
fn lines(home: &Path, installs: &[Install]) -> Vec<String> {
    let line = |store: &Store| {
        let path = store.path.strip_prefix(home).unwrap_or(&store.path);
        let path = path.display().to_string().replace('\\', "/");
        format!("{} | {} | {} | {path}", store.browser.id, store.profile, store.part.word())
    };
    let profiles = installs.iter().flat_map(|install| &install.profiles);
    profiles.flat_map(|profile| profile.stores.iter().map(line)).collect()
}

fn soup(place: &Place, path: &str) {
    let sql = "CREATE TABLE moz_cookies(id INTEGER PRIMARY KEY, name, value, host, path, expiry INTEGER)";
    Connection::open(place.path(path)).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn channels_relatives_and_wildcards_are_found() {
    let place = Place::new();
    let home = place.path("home");
    for (root, profile) in [
        (".config/opera", "Default"),
        (".config/vivaldi-snapshot", "Default"),
        (".config/yandex-browser", "Profile 1"),
        (".config/thorium", "Default"),
        (".config/net.imput.helium", "Default"),
        (".config/BraveSoftware/Brave-Origin-Beta", "Default"),
        ("snap/opera/311/.config/opera", "Default"),
    ] {
        place.write(&format!("home/{root}/Local State"), "{}");
        chromium(&place.path(&format!("home/{root}/{profile}/Cookies")), 24, &[&[]]);
    }
    for root in [
        ".librewolf/a",
        ".config/librewolf/librewolf/a",
        ".var/app/app.zen_browser.zen/.zen/a",
        ".moonchild productions/pale moon/a",
        "tor-browser_en-US/Browser/TorBrowser/Data/Browser/profile.default",
        ".local/share/torbrowser/tbb/x86_64/tor-browser/Browser/TorBrowser/Data/Browser/profile.default",
    ] {
        drop(gecko(&place.path(&format!("home/{root}/cookies.sqlite")), 17, &[]));
    }
    let (installs, problems) = find(&Roots::confined(home));
    assert_eq!(problems, []);
    let found: Vec<_> = installs.iter().map(|install| install.browser.id.0).collect();
    let expected = [
        "brave-origin",
        "opera",
        "opera",
        "vivaldi-snapshot",
        "yandex",
        "helium",
        "thorium",
        "librewolf",
        "librewolf",
        "zen",
        "tor",
        "tor",
        "pale-moon",
    ];
    assert_eq!(found, expected);
    assert!(installs.iter().all(|install| install.browser.group == Group::Browser));
}

#[test]
fn every_store_of_a_chromium_profile_has_its_part() {
    let place = Place::new();
    let home = place.path("home");
    let root = "home/.config/opera";
    for store in [
        "Default/Cookies",
        "Default/Extension Cookies",
        "Default/Storage/ext/abcdef/def/Cookies",
        "Default/Storage/ext/abcdef/0123456789ab/Network/Cookies",
        "_side_profiles/one/Cookies",
        "Cookies",
        "Safe Browsing Network/Safe Browsing Cookies",
    ] {
        chromium(&place.path(&format!("{root}/{store}")), 24, &[&[]]);
    }
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(problems, []);
    assert_eq!(
        lines(&home.join(".config/opera"), &installs),
        [
            "opera | opera | sites | Cookies",
            "opera | Default | sites | Default/Cookies",
            "opera | Default | extensions | Default/Extension Cookies",
            "opera | Default | embedded | Default/Storage/ext/abcdef/0123456789ab/Network/Cookies",
            "opera | Default | embedded | Default/Storage/ext/abcdef/def/Cookies",
            "opera | one | sites | _side_profiles/one/Cookies",
            "opera | Safe Browsing | safe_browsing | Safe Browsing Network/Safe Browsing Cookies",
        ]
    );
}

#[test]
fn apps_are_a_group_of_their_own_and_in_no_preset() {
    let place = Place::new();
    let home = place.path("home");
    for store in [
        ".config/Slack/Cookies",
        ".config/Slack/Partitions/persist_team/Cookies",
        ".config/Slack/Network/Cookies",
        ".config/Code/Network/Cookies",
        ".var/app/org.signal.Signal/config/Signal/Cookies",
        ".local/share/Steam/config/htmlcache/Default/Network/Cookies",
    ] {
        chromium(&place.path(&format!("home/{store}")), 24, &[&[]]);
    }
    place.write("home/.config/Slack/Network/NetworkDataMigrated", "");
    drop(gecko(&place.path("home/.thunderbird/a.default/cookies.sqlite"), 17, &[]));
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [ProblemKind::LeftBehind]);
    assert_eq!(
        lines(&home, &installs),
        [
            "slack | Slack | sites | .config/Slack/Network/Cookies",
            "slack | Slack | embedded | .config/Slack/Partitions/persist_team/Cookies",
            "vscode | Code | sites | .config/Code/Network/Cookies",
            "signal | Signal | sites | .var/app/org.signal.Signal/config/Signal/Cookies",
            "steam | Default | sites | .local/share/Steam/config/htmlcache/Default/Network/Cookies",
            "thunderbird | a.default | sites | .thunderbird/a.default/cookies.sqlite",
        ]
    );
    for store in installs.iter().flat_map(|install| &install.profiles).flat_map(|profile| &profile.stores) {
        assert_eq!(store.browser.group, Group::App);
        assert!(store.is_written() && !store.is_in_presets(), "only what a person chooses is cleared");
    }
}

#[test]
fn gnome_web_its_web_apps_and_qt_s_browsers() {
    let place = Place::new();
    let home = place.path("home");
    soup(&place, "home/.local/share/epiphany/cookies.sqlite");
    soup(&place, "home/.local/share/org.gnome.Epiphany.WebApp_mail/cookies.sqlite");
    soup(&place, "home/.var/app/org.gnome.Epiphany/data/epiphany/cookies.sqlite");
    chromium(&place.path("home/.config/falkon/profiles/default/Cookies"), 12, &[&[]]);
    chromium(&place.path("home/.local/share/qutebrowser/webengine/Cookies"), 22, &[&[]]);
    chromium(&place.path("home/.local/share/konqueror/QtWebEngine/Default/Cookies"), 22, &[&[]]);
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(problems, []);
    assert_eq!(
        lines(&home, &installs),
        [
            "epiphany | epiphany | sites | .local/share/epiphany/cookies.sqlite",
            "epiphany | org.gnome.Epiphany.WebApp_mail | sites | .local/share/org.gnome.Epiphany.WebApp_mail/cookies.sqlite",
            "epiphany | epiphany | sites | .var/app/org.gnome.Epiphany/data/epiphany/cookies.sqlite",
            "falkon | default | sites | .config/falkon/profiles/default/Cookies",
            "qutebrowser | webengine | sites | .local/share/qutebrowser/webengine/Cookies",
            "konqueror | Default | sites | .local/share/konqueror/QtWebEngine/Default/Cookies",
        ]
    );
    let read: Vec<_> = installs
        .iter()
        .flat_map(|install| &install.profiles)
        .flat_map(|profile| &profile.stores)
        .map(|store| (store.browser.engine, store.is_written(), place.read_store(store).cookies.rows().len()))
        .collect();
    let (soup, qt) = ((Engine::Libsoup, false, 0), (Engine::Chromium, true, 1));
    assert_eq!(read, [soup, soup, soup, qt, qt, qt]);
}

#[test]
fn another_system_s_disk_shows_its_browsers() {
    let place = Place::new();
    let home = place.path("home");
    chromium(&place.path("home/AppData/Local/Google/Chrome/User Data/Default/Network/Cookies"), 24, &[&[]]);
    drop(gecko(&place.path("home/AppData/Roaming/Mozilla/Firefox/Profiles/a/cookies.sqlite"), 17, &[]));
    chromium(&place.path("home/Library/Application Support/Arc/User Data/Default/Cookies"), 24, &[&[]]);
    let file = binary_cookies(&[binary_page(&[BinaryCookie::default()])], b"");
    let safari = "home/Library/Containers/com.apple.Safari/Data/Library";
    place.write(&format!("{safari}/Cookies/Cookies.binarycookies"), &file);
    place.write(&format!("{safari}/WebKit/WebsiteDataStore/0a1b-work/Cookies/Cookies.binarycookies"), &file);
    place.write("home/Library/HTTPStorages/com.kagi.kagimacOS.binarycookies", &file);
    Connection::open(place.path(&format!("{safari}/Safari/SafariTabs.db")))
        .unwrap()
        .execute_batch(
            "CREATE TABLE bookmarks(external_uuid TEXT, title TEXT, subtype INTEGER);
             INSERT INTO bookmarks VALUES('0A1B-WORK', 'Work', 2), ('DefaultProfile', '', 2), ('x', 'Tab', 0);",
        )
        .unwrap_or_else(|error| panic!("{error}"));
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(problems, []);
    let shown: Vec<_> = lines(&home, &installs)
        .iter()
        .map(|line| line.split(" | ").take(2).collect::<Vec<_>>().join(" | "))
        .collect();
    assert_eq!(
        shown,
        [
            "chrome | Default",
            "arc | Default",
            "firefox | a",
            "safari | Safari",
            "safari | Work",
            "orion | Orion"
        ]
    );
    let (mine, _) = find(&Roots::of_user(home, &|_| None));
    let expected: &[&str] = if cfg!(windows) { &["chrome", "firefox"] } else { &[] };
    let mine: Vec<_> = mine.iter().map(|install| install.browser.id.0).collect();
    assert!(
        cfg!(target_os = "macos") || mine == expected,
        "a person's own home has this system's only: {mine:?}"
    );
    let kinds: Vec<_> =
        installs[3].profiles.iter().flat_map(|profile| &profile.stores).map(|s| s.kind).collect();
    assert_eq!(kinds, [StoreKind::BinaryCookies; 2]);
}

#[test]
fn profile_groups_name_profiles_that_profiles_ini_does_not() {
    let place = Place::new();
    let home = place.path("home");
    let root = "home/.mozilla/firefox";
    place.write(
        &format!("{root}/profiles.ini"),
        "[Profile0]\nName=Original\nIsRelative=1\nPath=a.default\nStoreID=0123abcd\nShowSelector=1\n",
    );
    for profile in ["a.default", "b.second", "c.third"] {
        drop(gecko(&place.path(&format!("{root}/{profile}/cookies.sqlite")), 17, &[]));
    }
    let group = Connection::open(place.path(&format!("{root}/Profile Groups/0123abcd.sqlite"))).unwrap();
    group
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
             CREATE TABLE Profiles(id INTEGER PRIMARY KEY, path TEXT, name TEXT, avatar TEXT);
             INSERT INTO Profiles VALUES(1, 'a.default', 'Original', ''), (2, 'b.second', 'Work', ''),
                (3, 'gone', 'Gone', ''), (4, '../../../../etc', 'Escape', '');",
        )
        .unwrap();
    place.write(&format!("{root}/Profile Groups/broken.sqlite"), "no database");
    let (installs, problems) = find(&Roots::confined(home));
    let names: Vec<_> = installs[0].profiles.iter().map(|profile| profile.name.as_str()).collect();
    assert_eq!(names, ["Original", "Work", "c.third"], "also what only the log holds");
    let kinds: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::BadIndex], "the broken one: {problems:?}");
    drop(group);
}

#[test]
fn copies_that_firefox_put_aside_are_shown_as_such() {
    let place = Place::new();
    let home = place.path("home");
    let root = "home/.mozilla/firefox/a";
    for file in ["cookies.sqlite", "cookies.sqlite.bak", "cookies.sqlite.bak-rebuild"] {
        drop(gecko(&place.path(&format!("{root}/{file}")), 17, &[&[]]));
    }
    place.write(&format!("{root}/cookies.sqlite.bak-wal"), "x");
    place.write(&format!("{root}/cookies.sqlite.bak-2"), "");
    let (installs, problems) = find(&Roots::confined(home));
    assert_eq!(problems, []);
    let stores = &installs[0].profiles[0].stores;
    let parts: Vec<_> = stores.iter().map(|store| store.part).collect();
    assert_eq!(parts, [Part::Sites, Part::PutAside, Part::PutAside]);
    assert!(stores[0].is_in_presets() && !stores[1].is_in_presets(), "they no longer count");
    assert_eq!(place.read_store(&stores[2]).cookies.rows().len(), 1);
}

#[cfg(unix)]
#[test]
fn profiles_elsewhere_are_found_through_the_browsers_that_run_with_them() {
    let place = Place::new();
    let home = place.path("home");
    fs::create_dir_all(&home).unwrap();
    chromium(&place.path("elsewhere/data/Default/Cookies"), 24, &[&[]]);
    place.write("elsewhere/data/Local State", "{}");
    drop(gecko(&place.path("elsewhere/fox/cookies.sqlite"), 17, &[]));
    fs::create_dir_all(place.path("elsewhere/nothing")).unwrap();
    // Programs that wait under a browser's name, with a browser's command line.
    fs::create_dir_all(place.path("bin")).unwrap();
    symlink("/bin/sh", place.path("bin/chrome")).unwrap();
    let start = |home: &Path, option: &str| {
        let mut command = Command::new(place.path("bin/chrome"));
        command.args(["-c", "read line", option]).env_clear().env("HOME", home);
        command.stdin(Stdio::piped()).spawn().unwrap()
    };
    let option = |name: &str, folder: &str| format!("--{name}={}", place.path(folder).display());
    let mut running = [
        start(&home, &option("user-data-dir", "elsewhere/data")),
        start(&home, &option("profile", "elsewhere/fox")),
        start(&home, &option("profile", "elsewhere/nothing")),
        start(&place.path("elsewhere"), &option("user-data-dir", "elsewhere/data")),
    ];
    let patience = Instant::now() + Duration::from_secs(5);
    for child in &running {
        let line = format!("/proc/{}/cmdline", child.id());
        while !fs::read(&line).is_ok_and(|line| line.windows(4).any(|w| w == b"read")) {
            assert!(Instant::now() < patience, "the program starts");
            thread::yield_now();
        }
    }
    let usual = Roots::of_user(home.clone(), &|_| None);
    let (installs, problems) = find(&usual.clone().with_running_browsers());
    let found = lines(&place.path("elsewhere"), &installs);
    assert_eq!(
        (found, problems),
        (
            vec![
                "chromium | Default | sites | data/Default/Cookies".to_owned(),
                "firefox | fox | sites | fox/cookies.sqlite".to_owned()
            ],
            vec![]
        )
    );
    assert_eq!(find(&usual).0, [], "not unless asked for");
    assert_eq!(find(&Roots::confined(home).with_running_browsers()).0, [], "never when confined");
    for child in &mut running {
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn folders_that_the_person_names_are_looked_at() {
    let place = Place::new();
    let home = place.path("home");
    fs::create_dir_all(place.path("home/empty")).unwrap();
    chromium(&place.path("home/.config/chromium/Default/Cookies"), 24, &[&[]]);
    chromium(&place.path("home/portable/Data/Default/Cookies"), 24, &[&[]]);
    chromium(&place.path("home/profile/Cookies"), 24, &[&[]]);
    drop(gecko(&place.path("home/fox/cookies.sqlite"), 17, &[]));
    place.write("home/foxes/profiles.ini", "[Profile0]\nName=one\nIsRelative=1\nPath=x\n");
    drop(gecko(&place.path("home/foxes/x/cookies.sqlite"), 17, &[]));
    soup(&place, "home/web/cookies.sqlite");
    place.write("home/apple/Cookies.binarycookies", binary_cookies(&[], b""));
    chromium(&place.path("outside/Default/Cookies"), 24, &[&[]]);
    let folders =
        ["portable/Data", "profile", "fox", "foxes", "web", "apple", ".config/chromium", "empty", "gone"];
    let roots = folders
        .iter()
        .map(|folder| home.join(folder))
        .chain([place.path("outside")])
        .fold(Roots::confined(home.clone()), Roots::with_folder);
    let (installs, problems) = find(&roots);
    assert_eq!(
        lines(&home, &installs),
        [
            "chromium | Default | sites | .config/chromium/Default/Cookies",
            "chromium | Default | sites | portable/Data/Default/Cookies",
            "chromium | profile | sites | profile/Cookies",
            "firefox | fox | sites | fox/cookies.sqlite",
            "firefox | one | sites | foxes/x/cookies.sqlite",
            "epiphany | web | sites | web/cookies.sqlite",
            "safari | Safari | sites | apple/Cookies.binarycookies",
        ]
    );
    let mut told: Vec<_> = problems
        .iter()
        .map(|problem| (problem.path.file_name().unwrap().to_str().unwrap(), problem.kind))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            ("empty", ProblemKind::NothingInFolder),
            ("gone", ProblemKind::NoFolder),
            ("outside", ProblemKind::BadLink)
        ]
    );
}

#[test]
fn a_named_folder_is_looked_through_for_profiles_of_every_engine() {
    let place = Place::new();
    let home = place.path("home");
    let old = "home/backup/disk/home/ada";
    chromium(&place.path(&format!("{old}/.config/BraveSoftware/Brave-Browser/Default/Cookies")), 24, &[&[]]);
    place.write(&format!("{old}/.config/BraveSoftware/Brave-Browser/Local State"), "{}");
    place.write(
        &format!("{old}/.mozilla/firefox/profiles.ini"),
        "[Profile0]\nName=one\nIsRelative=1\nPath=x\n",
    );
    drop(gecko(&place.path(&format!("{old}/.mozilla/firefox/x/cookies.sqlite")), 17, &[]));
    chromium(&place.path("home/backup/chrome/Profile 1/Network/Cookies"), 24, &[&[]]);
    drop(gecko(&place.path("home/backup/chrome/fox/cookies.sqlite"), 17, &[]));
    drop(gecko(&place.path("home/backup/own/web/cookies.sqlite"), 17, &[]));
    let roots = Roots::confined(home.clone()).leaving_out(&place.path("home/backup/own"));
    let expected = [
        "chromium | Profile 1 | sites | backup/chrome/Profile 1/Network/Cookies",
        "firefox | fox | sites | backup/chrome/fox/cookies.sqlite",
        "brave | Default | sites | backup/disk/home/ada/.config/BraveSoftware/Brave-Browser/Default/Cookies",
        "firefox | one | sites | backup/disk/home/ada/.mozilla/firefox/x/cookies.sqlite",
    ];
    let (mut found, problems) = find_in(&roots, &home.join("backup"));
    found.sort_by(|a, b| a.root.cmp(&b.root));
    assert_eq!((lines(&home, &found), problems), (expected.map(str::to_owned).to_vec(), vec![]));
    let twice = roots.with_folder(home.join("backup")).with_folder(home.join("backup/chrome"));
    let (installs, problems) = find(&twice);
    assert_eq!(lines(&home, &installs).len(), 4, "a folder inside another adds nothing");
    assert_eq!(problems, [], "and is no empty one");
}

#[test]
fn a_folder_of_too_many_folders_is_named_and_ends() {
    let place = Place::new();
    let home = place.path("home");
    for number in 0..5_001 {
        fs::create_dir_all(home.join(format!("many/{number}"))).unwrap();
    }
    let (installs, problems) = find_in(&Roots::confined(home.clone()), &home.join("many"));
    assert_eq!(installs, []);
    assert_eq!(
        problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(),
        [ProblemKind::TooManyFolders]
    );
}

#[cfg(unix)]
#[test]
fn a_store_behind_a_link_tells_where_it_was_met() {
    let place = Place::new();
    let home = place.path("home");
    chromium(&place.path("home/disk/chromium/Default/Cookies"), 24, &[&[]]);
    chromium(&place.path("home/disk/office/Cookies"), 24, &[&[]]);
    chromium(&place.path("home/disk/loose"), 24, &[&[]]);
    let links = [
        ("disk/chromium", ".config/chromium"),
        ("disk/office", "disk/chromium/Profile 1"),
        ("disk/loose", "disk/chromium/Profile 2/Cookies"),
    ];
    for (to, from) in links {
        let from = place.path(&format!("home/{from}"));
        std::os::unix::fs::symlink(home.join(to), from).unwrap();
    }
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(problems, []);
    let met: Vec<_> = installs[0]
        .profiles
        .iter()
        .flat_map(|profile| &profile.stores)
        .map(|store| store.link.clone())
        .collect();
    let expected = ["Default/Cookies", "Profile 2/Cookies", "Profile 1/Cookies"];
    assert_eq!(met, expected.map(|path| Some(home.join(".config/chromium").join(path))));
}
