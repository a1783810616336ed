//! Every row of a copy made into cookies; of a large one, parts of its table side by side.
//!
//! A part is a range of row numbers, read over a connection of its own into a table of its own. The parts are put
//! together in the order of the file, so that it does not show how many there were.

use std::{
    num::NonZero,
    ops::RangeInclusive,
    sync::{
        atomic::{AtomicU64, AtomicUsize, Ordering},
        mpsc::{self, Receiver},
    },
    thread,
};

use crumbwise_model::{CookieTableBuilder, NewCookie, ProblemKind};
use rusqlite::Connection;

use crate::{
    columns::{Row, Rows},
    read::{Outcome, ReadObserver},
    snapshot::Opened,
    times::AbsurdTimes,
    trouble::Trouble,
};

/// How many rows pass between two calls of the observer.
const ROWS_A_CALL: u64 = 4096;

/// From this many bytes on, other threads are worth their start. No browser lets its store grow that large.
const LARGE: u64 = 8 << 20;

/// How much of the file a part is: so much that starting it costs nothing, so little that no thread waits long for
/// the last one and that a few of them weigh nothing.
const A_PART: u64 = 512 << 10;

/// What a row takes at least, its share of the table's index included, as a rule.
const BYTES_A_ROW: u64 = 256;

/// Threads of this process that read a store just now.
static BUSY: AtomicUsize = AtomicUsize::new(0);

/// Counts this thread among those that read a store, until it is dropped.
#[derive(Debug)]
pub(crate) struct Busy(());

impl Busy {
    pub(crate) fn begin() -> Self {
        BUSY.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        BUSY.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many threads may read one store: this one, and as many as there are processors without another.
fn threads() -> usize {
    1 + thread::available_parallelism()
        .map_or(1, NonZero::get)
        .saturating_sub(BUSY.load(Ordering::Relaxed).max(1))
}

/// What is asked of each row, and what it becomes.
pub(crate) struct Query<'q, F> {
    table: &'q str,
    sql: &'q str,
    cookie: F,
}

/// What a part came to.
#[derive(Debug, Default)]
struct Part {
    cookies: CookieTableBuilder,
    absurd: AbsurdTimes,
    unusable: u64,
    error: Option<Trouble>,
}

impl<'q, F> Query<'q, F>
where
    F: for<'r> Fn(Row<'r>, &mut AbsurdTimes) -> Option<NewCookie<'r>> + Sync,
{
    /// `sql` selects every row of `table`, without a condition; `cookie` makes a row a cookie, or nothing when it
    /// has no host or no name at all.
    pub(crate) fn new(table: &'q str, sql: &'q str, cookie: F) -> Self {
        Self { table, sql, cookie }
    }

    /// Reads every row into `outcome`; what was read before an error stays there.
    pub(crate) fn read(
        &self,
        copy: &Opened,
        observer: &dyn ReadObserver,
        outcome: &mut Outcome,
    ) -> Result<(), Trouble> {
        let count = Count { observer, rows: AtomicU64::new(0) };
        let ranges = ranges(copy, self.table);
        let threads = if ranges.len() > 1 { threads() } else { 1 };
        let connections: Vec<_> = (0..threads.min(ranges.len())).map_while(|_| copy.again()).collect();
        let whole = if connections.len() > 1 {
            self.in_parts(connections, &ranges, &count)
        } else {
            self.part(&copy.connection, self.sql, copy.bytes, &count)
        };
        outcome.cookies = whole.cookies;
        outcome.note_rows(whole.unusable, whole.absurd);
        whole.error.map_or(Ok(()), Err)
    }

    /// Each connection reads every so-many-th range, at most two ahead of what is put together.
    fn in_parts(
        &self,
        connections: Vec<Connection>,
        ranges: &[RangeInclusive<i64>],
        count: &Count<'_>,
    ) -> Part {
        let readers = connections.len();
        thread::scope(|scope| {
            let start = |(first, connection): (usize, Connection)| {
                let (done, parts) = mpsc::sync_channel(1);
                scope.spawn(move || {
                    for range in ranges.iter().skip(first).step_by(readers) {
                        if count.observer.stopped() {
                            break;
                        }
                        let sql =
                            format!("{} WHERE rowid BETWEEN {} AND {}", self.sql, range.start(), range.end());
                        let part = self.part(&connection, &sql, A_PART, count);
                        if done.send(part).is_err() {
                            break;
                        }
                    }
                });
                parts
            };
            let parts: Vec<_> = connections.into_iter().enumerate().map(start).collect();
            let mut whole = Part::default();
            // Fewer come where the observer stops, or a reader panics, which the scope hands on.
            for number in 0..ranges.len() {
                let Some(Ok(part)) = parts.get(number % readers).map(Receiver::recv) else { break };
                whole.add(part);
            }
            whole
        })
    }

    /// Reads what `sql` selects of about so many bytes.
    fn part(&self, connection: &Connection, sql: &str, bytes: u64, count: &Count<'_>) -> Part {
        let mut part = Part::default();
        part.cookies.reserve(usize::try_from(bytes / BYTES_A_ROW).unwrap_or_default());
        part.error = self.fill(&mut part, connection, sql, count).err();
        part
    }

    /// Steps through a query until the end, an error or the observer's stop.
    fn fill(
        &self,
        part: &mut Part,
        connection: &Connection,
        sql: &str,
        count: &Count<'_>,
    ) -> Result<(), Trouble> {
        let mut rows = Rows::prepare(connection, sql).map_err(not_such_a_table)?;
        let mut since = 0;
        while let Some(row) = rows.next()? {
            match (self.cookie)(row, &mut part.absurd) {
                Some(cookie) => part.cookies.push(&cookie),
                None => part.unusable += 1,
            }
            since += 1;
            if since == ROWS_A_CALL {
                count.add(since);
                since = 0;
                if count.observer.stopped() {
                    break;
                }
            }
        }
        count.add(since);
        Ok(())
    }
}

impl Part {
    fn add(&mut self, part: Self) {
        self.cookies.append(part.cookies);
        self.absurd.0 += part.absurd.0;
        self.unusable += part.unusable;
        self.error = self.error.take().or(part.error);
    }
}

/// What all parts have read.
struct Count<'o> {
    observer: &'o dyn ReadObserver,
    rows: AtomicU64,
}

impl Count<'_> {
    fn add(&self, rows: u64) {
        let before = self.rows.fetch_add(rows, Ordering::Relaxed);
        self.observer.rows(before + rows);
    }
}

/// The ranges of row numbers that a large copy is read in; none of one that is read as a whole.
fn ranges(copy: &Opened, table: &str) -> Vec<RangeInclusive<i64>> {
    if copy.bytes < LARGE {
        return Vec::new();
    }
    // Each by itself: SQLite then looks at one end of the table instead of all of it.
    let ends = format!("SELECT (SELECT min(rowid) FROM {table}), (SELECT max(rowid) FROM {table})");
    let ends = copy.connection.query_row(&ends, [], |row| Ok((row.get(0)?, row.get(1)?)));
    ends.map_or(Vec::new(), |(first, last)| split(first, last, copy.bytes / A_PART))
}

/// At most `parts` ranges of equal length that together are `first..=last`.
fn split(first: i64, last: i64, parts: u64) -> Vec<RangeInclusive<i64>> {
    let length = last.abs_diff(first) / parts.max(1) + 1;
    let mut ranges = Vec::new();
    let mut start = first;
    loop {
        let next = start.checked_add_unsigned(length).filter(|&next| next <= last);
        ranges.push(start..=next.map_or(last, |next| next - 1));
        match next {
            Some(next) => start = next,
            None => return ranges,
        }
    }
}

/// The columns are there, so what SQLite refuses is the kind of table: a view, no row numbers.
fn not_such_a_table(error: rusqlite::Error) -> Trouble {
    let trouble = Trouble::from(error);
    let kind = if trouble.kind == ProblemKind::Other { ProblemKind::UnknownSchema } else { trouble.kind };
    Trouble { kind, ..trouble }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_cover_every_number_once() {
        for (first, last, parts) in
            [(1, 10, 3), (1, 1, 8), (-5, 5, 2), (0, 7, 1), (i64::MIN, i64::MAX, 4), (5, 6, 0)]
        {
            let ranges = split(first, last, parts);
            assert!(ranges.len() as u64 <= parts.max(1), "{ranges:?}");
            assert_eq!((*ranges[0].start(), *ranges[ranges.len() - 1].end()), (first, last));
            for pair in ranges.windows(2) {
                assert_eq!(pair[0].end() + 1, *pair[1].start(), "{ranges:?}");
            }
        }
    }

    fn connect(folder: &tempfile::TempDir) -> Connection {
        Connection::open(folder.path().join("store")).unwrap()
    }

    /// A database with so many rows of the table `t`.
    fn five_thousand() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        connect(&folder)
            .execute_batch(
                "CREATE TABLE t(name);
                WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
                INSERT INTO t SELECT 'name' || i % 700 FROM n;",
            )
            .unwrap();
        folder
    }

    #[test]
    fn parts_read_side_by_side_are_the_whole_in_its_order() {
        let folder = five_thousand();
        let open = || connect(&folder);
        open().execute("DELETE FROM t WHERE rowid % 3 = 0 OR rowid BETWEEN 1000 AND 1900", []).unwrap();
        let query = Query::new("t", "SELECT rowid, name FROM t", |row, _| {
            Some(NewCookie { row: row.int(0), name: row.bytes(1), ..NewCookie::default() })
        });
        let count = Count { observer: &(), rows: AtomicU64::new(0) };
        let whole = query.part(&open(), query.sql, 0, &count).cookies.finish();
        for (readers, parts) in [(2, 9), (3, 2), (4, 64)] {
            let connections = (0..readers).map(|_| open()).collect();
            let parts = query.in_parts(connections, &split(1, 5000, parts), &count);
            assert_eq!(parts.cookies.finish(), whole, "{readers} readers");
        }
        assert_eq!(count.rows.into_inner(), 4 * whole.rows().len() as u64);
    }

    /// Stops once something was read.
    #[derive(Default)]
    struct Stops(AtomicU64);

    impl ReadObserver for Stops {
        fn rows(&self, so_far: u64) {
            self.0.fetch_max(so_far, Ordering::Relaxed);
        }

        fn stopped(&self) -> bool {
            self.0.load(Ordering::Relaxed) > 0
        }
    }

    #[test]
    fn a_stop_is_heard_between_parts() {
        let folder = five_thousand();
        let query = Query::new("t", "SELECT rowid FROM t", |row, _| {
            Some(NewCookie { row: row.int(0), ..NewCookie::default() })
        });
        let stops = Stops::default();
        let count = Count { observer: &stops, rows: AtomicU64::new(0) };
        let read = query
            .in_parts(vec![connect(&folder), connect(&folder)], &split(1, 5000, 50), &count)
            .cookies
            .len();
        assert!(read < 1000, "{read} rows after a stop at the first of 50 parts");
    }

    #[test]
    fn what_follows_a_damaged_part_is_kept() {
        let part = |row| {
            let mut part = Part { unusable: 1, ..Part::default() };
            part.cookies.push(&NewCookie { row, ..NewCookie::default() });
            part
        };
        let mut whole = Part::default();
        whole.add(part(1));
        whole.add(Part { error: Some(Trouble::new(ProblemKind::Damaged, "the second")), ..part(2) });
        whole.add(Part { error: Some(Trouble::new(ProblemKind::Damaged, "the third")), ..part(3) });
        let rows: Vec<_> = whole.cookies.finish().rows().iter().map(|cookie| cookie.row).collect();
        assert_eq!((rows, whole.unusable), (vec![1, 2, 3], 3));
        assert_eq!(whole.error.map(|error| error.detail), Some("the second".to_owned()));
    }
}
