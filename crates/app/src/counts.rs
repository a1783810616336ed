//! Counting a scan: one pass over its rows, whatever is asked afterwards.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crumbwise_model::{
    CompanyId, Purpose, Scan, ScannedStore, SignIn, SiteId, StoreState, StringId, Text, Tracking,
};

use crate::view::Counts;

/// What a scan comes to. Copies that a browser put aside are no part of any sum.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    /// The headline numbers.
    pub(crate) counts: Counts,
    /// Cookies by purpose, in the order of [`Purpose::ALL`].
    pub(crate) purposes: [u64; Purpose::ALL.len()],
    /// Trackers by company.
    pub(crate) companies: BTreeMap<CompanyId, CompanyTotals>,
    /// By store, in the order of the scan.
    pub(crate) stores: Vec<StoreTotals>,
    browsers: BTreeMap<&'static str, u64>,
}

/// Trackers of one company.
#[derive(Debug, Default)]
pub(crate) struct CompanyTotals {
    pub(crate) purposes: [u64; Purpose::ALL.len()],
    pub(crate) browsers: BTreeSet<&'static str>,
}

/// Cookies of one store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StoreTotals {
    pub(crate) cookies: u64,
    pub(crate) session: u64,
    pub(crate) persistent: u64,
    pub(crate) trackers: u64,
}

impl CompanyTotals {
    pub(crate) fn cookies(&self) -> u64 {
        self.purposes.iter().sum()
    }
}

impl Totals {
    pub(crate) fn of(scan: &Scan) -> Self {
        let mut totals = Self::default();
        let mut sites: HashSet<Text<'_>> = HashSet::new();
        let mut signed_in: HashSet<Text<'_>> = HashSet::new();
        for store in &scan.stores {
            let mut of_store = OfStore::new(store);
            of_store.count(scan, store);
            totals.stores.push(of_store.totals());
            if store.store.is_left_over() {
                continue;
            }
            let texts = &store.explained.sites;
            sites.extend(texts.iter().map(|(_, site)| site));
            signed_in.extend(of_store.signed_in().map(|site| texts.text(StringId(site.0))));
            totals.add(store, of_store);
        }
        totals.counts.sites = sites.len() as u64;
        totals.counts.signed_in_sites = signed_in.len() as u64;
        totals.counts.tracking_companies = totals.companies.len() as u64;
        let stores = scan.stores.iter().zip(&totals.stores);
        let tracked = stores.filter(|(store, counts)| counts.trackers > 0 && store.store.is_in_presets());
        let browsers: BTreeSet<_> = tracked.map(|(store, _)| store.store.browser.id).collect();
        totals.counts.tracked_browsers = browsers.len() as u64;
        totals
    }

    /// Cookies by browser id.
    pub(crate) fn browsers(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.browsers.iter().map(|(&browser, &cookies)| (browser, cookies))
    }

    fn add(&mut self, store: &ScannedStore, of_store: OfStore) {
        add(&mut self.counts, &of_store.counts);
        for (sum, count) in self.purposes.iter_mut().zip(of_store.purposes) {
            *sum += count;
        }
        for (id, purposes) in of_store.companies {
            let company = self.companies.entry(id).or_default();
            for (sum, count) in company.purposes.iter_mut().zip(purposes) {
                *sum += count;
            }
            company.browsers.insert(store.store.browser.id.0);
        }
        *self.browsers.entry(store.store.browser.id.0).or_default() += of_store.counts.cookies;
    }
}

/// The counts of one store while it is counted.
struct OfStore {
    counts: Counts,
    purposes: [u64; Purpose::ALL.len()],
    companies: BTreeMap<CompanyId, [u64; Purpose::ALL.len()]>,
    /// By site number.
    signed_in: Vec<bool>,
    clearable: bool,
    /// Also those that no preset clears.
    trackers: u64,
}

impl OfStore {
    fn new(store: &ScannedStore) -> Self {
        Self {
            counts: Counts::default(),
            purposes: [0; Purpose::ALL.len()],
            companies: BTreeMap::new(),
            signed_in: vec![false; store.explained.sites.len()],
            clearable: is_clearable(store),
            trackers: 0,
        }
    }

    const fn totals(&self) -> StoreTotals {
        StoreTotals {
            cookies: self.counts.cookies,
            session: self.counts.session,
            persistent: self.counts.persistent,
            trackers: self.trackers,
        }
    }

    fn count(&mut self, scan: &Scan, store: &ScannedStore) {
        for cookie in store.cookies.rows() {
            let verdict = store.verdict(cookie);
            let counts = &mut self.counts;
            counts.cookies += 1;
            counts.session += u64::from(!cookie.flags.persistent);
            counts.persistent += u64::from(cookie.flags.persistent);
            counts.likely_trackers += u64::from(verdict.tracking == Tracking::Likely);
            counts.single_site += u64::from(verdict.tracking == Tracking::SingleSite);
            counts.likely_sign_ins += u64::from(verdict.sign_in == SignIn::Likely);
            counts.expired += u64::from(cookie.is_expired(scan.at));
            counts.partitioned += u64::from(cookie.flags.partitioned);
            let purpose = verdict.purpose as usize;
            if let Some(count) = self.purposes.get_mut(purpose) {
                *count += 1;
            }
            if verdict.sign_in == SignIn::Yes {
                self.counts.sign_ins += 1;
                let site = store.explained.site_id(store.pair(cookie));
                if let Some(signed_in) = self.signed_in.get_mut(site.0 as usize) {
                    *signed_in |= !cookie.is_expired(scan.at);
                }
            }
            if verdict.is_tracker() {
                self.trackers += 1;
            }
            // What no preset clears is no part of the headline either.
            if verdict.is_tracker() && store.store.is_in_presets() {
                self.counts.trackers += 1;
                self.counts.trackers_clearable += u64::from(self.clearable);
                if let Some(id) = verdict.company
                    && let Some(count) = self.companies.entry(id).or_default().get_mut(purpose)
                {
                    *count += 1;
                }
            }
        }
    }

    fn signed_in(&self) -> impl Iterator<Item = SiteId> {
        self.signed_in.iter().zip(0..).filter(|(signed_in, _)| **signed_in).map(|(_, id)| SiteId(id))
    }
}

/// Whether a store can be cleared right now: read, of a kind that is written, and its browser closed.
fn is_clearable(store: &ScannedStore) -> bool {
    store.store.is_written() && store.store.state == StoreState::Read && !store.store.in_use.is_running()
}

/// Adds what is a sum over stores; distinct sites, companies and browsers are counted elsewhere.
fn add(sum: &mut Counts, more: &Counts) {
    sum.cookies += more.cookies;
    sum.session += more.session;
    sum.persistent += more.persistent;
    sum.trackers += more.trackers;
    sum.trackers_clearable += more.trackers_clearable;
    sum.likely_trackers += more.likely_trackers;
    sum.single_site += more.single_site;
    sum.sign_ins += more.sign_ins;
    sum.likely_sign_ins += more.likely_sign_ins;
    sum.expired += more.expired;
    sum.partitioned += more.partitioned;
}

/// The purpose that most have; the first in chart order when several do.
pub(crate) fn most_common(counts: [u64; Purpose::ALL.len()]) -> Purpose {
    let mut best = (Purpose::Unclassified, 0);
    for (purpose, count) in Purpose::ALL.into_iter().zip(counts) {
        if count > best.1 {
            best = (purpose, count);
        }
    }
    best.0
}
