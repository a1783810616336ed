//! The fourteen traps that the formats are known for, a test each.

use std::fs;
#[cfg(unix)]
use std::{os::unix::fs::symlink, process::Command};

use crumbwise_model::{Engine, Lifetime, ProblemKind, StoreState, Timestamp};
use crumbwise_stores::{Attributes, Roots, find};
#[cfg(unix)]
use crumbwise_stores::{in_use, store_at};
use rusqlite::Connection;

use crate::made::{
    BinaryCookie, Cells, PLAIN, Place, SECONDS, binary_cookies, binary_page, chromium, gecko, kinds, packed,
    sealed,
};

#[test]
fn section_10_01_every_chromium_schema_empty_and_with_one_cookie_many_times() {
    for version in [9, 10, 12, 17, 20, 23, 24] {
        let place = Place::new();
        chromium(&place.path("empty"), version, &[]);
        let empty = place.read(&place.path("empty"));
        assert_eq!((empty.store.state, empty.cookies.rows().len()), (StoreState::Read, 0), "{version}");
        let rows: [Cells<'_>; 5] = [
            PLAIN,
            &[("source_port", "8443")],
            &[("top_frame_site_key", "'https://a.example'")],
            &[("top_frame_site_key", "'https://b.example'")],
            &[("name", "''")],
        ];
        chromium(&place.path("full"), version, &rows);
        let full = place.read(&place.path("full"));
        assert_eq!((full.cookies.rows().len(), kinds(&full)), (5, vec![]), "{version}");
        let partitioned = full.cookies.rows().iter().filter(|cookie| cookie.flags.partitioned).count();
        assert_eq!(partitioned, if version >= 15 { 2 } else { 0 }, "{version}");
        let ports: Vec<_> = full.cookies.rows().iter().take(2).map(|cookie| cookie.port).collect();
        assert_eq!(ports, if version >= 13 { [443, 8443] } else { [-1, -1] }, "{version}");
        assert_eq!(full.cookies.pairs().len(), 2, "one host and name, four cookies; {version}");
    }
}

#[test]
fn section_10_02_sizes_of_every_seal() {
    let sizes = |rows: &[Cells<'_>]| {
        let place = Place::new();
        chromium(&place.path("Cookies"), 24, rows);
        let reading = place.read(&place.path("Cookies"));
        reading.cookies.rows().iter().map(|cookie| (cookie.size.min, cookie.size.max)).collect::<Vec<_>>()
    };
    let empty = ("value", "''");
    let [v10_63, v10_64, v10_51, v10_67] = [63, 64, 51, 67].map(|length| sealed(b"v10", length));
    let gcm = sizes(&[&[empty, ("encrypted_value", &v10_63)], &[empty, ("encrypted_value", &v10_64)]]);
    assert_eq!(gcm, [(0, 0), (1, 1)], "AES-GCM is exact");
    let cbc = sizes(&[&[empty, ("encrypted_value", &v10_51)], &[empty, ("encrypted_value", &v10_67)]]);
    assert_eq!(cbc, [(0, 15), (16, 31)], "AES-CBC is known to 16 bytes");
    let named = sizes(&[
        &[empty, ("encrypted_value", &sealed(b"v11", 67))],
        &[empty, ("encrypted_value", &sealed(b"v12", 67))],
        &[empty, ("encrypted_value", &sealed(b"v20", 64))],
    ]);
    assert_eq!(named, [(16, 31), (4, 4), (1, 1)], "these tags name one cipher each");
    let mixed = sizes(&[
        &[("value", "'plain'")],
        &[empty, ("encrypted_value", &sealed(b"\x01\0\0\0\xd0\x8c\x9d\xdf", 230))],
    ]);
    assert_eq!(mixed, [(5, 5), (0, 230)], "nothing is claimed of Windows' old sealing");
}

#[test]
fn section_10_03_an_ancestor_bit_alone_makes_no_partition() {
    let place = Place::new();
    chromium(&place.path("Cookies"), 24, &[&[("has_cross_site_ancestor", "1")]]);
    let flags = place.read(&place.path("Cookies")).cookies.rows()[0].flags;
    assert!(!flags.partitioned && !flags.cross_site_ancestor);
}

#[test]
fn section_10_04_a_session_cookie_did_not_expire_in_1601() {
    let place = Place::new();
    let row: Cells<'_> = &[("expires_utc", "0"), ("is_persistent", "0"), ("has_expires", "0")];
    chromium(&place.path("Cookies"), 24, &[row]);
    let cookie = place.read(&place.path("Cookies")).cookies.rows()[0];
    assert_eq!((cookie.lifetime(), cookie.expires), (Lifetime::Session, Timestamp::NONE));
    assert!(!cookie.is_expired(Timestamp::from_unix_seconds(SECONDS)));
}

#[test]
fn section_10_05_the_marker_tells_the_live_store_from_the_residue() {
    let place = Place::new();
    let profile = "home/.config/chromium/Default";
    chromium(&place.path(&format!("{profile}/Cookies")), 24, &[PLAIN, PLAIN]);
    chromium(&place.path(&format!("{profile}/Network/Cookies")), 24, &[PLAIN]);
    place.write(&format!("{profile}/Network/NetworkDataMigrated"), "");
    let (installs, problems) = find(&Roots::confined(place.path("home")));
    let [store] = installs[0].profiles[0].stores.as_slice() else { panic!("one live store") };
    assert!(store.path.ends_with("Network/Cookies"));
    assert_eq!(place.read_store(store).cookies.rows().len(), 1);
    assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [ProblemKind::LeftBehind]);
}

#[test]
fn section_10_06_firefox_counts_seconds_then_milliseconds_and_sometimes_both() {
    for version in [9, 12, 15, 16, 17] {
        let place = Place::new();
        // The second row is one that a downgrade left in the other unit.
        let other = if version >= 16 { "1701205301" } else { "1701205301000" };
        drop(gecko(&place.path("cookies.sqlite"), version, &[PLAIN, &[("expiry", other)]]));
        let reading = place.read(&place.path("cookies.sqlite"));
        let expiries: Vec<_> = reading.cookies.rows().iter().map(|c| c.expires.unix_seconds()).collect();
        assert_eq!(expiries, [Some(SECONDS); 2], "version {version}");
    }
}

#[test]
fn section_10_07_origin_attributes_of_every_shape() {
    let shapes = [
        ("''", false, None, None, false),
        ("'^userContextId=4'", false, Some(4), None, false),
        ("'^partitionKey=%28https%2Ca.example%29'", true, None, Some("a.example"), false),
        ("'^userContextId=4&partitionKey=%28https%2Ca.example%29'", true, Some(4), Some("a.example"), false),
        ("'^partitionKey=%28https%2Ca.example%2C8443%2Cf%29'", true, None, Some("a.example"), false),
        ("'^somethingNew=1'", false, None, None, true),
        ("'^partitionKey=%2'", true, None, Some("%2"), true),
    ];
    let place = Place::new();
    let cells: Vec<_> = shapes.iter().map(|shape| [("originAttributes", shape.0)]).collect();
    let rows: Vec<Cells<'_>> = cells.iter().map(<[_; 1]>::as_slice).collect();
    drop(gecko(&place.path("cookies.sqlite"), 17, &rows));
    let reading = place.read(&place.path("cookies.sqlite"));
    assert_eq!((reading.cookies.rows().len(), kinds(&reading)), (shapes.len(), vec![]));
    for (cookie, (text, partitioned, container, site, unknown)) in reading.cookies.rows().iter().zip(shapes) {
        let attributes = Attributes::parse(Engine::Gecko, reading.cookies.partition(cookie).0);
        assert_eq!(cookie.flags.partitioned, partitioned, "{text}");
        assert_eq!((attributes.container, attributes.unknown), (container, unknown), "{text}");
        assert_eq!(attributes.partition.map(|key| key.site).as_deref(), site, "{text}");
    }
}

#[test]
fn section_10_08_rows_that_only_the_log_holds() {
    let place = Place::new();
    let live = place.path("live/cookies.sqlite");
    let connection = gecko(&live, 17, &[]);
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    crate::made::gecko_insert(&connection, 17, &[PLAIN, PLAIN]);
    let without = place.path("without/cookies.sqlite");
    fs::copy(&live, &without).unwrap();
    assert_eq!(place.read(&live).cookies.rows().len(), 2, "with its log");
    assert_eq!(place.read(&without).cookies.rows().len(), 0, "a copy without its log lacks what is in it");
    // A young profile: not even the table is in the file itself.
    let young = place.path("young/cookies.sqlite");
    let connection = gecko(&young, 17, &[PLAIN]);
    let raw = fs::read(&young).unwrap();
    assert!(!raw.windows(11).any(|window| window == b"moz_cookies"), "the file has no table");
    assert_eq!(place.read(&young).cookies.rows().len(), 1);
    drop(connection);
}

#[test]
fn section_10_09_libsoup_s_table_without_same_site_and_with_duplicates() {
    let place = Place::new();
    let path = place.path("cookies.sqlite");
    let sql = format!(
        "CREATE TABLE moz_cookies(id INTEGER PRIMARY KEY, name TEXT, value TEXT, host TEXT, path TEXT,
            expiry INTEGER, lastAccessed INTEGER, isSecure INTEGER, isHttpOnly INTEGER);
         INSERT INTO moz_cookies(name, value, host, path, expiry) VALUES('a', 'x', 'a.test', '/', {SECONDS}),
            ('a', 'y', 'a.test', '/', {SECONDS});"
    );
    Connection::open(&path).unwrap().execute_batch(&sql).unwrap();
    let reading = place.read(&path);
    assert_eq!((reading.store.browser.engine, kinds(&reading)), (Engine::Libsoup, vec![]));
    let rows: Vec<_> = reading.cookies.rows().iter().map(|cookie| cookie.row).collect();
    assert_eq!(rows, [1, 2], "both are there, told apart by their row");
    assert_eq!(reading.cookies.rows()[0].expires.unix_seconds(), Some(SECONDS));
}

#[test]
fn section_10_10_session_stores_that_are_packed_oddly_or_lie() {
    let place = Place::new();
    let json = br#"{"cookies":[{"host":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test","value":""}]}"#;
    let mut literal = b"mozLz40\0".to_vec();
    literal.extend(u32::try_from(json.len()).unwrap().to_le_bytes());
    literal.extend([0xf0, u8::try_from(json.len() - 15).unwrap()]);
    literal.extend(json);
    let overlapping = packed(json);
    assert!(overlapping.len() < literal.len(), "a match that overlaps itself");
    let mut lying = literal.clone();
    lying[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    let truncated = literal[..literal.len() - 20].to_vec();
    for (content, cookies, state) in [
        (literal, 1, StoreState::Read),
        (overlapping, 1, StoreState::Read),
        (lying, 0, StoreState::Damaged),
        (truncated, 0, StoreState::Damaged),
    ] {
        let reading = place.read(&place.write("sessionstore.jsonlz4", content));
        assert_eq!((reading.cookies.rows().len(), reading.store.state), (cookies, state));
    }
}

#[test]
fn section_10_11_binary_cookies_of_every_writer_and_of_none() {
    let place = Place::new();
    let good = BinaryCookie::default();
    let other = BinaryCookie { order: [1, 3, 0, 2], port: Some(8443), comment: true, ..good };
    let both = || binary_page(&[good, other]);
    let mut past_the_end = binary_page(&[good]);
    past_the_end[12 + 4 + 16..][..4].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut no_nul = binary_page(&[good]);
    no_nul.pop();
    let mut no_footer = binary_cookies(&[both()], b"");
    no_footer.truncate(no_footer.len() - 4);
    let cases = [
        (
            "footer without a property list, both orders, a port, a comment",
            binary_cookies(&[both()], b""),
            2,
            0,
        ),
        ("a property list", binary_cookies(&[both()], b"\0\0\0\x08bplist00"), 2, 0),
        ("no pages", binary_cookies(&[], b""), 0, 0),
        ("an offset past the end", binary_cookies(&[past_the_end], b""), 0, 1),
        ("no NUL at the end", binary_cookies(&[no_nul], b""), 1, 0),
        ("no footer", no_footer, 2, 1),
    ];
    for (case, content, cookies, problems) in cases {
        let reading = place.read(&place.write("Cookies.binarycookies", content));
        assert_eq!(reading.store.state, StoreState::Read, "{case}: {:?}", reading.problems);
        assert_eq!((reading.cookies.rows().len(), reading.problems.len()), (cookies, problems), "{case}");
    }
}

#[cfg(unix)]
#[test]
fn section_10_12_a_lock_that_is_held_and_one_that_was_left() {
    let place = Place::new();
    chromium(&place.path("data/Default/Cookies"), 24, &[]);
    place.write("data/Local State", "{}");
    let store = store_at(&place.path("data/Default/Cookies")).unwrap();
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    let lock = place.path("data/SingletonLock");
    let mut dead = Command::new("true").spawn().unwrap();
    dead.wait().unwrap();
    let mut living = Command::new("sleep").arg("600").spawn().unwrap();
    let (dead, pid) = (dead.id(), living.id());
    let marks = |text: String| {
        let _ = fs::remove_file(&lock);
        symlink(text, &lock).unwrap();
        // Only the marks are asked while a store is read.
        place.read_store(&store).store.in_use.is_running()
    };
    let running = [
        marks(format!("{}-{pid}", host.trim())),
        marks(format!("{}-{dead}", host.trim())),
        marks(format!("another-host-with-dashes-{pid}")),
        marks("nonsense".into()),
    ];
    living.kill().unwrap();
    living.wait().unwrap();
    assert_eq!(running, [true, false, false, false]);
    drop(gecko(&place.path("fox/cookies.sqlite"), 17, &[]));
    place.write("fox/.parentlock", "");
    let fox = store_at(&place.path("fox/cookies.sqlite")).unwrap();
    assert!(!place.read_store(&fox).store.in_use.is_running(), "it stays for ever and says nothing");
    assert!(!in_use(&fox).is_running());
}

#[test]
fn section_10_13_profiles_of_both_roots_gaps_absolute_paths_and_groups() {
    let place = Place::new();
    let (legacy, xdg) = ("home/.mozilla/firefox", "home/.config/mozilla/firefox");
    let elsewhere = place.path("home/elsewhere");
    let sections = format!(
        "[Profile0]\nName=one\nIsRelative=1\nPath=a\nStoreID=g\n[Profile5]\nName=far\nIsRelative=0\nPath={}\n",
        elsewhere.display()
    );
    place.write(&format!("{legacy}/profiles.ini"), sections);
    place.write(&format!("{xdg}/profiles.ini"), "[Profile0]\nName=new\nIsRelative=1\nPath=c\n");
    for profile in [&format!("{legacy}/a"), &format!("{legacy}/b"), &format!("{xdg}/c"), "home/elsewhere"] {
        drop(gecko(&place.path(&format!("{profile}/cookies.sqlite")), 17, &[]));
    }
    let group = Connection::open(place.path(&format!("{legacy}/Profile Groups/g.sqlite"))).unwrap();
    let sql = "CREATE TABLE Profiles(id INTEGER PRIMARY KEY, path TEXT, name TEXT);
               INSERT INTO Profiles VALUES(1, 'a', 'one'), (2, 'b', 'second of the group');";
    group.execute_batch(sql).unwrap();
    let (installs, problems) = find(&Roots::confined(place.path("home")));
    assert_eq!(problems, []);
    let names: Vec<_> = installs.iter().flat_map(|i| &i.profiles).map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["one", "second of the group", "far", "new"]);
}

#[test]
fn section_10_14_a_hot_journal_is_rolled_back() {
    let place = Place::new();
    let (live, crashed) = (place.path("live/Cookies"), place.path("crashed/Cookies"));
    chromium(&live, 24, &[&[("name", "'committed'")]]);
    let connection = Connection::open(&live).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN;
             UPDATE cookies SET name = 'torn'; CREATE TABLE filler(content);
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
             INSERT INTO filler SELECT randomblob(3000) FROM n;",
        )
        .unwrap();
    fs::copy(&live, &crashed).unwrap();
    fs::copy(place.path("live/Cookies-journal"), place.path("crashed/Cookies-journal")).unwrap();
    let raw = fs::read(&crashed).unwrap();
    assert!(raw.windows(4).any(|window| window == b"torn"), "the fixture holds a torn write");
    let reading = place.read(&crashed);
    let names: Vec<_> = reading.cookies.names().iter().map(|(_, name)| name.to_string()).collect();
    assert_eq!((names, reading.store.state), (vec!["committed".to_owned()], StoreState::Read));
    assert_eq!(fs::read(&crashed).unwrap(), raw, "the store itself stays as it is");
}
