//! Running a plan, taking a run back, finishing one that a crash interrupted.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    time::{Duration, Instant},
};

use crumbwise_cleanup::{self as cleanup, CleanupLock, Observer, RunId, Step};
use crumbwise_ledger::Ledger;
use crumbwise_model::Timestamp;

use crate::view::{CleanProgress, CleanResult, Skipped, UndoResult};
use crate::{Error, Places, Planned, Scanned, history, ledger, times};

/// A face redraws no faster than this; steps that only count rows wait for it.
const PAUSE: Duration = Duration::from_millis(50);

/// Watches a clean-up or an undo and may stop it.
pub trait CleanObserver {
    /// How far it is.
    fn progress(&mut self, progress: &CleanProgress);
    /// Whether the person stopped it: the open store is rolled back, stores done before stay done.
    fn stopped(&self) -> bool;
}

/// Watches nothing.
impl CleanObserver for () {
    fn progress(&mut self, _: &CleanProgress) {}

    fn stopped(&self) -> bool {
        false
    }
}

/// Does what a plan says, row for row. `who` names the caller to others: `window`, `command`.
pub fn clean(
    scanned: &Scanned,
    planned: &Planned,
    places: &Places,
    who: &str,
    now: Timestamp,
    observer: &mut dyn CleanObserver,
) -> Result<CleanResult, Error> {
    // What the person said since the plan was made would not be honoured by it.
    if !planned.is_of(scanned) || ledger::corrections(places)? != scanned.corrections() {
        return Err(Error::OldPlan);
    }
    let lock = CleanupLock::acquire(&places.data, who, now)?;
    let mut ledger = ledger::open(places)?;
    let mut watch = Watch::new(observer, planned.browsers());
    let outcome = cleanup::apply(scanned.scan(), planned.plan(), &mut ledger, &lock, now, &mut watch)?;
    Ok(CleanResult {
        run: outcome.run.map(|run| run.0),
        removed: outcome.removed,
        skipped: outcome.skipped.iter().map(skipped).collect(),
        still_there: outcome.still_there,
        cancelled: outcome.cancelled,
        undo_until: outcome.run.and_then(|_| times::text(outcome.undo_until)),
    })
}

/// Takes a clean-up back, row by row; without a number, the newest that can be.
pub fn undo(
    places: &Places,
    run: Option<i64>,
    who: &str,
    now: Timestamp,
    observer: &mut dyn CleanObserver,
) -> Result<UndoResult, Error> {
    let summaries = history::summaries(places)?;
    let summary = match run {
        Some(run) => summaries.iter().find(|summary| summary.run.0 == run),
        None => summaries.iter().find(|summary| summary.can_undo),
    };
    let id = match (summary, run) {
        (Some(summary), _) => summary.run,
        (None, Some(run)) => return Err(crumbwise_ledger::Error::NoSuchRun(RunId(run)).into()),
        (None, None) => return Err(Error::NothingToUndo),
    };
    let lock = CleanupLock::acquire(&places.data, who, now)?;
    let mut ledger = ledger::open(places)?;
    // An interrupted run is compared with the stores first: only then does the journal tell the truth.
    cleanup::recover(&mut ledger, &lock, now)?;
    let mut watch = Watch::new(observer, browsers(&ledger, id)?);
    let outcome = cleanup::undo(id, &mut ledger, &lock, now, &mut watch)?;
    let refused = outcome.refused.iter().map(|refused| Skipped {
        why: refused.word.to_owned(),
        browser: refused.browser.clone(),
        store: refused.path.display().to_string(),
        cookies: refused.cookies,
        detail: refused.detail.clone(),
    });
    Ok(UndoResult {
        run: outcome.run.0,
        restored: outcome.restored,
        kept_newer: outcome.kept_newer,
        skipped: refused.chain(outcome.skipped.iter().map(skipped)).collect(),
        cancelled: outcome.cancelled,
    })
}

/// Completes a clean-up that a crash interrupted: removes what is journaled and still there.
pub fn finish(
    places: &Places,
    run: i64,
    who: &str,
    now: Timestamp,
    observer: &mut dyn CleanObserver,
) -> Result<CleanResult, Error> {
    let lock = CleanupLock::acquire(&places.data, who, now)?;
    let summaries = history::summaries(places)?;
    let summary = summaries.iter().find(|summary| summary.run.0 == run);
    let mut ledger = ledger::open(places)?;
    cleanup::recover(&mut ledger, &lock, now)?;
    let mut watch = Watch::new(observer, browsers(&ledger, RunId(run))?);
    let outcome = cleanup::finish(RunId(run), &mut ledger, &lock, now, &mut watch)?;
    Ok(CleanResult {
        run: Some(outcome.run.0),
        removed: outcome.removed,
        skipped: outcome.skipped.iter().map(skipped).collect(),
        still_there: 0,
        cancelled: outcome.cancelled,
        undo_until: summary.and_then(|summary| times::text(summary.expires_at)),
    })
}

/// Browser ids by the stores' numbers within a run.
fn browsers(ledger: &Ledger, run: RunId) -> Result<BTreeMap<u32, String>, Error> {
    Ok(ledger.run_stores(run)?.into_iter().map(|store| (store.store, store.browser)).collect())
}

fn skipped(skipped: &cleanup::Skipped) -> Skipped {
    Skipped {
        why: skipped.reason.word().to_owned(),
        browser: skipped.browser.clone(),
        store: skipped.path.display().to_string(),
        cookies: skipped.cookies,
        detail: skipped.detail.clone(),
    }
}

/// Turns the steps of a run into progress.
struct Watch<'a> {
    observer: &'a mut dyn CleanObserver,
    /// By the store's number within the run.
    browsers: BTreeMap<u32, String>,
    /// Cookies done, by store.
    done: BTreeMap<u32, u64>,
    total: u64,
    sent: Option<Instant>,
}

impl<'a> Watch<'a> {
    fn new(observer: &'a mut dyn CleanObserver, browsers: BTreeMap<u32, String>) -> Self {
        Self { observer, browsers, done: BTreeMap::new(), total: 0, sent: None }
    }

    fn is_too_soon(&self) -> bool {
        self.sent.is_some_and(|sent| sent.elapsed() < PAUSE)
    }
}

impl Observer for Watch<'_> {
    fn step(&mut self, step: &Step) -> ControlFlow<()> {
        let mut counts_rows = false;
        let store = match *step {
            Step::RunRecorded { total, .. } => {
                self.total = total;
                None
            }
            Step::RowsRead { store, .. } => {
                counts_rows = true;
                Some(store)
            }
            Step::RowsChanged { store, done, .. } => {
                counts_rows = true;
                self.done.insert(store, done);
                Some(store)
            }
            Step::StoreStarted { store, .. }
            | Step::StoreLocked { store }
            | Step::JournalWritten { store }
            | Step::JournalSynced { store }
            | Step::Committing { store }
            | Step::Committed { store }
            | Step::Checkpointed { store }
            | Step::Verified { store }
            | Step::Marked { store } => Some(store),
            Step::Finished { .. } => None,
        };
        if !(counts_rows && self.is_too_soon()) {
            self.sent = Some(Instant::now());
            let browser = store.and_then(|store| self.browsers.get(&store)).cloned();
            let done = self.done.values().sum();
            let step = step.word().to_owned();
            self.observer.progress(&CleanProgress { step, browser, done, total: self.total });
        }
        if self.observer.stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
