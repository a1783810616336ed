//! The order in which the sources speak.

use std::thread;

use crumbwise_model::{
    Confidence, CookieTable, Explained, HostFacts, Purpose, Reason, RuleId, SignIn, SiteId, Source, StringId,
    StringsBuilder, Tracking, Verdict,
};

use crate::{
    host::{self, Known},
    knowledge::{Hosts, Knowledge, Meaning},
    name::{Candidates, Looks},
    relatives,
};

impl Knowledge<'_> {
    /// Explains every distinct host and every distinct (host, name) of a table, once each.
    pub fn explain(&self, table: &CookieTable) -> Explained {
        explain(self, table)
    }

    /// Explains one (name, host), with the host's registrable domain.
    pub fn explain_one(&self, name: &str, host: &str) -> (Verdict, String) {
        let host = host::canonical(host);
        let site = host::site_of(&host);
        let known = Known::about(self, &host, site);
        let verdict = decide(self, name, Candidates::of(self, name), &host, known);
        (verdict, site.to_owned())
    }
}

fn explain(knowledge: &Knowledge<'_>, table: &CookieTable) -> Explained {
    let mut sites = StringsBuilder::default();
    let mut facts = Vec::with_capacity(table.hosts().len());
    let mut known = Vec::with_capacity(table.hosts().len());
    for (_, text) in table.hosts().iter() {
        let lossy = text.lossy();
        let host = host::canonical(&lossy);
        let site = host::site_of(&host);
        let about = Known::about(knowledge, &host, site);
        facts.push(HostFacts { site: SiteId(sites.intern(site.as_bytes()).0), company: about.company });
        known.push(about);
    }
    let (names, hosts) = (table.names().checked(), table.hosts().checked());
    let numbers: Vec<StringId> = table.names().iter().map(|(number, _)| number).collect();
    let candidates = in_halves(&numbers, |number| {
        names.text(*number).map(|name| Candidates::of(knowledge, name)).unwrap_or_default()
    });
    let mut pairs = in_halves(table.pairs(), |pair| {
        let about = known.get(pair.host.0 as usize).copied().unwrap_or_default();
        let candidates = candidates.get(pair.name.0 as usize).copied().unwrap_or_default();
        match (names.text(pair.name), hosts.text(pair.host)) {
            (Some(name), Some(host)) => decide(knowledge, name, candidates, &host::canonical(host), about),
            // No rule can speak about what is not UTF-8.
            (None, _) | (_, None) => unknown(knowledge, candidates, about),
        }
    });
    relatives::speak(table, &mut pairs);
    Explained { sites: sites.finish(), hosts: facts, pairs, ..Explained::default() }
}

/// From this many on, a second thread is worth its start.
const MANY: usize = 8192;

/// `answer` for each of `questions`, in their order; of many, the second half beside the first.
fn in_halves<Q: Sync, A: Clone + Default + Send>(questions: &[Q], answer: impl Fn(&Q) -> A + Sync) -> Vec<A> {
    let mut answers = vec![A::default(); questions.len()];
    let fill = |questions: &[Q], answers: &mut [A]| {
        for (question, place) in questions.iter().zip(answers) {
            *place = answer(question);
        }
    };
    if questions.len() < MANY {
        fill(questions, &mut answers);
        return answers;
    }
    let half = questions.len() / 2;
    let (first, second) = questions.split_at(half);
    let (first_answers, second_answers) = answers.split_at_mut(half);
    thread::scope(|scope| {
        scope.spawn(|| fill(second, second_answers));
        fill(first, first_answers);
    });
    answers
}

/// From this length on, in bytes, a listed name is not another site's by chance.
const TELLING: usize = 6;

/// Own rules about names, own domains, the Open Cookie Database, `third-party-web`, nothing. Where the Open
/// Cookie Database knows this very name on this very domain, it tells more than the domain alone.
fn decide(
    knowledge: &Knowledge<'_>,
    name: &str,
    candidates: Candidates,
    host: &str,
    known: Known,
) -> Verdict {
    let own = candidates.own(knowledge, name, host, known.family);
    let own = own.map(|found| (found, knowledge.meaning(found.rule.meaning)));
    if let Some((found, meaning)) = own
        && (found.rule.bound || !leaves_it_to_the_host(knowledge, meaning, known))
    {
        return said(meaning, Source::OwnRule, found.number, Confidence::High);
    }
    let listed = candidates.listed(knowledge, name, host, known.family);
    if let Some((number, meaning)) = at(knowledge, &knowledge.own_hosts, known.own)
        && !listed.is_some_and(|found| found.agrees)
    {
        let number = own_host_number(knowledge, number);
        // The company's own customers sign in there too.
        let verdict = said(meaning, Source::OwnRule, number, Confidence::Medium);
        return careful(verdict, candidates.looks != Looks::Unlike);
    }
    if let Some(found) = listed {
        let sure = if found.agrees { Confidence::High } else { Confidence::Medium };
        let meaning = knowledge.meaning(found.rule.meaning);
        let verdict = said(meaning, Source::OpenCookieDatabase, found.number, sure);
        let verdict = on_account_site(careful(verdict, candidates.looks == Looks::Account), known);
        let may_be_chance = !found.agrees && name.len() < TELLING;
        return if may_be_chance { not_certain(verdict) } else { verdict };
    }
    if let Some((number, meaning)) = at(knowledge, &knowledge.listed_hosts, known.listed)
        && meaning.purpose != Purpose::Unclassified
        && candidates.looks == Looks::Unlike
        && known.named.is_none()
    {
        return said(meaning, Source::ThirdPartyWeb, number, Confidence::Medium);
    }
    unknown(knowledge, candidates, known)
}

/// `visitorId` is measuring wherever it is, and nobody's; where all that a host does is advertising, the host tells
/// more.
fn leaves_it_to_the_host(knowledge: &Knowledge<'_>, meaning: Meaning, known: Known) -> bool {
    let generic = meaning.company.is_none() && meaning.purpose == Purpose::Analytics;
    let host = || {
        let listed = at(knowledge, &knowledge.listed_hosts, known.listed).filter(|_| known.named.is_none());
        at(knowledge, &knowledge.own_hosts, known.own).or(listed)
    };
    generic && host().is_some_and(|(_, host)| host.purpose == Purpose::Advertising)
}

/// A verdict as a rule gives it.
fn said(meaning: Meaning, source: Source, rule: u16, confidence: Confidence) -> Verdict {
    Verdict {
        purpose: meaning.purpose,
        tracking: meaning.tracking,
        sign_in: meaning.sign_in,
        company: meaning.company,
        confidence,
        source,
        reason: meaning.reason,
        rule: RuleId(rule),
    }
}

/// What speaks of a host or of a list may be wrong about a sign-in: a name that looks like one is shown, but not
/// cleared unasked.
fn careful(verdict: Verdict, looks_like_sign_in: bool) -> Verdict {
    if looks_like_sign_in && verdict.sign_in == SignIn::No {
        Verdict { sign_in: SignIn::Likely, ..not_certain(verdict) }
    } else {
        verdict
    }
}

/// Where people have accounts, the public lists call sign-ins advertising: there only our own rules say that
/// a cookie follows people.
fn on_account_site(verdict: Verdict, known: Known) -> Verdict {
    if known.named.is_some() && known.own.is_none() { not_certain(verdict) } else { verdict }
}

fn not_certain(verdict: Verdict) -> Verdict {
    let tracking = match verdict.tracking {
        Tracking::CrossSite => Tracking::Likely,
        other @ (Tracking::No | Tracking::SingleSite | Tracking::Likely) => other,
    };
    Verdict { tracking, ..verdict }
}

/// What is left when no source knows the purpose: perhaps the company, perhaps what the words of the name
/// suggest, perhaps the look of a sign-in.
fn unknown(knowledge: &Knowledge<'_>, candidates: Candidates, known: Known) -> Verdict {
    let mut verdict = Verdict { company: known.company, ..Verdict::default() };
    if let Some(number) = known.named {
        verdict.source = Source::OwnRule;
        verdict.rule = RuleId(own_host_number(knowledge, number));
        verdict.reason = Reason::CompanyOnly;
    } else if let Some(number) = known.listed {
        verdict.source = Source::ThirdPartyWeb;
        verdict.rule = RuleId(number);
        verdict.reason = Reason::CompanyOnly;
    }
    if let Some((purpose, tracking)) = candidates.suggested {
        let (source, reason, rule) = (Source::Evidence, Reason::NamedLike, RuleId::default());
        verdict = Verdict { purpose, tracking, source, reason, rule, ..verdict };
    }
    if candidates.looks != Looks::Unlike {
        verdict.sign_in = SignIn::Likely;
        verdict.tracking = Tracking::No;
        verdict.reason = Reason::LooksLikeSignIn;
    }
    verdict
}

/// A rule about hosts and its answer.
fn at(knowledge: &Knowledge<'_>, hosts: &Hosts<'_>, number: Option<u16>) -> Option<(u16, Meaning)> {
    let number = number?;
    Some((number, knowledge.meaning(hosts.rule(number)?.meaning)))
}

/// Own rules about hosts are numbered after those about names.
fn own_host_number(knowledge: &Knowledge<'_>, number: u16) -> u16 {
    number.saturating_add(u16::try_from(knowledge.own.rules.len()).unwrap_or(u16::MAX))
}
