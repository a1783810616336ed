//! What the sample's browsers know about the sites: a history, notes about redirecting trackers, exceptions.

use std::path::Path;

use crumbwise_model::Timestamp;
use rusqlite::{Connection, params};
use serde_json::json;

use super::{SampleProfile, crumbs::GROUPS};

/// Groups whose hosts nobody visits: they are embedded in others.
const EMBEDDED: [&str; 3] = ["trackers", "more_trackers", "embedded"];

/// Hosts of other groups that are only embedded.
const EMBEDDED_HOSTS: [&str; 3] = [".addthis.com", ".sharethis.com", ".doubleclick.net"];

/// What a browser caught passing the person on.
const CAUGHT: [&str; 2] = ["pixelbarn.example", "demdex.net"];

/// A site that the person allowed in Chromium to keep cookies.
const ALLOWED: &str = "paperlantern.example";

/// A site that Firefox clears when it closes.
const SESSION_ONLY: &str = "gardenpath.example";

/// Days that Chromium keeps a history.
const CHROMIUM_DAYS: i64 = 89;

/// Days that the sample's Firefox has been in use.
const FIREFOX_DAYS: i64 = 420;

const DAY: i64 = 86_400;

/// Seconds from 1601 to 1970.
const EPOCH: i64 = 11_644_473_600;

/// The hosts a profile has visited, in the order of the crumbs.
fn visited(profile: &SampleProfile) -> Vec<&'static str> {
    let groups = GROUPS.iter().filter(|group| profile.groups.contains(&group.name));
    let groups = groups.filter(|group| !EMBEDDED.contains(&group.name));
    let hosts = groups.flat_map(|group| {
        let own = group.crumbs.iter().filter(|crumb| !crumb.under.contains("://")).map(|crumb| crumb.host);
        own.chain(group.sites.iter().copied())
    });
    let mut hosts: Vec<&str> = hosts
        .filter(|host| !EMBEDDED_HOSTS.contains(host))
        .map(|host| host.strip_prefix('.').unwrap_or(host))
        .collect();
    hosts.dedup();
    hosts
}

/// When each host was visited, in Unix seconds: the first at the very beginning.
fn visits(
    profile: &SampleProfile,
    days: i64,
    now: Timestamp,
) -> impl Iterator<Item = (i64, &'static str, i64)> {
    let now = now.unix_seconds().unwrap_or_default();
    (0..)
        .zip(visited(profile))
        .map(move |(number, host)| (number + 1, host, now - (days - number % days) * DAY))
}

/// Writes `History` and `DIPS` as Chromium does.
pub(super) fn chromium(dir: &Path, profile: &SampleProfile, now: Timestamp) -> rusqlite::Result<()> {
    let mut history = create(
        &dir.join("History"),
        "CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
         INSERT INTO meta VALUES ('version', '70'), ('last_compatible_version', '16');
         CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT,url LONGVARCHAR,title LONGVARCHAR,
           visit_count INTEGER DEFAULT 0 NOT NULL,typed_count INTEGER DEFAULT 0 NOT NULL,
           last_visit_time INTEGER NOT NULL,hidden INTEGER DEFAULT 0 NOT NULL);
         CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT,url INTEGER NOT NULL,visit_time INTEGER NOT NULL,
           from_visit INTEGER,transition INTEGER DEFAULT 0 NOT NULL);
         CREATE TABLE visit_source(id INTEGER PRIMARY KEY,source INTEGER NOT NULL);",
    )?;
    let transaction = history.transaction()?;
    for (number, host, at) in visits(profile, CHROMIUM_DAYS, now) {
        let (url, at) = (format!("https://{host}/"), (at + EPOCH) * 1_000_000);
        let page =
            "INSERT INTO urls(id, url, title, visit_count, last_visit_time) VALUES (?1, ?2, '', 1, ?3)";
        transaction.execute(page, params![number, url, at])?;
        // A link that the person followed, from the beginning to the end of its redirects.
        let visit = "INSERT INTO visits(url, visit_time, transition) VALUES (?1, ?2, 0x30000000)";
        transaction.execute(visit, params![number, at])?;
    }
    transaction.commit()?;
    let noted = create(
        &dir.join("DIPS"),
        "CREATE TABLE bounces(site TEXT PRIMARY KEY NOT NULL,first_user_activation_time INTEGER,
           last_user_activation_time INTEGER,first_bounce_time INTEGER,last_bounce_time INTEGER,
           first_web_authn_assertion_time INTEGER,last_web_authn_assertion_time INTEGER);",
    )?;
    let bounced = (now.unix_seconds().unwrap_or_default() - DAY + EPOCH) * 1_000_000;
    for site in CAUGHT {
        let sql = "INSERT INTO bounces(site, first_bounce_time, last_bounce_time) VALUES (?1, ?2, ?2)";
        noted.execute(sql, params![site, bounced])?;
    }
    Ok(())
}

/// What stands in `Preferences`.
pub(super) fn preferences() -> String {
    let cookies = json!({ format!("[*.]{ALLOWED},*"): { "last_modified": "0", "setting": 1 } });
    json!({ "profile": { "content_settings": { "exceptions": { "cookies": cookies } } } }).to_string()
}

/// Writes `places.sqlite` and `permissions.sqlite` as Firefox does.
pub(super) fn firefox(dir: &Path, profile: &SampleProfile, now: Timestamp) -> rusqlite::Result<()> {
    let mut places = create(
        &dir.join("places.sqlite"),
        "PRAGMA user_version = 86;
         CREATE TABLE moz_origins (id INTEGER PRIMARY KEY, prefix TEXT NOT NULL, host TEXT NOT NULL,
           frecency INTEGER NOT NULL, UNIQUE (prefix, host));
         CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, rev_host LONGVARCHAR,
           visit_count INTEGER DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL, last_visit_date INTEGER,
           origin_id INTEGER REFERENCES moz_origins(id));
         CREATE INDEX moz_places_originidindex ON moz_places (origin_id);
         CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER,
           visit_date INTEGER, visit_type INTEGER);",
    )?;
    let transaction = places.transaction()?;
    for (number, host, at) in visits(profile, FIREFOX_DAYS, now) {
        let at = at * 1_000_000;
        let origin = "INSERT OR IGNORE INTO moz_origins VALUES (?1, 'https://', ?2, 100)";
        transaction.execute(origin, params![number, host])?;
        let page = "INSERT INTO moz_places(id, url, visit_count, last_visit_date, origin_id)
                    SELECT ?1, 'https://' || host || '/', 1, ?3, id FROM moz_origins WHERE host = ?2";
        transaction.execute(page, params![number, host, at])?;
        let visit = "INSERT INTO moz_historyvisits(place_id, visit_date, visit_type) VALUES (?1, ?2, 1)";
        transaction.execute(visit, params![number, at])?;
    }
    transaction.commit()?;
    let permissions = create(
        &dir.join("permissions.sqlite"),
        "PRAGMA user_version = 13;
         CREATE TABLE moz_perms (id INTEGER PRIMARY KEY,origin TEXT,type TEXT,permission INTEGER,
           expireType INTEGER,expireTime INTEGER,modificationTime INTEGER);",
    )?;
    let rule = "INSERT INTO moz_perms(origin, type, permission, expireType, expireTime) VALUES (?1, 'cookie', 8, 0, 0)";
    permissions.execute(rule, [format!("https://{SESSION_ONLY}")])?;
    Ok(())
}

fn create(path: &Path, schema: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.execute_batch(schema)?;
    Ok(connection)
}
