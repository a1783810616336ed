//! Table `correction`: what the person says about cookies, one answer a row.

use crumbwise_model::{Correction, CorrectionId, Covers, Says, Timestamp};
use rusqlite::{Row, types::Type};

use crate::{Error, Ledger, run::micros};

pub(crate) const V2: &str = "CREATE TABLE correction (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  covers TEXT NOT NULL CHECK (covers IN ('cookie', 'name', 'site')),
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  axis TEXT NOT NULL CHECK (axis IN ('sign_in', 'tracking', 'purpose', 'company')),
  answer TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  UNIQUE (covers, name, place, axis)
) STRICT;";

impl Ledger {
    /// Every correction, the earliest first.
    ///
    /// # Errors
    /// Also where one row cannot be understood: left out in silence, it might cost a sign-in.
    pub fn corrections(&self) -> Result<Vec<Correction>, Error> {
        let sql = "SELECT id, covers, name, place, axis, answer, added_at FROM correction
                   ORDER BY added_at, id";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.sql())?;
        let rows = statement.query_map([], correction).map_err(self.sql())?;
        rows.collect::<Result<_, _>>().map_err(self.sql())
    }

    /// Notes a correction. One about the same cookies and the same axis gives way to it.
    pub fn add_correction(&self, covers: &Covers, says: &Says, at: Timestamp) -> Result<CorrectionId, Error> {
        self.at_once(|ledger| {
            let connection = &ledger.connection;
            let place = [covers.word(), covers.name(), covers.place(), says.axis()];
            let remove =
                "DELETE FROM correction WHERE covers = ?1 AND name = ?2 AND place = ?3 AND axis = ?4";
            connection.execute(remove, place).map_err(ledger.sql())?;
            let [word, name, place, axis] = place;
            let add = "INSERT INTO correction (covers, name, place, axis, answer, added_at)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            connection
                .execute(add, (word, name, place, axis, says.answer(), micros(at)))
                .map_err(ledger.sql())?;
            Ok(CorrectionId(connection.last_insert_rowid()))
        })
    }

    /// Takes a correction back; says whether there was one.
    pub fn remove_correction(&self, id: CorrectionId) -> Result<bool, Error> {
        let changed =
            self.connection.execute("DELETE FROM correction WHERE id = ?1", [id.0]).map_err(self.sql())?;
        Ok(changed == 1)
    }
}

fn correction(row: &Row<'_>) -> rusqlite::Result<Correction> {
    let (covers, name, place): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let (axis, answer): (String, String) = (row.get(4)?, row.get(5)?);
    let strange = |column, word: &str| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, format!("unknown: {word}").into())
    };
    Ok(Correction {
        id: CorrectionId(row.get(0)?),
        covers: Covers::from_words(&covers, &name, &place).ok_or_else(|| strange(1, &covers))?,
        says: Says::from_words(&axis, &answer).ok_or_else(|| strange(5, &answer))?,
        at: Timestamp::from_unix_micros(row.get(6)?),
    })
}
