//! A small scan made by hand: two profiles of Chromium, one of them running, and a Firefox with its session store.

use std::path::PathBuf;

use crumbwise_app::{Knowledge, Places, Roots, Scanned};
use crumbwise_model::{
    Browser, BrowserId, CookieTable, Engine, Flags, Group, InUse, Install, NewCookie, Part, Problem,
    ProblemKind, Profile, SameSite, Scan, ScannedStore, SetBy, Store, StoreKind, StoreState, Timestamp,
    ValueSize,
};

pub(crate) const NOW: i64 = 1_795_515_450;
pub(crate) const DAY: i64 = 86_400;

pub(crate) const CHROMIUM: Browser =
    Browser { id: BrowserId("chromium"), name: "Chromium", engine: Engine::Chromium, group: Group::Browser };
pub(crate) const FIREFOX: Browser =
    Browser { id: BrowserId("firefox"), name: "Firefox", engine: Engine::Gecko, group: Group::Browser };

/// A cookie in words; times in days before (set, used) and after (expires) now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) host: &'static str,
    pub(crate) name: &'static str,
    pub(crate) set: i64,
    pub(crate) used: i64,
    /// `None` for a session cookie.
    pub(crate) expires: Option<i64>,
    pub(crate) under: &'static str,
    /// `s` Secure, `h` HttpOnly, `n` SameSite None, `j` set by a script.
    pub(crate) marks: &'static str,
}

pub(crate) const fn row(
    host: &'static str,
    name: &'static str,
    set: i64,
    used: i64,
    expires: Option<i64>,
) -> Row {
    Row { host, name, set, used, expires, under: "", marks: "s" }
}

pub(crate) const PERSONAL: [Row; 9] = [
    Row { marks: "sn", ..row(".doubleclick.net", "IDE", 200, 1, Some(190)) },
    Row { marks: "sn", ..row(".adnxs.com", "uuid2", 120, 100, Some(-10)) },
    Row { marks: "j", ..row(".shop.example", "_ga", 300, 0, Some(400)) },
    Row { marks: "sh", ..row(".google.com", "HSID", 380, 0, Some(400)) },
    Row { marks: "s", ..row(".google.com", "SID", 380, 0, Some(400)) },
    Row {
        marks: "shn",
        under: "https://news.example",
        ..row(".youtube.com", "VISITOR_INFO1_LIVE", 30, 2, Some(180))
    },
    Row { marks: "sh", ..row("www.shop.example", "PHPSESSID", 1, 0, None) },
    Row { marks: "", ..row("shop.example", "zz_unknown", 40, 39, Some(5)) },
    Row { marks: "s", ..row("hostile.example", "<img src=x onerror=alert(1)>\u{202e}\u{7}", 3, 3, Some(30)) },
];

pub(crate) const WORK: [Row; 3] = [
    Row { marks: "sn", ..row(".doubleclick.net", "IDE", 20, 0, Some(370)) },
    Row { marks: "sh", ..row("github.com", "user_session", 10, 0, Some(14)) },
    Row { marks: "h", ..row("github.com", "_gh_sess", 0, 0, None) },
];

pub(crate) const FOX: [Row; 2] = [
    Row { marks: "sn", ..row(".criteo.com", "uid", 60, 10, Some(300)) },
    Row { marks: "s", ..row(".wikipedia.org", "WMF-Last-Access", 2, 1, Some(30)) },
];

pub(crate) const FOX_SESSION: [Row; 2] = [
    row(".doubleclick.net", "IDE", 0, 0, None),
    Row { marks: "sh", ..row("en.wikipedia.org", "enwikiSession", 0, 0, None) },
];

pub(crate) fn scan() -> Scan {
    let running = InUse::Yes { pid: Some(4_711), program: Some("chromium".to_owned()) };
    let personal =
        store(CHROMIUM, "Personal", "/home/ada/.config/chromium/Default/Cookies", StoreKind::Database);
    let mut work =
        store(CHROMIUM, "Work", "/home/ada/.config/chromium/Profile 1/Cookies", StoreKind::Database);
    work.in_use = running;
    let fox =
        store(FIREFOX, "default", "/home/ada/.mozilla/firefox/x.default/cookies.sqlite", StoreKind::Database);
    let session = store(
        FIREFOX,
        "default",
        "/home/ada/.mozilla/firefox/x.default/sessionstore.jsonlz4",
        StoreKind::SessionStore,
    );
    let profile = |name: &str, dir: &str, stores: &[&Store]| Profile {
        name: name.to_owned(),
        dir: dir.into(),
        stores: stores.iter().map(|store| (*store).clone()).collect(),
    };
    let installs = vec![
        Install {
            browser: CHROMIUM,
            root: "/home/ada/.config/chromium".into(),
            profiles: vec![
                profile("Personal", "/home/ada/.config/chromium/Default", &[&personal]),
                profile("Work", "/home/ada/.config/chromium/Profile 1", &[&work]),
            ],
        },
        Install {
            browser: FIREFOX,
            root: "/home/ada/.mozilla/firefox".into(),
            profiles: vec![profile("default", "/home/ada/.mozilla/firefox/x.default", &[&fox, &session])],
        },
    ];
    let problem = Problem {
        path: "/home/ada/.config/chromium/Profile 2/Cookies".into(),
        browser: Some(CHROMIUM.id),
        kind: ProblemKind::PermissionDenied,
        detail: "permission denied".to_owned(),
    };
    Scan {
        at: Timestamp::from_unix_seconds(NOW),
        installs,
        stores: vec![
            filled(personal, &PERSONAL),
            filled(work, &WORK),
            filled(fox, &FOX),
            filled(session, &FOX_SESSION),
        ],
        problems: vec![problem],
    }
}

pub(crate) fn store(browser: Browser, profile: &str, path: &str, kind: StoreKind) -> Store {
    let path = PathBuf::from(path);
    Store {
        browser,
        root: path.parent().map(Into::into).unwrap_or_default(),
        profile: profile.to_owned(),
        kind,
        part: Part::Sites,
        path,
        link: None,
        state: StoreState::Read,
        in_use: InUse::No,
        version: (kind == StoreKind::Database).then_some(if browser == CHROMIUM { 24 } else { 17 }),
        bytes: 4_096,
        modified: Timestamp::from_unix_seconds(NOW - 60),
    }
}

pub(crate) fn filled(store: Store, rows: &[Row]) -> ScannedStore {
    let mut table = CookieTable::builder();
    let at = |days: i64| Timestamp::from_unix_seconds(NOW + days * DAY);
    for (row, number) in rows.iter().zip(1..) {
        let has = |mark| row.marks.contains(mark);
        table.push(&NewCookie {
            row: number,
            host: row.host.as_bytes(),
            name: row.name.as_bytes(),
            path: b"/",
            partition: row.under.as_bytes(),
            created: at(-row.set),
            last_used: at(-row.used),
            updated: at(-row.used),
            expires: row.expires.map_or(Timestamp::NONE, at),
            size: ValueSize::exact(32),
            flags: Flags {
                persistent: row.expires.is_some(),
                secure: has('s'),
                http_only: has('h'),
                partitioned: !row.under.is_empty(),
                same_site: if has('n') { SameSite::None } else { SameSite::Unspecified },
                set_by: if has('j') { SetBy::Script } else { SetBy::Server },
                ..Flags::default()
            },
            ..NewCookie::default()
        });
    }
    let cookies = table.finish();
    let explained = Knowledge::built_in().explain(&cookies);
    ScannedStore { store, cookies, explained, containers: Vec::new() }
}

pub(crate) fn scanned() -> Scanned {
    Scanned::new(scan(), Knowledge::built_in())
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix_seconds(NOW)
}

/// Places below a folder, with a home that holds nothing.
pub(crate) fn places(data: &std::path::Path) -> Places {
    Places::new(Roots::confined(data.join("home")), data.join("data"))
}
