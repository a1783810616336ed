//! What a name says by itself.

use crate::{
    host,
    knowledge::{LISTED, NameRule, NameSet, OWN, Span, Start},
};

/// The rules that may speak about one name, found once for all hosts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Candidates {
    own: Found,
    /// The same name without a `__Host-` or `__Secure-` in front, which only say how it was set.
    own_bare: Found,
    listed: Found,
    /// Named like a session id or a key.
    pub(crate) looks_like_sign_in: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Found {
    exact: Span,
    start: Option<&'static Start>,
    part: Option<u16>,
}

/// A rule that speaks, and whether the host agrees with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) number: u16,
    pub(crate) rule: &'static NameRule,
    pub(crate) agrees: bool,
}

impl Candidates {
    pub(crate) fn of(name: &str) -> Self {
        let bare = ["__Host-", "__Secure-", "__Http-", "__Host-Http-"]
            .iter()
            .filter_map(|prefix| name.strip_prefix(prefix))
            .min_by_key(|bare| bare.len())
            .unwrap_or_default();
        Self {
            own: Found::of(&OWN, name),
            own_bare: if bare.is_empty() { Found::default() } else { Found::of(&OWN, bare) },
            listed: Found::of(&LISTED, name),
            looks_like_sign_in: looks_like_sign_in(name),
        }
    }

    /// The rule of ours that speaks about this name on this host.
    pub(crate) fn own(&self, name: &str, host: &str, family: Option<u8>) -> Option<Match> {
        let own = |found: &Found, name| found.rules(&OWN, name).find(|(_, rule)| applies(rule, host, family));
        let bare = || own(&self.own_bare, name.split_once('-').map_or(name, |(_, bare)| bare));
        let (number, rule) = own(&self.own, name).or_else(bare)?;
        Some(Match { number, rule, agrees: true })
    }

    /// The entry of the Open Cookie Database that speaks about this name on this host: one that names the
    /// host, else one that names none, else the one that would clear least.
    pub(crate) fn listed(&self, name: &str, host: &str, family: Option<u8>) -> Option<Match> {
        let mut best: Option<Match> = None;
        for (number, rule) in self.listed.rules(&LISTED, name) {
            let agrees = rule.scopes.iter().any(|&scope| host::covers(scope, host, family));
            if agrees {
                return Some(Match { number, rule, agrees });
            }
            let longer = |best: &Match| rule.pattern.len() < best.rule.pattern.len();
            let unnamed = |best: &Match| !best.rule.scopes.is_empty() && rule.scopes.is_empty();
            if !rule.bound && best.as_ref().is_none_or(|best| !longer(best) && unnamed(best)) {
                best = Some(Match { number, rule, agrees });
            }
        }
        best
    }
}

impl Found {
    fn of(set: &NameSet, name: &str) -> Self {
        let part = set.span(set.parts).find(|(_, rule)| contains_ignoring_case(name, rule.start));
        Self {
            exact: set.exact.get(name).copied().unwrap_or_default(),
            start: set.longest_start(name),
            part: part.map(|(number, _)| number),
        }
    }

    /// Whole name first, then beginnings from the longest, then parts.
    fn rules<'a>(
        self,
        set: &'a NameSet,
        name: &'a str,
    ) -> impl Iterator<Item = (u16, &'static NameRule)> + 'a {
        let starts = std::iter::successors(self.start, |start| set.parent(start));
        let parts = self.part.map_or(Span::default(), |first| Span { first, count: 1 });
        set.span(self.exact)
            .chain(starts.flat_map(|start| set.span(start.rules)).filter(move |(_, rule)| {
                name.len() >= rule.start.len() + rule.end.len() && name.ends_with(rule.end)
            }))
            .chain(set.span(parts))
    }
}

fn applies(rule: &NameRule, host: &str, family: Option<u8>) -> bool {
    !rule.bound || rule.scopes.iter().any(|&scope| host::covers(scope, host, family))
}

/// Whether `name` contains `part`, which is lower case, ASCII letters in either case.
fn contains_ignoring_case(name: &str, part: &str) -> bool {
    name.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// Words that session and authentication cookies carry in their names.
const SIGN_IN_PARTS: [&str; 10] =
    ["sess", "auth", "login", "logged", "token", "jwt", "signin", "sign_in", "remember", "passport"];

/// Words that say so only when they stand alone, as in `connect.sid` or `sso_id`.
const SIGN_IN_WORDS: [&str; 3] = ["sid", "sso", "ssid"];

/// Whether a name that no source knows is named like a session id or a key to an account.
fn looks_like_sign_in(name: &str) -> bool {
    if name.len() > 128 {
        return false;
    }
    SIGN_IN_PARTS.iter().any(|part| contains_ignoring_case(name, part))
        || name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| SIGN_IN_WORDS.iter().any(|sign| word.eq_ignore_ascii_case(sign)))
}
