//! Small databases of names (profile groups of Firefox, profiles of Safari), read in memory: the file is
//! neither locked nor written, and no copy is made.

use std::path::Path;

use crumbwise_model::ProblemKind;
use rusqlite::{Connection, config::DbConfig, limits::Limit};

use crate::{files, trouble::Trouble};

/// The largest file that is read; real ones have some 100 KB to a few MB.
const LARGEST: u64 = 64 << 20;

/// No text and no row is longer than the largest file.
const LONGEST: i32 = 64 << 20;

/// The most that all names of one file may come to; real ones are a handful of some letters.
const MOST: usize = 4 << 20;

/// The first bytes of a database.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The header of a write-ahead log, and the one before each page in it.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Opens a database with what its log holds. `path` must be canonical.
pub(super) fn open(path: &Path) -> Result<Connection, Trouble> {
    let mut main = files::read_all(path, LARGEST)?;
    if !main.starts_with(MAGIC) {
        return Err(Trouble::new(ProblemKind::BadIndex, "no database"));
    }
    let log = match files::read_all(&files::beside(path, "-wal"), LARGEST) {
        Ok(log) => log,
        Err(trouble) if trouble.kind == ProblemKind::Missing => Vec::new(),
        Err(trouble) => return Err(trouble),
    };
    apply(&log, &mut main);
    // Says "no log": a database in memory has none.
    if let Some(versions) = main.get_mut(18..20) {
        versions.fill(1);
    }
    let bad = |error: rusqlite::Error| Trouble::new(ProblemKind::BadIndex, error.to_string());
    let mut connection = Connection::open_in_memory().map_err(bad)?;
    // The schema is foreign: a view in place of a table may never end.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(bad)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).map_err(bad)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false).map_err(bad)?;
    // Nor may a column that is worked out for each row be larger than what it lies in.
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST).map_err(bad)?;
    let size = main.len();
    connection.deserialize_read_exact("main", main.as_slice(), size, true).map_err(bad)?;
    Ok(connection)
}

/// Writes the log's committed pages over the file's.
pub(crate) fn apply(log: &[u8], main: &mut Vec<u8>) {
    let number = |bytes: &[u8], at: usize| {
        bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()).map_or(0, |chunk| u32::from_be_bytes(*chunk))
    };
    let page = number(log, 8) as usize;
    if !(512..=65_536).contains(&page) || !page.is_power_of_two() {
        return;
    }
    let salts = log.get(16..24);
    let frames = log.get(LOG_HEADER..).unwrap_or_default().chunks_exact(FRAME_HEADER + page);
    // What is behind the last commit, or from an older round of the log, does not count.
    let current: Vec<&[u8]> = frames.take_while(|frame| frame.get(8..16) == salts).collect();
    let committed = current.iter().rposition(|frame| number(frame, 4) > 0).map_or(0, |last| last + 1);
    for frame in current.into_iter().take(committed) {
        let start = (number(frame, 0) as usize).saturating_sub(1).saturating_mul(page);
        let Some(end) = start.checked_add(page).filter(|&end| end as u64 <= LARGEST) else { return };
        if main.len() < end {
            main.resize(end, 0);
        }
        if let (Some(place), Some(content)) = (main.get_mut(start..end), frame.get(FRAME_HEADER..)) {
            place.copy_from_slice(content);
        }
    }
}

/// The pairs of texts that a query of two columns gives. What is no text is left out.
pub(super) fn pairs(connection: &Connection, sql: &str) -> Result<Vec<(String, String)>, Trouble> {
    let bad = |error: rusqlite::Error| Trouble::new(ProblemKind::BadIndex, error.to_string());
    let mut statement = connection.prepare(sql).map_err(bad)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(bad)?;
    let mut left = MOST;
    let fits = |(one, other): &(String, String)| {
        let length = one.len().saturating_add(other.len());
        left.checked_sub(length).inspect(|rest| left = *rest).is_some()
    };
    Ok(rows.flatten().take_while(fits).collect())
}
