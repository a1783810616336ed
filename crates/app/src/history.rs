//! Past clean-ups, and what a crash left unfinished.

use crumbwise_cleanup::{self as cleanup, CleanupLock, RunState, RunSummary};
use crumbwise_model::Timestamp;
use crumbwise_stores::Snapshots;

use crate::view::{RunView, Unfinished};
use crate::{Error, Places, ledger, times};

/// Who holds the lock while the first screen looks after an interrupted run.
const OVERVIEW: &str = "overview";

/// What the first screen says about clean-ups.
pub(crate) struct State {
    /// The newest clean-up that can be undone.
    pub(crate) last_run: Option<RunView>,
    /// What a crash left unfinished.
    pub(crate) unfinished: Vec<Unfinished>,
}

/// Every clean-up, the newest first.
pub fn history(places: &Places, now: Timestamp) -> Result<Vec<RunView>, Error> {
    Ok(summaries(places)?.iter().map(|summary| run_view(summary, now)).collect())
}

/// What each start does first: lets go of what can no longer be undone, removes private copies of scans that
/// died, compares an interrupted run with the stores, and says what is unfinished. Nothing to do, and so
/// nothing is made, where the program has no data folder yet. While a clean-up is running elsewhere
/// there is nothing to compare, and the answer is empty.
pub fn recover(places: &Places, who: &str, now: Timestamp) -> Result<Vec<Unfinished>, Error> {
    if !places.data.is_dir() {
        return Ok(Vec::new());
    }
    drop(Snapshots::open(&places.data)?);
    if ledger::read(places)?.is_none() {
        return Ok(Vec::new());
    }
    let lock = match CleanupLock::acquire(&places.data, who, now) {
        Ok(lock) => lock,
        Err(cleanup::Busy::Held { .. }) => return Ok(Vec::new()),
        Err(other) => return Err(other.into()),
    };
    let mut ledger = ledger::open(places)?;
    // Expires old runs first: their keys are destroyed.
    Ok(cleanup::recover(&mut ledger, &lock, now)?.iter().map(unfinished).collect())
}

/// What the first screen says; takes the lock only after a crash.
pub(crate) fn state(places: &Places, now: Timestamp) -> Result<State, Error> {
    let summaries = summaries(places)?;
    let interrupted = summaries.iter().any(|summary| summary.state.is_unfinished());
    let unfinished = if interrupted { recover(places, OVERVIEW, now)? } else { Vec::new() };
    let last_run = summaries.iter().map(|summary| run_view(summary, now)).find(|run| run.can_undo);
    Ok(State { last_run, unfinished })
}

/// Every clean-up as the ledger knows it, the newest first.
pub(crate) fn summaries(places: &Places) -> Result<Vec<RunSummary>, Error> {
    match ledger::read(places)? {
        Some(ledger) => Ok(cleanup::history(&ledger)?),
        None => Ok(Vec::new()),
    }
}

fn run_view(summary: &RunSummary, now: Timestamp) -> RunView {
    let expired = summary.expires_at.is_some() && summary.expires_at <= now;
    let state = match summary.state {
        RunState::Cleaning | RunState::Undoing => "unfinished",
        RunState::Done if expired => "expired",
        RunState::Done => "done",
        RunState::PartlyUndone => "partly_undone",
        RunState::Undone => "undone",
        RunState::Expired => "expired",
    };
    let mut browsers: Vec<String> = summary.stores.iter().map(|store| store.browser.clone()).collect();
    browsers.sort_unstable();
    browsers.dedup();
    RunView {
        run: summary.run.0,
        at: times::known(summary.at),
        preset: summary.preset.clone(),
        state: state.to_owned(),
        removed: summary.removed,
        restored: summary.restored,
        browsers,
        undo_until: times::known(summary.expires_at),
        can_undo: summary.can_undo && !expired,
    }
}

fn unfinished(found: &cleanup::Unfinished) -> Unfinished {
    Unfinished {
        run: found.run.0,
        at: times::known(found.at),
        interrupted: found.interrupted.word().to_owned(),
        removed: found.removed,
        not_removed: found.not_removed + found.not_started,
    }
}
