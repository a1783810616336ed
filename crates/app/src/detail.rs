//! One cookie explained: why the verdict, what clearing it does, what else is worth knowing.

use std::collections::BTreeMap;

use crumbwise_explain::Knowledge;
use crumbwise_model::{Context, Cookie, CookieRef, ScannedStore, SetBy, SignIn, Text, Verdict};

use crate::view::{CookieDetail, CookieId, CookieRow, Otherwise, RuleView, Sentence};
use crate::{Error, Scanned, corrections, table, timeline};

/// Longer texts are cut in sentences; the row beside them holds the whole.
const TEXT: usize = 80;

/// One cookie explained.
pub fn cookie(scanned: &Scanned, id: CookieId) -> Result<CookieDetail, Error> {
    let at = table::position(scanned, id)?;
    let (store, cookie) = scanned.scan().cookie(at).ok_or(Error::OldScan)?;
    let row = table::row(scanned, at).ok_or(Error::OldScan)?;
    let verdict = store.verdict(cookie);
    let kept_under = KeptUnder::of(store, cookie);
    let same_elsewhere = same_elsewhere(scanned, at, store, cookie);
    let facts = Facts {
        cookie,
        verdict,
        site: &row.site,
        expired: row.expired,
        kept_under: &kept_under,
        same_elsewhere,
    };
    Ok(CookieDetail {
        reason: reason(&verdict, &row.name, &row.site, row.company.as_deref()),
        confidence: verdict.confidence.word().to_owned(),
        source: verdict.source.word().to_owned(),
        rule: rule(scanned.knowledge(), &verdict),
        otherwise: otherwise(scanned.knowledge(), store, cookie, &row),
        said: corrections::deciding(scanned, &row.name, &row.host),
        context: kept_under.context().word().to_owned(),
        notes: notes(&facts),
        store: store.store.path.display().to_string(),
        same_elsewhere,
        row,
    })
}

/// What the sources say, where the person said something.
fn otherwise(
    knowledge: &Knowledge<'_>,
    store: &ScannedStore,
    cookie: &Cookie,
    row: &CookieRow,
) -> Option<Otherwise> {
    if store.explained.said(cookie.pair).is_empty() {
        return None;
    }
    let verdict = store.explained.by_sources(cookie);
    let company = verdict.company.map(|id| knowledge.company(id).name.to_owned());
    Some(Otherwise {
        purpose: verdict.purpose.word().to_owned(),
        tracking: verdict.tracking.word().to_owned(),
        sign_in: verdict.sign_in.word().to_owned(),
        reason: reason(&verdict, &row.name, &row.site, company.as_deref()),
        confidence: verdict.confidence.word().to_owned(),
        source: verdict.source.word().to_owned(),
        rule: rule(knowledge, &verdict),
        company,
    })
}

/// The rule or entry behind a verdict.
pub(crate) fn rule(knowledge: &Knowledge<'_>, verdict: &Verdict) -> Option<RuleView> {
    let rule = knowledge.rule(verdict.source, verdict.rule)?;
    Some(RuleView {
        file: rule.file.to_owned(),
        pattern: rule.pattern.to_owned(),
        licence: rule.licence.to_owned(),
    })
}

/// The sentence of a verdict's reason.
pub(crate) fn reason(verdict: &Verdict, name: &str, site: &str, company: Option<&str>) -> Sentence {
    let params = [
        ("name", shortened(name)),
        ("site", shortened(site)),
        ("company", company.unwrap_or(site).to_owned()),
    ];
    sentence(&format!("reason_{}", verdict.reason.word()), &params)
}

/// What the notes are about.
struct Facts<'a> {
    cookie: &'a Cookie,
    verdict: Verdict,
    site: &'a str,
    expired: bool,
    kept_under: &'a KeptUnder,
    same_elsewhere: u64,
}

/// Keys of every note.
#[cfg(test)]
pub(crate) const NOTES: [&str; 12] = [
    "note_signs_out",
    "note_may_sign_out",
    "note_clear_tracker",
    "note_expired",
    "note_sign_in_not_http_only",
    "note_sign_in_not_secure",
    "note_long_lived",
    "note_partitioned",
    "note_container",
    "note_set_by_script",
    "note_same_elsewhere",
    "note_kept_apart",
];

/// What clearing it does first, then what else is worth knowing.
fn notes(facts: &Facts<'_>) -> Vec<Sentence> {
    let Facts { cookie, verdict, site, .. } = *facts;
    let site = || [("site", shortened(site))];
    let mut notes = Vec::new();
    match verdict.sign_in {
        SignIn::Yes | SignIn::Likely | SignIn::No if facts.expired => {
            notes.push(sentence("note_expired", &[]));
        }
        SignIn::Yes => notes.push(sentence("note_signs_out", &site())),
        SignIn::Likely => notes.push(sentence("note_may_sign_out", &site())),
        SignIn::No if verdict.is_tracker() => notes.push(sentence("note_clear_tracker", &[])),
        SignIn::No => {}
    }
    if verdict.sign_in == SignIn::Yes && !cookie.flags.http_only {
        notes.push(sentence("note_sign_in_not_http_only", &[]));
    }
    if verdict.sign_in == SignIn::Yes && !cookie.flags.secure {
        notes.push(sentence("note_sign_in_not_secure", &[]));
    }
    if timeline::is_long(cookie) {
        notes.push(sentence("note_long_lived", &[]));
    }
    notes.extend(facts.kept_under.note());
    match cookie.flags.set_by {
        SetBy::Script => notes.push(sentence("note_set_by_script", &[])),
        SetBy::Unknown | SetBy::Server | SetBy::Other => {}
    }
    if facts.same_elsewhere > 0 {
        notes.push(sentence("note_same_elsewhere", &[("count", facts.same_elsewhere.to_string())]));
    }
    notes
}

/// What a cookie is kept apart under.
#[derive(Debug, PartialEq, Eq)]
enum KeptUnder {
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
    fn of(store: &ScannedStore, cookie: &Cookie) -> Self {
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

    const fn context(&self) -> Context {
        match self {
            Self::Nothing | Self::Container(_) | Self::Other(_) => Context::Unknown,
            Self::OwnSite => Context::FirstParty,
            Self::Site(_) => Context::Partitioned,
        }
    }

    fn note(&self) -> Option<Sentence> {
        match self {
            Self::Nothing | Self::OwnSite => None,
            Self::Site(site) => Some(sentence("note_partitioned", &[("site", shortened(site))])),
            Self::Container(number) => Some(sentence("note_container", &[("container", shortened(number))])),
            Self::Other(stored) => Some(sentence("note_kept_apart", &[("key", shortened(stored))])),
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

/// The same host and name in other rows of any store.
fn same_elsewhere(scanned: &Scanned, at: CookieRef, store: &ScannedStore, cookie: &Cookie) -> u64 {
    let (host, name) = (store.cookies.host(cookie), store.cookies.name(cookie));
    let mut count = 0;
    for (other, number) in scanned.scan().stores.iter().zip(0..) {
        let table = &other.cookies;
        let same = |pair: &crumbwise_model::Pair| {
            table.hosts().text(pair.host) == host && table.names().text(pair.name) == name
        };
        let Some(pair) = table.pairs().iter().position(same) else { continue };
        let rows = table.rows().iter().zip(0..);
        let here = |row| number == at.store && row == at.row;
        count += rows.filter(|(other, row)| other.pair.0 as usize == pair && !here(*row)).count() as u64;
    }
    count
}

/// Part of a text for a sentence: hostile stores hold names of a megabyte.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn sentence(key: &str, params: &[(&str, String)]) -> Sentence {
    let params: BTreeMap<String, String> =
        params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Sentence { key: key.to_owned(), params }
}
