//! Completing a run that a crash interrupted.

use crumbwise_ledger::{Ledger, RowState, RunId, RunKey, RunState, RunStore};
use crumbwise_model::Timestamp;
use crumbwise_stores::write::{Change, Presence, Writer};

use crate::{
    CleanupLock, Error, Observer, SkipReason, Skipped, Step,
    history::must_have_key,
    journaled::each_row,
    recover::settle_after_failure,
    transact::{Site, Stop, Watch, journaled_schema, transact},
};

/// What finishing did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The run.
    pub run: RunId,
    /// Journaled cookies that were still there and are removed.
    pub removed: u64,
    /// Cookies left alone, and why.
    pub skipped: Vec<Skipped>,
    /// Whether the observer stopped it.
    pub cancelled: bool,
}

/// Completes an interrupted clean-up: removes the journaled rows that are still there, byte for byte as
/// journaled. An interrupted undo is completed by [`undo`](crate::undo()).
pub fn finish(
    run: RunId,
    ledger: &mut Ledger,
    _lock: &CleanupLock,
    now: Timestamp,
    observer: &mut dyn Observer,
) -> Result<Finished, Error> {
    if ledger.run(run)?.state != RunState::Cleaning {
        return Err(Error::NotUnfinished(run));
    }
    must_have_key(run, ledger, now)?;
    let key = ledger.run_key(run)?;
    let mut finished = Finished { run, removed: 0, skipped: Vec::new(), cancelled: false };
    let mut jobs = Vec::new();
    for store in ledger.run_stores(run)? {
        let counts = ledger.row_counts(run, store.store)?;
        if counts.total() == 0 && store.planned > 0 {
            // Nothing is journaled there that would say which: a new plan finds them.
            let site = Site::of_journal(&store);
            finished.skipped.push(site.skipped(SkipReason::NotStarted, store.planned, String::new()));
        }
        let rows = counts.not_removed + counts.journaled;
        if rows > 0 {
            jobs.push((store, rows));
        }
    }
    let mut watch = Watch::new(observer);
    watch.note(Step::RunRecorded { run, total: jobs.iter().map(|(_, rows)| rows).sum() });
    let mut open = 0;
    for (store, rows) in &jobs {
        finish_store(store, *rows, run, &key, ledger, &mut watch, &mut finished)?;
        open += ledger.row_counts(run, store.store)?.journaled;
    }
    finished.cancelled = watch.cancelled;
    if open == 0 && !finished.cancelled {
        ledger.set_run_state(run, RunState::Done)?;
    }
    watch.note(Step::Finished { run });
    Ok(finished)
}

fn finish_store(
    journaled: &RunStore,
    rows: u64,
    run: RunId,
    key: &RunKey,
    ledger: &mut Ledger,
    watch: &mut Watch<'_>,
    finished: &mut Finished,
) -> Result<(), Error> {
    let site = Site::of_journal(journaled);
    let mut changed = 0;
    let done = if watch.cancelled {
        Err(Stop::Cancelled)
    } else {
        // From here on it is open again whether they are there.
        ledger.remark(run, site.number, RowState::NotRemoved, RowState::Journaled)?;
        transact(&site, rows, watch, |change, writer, watch| {
            remove(journaled, run, key, ledger, change, writer, watch, &mut changed)
        })
    };
    match done {
        Ok(marks) => {
            ledger.mark(run, site.number, &marks)?;
            watch.note(Step::Marked { store: site.number });
            finished.removed +=
                marks.iter().filter(|(_, became)| *became == RowState::Removed).count() as u64;
            if changed > 0 {
                finished.skipped.push(site.skipped(SkipReason::Changed, changed, String::new()));
            }
        }
        Err(stop) => {
            settle_after_failure(&stop, &site, run, key, ledger)?;
            finished.skipped.push(stop.skipped(&site, rows)?);
        }
    }
    Ok(())
}

/// Only a row that is still exactly what the journal holds goes: an undo could not bring back another.
#[expect(clippy::too_many_arguments, reason = "the parts of one transaction, each used once")]
fn remove(
    journaled: &RunStore,
    run: RunId,
    key: &RunKey,
    ledger: &Ledger,
    change: &Change<'_>,
    writer: &Writer,
    watch: &mut Watch<'_>,
    changed: &mut u64,
) -> Result<Vec<(u64, RowState)>, Stop> {
    let (store, schema) = (journaled.store, journaled_schema(journaled));
    let total = ledger.row_counts(run, store)?.total();
    let mut marks = Vec::new();
    let each = |row, state, stored| {
        if state != RowState::Journaled {
            return Ok(());
        }
        let Ok(stored) = writer.accept(&schema, stored) else {
            *changed += 1;
            marks.push((row, RowState::NotRemoved));
            return Ok(());
        };
        let became = match change.presence(&stored)? {
            Presence::Same if change.delete_row(&stored)? => RowState::Removed,
            Presence::Same | Presence::Updated => {
                *changed += 1;
                RowState::NotRemoved
            }
            // Gone by a commit that could not be marked any more; or by another hand since it was compared,
            // and then bringing it back is harmless.
            Presence::KeyTaken | Presence::Absent => RowState::Removed,
        };
        marks.push((row, became));
        Ok(())
    };
    each_row::<Stop>(ledger, (run, store), key, each, |done| {
        watch.reach(Step::RowsChanged { store, done, total })
    })?;
    Ok(marks)
}
