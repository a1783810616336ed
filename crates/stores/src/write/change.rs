//! One transaction on a browser's store.

use crumbwise_model::{Engine, Scheme};
use rusqlite::{OptionalExtension, Row, ToSql, params_from_iter};

use super::{
    StoredRow, Target, WriteError, Writer,
    open::{self, Details, Identity, Schema},
    row::Cell,
};

/// Microseconds from 1601, where Chromium's times begin, to 1970.
const SINCE_1601: i64 = 11_644_473_600_000_000;

/// Where a journaled row stands in the store as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// It is there, byte for byte.
    Same,
    /// The same cookie is there (same key, set at the same instant), changed by the browser since.
    Updated,
    /// Another cookie has its key: set since.
    KeyTaken,
    /// Nothing has its key.
    Absent,
}

/// What inserting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inserted {
    /// The row is in.
    Yes,
    /// Something else has its key; nothing changed.
    KeyTaken,
}

/// One transaction that holds the store's write lock. Rolled back when dropped without a commit.
pub struct Change<'a> {
    writer: &'a Writer,
    open: bool,
}

/// The statements of one store, worded once.
pub(super) struct Statements {
    fetch: String,
    delete: String,
    holds: String,
    by_key: String,
    delete_number: String,
    rowid_used: String,
    insert: String,
}

impl Statements {
    pub(super) fn new(identity: &Identity, schema: &Schema, details: &Details) -> Self {
        let table = identity.table;
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let list = schema.columns.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
        let found = found(identity, schema);
        let unique: Vec<String> = details
            .unique
            .iter()
            .filter_map(|&index| schema.columns.get(index))
            .map(|name| format!("{} IS ?", quoted(name)))
            .collect();
        let key = unique.join(" AND ");
        let values = (2..=schema.columns.len() + 1).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
        Self {
            fetch: format!("SELECT rowid, {list} FROM {table} WHERE {found}"),
            delete: format!("DELETE FROM {table} WHERE {found}"),
            holds: format!("SELECT 1 FROM {table} WHERE {found}"),
            by_key: format!("SELECT rowid, {list} FROM {table} WHERE {key}"),
            delete_number: format!("DELETE FROM {table} WHERE rowid = ? AND {key}"),
            rowid_used: format!("SELECT 1 FROM {table} WHERE rowid = ?1"),
            insert: format!("INSERT INTO {table} (rowid, {list}) VALUES (?1, {values})"),
        }
    }
}

/// The condition that a row is still the cookie that was seen: its number and its identity. Texts compare as
/// bytes, so that one stored as a blob, or not valid as text, is found as well.
fn found(identity: &Identity, schema: &Schema) -> String {
    let mut parts = vec!["rowid = ?1".to_owned()];
    let texts = [(identity.host, 2), (identity.name, 3), (identity.path, 4), (identity.partition, 5)];
    for (column, number) in texts {
        if schema.column(column).is_some() {
            parts.push(format!("ifnull(CAST(\"{column}\" AS BLOB), x'') = ?{number}"));
        }
    }
    // NULL: the scan did not see it as something that can be compared.
    let numbers = [(Some(identity.created), 6), (identity.scheme, 7), (identity.port, 8)];
    for (column, number) in numbers {
        if let Some(column) = column.filter(|column| schema.column(column).is_some()) {
            parts.push(format!("(?{number} IS NULL OR \"{column}\" = ?{number})"));
        }
    }
    parts.join(" AND ")
}

impl<'a> Change<'a> {
    pub(super) fn begin(writer: &'a Writer) -> Result<Self, WriteError> {
        writer
            .connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(|source| open::error(&writer.path, source))?;
        Ok(Self { writer, open: true })
    }

    /// The row of `target` with every column; `None` when it is gone or another cookie by now.
    pub fn fetch(&self, target: &Target<'_>) -> Result<Option<StoredRow>, WriteError> {
        let writer = self.writer;
        let fetched = writer.connection.prepare_cached(&writer.statements.fetch).and_then(|mut statement| {
            bind(&mut statement, target, writer)?;
            let mut rows = statement.raw_query();
            rows.next()?.map(stored).transpose()
        });
        fetched.map_err(|source| self.error(source))
    }

    /// Deletes the row of `target`; says whether exactly that one went.
    pub fn delete(&self, target: &Target<'_>) -> Result<bool, WriteError> {
        let writer = self.writer;
        let deleted =
            writer.connection.prepare_cached(&writer.statements.delete).and_then(|mut statement| {
                bind(&mut statement, target, writer)?;
                statement.raw_execute()
            });
        deleted.map(|rows| rows == 1).map_err(|source| self.error(source))
    }

    /// Deletes a row of this store's shape that [`presence`](Self::presence) found the same, wherever it lies.
    pub fn delete_row(&self, row: &StoredRow) -> Result<bool, WriteError> {
        let writer = self.writer;
        let found = writer.by_key(row).map_err(|source| self.error(source))?;
        let Some(found) = found.filter(|found| writer.compare(found, row) == Presence::Same) else {
            return Ok(false);
        };
        let sql = &writer.statements.delete_number;
        let deleted = writer.connection.prepare_cached(sql).and_then(|mut statement| {
            let mut values: Vec<&dyn ToSql> = vec![&found.rowid];
            values.extend(writer.key(row).into_iter().map(|cell| -> &dyn ToSql { cell }));
            statement.execute(params_from_iter(values))
        });
        deleted.map(|rows| rows == 1).map_err(|source| self.error(source))
    }

    /// Where a row of this store's shape stands (see [`Writer::accept`]).
    pub fn presence(&self, row: &StoredRow) -> Result<Presence, WriteError> {
        self.writer.presence(row)
    }

    /// Puts a row of this store's shape back, under its old number where that is free.
    pub fn insert(&self, row: &StoredRow) -> Result<Inserted, WriteError> {
        let writer = self.writer;
        let used = writer
            .connection
            .prepare_cached(&writer.statements.rowid_used)
            .and_then(|mut statement| statement.exists([row.rowid]))
            .map_err(|source| self.error(source))?;
        let alias = writer.details.rowid_alias;
        let created = writer.schema.created();
        if used && alias.is_some() && alias == created {
            // The oldest stores number rows by their creation time: another number would be another time.
            return Ok(Inserted::KeyTaken);
        }
        let null = Cell::Null;
        let rowid = if used { Cell::Null } else { Cell::Integer(row.rowid) };
        let mut values: Vec<&dyn ToSql> = vec![&rowid];
        for (index, cell) in row.cells.iter().enumerate() {
            values.push(if used && alias == Some(index) { &null } else { cell });
        }
        let inserted = writer
            .connection
            .prepare_cached(&writer.statements.insert)
            .and_then(|mut statement| statement.execute(params_from_iter(values)));
        match inserted {
            Ok(_) => Ok(Inserted::Yes),
            Err(error) if is_unique(&error) => Ok(Inserted::KeyTaken),
            Err(source) => Err(self.error(source)),
        }
    }

    /// Commits.
    pub fn commit(mut self) -> Result<(), WriteError> {
        self.writer.connection.execute_batch("COMMIT").map_err(|source| self.error(source))?;
        self.open = false;
        Ok(())
    }

    fn error(&self, source: rusqlite::Error) -> WriteError {
        open::error(&self.writer.path, source)
    }
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        // A full disk may have rolled back already; then there is nothing to take back.
        if self.open && !self.writer.connection.is_autocommit() {
            let _ = self.writer.connection.execute_batch("ROLLBACK");
        }
    }
}

/// The store as it is at one moment, for reading.
pub struct Look<'a>(&'a Writer);

impl<'a> Look<'a> {
    /// One read transaction: without it SQLite would lock and check the file anew for every row.
    pub(super) fn begin(writer: &'a Writer) -> Result<Self, WriteError> {
        let begun = writer.connection.execute_batch("BEGIN");
        begun.map_err(|source| open::error(&writer.path, source))?;
        Ok(Self(writer))
    }

    /// Whether the row of `target` is there.
    pub fn holds(&self, target: &Target<'_>) -> Result<bool, WriteError> {
        let writer = self.0;
        let found = writer.connection.prepare_cached(&writer.statements.holds).and_then(|mut statement| {
            bind(&mut statement, target, writer)?;
            Ok(statement.raw_query().next()?.is_some())
        });
        found.map_err(|source| open::error(&writer.path, source))
    }

    /// Where a row of this store's shape stands (see [`Writer::accept`]).
    pub fn presence(&self, row: &StoredRow) -> Result<Presence, WriteError> {
        self.0.presence(row)
    }
}

impl Drop for Look<'_> {
    fn drop(&mut self) {
        let _ = self.0.connection.execute_batch("ROLLBACK");
    }
}

impl Writer {
    /// Where a row of this store's shape stands, by what the store holds unique.
    fn presence(&self, row: &StoredRow) -> Result<Presence, WriteError> {
        let key: Vec<&Cell> = self.details.unique.iter().filter_map(|&index| row.cells.get(index)).collect();
        let found = self
            .connection
            .prepare_cached(&self.statements.by_key)
            .and_then(|mut statement| statement.query_row(params_from_iter(key), stored).optional());
        let found = found.map_err(|source| open::error(&self.path, source))?;
        Ok(found.map_or(Presence::Absent, |found| self.compare(&found, row)))
    }

    /// The stored row that has the same key.
    fn by_key(&self, row: &StoredRow) -> rusqlite::Result<Option<StoredRow>> {
        let mut statement = self.connection.prepare_cached(&self.statements.by_key)?;
        statement.query_row(params_from_iter(self.key(row)), stored).optional()
    }

    fn key<'a>(&self, row: &'a StoredRow) -> Vec<&'a Cell> {
        self.details.unique.iter().filter_map(|&index| row.cells.get(index)).collect()
    }

    /// The number of a row, and so its alias, may differ: an undo gives a new one where the old is in use.
    fn compare(&self, found: &StoredRow, row: &StoredRow) -> Presence {
        let alias = self.details.rowid_alias;
        let created = self.schema.created();
        let same = |index: usize| {
            found.cells.get(index).zip(row.cells.get(index)).is_some_and(|(one, two)| one.same(two))
        };
        let is_number = |index| alias == Some(index) && alias != created;
        if found.cells.len() == row.cells.len()
            && (0..row.cells.len()).all(|index| is_number(index) || same(index))
        {
            Presence::Same
        } else if created.is_some_and(same) {
            Presence::Updated
        } else {
            Presence::KeyTaken
        }
    }
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredRow> {
    let columns = row.as_ref().column_count();
    let mut stored = StoredRow { rowid: row.get(0)?, cells: Vec::with_capacity(columns) };
    for index in 1..columns {
        stored.cells.push(Cell::from_ref(row.get_ref(index)?));
    }
    Ok(stored)
}

fn bind(
    statement: &mut rusqlite::Statement<'_>,
    target: &Target<'_>,
    writer: &Writer,
) -> rusqlite::Result<()> {
    let parameters = statement.parameter_count();
    let created = match writer.schema.engine {
        Engine::Chromium => target.created.unix_micros().map(|micros| micros.saturating_add(SINCE_1601)),
        Engine::Gecko | Engine::Libsoup | Engine::Safari => target.created.unix_micros(),
    };
    let scheme = match target.scheme {
        Scheme::Unknown | Scheme::Both => None,
        Scheme::Plain => Some(1_i64),
        Scheme::Secure => Some(2),
    };
    let port = (target.port != -1).then_some(i64::from(target.port));
    let values: [&dyn ToSql; 8] =
        [&target.row, &target.host, &target.name, &target.path, &target.partition, &created, &scheme, &port];
    // A store without the later columns has no place for their values.
    for (value, number) in values.into_iter().zip(1..=parameters) {
        statement.raw_bind_parameter(number, value)?;
    }
    Ok(())
}

/// A second row with the key of another.
fn is_unique(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};
    error.sqlite_extended_error_code().is_some_and(|code| {
        [SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID].contains(&code)
    })
}
