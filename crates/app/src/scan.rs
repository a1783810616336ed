//! Reading everything: one thread a store, each store explained where it was read; beside them what the browsers
//! know about the sites.

mod threads;

use std::{
    cmp::Reverse,
    fs,
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crumbwise_explain::Knowledge;
use crumbwise_model::{
    CookieTable, Explained, Install, Problem, ProblemKind, Profile, Scan, ScannedStore, Store, StoreState,
    Timestamp,
};
use crumbwise_stores::{Asking, ProfileEvidence, ReadObserver, Reading, Roots, Snapshots};

use crate::evidence::{self, Asked};
use crate::view::ScanProgress;
use crate::{Error, Places, Scanned, folders, knowledge, ledger};

use threads::in_threads;

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
    let (scan, knowledge) = read_all(places, only, now, observer)?;
    if only.is_some() {
        return Ok(Scanned::with(scan, knowledge, ledger::corrections(places)?));
    }
    ledger::remember(places, scan, knowledge)
}

/// Reads and explains, and tells by what knowledge; remembers nothing.
pub(crate) fn read_all(
    places: &Places,
    only: Option<&Path>,
    now: Timestamp,
    observer: &dyn ScanObserver,
) -> Result<(Scan, &'static Knowledge<'static>), Error> {
    let (knowledge, left_aside) = knowledge::in_use(places);
    let snapshots = Snapshots::open(&places.data)?;
    let (mut installs, mut problems) = match only {
        None => crumbwise_stores::find(&folders::roots(places)),
        Some(path) => named(path),
    };
    let stores: Vec<Store> = every_store(&mut installs).map(|store| store.clone()).collect();
    // A store that is named is read, and nothing beside it.
    let roots = if only.is_none() { Some(askable(places)) } else { None };
    let asked = roots.as_ref().map(|roots| evidence::profiles(&installs, roots)).unwrap_or_default();
    let asking = roots.as_ref().map(|roots| evidence::asking(roots, &snapshots, now));
    let progress = Progress::new(observer, stores.len());
    let done = in_threads(&largest_first(&stores, &asked), |number| match stores.get(number) {
        Some(store) => Done::Store(Box::new(read_one(store, &snapshots, knowledge, &progress))),
        None => Done::Evidence(Box::new(ask_one(asked.get(number - stores.len()), asking, observer))),
    });
    if observer.stopped() {
        return Err(Error::Cancelled);
    }
    let (mut read, mut answers) = (Vec::new(), Vec::new());
    for done in done {
        match done {
            Done::Store(store) => read.push(*store),
            Done::Evidence(answer) => answers.push(*answer),
        }
    }
    for (asked, (known, found)) in asked.iter().zip(answers) {
        let stores = read.get_mut(asked.stores.clone()).unwrap_or_default();
        for (store, _) in stores {
            evidence::join(store, &known);
        }
        problems.extend(found);
    }
    let mut scanned = Vec::with_capacity(read.len());
    for (slot, (store, found)) in every_store(&mut installs).zip(read) {
        slot.clone_from(&store.store);
        scanned.push(store);
        problems.extend(found);
    }
    problems.extend(left_aside);
    problems.sort();
    problems.dedup();
    Ok((Scan { at: now, installs, stores: scanned, problems }, knowledge))
}

/// Where browsers may be asked: their histories only as far as the person lets us.
fn askable(places: &Places) -> Roots {
    let roots = folders::roots(places);
    if ledger::uses_history(places) { roots } else { roots.without_history() }
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

/// The order to read in: the largest first, so that no thread starts it when the others are done. The stores are
/// numbered before the profiles to ask.
fn largest_first(stores: &[Store], asked: &[Asked<'_>]) -> Vec<usize> {
    /// Of a history about a quarter is read.
    const READ_OF_HISTORY: u64 = 4;
    let of_store = |store: &Store| fs::metadata(&store.path).map_or(0, |metadata| metadata.len());
    let of_asked = |asked: &Asked<'_>| asked.size / READ_OF_HISTORY;
    let sizes: Vec<u64> = stores.iter().map(of_store).chain(asked.iter().map(of_asked)).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&number| Reverse(sizes.get(number)));
    order
}

/// What came of a task.
enum Done {
    Store(Box<StoreRead>),
    Evidence(Box<EvidenceRead>),
}

type StoreRead = (ScannedStore, Vec<Problem>);
type EvidenceRead = (ProfileEvidence, Vec<Problem>);

/// Asks the browser of one profile. A panic in there leaves the cookies without it.
fn ask_one(
    asked: Option<&Asked<'_>>,
    asking: Option<Asking<'_>>,
    observer: &dyn ScanObserver,
) -> EvidenceRead {
    let (Some(asked), Some(asking), false) = (asked, asking, observer.stopped()) else {
        return EvidenceRead::default();
    };
    panic::catch_unwind(AssertUnwindSafe(|| asked.ask(asking))).unwrap_or_else(|_| {
        (ProfileEvidence::default(), vec![asked.problem("reading it ended unexpectedly")])
    })
}

/// Reads and explains one store. A panic in there is one problem, not the end of the scan.
fn read_one(
    store: &Store,
    snapshots: &Snapshots,
    knowledge: &Knowledge<'_>,
    progress: &Progress<'_>,
) -> StoreRead {
    if store.state != StoreState::Found || progress.observer.stopped() {
        progress.store_done();
        return (unread(store, store.state), Vec::new());
    }
    let of_store = OfStore { progress, counted: AtomicU64::new(0) };
    let read = guarded(store, || {
        let Reading { store, cookies, mut problems } = crumbwise_stores::read(store, snapshots, &of_store);
        let explained = knowledge.explain(&cookies);
        let containers = crumbwise_stores::containers(&store).unwrap_or_else(|problem| {
            problems.push(problem);
            Vec::new()
        });
        (ScannedStore { store, cookies, explained, containers }, problems)
    });
    progress.store_done();
    read
}

fn guarded(store: &Store, read: impl FnOnce() -> StoreRead) -> StoreRead {
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
    let (cookies, explained) = (CookieTable::default(), Explained::default());
    ScannedStore { store, cookies, explained, containers: Vec::new() }
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
        // Parts of a store are read side by side and may tell their sums in another order.
        let before = self.counted.fetch_max(so_far, Ordering::Relaxed);
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
            link: None,
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
