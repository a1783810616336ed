//! Every kind of bad file becomes a clear problem; what can be read is read.

#[cfg(unix)]
use std::os::unix::{fs::symlink, net::UnixListener};
use std::{
    fs::{self, File},
    sync::atomic::{AtomicBool, Ordering},
};

use crumbwise_model::{ProblemKind, StoreState};
use crumbwise_stores::{ReadObserver, Roots, find, read, store_at};
use rusqlite::{Connection, params};

use crate::made::{PLAIN, Place, chromium, kinds, listed};

#[test]
fn zero_and_random_bytes_are_no_database() {
    let place = Place::new();
    let random: Vec<_> =
        (0..5000_u32).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap()).collect();
    let mut header_only = b"SQLite format 3\0".to_vec();
    header_only.extend(&random);
    for (content, expected) in [
        (vec![], ProblemKind::NotADatabase),
        (random, ProblemKind::NotADatabase),
        (b"SQLite format 3\0".to_vec(), ProblemKind::NotADatabase),
        (header_only, ProblemKind::NotADatabase),
    ] {
        let path = place.write("Cookies", &content);
        let reading = place.read(&path);
        assert_eq!(kinds(&reading), [expected], "{} bytes", content.len());
        assert_eq!(reading.store.state, StoreState::Damaged);
    }
}

#[cfg(unix)]
#[test]
fn no_file_no_folder_and_what_is_no_file() {
    let place = Place::new();
    let fifo = place.path("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let _socket = UnixListener::bind(place.path("socket")).unwrap();
    fs::create_dir_all(place.path("folder")).unwrap();
    symlink("nowhere", place.path("dangling")).unwrap();
    let cases = [
        (place.path("missing"), ProblemKind::Missing),
        (place.path("folder").join("missing/Cookies"), ProblemKind::Missing),
        (fifo, ProblemKind::NotAFile),
        (place.path("socket"), ProblemKind::NotAFile),
        (place.path("folder"), ProblemKind::NotAFile),
        ("/dev/zero".into(), ProblemKind::NotAFile),
        (place.path("dangling"), ProblemKind::BadLink),
    ];
    for (path, expected) in cases {
        assert_eq!(store_at(&path).unwrap_err().kind, expected, "{}", path.display());
    }
}

#[test]
fn a_folder_in_place_of_a_store_does_not_hide_the_others() {
    let place = Place::new();
    fs::create_dir_all(place.path("home/.config/chromium/A/Cookies")).unwrap();
    chromium(&place.path("home/.config/chromium/B/Cookies"), 24, &[&[]]);
    fs::create_dir_all(place.path("home/.config/chromium/B/Cookies-wal")).unwrap();
    chromium(&place.path("home/.config/chromium/C/Cookies"), 24, &[&[]]);
    let (installs, _) = find(&Roots::confined(place.path("home")));
    let stores: Vec<_> = installs.iter().flat_map(|i| &i.profiles).flat_map(|p| &p.stores).collect();
    let readings: Vec<_> = stores.iter().map(|store| place.read_store(store)).collect();
    let problems: Vec<_> = readings.iter().map(kinds).collect();
    assert_eq!(problems, [vec![ProblemKind::NotAFile], vec![ProblemKind::NotAFile], vec![]]);
    assert_eq!(readings[2].cookies.rows().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_put_in_place_of_a_found_store_is_not_followed() {
    let place = Place::new();
    let path = place.path("home/.config/chromium/A/Cookies");
    chromium(&path, 24, &[&[]]);
    chromium(&place.path("outside/Cookies"), 24, &[&[]]);
    let (installs, _) = find(&Roots::confined(place.path("home")));
    let store = &installs[0].profiles[0].stores[0];
    fs::remove_file(&path).unwrap();
    symlink(place.path("outside/Cookies"), &path).unwrap();
    let reading = place.read_store(store);
    assert_eq!((kinds(&reading), reading.cookies.rows().len()), (vec![ProblemKind::BadLink], 0));
    // Neither is a link in place of a folder on the way.
    fs::remove_dir_all(path.parent().unwrap()).unwrap();
    symlink(place.path("outside"), path.parent().unwrap()).unwrap();
    assert_eq!(kinds(&place.read_store(store)), [ProblemKind::BadLink]);
}

#[test]
fn a_truncated_store_gives_what_was_read_before_the_damage() {
    let place = Place::new();
    let path = place.path("Cookies");
    let names: Vec<_> = (0..2000).map(|n| format!("'name{n}'")).collect();
    let rows: Vec<_> = names.iter().map(|name| [("name", name.as_str())]).collect();
    let rows: Vec<&[_]> = rows.iter().map(<[_; 1]>::as_slice).collect();
    chromium(&path, 24, &rows);
    let whole = fs::metadata(&path).unwrap().len();
    File::options().write(true).open(&path).unwrap().set_len(whole - whole / 3).unwrap();
    let reading = place.read(&path);
    let damaged = kinds(&reading).iter().filter(|kind| **kind == ProblemKind::Damaged).count();
    assert_eq!(damaged, 1, "said once: {:?}", reading.problems);
    assert_eq!(reading.store.state, StoreState::Damaged);
    let read = reading.cookies.rows().len();
    assert!(read > 100 && read < 2000, "{read} rows before the damage");
}

#[test]
fn a_damaged_page_ends_the_reading_with_what_was_read() {
    let place = Place::new();
    let path = place.path("Cookies");
    let name = format!("'{}'", "n".repeat(300));
    let row: [(&str, &str); 1] = [("name", &name)];
    chromium(&path, 24, &vec![row.as_slice(); 500]);
    let mut content = fs::read(&path).unwrap();
    let page = content.len() / 4096 / 2 * 4096;
    content[page..page + 4096].fill(0xff);
    fs::write(&path, content).unwrap();
    let reading = place.read(&path);
    assert_eq!(kinds(&reading), [ProblemKind::Damaged], "{:?}", reading.problems);
    let read = reading.cookies.rows().len();
    assert!(read > 50 && read < 500, "{read} rows before the damage");
}

#[test]
fn flipped_bytes_anywhere_end_in_an_answer() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &[PLAIN; 300]);
    let whole = fs::read(&path).unwrap();
    let mut dice = 42_usize;
    let mut roll = |sides: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    for round in 0..40 {
        let mut content = whole.clone();
        for _ in 0..=roll(20) {
            // Half of the flips in the header and the schema, where they do most.
            let sides = if round % 2 == 0 { 4096 } else { content.len() };
            let at = roll(sides);
            content[at] ^= u8::try_from(1 + roll(255)).unwrap();
        }
        fs::write(&path, content).unwrap();
        let reading = place.read(&path);
        let answered = reading.store.state == StoreState::Read || !reading.problems.is_empty();
        assert!(answered && reading.cookies.rows().len() <= 1000, "round {round}: {reading:?}");
    }
}

#[test]
fn a_database_without_the_table_or_the_columns_is_not_supported() {
    let place = Place::new();
    for (number, schema) in [
        "CREATE TABLE other(x)",
        "CREATE TABLE cookies(host_key TEXT, value TEXT)",
        "CREATE TABLE cookies(name TEXT)",
        "CREATE TABLE moz_cookies(host TEXT, name TEXT)",
        "CREATE VIEW cookies AS SELECT 'a' AS host_key, 'b' AS name",
        "CREATE TABLE cookies(host_key, name, PRIMARY KEY(host_key)) WITHOUT ROWID",
    ]
    .iter()
    .enumerate()
    {
        let path = place.path(&format!("{number}/Cookies"));
        Connection::open(&path).unwrap().execute_batch(schema).unwrap();
        let reading = place.read(&path);
        assert_eq!(kinds(&reading), [ProblemKind::UnknownSchema], "{schema}: {:?}", reading.problems);
        assert_eq!(reading.store.state, StoreState::NotSupported, "{schema}");
    }
}

#[test]
fn missing_columns_and_nulls_leave_the_rest_readable() {
    let place = Place::new();
    let path = place.path("Cookies");
    Connection::open(&path)
        .unwrap()
        .execute_batch(
            "CREATE TABLE cookies(host_key TEXT, name TEXT, path TEXT, creation_utc INTEGER, is_secure INTEGER);
             INSERT INTO cookies VALUES('a.test', 'x', NULL, NULL, NULL), (NULL, 'y', '/', 1, 1),
                ('b.test', NULL, '/', 0, 1), ('', '', '/', 0, 1);",
        )
        .unwrap();
    let reading = place.read(&path);
    assert_eq!(reading.store.state, StoreState::Read);
    assert_eq!(listed(&reading.cookies), ["a.test x", " "], "an empty text is a text, NULL is none");
    assert_eq!(kinds(&reading), [ProblemKind::BadRows]);
    assert!(reading.problems[0].detail.starts_with("2 without"), "{}", reading.problems[0].detail);
    let cookie = reading.cookies.rows()[0];
    assert!(!cookie.flags.secure && !cookie.created.is_some() && cookie.size.max == 0);
    assert_eq!(reading.store.version, None, "no meta table");
}

#[test]
fn hostile_texts_come_through_as_they_are() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &[]);
    let connection = Connection::open(&path).unwrap();
    let long = "n".repeat(1 << 20);
    let texts: [&[u8]; 6] = [
        long.as_bytes(),
        b"\xff\xfe\x80broken",
        "\u{202e}gnp.exe\u{2066}".as_bytes(),
        b"a\x00b\x1b[31m\r\n",
        b"<img src=x onerror=alert(1)>",
        b"'; DROP TABLE cookies; --",
    ];
    for text in texts {
        connection
            .execute(
                "INSERT INTO cookies(host_key, name, path, top_frame_site_key) VALUES(CAST(?1 AS TEXT), CAST(?1 AS TEXT),
                    CAST(?1 AS TEXT), CAST(?1 AS TEXT))",
                params![text],
            )
            .unwrap();
    }
    drop(connection);
    let reading = place.read(&path);
    let cookies = &reading.cookies;
    for (cookie, text) in cookies.rows().iter().zip(texts) {
        let got =
            [cookies.host(cookie), cookies.name(cookie), cookies.path(cookie), cookies.partition(cookie)];
        assert!(got.iter().all(|got| got.0 == text), "bytes are kept: {}", String::from_utf8_lossy(text));
    }
    assert_eq!((cookies.rows().len(), kinds(&reading)), (6, vec![]));
}

#[test]
fn a_huge_sparse_file_is_refused_before_it_is_copied() {
    let place = Place::new();
    let path = place.write("Cookies", b"SQLite format 3\0");
    File::options().write(true).open(&path).unwrap().set_len(10 << 30).unwrap();
    let reading = place.read(&path);
    assert_eq!(kinds(&reading), [ProblemKind::TooLarge]);
    assert_eq!(reading.store.state, StoreState::NotSupported);
    let session = place.write("sessionstore.jsonlz4", b"mozLz40\0\xff\xff\xff\x1f");
    File::options().write(true).open(&session).unwrap().set_len(10 << 30).unwrap();
    assert_eq!(kinds(&place.read(&session)), [ProblemKind::TooLarge]);
}

#[test]
fn a_store_deleted_after_it_was_found_is_missing() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &[&[]]);
    let store = store_at(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let reading = place.read_store(&store);
    assert_eq!((kinds(&reading), reading.store.state), (vec![ProblemKind::Missing], StoreState::Found));
}

/// Deletes the store once reading has begun.
struct Deletes(std::path::PathBuf);

impl ReadObserver for Deletes {
    fn rows(&self, _so_far: u64) {
        let _ = fs::remove_file(&self.0);
    }

    fn stopped(&self) -> bool {
        false
    }
}

#[test]
fn a_store_deleted_mid_read_is_read_to_its_end() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &vec![PLAIN; 9000]);
    let reading = read(&store_at(&path).unwrap(), &place.snapshots(), &Deletes(path.clone()));
    assert!(!path.exists());
    assert_eq!((reading.cookies.rows().len(), kinds(&reading)), (9000, vec![]));
}

/// Stops at the first call.
struct Stops(AtomicBool);

impl ReadObserver for Stops {
    fn rows(&self, _so_far: u64) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[test]
fn a_stopped_reading_is_not_called_read() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &vec![PLAIN; 9000]);
    let reading = read(&store_at(&path).unwrap(), &place.snapshots(), &Stops(AtomicBool::new(false)));
    assert_eq!(reading.store.state, StoreState::Found);
    assert!(reading.cookies.rows().len() < 9000);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_needs_permission() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let path = place.path("home/.config/chromium/A/Cookies");
    chromium(&path, 24, &[&[]]);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    if File::open(&path).is_ok() {
        // Whoever runs this may read everything (root): the rule cannot be shown here.
        return;
    }
    let (installs, _) = find(&Roots::confined(place.path("home")));
    let reading = place.read_store(&installs[0].profiles[0].stores[0]);
    assert_eq!(kinds(&reading), [ProblemKind::PermissionDenied]);
    assert_eq!(reading.store.state, StoreState::NeedsPermission);
}

#[cfg(unix)]
#[test]
fn what_stands_in_place_of_a_list_or_a_lesser_store_costs_one_line() {
    let place = Place::new();
    let profile = "home/.mozilla/firefox/a";
    drop(crate::made::gecko(&place.path(&format!("{profile}/cookies.sqlite")), 17, &[&[]]));
    let pipe = |name: &str| {
        let path = place.path(name);
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    };
    // Pipes that nobody writes to, a link out of the home, a file that only says it is large.
    pipe("home/.mozilla/firefox/Profile Groups/g.sqlite");
    pipe(&format!("{profile}/containers.json"));
    pipe(&format!("{profile}/cookies.sqlite.bak"));
    pipe("home/.config/chromium/Default/Extension Cookies");
    fs::create_dir_all(place.path("outside/Partitions")).unwrap();
    fs::create_dir_all(place.path("home/.config/Slack")).unwrap();
    symlink(place.path("outside/Partitions"), place.path("home/.config/Slack/Partitions")).unwrap();
    chromium(&place.path("home/.config/chromium/Default/Cookies"), 24, &[&[]]);
    let sparse = place.write("home/Library/Cookies/Cookies.binarycookies", b"cook\xff\xff\xff\xff");
    File::options().write(true).open(&sparse).unwrap().set_len(10 << 30).unwrap();
    let (installs, problems) = find(&Roots::confined(place.path("home")));
    let mut found: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
    found.sort();
    assert_eq!(found, [ProblemKind::NotAFile, ProblemKind::BadLink], "{problems:?}");
    let stores: Vec<_> = installs.iter().flat_map(|i| &i.profiles).flat_map(|p| &p.stores).collect();
    let read: Vec<_> = stores.iter().map(|store| (place.read_store(store), store)).collect();
    let lines = read.iter().map(|(reading, store)| {
        (store.path.file_name().unwrap().to_str().unwrap(), kinds(reading).first().copied())
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            ("Cookies", None),
            ("Extension Cookies", Some(ProblemKind::NotAFile)),
            ("cookies.sqlite", None),
            ("Cookies.binarycookies", Some(ProblemKind::TooLarge)),
        ]
    );
    let firefox = stores.iter().find(|store| store.browser.id.0 == "firefox").unwrap();
    assert_eq!(crumbwise_stores::containers(firefox).unwrap_err().kind, ProblemKind::NotAFile);
}
