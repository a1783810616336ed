//! The project's own rules, judged: what they say is possible, and none says what another says.

use std::collections::BTreeSet;

use crumbwise_model::{Purpose, Reason, SignIn, Tracking};

use crate::{
    companies::Companies,
    domains::Domain,
    entry::{Entry, Meaning, Pattern, Scope, is_host},
    files::{DomainRow, Files, RuleRow, Written},
};

/// What the files say.
#[derive(Debug, Default)]
pub(crate) struct Own {
    pub(crate) names: Vec<Entry>,
    rows: usize,
    pub(crate) domains: Vec<OwnDomain>,
}

/// A domain that decides for every cookie whose name no rule of ours knows.
#[derive(Clone, Debug)]
pub(crate) struct OwnDomain {
    pub(crate) domain: Domain,
    pub(crate) file: String,
    pub(crate) reference: String,
}

/// Judges the rules of every file, companies' before common ones: that is also the order of rule numbers.
pub(crate) fn read(files: &Files, companies: &Companies) -> Result<Own, String> {
    let mut own = Own::default();
    for Written { file, said } in &files.companies {
        let company = companies.known(&said.name).map_err(|why| format!("{file}: {why}"))?;
        let reference = if said.reference.is_empty() { companies.homepage(company) } else { &said.reference };
        let place = Place { file, reference, company: Some(company), companies };
        for row in &said.domain {
            let what = || format!("{file}: domain `{}`", row.domains.join(", "));
            own.domains.extend(place.domains(row).map_err(|why| format!("{}: {why}", what()))?);
        }
        own.add(&said.rule, place)?;
    }
    for Written { file, said } in &files.common {
        own.add(&said.rule, Place { file, reference: "", company: None, companies })?;
    }
    finish(own)
}

impl Own {
    fn add(&mut self, rules: &[RuleRow], place: Place<'_>) -> Result<(), String> {
        for rule in rules {
            let what = || format!("{}: rule `{}`", place.file, rule.names.join(", "));
            let entries = place.entries(rule).map_err(|why| format!("{}: {why}", what()))?;
            self.names.extend(entries.into_iter().map(|entry| Entry { row: self.rows, ..entry }));
            self.rows += 1;
        }
        Ok(())
    }
}

/// What all rows of a file share.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: &'a str,
    /// Where they can be looked up, unless a row says otherwise.
    reference: &'a str,
    company: Option<u16>,
    companies: &'a Companies,
}

/// Orders rules so that equal names stand together, bound ones first, and refuses doubles.
fn finish(mut own: Own) -> Result<Own, String> {
    own.names.sort_by(|a, b| {
        let key = |e: &Entry| (e.pattern.clone(), !e.bound, e.scopes.clone());
        key(a).cmp(&key(b))
    });
    own.domains.sort_by(|a, b| a.domain.host.cmp(&b.domain.host));
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for entry in &own.names {
        wrong.extend(entry.check().err());
        let scopes =
            if entry.scopes.is_empty() { vec![None] } else { entry.scopes.iter().map(Some).collect() };
        for scope in scopes {
            if !seen.insert((&entry.pattern, scope)) {
                wrong.push(format!("`{}` is ruled twice, last in {}", entry.pattern.text(), entry.file));
            }
        }
    }
    for pair in own.domains.windows(2) {
        if let [a, b] = pair
            && a.domain.host == b.domain.host
        {
            wrong.push(format!("domain `{}` is ruled twice, last in {}", b.domain.host, b.file));
        }
    }
    if wrong.is_empty() { Ok(own) } else { Err(wrong.join("\n")) }
}

impl Place<'_> {
    fn entries(self, row: &RuleRow) -> Result<Vec<Entry>, String> {
        if row.examples.is_empty() {
            return Err("no example".to_owned());
        }
        let mut meaning =
            meaning(&row.reason, row.purpose.as_deref(), row.tracking.as_deref(), row.sign_in.as_deref())?;
        meaning.company = self.company;
        let reference = row.reference.as_deref().unwrap_or(self.reference);
        if reference.is_empty() {
            return Err("no reference".to_owned());
        }
        let scopes = self.scopes(row)?;
        let mut found = Vec::new();
        for (number, name) in row.names.iter().enumerate() {
            let first = number == 0;
            found.push(Entry {
                pattern: Pattern::parse(name)?,
                bound: !scopes.is_empty(),
                scopes: scopes.clone(),
                meaning: meaning.clone(),
                file: self.file.to_owned(),
                reference: reference.to_owned(),
                row: 0,
                examples: if first { row.examples.clone() } else { Vec::new() },
                counter_examples: if first { row.not.clone() } else { Vec::new() },
            });
        }
        Ok(found)
    }

    fn scopes(self, row: &RuleRow) -> Result<Vec<Scope>, String> {
        let mut scopes = Vec::new();
        for domain in hosts(&row.domains)? {
            scopes.push(Scope::Domain(domain.clone()));
        }
        for family in &row.families {
            if !self.companies.families.iter().any(|(name, _)| name == family) {
                return Err(format!("`{family}` is not in families.toml"));
            }
            scopes.push(Scope::Family(family.clone()));
        }
        Ok(scopes)
    }

    fn domains(self, row: &DomainRow) -> Result<Vec<OwnDomain>, String> {
        let mut meaning = meaning(&row.reason, row.purpose.as_deref(), row.tracking.as_deref(), None)?;
        meaning.company = self.company;
        let own = |host: &String| OwnDomain {
            domain: Domain { host: host.clone(), wildcard: true, meaning: meaning.clone() },
            file: self.file.to_owned(),
            reference: self.reference.to_owned(),
        };
        Ok(hosts(&row.domains)?.iter().map(own).collect())
    }
}

/// The same texts, when each can be a host.
fn hosts(texts: &[String]) -> Result<&[String], String> {
    match texts.iter().find(|text| !is_host(text)) {
        Some(other) => Err(format!("`{other}` is not a domain")),
        None => Ok(texts),
    }
}

fn meaning(
    reason: &str,
    purpose: Option<&str>,
    tracking: Option<&str>,
    sign_in: Option<&str>,
) -> Result<Meaning, String> {
    let of_rules = Reason::ALL.into_iter().filter(|reason| !reason.is_said());
    let reason = pick("reason", reason, of_rules, Reason::word)?;
    let mut meaning = Meaning::of(reason);
    if let Some(word) = purpose {
        meaning.purpose = pick("purpose", word, Purpose::ALL, Purpose::word)?;
    }
    if let Some(word) = tracking {
        meaning.tracking = pick("tracking", word, Tracking::ALL, Tracking::word)?;
    }
    if let Some(word) = sign_in {
        meaning.sign_in = pick("sign_in", word, SignIn::ALL, SignIn::word)?;
    }
    let safe = meaning.sign_in != SignIn::No
        || matches!(meaning.purpose, Purpose::Necessary | Purpose::Security | Purpose::Functional);
    if safe && meaning.tracking != Tracking::No {
        return Err("sign-in, security and what a site needs is never tracking".to_owned());
    }
    Ok(meaning)
}

/// The value of a closed set that a word names.
fn pick<T: Copy>(
    what: &str,
    word: &str,
    all: impl IntoIterator<Item = T>,
    word_of: impl Fn(T) -> &'static str,
) -> Result<T, String> {
    all.into_iter().find(|&value| word_of(value) == word).ok_or_else(|| format!("unknown {what} `{word}`"))
}
