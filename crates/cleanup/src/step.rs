//! The steps of a run, in order: for progress, for cancelling, and for the tests that kill it at each.

use std::ops::ControlFlow;

use crumbwise_ledger::RunId;

/// One step, reported when it has been reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The run stands in the ledger, with its key and its stores.
    RunRecorded {
        /// The run.
        run: RunId,
        /// Cookies in all its stores.
        total: u64,
    },
    /// Work on a store begins.
    StoreStarted {
        /// The store's number within the run.
        store: u32,
        /// Cookies to clear or restore there.
        total: u64,
    },
    /// The store is open and its write lock is held.
    StoreLocked {
        /// The store's number within the run.
        store: u32,
    },
    /// Rows have been fetched and sealed.
    RowsRead {
        /// The store's number within the run.
        store: u32,
        /// So many.
        done: u64,
        /// Of so many.
        total: u64,
    },
    /// The sealed rows are in the ledger, not committed yet.
    JournalWritten {
        /// The store's number within the run.
        store: u32,
    },
    /// The sealed rows are committed and synced.
    JournalSynced {
        /// The store's number within the run.
        store: u32,
    },
    /// Rows have been deleted or put back within the open transaction.
    RowsChanged {
        /// The store's number within the run.
        store: u32,
        /// So many.
        done: u64,
        /// Of so many.
        total: u64,
    },
    /// The browser is still closed; the transaction is about to be committed.
    Committing {
        /// The store's number within the run.
        store: u32,
    },
    /// The transaction is committed.
    Committed {
        /// The store's number within the run.
        store: u32,
    },
    /// The store's write-ahead log is emptied.
    Checkpointed {
        /// The store's number within the run.
        store: u32,
    },
    /// The store has been read again.
    Verified {
        /// The store's number within the run.
        store: u32,
    },
    /// The ledger knows what became of the rows.
    Marked {
        /// The store's number within the run.
        store: u32,
    },
    /// The run is over.
    Finished {
        /// The run.
        run: RunId,
    },
}

impl Step {
    /// The stable word for JSON; the message key is `step_` and this word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::RunRecorded { .. } => "run_recorded",
            Self::StoreStarted { .. } => "store_started",
            Self::StoreLocked { .. } => "store_locked",
            Self::RowsRead { .. } => "rows_read",
            Self::JournalWritten { .. } => "journal_written",
            Self::JournalSynced { .. } => "journal_synced",
            Self::RowsChanged { .. } => "rows_changed",
            Self::Committing { .. } => "committing",
            Self::Committed { .. } => "committed",
            Self::Checkpointed { .. } => "checkpointed",
            Self::Verified { .. } => "verified",
            Self::Marked { .. } => "marked",
            Self::Finished { .. } => "finished",
        }
    }
}

/// Watches a run and may stop it.
pub trait Observer {
    /// Called at each step. `Break` cancels: the open store is rolled back and left as it was, stores done
    /// before stay cleared and journaled. It must not read a store: while one is being changed, this process
    /// copies none, and would wait for itself.
    fn step(&mut self, step: &Step) -> ControlFlow<()>;
}

/// Watches nothing.
impl Observer for () {
    fn step(&mut self, _: &Step) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

impl<F: FnMut(&Step) -> ControlFlow<()>> Observer for F {
    fn step(&mut self, step: &Step) -> ControlFlow<()> {
        self(step)
    }
}
