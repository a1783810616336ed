//! What can go wrong while writing to a browser's store.

use std::path::PathBuf;

/// Why a store could not be written. Nothing is lost: the open transaction is rolled back.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file is gone, or cannot be opened for writing.
    #[error("cannot open the cookie store for writing: `{path}`")]
    Open {
        /// The store.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// Another process holds the store's write lock.
    #[error("another program is writing to the cookie store: `{path}`")]
    Busy {
        /// The store.
        path: PathBuf,
    },
    /// It is a database, but not the kind of cookie store it was said to be.
    #[error("not a cookie store of this kind: `{path}`")]
    NotACookieStore {
        /// The store.
        path: PathBuf,
    },
    /// SQLite refused: disk full, I/O error, damaged file.
    #[error("the cookie store could not be changed: `{path}`")]
    Sql {
        /// The store.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

/// Why a journaled row is not put into the store as it is today.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The journal comes from a store of another engine.
    OtherEngine,
    /// Chromium binds encrypted values to their host from version 24 on and drops every cookie of a site
    /// that has one row without it; the row was journaled on the other side of that line.
    EncryptionChanged,
    /// A value that today's store has no column for.
    ColumnGone(String),
    /// Today's store demands a value that the journaled row does not have.
    ColumnNew(String),
}

impl Refusal {
    /// The stable word for JSON; the message key is `refused_` and this word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::OtherEngine => "other_engine",
            Self::EncryptionChanged => "encryption_changed",
            Self::ColumnGone(_) => "column_gone",
            Self::ColumnNew(_) => "column_new",
        }
    }
}
