//! After a crash: what became of each row, by comparing the journal with the stores.

use std::path::PathBuf;

use crumbwise_ledger::{Ledger, RowState, Run, RunId, RunKey, RunState, RunStore};
use crumbwise_model::Timestamp;
use crumbwise_stores::write::Presence;

use crate::{
    CleanupLock, Error, SkipReason,
    journaled::each_row,
    transact::{Site, Stop, journaled_schema},
    undo::state_after,
};

/// What was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Interrupted {
    /// A clean-up.
    Clean,
    /// An undo.
    Undo,
}

impl Interrupted {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Undo => "undo",
        }
    }
}

/// A run that a crash left unfinished, compared with the stores as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// The run.
    pub run: RunId,
    /// When it began.
    pub at: Timestamp,
    /// What was interrupted.
    pub interrupted: Interrupted,
    /// Cookies that are removed, in the journal and not back.
    pub removed: u64,
    /// Journaled cookies that are still in their store: a clean-up did not get to them.
    pub not_removed: u64,
    /// Cookies an undo has brought back.
    pub restored: u64,
    /// Planned cookies of stores the run had not begun with.
    pub not_started: u64,
    /// Rows of stores that cannot be compared: gone, unreadable or in use.
    pub unknown: u64,
    /// Store by store.
    pub stores: Vec<UnfinishedStore>,
}

/// One store of an unfinished run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfinishedStore {
    /// Browser id.
    pub browser: String,
    /// The file.
    pub path: PathBuf,
    /// Cookies removed and not back.
    pub removed: u64,
    /// Cookies still there.
    pub not_removed: u64,
    /// Cookies brought back.
    pub restored: u64,
    /// Rows that could not be compared.
    pub unknown: u64,
    /// Why not; empty when all could be.
    pub problem: String,
}

impl Unfinished {
    /// Whether only the last word was missing: every row is where the run was to put it.
    const fn is_complete(&self) -> bool {
        let left = match self.interrupted {
            Interrupted::Clean => self.not_removed + self.not_started,
            Interrupted::Undo => self.removed,
        };
        left + self.unknown == 0
    }
}

/// Finds unfinished runs, compares their journal with the stores and marks each row. Changes no store. A run that
/// turns out to be complete is closed, and stands in the history like any other.
///
/// A store whose browser runs, or that is gone or unreadable, is told as such and compared another time; its
/// journal stays.
pub fn recover(ledger: &mut Ledger, lock: &CleanupLock, now: Timestamp) -> Result<Vec<Unfinished>, Error> {
    crate::expire(ledger, lock, now)?;
    let mut unfinished = Vec::new();
    for run in ledger.runs()?.into_iter().rev() {
        let Some(interrupted) = interrupted(run.state) else { continue };
        let found = examine(&run, interrupted, ledger)?;
        if found.is_complete() {
            ledger.set_run_state(run.id, state_after(run.id, ledger)?)?;
        } else {
            unfinished.push(found);
        }
    }
    Ok(unfinished)
}

const fn interrupted(state: RunState) -> Option<Interrupted> {
    match state {
        RunState::Cleaning => Some(Interrupted::Clean),
        RunState::Undoing => Some(Interrupted::Undo),
        RunState::Done | RunState::PartlyUndone | RunState::Undone | RunState::Expired => None,
    }
}

fn examine(run: &Run, interrupted: Interrupted, ledger: &mut Ledger) -> Result<Unfinished, Error> {
    let mut found = Unfinished {
        run: run.id,
        at: run.started_at,
        interrupted,
        removed: 0,
        not_removed: 0,
        restored: 0,
        not_started: 0,
        unknown: 0,
        stores: Vec::new(),
    };
    let key = ledger.run_key(run.id);
    for store in ledger.run_stores(run.id)? {
        let problem = match &key {
            Ok(key) => problem(compare(&store, run.id, interrupted, key, ledger))?,
            Err(error) => error.to_string(),
        };
        let counts = ledger.row_counts(run.id, store.store)?;
        if counts.total() == 0 {
            found.not_started += store.planned;
        }
        let unknown = counts.journaled;
        found.removed += counts.removed;
        found.not_removed += counts.not_removed;
        found.restored += counts.restored;
        found.unknown += unknown;
        found.stores.push(UnfinishedStore {
            browser: store.browser,
            path: store.path,
            removed: counts.removed,
            not_removed: counts.not_removed,
            restored: counts.restored,
            unknown,
            problem,
        });
    }
    Ok(found)
}

/// Why a store could not be compared; empty when it could.
fn problem(compared: Result<(), Stop>) -> Result<String, Error> {
    match compared {
        Ok(()) | Err(Stop::Cancelled) => Ok(String::new()),
        Err(Stop::Skip(reason, detail)) if detail.is_empty() => Ok(reason.word().to_owned()),
        Err(Stop::Skip(reason, detail)) => Ok(format!("{}: {detail}", reason.word())),
        Err(Stop::Fatal(error)) => Err(error),
    }
}

/// Decides for each row whose fate is open: after a clean-up the journaled ones, after an undo the removed.
fn compare(
    journaled: &RunStore,
    run: RunId,
    interrupted: Interrupted,
    key: &RunKey,
    ledger: &mut Ledger,
) -> Result<(), Stop> {
    let counts = ledger.row_counts(run, journaled.store)?;
    let open = match interrupted {
        Interrupted::Clean => counts.journaled,
        Interrupted::Undo => counts.journaled + counts.removed,
    };
    if open == 0 {
        return Ok(());
    }
    let site = Site::of_journal(journaled);
    site.must_be_closed()?;
    let held = site.open()?;
    let writer = &held.writer;
    // Under the write lock the answers belong to one state of the store. It is given back unchanged.
    let change = writer.begin()?;
    let schema = journaled_schema(journaled);
    let mut marks = Vec::new();
    let mut strange = None;
    let each = |row, state, stored| {
        if !is_open(state, interrupted) {
            return Ok(());
        }
        match writer.accept(&schema, stored) {
            Ok(stored) => marks.push((row, became(state, change.presence(&stored)?))),
            Err(refusal) => strange = Some(refusal),
        }
        Ok(())
    };
    each_row::<Stop>(ledger, (run, journaled.store), key, each, |_| Ok(()))?;
    drop(change);
    marks.retain(|(_, state)| *state != RowState::Journaled);
    ledger.mark(run, journaled.store, &marks)?;
    strange.map_or(Ok(()), |refusal| Err(Stop::Skip(SkipReason::CannotWrite, refusal.word().to_owned())))
}

const fn is_open(state: RowState, interrupted: Interrupted) -> bool {
    match (state, interrupted) {
        (RowState::Journaled, Interrupted::Clean | Interrupted::Undo)
        | (RowState::Removed, Interrupted::Undo) => true,
        (RowState::Removed, Interrupted::Clean)
        | (
            RowState::NotRemoved | RowState::Restored | RowState::KeptNewer | RowState::Refused,
            Interrupted::Clean | Interrupted::Undo,
        ) => false,
    }
}

/// A row that is there, unchanged or used by its browser since, was not removed, or is back. One that is gone,
/// or whose place a cookie set later has, was removed.
const fn became(state: RowState, presence: Presence) -> RowState {
    match (state, presence) {
        (RowState::Journaled, Presence::Same | Presence::Updated) => RowState::NotRemoved,
        (RowState::Journaled, Presence::KeyTaken | Presence::Absent) => RowState::Removed,
        (RowState::Removed, Presence::Same | Presence::Updated) => RowState::Restored,
        (
            RowState::Removed
            | RowState::NotRemoved
            | RowState::Restored
            | RowState::KeptNewer
            | RowState::Refused,
            _,
        ) => state,
    }
}

/// After work on a store ended early: its transaction was rolled back, so what was journaled was not removed.
/// When the store itself failed, it is asked instead of trusted.
pub(crate) fn settle_after_failure(
    stop: &Stop,
    site: &Site,
    run: RunId,
    key: &RunKey,
    ledger: &mut Ledger,
) -> Result<(), Error> {
    if ledger.row_counts(run, site.number)?.journaled == 0 {
        return Ok(());
    }
    match stop {
        Stop::Cancelled
        | Stop::Skip(
            SkipReason::InUse
            | SkipReason::Locked
            | SkipReason::Changed
            | SkipReason::Cancelled
            | SkipReason::NotStarted,
            _,
        ) => {
            ledger.remark(run, site.number, RowState::Journaled, RowState::NotRemoved)?;
        }
        Stop::Skip(SkipReason::Missing | SkipReason::CannotWrite, _) => {
            let stores = ledger.run_stores(run)?;
            if let Some(journaled) = stores.iter().find(|store| store.store == site.number) {
                // What cannot be compared stays open; the run stays unfinished and is looked at again.
                problem(compare(journaled, run, Interrupted::Clean, key, ledger))?;
            }
        }
        Stop::Fatal(_) => {}
    }
    Ok(())
}
