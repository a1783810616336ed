//! Table `run_store`: the stores of a run, planned before anything is touched.

use std::path::{Path, PathBuf};

use crumbwise_model::Engine;
use rusqlite::{Connection, Row};

use crate::{Error, Ledger, RunId, private};

/// Columns are names of table columns, separated by line feeds.
pub(crate) const V1: &str = "CREATE TABLE run_store (
  run INTEGER NOT NULL REFERENCES run (id),
  store INTEGER NOT NULL,
  browser TEXT NOT NULL,
  engine TEXT NOT NULL,
  profile TEXT NOT NULL,
  root BLOB NOT NULL,
  path BLOB NOT NULL,
  planned INTEGER NOT NULL,
  version INTEGER,
  columns TEXT,
  removed INTEGER NOT NULL DEFAULT 0,
  restored INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run, store)
) STRICT, WITHOUT ROWID;";

/// A store a run is going to clear.
#[derive(Clone, Copy, Debug)]
pub struct NewRunStore<'a> {
    /// Its number within the run.
    pub store: u32,
    /// Browser id.
    pub browser: &'a str,
    /// Its family.
    pub engine: Engine,
    /// The profile's shown name.
    pub profile: &'a str,
    /// The folder whose locks tell whether its browser runs.
    pub root: &'a Path,
    /// The file.
    pub path: &'a Path,
    /// Cookies the plan clears there.
    pub planned: u64,
}

/// A store of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunStore {
    /// Its number within the run.
    pub store: u32,
    /// Browser id.
    pub browser: String,
    /// Its family.
    pub engine: Engine,
    /// The profile's shown name.
    pub profile: String,
    /// The folder whose locks tell whether its browser runs.
    pub root: PathBuf,
    /// The file.
    pub path: PathBuf,
    /// Cookies the plan clears there.
    pub planned: u64,
    /// The schema version the rows were journaled under; `None` before.
    pub version: Option<i64>,
    /// The columns of the journaled rows, in order.
    pub columns: Vec<String>,
    /// Cookies removed, those brought back since included.
    pub removed: u64,
    /// Cookies brought back.
    pub restored: u64,
}

pub(crate) fn insert(connection: &Connection, run: RunId, new: &NewRunStore<'_>) -> rusqlite::Result<()> {
    let sql = "INSERT INTO run_store (run, store, browser, engine, profile, root, path, planned)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    connection
        .prepare_cached(sql)?
        .execute((
            run.0,
            new.store,
            new.browser,
            new.engine.word(),
            new.profile,
            private::path_bytes(new.root),
            private::path_bytes(new.path),
            i64::try_from(new.planned).unwrap_or(i64::MAX),
        ))
        .map(drop)
}

impl Ledger {
    /// The stores of a run, in order.
    pub fn run_stores(&self, run: RunId) -> Result<Vec<RunStore>, Error> {
        let sql =
            "SELECT store, browser, engine, profile, root, path, planned, version, columns, removed, restored
                   FROM run_store WHERE run = ?1 ORDER BY store";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.sql())?;
        let stores = statement.query_map([run.0], read).map_err(self.sql())?;
        stores.collect::<Result<_, _>>().map_err(self.sql())
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<RunStore> {
    let engine: String = row.get(2)?;
    let columns: Option<String> = row.get(8)?;
    Ok(RunStore {
        store: row.get(0)?,
        browser: row.get(1)?,
        engine: if engine == Engine::Gecko.word() { Engine::Gecko } else { Engine::Chromium },
        profile: row.get(3)?,
        root: private::path_from_bytes(row.get(4)?),
        path: private::path_from_bytes(row.get(5)?),
        planned: row.get(6)?,
        version: row.get(7)?,
        columns: columns.iter().flat_map(|columns| columns.split('\n')).map(str::to_owned).collect(),
        removed: row.get(9)?,
        restored: row.get(10)?,
    })
}
