//! What keeps a cookie apart from others, in the words of the faces.

use crumbwise_model::{Context, Cookie, ScannedStore, Text};

use crate::apart::Apart;

/// What a cookie is kept apart under.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KeptUnder {
    /// Its container, and the registrable domain of its site.
    pub(crate) apart: Apart,
    /// Whether the site is the cookie's own.
    pub(crate) own_site: bool,
    /// As stored, when nothing of it could be decoded.
    pub(crate) other: Option<String>,
}

impl KeptUnder {
    pub(crate) fn of(store: &ScannedStore, cookie: &Cookie) -> Self {
        let stored = store.cookies.partition(cookie);
        let mut apart = Apart::of(store, cookie);
        let mut own_site = false;
        if let Some(host) = apart.site.as_mut() {
            let site = crumbwise_explain::site(host);
            own_site = Text(site.as_bytes()) == store.explained.site(store.pair(cookie));
            if !site.is_empty() {
                *host = site;
            }
        }
        let decoded = apart.site.is_some() || apart.container.is_some();
        let other = (!decoded && !stored.is_empty()).then(|| stored.lossy().into_owned());
        Self { apart, own_site, other }
    }

    /// Where the cookie stands: what keeps it apart tells, or otherwise what the browser knows.
    pub(crate) fn context(&self, store: &ScannedStore, cookie: &Cookie) -> Context {
        match (&self.apart.site, self.own_site) {
            (None, _) => store.explained.context(cookie),
            (Some(_), true) => Context::FirstParty,
            (Some(_), false) => Context::Partitioned,
        }
    }
}
