//! What a host says: its site, and the company behind it.

use std::{borrow::Cow, net::Ipv4Addr};

use crumbwise_model::{CompanyId, Reason};

use crate::knowledge::{Hosts, Knowledge, NameRule, Names, Scope};

/// The registrable domain of a host as it is stored. Hosts that have none (addresses, `localhost`, a public suffix
/// itself) are their own site.
pub fn site(host: &str) -> String {
    site_of(&canonical(host)).to_owned()
}

/// A host, brought into one form: no leading or trailing dot, lower case.
pub(crate) fn canonical(host: &str) -> Cow<'_, str> {
    let host = host.strip_prefix('.').unwrap_or(host);
    let host = host.strip_suffix('.').unwrap_or(host);
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(host.to_ascii_lowercase())
    } else {
        Cow::Borrowed(host)
    }
}

/// The registrable domain of a host in small letters, without a dot before or behind it: [`site`] without its
/// care.
pub fn site_of(host: &str) -> &str {
    let is_address = host.contains([':', '[', '/']) || host.parse::<Ipv4Addr>().is_ok();
    if is_address {
        return host;
    }
    psl::domain_str(host).filter(|domain| !domain.is_empty()).unwrap_or(host)
}

/// What the rules say about one host.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    /// A rule of ours that decides for every name no other rule of ours knows.
    pub(crate) own: Option<u16>,
    /// The entry of `third-party-web`.
    pub(crate) listed: Option<u16>,
    /// The rule of ours that names the company.
    pub(crate) named: Option<u16>,
    /// The company behind the host.
    pub(crate) company: Option<CompanyId>,
    /// The sign-in family of its site.
    pub(crate) family: Option<u8>,
}

impl Known {
    /// Looks a canonical host up, from the whole host to its site.
    pub(crate) fn about(knowledge: &Knowledge<'_>, host: &str, site: &str) -> Self {
        let Knowledge { own_hosts, listed_hosts, families, .. } = knowledge;
        let mut known = Self { family: families.of(site), ..Self::default() };
        if host == site && is_nobodys(host) {
            return known;
        }
        for suffix in suffixes(host, site) {
            if let Some((number, meaning)) = find(own_hosts, suffix, host) {
                known.named = known.named.or(Some(number));
                if knowledge.meaning(meaning).reason != Reason::CompanyOnly {
                    known.own = known.own.or(Some(number));
                }
            }
            if known.listed.is_none() {
                known.listed = find(listed_hosts, suffix, host).map(|(number, _)| number);
            }
        }
        let company = |hosts, number| knowledge.company_of(hosts, number);
        known.company = company(own_hosts, known.named).or_else(|| company(listed_hosts, known.listed));
        known
    }
}

/// Addresses and public suffixes, `localhost` among them: whom a list names there by mistake owns a few names below
/// it at most.
fn is_nobodys(host: &str) -> bool {
    host.contains([':', '[']) || psl::domain_str(host).is_none()
}

/// `a.b.example.com`, `b.example.com`, `example.com`.
fn suffixes<'a>(host: &'a str, site: &'a str) -> impl Iterator<Item = &'a str> {
    std::iter::successors(Some(host), move |suffix| {
        let shorter = suffix.split_once('.')?.1;
        (shorter.len() >= site.len()).then_some(shorter)
    })
}

/// The rule that speaks about a host by one of its suffixes, and the number of its answer.
fn find(hosts: &Hosts<'_>, suffix: &str, host: &str) -> Option<(u16, u16)> {
    let (number, rule) = hosts.find(suffix)?;
    (rule.wildcard || suffix.len() == host.len()).then_some((number, rule.meaning))
}

/// Whether a rule names a canonical host whose site belongs to `family`.
pub(crate) fn is_named_by(names: &Names<'_>, rule: &NameRule, host: &str, family: Option<u8>) -> bool {
    names.scopes(rule).any(|scope| match scope {
        Scope::Domain(domain) => host
            .strip_suffix(names.texts.get(domain))
            .is_some_and(|before| before.is_empty() || before.ends_with('.')),
        Scope::Family(number) => family == Some(number),
    })
}
