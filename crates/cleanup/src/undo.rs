//! Bringing back what a clean-up removed.

use std::path::PathBuf;

use crumbwise_ledger::{Ledger, RunId};
use crumbwise_model::{BrowserId, Timestamp};

use crate::{CleanupLock, Error, Observer, Skipped};

/// What an undo did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoOutcome {
    /// The clean-up it undid.
    pub run: RunId,
    /// Cookies brought back, found on reading again.
    pub restored: u64,
    /// Cookies left as the site has set them since.
    pub kept_newer: u64,
    /// Cookies that today's browser would not accept, and why.
    pub refused: Vec<Refused>,
    /// Stores that could not be written; their rows stay in the journal.
    pub skipped: Vec<Skipped>,
    /// Whether the observer stopped it.
    pub cancelled: bool,
}

/// Cookies that today's browser would not accept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Why: [`Refusal::word`](crumbwise_stores::write::Refusal::word).
    pub word: &'static str,
    /// The column concerned; may be empty.
    pub detail: String,
    /// Whose.
    pub browser: BrowserId,
    /// The store file.
    pub path: PathBuf,
    /// How many.
    pub cookies: u64,
}

/// Brings back, row by row, what `run` removed and nothing has taken the place of.
pub fn undo(
    run: RunId,
    ledger: &mut Ledger,
    lock: &CleanupLock,
    now: Timestamp,
    observer: &mut dyn Observer,
) -> Result<UndoOutcome, Error> {
    let _ = (ledger, lock, now, observer);
    Err(Error::NotUnfinished(run))
}
