//! A store as Firefox writes it, version 17, and the session store beside it.

use std::path::Path;

use rusqlite::{Connection, named_params};
use serde_json::json;

use super::{SampleProfile, made::MadeCookie};

const SCHEMA: &str = "
CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, originAttributes TEXT NOT NULL DEFAULT '', name TEXT,
value TEXT, host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER, creationTime INTEGER,
isSecure INTEGER, isHttpOnly INTEGER, inBrowserElement INTEGER DEFAULT 0, sameSite INTEGER DEFAULT 0,
schemeMap INTEGER DEFAULT 0, isPartitionedAttributeSet INTEGER DEFAULT 0, updateTime INTEGER,
CONSTRAINT moz_uniqueid UNIQUE (name, host, path, originAttributes));
PRAGMA user_version = 17;
";

const INSERT: &str =
    "INSERT INTO moz_cookies (originAttributes, name, value, host, path, expiry, lastAccessed,
creationTime, isSecure, isHttpOnly, sameSite, schemeMap, isPartitionedAttributeSet, updateTime) VALUES
(:attributes, :name, :value, :host, '/', :expires, :last_used, :created, :secure, :http_only, :same_site, 2,
:partitioned, :last_used)";

/// Writes a new store with the cookies that have an expiry date; Firefox keeps the others elsewhere.
pub(super) fn write(path: &Path, cookies: &[MadeCookie]) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.execute_batch(SCHEMA)?;
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare(INSERT)?;
        for cookie in cookies {
            let Some(expires) = cookie.expires else { continue };
            insert.execute(named_params! {
                ":attributes": attributes(cookie),
                ":name": cookie.name,
                ":value": cookie.value,
                ":host": cookie.host,
                ":expires": expires * 1_000,
                ":last_used": cookie.last_used * 1_000_000,
                ":created": cookie.created * 1_000_000,
                ":secure": cookie.has('s'),
                ":http_only": cookie.has('h'),
                ":same_site": same_site(cookie),
                ":partitioned": !cookie.under.is_empty() && !cookie.under.starts_with('#'),
            })?;
        }
    }
    transaction.commit()
}

/// The session store with the cookies that end with the session, packed as Firefox packs it.
pub(super) fn session_store(cookies: &[MadeCookie]) -> Vec<u8> {
    let session: Vec<_> =
        cookies.iter().filter(|cookie| cookie.expires.is_none()).map(session_cookie).collect();
    let content = json!({
        "version": ["sessionrestore", 1],
        "windows": [],
        "selectedWindow": 0,
        "_closedWindows": [],
        "cookies": session,
    })
    .to_string();
    let mut packed = b"mozLz40\0".to_vec();
    packed.extend(lz4_flex::block::compress_prepend_size(content.as_bytes()));
    packed
}

/// The file that names the profiles.
pub(super) fn profiles_ini(profile: &SampleProfile) -> String {
    let SampleProfile { folder, name, .. } = profile;
    format!(
        "[Profile0]\nName={name}\nIsRelative=1\nPath={folder}\nDefault=1\n\n\
         [General]\nStartWithLastProfile=1\nVersion=2\n"
    )
}

fn session_cookie(cookie: &MadeCookie) -> serde_json::Value {
    let mut fields = json!({
        "host": cookie.host,
        "name": cookie.name,
        "value": cookie.value,
        "path": "/",
        "sameSite": same_site(cookie),
        "schemeMap": 2,
        "originAttributes": {
            "firstPartyDomain": "",
            "geckoViewSessionContextId": "",
            "inIsolatedMozBrowser": false,
            "partitionKey": partition_key(cookie).unwrap_or_default(),
            "privateBrowsingId": 0,
            "userContextId": container(cookie),
        },
    });
    if let Some(fields) = fields.as_object_mut() {
        for (key, mark) in [("secure", 's'), ("httponly", 'h')] {
            if cookie.has(mark) {
                fields.insert(key.to_owned(), true.into());
            }
        }
    }
    fields
}

/// The suffix by which Firefox keeps a cookie apart.
fn attributes(cookie: &MadeCookie) -> String {
    match (container(cookie), partition_key(cookie)) {
        (0, None) => String::new(),
        (0, Some(key)) => {
            format!("^partitionKey={}", key.replace('(', "%28").replace(')', "%29").replace(',', "%2C"))
        }
        (number, _) => format!("^userContextId={number}"),
    }
}

fn container(cookie: &MadeCookie) -> u32 {
    cookie.under.strip_prefix('#').and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn partition_key(cookie: &MadeCookie) -> Option<String> {
    cookie.under.split_once("://").map(|(scheme, site)| format!("({scheme},{site})"))
}

fn same_site(cookie: &MadeCookie) -> i32 {
    match (cookie.has('n'), cookie.has('l'), cookie.has('t')) {
        (true, _, _) => 0,
        (_, true, _) => 1,
        (_, _, true) => 2,
        (false, false, false) => 256,
    }
}
