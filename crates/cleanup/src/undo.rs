//! Bringing back what a clean-up removed.

use std::path::PathBuf;

use crumbwise_ledger::{Ledger, RowState, RunId, RunKey, RunState, RunStore};
use crumbwise_model::Timestamp;
use crumbwise_stores::write::{Change, Inserted, Presence, Refusal, StoredRow, Writer};

use crate::{
    CleanupLock, Error, Observer, Skipped, Step,
    history::must_have_key,
    journaled::each_row,
    transact::{Site, Stop, Watch, journaled_schema, transact},
};

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
    /// Browser id.
    pub browser: String,
    /// The store file.
    pub path: PathBuf,
    /// How many.
    pub cookies: u64,
}

/// What became of one row, by its number in the journal.
type Mark = (u64, RowState);

/// Brings back, row by row, what `run` removed and nothing has taken the place of.
///
/// What was intended stands in the ledger before the first row moves. Rows whose fate an interrupted clean-up
/// left open are decided by looking: one that is still there is left alone.
pub fn undo(
    run: RunId,
    ledger: &mut Ledger,
    _lock: &CleanupLock,
    now: Timestamp,
    observer: &mut dyn Observer,
) -> Result<UndoOutcome, Error> {
    must_have_key(run, ledger, now)?;
    let key = ledger.run_key(run)?;
    let mut outcome = UndoOutcome {
        run,
        restored: 0,
        kept_newer: 0,
        refused: Vec::new(),
        skipped: Vec::new(),
        cancelled: false,
    };
    let mut jobs = Vec::new();
    for store in ledger.run_stores(run)? {
        let counts = ledger.row_counts(run, store.store)?;
        let rows = counts.removed + counts.journaled;
        if rows > 0 {
            jobs.push((store, rows));
        }
    }
    if jobs.is_empty() && !ledger.run(run)?.state.is_unfinished() {
        return Ok(outcome);
    }
    ledger.set_run_state(run, RunState::Undoing)?;
    let mut watch = Watch::new(observer);
    watch.note(Step::RunRecorded { run, total: jobs.iter().map(|(_, rows)| rows).sum() });
    for (store, rows) in &jobs {
        restore_store(store, *rows, run, &key, ledger, &mut watch, &mut outcome)?;
    }
    outcome.cancelled = watch.cancelled;
    outcome.refused.sort();
    ledger.set_run_state(run, state_after(run, ledger)?)?;
    watch.note(Step::Finished { run });
    Ok(outcome)
}

fn restore_store(
    journaled: &RunStore,
    rows: u64,
    run: RunId,
    key: &RunKey,
    ledger: &mut Ledger,
    watch: &mut Watch<'_>,
    outcome: &mut UndoOutcome,
) -> Result<(), Error> {
    let site = Site::of_journal(journaled);
    let mut refused = Vec::new();
    let restored = if watch.cancelled {
        Err(Stop::Cancelled)
    } else {
        transact(&site, rows, watch, |change, writer, watch| {
            restore(journaled, run, key, ledger, change, writer, watch, &mut refused)
        })
    };
    match restored {
        Ok(mut marks) => {
            verify(&site, journaled, run, key, ledger, &mut marks)?;
            watch.note(Step::Verified { store: site.number });
            ledger.mark(run, site.number, &marks)?;
            watch.note(Step::Marked { store: site.number });
            outcome.restored += count(&marks, RowState::Restored);
            outcome.kept_newer += count(&marks, RowState::KeptNewer);
            for refusal in refused {
                refuse(outcome, &site, &refusal);
            }
        }
        Err(stop) => outcome.skipped.push(stop.skipped(&site, rows)?),
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "the parts of one transaction, each used once")]
fn restore(
    journaled: &RunStore,
    run: RunId,
    key: &RunKey,
    ledger: &Ledger,
    change: &Change<'_>,
    writer: &Writer,
    watch: &mut Watch<'_>,
    refused: &mut Vec<Refusal>,
) -> Result<Vec<Mark>, Stop> {
    let (store, schema) = (journaled.store, journaled_schema(journaled));
    let counts = ledger.row_counts(run, store)?;
    let total = counts.total();
    let mut marks = Vec::new();
    let each = |row, state, stored| {
        if matches!(state, RowState::Removed | RowState::Journaled) {
            let became = match writer.accept(&schema, stored) {
                Ok(stored) => bring_back(state, &stored, change)?,
                Err(refusal) => {
                    refused.push(refusal);
                    RowState::Refused
                }
            };
            marks.push((row, became));
        }
        Ok(())
    };
    each_row::<Stop>(ledger, (run, store), key, each, |done| {
        watch.reach(Step::RowsChanged { store, done, total })
    })?;
    Ok(marks)
}

fn bring_back(state: RowState, stored: &StoredRow, change: &Change<'_>) -> Result<RowState, Stop> {
    let still_there = state == RowState::Journaled;
    Ok(match change.presence(stored)? {
        Presence::Same | Presence::Updated if still_there => RowState::NotRemoved,
        // Put back by an undo that was interrupted before it could say so.
        Presence::Same => RowState::Restored,
        Presence::Updated | Presence::KeyTaken => RowState::KeptNewer,
        Presence::Absent => match change.insert(stored)? {
            Inserted::Yes => RowState::Restored,
            Inserted::KeyTaken => RowState::KeptNewer,
        },
    })
}

/// Reads the store again: what a fresh connection does not find is not restored. A store that cannot be read
/// again at this moment keeps the marks of its committed transaction.
fn verify(
    site: &Site,
    journaled: &RunStore,
    run: RunId,
    key: &RunKey,
    ledger: &Ledger,
    marks: &mut Vec<Mark>,
) -> Result<(), Error> {
    let Ok(held) = site.open() else { return Ok(()) };
    let writer = &held.writer;
    let Ok(look) = writer.look() else { return Ok(()) };
    let schema = journaled_schema(journaled);
    let mut missing = std::collections::BTreeSet::new();
    let mut expected =
        marks.iter().filter(|(_, state)| *state == RowState::Restored).map(|(row, _)| *row).peekable();
    let each = |row, _, stored| {
        if expected.next_if_eq(&row).is_some() {
            let presence = writer.accept(&schema, stored).map(|stored| look.presence(&stored));
            if matches!(presence, Ok(Ok(Presence::Absent | Presence::KeyTaken))) {
                missing.insert(row);
            }
        }
        Ok(())
    };
    each_row::<Error>(ledger, (run, site.number), key, each, |_| Ok(()))?;
    marks.retain(|(row, _)| !missing.contains(row));
    Ok(())
}

fn count(marks: &[Mark], state: RowState) -> u64 {
    marks.iter().filter(|(_, became)| *became == state).count() as u64
}

fn refuse(outcome: &mut UndoOutcome, site: &Site, refusal: &Refusal) {
    let detail = match refusal {
        Refusal::ColumnGone(column) | Refusal::ColumnNew(column) => column.clone(),
        Refusal::OtherEngine | Refusal::EncryptionChanged => String::new(),
    };
    let path = &site.store.path;
    let same =
        |other: &&mut Refused| other.word == refusal.word() && other.detail == detail && other.path == *path;
    if let Some(found) = outcome.refused.iter_mut().find(same) {
        found.cookies += 1;
    } else {
        outcome.refused.push(Refused {
            word: refusal.word(),
            detail,
            browser: site.browser.clone(),
            path: path.clone(),
            cookies: 1,
        });
    }
}

/// Where the run stands, by what became of its rows.
pub(crate) fn state_after(run: RunId, ledger: &Ledger) -> Result<RunState, Error> {
    let (mut left, mut back, mut open) = (0, 0, 0);
    for store in ledger.run_stores(run)? {
        let counts = ledger.row_counts(run, store.store)?;
        left += counts.removed;
        back += counts.restored;
        open += counts.journaled;
    }
    if open > 0 {
        // A store that could not be looked at may still hold what it was to lose.
        return Ok(RunState::Undoing);
    }
    Ok(match (left, back) {
        (0, _) => RunState::Undone,
        (_, 0) => RunState::Done,
        (_, _) => RunState::PartlyUndone,
    })
}
