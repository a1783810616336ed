//! The result of reading: every store with its cookies and what they mean.

use crate::{Container, Cookie, CookieTable, Explained, Install, Pair, Problem, Store, Timestamp, Verdict};

/// One reading of everything asked for.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// When it was made.
    pub at: Timestamp,
    /// The browsers found, with profiles and stores, read or not.
    pub installs: Vec<Install>,
    /// The stores that were found, ordered by browser, profile and path; unread ones have an empty table.
    pub stores: Vec<ScannedStore>,
    /// What went wrong, ordered.
    pub problems: Vec<Problem>,
}

/// One store, its cookies and what they mean.
#[derive(Clone, Debug)]
pub struct ScannedStore {
    /// The file.
    pub store: Store,
    /// Its cookies.
    pub cookies: CookieTable,
    /// What they mean.
    pub explained: Explained,
    /// The containers of its profile, by number. A number that cookies name and this list does not is a
    /// container that was deleted.
    pub containers: Vec<Container>,
}

/// One cookie of one scan, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CookieRef {
    /// Index into [`Scan::stores`].
    pub store: u32,
    /// Index into [`CookieTable::rows`].
    pub row: u32,
}

impl Scan {
    /// The store and the cookie of a reference of this scan.
    pub fn cookie(&self, at: CookieRef) -> Option<(&ScannedStore, &Cookie)> {
        let store = self.stores.get(at.store as usize)?;
        Some((store, store.cookies.rows().get(at.row as usize)?))
    }

    /// Every cookie of every store, in order.
    pub fn iter(&self) -> impl Iterator<Item = (CookieRef, &ScannedStore, &Cookie)> {
        self.stores.iter().zip(0..).flat_map(|(store, number)| {
            store
                .cookies
                .rows()
                .iter()
                .zip(0..)
                .map(move |(cookie, row)| (CookieRef { store: number, row }, store, cookie))
        })
    }

    /// How many cookies in all.
    pub fn len(&self) -> usize {
        self.stores.iter().map(|store| store.cookies.rows().len()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl ScannedStore {
    /// What a cookie of this store means.
    pub fn verdict(&self, cookie: &Cookie) -> Verdict {
        self.explained.verdict(cookie)
    }

    /// The (host, name) of a cookie of this store.
    pub fn pair(&self, cookie: &Cookie) -> Pair {
        self.cookies.pair(cookie)
    }
}
