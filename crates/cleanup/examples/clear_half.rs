//! Times clearing: `clear_half STORE DATA` clears every cookie whose host number is even (half of a store made
//! by the `make_store` example) and prints the milliseconds of each part as JSON.

#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    ops::ControlFlow,
    path::PathBuf,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use crumbwise_cleanup::{CleanupLock, KeepRules, Options, Selection, Step, apply, plan};
use crumbwise_ledger::Ledger;
use crumbwise_model::{CookieRef, Explained, Scan, ScannedStore, Timestamp};
use crumbwise_stores::{Snapshots, read, store_at};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(path), Some(data)) = (arguments.next(), arguments.next()) else {
        return Err("usage: clear_half STORE DATA".into());
    };
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let now = Timestamp::from_unix_seconds(i64::try_from(seconds)?);
    let mut ledger = Ledger::open(&data)?.ledger;
    let lock = CleanupLock::acquire(&data, "clear_half", now)?;
    let store = store_at(&path.canonicalize()?).map_err(|problem| format!("{problem:?}"))?;
    let reading = read(&store, &Snapshots::open(&data)?, &());
    let stored = ScannedStore {
        store: reading.store,
        cookies: reading.cookies,
        explained: Explained::default(),
        containers: Vec::new(),
    };
    let scan = Scan { at: now, stores: vec![stored], ..Scan::default() };
    let even = |at: &CookieRef| {
        let host = scan.cookie(*at).map(|(store, cookie)| store.pair(cookie).host.0);
        host.is_some_and(|host| host % 2 == 0)
    };
    let chosen: Vec<_> = scan.iter().map(|(at, _, _)| at).filter(even).collect();
    let options = Options { include_sign_ins: true, family: &|_| None };
    let plan = plan(&scan, &Selection::Cookies(chosen), &KeepRules::default(), options, now);
    let mut parts: BTreeMap<&str, f64> = BTreeMap::new();
    let mut last = Instant::now();
    let started = last;
    let mut observer = |step: &Step| {
        let part = match step {
            Step::RunRecorded { .. } | Step::StoreStarted { .. } | Step::StoreLocked { .. } => "begin",
            Step::RowsRead { .. } | Step::JournalWritten { .. } | Step::JournalSynced { .. } => "journal",
            Step::RowsChanged { .. }
            | Step::Committing { .. }
            | Step::Committed { .. }
            | Step::Checkpointed { .. } => "delete",
            Step::Verified { .. } => "verify",
            Step::Marked { .. } | Step::Finished { .. } => "mark",
        };
        *parts.entry(part).or_default() += last.elapsed().as_secs_f64() * 1000.0;
        last = Instant::now();
        ControlFlow::Continue(())
    };
    let outcome = apply(&scan, &plan, &mut ledger, &lock, now, &mut observer)?;
    let parts: Vec<String> = parts.iter().map(|(part, ms)| format!("\"{part}_ms\":{ms:.1}")).collect();
    let total = started.elapsed().as_secs_f64() * 1000.0;
    println!(
        "{{\"rows\":{},\"removed\":{},\"total_ms\":{total:.1},{}}}",
        scan.len(),
        outcome.removed,
        parts.join(",")
    );
    Ok(())
}
