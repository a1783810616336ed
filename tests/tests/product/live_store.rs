//! Reading never stands in a browser's way: while a large store is read, another process commits to it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use crumbwise_tests::command::Crumbwise;
use crumbwise_tests::{home, stores};
use rusqlite::Connection;

/// Rows of the store.
const ROWS: usize = 100_000;

/// Milliseconds between two commits at first. A browser gathers for 30 seconds; a store that changes without a
/// pause is read by nobody, so the pauses grow until the copy, which a busy machine makes slowly, fits into one.
const RHYTHM: u64 = 20;

/// How long it may take until a copy falls between two commits on a busy machine.
const LIMIT: Duration = Duration::from_mins(2);

#[test]
fn another_process_commits_throughout_a_scan() -> Result<()> {
    let home = home::empty()?;
    let store = stores::chromium(home.path(), ROWS)?;
    let crumbwise = Crumbwise::on(home.path())?;
    let (stop, rhythm) = (AtomicBool::new(false), AtomicU64::new(RHYTHM));
    let (commits, cookies) = std::thread::scope(|scope| {
        let commits = scope.spawn(|| commit_until(&store, &stop, &rhythm));
        let cookies = scan_until_read(&crumbwise, &rhythm);
        stop.store(true, Ordering::Relaxed);
        let commits = commits.join().map_err(|_| anyhow!("the committing thread panicked"))?;
        anyhow::Ok((commits?, cookies?))
    })?;
    assert!(commits > 5, "{commits} commits beside a scan of {ROWS} rows");
    assert!((ROWS..=ROWS + commits).contains(&cookies), "{cookies} cookies after {commits} commits");
    Ok(())
}

/// Commits one row after another and never waits for a lock; a commit that meets one is an error.
fn commit_until(store: &Path, stop: &AtomicBool, rhythm: &AtomicU64) -> Result<usize> {
    let database = Connection::open(store)?;
    database.busy_timeout(Duration::ZERO)?;
    database.execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF")?;
    let mut insert = database.prepare(
        "INSERT INTO cookies SELECT creation_utc, 'live.example', '', hex(randomblob(8)), value, encrypted_value, path,
         expires_utc, is_secure, is_httponly, last_access_utc, has_expires, is_persistent, priority, samesite,
         source_scheme, source_port, last_update_utc, source_type, has_cross_site_ancestor FROM cookies LIMIT 1",
    )?;
    let mut done = 0;
    while !stop.load(Ordering::Relaxed) {
        insert.execute([]).with_context(|| format!("commit {done} met a lock of the scan"))?;
        done += 1;
        std::thread::sleep(Duration::from_millis(rhythm.load(Ordering::Relaxed)));
    }
    Ok(done)
}

/// Scans until a copy fell between two commits, and tells how many cookies were read then.
fn scan_until_read(crumbwise: &Crumbwise, rhythm: &AtomicU64) -> Result<usize> {
    let start = Instant::now();
    while start.elapsed() < LIMIT {
        let scan = crumbwise.json(["scan"])?;
        let store = &scan["coverage"]["browsers"][0]["profiles"][0]["stores"][0];
        match store["state"].as_str() {
            Some("read") => {
                let cookies = store["cookies"].as_u64().context("a number of cookies")?;
                return Ok(usize::try_from(cookies)?);
            }
            Some("in_use") => {
                rhythm.update(Ordering::Relaxed, Ordering::Relaxed, |pause| (pause * 2).min(2_000));
            }
            other => bail!("the store is {other:?}: {scan:#}"),
        }
    }
    bail!("no scan within {} s read the store", LIMIT.as_secs())
}
