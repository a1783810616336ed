//! Reading everything: one thread a store, each store explained where it was read.

use std::{
    cmp::Reverse,
    fs,
    num::NonZero,
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crumbwise_explain::Knowledge;
use crumbwise_model::{
    Explained, Install, Problem, ProblemKind, Profile, Scan, ScannedStore, Store, StoreState, Timestamp,
};
use crumbwise_stores::{ReadObserver, Reading, Snapshots};

use crate::view::ScanProgress;
use crate::{Error, Places, Scanned, ledger};

/// A face redraws no faster than this.
const PAUSE: Duration = Duration::from_millis(50);

/// Watches a scan and may stop it. Called from several threads.
pub trait ScanObserver: Sync {
    /// How far it is.
    fn progress(&self, progress: &ScanProgress);
    /// Whether the person stopped it.
    fn stopped(&self) -> bool;
}

/// Watches nothing.
impl ScanObserver for () {
    fn progress(&self, _: &ScanProgress) {}

    fn stopped(&self) -> bool {
        false
    }
}

/// Reads every store of every browser, or `only` one store file, and records the counts of a whole scan.
///
/// What cannot be read is a problem in the result; only a data folder that cannot be used, or the observer,
/// ends a scan.
pub fn scan(
    places: &Places,
    only: Option<&Path>,
    now: Timestamp,
    observer: &dyn ScanObserver,
) -> Result<Scanned, Error> {
    let scan = read_all(places, only, now, observer)?;
    let knowledge = Knowledge::built_in();
    if only.is_some() {
        return Ok(Scanned::with(scan, knowledge, ledger::corrections(places)?));
    }
    ledger::remember(places, scan, knowledge)
}

/// Reads and explains; remembers nothing.
pub(crate) fn read_all(
    places: &Places,
    only: Option<&Path>,
    now: Timestamp,
    observer: &dyn ScanObserver,
) -> Result<Scan, Error> {
    let snapshots = Snapshots::open(&places.data)?;
    let (mut installs, mut problems) = match only {
        None => crumbwise_stores::find(&places.roots),
        Some(path) => named(path),
    };
    let stores: Vec<Store> = every_store(&mut installs).map(|store| store.clone()).collect();
    let progress = Progress::new(observer, stores.len());
    let results = read_stores(&stores, &snapshots, &progress);
    if observer.stopped() {
        return Err(Error::Cancelled);
    }
    let mut scanned = Vec::with_capacity(results.len());
    for (slot, (store, found)) in every_store(&mut installs).zip(results) {
        slot.clone_from(&store.store);
        scanned.push(store);
        problems.extend(found);
    }
    problems.sort();
    problems.dedup();
    Ok(Scan { at: now, installs, stores: scanned, problems })
}

fn every_store(installs: &mut [Install]) -> impl Iterator<Item = &mut Store> {
    installs.iter_mut().flat_map(|install| &mut install.profiles).flat_map(|profile| &mut profile.stores)
}

/// One store named by hand, as an install of its own.
fn named(path: &Path) -> (Vec<Install>, Vec<Problem>) {
    match crumbwise_stores::store_at(path) {
        Ok(store) => {
            let dir = store.path.parent().map(Path::to_path_buf).unwrap_or_default();
            let profile = Profile { dir, name: store.profile.clone(), stores: vec![store.clone()] };
            (vec![Install { browser: store.browser, root: store.root, profiles: vec![profile] }], Vec::new())
        }
        Err(problem) => (Vec::new(), vec![problem]),
    }
}

/// Reads the stores on as many threads as the machine runs at once, results in the order of `stores`.
fn read_stores(
    stores: &[Store],
    snapshots: &Snapshots,
    progress: &Progress<'_>,
) -> Vec<(ScannedStore, Vec<Problem>)> {
    let threads = threads_for(stores.len());
    let order = largest_first(stores);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let turn = order.get(next.fetch_add(1, Ordering::Relaxed));
            let Some((number, store)) = turn.and_then(|&number| Some((number, stores.get(number)?))) else {
                return done;
            };
            done.push((number, read_one(store, snapshots, progress)));
            progress.store_done();
        }
    };
    let mut results: Vec<(usize, (ScannedStore, Vec<Problem>))> = thread::scope(|scope| {
        let spawned: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut results = work();
        // A worker cannot panic: what happens inside a store is caught there.
        results.extend(spawned.into_iter().filter_map(|thread| thread.join().ok()).flatten());
        results
    });
    results.sort_unstable_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

/// As many as the machine runs at once, and no more than there are stores. One store needs no question to the
/// system, which costs as much as reading some hundred cookies.
fn threads_for(stores: usize) -> usize {
    if stores <= 1 { 1 } else { thread::available_parallelism().map_or(1, NonZero::get).min(stores) }
}

/// The order to read in: the largest first, so that no thread starts it when the others are done.
fn largest_first(stores: &[Store]) -> Vec<usize> {
    let size = |number: &usize| {
        let path = stores.get(*number).map(|store| store.path.as_path());
        path.and_then(|path| fs::metadata(path).ok()).map_or(0, |metadata| metadata.len())
    };
    let mut order: Vec<usize> = (0..stores.len()).collect();
    order.sort_by_cached_key(|number| Reverse(size(number)));
    order
}

/// Reads and explains one store. A panic in there is one problem, not the end of the scan.
fn read_one(store: &Store, snapshots: &Snapshots, progress: &Progress<'_>) -> (ScannedStore, Vec<Problem>) {
    if store.state != StoreState::Found || progress.observer.stopped() {
        return (unread(store, store.state), Vec::new());
    }
    let of_store = OfStore { progress, counted: AtomicU64::new(0) };
    guarded(store, || {
        let Reading { store, cookies, problems } = crumbwise_stores::read(store, snapshots, &of_store);
        let explained = Knowledge::built_in().explain(&cookies);
        (ScannedStore { store, cookies, explained }, problems)
    })
}

fn guarded(
    store: &Store,
    read: impl FnOnce() -> (ScannedStore, Vec<Problem>),
) -> (ScannedStore, Vec<Problem>) {
    panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let problem = Problem {
            path: store.path.clone(),
            browser: Some(store.browser.id),
            kind: ProblemKind::Other,
            detail: "reading it ended unexpectedly".to_owned(),
        };
        (unread(store, StoreState::Damaged), vec![problem])
    })
}

fn unread(store: &Store, state: StoreState) -> ScannedStore {
    let store = Store { state, ..store.clone() };
    ScannedStore { store, cookies: crumbwise_model::CookieTable::default(), explained: Explained::default() }
}

/// What all stores together have come to.
struct Progress<'a> {
    observer: &'a dyn ScanObserver,
    stores: u32,
    stores_done: AtomicU32,
    cookies: AtomicU64,
    sent: Mutex<Option<Instant>>,
}

impl<'a> Progress<'a> {
    fn new(observer: &'a dyn ScanObserver, stores: usize) -> Self {
        Self {
            observer,
            stores: u32::try_from(stores).unwrap_or(u32::MAX),
            stores_done: AtomicU32::new(0),
            cookies: AtomicU64::new(0),
            sent: Mutex::new(None),
        }
    }

    fn store_done(&self) {
        self.stores_done.fetch_add(1, Ordering::Relaxed);
        *self.sent.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.send();
    }

    /// Tells the observer, unless it was told a moment ago.
    fn send(&self) {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        if sent.is_some_and(|sent| sent.elapsed() < PAUSE) {
            return;
        }
        *sent = Some(Instant::now());
        // Told while the mutex is held, so that numbers never go back.
        self.observer.progress(&ScanProgress {
            stores_done: self.stores_done.load(Ordering::Relaxed),
            stores: self.stores,
            cookies: self.cookies.load(Ordering::Relaxed),
        });
    }
}

/// What one store adds to the sum.
struct OfStore<'a> {
    progress: &'a Progress<'a>,
    counted: AtomicU64,
}

impl ReadObserver for OfStore<'_> {
    fn rows(&self, so_far: u64) {
        let before = self.counted.swap(so_far, Ordering::Relaxed);
        self.progress.cookies.fetch_add(so_far.saturating_sub(before), Ordering::Relaxed);
        self.progress.send();
    }

    fn stopped(&self) -> bool {
        self.progress.observer.stopped()
    }
}

#[cfg(test)]
mod tests {
    use crumbwise_model::{Browser, BrowserId, Engine, Group, InUse, Part, StoreKind};

    use super::*;

    #[test]
    fn a_panic_in_one_store_is_one_problem() {
        let store = Store {
            browser: Browser {
                id: BrowserId("chromium"),
                name: "Chromium",
                engine: Engine::Chromium,
                group: Group::Browser,
            },
            root: "/example".into(),
            profile: "Default".to_owned(),
            kind: StoreKind::Database,
            part: Part::Sites,
            path: "/example/Cookies".into(),
            state: StoreState::Found,
            in_use: InUse::No,
            version: None,
            bytes: 0,
            modified: Timestamp::NONE,
        };
        let (unread, problems) = guarded(&store, || panic!("as a reader might"));
        assert_eq!(unread.store.state, StoreState::Damaged, "the store is listed, and not as read");
        let told: Vec<_> = problems.iter().map(|problem| (problem.path.as_path(), problem.kind)).collect();
        assert_eq!(told, [(Path::new("/example/Cookies"), ProblemKind::Other)]);
    }
}
