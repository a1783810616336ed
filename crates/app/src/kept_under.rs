//! What keeps a cookie apart from others, in the words of the faces.

use crumbwise_model::{Context, Cookie, ScannedStore, Text};

/// What a cookie is kept apart under.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum KeptUnder {
    /// Nothing.
    Nothing,
    /// The site it belongs to.
    OwnSite,
    /// Another site.
    Site(String),
    /// A container of Firefox, by number.
    Container(String),
    /// Something else, as stored.
    Other(String),
}

impl KeptUnder {
    pub(crate) fn of(store: &ScannedStore, cookie: &Cookie) -> Self {
        let stored = store.cookies.partition(cookie);
        if stored.is_empty() {
            return Self::Nothing;
        }
        let stored = stored.lossy().into_owned();
        if let Some(host) = partition_host(&stored) {
            let site = crumbwise_explain::site(&host);
            return if Text(site.as_bytes()) == store.explained.site(store.pair(cookie)) {
                Self::OwnSite
            } else {
                Self::Site(if site.is_empty() { host } else { site })
            };
        }
        match attribute(&stored, "userContextId") {
            Some(number) => Self::Container(number.to_owned()),
            None => Self::Other(stored),
        }
    }

    /// Where the cookie stands: what keeps it apart tells, or otherwise what the browser knows.
    pub(crate) fn context(&self, store: &ScannedStore, cookie: &Cookie) -> Context {
        match self {
            Self::Nothing | Self::Container(_) | Self::Other(_) => store.explained.context(cookie),
            Self::OwnSite => Context::FirstParty,
            Self::Site(_) => Context::Partitioned,
        }
    }
}

/// The host in Chromium's top-frame site (`https://example.com`) or in Firefox's partition key
/// (`^partitionKey=%28https%2Cexample.com%29`) or first-party domain.
fn partition_host(stored: &str) -> Option<String> {
    if let Some(key) = attribute(stored, "partitionKey") {
        let plain = key.replace("%28", "(").replace("%29", ")").replace("%2C", ",");
        let inside = plain.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(&plain);
        return inside.split(',').nth(1).map(str::to_owned);
    }
    if let Some(domain) = attribute(stored, "firstPartyDomain") {
        return Some(domain.to_owned());
    }
    let (_, rest) = stored.split_once("://")?;
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    (!host.is_empty()).then(|| host.to_owned())
}

/// One of Firefox's origin attributes: `^name=value&name=value`.
fn attribute<'a>(stored: &'a str, name: &str) -> Option<&'a str> {
    let pairs = stored.strip_prefix('^')?.split('&');
    pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}
