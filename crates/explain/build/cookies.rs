//! The Open Cookie Database: what a cookie's name is listed for.

use std::collections::BTreeMap;

use crumbwise_model::{Category, Purpose, Reason, SignIn, Tracking};
use serde::Deserialize;

use crate::{
    companies::Companies,
    entry::{Entry, Meaning, Pattern, SHORTEST_UNBOUND, Scope, is_host},
};

/// Inside `knowledge/node_modules`.
pub(crate) const FILE: &str = "@slashgear/gdpr-cookie-scanner/dist/data/open-cookie-database.json";

/// Fewer entries than this, and the file is not what it should be.
const LEAST_ENTRIES: usize = 2_200;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    category: String,
    cookie: String,
    domain: String,
    description: String,
    data_controller: String,
    wildcard_match: String,
}

/// Reads the entries, adding companies that are new. Names that contradict themselves keep the harmless
/// meaning and no company; short names without a domain are left out.
pub(crate) fn read(json: &str, companies: &mut Companies) -> Result<Vec<Entry>, String> {
    let platforms: BTreeMap<String, Vec<Listed>> =
        serde_json::from_str(json).map_err(|error| format!("{FILE}: {error}"))?;
    let total: usize = platforms.values().map(Vec::len).sum();
    if total < LEAST_ENTRIES {
        return Err(format!("{FILE}: only {total} entries"));
    }
    let mut found = Vec::new();
    for (platform, listed) in platforms {
        for row in listed {
            found.extend(entry(&platform, &row, companies)?);
        }
    }
    found.sort_by(|a, b| {
        let key = |e: &Entry| (e.pattern.clone(), e.scopes.is_empty(), e.scopes.clone(), harm(&e.meaning));
        key(a).cmp(&key(b))
    });
    found.dedup_by(|later, first| {
        let same = later.pattern == first.pattern && later.scopes == first.scopes;
        if same && later.meaning.company != first.meaning.company {
            first.meaning.company = None;
        }
        same
    });
    Ok(found)
}

fn entry(platform: &str, row: &Listed, companies: &mut Companies) -> Result<Option<Entry>, String> {
    let name = row.cookie.trim().trim_end_matches('*');
    let pattern = if row.wildcard_match == "1" || row.cookie.trim().ends_with('*') {
        Pattern::Affix(name.to_owned(), String::new())
    } else {
        Pattern::Exact(name.to_owned())
    };
    let scopes: Vec<Scope> = host(&row.domain).map(Scope::Domain).into_iter().collect();
    let bound = is_common(&pattern, !scopes.is_empty());
    if name.is_empty() || (bound && scopes.is_empty()) {
        return Ok(None);
    }
    let mut says = meaning(&row.category, &row.description)
        .ok_or_else(|| format!("{FILE}: unknown category `{}`", row.category))?;
    let controller =
        if row.data_controller.trim().is_empty() { platform } else { row.data_controller.trim() };
    says.company = companies.named(controller, business(says.purpose), "")?;
    Ok(Some(Entry {
        pattern,
        scopes,
        bound,
        meaning: says,
        file: FILE.to_owned(),
        reference: platform.to_owned(),
        row: 0,
        examples: Vec::new(),
        counter_examples: Vec::new(),
    }))
}

/// Words that say nothing about who uses them; listed without a domain all the same.
const TOO_COMMON: [&str; 14] = [
    "disco", "europe", "frontend", "inst", "lantern", "lastlist", "login", "opout", "recs-", "renderid",
    "store", "test", "webact", "wires",
];

/// From this length on, a listed name with an underscore or a digit in it is its vendor's own.
const DISTINCT: usize = 8;

/// Whether strangers may use the same name, so that it counts on the listed domain only.
fn is_common(pattern: &Pattern, has_domain: bool) -> bool {
    let (Pattern::Exact(text) | Pattern::Affix(text, _) | Pattern::Contains(text)) = pattern;
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphabetic());
    text.len() < SHORTEST_UNBOUND
        || TOO_COMMON.contains(&text.as_str())
        || (has_domain && (is_word || text.len() < DISTINCT))
}

/// The host in texts like `doubleclick.net (3rd party)`; none when there is no host in it.
fn host(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == '/' || c == ',');
    let mut hosts =
        words.map(|word| word.trim_matches(|c: char| c == '.' || !c.is_ascii()).to_ascii_lowercase());
    hosts.find(|word| is_host(word))
}

/// What descriptions say, in lower case.
const OPT_OUT: &[&str] = &["opt-out", "opt out", "opted out"];
const LAST_LOGIN: &[&str] = &["last login", "last logged"];
const PREVENTS_FRAUD: &[&str] = &["fraud prevention", "prevent fraud"];
const KEEPS_CONSENT: &[&str] = &["transparency and consent framework"];
const TRIES_COOKIES: &[&str] = &["supports cookies", "accepts cookies", "test cookie", "cookies are enabled"];
const PROTECTS: &[&str] = &["csrf", "cross-site request", "fraud", "bots", "spam"];
const NEEDED: &[&str] = &[
    "consent",
    "load balanc",
    "load-balanc",
    "same server",
    "routing",
    "cart",
    "basket",
    "checkout",
    "payment",
    "log in",
    "logged in",
    "authenticat",
    "essential",
    "strictly necessary",
    "necessary for",
    "access to admin",
];
const SIGNS_IN: &[&str] = &["log in", "logged in", "logged-in", "sign in", "signed in", "authenticat"];

/// The database's few categories, told apart further by its descriptions.
fn meaning(category: &str, description: &str) -> Option<Meaning> {
    let about = description.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| about.contains(word));
    let purpose = match category {
        "Marketing" if says(OPT_OUT) || says(LAST_LOGIN) => Purpose::Functional,
        "Marketing" if says(PREVENTS_FRAUD) => Purpose::Security,
        "Marketing" if says(KEEPS_CONSENT) => Purpose::Necessary,
        "Marketing" => Purpose::Advertising,
        "Analytics" => Purpose::Analytics,
        "Necessary" => Purpose::Necessary,
        "Security" => Purpose::Security,
        "Functional" if says(PROTECTS) => Purpose::Security,
        "Functional" if says(NEEDED) => Purpose::Necessary,
        "Functional" | "Personalization" => Purpose::Functional,
        _ => return None,
    };
    let tracking = match purpose {
        Purpose::Advertising | Purpose::SocialMedia if says(TRIES_COOKIES) => Tracking::No,
        Purpose::Advertising | Purpose::SocialMedia => Tracking::CrossSite,
        Purpose::Analytics => Tracking::SingleSite,
        Purpose::Functional | Purpose::Necessary | Purpose::Security | Purpose::Unclassified => Tracking::No,
    };
    let keeps = tracking == Tracking::No && purpose != Purpose::Advertising;
    let sign_in = if keeps && says(SIGNS_IN) { SignIn::Likely } else { SignIn::No };
    Some(Meaning { purpose, tracking, sign_in, reason: Reason::ListedName, company: None })
}

/// What kind of business sets cookies for a purpose.
const fn business(purpose: Purpose) -> Category {
    match purpose {
        Purpose::Advertising => Category::Advertising,
        Purpose::SocialMedia => Category::Social,
        Purpose::Analytics => Category::Analytics,
        Purpose::Functional | Purpose::Necessary | Purpose::Security | Purpose::Unclassified => {
            Category::Other
        }
    }
}

/// Of two entries for one name, the one that clears less comes first.
const fn harm(meaning: &Meaning) -> u8 {
    match meaning.tracking {
        Tracking::No => 0,
        Tracking::SingleSite => 1,
        Tracking::Likely => 2,
        Tracking::CrossSite => 3,
    }
}
