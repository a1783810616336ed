//! One cookie explained: why the verdict, what clearing it does, what else is worth knowing.

use std::collections::BTreeMap;

use crumbwise_explain::Knowledge;
use crumbwise_model::{
    BrowserRule, Cookie, CookieRef, Evidence, Interaction, ScannedStore, SetBy, SignIn, Verdict, Visited,
};

use crate::kept_under::KeptUnder;
use crate::view::{CookieDetail, CookieId, CookieRow, Otherwise, RuleView, Sentence};
use crate::{Error, Scanned, apart::DELETED, corrections, table};

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
        evidence: store.explained.evidence(cookie),
        host: row.host.trim_start_matches('.'),
        site: &row.site,
        marks: &row.marks,
        expired: row.expired,
        left_over: row.left_over,
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
    let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let rule = knowledge.rule(verdict.source, verdict.rule)?;
    Some(RuleView {
        file: rule.file.to_owned(),
        pattern: rule.pattern.to_owned(),
        licence: rule.licence.to_owned(),
        scope: told(rule.scope),
        reference: told(rule.reference),
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
    evidence: Evidence,
    host: &'a str,
    site: &'a str,
    marks: &'a [String],
    expired: bool,
    left_over: bool,
    kept_under: &'a KeptUnder,
    same_elsewhere: u64,
}

/// Keys of every note.
#[cfg(test)]
pub(crate) const NOTES: [&str; 21] = [
    "note_signs_out",
    "note_may_sign_out",
    "note_clear_tracker",
    "note_expired",
    "note_partitioned",
    "note_container_named",
    "note_container_personal",
    "note_container_work",
    "note_container_banking",
    "note_container_shopping",
    "note_container_deleted",
    "note_left_over",
    "note_set_by_script",
    "note_same_elsewhere",
    "note_kept_apart",
    "note_visited",
    "note_never_visited",
    "note_never_used",
    "note_rule_allow",
    "note_rule_session_only",
    "note_rule_block",
];

/// What clearing it does first, then what else is worth knowing.
fn notes(facts: &Facts<'_>) -> Vec<Sentence> {
    let Facts { cookie, verdict, site, .. } = *facts;
    let site = || [("site", shortened(site))];
    let mut notes = Vec::new();
    match verdict.sign_in {
        SignIn::Yes | SignIn::Likely | SignIn::No if facts.left_over => {
            notes.push(sentence("note_left_over", &[]));
        }
        SignIn::Yes | SignIn::Likely | SignIn::No if facts.expired => {
            notes.push(sentence("note_expired", &[]));
        }
        SignIn::Yes => notes.push(sentence("note_signs_out", &site())),
        SignIn::Likely => notes.push(sentence("note_may_sign_out", &site())),
        SignIn::No if verdict.is_tracker() => notes.push(sentence("note_clear_tracker", &[])),
        SignIn::No => {}
    }
    notes.extend(facts.marks.iter().map(|mark| sentence(&format!("note_{mark}"), &[])));
    notes.extend(kept_apart(facts.kept_under));
    notes.extend(browser_says(facts));
    match cookie.flags.set_by {
        SetBy::Script => notes.push(sentence("note_set_by_script", &[])),
        SetBy::Unknown | SetBy::Server | SetBy::Other => {}
    }
    if facts.same_elsewhere > 0 {
        notes.push(sentence("note_same_elsewhere", &[("count", facts.same_elsewhere.to_string())]));
    }
    notes
}

/// What the browser itself knows about the site, and what it is told to do with its cookies.
fn browser_says(facts: &Facts<'_>) -> impl Iterator<Item = Sentence> {
    let Facts { evidence, .. } = *facts;
    let visited = match evidence.visited {
        Visited::Unknown => None,
        Visited::No => Some("note_never_visited"),
        Visited::Yes => Some("note_visited"),
    };
    let used = match evidence.interaction {
        Interaction::Never => Some("note_never_used"),
        Interaction::Unknown | Interaction::Seen => None,
    };
    let site = shortened(facts.site);
    let about_site = [visited, used].into_iter().flatten();
    let about_site = about_site.map(move |key| sentence(key, &[("site", site.clone())]));
    let rule = match evidence.rule {
        BrowserRule::None => None,
        BrowserRule::Allow => Some("note_rule_allow"),
        BrowserRule::SessionOnly => Some("note_rule_session_only"),
        BrowserRule::Block => Some("note_rule_block"),
    };
    let host = shortened(facts.host);
    about_site.chain(rule.map(|key| sentence(key, &[("host", host)])))
}

/// What is worth knowing about being kept apart.
fn kept_apart(kept_under: &KeptUnder) -> impl Iterator<Item = Sentence> {
    let KeptUnder { apart, own_site, other } = kept_under;
    let site = apart.site.as_ref().filter(|_| !own_site);
    let site = site.map(|site| sentence("note_partitioned", &[("site", shortened(site))]));
    let container = apart.container.as_ref().map(|container| {
        let name = container.name.as_ref().map(|name| ("container", shortened(name)));
        let number = (container.kind == DELETED).then(|| ("number", container.number.to_string()));
        let params: Vec<_> = name.into_iter().chain(number).collect();
        sentence(&format!("note_container_{}", container.kind), &params)
    });
    let other = other.as_ref().map(|stored| sentence("note_kept_apart", &[("key", shortened(stored))]));
    site.into_iter().chain(container).chain(other)
}

/// The same host and name in other rows of any store.
fn same_elsewhere(scanned: &Scanned, at: CookieRef, store: &ScannedStore, cookie: &Cookie) -> u64 {
    let (host, name) = (store.cookies.host(cookie), store.cookies.name(cookie));
    let mut count = 0;
    let stores = scanned.scan().stores.iter().zip(0..);
    for (other, number) in stores.filter(|(other, _)| !other.store.is_left_over()) {
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
