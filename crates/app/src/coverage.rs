//! Where we looked and what we found there.

use std::path::Path;

use crumbwise_model::{InUse, Install, Problem, Profile, Store, StoreState, Timestamp};

use crate::counts::StoreTotals;
use crate::view::{BrowserView, Coverage, ProblemView, ProfileView, StoreView};
use crate::{Error, Places, Scanned, knowledge_in_use, scan, times};

/// A damaged file of our own was renamed and a fresh one begun.
pub(crate) const SET_ASIDE: &str = "set_aside";

/// Every browser found, with its profiles and stores, as the scan left them.
pub fn coverage(scanned: &Scanned) -> Coverage {
    let scan = scanned.scan();
    let totals = &scanned.totals().stores;
    let counts: Vec<(&Path, StoreTotals)> =
        scan.stores.iter().zip(totals).map(|(store, counts)| (store.store.path.as_path(), *counts)).collect();
    let of = |store: &Store| {
        let found = counts.iter().find(|(path, _)| *path == store.path);
        found.map_or_else(StoreTotals::default, |(_, counts)| *counts)
    };
    let mut browsers: Vec<BrowserView> = scan.installs.iter().map(|install| browser(install, &of)).collect();
    browsers.sort_by(|a, b| (&a.name, &a.root).cmp(&(&b.name, &b.root)));
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
    let knowledge = knowledge_in_use(places);
    let scan = scan::read_all(places, None, now, knowledge, &())?;
    Ok(coverage(&Scanned::new(scan, knowledge)))
}

fn browser(install: &Install, counts: &dyn Fn(&Store) -> StoreTotals) -> BrowserView {
    let profiles: Vec<ProfileView> = install.profiles.iter().map(|found| profile(found, counts)).collect();
    let stores = || profiles.iter().flat_map(|profile| &profile.stores);
    let states = install.profiles.iter().flat_map(|profile| &profile.stores).map(|store| store.state);
    BrowserView {
        browser: install.browser.id.to_string(),
        name: install.browser.name.to_owned(),
        engine: install.browser.engine.word().to_owned(),
        root: install.root.display().to_string(),
        state: states.max_by_key(|state| severity(*state)).map_or("no_stores", StoreState::word).to_owned(),
        running: stores().any(|store| store.running),
        cookies: stores().map(|store| store.cookies).sum(),
        trackers: stores().map(|store| store.trackers).sum(),
        profiles,
    }
}

fn profile(profile: &Profile, counts: &dyn Fn(&Store) -> StoreTotals) -> ProfileView {
    ProfileView {
        name: profile.name.clone(),
        dir: profile.dir.display().to_string(),
        stores: profile.stores.iter().map(|found| store(found, counts(found))).collect(),
    }
}

fn store(store: &Store, counts: StoreTotals) -> StoreView {
    let (pid, program) = match &store.in_use {
        InUse::No => (None, None),
        InUse::Yes { pid, program } => (*pid, program.clone()),
    };
    StoreView {
        path: store.path.display().to_string(),
        kind: store.kind.word().to_owned(),
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
    }
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
