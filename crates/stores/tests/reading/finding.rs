//! Which browsers, profiles and stores are found.

#[cfg(unix)]
use std::os::unix::fs::symlink;
use std::{fs, path::Path};

use crumbwise_model::{Install, ProblemKind};
use crumbwise_stores::{Roots, find};

use crate::made::{Place, chromium, gecko};

/// Browser, profile name and store path below `home`, one line each.
fn lines(home: &Path, installs: &[Install]) -> Vec<String> {
    let mut lines = Vec::new();
    for install in installs {
        for profile in &install.profiles {
            let stores =
                profile.stores.iter().map(|store| store.path.strip_prefix(home).unwrap_or(&store.path));
            let stores: Vec<_> = stores.map(|path| path.display().to_string().replace('\\', "/")).collect();
            lines.push(format!("{} | {} | {}", install.browser.id, profile.name, stores.join(", ")));
        }
    }
    lines
}

fn store(place: &Place, path: &str) {
    chromium(&place.path(path), 24, &[&[]]);
}

#[test]
fn an_empty_home_has_no_browsers_and_no_problems_and_a_missing_one_has_one() {
    let place = Place::new();
    let home = place.path("home");
    fs::create_dir(&home).unwrap();
    assert_eq!(find(&Roots::confined(home)), (vec![], vec![]));
    let (installs, problems) = find(&Roots::confined(place.path("not/there")));
    assert_eq!(installs, []);
    assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [ProblemKind::Missing]);
}

#[test]
fn native_flatpak_snap_and_xdg_roots_are_found_in_the_order_of_the_table() {
    let place = Place::new();
    let home = place.path("home");
    for root in [
        ".config/google-chrome",
        ".var/app/com.google.Chrome/config/google-chrome",
        ".config/chromium",
        "snap/chromium/common/chromium",
        ".config/BraveSoftware/Brave-Browser",
        ".config/microsoft-edge",
    ] {
        place.write(&format!("home/{root}/Local State"), "{}");
        store(&place, &format!("home/{root}/Default/Cookies"));
    }
    for root in [".mozilla/firefox", ".config/mozilla/firefox", "snap/firefox/common/.mozilla/firefox"] {
        drop(gecko(&place.path(&format!("home/{root}/a.default/cookies.sqlite")), 17, &[]));
    }
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(problems, []);
    assert_eq!(
        lines(&home, &installs),
        [
            "chrome | Default | .config/google-chrome/Default/Cookies",
            "chrome | Default | .var/app/com.google.Chrome/config/google-chrome/Default/Cookies",
            "chromium | Default | .config/chromium/Default/Cookies",
            "chromium | Default | snap/chromium/common/chromium/Default/Cookies",
            "brave | Default | .config/BraveSoftware/Brave-Browser/Default/Cookies",
            "edge | Default | .config/microsoft-edge/Default/Cookies",
            "firefox | a.default | .mozilla/firefox/a.default/cookies.sqlite",
            "firefox | a.default | .config/mozilla/firefox/a.default/cookies.sqlite",
            "firefox | a.default | snap/firefox/common/.mozilla/firefox/a.default/cookies.sqlite",
        ]
    );
}

#[test]
fn local_state_names_profiles_and_never_by_their_address() {
    let place = Place::new();
    let home = place.path("home");
    let root = "home/.config/chromium";
    place.write(
        &format!("{root}/Local State"),
        r#"{"profile":{"info_cache":{
            "Default":{"name":"Anna","user_name":"anna@mail.example","gaia_name":"Anna A."},
            "Profile 1":{"name":"","user_name":"work@mail.example"},
            "Profile 2":{"name":"Gone"},
            "../../outside":{"name":"Escape"},
            "Profile 3":7}},"other":"\ud83d"}"#,
    );
    for profile in ["Default", "Profile 1", "Profile 3", "Unlisted", "System Profile"] {
        place.write(&format!("{root}/{profile}/Preferences"), "{}");
    }
    store(&place, &format!("{root}/Default/Cookies"));
    store(&place, &format!("{root}/Unlisted/Cookies"));
    store(&place, &format!("{root}/No Preferences/Network/Cookies"));
    fs::create_dir_all(place.path("home/.config/chromium/Crashpad")).unwrap();
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(
        lines(&home, &installs),
        [
            "chromium | Anna | .config/chromium/Default/Cookies",
            "chromium | No Preferences | .config/chromium/No Preferences/Network/Cookies",
            "chromium | Profile 1 | ",
            "chromium | Profile 3 | ",
            "chromium | Unlisted | .config/chromium/Unlisted/Cookies",
        ]
    );
    let kinds: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(
        kinds,
        [ProblemKind::BadIndex, ProblemKind::Missing],
        "the escape and the gone profile: {problems:?}"
    );
    assert!(!format!("{installs:?}{problems:?}").contains("mail.example"), "an address is shown");
}

#[test]
fn the_marker_of_moved_network_data_decides_which_store_is_the_live_one() {
    let place = Place::new();
    let home = place.path("home");
    let root = "home/.config/chromium";
    for profile in ["Moved", "Not moved"] {
        store(&place, &format!("{root}/{profile}/Cookies"));
        store(&place, &format!("{root}/{profile}/Network/Cookies"));
    }
    place.write(&format!("{root}/Moved/Network/NetworkDataMigrated"), "");
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(
        lines(&home, &installs),
        [
            "chromium | Moved | .config/chromium/Moved/Network/Cookies",
            "chromium | Not moved | .config/chromium/Not moved/Cookies",
        ]
    );
    let left: Vec<_> =
        problems.iter().map(|problem| (problem.kind, problem.path.strip_prefix(&home).unwrap())).collect();
    assert_eq!(
        left,
        [
            (ProblemKind::LeftBehind, Path::new(".config/chromium/Moved/Cookies")),
            (ProblemKind::LeftBehind, Path::new(".config/chromium/Not moved/Network/Cookies")),
        ]
    );
}

#[test]
fn profiles_ini_gaps_absolute_paths_and_unlisted_profiles() {
    let place = Place::new();
    let home = place.path("home");
    let elsewhere = place.path("home/elsewhere/office");
    let root = "home/.mozilla/firefox";
    place.write(
        &format!("{root}/profiles.ini"),
        format!(
            "[Profile0]\nName=default\nIsRelative=1\nPath=a.default\n\n[Profile4]\nName=Work\nIsRelative=0\nPath={}\n\
             [Profile5]\nName=Gone\nIsRelative=1\nPath=gone\n[Install1]\nDefault=a.default\n",
            elsewhere.display()
        ),
    );
    for profile in ["a.default", "b.group", "Profiles/c.nested"] {
        drop(gecko(&place.path(&format!("{root}/{profile}/cookies.sqlite")), 17, &[]));
    }
    drop(gecko(&place.path("home/elsewhere/office/cookies.sqlite"), 17, &[]));
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(
        lines(&home, &installs),
        [
            "firefox | c.nested | .mozilla/firefox/Profiles/c.nested/cookies.sqlite",
            "firefox | default | .mozilla/firefox/a.default/cookies.sqlite",
            "firefox | b.group | .mozilla/firefox/b.group/cookies.sqlite",
            "firefox | Work | elsewhere/office/cookies.sqlite",
        ]
    );
    assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [ProblemKind::Missing]);
}

#[cfg(unix)]
#[test]
fn one_store_reached_by_two_ways_is_listed_once() {
    let place = Place::new();
    let home = place.path("home");
    store(&place, "home/.config/chromium/Default/Cookies");
    symlink("chromium", place.path("home/.config/google-chrome")).unwrap();
    symlink("Default", place.path("home/.config/chromium/Profile 9")).unwrap();
    fs::create_dir_all(place.path("home/.config/chromium/Hard")).unwrap();
    fs::hard_link(
        place.path("home/.config/chromium/Default/Cookies"),
        place.path("home/.config/chromium/Hard/Cookies"),
    )
    .unwrap();
    let (installs, problems) = find(&Roots::confined(home.clone()));
    let stores: Vec<_> = installs.iter().flat_map(|i| &i.profiles).flat_map(|p| &p.stores).collect();
    assert_eq!(stores.len(), 1, "{:?}", lines(&home, &installs));
    assert_eq!(problems, []);
}

#[cfg(unix)]
#[test]
fn a_confined_search_opens_nothing_outside() {
    let place = Place::new();
    let home = place.path("home");
    store(&place, "outside/chromium/Default/Cookies");
    store(&place, "outside/Cookies");
    drop(gecko(&place.path("outside/firefox/cookies.sqlite"), 17, &[]));
    fs::create_dir_all(place.path("home/.config/chromium/Default")).unwrap();
    symlink(place.path("outside/chromium"), place.path("home/.config/google-chrome")).unwrap();
    symlink(place.path("outside/Cookies"), place.path("home/.config/chromium/Default/Cookies")).unwrap();
    drop(gecko(&place.path("outside/profiles/listed/cookies.sqlite"), 17, &[]));
    fs::create_dir_all(place.path("home/snap/firefox/common/.mozilla/firefox")).unwrap();
    symlink(place.path("outside/profiles"), place.path("home/snap/firefox/common/.mozilla/firefox/Profiles"))
        .unwrap();
    place.write(
        "home/.mozilla/firefox/profiles.ini",
        format!("[Profile0]\nName=out\nIsRelative=0\nPath={}\n", place.path("outside/firefox").display()),
    );
    let (installs, problems) = find(&Roots::confined(home.clone()));
    let stores = installs.iter().flat_map(|install| &install.profiles).flat_map(|profile| &profile.stores);
    assert_eq!(stores.count(), 0, "{:?}", lines(&home, &installs));
    assert_eq!(problems.len(), 4, "one line a way out: {problems:?}");
    assert!(problems.iter().all(|problem| problem.kind == ProblemKind::BadLink), "{problems:?}");
    // The user's own home: the same links lead to files of the same user and are followed.
    let (installs, problems) = find(&Roots::of_user(home, &|_| None));
    let stores = installs.iter().flat_map(|install| &install.profiles).flat_map(|profile| &profile.stores);
    assert_eq!((stores.count(), problems.len()), (4, 0), "{problems:?}");
}

#[cfg(unix)]
#[test]
fn links_to_nowhere_and_in_circles_are_problems() {
    let place = Place::new();
    let home = place.path("home");
    store(&place, "home/.config/chromium/Good/Cookies");
    fs::create_dir_all(place.path("home/.config/chromium/Dangling")).unwrap();
    fs::create_dir_all(place.path("home/.config/chromium/Circle")).unwrap();
    symlink("/nowhere/at/all", place.path("home/.config/chromium/Dangling/Cookies")).unwrap();
    symlink("Cookies", place.path("home/.config/chromium/Circle/Cookies")).unwrap();
    symlink("/nowhere", place.path("home/.config/google-chrome")).unwrap();
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(
        lines(&home, &installs),
        ["chromium | Circle | ", "chromium | Dangling | ", "chromium | Good | .config/chromium/Good/Cookies"]
    );
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(problems.iter().all(|problem| problem.kind == ProblemKind::BadLink), "{problems:?}");
}

#[test]
fn indexes_that_make_no_sense_hide_no_profile() {
    let place = Place::new();
    let home = place.path("home");
    place.write("home/.config/chromium/Local State", [0xff, 0x00, 0x7b]);
    store(&place, "home/.config/chromium/Default/Cookies");
    place.write("home/.mozilla/firefox/profiles.ini", [0xfe, 0xff, 0x01, 0x02]);
    drop(gecko(&place.path("home/.mozilla/firefox/x/cookies.sqlite"), 17, &[]));
    fs::create_dir_all(place.path("home/.config/microsoft-edge/Local State")).unwrap();
    store(&place, "home/.config/microsoft-edge/Default/Cookies");
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(lines(&home, &installs).len(), 3);
    let kinds: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::BadIndex, ProblemKind::NotAFile, ProblemKind::BadIndex], "{problems:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_environment_moves_the_users_own_roots_only() {
    let place = Place::new();
    let home = place.path("home");
    store(&place, "xdg/chromium/Default/Cookies");
    store(&place, "chrome/google-chrome/Default/Cookies");
    drop(gecko(&place.path("xdg/mozilla/firefox/x/cookies.sqlite"), 17, &[]));
    let variable = |name: &str| match name {
        "XDG_CONFIG_HOME" => Some(std::ffi::OsString::from(place.path("xdg"))),
        "CHROME_CONFIG_HOME" => Some(std::ffi::OsString::from(place.path("chrome"))),
        _ => None,
    };
    let (installs, _) = find(&Roots::of_user(home.clone(), &variable));
    let found: Vec<_> = installs.iter().map(|install| install.browser.id.0).collect();
    assert_eq!(found, ["chrome", "firefox"], "CHROME_CONFIG_HOME comes before XDG_CONFIG_HOME");
    let without = |name: &str| if name == "CHROME_CONFIG_HOME" { None } else { variable(name) };
    let (installs, _) = find(&Roots::of_user(home.clone(), &without));
    assert_eq!(
        installs.iter().map(|install| install.browser.id.0).collect::<Vec<_>>(),
        ["chromium", "firefox"]
    );
    let (installs, _) = find(&Roots::of_user(home, &|_| Some(std::ffi::OsString::from("relative"))));
    assert_eq!(installs, [], "a relative path in the environment is ignored");
}
