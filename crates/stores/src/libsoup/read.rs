//! Reading libsoup's `moz_cookies`, which shares its name with Firefox's table and little else.

use crumbwise_model::{Flags, NewCookie, SameSite, ValueSize};

use crate::{
    columns::Row,
    read::{Outcome, ReadObserver, column, table_columns},
    rows,
    snapshot::Opened,
    times::{AbsurdTimes, GeckoExpiry, UnixMicros},
    trouble::Trouble,
};

/// Reads every row into `outcome`; what was read before an error stays there.
pub(crate) fn read(
    copy: &Opened,
    observer: &dyn ReadObserver,
    outcome: &mut Outcome,
    version: &mut Option<i64>,
) -> Result<(), Trouble> {
    let connection = &copy.connection;
    let columns = table_columns(connection, "moz_cookies")?;
    // libsoup states none and leaves 0.
    *version =
        connection.query_row("PRAGMA user_version", [], |row| row.get(0)).ok().filter(|&v: &i64| v > 0);
    let sql = query(&columns)?;
    rows::Query::new("moz_cookies", &sql, cookie).read(copy, observer, outcome)
}

// Positions in the query below.
const ROW: i32 = 0;
const HOST: i32 = 1;
const NAME: i32 = 2;
const PATH: i32 = 3;
const EXPIRES: i32 = 4;
const LAST_USED: i32 = 5;
const SECURE: i32 = 6;
const HTTP_ONLY: i32 = 7;
const SAME_SITE: i32 = 8;
const SIZE: i32 = 9;

fn query(columns: &[String]) -> Result<String, Trouble> {
    let of = |names: &[&str], default| column(columns, names, default);
    let expressions = [
        "rowid".to_owned(),
        of(&["host"], None)?,
        of(&["name"], None)?,
        of(&["path"], Some("''"))?,
        // No cookie without a date is stored, so a table without this column is another's.
        of(&["expiry"], None)?,
        of(&["lastAccessed"], Some("0"))?,
        of(&["isSecure"], Some("0"))?,
        of(&["isHttpOnly"], Some("0"))?,
        of(&["sameSite"], Some("0"))?,
        match of(&["value"], Some(""))? {
            name if name.is_empty() => "0".to_owned(),
            name => format!("octet_length({name})"),
        },
    ];
    Ok(format!("SELECT {} FROM moz_cookies", expressions.join(", ")))
}

/// One row; `None` when it has no host or no name at all.
fn cookie<'r>(row: Row<'r>, absurd: &mut AbsurdTimes) -> Option<NewCookie<'r>> {
    let host = row.bytes(HOST);
    let name = row.bytes(NAME);
    if (host.is_empty() && row.is_null(HOST)) || (name.is_empty() && row.is_null(NAME)) {
        return None;
    }
    Some(NewCookie {
        row: row.int(ROW),
        host,
        name,
        path: row.bytes(PATH),
        // A far date wraps to a negative number of 32 bits: no date, and not an expired cookie.
        expires: absurd.settle(GeckoExpiry(row.int(EXPIRES)).reckon()),
        last_used: absurd.settle(UnixMicros(row.int(LAST_USED)).reckon()),
        size: ValueSize::exact(u32::try_from(row.int(SIZE).max(0)).unwrap_or(u32::MAX)),
        port: -1,
        flags: Flags {
            // Only cookies with a date are stored.
            persistent: true,
            secure: row.int(SECURE) != 0,
            http_only: row.int(HTTP_ONLY) != 0,
            same_site: same_site_of(row.int(SAME_SITE)),
            ..Flags::default()
        },
        ..NewCookie::default()
    })
}

/// 1 lax, 2 strict; 0 is what a site that said "none" has and a site that said nothing.
const fn same_site_of(number: i64) -> SameSite {
    match number {
        1 => SameSite::Lax,
        2 => SameSite::Strict,
        _ => SameSite::Unspecified,
    }
}

#[cfg(test)]
mod tests {
    use super::query;

    #[test]
    fn no_value_is_selected_only_its_size() {
        let columns = ["host", "name", "value", "expiry"].map(str::to_owned);
        let sql = query(&columns).unwrap();
        assert!(sql.contains("octet_length(\"value\")"), "{sql}");
        assert_eq!(sql.matches("value").count(), 1, "{sql}");
    }
}
