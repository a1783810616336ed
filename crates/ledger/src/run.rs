//! Table `run`: clean-ups, each with its wrapped key.

use std::fmt;

use crumbwise_model::Timestamp;
use rusqlite::{OptionalExtension, Row, TransactionBehavior};

use crate::{Error, Ledger, NewRunStore, RunKey, master, run_store, seal};

pub(crate) const V1: &str = "CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  preset TEXT NOT NULL,
  state TEXT NOT NULL,
  wrapped_key BLOB
) STRICT;";

const COLUMNS: &str = "id, started_at, expires_at, preset, state, wrapped_key IS NOT NULL";

/// The number of a clean-up; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub i64);

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunState {
    /// Clearing, or interrupted while clearing.
    Cleaning,
    /// Over.
    Done,
    /// Bringing back, or interrupted while bringing back.
    Undoing,
    /// Some of it has been brought back.
    PartlyUndone,
    /// All that could be brought back has been.
    Undone,
    /// Its key is destroyed.
    Expired,
}

impl RunState {
    const ALL: [Self; 6] =
        [Self::Cleaning, Self::Done, Self::Undoing, Self::PartlyUndone, Self::Undone, Self::Expired];

    /// The stable word for JSON and the ledger.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cleaning => "cleaning",
            Self::Done => "done",
            Self::Undoing => "undoing",
            Self::PartlyUndone => "partly_undone",
            Self::Undone => "undone",
            Self::Expired => "expired",
        }
    }

    /// Whether it is running or was interrupted.
    pub const fn is_unfinished(self) -> bool {
        match self {
            Self::Cleaning | Self::Undoing => true,
            Self::Done | Self::PartlyUndone | Self::Undone | Self::Expired => false,
        }
    }
}

/// One clean-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// When it began.
    pub started_at: Timestamp,
    /// When its key is destroyed.
    pub expires_at: Timestamp,
    /// The preset's word, or `selection`.
    pub preset: String,
    /// Where it stands.
    pub state: RunState,
    /// Whether its key exists, and so an undo is possible.
    pub has_key: bool,
}

/// A clean-up about to begin.
#[derive(Clone, Copy, Debug)]
pub struct NewRun<'a> {
    /// When it begins.
    pub started_at: Timestamp,
    /// When its key is to be destroyed.
    pub expires_at: Timestamp,
    /// The preset's word, or `selection`.
    pub preset: &'a str,
}

impl Ledger {
    /// Records a run with its stores and a key of its own, synced. The master key is created where there is
    /// none.
    pub fn begin_run(
        &mut self,
        new: &NewRun<'_>,
        stores: &[NewRunStore<'_>],
    ) -> Result<(RunId, RunKey), Error> {
        let sql = self.sql();
        let master = master::load_or_create(&self.folder)?;
        let key = RunKey::generate()?;
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        transaction
            .execute(
                "INSERT INTO run (started_at, expires_at, preset, state) VALUES (?1, ?2, ?3, ?4)",
                (micros(new.started_at), micros(new.expires_at), new.preset, RunState::Cleaning.word()),
            )
            .map_err(&sql)?;
        let run = RunId(transaction.last_insert_rowid());
        let wrapped = seal::wrap(&master, &key, run)?;
        transaction
            .execute("UPDATE run SET wrapped_key = ?2 WHERE id = ?1", (run.0, wrapped))
            .map_err(&sql)?;
        for store in stores {
            run_store::insert(&transaction, run, store).map_err(&sql)?;
        }
        transaction.commit().map_err(&sql)?;
        Ok((run, key))
    }

    /// Every run, the newest first.
    pub fn runs(&self) -> Result<Vec<Run>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM run ORDER BY id DESC");
        let mut statement = self.connection.prepare_cached(&sql).map_err(self.sql())?;
        let runs = statement.query_map([], read).map_err(self.sql())?;
        runs.collect::<Result<_, _>>().map_err(self.sql())
    }

    /// One run.
    pub fn run(&self, run: RunId) -> Result<Run, Error> {
        self.connection
            .query_row(&format!("SELECT {COLUMNS} FROM run WHERE id = ?1"), [run.0], read)
            .optional()
            .map_err(self.sql())?
            .ok_or(Error::NoSuchRun(run))
    }

    /// Says where a run stands, synced.
    pub fn set_run_state(&self, run: RunId, state: RunState) -> Result<(), Error> {
        self.connection
            .execute("UPDATE run SET state = ?2 WHERE id = ?1", (run.0, state.word()))
            .map(drop)
            .map_err(self.sql())
    }

    /// The key of a run, unwrapped with the master key.
    pub fn run_key(&self, run: RunId) -> Result<RunKey, Error> {
        let wrapped: Option<Vec<u8>> = self
            .connection
            .query_row("SELECT wrapped_key FROM run WHERE id = ?1", [run.0], |row| row.get(0))
            .optional()
            .map_err(self.sql())?
            .ok_or(Error::NoSuchRun(run))?;
        let wrapped = wrapped.ok_or(Error::Expired(run))?;
        let master = master::load(&self.folder)?;
        seal::unwrap(&master, &wrapped, run)
            .ok_or_else(|| Error::MasterKeyChanged { path: master::path(&self.folder) })
    }

    /// Destroys the keys and sealed rows of runs whose time is over at `now`; says which. Their counts stay.
    pub fn expire(&mut self, now: Timestamp) -> Result<Vec<RunId>, Error> {
        let sql = "SELECT id FROM run WHERE expires_at <= ?1 AND wrapped_key IS NOT NULL ORDER BY id";
        let due: Vec<RunId> = {
            let mut statement = self.connection.prepare_cached(sql).map_err(self.sql())?;
            let due = statement.query_map([micros(now)], |row| row.get(0).map(RunId)).map_err(self.sql())?;
            due.collect::<Result<_, _>>().map_err(self.sql())?
        };
        self.destroy(&due)?;
        Ok(due)
    }

    /// Destroys the key and the sealed rows of one run, on demand.
    pub fn forget(&mut self, run: RunId) -> Result<(), Error> {
        self.destroy(&[run])
    }

    fn destroy(&mut self, runs: &[RunId]) -> Result<(), Error> {
        if runs.is_empty() {
            return Ok(());
        }
        let sql = self.sql();
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        for run in runs {
            let forgotten = "UPDATE run SET wrapped_key = NULL, state = ?2 WHERE id = ?1";
            transaction.execute(forgotten, (run.0, RunState::Expired.word())).map_err(&sql)?;
            transaction.execute("DELETE FROM journal_row WHERE run = ?1", [run.0]).map_err(&sql)?;
        }
        transaction.commit().map_err(&sql)?;
        self.checkpoint()
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Run> {
    let word: String = row.get(4)?;
    Ok(Run {
        id: RunId(row.get(0)?),
        started_at: Timestamp::from_unix_micros(row.get(1)?),
        expires_at: Timestamp::from_unix_micros(row.get(2)?),
        preset: row.get(3)?,
        // A word that is none of ours can only come from outside: such a run offers nothing.
        state: RunState::ALL.into_iter().find(|state| state.word() == word).unwrap_or(RunState::Expired),
        has_key: row.get(5)?,
    })
}

/// An instant as the ledger stores it; none is the smallest number.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.unix_micros().unwrap_or(i64::MIN)
}
