//! Where we looked and what we found there.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    path::Path,
};

use crumbwise_model::{
    InUse, Install, Problem, Profile, Scan, ScannedStore, Store, StoreState, StringId, Timestamp,
};

use crate::advice::{System, advice};
use crate::apart::Apart;
use crate::counts::StoreTotals;
use crate::view::{
    BrowserView, ContainerCount, ContainerView, Coverage, KeptApart, Partitions, ProblemView, ProfileView,
    StoreView,
};
use crate::{Error, Places, Scanned, scan, times};

/// A damaged file of our own was renamed and a fresh one begun.
pub(crate) const SET_ASIDE: &str = "set_aside";

/// How many sites of partitions are named.
const NAMED: usize = 5;

/// Every browser found, with its profiles and stores, as the scan left them.
pub fn coverage(scanned: &Scanned) -> Coverage {
    looked_through(scanned, |live| Some(kept_apart(live)))
}

/// The same without what profiles keep apart: that means to decode about as many texts as there are cookies.
pub(crate) fn in_short(scanned: &Scanned) -> Coverage {
    looked_through(scanned, |_| None)
}

/// What the stores of one profile, but for older copies, keep apart.
type Apartness = fn(&[&ScannedStore]) -> Option<KeptApart>;

fn looked_through(scanned: &Scanned, apartness: Apartness) -> Coverage {
    let scan = scanned.scan();
    let looked = Looked::new(scan, &scanned.totals().stores, System::here(), apartness);
    let mut browsers: Vec<BrowserView> =
        scan.installs.iter().map(|install| looked.browser(install)).collect();
    let order = |browser: &BrowserView| (browser.group == "app", browser.name.clone(), browser.root.clone());
    browsers.sort_by_cached_key(order);
    let own = scanned.set_aside().iter().map(|path| ProblemView {
        path: path.display().to_string(),
        browser: None,
        kind: SET_ASIDE.to_owned(),
        detail: String::new(),
    });
    Coverage { browsers, problems: scan.problems.iter().map(problem).chain(own).collect() }
}

/// Which browsers there are and whether their stores can be read; the cookies are let go.
pub fn browsers(places: &Places, now: Timestamp) -> Result<Coverage, Error> {
    let (scan, knowledge) = scan::read_all(places, None, now, &())?;
    Ok(coverage(&Scanned::new(scan, knowledge)))
}

/// A scan, by the paths of its stores.
struct Looked<'a> {
    stores: HashMap<&'a Path, (&'a ScannedStore, StoreTotals)>,
    problems: HashMap<&'a Path, &'a Problem>,
    system: System,
    apartness: Apartness,
}

impl<'a> Looked<'a> {
    fn new(scan: &'a Scan, totals: &[StoreTotals], system: System, apartness: Apartness) -> Self {
        let stores = scan.stores.iter().zip(totals);
        Self {
            stores: stores.map(|(one, totals)| (one.store.path.as_path(), (one, *totals))).collect(),
            problems: scan.problems.iter().map(|problem| (problem.path.as_path(), problem)).collect(),
            system,
            apartness,
        }
    }

    fn browser(&self, install: &Install) -> BrowserView {
        let profiles: Vec<ProfileView> = install.profiles.iter().map(|found| self.profile(found)).collect();
        let stores = || install.profiles.iter().flat_map(|profile| &profile.stores);
        let live = || stores().filter(|store| !store.is_left_over());
        // Copies that no longer count say nothing about the browser, unless there is nothing else.
        let state = live().map(|store| store.state).max_by_key(|state| severity(*state));
        let state = state.or_else(|| stores().map(|store| store.state).max_by_key(|state| severity(*state)));
        BrowserView {
            browser: install.browser.id.to_string(),
            name: install.browser.name.to_owned(),
            group: install.browser.group.word().to_owned(),
            engine: install.browser.engine.word().to_owned(),
            root: install.root.display().to_string(),
            state: state.map_or("no_stores", StoreState::word).to_owned(),
            running: stores().any(|store| store.in_use.is_running()),
            cookies: live().map(|store| self.totals(store).cookies).sum(),
            trackers: live().map(|store| self.totals(store).trackers).sum(),
            used: live().map(|store| store.modified).max().and_then(times::text),
            profiles,
        }
    }

    fn profile(&self, profile: &Profile) -> ProfileView {
        let live: Vec<&ScannedStore> = profile
            .stores
            .iter()
            .filter(|store| !store.is_left_over())
            .filter_map(|store| self.stores.get(store.path.as_path()).map(|(scanned, _)| *scanned))
            .collect();
        ProfileView {
            name: profile.name.clone(),
            dir: profile.dir.display().to_string(),
            stores: profile.stores.iter().map(|found| self.store(found)).collect(),
            kept_apart: (self.apartness)(&live),
        }
    }

    fn store(&self, store: &Store) -> StoreView {
        let (pid, program) = match &store.in_use {
            InUse::No => (None, None),
            InUse::Yes { pid, program } => (*pid, program.clone()),
        };
        let counts = self.totals(store);
        let at = |path: &Path| self.problems.get(path).copied();
        let problem = at(&store.path).or_else(|| store.link.as_deref().and_then(at));
        StoreView {
            path: store.path.display().to_string(),
            link: store.link.as_ref().map(|link| link.display().to_string()),
            kind: store.kind.word().to_owned(),
            part: store.part.word().to_owned(),
            state: store.state.word().to_owned(),
            running: store.in_use.is_running(),
            pid,
            program,
            version: store.version,
            cookies: counts.cookies,
            session: counts.session,
            persistent: counts.persistent,
            trackers: counts.trackers,
            bytes: store.bytes,
            modified: times::text(store.modified),
            advice: advice(store, problem, self.system),
        }
    }

    fn totals(&self, store: &Store) -> StoreTotals {
        self.stores.get(store.path.as_path()).map_or_else(StoreTotals::default, |(_, totals)| *totals)
    }
}

/// What the stores of one profile keep apart.
fn kept_apart(stores: &[&ScannedStore]) -> KeptApart {
    let mut containers: BTreeMap<u32, (ContainerView, u64)> = BTreeMap::new();
    let mut sites: HashMap<String, u64> = HashMap::new();
    for store in stores {
        for container in store.containers.iter().map(|container| container.id) {
            let name = Apart::in_container(store, container);
            containers.entry(container).or_insert((name, 0));
        }
        // Texts by which cookies are kept apart are few, and so decoded once.
        let mut cookies = vec![0_u64; store.cookies.partitions().len()];
        for cookie in store.cookies.rows() {
            if let Some(count) = cookies.get_mut(cookie.partition.0 as usize) {
                *count += 1;
            }
        }
        for (id, count) in (0..).map(StringId).zip(cookies) {
            let Apart { container, site } = Apart::parse(store, store.cookies.partitions().text(id).0);
            if let Some(container) = container {
                containers.entry(container.number).or_insert((container, 0)).1 += count;
            }
            if let Some(site) = site {
                *sites.entry(site).or_default() += count;
            }
        }
    }
    let containers =
        containers.into_values().map(|(container, cookies)| ContainerCount { container, cookies });
    let partitions =
        Partitions { sites: sites.len() as u64, cookies: sites.values().sum(), most: most(sites, NAMED) };
    KeptApart { containers: containers.collect(), partitions }
}

/// The sites with the most cookies, at most `number`. There may be as many sites as cookies, so only these are put
/// in order.
fn most(sites: HashMap<String, u64>, number: usize) -> Vec<String> {
    let mut sites: Vec<_> = sites.into_iter().map(|(site, cookies)| (Reverse(cookies), site)).collect();
    if number < sites.len() {
        sites.select_nth_unstable(number);
        sites.truncate(number);
    }
    sites.sort_unstable();
    sites.into_iter().map(|(_, site)| site).collect()
}

fn problem(problem: &Problem) -> ProblemView {
    ProblemView {
        path: problem.path.display().to_string(),
        browser: problem.browser.map(|id| id.to_string()),
        kind: problem.kind.word().to_owned(),
        detail: problem.detail.clone(),
    }
}

/// How much a state asks for attention.
const fn severity(state: StoreState) -> u8 {
    match state {
        StoreState::Read => 0,
        StoreState::Found => 1,
        StoreState::NotSupported => 2,
        StoreState::InUse => 3,
        StoreState::NeedsPermission => 4,
        StoreState::Damaged => 5,
    }
}
