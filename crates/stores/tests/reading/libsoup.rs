//! libsoup's table, which has Firefox's name.

use crumbwise_model::{Engine, Lifetime, ProblemKind, SameSite, StoreState, Timestamp};
use rusqlite::Connection;

use crate::made::{Place, SECONDS, SECRET, kinds, listed};

#[test]
fn libsoup_s_table_is_read_with_its_own_units_and_not_taken_for_firefox_s() {
    let place = Place::new();
    let path = place.path("epiphany/cookies.sqlite");
    Connection::open(&path)
        .unwrap()
        .execute_batch(&format!(
            "CREATE TABLE moz_cookies(id INTEGER PRIMARY KEY, name TEXT, value TEXT, host TEXT, path TEXT,
                expiry INTEGER, lastAccessed INTEGER, isSecure INTEGER, isHttpOnly INTEGER, sameSite INTEGER);
             INSERT INTO moz_cookies VALUES
                (1, 'a', '{SECRET}', '.a.test', '/', {SECONDS}, NULL, 1, 0, 1),
                (2, 'far', '', 'b.test', '/x', -1794967296, NULL, 0, 1, 2),
                (3, 'old', 'é', 'c.test', '/', {SECONDS}, NULL, 0, 0, NULL),
                (4, 'none', '', 'd.test', '/', {SECONDS}, NULL, 0, 0, 0);"
        ))
        .unwrap();
    let reading = place.read(&path);
    assert_eq!((reading.store.browser.engine, reading.store.state), (Engine::Libsoup, StoreState::Read));
    assert!(!reading.store.is_written(), "its engine is not cleared yet");
    assert_eq!(listed(&reading.cookies), [".a.test a", "b.test far", "c.test old", "d.test none"]);
    let [first, far, old, none] = reading.cookies.rows() else { panic!() };
    assert_eq!(first.expires.unix_seconds(), Some(SECONDS), "seconds");
    assert_eq!((first.created, first.last_used), (Timestamp::NONE, Timestamp::NONE));
    assert!(first.flags.secure && !first.flags.http_only && far.flags.http_only);
    assert_eq!(far.expires, Timestamp::NONE, "a date past 2038 wraps and is no date");
    assert_eq!(far.lifetime(), Lifetime::Persistent);
    assert!(!far.is_expired(Timestamp::from_unix_seconds(SECONDS)), "and no expired cookie");
    assert_eq!(
        none.flags.same_site,
        SameSite::Unspecified,
        "0 is also what is written when nothing was said"
    );
    let same_site = [first, far, old].map(|cookie| cookie.flags.same_site);
    assert_eq!(same_site, [SameSite::Lax, SameSite::Strict, SameSite::Unspecified]);
    assert_eq!((first.size.max as usize, old.size.max), (SECRET.len(), 2));
    assert_eq!(kinds(&reading), [ProblemKind::BadRows], "the wrapped date is counted");
}
