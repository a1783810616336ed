//! Questions to the large databases beside the cookies.
//!
//! A history can have a hundred megabytes, of which a question needs some. It is read where it lies as long as
//! nobody writes to it: without a lock, and looked at again afterwards. Only where something is unfinished, or
//! changed meanwhile, a private copy is made as of a cookie store.

use std::{
    fmt::Write as _,
    fs::Metadata,
    io::Read as _,
    path::{MAIN_SEPARATOR, Path},
    time::{Duration, Instant},
};

use crumbwise_model::ProblemKind;
use rusqlite::{Connection, OpenFlags, limits::Limit};

use crate::{
    files,
    snapshot::{MAGIC, SIDES, Snapshots, distrust, same},
    trouble::Trouble,
};

/// The largest file that is asked.
const LARGEST: u64 = 512 << 20;

/// The longest row, in bytes: an address of Chromium has two million letters at most.
const LONGEST: i32 = 16 << 20;

/// How long a question may take: a hundred times what a long history needs, and longer than a slow disk.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// Bounds what a question may cost. A hostile schema (a missing index, columns that are worked out without an end)
/// then ends as a problem, and not never.
fn bound(connection: &mut Connection, wait: Duration) -> Result<(), Trouble> {
    /// Instructions of SQLite's machine between two looks at the clock.
    const STEP: i32 = 1_000;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
    let started = Instant::now();
    Ok(connection.progress_handler(STEP, Some(move || started.elapsed() > wait))?)
}

/// Asks a database. `path` must be canonical; `question` may be asked twice.
pub(super) fn ask<T>(
    path: &Path,
    snapshots: &Snapshots,
    question: &dyn Fn(&Connection) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let before = look(path)?;
    if let Some(before) = before {
        let answer = in_place(path, question);
        let unchanged = look(path)?.is_some_and(|after| same(&after, &before));
        // A path that has no address SQLite understands can still be copied.
        let opened = !matches!(&answer, Err(trouble) if trouble.kind == ProblemKind::CannotCopy);
        if unchanged && opened {
            return answer;
        }
    }
    let mut opened = snapshots.take(path)?;
    bound(&mut opened.connection, LONGEST_WAIT)?;
    question(&opened.connection)
}

/// What the file is like; `None` when something is unfinished beside it.
fn look(path: &Path) -> Result<Option<Metadata>, Trouble> {
    let (file, metadata) = files::open_regular(path)?;
    if metadata.len() > LARGEST {
        return Err(Trouble::new(ProblemKind::TooLarge, format!("{} bytes", metadata.len())));
    }
    let mut start = Vec::with_capacity(MAGIC.len());
    file.take(MAGIC.len() as u64).read_to_end(&mut start)?;
    let unfinished = SIDES.iter().any(|side| {
        let side = std::fs::symlink_metadata(files::beside(path, side));
        side.is_ok_and(|side| side.len() > 0)
    });
    match (unfinished, start == MAGIC) {
        (false, true) => Ok(Some(metadata)),
        (true, _) => Ok(None),
        (false, false) => Err(Trouble::new(ProblemKind::NotADatabase, format!("{} bytes", metadata.len()))),
    }
}

/// Reads without a lock and without an index of a log: what `immutable` means to SQLite.
fn in_place<T>(path: &Path, question: &dyn Fn(&Connection) -> Result<T, Trouble>) -> Result<T, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut connection = Connection::open_with_flags(address(path), flags)?;
    distrust(&connection)?;
    connection
        .execute_batch("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2048; PRAGMA mmap_size = 0;")?;
    bound(&mut connection, LONGEST_WAIT)?;
    question(&connection)
}

/// The file's address with the promise that nobody writes to it.
fn address(path: &Path) -> String {
    let mut address = "file://".to_owned();
    let bytes = path.as_os_str().as_encoded_bytes();
    if bytes.first() != Some(&b'/') {
        address.push('/');
    }
    for &byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b':' => {
                address.push(char::from(byte));
            }
            b'\\' if MAIN_SEPARATOR == '\\' => address.push('/'),
            byte => drop(write!(address, "%{byte:02X}")),
        }
    }
    address.push_str("?immutable=1");
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_without_an_end_ends() {
        let mut connection = Connection::open_in_memory().unwrap();
        bound(&mut connection, Duration::from_millis(20)).unwrap();
        let endless =
            "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        let answer = connection.query_row(endless, [], |row| row.get::<_, i64>(0)).map_err(Trouble::from);
        assert_eq!(answer.unwrap_err().kind, ProblemKind::TooLarge);
    }

    #[test]
    fn every_path_has_an_address() {
        assert_eq!(
            address(Path::new("/a b/%41?x#y/History")),
            "file:///a%20b/%2541%3Fx%23y/History?immutable=1"
        );
        assert_eq!(address(Path::new("/ü")), "file:///%C3%BC?immutable=1");
    }
}
