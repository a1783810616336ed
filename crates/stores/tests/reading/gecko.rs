//! Firefox's table in its versions, each trap with its row.

use std::fs;

use crumbwise_model::{Lifetime, ProblemKind, SameSite, Scheme, StoreState, Timestamp};

use crate::made::{Place, SECONDS, SECRET, gecko, gecko_insert, kinds, listed};

#[test]
fn every_version_from_9_to_17_reads_the_same() {
    for version in 9..=17 {
        let place = Place::new();
        let path = place.path("cookies.sqlite");
        drop(gecko(&path, version, &[&[("isSecure", "1"), ("schemeMap", "3")], &[("isHttpOnly", "1")]]));
        let reading = place.read(&path);
        assert_eq!((reading.store.state, reading.store.version), (StoreState::Read, Some(version)));
        assert_eq!(kinds(&reading), [], "version {version}");
        let [first, second] = reading.cookies.rows() else { panic!("version {version}") };
        assert_eq!((first.row, second.row), (1, 2), "the row's number is its id");
        assert_eq!(first.expires.unix_seconds(), Some(SECONDS), "version {version}");
        assert_eq!(first.created.unix_seconds(), Some(SECONDS));
        assert_eq!(first.updated.is_some(), version >= 17);
        assert_eq!(first.flags.scheme, if version >= 12 { Scheme::Both } else { Scheme::Unknown });
        assert_eq!(first.lifetime(), Lifetime::Persistent);
        assert_eq!(first.flags.same_site, SameSite::Strict);
        assert_eq!(first.size.max as usize, SECRET.len());
        assert!(first.flags.secure && !first.flags.http_only && second.flags.http_only);
    }
}

#[test]
fn the_expiry_s_size_tells_its_unit_not_the_version() {
    let place = Place::new();
    let path = place.path("cookies.sqlite");
    let rows: [&[(&str, &str)]; 4] = [
        &[("expiry", "1701205301")],
        &[("expiry", "1701205301000")],
        &[("expiry", "253402300799")],
        &[("expiry", "-1794967296")],
    ];
    drop(gecko(&path, 15, &rows));
    let reading = place.read(&path);
    let expiries: Vec<_> =
        reading.cookies.rows().iter().map(|cookie| cookie.expires.unix_seconds()).collect();
    assert_eq!(expiries, [Some(SECONDS), Some(SECONDS), Some(253_402_300_799), None]);
    assert_eq!(kinds(&reading), [ProblemKind::BadRows], "the negative one is counted");
}

#[test]
fn same_site_said_and_not_said_are_told_apart_in_every_version() {
    let cases = [
        (9, "0", "0", SameSite::Unspecified),
        (12, "1", "0", SameSite::Unspecified),
        (12, "1", "1", SameSite::Lax),
        (12, "0", "0", SameSite::None),
        (17, "0", "0", SameSite::None),
        (17, "256", "0", SameSite::Unspecified),
    ];
    for (version, same_site, raw, expected) in cases {
        let place = Place::new();
        let path = place.path("cookies.sqlite");
        drop(gecko(&path, version, &[&[("sameSite", same_site), ("rawSameSite", raw)]]));
        let got = place.read(&path).cookies.rows()[0].flags.same_site;
        assert_eq!(got, expected, "version {version}, sameSite {same_site}, rawSameSite {raw}");
    }
}

#[test]
fn containers_and_partitions_are_kept_apart_and_as_stored() {
    let place = Place::new();
    let path = place.path("cookies.sqlite");
    let attributes = [
        "",
        "^userContextId=2",
        "^partitionKey=%28https%2Cexample.com%29",
        "^userContextId=2&partitionKey=%28https%2Cexample.com%2C8443%2Cf%29",
        "^future=1",
        "^partitionKey=%zz",
    ];
    let cells: Vec<_> = attributes.iter().map(|text| format!("'{text}'")).collect();
    let rows: Vec<_> = cells.iter().map(|cell| [("originAttributes", cell.as_str())]).collect();
    let rows: Vec<&[_]> = rows.iter().map(<[_; 1]>::as_slice).collect();
    drop(gecko(&path, 17, &rows));
    let cookies = place.read(&path).cookies;
    let texts: Vec<_> = cookies.rows().iter().map(|cookie| cookies.partition(cookie).to_string()).collect();
    assert_eq!(texts, attributes);
    let partitioned: Vec<_> = cookies.rows().iter().map(|cookie| cookie.flags.partitioned).collect();
    assert_eq!(partitioned, [false, false, true, true, false, true], "a container is no partition");
}

#[test]
fn rows_in_the_log_are_read_and_the_store_is_untouched() {
    let place = Place::new();
    let path = place.path("cookies.sqlite");
    let connection = gecko(&path, 17, &[&[("name", "'in file'")]]);
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    gecko_insert(&connection, 17, &[&[("name", "'in log'")]]);
    let log = place.path("cookies.sqlite-wal");
    let before = (fs::read(&path).unwrap(), fs::read(&log).unwrap());
    assert!(!before.1.is_empty(), "the fixture has a log");
    let reading = place.read(&path);
    assert_eq!(listed(&reading.cookies), [".example.com in file", ".example.com in log"]);
    assert_eq!((fs::read(&path).unwrap(), fs::read(&log).unwrap()), before);
    assert_eq!(reading.store.bytes, (before.0.len() + before.1.len()) as u64, "the log counts");
}

#[test]
fn a_young_store_lives_in_its_log_alone() {
    let place = Place::new();
    let live = place.path("live/cookies.sqlite");
    let connection = gecko(&live, 17, &[&[]]);
    let path = place.path("young/cookies.sqlite");
    fs::copy(&live, &path).unwrap();
    let alone = place.read(&path);
    assert_eq!(kinds(&alone), [ProblemKind::UnknownSchema], "the file alone has not even the table");
    fs::copy(place.path("live/cookies.sqlite-wal"), place.path("young/cookies.sqlite-wal")).unwrap();
    drop(connection);
    let reading = place.read(&path);
    assert_eq!(listed(&reading.cookies), [".example.com id"], "{:?}", reading.problems);
}

#[test]
fn a_newer_version_is_read_with_a_note() {
    let place = Place::new();
    let path = place.path("cookies.sqlite");
    drop(gecko(&path, 18, &[&[]]));
    let reading = place.read(&path);
    assert_eq!((kinds(&reading), reading.cookies.rows().len()), (vec![ProblemKind::NewerVersion], 1));
    assert_eq!(reading.store.state, StoreState::Read);
}

#[test]
fn a_missing_last_access_is_no_time() {
    let place = Place::new();
    let path = place.path("cookies.sqlite");
    drop(gecko(&path, 17, &[&[("lastAccessed", "NULL"), ("creationTime", "NULL")]]));
    let reading = place.read(&path);
    let cookie = reading.cookies.rows()[0];
    assert_eq!((cookie.last_used, cookie.created), (Timestamp::NONE, Timestamp::NONE));
    assert_eq!(kinds(&reading), []);
}
