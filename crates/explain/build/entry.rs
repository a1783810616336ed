//! What a rule or a listed cookie says, in the form in which it is compiled in.

use crumbwise_model::{Purpose, Reason, SignIn, Tracking};

/// Where a cookie may come from for a rule to speak about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// This domain and its subdomains.
    Domain(String),
    /// Any site of a family of `families.toml`.
    Family(String),
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) purpose: Purpose,
    pub(crate) tracking: Tracking,
    pub(crate) sign_in: SignIn,
    pub(crate) reason: Reason,
    pub(crate) company: Option<u16>,
}

impl Meaning {
    /// What a reason says about every other axis, unless a rule says otherwise.
    pub(crate) const fn of(reason: Reason) -> Self {
        let (purpose, tracking, sign_in) = match reason {
            Reason::SignIn => (Purpose::Necessary, Tracking::No, SignIn::Yes),
            Reason::SessionId => (Purpose::Necessary, Tracking::No, SignIn::Likely),
            Reason::Security | Reason::NetworkSecurity => (Purpose::Security, Tracking::No, SignIn::No),
            Reason::Consent | Reason::Cart | Reason::LoadBalancer | Reason::NetworkBalancer => {
                (Purpose::Necessary, Tracking::No, SignIn::No)
            }
            Reason::Preference | Reason::Support => (Purpose::Functional, Tracking::No, SignIn::No),
            Reason::AdvertisingId => (Purpose::Advertising, Tracking::CrossSite, SignIn::No),
            Reason::AdvertisingHelper => (Purpose::Advertising, Tracking::No, SignIn::No),
            Reason::Campaign => (Purpose::Advertising, Tracking::SingleSite, SignIn::No),
            Reason::SocialId => (Purpose::SocialMedia, Tracking::CrossSite, SignIn::No),
            Reason::AnalyticsId => (Purpose::Analytics, Tracking::SingleSite, SignIn::No),
            Reason::AnalyticsHelper => (Purpose::Analytics, Tracking::No, SignIn::No),
            Reason::Unknown
            | Reason::ListedName
            | Reason::KnownHost
            | Reason::CompanyOnly
            | Reason::NamedLike
            | Reason::LooksLikeTracking
            | Reason::NeverVisited
            | Reason::NeverUsed
            | Reason::LooksLikeSignIn
            | Reason::YouSaidSignIn
            | Reason::YouSaidNotSignIn
            | Reason::YouSaidTracking
            | Reason::YouSaidNotTracking
            | Reason::YouSaidPurpose
            | Reason::YouSaidCompany => (Purpose::Unclassified, Tracking::No, SignIn::No),
        };
        Self { purpose, tracking, sign_in, reason, company: None }
    }
}

/// How a name is matched; `*` stands for anything, nothing included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pattern {
    /// The whole name.
    Exact(String),
    /// `start*end`; `end` may be empty.
    Affix(String, String),
    /// `*part*`, ASCII letters in either case.
    Contains(String),
}

impl Pattern {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('*').collect();
        match *parts.as_slice() {
            [whole] if !whole.is_empty() => Ok(Self::Exact(whole.to_owned())),
            [start, end] if !start.is_empty() => Ok(Self::Affix(start.to_owned(), end.to_owned())),
            ["", part, ""] if !part.is_empty() => Ok(Self::Contains(part.to_ascii_lowercase())),
            _ => Err(format!("`{text}` is not a pattern: write `name`, `start*`, `start*end` or `*part*`")),
        }
    }

    /// How many characters of the name are given.
    pub(crate) fn literal_len(&self) -> usize {
        match self {
            Self::Exact(text) | Self::Contains(text) => text.len(),
            Self::Affix(start, end) => start.len() + end.len(),
        }
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Self::Exact(text) => text.clone(),
            Self::Affix(start, end) => format!("{start}*{end}"),
            Self::Contains(part) => format!("*{part}*"),
        }
    }
}

/// Shortest wildcard of ours, and shortest listed name, that may stand without a domain.
pub(crate) const SHORTEST_UNBOUND: usize = 4;

/// One rule about names, ours or listed.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) pattern: Pattern,
    /// Where it applies.
    pub(crate) scopes: Vec<Scope>,
    /// Whether it applies nowhere else; without, a scope that fits only makes it surer.
    pub(crate) bound: bool,
    pub(crate) meaning: Meaning,
    /// The file it stands in.
    pub(crate) file: String,
    /// Where it can be looked up.
    pub(crate) reference: String,
    /// The row of our files that it comes from; its patterns share its examples.
    pub(crate) row: usize,
    /// `name host` that it must and must not decide.
    pub(crate) examples: Vec<String>,
    pub(crate) counter_examples: Vec<String>,
}

impl Entry {
    /// Refuses a pattern so short that it would match strangers. A whole name of ours may be shorter: it was
    /// looked at, one by one.
    pub(crate) fn check(&self) -> Result<(), String> {
        let shortest = match self.pattern {
            Pattern::Exact(_) => 2,
            Pattern::Affix(..) | Pattern::Contains(_) => SHORTEST_UNBOUND,
        };
        if !self.bound && self.pattern.literal_len() < shortest {
            return Err(format!(
                "`{}` in {}: under {shortest} characters, so it needs a domain",
                self.pattern.text(),
                self.file
            ));
        }
        Ok(())
    }
}

/// Whether `text` can be a host: labels of letters, digits, hyphens and underscores.
pub(crate) fn is_host(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
}
