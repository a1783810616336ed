//! Reading the table `cookies`, schema versions 9 to 24 and, as far as possible, later ones.

use std::sync::atomic::{AtomicBool, Ordering};

use crumbwise_model::{Cookie, Flags, NewCookie, ProblemKind, SameSite, Scheme, SetBy, ValueSize};
use rusqlite::{Connection, OptionalExtension};

use crate::{
    columns::Row,
    read::{Outcome, ReadObserver, column, table_columns},
    rows,
    snapshot::Opened,
    times::{AbsurdTimes, ChromiumMicros},
    trouble::Trouble,
};

/// The newest schema whose columns are known.
const NEWEST_KNOWN: i64 = 24;

/// From here on every sealed value begins with the 32-byte hash of its host.
const HASH_PREFIX_SINCE: i64 = 24;

/// Reads every row into `outcome`; what was read before an error stays there.
pub(crate) fn read(
    copy: &Opened,
    observer: &dyn ReadObserver,
    outcome: &mut Outcome,
    version: &mut Option<i64>,
) -> Result<(), Trouble> {
    let connection = &copy.connection;
    let columns = table_columns(connection, "cookies")?;
    *version = stated_version(connection);
    let query = Query::new(&columns)?;
    let hashed = version.is_some_and(|version| version >= HASH_PREFIX_SINCE);
    let ciphers = Ciphers::default();
    let rows = rows::Query::new("cookies", &query.sql, |row, absurd| {
        cookie(row, query.same_site, hashed, &ciphers, absurd)
    });
    let result = rows.read(copy, observer, outcome);
    if ciphers.stream_seen.load(Ordering::Relaxed) {
        widen(outcome.cookies.rows_mut());
    }
    if let Some(newer) = version.filter(|&version| version > NEWEST_KNOWN) {
        outcome.troubles.push(Trouble::new(ProblemKind::NewerVersion, format!("version {newer}")));
    }
    result
}

fn stated_version(connection: &Connection) -> Option<i64> {
    let sql = "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'version'";
    connection.query_row(sql, [], |row| row.get(0)).optional().ok().flatten()
}

/// How the column for `SameSite` counts.
#[derive(Clone, Copy, Debug)]
enum SameSiteColumn {
    /// `samesite`: −1 unspecified, 0 none, 1 lax, 2 strict.
    Known,
    /// `firstpartyonly`, up to version 10: 0 is also what every cookie without the attribute has.
    FirstPartyOnly,
}

#[derive(Debug)]
struct Query {
    sql: String,
    same_site: SameSiteColumn,
}

// Positions in the query below.
const ROW: i32 = 0;
const HOST: i32 = 1;
const NAME: i32 = 2;
const PATH: i32 = 3;
const PARTITION: i32 = 4;
const CREATED: i32 = 5;
const EXPIRES: i32 = 6;
const LAST_USED: i32 = 7;
const UPDATED: i32 = 8;
const SECURE: i32 = 9;
const HTTP_ONLY: i32 = 10;
const PERSISTENT: i32 = 11;
const SAME_SITE: i32 = 12;
const SCHEME: i32 = 13;
const PORT: i32 = 14;
const SET_BY: i32 = 15;
const ANCESTOR: i32 = 16;
const PLAIN_SIZE: i32 = 17;
const SEALED_SIZE: i32 = 18;
const SEAL: i32 = 19;

impl Query {
    /// `octet_length` of a column reads the row's header only. Of what is sealed SQLite compares the
    /// beginning, which names the cipher; only the answer comes out.
    fn new(columns: &[String]) -> Result<Self, Trouble> {
        let of = |names: &[&str], default: Option<&str>| column(columns, names, default);
        let size = |name: &str| {
            of(&[name], Some("NULL"))
                .map(|name| if name == "NULL" { "0".to_owned() } else { format!("octet_length({name})") })
        };
        let expires = of(&["expires_utc"], Some("0"))?;
        let same_site_column = of(&["samesite", "firstpartyonly"], Some("-1"))?;
        let same_site = if same_site_column == "\"firstpartyonly\"" {
            SameSiteColumn::FirstPartyOnly
        } else {
            SameSiteColumn::Known
        };
        let expressions = [
            "rowid".to_owned(),
            of(&["host_key"], None)?,
            of(&["name"], None)?,
            of(&["path"], Some("''"))?,
            of(&["top_frame_site_key"], Some("''"))?,
            of(&["creation_utc"], Some("0"))?,
            expires.clone(),
            of(&["last_access_utc"], Some("0"))?,
            of(&["last_update_utc"], Some("0"))?,
            of(&["is_secure", "secure"], Some("0"))?,
            of(&["is_httponly", "httponly"], Some("0"))?,
            of(&["is_persistent", "persistent", "has_expires"], Some(&format!("({expires} <> 0)")))?,
            same_site_column,
            of(&["source_scheme"], Some("0"))?,
            of(&["source_port"], Some("-1"))?,
            of(&["source_type"], Some("0"))?,
            of(&["has_cross_site_ancestor"], Some("0"))?,
            size("value")?,
            size("encrypted_value")?,
            seal(&of(&["encrypted_value"], Some("NULL"))?),
        ];
        Ok(Self { sql: format!("SELECT {} FROM cookies", expressions.join(", ")), same_site })
    }
}

/// Which seal a value has, as a number: see [`Seal::of`]. The marks are looked for by order, which needs no copy of
/// the value's beginning.
fn seal(column: &str) -> String {
    format!(
        "CASE WHEN {column} < x'763131' THEN {column} >= x'763130' WHEN {column} < x'763132' THEN 2 \
         WHEN {column} < x'763133' THEN 3 WHEN {column} < x'763230' THEN 0 WHEN {column} < x'763231' THEN 3 \
         ELSE 0 END"
    )
}

/// How a value is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seal {
    /// `v10`: AES-GCM where the profile is Windows', AES-CBC elsewhere.
    ByLength,
    /// `v11`: AES-CBC.
    Block,
    /// `v12`, `v20`: AES-GCM.
    Stream,
    /// No mark: Windows' own sealing of before 2020, whose length says little.
    Unknown,
}

impl Seal {
    const fn of(number: i64) -> Self {
        match number {
            1 => Self::ByLength,
            2 => Self::Block,
            3 => Self::Stream,
            _ => Self::Unknown,
        }
    }
}

/// One row; `None` when it has no host or no name at all.
fn cookie<'r>(
    row: Row<'r>,
    same_site: SameSiteColumn,
    hashed: bool,
    ciphers: &Ciphers,
    absurd: &mut AbsurdTimes,
) -> Option<NewCookie<'r>> {
    let host = row.bytes(HOST);
    let name = row.bytes(NAME);
    if (host.is_empty() && row.is_null(HOST)) || (name.is_empty() && row.is_null(NAME)) {
        return None;
    }
    let partition = row.bytes(PARTITION);
    let partitioned = !partition.is_empty();
    let mut time = |column| absurd.settle(ChromiumMicros(row.int(column)).reckon());
    Some(NewCookie {
        row: row.int(ROW),
        host,
        name,
        path: row.bytes(PATH),
        partition,
        created: time(CREATED),
        expires: time(EXPIRES),
        last_used: time(LAST_USED),
        updated: time(UPDATED),
        size: value_size(row.int(PLAIN_SIZE), row.int(SEALED_SIZE), Seal::of(row.int(SEAL)), hashed, ciphers),
        port: i32::try_from(row.int(PORT)).unwrap_or(-1),
        flags: Flags {
            persistent: row.int(PERSISTENT) != 0,
            secure: row.int(SECURE) != 0,
            http_only: row.int(HTTP_ONLY) != 0,
            partitioned,
            // Every unpartitioned row says 1 too, where it means nothing.
            cross_site_ancestor: partitioned && row.int(ANCESTOR) != 0,
            same_site: same_site_of(row.int(SAME_SITE), same_site),
            scheme: match row.int(SCHEME) {
                1 => Scheme::Plain,
                2 => Scheme::Secure,
                _ => Scheme::Unknown,
            },
            set_by: match row.int(SET_BY) {
                1 => SetBy::Server,
                2 => SetBy::Script,
                3 => SetBy::Other,
                _ => SetBy::Unknown,
            },
        },
    })
}

fn same_site_of(number: i64, column: SameSiteColumn) -> SameSite {
    match (column, number) {
        (SameSiteColumn::Known, 0) => SameSite::None,
        (_, 1) => SameSite::Lax,
        (_, 2) => SameSite::Strict,
        (SameSiteColumn::Known | SameSiteColumn::FirstPartyOnly, _) => SameSite::Unspecified,
    }
}

/// Which ciphers the ambiguous tag stands for, as a store's lengths give away to whoever reads a part of it.
#[derive(Debug, Default)]
struct Ciphers {
    /// A sealed length that only AES-GCM produces was met.
    stream_seen: AtomicBool,
}

/// What AES-GCM adds: a nonce of 12 bytes and a tag of 16.
const GCM_EXTRA: i64 = 28;

/// AES-CBC pads by 1 to 16 bytes.
const CBC_EXTRA: std::ops::RangeInclusive<i64> = 1..=16;

/// The value's size from the two columns' sizes.
///
/// A sealed value is a 3-byte tag and AES-CBC padded to 16 bytes, or AES-GCM. Where the tag is `v10`, which
/// stands for either, a length that CBC cannot produce is GCM, exactly; any other is taken for CBC and known to
/// 16 bytes, unless the store has GCM rows of that tag too ([`widen`]).
fn value_size(plain: i64, sealed: i64, seal: Seal, hashed: bool, ciphers: &Ciphers) -> ValueSize {
    if sealed <= 0 {
        return ValueSize::exact(clamped(plain));
    }
    let payload = sealed - 3 - if hashed { 32 } else { 0 };
    let block =
        ValueSize { min: clamped(payload - CBC_EXTRA.end()), max: clamped(payload - CBC_EXTRA.start()) };
    let stream = ValueSize::exact(clamped(payload - GCM_EXTRA));
    match seal {
        Seal::Block => block,
        Seal::Stream => stream,
        Seal::ByLength if (sealed - 3) % 16 == 0 => block,
        Seal::ByLength => {
            ciphers.stream_seen.store(true, Ordering::Relaxed);
            stream
        }
        Seal::Unknown => ValueSize { min: 0, max: clamped(sealed) },
    }
}

/// In a store that has GCM rows, one length in sixteen looks like CBC by chance.
fn widen(rows: &mut [Cookie]) {
    let by_block = |row: &&mut Cookie| (1..=15).contains(&row.size.max.saturating_sub(row.size.min));
    for row in rows.iter_mut().filter(by_block) {
        row.size.min = clamped(i64::from(row.size.max) + CBC_EXTRA.start() - GCM_EXTRA);
    }
}

fn clamped(size: i64) -> u32 {
    u32::try_from(size.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use crumbwise_model::CookieTable;

    use super::*;

    #[test]
    fn no_value_is_selected_only_its_size() {
        let columns = ["host_key", "name", "value", "encrypted_value"].map(str::to_owned);
        let sql = Query::new(&columns).unwrap().sql;
        let without_sizes = sql
            .replace("octet_length(\"value\")", "")
            .replace("octet_length(\"encrypted_value\")", "")
            .replace("WHEN \"encrypted_value\" <", "")
            .replace("THEN \"encrypted_value\" >=", "");
        assert!(sql != without_sizes && !without_sizes.contains("value"), "{sql}");
    }

    #[test]
    fn sizes_follow_from_the_sealed_length() {
        let size = |plain, sealed, hashed| {
            let size = value_size(plain, sealed, Seal::ByLength, hashed, &Ciphers::default());
            (size.min, size.max)
        };
        assert_eq!(size(7, 0, true), (7, 7), "a plain value is measured as it is");
        assert_eq!(size(0, 63, true), (0, 0), "GCM of an empty value");
        assert_eq!(size(0, 64, true), (1, 1), "GCM of one byte");
        assert_eq!(size(0, 51, true), (0, 15), "CBC of up to 15 bytes");
        assert_eq!(size(0, 67, true), (16, 31), "CBC of 16 to 31 bytes");
        assert_eq!(size(0, 19, false), (0, 15), "before version 24 there is no hash");
    }

    #[test]
    fn a_store_with_gcm_rows_makes_no_promise_it_cannot_keep() {
        let ciphers = Ciphers::default();
        let looks_like_cbc = value_size(0, 67, Seal::ByLength, true, &ciphers);
        assert!(!ciphers.stream_seen.load(Ordering::Relaxed));
        value_size(0, 64, Seal::ByLength, true, &ciphers);
        assert!(ciphers.stream_seen.load(Ordering::Relaxed));
        let mut table = CookieTable::builder();
        table.push(&NewCookie { size: looks_like_cbc, ..NewCookie::default() });
        widen(table.rows_mut());
        let size = table.finish().rows()[0].size;
        assert_eq!((size.min, size.max), (4, 31), "67 bytes of GCM would be a value of 4");
    }
}
