//! What a host says: its site, and the company behind it.

use std::{borrow::Cow, net::Ipv4Addr};

use crumbwise_model::{CompanyId, Reason};

use crate::knowledge::{
    FAMILY_SITES, HostRule, LISTED_HOST_INDEX, LISTED_HOSTS, OWN_HOST_INDEX, OWN_HOSTS, Packed, Scope,
};

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

/// The registrable domain of a canonical host. Hosts that have none (addresses, `localhost`, a public
/// suffix itself) are their own site.
pub(crate) fn site(host: &str) -> &str {
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
    pub(crate) fn about(host: &str, site: &str) -> Self {
        let mut known = Self { family: FAMILY_SITES.get(site).copied(), ..Self::default() };
        if !site.contains('.') || site.contains([':', '[']) {
            return known;
        }
        for suffix in suffixes(host, site) {
            if let Some((number, rule)) = find(&OWN_HOST_INDEX, OWN_HOSTS, suffix, host) {
                known.named = known.named.or(Some(number));
                if rule.meaning.reason != Reason::CompanyOnly {
                    known.own = known.own.or(Some(number));
                }
            }
            if known.listed.is_none() {
                known.listed = find(&LISTED_HOST_INDEX, LISTED_HOSTS, suffix, host).map(|(number, _)| number);
            }
        }
        let company =
            |rules: &[HostRule], number: Option<u16>| rules.get(usize::from(number?))?.meaning.company;
        known.company = company(OWN_HOSTS, known.named).or_else(|| company(LISTED_HOSTS, known.listed));
        known
    }
}

/// `a.b.example.com`, `b.example.com`, `example.com`.
fn suffixes<'a>(host: &'a str, site: &'a str) -> impl Iterator<Item = &'a str> {
    std::iter::successors(Some(host), move |suffix| {
        let shorter = suffix.split_once('.')?.1;
        (shorter.len() >= site.len()).then_some(shorter)
    })
}

fn find(
    index: &phf::Map<Packed, u16>,
    rules: &'static [HostRule],
    suffix: &str,
    host: &str,
) -> Option<(u16, &'static HostRule)> {
    let number = *index.get(suffix)?;
    let rule = rules.get(usize::from(number))?;
    (rule.wildcard || suffix.len() == host.len()).then_some((number, rule))
}

/// Whether a scope covers a canonical host whose site belongs to `family`.
pub(crate) fn covers(scope: Scope, host: &str, family: Option<u8>) -> bool {
    match scope {
        Scope::Domain(domain) => {
            host.strip_suffix(domain.text()).is_some_and(|before| before.is_empty() || before.ends_with('.'))
        }
        Scope::Family(number) => family == Some(number),
    }
}
