//! `permissions.sqlite`: what Firefox is told to do with the cookies of some sites.

use crumbwise_model::{BrowserRule, Timestamp};
use rusqlite::Connection;

use crate::{
    columns::Rows,
    evidence::{Reach, Rules},
    read::table_columns,
    trouble::Trouble,
};

/// Its name in a profile.
pub(crate) const FILE: &str = "permissions.sqlite";

/// Kept until a time, which then stands in `expireTime` in milliseconds.
const UNTIL: i64 = 2;

/// Reads the exceptions for cookies. One for a host holds for every host below it; one of private windows counts
/// for nothing here.
pub(crate) fn read(connection: &Connection, now: Timestamp) -> Result<Rules, Trouble> {
    let mut rules = Rules::default();
    let columns = table_columns(connection, "moz_perms")?;
    let has = |name: &str| columns.iter().any(|column| column == name);
    let expiry = if has("expireType") && has("expireTime") { "expireType, expireTime" } else { "0, 0" };
    let sql = format!("SELECT origin, permission, {expiry} FROM moz_perms WHERE type = 'cookie'");
    let now = now.unix_micros().map_or(0, |micros| micros / 1_000);
    let mut rows = Rows::prepare(connection, &sql)?;
    while let Some(row) = rows.next()? {
        let rule = match row.int(1) {
            1 => BrowserRule::Allow,
            2 => BrowserRule::Block,
            8 => BrowserRule::SessionOnly,
            _ => continue,
        };
        let over = row.int(2) == UNTIL && row.int(3) <= now;
        let Some((scheme, host)) = std::str::from_utf8(row.bytes(0)).ok().and_then(origin) else { continue };
        if !over {
            rules.add(host, Reach::WithSubdomains, scheme, rule);
        }
    }
    Ok(rules)
}

/// Scheme and host of `https://example.com:8443^userContextId=2`.
pub(crate) fn origin(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let (authority, attributes) = rest.split_once('^').unwrap_or((rest, ""));
    let host = std::str::from_utf8(crate::evidence::without_port(authority.as_bytes())).ok()?;
    (!attributes.contains("privateBrowsingId")).then_some((scheme, host))
}
