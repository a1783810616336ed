//! The runs so far, and letting go of what can no longer be undone.

use std::path::PathBuf;

use crumbwise_ledger::{Ledger, RunId, RunState};
use crumbwise_model::Timestamp;

use crate::{CleanupLock, Error};

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
    let mut summaries = Vec::new();
    for run in ledger.runs()? {
        let mut summary = RunSummary {
            run: run.id,
            at: run.started_at,
            preset: run.preset,
            state: run.state,
            removed: 0,
            restored: 0,
            expires_at: run.expires_at,
            can_undo: false,
            stores: Vec::new(),
        };
        for store in ledger.run_stores(run.id)? {
            let counts = ledger.row_counts(run.id, store.store)?;
            summary.can_undo |= run.has_key && counts.removed + counts.journaled > 0;
            summary.removed += store.removed;
            summary.restored += store.restored;
            summary.stores.push(RunStoreSummary {
                browser: store.browser,
                path: store.path,
                removed: store.removed,
                restored: store.restored,
            });
        }
        summaries.push(summary);
    }
    Ok(summaries)
}

/// Destroys the keys and the sealed rows of runs whose time is over; says which. Their numbers stay in the
/// history.
pub fn expire(ledger: &mut Ledger, _lock: &CleanupLock, now: Timestamp) -> Result<Vec<RunId>, Error> {
    Ok(ledger.expire(now)?)
}

/// A run whose time is over is not touched any more, even before its key is destroyed.
pub(crate) fn must_have_key(run: RunId, ledger: &Ledger, now: Timestamp) -> Result<(), Error> {
    let found = ledger.run(run)?;
    if !found.has_key || found.expires_at <= now {
        return Err(crumbwise_ledger::Error::Expired(run).into());
    }
    Ok(())
}
