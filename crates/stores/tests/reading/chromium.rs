//! Chromium's table in its versions, each trap with its row.

use crumbwise_model::{Lifetime, ProblemKind, SameSite, Scheme, SetBy, StoreState, Timestamp};
use rusqlite::Connection;

use crate::made::{CHROMIUM_MICROS, Place, SECONDS, SECRET, chromium, kinds, listed, sealed};

#[test]
fn every_version_from_9_to_24_reads_the_same() {
    for version in 9..=24 {
        let place = Place::new();
        let path = place.path("Cookies");
        chromium(
            &path,
            version,
            &[
                &[
                    ("name", "'first'"),
                    ("is_secure", "1"),
                    ("secure", "1"),
                    ("httponly", "1"),
                    ("is_httponly", "1"),
                ],
                &[("name", "'second'"), ("samesite", "2"), ("firstpartyonly", "2")],
            ],
        );
        let reading = place.read(&path);
        assert_eq!((reading.store.state, reading.store.version), (StoreState::Read, Some(version)));
        assert_eq!(kinds(&reading), [], "version {version}");
        let cookies = &reading.cookies;
        assert_eq!(listed(cookies), [".example.com first", ".example.com second"], "version {version}");
        let [first, second] = cookies.rows() else { panic!() };
        assert_eq!(first.created.unix_seconds(), Some(SECONDS));
        assert_eq!(first.expires.unix_seconds(), Some(SECONDS));
        assert!(first.flags.secure && first.flags.http_only && !second.flags.secure, "version {version}");
        assert_eq!(first.lifetime(), Lifetime::Persistent, "version {version}");
        assert_eq!(
            first.flags.same_site,
            SameSite::Unspecified,
            "0 in firstpartyonly is nothing said; {version}"
        );
        assert_eq!(second.flags.same_site, SameSite::Strict, "version {version}");
        assert_eq!(first.size.min as usize, SECRET.len(), "a plain value has an exact size");
        assert_eq!(first.size.max as usize, SECRET.len());
        assert_eq!(first.port, if version >= 13 { 443 } else { -1 }, "version {version}");
        assert_eq!(first.updated, Timestamp::NONE, "0 or no column is not recorded");
    }
}

#[test]
fn the_next_version_is_read_as_far_as_it_can_be() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 25, &[&[]]);
    Connection::open(&path)
        .unwrap()
        .execute_batch(
            "ALTER TABLE cookies ADD COLUMN novelty TEXT; ALTER TABLE cookies DROP COLUMN source_type",
        )
        .unwrap();
    let reading = place.read(&path);
    assert_eq!(reading.store.state, StoreState::Read);
    assert_eq!(kinds(&reading), [ProblemKind::NewerVersion]);
    assert_eq!(reading.cookies.rows().len(), 1);
}

#[test]
fn partitions_sessions_ports_and_choices_are_told_apart() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(
        &path,
        24,
        &[
            &[("source_scheme", "2"), ("source_type", "1"), ("samesite", "0")],
            &[("top_frame_site_key", "'https://shop.example'"), ("source_type", "2"), ("samesite", "1")],
            &[
                ("top_frame_site_key", "'https://news.example'"),
                ("has_cross_site_ancestor", "0"),
                ("samesite", "3"),
            ],
            &[("source_port", "8443"), ("source_scheme", "1"), ("source_type", "3")],
            &[("name", "'session'"), ("is_persistent", "0"), ("has_expires", "0"), ("expires_utc", "0")],
        ],
    );
    let reading = place.read(&path);
    let cookies = &reading.cookies;
    let [plain, partitioned, other, port, session] = cookies.rows() else { panic!() };
    assert!(!plain.flags.partitioned, "an ancestor bit of 1 alone makes no partition");
    assert!(!plain.flags.cross_site_ancestor, "and means nothing without one");
    assert!(partitioned.flags.partitioned && partitioned.flags.cross_site_ancestor);
    assert!(other.flags.partitioned && !other.flags.cross_site_ancestor);
    assert_eq!(cookies.partition(partitioned).to_string(), "https://shop.example");
    assert_eq!(cookies.partition(other).to_string(), "https://news.example");
    assert_eq!((port.port, port.flags.scheme, port.flags.set_by), (8443, Scheme::Plain, SetBy::Other));
    assert_eq!((plain.flags.scheme, plain.flags.set_by), (Scheme::Secure, SetBy::Server));
    assert_eq!(partitioned.flags.set_by, SetBy::Script);
    let same_site = [plain, partitioned, other].map(|cookie| cookie.flags.same_site);
    assert_eq!(
        same_site,
        [SameSite::None, SameSite::Lax, SameSite::Unspecified],
        "3 is a dropped experiment"
    );
    assert_eq!((session.lifetime(), session.expires), (Lifetime::Session, Timestamp::NONE));
    assert!(!session.is_expired(Timestamp::from_unix_seconds(SECONDS)), "0 is not 1601");
    assert_eq!(cookies.pairs().len(), 2, "four rows share host and name");
}

#[test]
fn sizes_come_from_the_sealed_length() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(
        &path,
        24,
        &[
            &[("value", "''"), ("encrypted_value", &sealed(b"v10", 51))],
            &[("value", "''"), ("encrypted_value", &sealed(b"v11", 67))],
            &[("value", "''")],
            &[("value", "'é'")],
        ],
    );
    let reading = place.read(&path);
    let sizes: Vec<_> =
        reading.cookies.rows().iter().map(|cookie| (cookie.size.min, cookie.size.max)).collect();
    assert_eq!(sizes, [(0, 15), (16, 31), (0, 0), (2, 2)], "bytes, not characters");
}

#[test]
fn a_hot_journal_is_rolled_back_not_ignored() {
    let place = Place::new();
    let path = place.path("crashed/Cookies");
    let live = place.path("live/Cookies");
    chromium(&live, 24, &[&[("name", "'committed'")]]);
    // A crash in the middle of a commit: the changed pages are in the file, the journal still holds the old.
    let connection = Connection::open(&live).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN;
             UPDATE cookies SET name = 'uncommitted';
             CREATE TABLE filler(content);",
        )
        .unwrap();
    for _ in 0..50 {
        connection.execute("INSERT INTO filler VALUES(randomblob(3000))", []).unwrap();
    }
    std::fs::copy(&live, &path).unwrap();
    std::fs::copy(place.path("live/Cookies-journal"), place.path("crashed/Cookies-journal")).unwrap();
    let raw = std::fs::read(&path).unwrap();
    assert!(raw.windows(11).any(|window| window == b"uncommitted"), "the fixture holds a torn write");
    let reading = place.read(&path);
    assert_eq!(listed(&reading.cookies), [".example.com committed"]);
    assert_eq!(reading.store.state, StoreState::Read, "{:?}", reading.problems);
    assert_eq!(std::fs::read(&path).unwrap(), raw, "the store itself is not touched");
}

#[test]
fn absurd_times_are_no_times_and_counted() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(
        &path,
        24,
        &[
            &[("creation_utc", "-5"), ("expires_utc", "9223372036854775807"), ("last_access_utc", "1")],
            &[("creation_utc", "'soon'"), ("expires_utc", "265046774399000000")],
        ],
    );
    let reading = place.read(&path);
    let [absurd, far] = reading.cookies.rows() else { panic!() };
    let times = [absurd.created, absurd.expires, absurd.last_used];
    assert_eq!(times, [Timestamp::NONE; 3]);
    assert_eq!(absurd.lifetime(), Lifetime::Persistent, "an absurd date does not make a session cookie");
    assert_eq!(far.created, Timestamp::NONE, "a text that is no number is nothing recorded");
    assert_eq!(far.expires.unix_seconds(), Some(253_402_300_799), "the end of 9999 is a time");
    assert_eq!(kinds(&reading), [ProblemKind::BadRows]);
    assert!(reading.problems[0].detail.contains("3 impossible times"), "{}", reading.problems[0].detail);
    assert_eq!(reading.store.state, StoreState::Read);
}

#[test]
fn a_utf16_database_reads_as_utf8() {
    let place = Place::new();
    let path = place.path("Cookies");
    Connection::open(&path)
        .unwrap()
        .execute_batch("PRAGMA encoding = 'UTF-16le'; CREATE TABLE filler(x)")
        .unwrap();
    chromium(&path, 24, &[&[("host_key", "'bücher.example'"), ("creation_utc", CHROMIUM_MICROS)]]);
    assert_eq!(listed(&place.read(&path).cookies), ["bücher.example id"]);
}
