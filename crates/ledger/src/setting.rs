//! Table `setting`: one word, one text.

use rusqlite::OptionalExtension;

use crate::{Error, Ledger};

pub(crate) const V1: &str = "CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;";

/// The setting that says for how many days a clean-up can be undone.
pub const UNDO_DAYS: &str = "undo_days";

/// The setting that says whether the browsers' own histories may be looked at, to tell which sites were visited.
pub const USE_HISTORY: &str = "use_history";

/// How long a clean-up can be undone unless the person says otherwise.
const DEFAULT_UNDO_DAYS: u16 = 7;

impl Ledger {
    /// A setting's text, if it was ever set.
    pub fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        self.connection
            .query_row("SELECT value FROM setting WHERE key = ?1", [key], |row| row.get(0))
            .optional()
            .map_err(self.sql())
    }

    /// Sets a setting.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<(), Error> {
        let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2)
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.connection.execute(sql, [key, value]).map(drop).map_err(self.sql())
    }

    /// Whether the browsers' own histories may be looked at; they may unless the person says otherwise.
    pub fn use_history(&self) -> Result<bool, Error> {
        Ok(self.setting(USE_HISTORY)?.is_none_or(|text| text == "on"))
    }

    /// For how many days a clean-up can be undone.
    pub fn undo_days(&self) -> Result<u16, Error> {
        let days = self.setting(UNDO_DAYS)?.and_then(|days| days.parse().ok());
        Ok(days.unwrap_or(DEFAULT_UNDO_DAYS))
    }
}
