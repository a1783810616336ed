//! Clearing what a plan says, journaled before it goes.

use crumbwise_ledger::{Ledger, NewRun, NewRunStore, RowState, RunId, RunKey, RunState};
use crumbwise_model::{Cookie, Scan, ScannedStore, Timestamp};
use crumbwise_stores::write::{Change, Target, Writer};
use zeroize::Zeroizing;

use crate::{
    CleanupLock, Error, Observer, Outcome, Plan, SkipReason, Step, StoreOutcome,
    recover::settle_after_failure,
    transact::{CHUNK, Site, Stop, Watch, transact},
};

/// A store and the rows to clear there.
struct Job<'a> {
    scanned: &'a ScannedStore,
    site: Site,
    rows: Vec<u32>,
}

/// Clears what `plan` says, store after store.
///
/// Each store is one transaction: the rows are journaled and synced under the store's own write lock, then
/// deleted, and the browser is checked again before the commit. What cannot be done is skipped and reported.
/// The lock is proof that nothing else clears or brings back.
pub fn apply(
    scan: &Scan,
    plan: &Plan,
    ledger: &mut Ledger,
    _lock: &CleanupLock,
    now: Timestamp,
    observer: &mut dyn Observer,
) -> Result<Outcome, Error> {
    let jobs = jobs(scan, plan)?;
    let days = i64::from(ledger.undo_days()?);
    let undo_until = now.unix_micros().unwrap_or_default().saturating_add(days * Timestamp::DAY_MICROS);
    let undo_until = Timestamp::from_unix_micros(undo_until);
    let mut outcome = Outcome {
        run: None,
        removed: 0,
        still_there: 0,
        skipped: Vec::new(),
        stores: Vec::new(),
        cancelled: false,
        undo_until,
    };
    if jobs.is_empty() {
        return Ok(outcome);
    }
    let (run, key) = record(&jobs, plan, ledger, now, undo_until)?;
    outcome.run = Some(run);
    let mut watch = Watch::new(observer);
    watch.note(Step::RunRecorded { run, total: jobs.iter().map(|job| job.rows.len() as u64).sum() });
    for job in &jobs {
        clear_store(job, run, &key, ledger, &mut watch, &mut outcome)?;
    }
    outcome.cancelled = watch.cancelled;
    if unsettled(&jobs, run, ledger)? == 0 {
        ledger.set_run_state(run, RunState::Done)?;
    }
    watch.note(Step::Finished { run });
    Ok(outcome)
}

fn jobs<'a>(scan: &'a Scan, plan: &Plan) -> Result<Vec<Job<'a>>, Error> {
    if plan.decisions.len() != scan.stores.len() {
        return Err(Error::OtherScan);
    }
    let mut jobs = Vec::new();
    for ((scanned, decisions), number) in scan.stores.iter().zip(&plan.decisions).zip(0..) {
        if decisions.len() != scanned.cookies.rows().len() {
            return Err(Error::OtherScan);
        }
        let rows: Vec<u32> =
            decisions.iter().zip(0..).filter(|(decision, _)| decision.clears()).map(|(_, row)| row).collect();
        // A plan never clears what is not written; one made by hand is not obeyed there.
        if !rows.is_empty() && scanned.store.is_written() {
            jobs.push(Job { scanned, site: Site::of_scan(number, &scanned.store), rows });
        }
    }
    Ok(jobs)
}

fn record(
    jobs: &[Job<'_>],
    plan: &Plan,
    ledger: &mut Ledger,
    now: Timestamp,
    undo_until: Timestamp,
) -> Result<(RunId, RunKey), Error> {
    let stores: Vec<NewRunStore<'_>> = jobs
        .iter()
        .map(|job| NewRunStore {
            store: job.site.number,
            browser: &job.site.browser,
            engine: job.site.store.browser.engine,
            profile: &job.site.store.profile,
            root: &job.site.store.root,
            path: &job.site.store.path,
            planned: job.rows.len() as u64,
        })
        .collect();
    let new = NewRun { started_at: now, expires_at: undo_until, preset: plan.selection.word() };
    Ok(ledger.begin_run(&new, &stores)?)
}

/// Rows whose fate a failure left open; the next [`recover`](crate::recover()) finds out.
fn unsettled(jobs: &[Job<'_>], run: RunId, ledger: &Ledger) -> Result<u64, Error> {
    let mut journaled = 0;
    for job in jobs {
        journaled += ledger.row_counts(run, job.site.number)?.journaled;
    }
    Ok(journaled)
}

/// Clears one store and says in `outcome` what came of it.
fn clear_store(
    job: &Job<'_>,
    run: RunId,
    key: &RunKey,
    ledger: &mut Ledger,
    watch: &mut Watch<'_>,
    outcome: &mut Outcome,
) -> Result<(), Error> {
    let planned = job.rows.len() as u64;
    let mut done = StoreOutcome {
        store: job.site.number,
        browser: job.site.browser.clone(),
        path: job.site.store.path.clone(),
        planned,
        removed: 0,
        still_there: 0,
        verified: false,
    };
    let cleared = if watch.cancelled {
        Err(Stop::Cancelled)
    } else {
        transact(&job.site, planned, watch, |change, writer, watch| {
            let journaled = journal(job, run, key, ledger, change, writer, watch)?;
            delete(job, &journaled, change, watch)?;
            Ok(journaled)
        })
    };
    match cleared {
        Ok(journaled) => {
            let still_there = verify(job, &journaled);
            watch.note(Step::Verified { store: job.site.number });
            mark(job, run, still_there.as_deref(), ledger)?;
            watch.note(Step::Marked { store: job.site.number });
            done.verified = still_there.is_some();
            done.still_there = still_there.map_or(0, |rows| rows.len() as u64);
            done.removed = journaled.len() as u64 - done.still_there;
            let changed = planned - journaled.len() as u64;
            if changed > 0 {
                outcome.skipped.push(job.site.skipped(SkipReason::Changed, changed, String::new()));
            }
        }
        Err(stop) => {
            settle_after_failure(&stop, &job.site, run, key, ledger)?;
            outcome.skipped.push(stop.skipped(&job.site, planned)?);
        }
    }
    outcome.removed += done.removed;
    outcome.still_there += done.still_there;
    outcome.stores.push(done);
    Ok(())
}

/// Seals the rows that are still what the scan saw, and syncs them. Returns which those are.
fn journal(
    job: &Job<'_>,
    run: RunId,
    key: &RunKey,
    ledger: &mut Ledger,
    change: &Change<'_>,
    writer: &Writer,
    watch: &mut Watch<'_>,
) -> Result<Vec<u32>, Stop> {
    let (store, total) = (job.site.number, job.rows.len() as u64);
    let schema = writer.schema();
    let mut journal = ledger.journal(run, store, key, schema.version, &schema.columns)?;
    let mut journaled = Vec::with_capacity(job.rows.len());
    for (rows, chunk) in job.rows.chunks(CHUNK).zip(1..) {
        for &row in rows {
            let Some(target) = target(job.scanned, row) else { continue };
            if let Some(stored) = change.fetch(&target)? {
                let mut bytes = Zeroizing::new(Vec::new());
                stored.encode(&mut bytes);
                journal.push(&bytes)?;
                journaled.push(row);
            }
        }
        watch.reach(Step::RowsRead { store, done: total.min(chunk * CHUNK as u64), total })?;
    }
    watch.reach(Step::JournalWritten { store })?;
    journal.commit()?;
    watch.reach(Step::JournalSynced { store })?;
    Ok(journaled)
}

fn delete(job: &Job<'_>, journaled: &[u32], change: &Change<'_>, watch: &mut Watch<'_>) -> Result<(), Stop> {
    let (store, total) = (job.site.number, journaled.len() as u64);
    let mut done = 0;
    for rows in journaled.chunks(CHUNK) {
        for &row in rows {
            let target = target(job.scanned, row);
            if !target.map_or(Ok(false), |target| change.delete(&target))? {
                // Fetched under this very lock, so only a damaged index can hide it.
                return Err(Stop::Skip(SkipReason::CannotWrite, "a row did not go".to_owned()));
            }
        }
        done += rows.len() as u64;
        watch.reach(Step::RowsChanged { store, done, total })?;
    }
    Ok(())
}

/// The journaled rows that a fresh connection still finds, by their number in the journal; `None` when the
/// store cannot be read again.
fn verify(job: &Job<'_>, journaled: &[u32]) -> Option<Vec<u64>> {
    let held = job.site.open().ok()?;
    let look = held.writer.look().ok()?;
    let mut still_there = Vec::new();
    for (&row, number) in journaled.iter().zip(0..) {
        if look.holds(&target(job.scanned, row)?).ok()? {
            still_there.push(number);
        }
    }
    Some(still_there)
}

fn mark(job: &Job<'_>, run: RunId, still_there: Option<&[u64]>, ledger: &mut Ledger) -> Result<(), Error> {
    let store = job.site.number;
    let except: Vec<_> =
        still_there.unwrap_or_default().iter().map(|&row| (row, RowState::NotRemoved)).collect();
    Ok(ledger.mark_all(run, store, RowState::Removed, &except)?)
}

fn target(scanned: &ScannedStore, row: u32) -> Option<Target<'_>> {
    let cookies = &scanned.cookies;
    let cookie: &Cookie = cookies.rows().get(row as usize)?;
    Some(Target {
        row: cookie.row,
        host: cookies.host(cookie).0,
        name: cookies.name(cookie).0,
        path: cookies.path(cookie).0,
        partition: cookies.partition(cookie).0,
        created: cookie.created,
        scheme: cookie.flags.scheme,
        port: cookie.port,
    })
}
