//! The project's own rules: `rules/*.toml`.

use std::{collections::BTreeSet, fs, path::Path};

use crumbwise_model::{Purpose, Reason, SignIn, Tracking};
use serde::Deserialize;

use crate::{
    companies::{Companies, parse},
    domains::Domain,
    entry::{Entry, Meaning, Pattern, Scope, is_host},
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    /// Where the rules of this file can be looked up, unless a rule says otherwise.
    #[serde(default)]
    reference: String,
    #[serde(default)]
    rule: Vec<Row>,
    #[serde(default)]
    domain: Vec<DomainRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    names: Vec<String>,
    /// A word of `Reason`; it says every axis unless the next three do.
    reason: String,
    purpose: Option<String>,
    tracking: Option<String>,
    sign_in: Option<String>,
    company: Option<String>,
    /// Only under these domains.
    #[serde(default)]
    domains: Vec<String>,
    /// Only on the sites of these families.
    #[serde(default)]
    families: Vec<String>,
    reference: Option<String>,
    /// `name host`, each decided by this row.
    examples: Vec<String>,
    /// `name host`, each not decided by this row.
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DomainRow {
    domains: Vec<String>,
    reason: String,
    purpose: Option<String>,
    tracking: Option<String>,
    company: String,
}

/// Reads every rule file in the order of their names, which is also the order of rule numbers.
pub(crate) fn read(folder: &Path, companies: &mut Companies) -> Result<Own, String> {
    let mut files: Vec<String> = fs::read_dir(folder)
        .map_err(|error| format!("`{}`: {error}", folder.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "toml"))
        .filter(|name| name != "companies.toml" && name != "families.toml")
        .collect();
    files.sort();
    let mut own = Own::default();
    for name in files {
        let file: RuleFile = parse(&folder.join(&name))?;
        let shown = format!("rules/{name}");
        for row in file.rule {
            let what = format!("{shown}: rule `{}`", row.names.join(", "));
            let entries = entries(row, &shown, &file.reference, companies);
            let entries = entries.map_err(|why| format!("{what}: {why}"))?;
            own.names.extend(entries.into_iter().map(|entry| Entry { row: own.rows, ..entry }));
            own.rows += 1;
        }
        for row in file.domain {
            let what = format!("{shown}: domain `{}`", row.domains.join(", "));
            let found = domains(row, &shown, &file.reference, companies);
            own.domains.extend(found.map_err(|why| format!("{what}: {why}"))?);
        }
    }
    finish(own)
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

fn entries(row: Row, file: &str, reference: &str, companies: &Companies) -> Result<Vec<Entry>, String> {
    if row.examples.is_empty() {
        return Err("no example".to_owned());
    }
    let mut meaning =
        meaning(&row.reason, row.purpose.as_deref(), row.tracking.as_deref(), row.sign_in.as_deref())?;
    meaning.company = row.company.as_deref().map(|name| companies.known(name)).transpose()?;
    let mut scopes = Vec::new();
    for domain in row.domains {
        if !is_host(&domain) {
            return Err(format!("`{domain}` is not a domain"));
        }
        scopes.push(Scope::Domain(domain));
    }
    for family in row.families {
        if !companies.families.iter().any(|(name, _)| *name == family) {
            return Err(format!("`{family}` is not in families.toml"));
        }
        scopes.push(Scope::Family(family));
    }
    let reference = row.reference.unwrap_or_else(|| reference.to_owned());
    if reference.is_empty() {
        return Err("no reference".to_owned());
    }
    let bound = !scopes.is_empty();
    let mut found = Vec::new();
    for (number, name) in row.names.iter().enumerate() {
        let first = number == 0;
        found.push(Entry {
            pattern: Pattern::parse(name)?,
            scopes: scopes.clone(),
            bound,
            meaning: meaning.clone(),
            file: file.to_owned(),
            reference: reference.clone(),
            row: 0,
            examples: if first { row.examples.clone() } else { Vec::new() },
            counter_examples: if first { row.not.clone() } else { Vec::new() },
        });
    }
    Ok(found)
}

fn domains(
    row: DomainRow,
    file: &str,
    reference: &str,
    companies: &Companies,
) -> Result<Vec<OwnDomain>, String> {
    let mut meaning = meaning(&row.reason, row.purpose.as_deref(), row.tracking.as_deref(), None)?;
    meaning.company = Some(companies.known(&row.company)?);
    let mut found = Vec::new();
    for domain in row.domains {
        if !is_host(&domain) {
            return Err(format!("`{domain}` is not a domain"));
        }
        found.push(OwnDomain {
            domain: Domain { host: domain, wildcard: true, meaning: meaning.clone() },
            file: file.to_owned(),
            reference: reference.to_owned(),
        });
    }
    Ok(found)
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
