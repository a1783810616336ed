//! Walking through the journaled rows of a store.

use crumbwise_ledger::{Ledger, RowState, RunId, RunKey};
use crumbwise_stores::write::StoredRow;

use crate::{Error, transact::CHUNK};

/// Calls `each` with every journaled row of a store, in order, a chunk in memory at a time, and `after` each
/// chunk with the number of rows so far.
pub(crate) fn each_row<E: From<Error>>(
    ledger: &Ledger,
    (run, store): (RunId, u32),
    key: &RunKey,
    mut each: impl FnMut(u64, RowState, StoredRow) -> Result<(), E>,
    mut after: impl FnMut(u64) -> Result<(), E>,
) -> Result<(), E> {
    let mut next = 0;
    let mut done = 0;
    loop {
        let limit = u32::try_from(CHUNK).unwrap_or(u32::MAX);
        let rows = ledger.journal_rows(run, store, key, next, limit).map_err(Error::from)?;
        let Some(last) = rows.last() else { return Ok(()) };
        next = last.row + 1;
        done += rows.len() as u64;
        for journaled in rows {
            let row = journaled.row;
            let stored = StoredRow::decode(&journaled.bytes).ok_or(Error::Journal { run, store, row })?;
            each(row, journaled.state, stored)?;
        }
        after(done)?;
    }
}
