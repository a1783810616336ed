//! The runs so far, and letting go of what can no longer be undone.

use std::path::PathBuf;

use crumbwise_ledger::{Ledger, RunId, RunState};
use crumbwise_model::Timestamp;

use crate::Error;

/// One clean-up of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunSummary {
    /// Its number.
    pub run: RunId,
    /// When it began.
    pub at: Timestamp,
    /// The preset's word, or `selection`.
    pub preset: String,
    /// Where it stands.
    pub state: RunState,
    /// Cookies removed.
    pub removed: u64,
    /// Cookies brought back since.
    pub restored: u64,
    /// Until when it can be undone.
    pub expires_at: Timestamp,
    /// Whether an undo can do something: its key exists and rows are removed and not back.
    pub can_undo: bool,
    /// Its stores.
    pub stores: Vec<RunStoreSummary>,
}

/// One store of a run of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunStoreSummary {
    /// Browser id.
    pub browser: String,
    /// The file.
    pub path: PathBuf,
    /// Cookies removed.
    pub removed: u64,
    /// Cookies brought back since.
    pub restored: u64,
}

/// Every run, the newest first.
pub fn history(ledger: &Ledger) -> Result<Vec<RunSummary>, Error> {
    let _ = ledger;
    Ok(Vec::new())
}

/// Destroys the keys and the sealed rows of runs whose time is over; says how many.
pub fn expire(ledger: &mut Ledger, now: Timestamp) -> Result<u64, Error> {
    let _ = (ledger, now);
    Ok(0)
}
