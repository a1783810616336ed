//! Table `folder`: folders that are looked through beside the usual places, as the person added them.

use std::path::{Path, PathBuf};

use crumbwise_model::Timestamp;

use crate::{Error, Ledger, private, run::micros};

/// A path is kept as the system's own bytes: not every one is a text.
pub(crate) const V3: &str = "CREATE TABLE folder (
  path BLOB PRIMARY KEY NOT NULL,
  added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;";

impl Ledger {
    /// The folders, the earliest added first.
    pub fn folders(&self) -> Result<Vec<PathBuf>, Error> {
        let sql = "SELECT path FROM folder ORDER BY added_at, path";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.sql())?;
        let rows = statement.query_map([], |row| row.get(0)).map_err(self.sql())?;
        rows.map(|bytes| bytes.map(private::path_from_bytes)).collect::<Result<_, _>>().map_err(self.sql())
    }

    /// Adds a folder; says whether it was not among them before.
    pub fn add_folder(&self, path: &Path, now: Timestamp) -> Result<bool, Error> {
        let sql = "INSERT INTO folder (path, added_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        let row = (private::path_bytes(path), micros(now));
        Ok(self.connection.execute(sql, row).map_err(self.sql())? == 1)
    }

    /// Forgets a folder; says whether it was among them.
    pub fn remove_folder(&self, path: &Path) -> Result<bool, Error> {
        let sql = "DELETE FROM folder WHERE path = ?1";
        Ok(self.connection.execute(sql, [private::path_bytes(path)]).map_err(self.sql())? == 1)
    }
}
