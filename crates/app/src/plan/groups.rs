//! A plan's rows by who set them: a company, or the registrable domain where none is known.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use crumbwise_cleanup::{Decision, Plan};
use crumbwise_model::{CookieRef, Pair, PairId, ScannedStore};

use crate::Scanned;
use crate::view::{GroupName, PlanGroup};

/// The groups, most cleared first, and every row in that order: what goes before what stays. What is turned by hand
/// changes counts and fates and no place, so that nothing moves away from under a hand.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    groups: Vec<Grouped>,
    rows: Vec<CookieRef>,
}

/// A group and how many rows it has, by what the selection alone says of them.
#[derive(Clone, Debug)]
pub(super) struct Grouped {
    pub(super) view: PlanGroup,
    pub(super) goes: u64,
    pub(super) stays: u64,
}

/// Who a group is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Who<'a> {
    Company(&'static str),
    Site(&'a [u8]),
}

impl Groups {
    /// `unturned` is what the selection alone decides.
    pub(super) fn new(scanned: &Scanned, unturned: &[Vec<Decision>], plan: &Plan) -> Self {
        let mut found: Vec<(Who<'_>, Counting)> = Vec::new();
        let mut numbers: HashMap<Who<'_>, usize> = HashMap::new();
        let mut keyed: Vec<(usize, bool, CookieRef)> = Vec::new();
        let stores = scanned.scan().stores.iter().zip(unturned).zip(&plan.decisions);
        for (((store, unturned), decisions), number) in stores.zip(0..) {
            // By pair, so that texts are hashed once a (host, name).
            let of_pair: Vec<usize> = (0..)
                .map(PairId)
                .zip(store.cookies.pairs())
                .map(|(number, pair)| {
                    let who = who(scanned, store, number, *pair);
                    *numbers.entry(who).or_insert_with(|| {
                        found.push((who, Counting::default()));
                        found.len() - 1
                    })
                })
                .collect();
            let rows = store.cookies.rows().iter().zip(unturned).zip(decisions);
            for (((cookie, unturned), decision), row) in rows.zip(0..) {
                let group = of_pair.get(cookie.pair.0 as usize).copied().unwrap_or_default();
                if let Some((_, counting)) = found.get_mut(group) {
                    counting.add(*unturned, *decision, store.store.browser.id.0);
                }
                keyed.push((group, !unturned.clears(), CookieRef { store: number, row }));
            }
        }
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|&group| {
            found.get(group).map(|(who, counting)| (Reverse(counting.goes), Reverse(counting.stays), *who))
        });
        let mut place = vec![0; found.len()];
        for (rank, group) in order.iter().enumerate() {
            if let Some(place) = place.get_mut(*group) {
                *place = rank;
            }
        }
        keyed.sort_unstable_by_key(|&(group, kept, at)| (place.get(group).copied(), kept, at));
        let groups =
            order.iter().filter_map(|&group| found.get(group)).map(|(who, counting)| counting.grouped(*who));
        Self { groups: groups.collect(), rows: keyed.into_iter().map(|(_, _, at)| at).collect() }
    }

    pub(super) fn all(&self) -> &[Grouped] {
        &self.groups
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn rows(&self, offset: usize, limit: usize) -> &[CookieRef] {
        let end = offset.saturating_add(limit).min(self.rows.len());
        self.rows.get(offset..end).unwrap_or_default()
    }

    /// The cookies of a group, by store and row.
    pub(super) fn members(scanned: &Scanned, group: &GroupName) -> Vec<CookieRef> {
        let mut members = Vec::new();
        for (store, number) in scanned.scan().stores.iter().zip(0..) {
            let of_pair: Vec<bool> = (0..)
                .map(PairId)
                .zip(store.cookies.pairs())
                .map(|(number, pair)| who(scanned, store, number, *pair).is(group))
                .collect();
            let rows = store.cookies.rows().iter().zip(0..);
            let inside = rows.filter(|(cookie, _)| of_pair.get(cookie.pair.0 as usize) == Some(&true));
            members.extend(inside.map(|(_, row)| CookieRef { store: number, row }));
        }
        members
    }

    /// The label of a row's group.
    pub(super) fn label(scanned: &Scanned, at: CookieRef) -> String {
        scanned.scan().cookie(at).map_or_else(String::new, |(store, cookie)| {
            who(scanned, store, cookie.pair, store.pair(cookie)).label()
        })
    }
}

/// The counts of one group.
#[derive(Default)]
struct Counting {
    goes: u64,
    stays: u64,
    clear: u64,
    keep: u64,
    browsers: BTreeSet<&'static str>,
}

impl Counting {
    fn add(&mut self, unturned: Decision, decision: Decision, browser: &'static str) {
        self.goes += u64::from(unturned.clears());
        self.stays += u64::from(!unturned.clears());
        self.clear += u64::from(decision.clears());
        self.keep += u64::from(!decision.clears());
        if !self.browsers.contains(browser) {
            self.browsers.insert(browser);
        }
    }

    fn grouped(&self, who: Who<'_>) -> Grouped {
        let view = PlanGroup {
            label: who.label(),
            company: matches!(who, Who::Company(_)),
            clear: self.clear,
            keep: self.keep,
            browsers: self.browsers.len() as u64,
        };
        Grouped { view, goes: self.goes, stays: self.stays }
    }
}

impl Who<'_> {
    fn is(self, group: &GroupName) -> bool {
        match self {
            Who::Company(name) => group.company && name == group.label,
            Who::Site(_) => !group.company && self.label() == group.label,
        }
    }

    fn label(self) -> String {
        match self {
            Who::Company(name) => name.to_owned(),
            Who::Site(site) => String::from_utf8_lossy(site).into_owned(),
        }
    }
}

fn who<'a>(scanned: &Scanned, store: &'a ScannedStore, pair_number: PairId, pair: Pair) -> Who<'a> {
    match store.explained.pair(pair_number).company {
        Some(id) => Who::Company(scanned.knowledge().company(id).name),
        None => Who::Site(store.explained.site(pair).0),
    }
}
