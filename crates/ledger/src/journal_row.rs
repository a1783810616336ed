//! Table `journal_row`: the rows a run removes, each sealed with the run's key.

use rusqlite::{Transaction, TransactionBehavior};
use zeroize::Zeroizing;

use crate::{Error, Ledger, RunId, RunKey};

/// `state` is [`RowState`] as a number; `sealed` is a nonce followed by the sealed bytes.
pub(crate) const V1: &str = "CREATE TABLE journal_row (
  run INTEGER NOT NULL,
  store INTEGER NOT NULL,
  row INTEGER NOT NULL,
  state INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (run, store, row),
  FOREIGN KEY (run, store) REFERENCES run_store (run, store)
) STRICT, WITHOUT ROWID;";

/// What became of a journaled row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowState {
    /// Written before the delete; whether the delete happened is not known yet.
    Journaled,
    /// Removed, and not back.
    Removed,
    /// Still in its store.
    NotRemoved,
    /// Brought back.
    Restored,
    /// Not brought back: a cookie set since has its place.
    KeptNewer,
    /// Not brought back: today's browser does not accept it.
    Refused,
}

impl RowState {
    const ALL: [Self; 6] =
        [Self::Journaled, Self::Removed, Self::NotRemoved, Self::Restored, Self::KeptNewer, Self::Refused];

    /// As stored; a released number never changes.
    const fn number(self) -> i64 {
        match self {
            Self::Journaled => 0,
            Self::Removed => 1,
            Self::NotRemoved => 2,
            Self::Restored => 3,
            Self::KeptNewer => 4,
            Self::Refused => 5,
        }
    }

    fn from_number(number: i64) -> Self {
        Self::ALL.into_iter().find(|state| state.number() == number).unwrap_or(Self::Journaled)
    }
}

/// One journaled row, opened. Wiped from memory when dropped.
#[derive(Debug)]
pub struct JournalRow {
    /// Its number within the store.
    pub row: u64,
    /// What became of it.
    pub state: RowState,
    /// The bytes that were journaled.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// How many rows of a store stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// [`RowState::Journaled`].
    pub journaled: u64,
    /// [`RowState::Removed`].
    pub removed: u64,
    /// [`RowState::NotRemoved`].
    pub not_removed: u64,
    /// [`RowState::Restored`].
    pub restored: u64,
    /// [`RowState::KeptNewer`].
    pub kept_newer: u64,
    /// [`RowState::Refused`].
    pub refused: u64,
}

impl RowCounts {
    /// All of them.
    pub const fn total(self) -> u64 {
        self.journaled + self.removed + self.not_removed + self.restored + self.kept_newer + self.refused
    }
}

/// Rows of one store on their way into the journal; nothing of them is kept unless committed.
#[derive(Debug)]
pub struct Journal<'a> {
    transaction: Transaction<'a>,
    path: std::path::PathBuf,
    key: &'a RunKey,
    run: RunId,
    store: u32,
    next: u64,
}

impl Journal<'_> {
    /// Seals one row and adds it.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let sealed = self.key.seal(bytes, self.run, self.store, self.next)?;
        let sql = "INSERT INTO journal_row (run, store, row, state, sealed) VALUES (?1, ?2, ?3, ?4, ?5)";
        let values = (self.run.0, self.store, self.next, RowState::Journaled.number(), sealed);
        self.transaction
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(values))
            .map_err(|source| Error::Sqlite { path: self.path.clone(), source })?;
        self.next += 1;
        Ok(())
    }

    /// How many rows so far.
    pub const fn len(&self) -> u64 {
        self.next
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.next == 0
    }

    /// Commits and syncs: from here on the rows can be brought back.
    pub fn commit(self) -> Result<(), Error> {
        let path = self.path;
        self.transaction.commit().map_err(|source| Error::Sqlite { path, source })
    }
}

impl Ledger {
    /// Begins the journal of one store of a run, with the shape its rows have.
    pub fn journal<'a>(
        &'a mut self,
        run: RunId,
        store: u32,
        key: &'a RunKey,
        version: i64,
        columns: &[String],
    ) -> Result<Journal<'a>, Error> {
        let (path, sql) = (self.path.clone(), self.sql());
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        let shape = "UPDATE run_store SET version = ?3, columns = ?4 WHERE run = ?1 AND store = ?2";
        transaction.execute(shape, (run.0, store, version, columns.join("\n"))).map_err(&sql)?;
        Ok(Journal { transaction, path, key, run, store, next: 0 })
    }

    /// At most `limit` rows of a store from number `from` on, opened, in order.
    pub fn journal_rows(
        &self,
        run: RunId,
        store: u32,
        key: &RunKey,
        from: u64,
        limit: u32,
    ) -> Result<Vec<JournalRow>, Error> {
        let sql = "SELECT row, state, sealed FROM journal_row
                   WHERE run = ?1 AND store = ?2 AND row >= ?3 ORDER BY row LIMIT ?4";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.sql())?;
        let mut rows = statement.query((run.0, store, from, limit)).map_err(self.sql())?;
        let mut opened = Vec::new();
        while let Some(row) = rows.next().map_err(self.sql())? {
            let number: u64 = row.get(0).map_err(self.sql())?;
            let state: i64 = row.get(1).map_err(self.sql())?;
            let sealed = row.get_ref(2).map_err(self.sql())?.as_blob().unwrap_or_default();
            let bytes =
                key.open(sealed, run, store, number).ok_or(Error::Tampered { run, store, row: number })?;
            opened.push(JournalRow { row: number, state: RowState::from_number(state), bytes });
        }
        Ok(opened)
    }

    /// Says what became of rows of a store, all of them or none, synced.
    pub fn mark(&mut self, run: RunId, store: u32, marks: &[(u64, RowState)]) -> Result<(), Error> {
        self.marking(run, store, |transaction| mark_each(transaction, run, store, marks))
    }

    /// Says `state` of every row of a store but those in `except`, synced, all at once.
    pub fn mark_all(
        &mut self,
        run: RunId,
        store: u32,
        state: RowState,
        except: &[(u64, RowState)],
    ) -> Result<(), Error> {
        self.marking(run, store, |transaction| {
            let update = "UPDATE journal_row SET state = ?3 WHERE run = ?1 AND store = ?2";
            transaction.execute(update, (run.0, store, state.number()))?;
            mark_each(transaction, run, store, except)
        })
    }

    /// Says `to` of the rows of a store of which `from` was said, synced.
    pub fn remark(&mut self, run: RunId, store: u32, from: RowState, to: RowState) -> Result<(), Error> {
        self.marking(run, store, |transaction| {
            let update = "UPDATE journal_row SET state = ?4 WHERE run = ?1 AND store = ?2 AND state = ?3";
            transaction.execute(update, (run.0, store, from.number(), to.number())).map(drop)
        })
    }

    fn marking(
        &mut self,
        run: RunId,
        store: u32,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), Error> {
        let sql = self.sql();
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        change(&transaction).map_err(&sql)?;
        recount(&transaction, run, store).map_err(&sql)?;
        transaction.commit().map_err(&sql)
    }

    /// How many rows of a store stand where.
    pub fn row_counts(&self, run: RunId, store: u32) -> Result<RowCounts, Error> {
        let sql = "SELECT state, count(*) FROM journal_row WHERE run = ?1 AND store = ?2 GROUP BY state";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.sql())?;
        let mut rows = statement.query((run.0, store)).map_err(self.sql())?;
        let mut counts = RowCounts::default();
        while let Some(row) = rows.next().map_err(self.sql())? {
            let state: i64 = row.get(0).map_err(self.sql())?;
            let count: u64 = row.get(1).map_err(self.sql())?;
            match RowState::from_number(state) {
                RowState::Journaled => counts.journaled += count,
                RowState::Removed => counts.removed += count,
                RowState::NotRemoved => counts.not_removed += count,
                RowState::Restored => counts.restored += count,
                RowState::KeptNewer => counts.kept_newer += count,
                RowState::Refused => counts.refused += count,
            }
        }
        Ok(counts)
    }
}

fn mark_each(
    transaction: &Transaction<'_>,
    run: RunId,
    store: u32,
    marks: &[(u64, RowState)],
) -> rusqlite::Result<()> {
    let update = "UPDATE journal_row SET state = ?4 WHERE run = ?1 AND store = ?2 AND row = ?3";
    let mut statement = transaction.prepare_cached(update)?;
    for (row, state) in marks {
        statement.execute((run.0, store, row, state.number()))?;
    }
    Ok(())
}

/// The store's totals, which outlive the rows: all that left it, and what came back.
fn recount(transaction: &Transaction<'_>, run: RunId, store: u32) -> rusqlite::Result<()> {
    let gone = [RowState::Removed, RowState::Restored, RowState::KeptNewer, RowState::Refused];
    let gone: Vec<String> = gone.iter().map(|state| state.number().to_string()).collect();
    let sql = format!(
        "UPDATE run_store SET
           removed = (SELECT count(*) FROM journal_row j WHERE j.run = ?1 AND j.store = ?2 AND j.state IN ({})),
           restored = (SELECT count(*) FROM journal_row j WHERE j.run = ?1 AND j.store = ?2 AND j.state = ?3)
         WHERE run = ?1 AND store = ?2",
        gone.join(", ")
    );
    transaction.prepare_cached(&sql)?.execute((run.0, store, RowState::Restored.number())).map(drop)
}
