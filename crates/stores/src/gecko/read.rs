//! Reading the table `moz_cookies`, schema versions 9 to 17 and, as far as possible, later ones.

use crumbwise_model::{Flags, NewCookie, ProblemKind, SameSite, Scheme, SetBy, ValueSize};

use crate::{
    columns::Row,
    read::{Outcome, ReadObserver, column, table_columns},
    rows,
    snapshot::Opened,
    times::{AbsurdTimes, GeckoExpiry, UnixMicros},
    trouble::Trouble,
};

/// The newest schema whose columns are known.
const NEWEST_KNOWN: i64 = 17;

/// What `sameSite` holds when the site did not say.
const SAME_SITE_UNSET: i64 = 256;

/// From here on `sameSite` 0 means that the site said so.
const RAW_SAME_SITE_SINCE: i64 = 10;

/// Reads every row into `outcome`; what was read before an error stays there.
pub(crate) fn read(
    copy: &Opened,
    observer: &dyn ReadObserver,
    outcome: &mut Outcome,
    version: &mut Option<i64>,
) -> Result<(), Trouble> {
    let connection = &copy.connection;
    let columns = table_columns(connection, "moz_cookies")?;
    let stated = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    *version = Some(stated);
    let sql = query(&columns, stated)?;
    let result = rows::Query::new("moz_cookies", &sql, cookie).read(copy, observer, outcome);
    if stated > NEWEST_KNOWN {
        outcome.troubles.push(Trouble::new(ProblemKind::NewerVersion, format!("version {stated}")));
    }
    result
}

// Positions in the query below.
const ROW: i32 = 0;
const HOST: i32 = 1;
const NAME: i32 = 2;
const PATH: i32 = 3;
const ATTRIBUTES: i32 = 4;
const CREATED: i32 = 5;
const EXPIRES: i32 = 6;
const LAST_USED: i32 = 7;
const UPDATED: i32 = 8;
const SECURE: i32 = 9;
const HTTP_ONLY: i32 = 10;
const SAME_SITE: i32 = 11;
const RAW_SAME_SITE: i32 = 12;
const SCHEMES: i32 = 13;
const SIZE: i32 = 14;

/// `originAttributes` is required: without it the table is libsoup's, which shares the name only.
fn query(columns: &[String], version: i64) -> Result<String, Trouble> {
    let of = |names: &[&str], default| column(columns, names, default);
    let expressions = [
        "rowid".to_owned(),
        of(&["host"], None)?,
        of(&["name"], None)?,
        of(&["path"], Some("''"))?,
        of(&["originAttributes"], None)?,
        of(&["creationTime"], Some("0"))?,
        of(&["expiry"], Some("0"))?,
        of(&["lastAccessed"], Some("0"))?,
        of(&["updateTime"], Some("0"))?,
        of(&["isSecure"], Some("0"))?,
        of(&["isHttpOnly"], Some("0"))?,
        same_site_expression(columns, version)?,
        of(&["rawSameSite"], Some("-1"))?,
        of(&["schemeMap"], Some("0"))?,
        match of(&["value"], Some(""))? {
            name if name.is_empty() => "0".to_owned(),
            name => format!("octet_length({name})"),
        },
    ];
    Ok(format!("SELECT {} FROM moz_cookies", expressions.join(", ")))
}

/// Before `rawSameSite` came, 0 was also what every cookie without the attribute had.
fn same_site_expression(columns: &[String], version: i64) -> Result<String, Trouble> {
    let name = column(columns, &["sameSite"], Some("256"))?;
    Ok(if version < RAW_SAME_SITE_SINCE { format!("coalesce(nullif({name}, 0), 256)") } else { name })
}

/// One row; `None` when it has no host or no name at all.
fn cookie<'r>(row: Row<'r>, absurd: &mut AbsurdTimes) -> Option<NewCookie<'r>> {
    let host = row.bytes(HOST);
    let name = row.bytes(NAME);
    if (host.is_empty() && row.is_null(HOST)) || (name.is_empty() && row.is_null(NAME)) {
        return None;
    }
    let attributes = row.bytes(ATTRIBUTES);
    let size = u32::try_from(row.int(SIZE).max(0)).unwrap_or(u32::MAX);
    let mut same_site = row.int(SAME_SITE);
    // Versions 10 to 14 kept the default they applied apart from what the site had said.
    if same_site == 1 && row.int(RAW_SAME_SITE) == 0 {
        same_site = SAME_SITE_UNSET;
    }
    Some(NewCookie {
        row: row.int(ROW),
        host,
        name,
        path: row.bytes(PATH),
        partition: attributes,
        created: absurd.settle(UnixMicros(row.int(CREATED)).reckon()),
        last_used: absurd.settle(UnixMicros(row.int(LAST_USED)).reckon()),
        expires: absurd.settle(GeckoExpiry(row.int(EXPIRES)).reckon()),
        updated: absurd.settle(UnixMicros(row.int(UPDATED)).reckon()),
        size: ValueSize::exact(size),
        port: -1,
        flags: Flags {
            // Session cookies are never in this table.
            persistent: true,
            secure: row.int(SECURE) != 0,
            http_only: row.int(HTTP_ONLY) != 0,
            partitioned: is_partitioned(attributes),
            same_site: same_site_of(same_site),
            scheme: scheme_of(row.int(SCHEMES)),
            set_by: SetBy::Unknown,
            ..Flags::default()
        },
    })
}

/// Whether origin attributes name a partition; a container alone is none.
pub(crate) fn is_partitioned(attributes: &[u8]) -> bool {
    const KEY: &[u8] = b"partitionKey=";
    attributes.len() >= KEY.len()
        && attributes
            .split(|&byte| byte == b'^' || byte == b'&')
            .any(|attribute| attribute.strip_prefix(KEY).is_some_and(|value| !value.is_empty()))
}

/// 0 none, 1 lax, 2 strict, 256 not stated.
pub(crate) const fn same_site_of(number: i64) -> SameSite {
    match number {
        0 => SameSite::None,
        1 => SameSite::Lax,
        2 => SameSite::Strict,
        _ => SameSite::Unspecified,
    }
}

/// A set: 1 http, 2 https, 4 file.
pub(crate) const fn scheme_of(schemes: i64) -> Scheme {
    match schemes & 3 {
        1 => Scheme::Plain,
        2 => Scheme::Secure,
        3 => Scheme::Both,
        _ => Scheme::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_partitioned, query};

    #[test]
    fn no_value_is_selected_only_its_size() {
        let columns = ["host", "name", "value", "originAttributes"].map(str::to_owned);
        let sql = query(&columns, 17).unwrap();
        assert!(sql.contains("octet_length(\"value\")"), "{sql}");
        assert_eq!(sql.matches("value").count(), 1, "{sql}");
    }

    #[test]
    fn only_a_partition_key_makes_a_partition() {
        assert!(is_partitioned(b"^partitionKey=%28https%2Cexample.com%29"));
        assert!(is_partitioned(b"^userContextId=2&partitionKey=%28https%2Cexample.com%29"));
        assert!(!is_partitioned(b"^userContextId=2"), "a container is no partition");
        assert!(!is_partitioned(b""));
        assert!(!is_partitioned(b"^partitionKey="));
    }
}
