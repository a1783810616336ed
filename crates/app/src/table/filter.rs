//! Which cookies: a filter made ready once, then asked for every row.

use crumbwise_model::{Cookie, Lifetime, PairId, Purpose, ScannedStore, SignIn, Text, Timestamp, Tracking};

use super::Class;
use crate::Scanned;
use crate::apart::Apart;
use crate::messages::{self, Language, Params};
use crate::view::{ContainerView, Filter, Span};

/// A filter, made ready for one store: texts are decided by (host, name), words by bit.
pub(crate) struct Matcher {
    at: Timestamp,
    words: Words,
    /// Whether the store passes.
    store: bool,
    /// By pair, its company and site; `None` lets every pair through.
    pairs: Option<Vec<bool>>,
    /// `None` lets every text through.
    text: Option<Found>,
}

/// Where the text that is looked for was found.
struct Found {
    /// By pair.
    pairs: Vec<bool>,
    /// By what keeps a cookie apart.
    partitions: Vec<bool>,
}

/// The parts of a filter that look at a row only.
#[derive(Clone, Copy)]
struct Words {
    purposes: [bool; Purpose::ALL.len()],
    tracking: [bool; 4],
    sign_in: [bool; 3],
    lifetime: Allowed,
    trackers_only: bool,
    expired_only: bool,
    set: Option<Span>,
    last_used: Option<Span>,
    expires: Option<Span>,
}

/// Which lifetimes pass.
#[derive(Clone, Copy)]
enum Allowed {
    Any,
    Only(Lifetime),
    Nothing,
}

impl Matcher {
    /// Makes `filter` ready for one store of a scan.
    pub(crate) fn new(filter: &Filter, scanned: &Scanned, store: &ScannedStore) -> Self {
        let browser = store.store.browser.id.0;
        Self {
            at: scanned.scan().at,
            words: Words::new(filter),
            store: lets_through(&filter.browsers, browser) && filter.left_over == store.store.is_left_over(),
            pairs: pairs(filter, scanned, store),
            text: Needle::new(&filter.text).map(|needle| Found::new(&needle, scanned, store)),
        }
    }

    /// Whether a row of the store passes.
    pub(crate) fn passes(&self, cookie: &Cookie, class: Class) -> bool {
        self.store
            && self.pairs.as_ref().is_none_or(|pairs| at(pairs, cookie.pair.0))
            && self.text.as_ref().is_none_or(|found| {
                at(&found.pairs, cookie.pair.0) || at(&found.partitions, cookie.partition.0)
            })
            && self.words.pass(cookie, class, self.at)
    }
}

impl Words {
    fn new(filter: &Filter) -> Self {
        let lifetime = match filter.lifetime.as_deref() {
            None => Allowed::Any,
            Some(word) => [Lifetime::Session, Lifetime::Persistent]
                .into_iter()
                .find(|lifetime| lifetime.word() == word)
                .map_or(Allowed::Nothing, Allowed::Only),
        };
        Self {
            purposes: Purpose::ALL.map(|purpose| lets_through(&filter.purposes, purpose.word())),
            tracking: Tracking::ALL.map(|tracking| lets_through(&filter.tracking, tracking.word())),
            sign_in: SignIn::ALL.map(|sign_in| lets_through(&filter.sign_in, sign_in.word())),
            lifetime,
            trackers_only: filter.trackers_only,
            expired_only: filter.expired_only,
            set: filter.set,
            last_used: filter.last_used,
            expires: filter.expires,
        }
    }

    fn pass(&self, cookie: &Cookie, class: Class, at: Timestamp) -> bool {
        let bit = |bits: &[bool], index: usize| bits.get(index).copied().unwrap_or(false);
        let lifetime = match self.lifetime {
            Allowed::Any => true,
            Allowed::Only(lifetime) => cookie.lifetime() == lifetime,
            Allowed::Nothing => false,
        };
        lifetime
            && bit(&self.purposes, class.purpose as usize)
            && bit(&self.tracking, class.tracking as usize)
            && bit(&self.sign_in, class.sign_in as usize)
            && (!self.trackers_only || class.is_tracker())
            && (!self.expired_only || cookie.is_expired(at))
            && self.set.is_none_or(|span| holds(span, cookie.created))
            && self.last_used.is_none_or(|span| holds(span, cookie.last_used))
            && self.expires.is_none_or(|span| holds_expiry(span, cookie))
    }
}

/// An empty list lets every word through.
fn lets_through(words: &[String], word: &str) -> bool {
    words.is_empty() || words.iter().any(|allowed| allowed == word)
}

/// Whether a stretch of time holds an instant; one that is not recorded lies in no stretch.
pub(crate) fn holds(span: Span, at: Timestamp) -> bool {
    at.unix_seconds().is_some_and(|seconds| {
        span.from.is_none_or(|from| seconds >= from) && span.to.is_none_or(|to| seconds < to)
    })
}

/// Whether a stretch holds a cookie's expiry. Open at both ends means: until the session ends.
pub(crate) fn holds_expiry(span: Span, cookie: &Cookie) -> bool {
    match cookie.lifetime() {
        Lifetime::Session => span == Span::default(),
        Lifetime::Persistent => span != Span::default() && holds(span, cookie.expires),
    }
}

fn at(list: &[bool], id: u32) -> bool {
    list.get(id as usize).copied().unwrap_or(false)
}

/// What a filter says of the company and site of each (host, name); `None` when it names none.
fn pairs(filter: &Filter, scanned: &Scanned, store: &ScannedStore) -> Option<Vec<bool>> {
    if filter.company.is_none() && filter.site.is_none() {
        return None;
    }
    let passes = |(number, pair): (PairId, &crumbwise_model::Pair)| {
        filter.company.as_deref().is_none_or(|wanted| company(scanned, store, number) == Some(wanted))
            && filter.site.as_deref().is_none_or(|wanted| store.explained.site(*pair).lossy() == wanted)
    };
    Some(numbered(store).map(passes).collect())
}

/// Each (host, name) with its number.
fn numbered(store: &ScannedStore) -> impl Iterator<Item = (PairId, &crumbwise_model::Pair)> {
    (0..).map(PairId).zip(store.cookies.pairs())
}

fn company(scanned: &Scanned, store: &ScannedStore, pair: PairId) -> Option<&'static str> {
    let company = store.explained.pair(pair).company;
    company.map(|id| scanned.knowledge().company(id).name)
}

impl Found {
    /// Looks at each distinct text once.
    fn new(needle: &Needle, scanned: &Scanned, store: &ScannedStore) -> Self {
        let table = &store.cookies;
        let found = |strings: &crumbwise_model::Strings| -> Vec<bool> {
            strings.iter().map(|(_, text)| needle.is_in(text)).collect()
        };
        let (hosts, names) = (found(table.hosts()), found(table.names()));
        let in_pair = |(number, pair): (PairId, &crumbwise_model::Pair)| {
            at(&hosts, pair.host.0)
                || at(&names, pair.name.0)
                || company(scanned, store, number).is_some_and(|name| needle.is_in(Text(name.as_bytes())))
        };
        let apart = |(_, text): (_, Text<'_>)| {
            let Apart { container, site } = Apart::parse(store, text.0);
            site.is_some_and(|site| needle.is_in(Text(site.as_bytes())))
                || container.is_some_and(|container| needle.is_in_name(&container))
        };
        Self {
            pairs: numbered(store).map(in_pair).collect(),
            partitions: table.partitions().iter().map(apart).collect(),
        }
    }
}

/// A text to look for without regard to case.
struct Needle {
    lower: String,
}

impl Needle {
    fn new(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        (!lower.is_empty()).then_some(Self { lower })
    }

    /// A container of Firefox's own is called differently in each language, and any of them finds it.
    fn is_in_name(&self, container: &ContainerView) -> bool {
        let key = format!("container_{}", container.kind);
        let own = || Language::ALL.map(|language| messages::text(language, &key, &Params::new()));
        let names = container.name.clone().map_or_else(|| own().to_vec(), |name| vec![name]);
        names.iter().any(|name| self.is_in(Text(name.as_bytes())))
    }

    fn is_in(&self, text: Text<'_>) -> bool {
        let needle = self.lower.as_bytes();
        if self.lower.is_ascii() {
            text.0.windows(needle.len()).any(|part| part.eq_ignore_ascii_case(needle))
        } else {
            text.lossy().to_lowercase().contains(&self.lower)
        }
    }
}
