//! What can end a run. What concerns one store only is reported in the outcome instead.

use crumbwise_ledger::RunId;

/// Why a run could not go on. Stores done before stay cleared and journaled; the open one is rolled back.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program's own database refused.
    #[error(transparent)]
    Ledger(#[from] crumbwise_ledger::Error),
    /// The plan was made from another scan.
    #[error("the plan does not belong to this scan")]
    OtherScan,
    /// No unfinished run has this number.
    #[error("the clean-up is not unfinished: {0}")]
    NotUnfinished(RunId),
    /// A journaled row was opened but is not a row: it was written by another version of the program.
    #[error("a row of the undo journal cannot be understood: clean-up {run}, store {store}, row {row}")]
    Journal {
        /// The run.
        run: RunId,
        /// The store's number within the run.
        store: u32,
        /// The row's number within the store.
        row: u64,
    },
}
