//! Opening a store for writing and discovering its columns.

use std::{
    path::{Path, PathBuf},
    sync::RwLockWriteGuard,
    time::Duration,
};

use crumbwise_model::Engine;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::{Cell, Change, Look, WriteError, change::Statements};
use crate::{chromium, gecko, system};

/// How long to wait for another writer. Short: a browser that writes is a browser that runs.
const BUSY: Duration = Duration::from_millis(250);

/// What a store's cookie table looks like today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Which family.
    pub engine: Engine,
    /// The version the file states: `meta.version` or `user_version`; 0 when none.
    pub version: i64,
    /// Its columns in table order.
    pub columns: Vec<String>,
}

impl Schema {
    /// The position of the column that says when a cookie was set.
    pub(crate) fn created(&self) -> Option<usize> {
        identity(self.engine).and_then(|identity| self.column(identity.created))
    }

    /// The position of a column.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// How the two families name what makes a cookie that cookie.
pub(crate) struct Identity {
    /// The table.
    pub(crate) table: &'static str,
    pub(crate) host: &'static str,
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) partition: &'static str,
    pub(crate) created: &'static str,
    pub(crate) scheme: Option<&'static str>,
    pub(crate) port: Option<&'static str>,
    /// What the browser holds unique, as far as the columns exist.
    pub(crate) unique: &'static [&'static str],
}

/// `None` for a family that is not written.
pub(crate) const fn identity(engine: Engine) -> Option<&'static Identity> {
    match engine {
        Engine::Chromium => Some(&chromium::write::IDENTITY),
        Engine::Gecko => Some(&gecko::write::IDENTITY),
        Engine::Libsoup | Engine::Safari => None,
    }
}

/// A store opened for writing. While it lives, this process opens no other and copies none, so it must not be
/// kept while something waits for that.
pub struct Writer {
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
    pub(super) schema: Schema,
    pub(super) details: Details,
    pub(super) statements: Statements,
    /// Let go after the connection is closed: fields are dropped in this order.
    _opened: system::Opened,
    _sole: RwLockWriteGuard<'static, ()>,
}

/// What inserting needs to know beyond the names of the columns.
#[derive(Debug, Default)]
pub(super) struct Details {
    /// The column that is the rowid under another name.
    pub(super) rowid_alias: Option<usize>,
    /// Columns that demand a value.
    pub(super) not_null: Vec<bool>,
    /// What the table puts into a column that is left out.
    pub(super) defaults: Vec<Option<Cell>>,
    /// The columns the table holds unique.
    pub(super) unique: Vec<usize>,
    /// Whether the store keeps a write-ahead log.
    pub(super) wal: bool,
}

impl Writer {
    /// Opens an existing store. A hot journal or write-ahead log that a crash left is recovered by SQLite.
    ///
    /// `path` is the canonical path of the scan: a link in its place is refused, so that nothing put there
    /// since is followed.
    pub fn open(path: &Path, engine: Engine) -> Result<Self, WriteError> {
        let open = |source| WriteError::Open { path: path.to_owned(), source };
        let Some(identity) = identity(engine) else {
            return Err(WriteError::NotACookieStore { path: path.to_owned() });
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        let sole = super::sole_writer();
        let opened = system::opened_by_us(path);
        let connection = Connection::open_with_flags(path, flags).map_err(open)?;
        connection.busy_timeout(BUSY).map_err(open)?;
        let sql = |source| error(path, source);
        let wal = pragmas(&connection, path).map_err(sql)?;
        let (schema, details) = discover(&connection, engine, identity, wal).map_err(sql)?;
        let essential = [identity.host, identity.name, identity.path];
        if essential.iter().any(|column| schema.column(column).is_none()) {
            return Err(WriteError::NotACookieStore { path: path.to_owned() });
        }
        let statements = Statements::new(identity, &schema, &details);
        Ok(Self {
            path: path.to_owned(),
            connection,
            schema,
            details,
            statements,
            _opened: opened,
            _sole: sole,
        })
    }

    /// What the table looks like.
    pub const fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Begins a transaction that holds the store's write lock; rolled back unless committed.
    pub fn begin(&self) -> Result<Change<'_>, WriteError> {
        Change::begin(self)
    }

    /// Begins to read: what it finds belongs to one state of the store.
    pub fn look(&self) -> Result<Look<'_>, WriteError> {
        Look::begin(self)
    }

    /// Moves what was committed from the write-ahead log into the store, so that no removed row stays
    /// readable in the log. Does nothing on a store without one.
    pub fn checkpoint(&self) -> Result<(), WriteError> {
        if !self.details.wal {
            return Ok(());
        }
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
            .map_err(|source| error(&self.path, source))
            .and_then(
                |busy| {
                    if busy == 0 { Ok(()) } else { Err(WriteError::Busy { path: self.path.clone() }) }
                },
            )
    }
}

/// Settings of this connection only; none of them is stored in the file. Says whether there is a log.
fn pragmas(connection: &Connection, path: &Path) -> rusqlite::Result<bool> {
    // Removed values are overwritten with zeros, as browsers themselves do.
    connection.pragma_update(None, "secure_delete", true)?;
    // Nothing of a cookie goes to temporary files elsewhere.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // 32 MiB at most: the pages of the unique index are visited in no order, and writing them out early to read
    // them again costs more than the deletes.
    connection.pragma_update(None, "cache_size", -32 * 1024)?;
    // The journal says "removed" only after the removal survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    let mut beside = path.as_os_str().to_owned();
    beside.push("-journal");
    if mode == "delete" && Path::new(&beside).exists() {
        // Chromium keeps its emptied journal beside the store; deleting it would be a visible change.
        connection.query_row("PRAGMA journal_mode = TRUNCATE", [], |_| Ok(()))?;
    }
    Ok(mode == "wal")
}

fn discover(
    connection: &Connection,
    engine: Engine,
    identity: &Identity,
    wal: bool,
) -> rusqlite::Result<(Schema, Details)> {
    let mut schema = Schema { engine, version: version(connection, engine)?, columns: Vec::new() };
    let mut details = Details { wal, ..Details::default() };
    let mut keys = Vec::new();
    let mut statement = connection.prepare(&format!("PRAGMA table_info(\"{}\")", identity.table))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let index = schema.columns.len();
        schema.columns.push(row.get("name")?);
        let default: Option<String> = row.get("dflt_value")?;
        details.defaults.push(default.and_then(|default| constant(connection, &default)));
        details.not_null.push(row.get("notnull")?);
        if row.get::<_, i64>("pk")? > 0 {
            keys.push((index, row.get::<_, String>("type")?));
        }
    }
    if let [(index, kind)] = keys.as_slice()
        && kind.eq_ignore_ascii_case("integer")
    {
        details.rowid_alias = Some(*index);
    }
    details.unique = unique(connection, identity, &schema)?;
    Ok((schema, details))
}

/// The value of a default, which SQLite gives as the text of an expression.
fn constant(connection: &Connection, expression: &str) -> Option<Cell> {
    let sql = format!("SELECT {expression}");
    connection.query_row(&sql, [], |row| row.get_ref(0).map(Cell::from_ref)).ok()
}

fn version(connection: &Connection, engine: Engine) -> rusqlite::Result<i64> {
    match engine {
        Engine::Gecko | Engine::Libsoup | Engine::Safari => {
            connection.query_row("PRAGMA user_version", [], |row| row.get(0))
        }
        Engine::Chromium => {
            // Stored as text by some versions.
            let sql = "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'version'";
            Ok(connection.query_row(sql, [], |row| row.get(0)).optional()?.unwrap_or_default())
        }
    }
}

/// The columns of the unique index that holds the name, or the browser's known tuple where there is none.
fn unique(connection: &Connection, identity: &Identity, schema: &Schema) -> rusqlite::Result<Vec<usize>> {
    let sql = "SELECT name FROM pragma_index_list(?1) WHERE \"unique\" = 1 AND partial = 0 ORDER BY seq";
    let mut statement = connection.prepare(sql)?;
    let indexes: Vec<String> =
        statement.query_map([identity.table], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut columns = connection.prepare("SELECT name FROM pragma_index_info(?1) ORDER BY seqno")?;
    for index in indexes {
        let names: Vec<Option<String>> =
            columns.query_map([index], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let found: Option<Vec<usize>> =
            names.iter().map(|name| name.as_deref().and_then(|name| schema.column(name))).collect();
        if let Some(found) = found
            && schema.column(identity.name).is_some_and(|name| found.contains(&name))
        {
            return Ok(found);
        }
    }
    Ok(identity.unique.iter().filter_map(|name| schema.column(name)).collect())
}

/// Busy is its own answer; everything else is what SQLite said.
pub(super) fn error(path: &Path, source: rusqlite::Error) -> WriteError {
    let code = source.sqlite_error_code();
    if matches!(code, Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)) {
        WriteError::Busy { path: path.to_owned() }
    } else {
        WriteError::Sql { path: path.to_owned(), source }
    }
}
