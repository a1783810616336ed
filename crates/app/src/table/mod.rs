//! The table of all cookies: an index made once a scan, so that filtering and sorting touch numbers only.
//!
//! Filter and sort are meant to answer within 50 ms for 100,000 cookies. So every text is compared once
//! when the index is made (equal texts get equal ranks), a text filter looks at each distinct host, name and
//! company once instead of at each row, and the last order is kept: scrolling through it costs nothing.

mod filter;
mod rank;
mod row;
mod sort;

use std::sync::{Arc, Mutex, PoisonError};

use crumbwise_explain::Knowledge;
use crumbwise_model::{Cookie, CookieRef, Purpose, Scan, ScannedStore, SignIn, Tracking};

use crate::view::{CookieId, CookiePage, CookieQuery, CookieRow, Filter, Sort};
use crate::{Error, Scanned};

pub(crate) use filter::{Matcher, holds, holds_expiry};
pub(crate) use rank::Ranks;
pub(crate) use row::row;

/// The most rows one page holds.
const PAGE: u32 = 1_000;

/// What a row's verdict comes to, in three bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class {
    /// What for.
    pub(crate) purpose: Purpose,
    /// Does it follow people?
    pub(crate) tracking: Tracking,
    /// Does clearing it sign out?
    pub(crate) sign_in: SignIn,
}

impl Class {
    /// The class of a cookie of `store`.
    pub(crate) fn of(store: &ScannedStore, cookie: &Cookie) -> Self {
        let verdict = store.verdict(cookie);
        Self { purpose: verdict.purpose, tracking: verdict.tracking, sign_in: verdict.sign_in }
    }

    /// The same set as [`crumbwise_model::Verdict::is_tracker`].
    pub(crate) fn is_tracker(self) -> bool {
        self.tracking == Tracking::CrossSite && self.sign_in == SignIn::No
    }
}

/// What filtering and sorting need, made on first use.
#[derive(Debug)]
pub(crate) struct Index {
    /// By store, by row.
    classes: Vec<Vec<Class>>,
    ranks: Ranks,
    last: Mutex<Option<(Filter, Sort, Arc<Order>)>>,
}

/// Which rows pass a filter, in order.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) rows: Vec<CookieRef>,
    pub(crate) trackers: u64,
}

impl Index {
    pub(crate) fn new(scan: &Scan, knowledge: &Knowledge<'_>) -> Self {
        let classes = scan.stores.iter().map(classes).collect();
        Self { classes, ranks: Ranks::new(scan, knowledge), last: Mutex::new(None) }
    }

    /// The classes of a store's rows, by row.
    pub(crate) fn classes(&self, store: usize) -> &[Class] {
        self.classes.get(store).map_or(&[], Vec::as_slice)
    }

    /// The rows that pass `filter` in the order of `sort`; the last answer is kept.
    fn order(&self, scanned: &Scanned, filter: &Filter, sort: Sort) -> Arc<Order> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((old_filter, old_sort, order)) = last.as_ref()
            && old_filter == filter
            && *old_sort == sort
        {
            return Arc::clone(order);
        }
        let order = Arc::new(sort::order(scanned, self, &self.ranks, filter, sort));
        *last = Some((filter.clone(), sort, Arc::clone(&order)));
        order
    }
}

fn classes(store: &ScannedStore) -> Vec<Class> {
    store.cookies.rows().iter().map(|cookie| Class::of(store, cookie)).collect()
}

/// A part of the table of all cookies, filtered and sorted.
pub fn cookies(scanned: &Scanned, query: &CookieQuery) -> CookiePage {
    let order = scanned.index().order(scanned, &query.filter, query.sort);
    let offset = query.offset as usize;
    let limit = query.limit.min(PAGE) as usize;
    let rows = order.rows.iter().skip(offset).take(limit).filter_map(|&at| row(scanned, at)).collect();
    CookiePage { scan: scanned.id(), total: order.rows.len() as u64, trackers: order.trackers, rows }
}

/// Every cookie in the order of browsers, profiles and rows, as the command prints them.
pub fn cookie_rows(scanned: &Scanned) -> impl Iterator<Item = CookieRow> {
    scanned.scan().iter().filter_map(|(at, _, _)| row(scanned, at))
}

/// The position of a cookie of this scan.
pub(crate) fn position(scanned: &Scanned, id: CookieId) -> Result<CookieRef, Error> {
    let at = CookieRef { store: id.store, row: id.row };
    if id.scan == scanned.id() && scanned.scan().cookie(at).is_some() { Ok(at) } else { Err(Error::OldScan) }
}
