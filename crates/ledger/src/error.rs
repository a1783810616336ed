//! What can go wrong with the ledger.

use std::{io, path::PathBuf};

use crate::RunId;

/// Why the ledger did not do it. Whatever was asked for happened whole or not at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refused something about one of the ledger's files.
    #[error("cannot {what}: `{path}`")]
    Io {
        /// What was to be done, as words that follow "cannot".
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// SQLite refused: disk full, I/O error, locked for too long.
    #[error("the ledger could not be used: `{path}`")]
    Sqlite {
        /// The ledger.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The ledger belongs to a newer version of the program.
    #[error("the ledger was written by a newer version of Crumbwise ({version}): `{path}`")]
    Newer {
        /// The ledger.
        path: PathBuf,
        /// Its schema version.
        version: i64,
    },
    /// The master key's file is gone.
    #[error("the master key is missing, so nothing cleared before can be brought back: `{path}`")]
    MasterKeyMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The master key is not the one the run's key was wrapped with.
    #[error("the master key is not the one this clean-up was made with, so it cannot be undone: `{path}`")]
    MasterKeyChanged {
        /// The master key's file.
        path: PathBuf,
    },
    /// The run's time is over: its key is destroyed.
    #[error("the clean-up can no longer be undone, its key is destroyed: {0}")]
    Expired(RunId),
    /// There is no such run.
    #[error("no such clean-up: {0}")]
    NoSuchRun(RunId),
    /// A sealed row does not open: it was changed since.
    #[error(
        "a row of the undo journal was changed and does not open: clean-up {run}, store {store}, row {row}"
    )]
    Tampered {
        /// The run.
        run: RunId,
        /// The store's number within the run.
        store: u32,
        /// The row's number within the store.
        row: u64,
    },
    /// The system gave no random bytes.
    #[error("the system gives no random bytes")]
    NoRandom,
}
