//! The table that `build/` compiles from `rules/` and the two public data sets.

use crumbwise_model::{Category, Company, CompanyId, Purpose, Reason, SignIn, Tracking};

/// The answer of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meaning {
    pub(crate) purpose: Purpose,
    pub(crate) tracking: Tracking,
    pub(crate) sign_in: SignIn,
    pub(crate) reason: Reason,
    pub(crate) company: Option<CompanyId>,
}

/// Where a cookie may come from for a rule to speak about it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scope {
    /// This domain and its subdomains.
    Domain(&'static str),
    /// The sites of a family, by its number.
    Family(u8),
}

/// A rule about names.
#[derive(Debug)]
pub(crate) struct NameRule {
    /// As it is written, `*` for anything.
    pub(crate) pattern: &'static str,
    /// Where it applies.
    pub(crate) scopes: &'static [Scope],
    /// Whether it applies nowhere else.
    pub(crate) bound: bool,
    pub(crate) meaning: Meaning,
    /// The file it stands in, as a number of `TEXTS`.
    file: u16,
    /// Where it can be looked up, as a number of `TEXTS`.
    reference: u16,
}

/// A rule about hosts.
#[derive(Debug)]
pub(crate) struct HostRule {
    pub(crate) domain: &'static str,
    /// Whether subdomains are meant too.
    pub(crate) wildcard: bool,
    pub(crate) meaning: Meaning,
    /// The file it stands in, as a number of `TEXTS`.
    file: u16,
    /// Where it can be looked up, as a number of `TEXTS`.
    reference: u16,
}

impl NameRule {
    /// What stands before and after the `*`.
    pub(crate) fn affixes(&self) -> (&'static str, &'static str) {
        self.pattern.split_once('*').unwrap_or((self.pattern, ""))
    }

    /// What stands between the two `*`.
    pub(crate) fn part(&self) -> &'static str {
        self.pattern.trim_matches('*')
    }

    /// The file it stands in, and where it can be looked up.
    pub(crate) fn origin(&self) -> (&'static str, &'static str) {
        (text(self.file.into()), text(self.reference.into()))
    }
}

impl HostRule {
    /// The file it stands in, and where it can be looked up.
    pub(crate) fn origin(&self) -> (&'static str, &'static str) {
        (text(self.file.into()), text(self.reference.into()))
    }
}

fn text(number: usize) -> &'static str {
    TEXTS.get(number).copied().unwrap_or_default()
}

/// Rules that stand side by side.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Span {
    pub(crate) first: u16,
    pub(crate) count: u16,
}

/// A beginning of names, in alphabetical order, linked to the longest other beginning it begins with.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) text: &'static str,
    pub(crate) parent: Option<u16>,
    pub(crate) rules: Span,
}

/// An example that a rule carries.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct Example {
    /// The row that carries it; see `OWN_ROWS`.
    pub(crate) row: u16,
    pub(crate) file: &'static str,
    /// `name host`.
    pub(crate) text: &'static str,
    pub(crate) decides: bool,
}

#[expect(clippy::unreadable_literal, reason = "hashes in generated code")]
mod table {
    #[cfg(test)]
    use super::Example;
    use super::{
        Category, Company, CompanyId, HostRule, Meaning, NameRule, Purpose, Reason, Scope, SignIn, Span,
    };
    use super::{Start, Tracking};

    use Scope::{Domain as D, Family as F};

    const fn name(
        pattern: &'static str,
        scopes: &'static [Scope],
        bound: bool,
        meaning: Meaning,
        file: u16,
        reference: u16,
    ) -> NameRule {
        NameRule { pattern, scopes, bound, meaning, file, reference }
    }

    const fn host(
        domain: &'static str,
        wildcard: bool,
        meaning: Meaning,
        file: u16,
        reference: u16,
    ) -> HostRule {
        HostRule { domain, wildcard, meaning, file, reference }
    }

    include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));
}

pub(crate) use table::*;

/// One set of rules about names and its indexes.
pub(crate) struct NameSet {
    pub(crate) rules: &'static [NameRule],
    pub(crate) exact: &'static phf::Map<&'static str, Span>,
    pub(crate) starts: &'static [Start],
    /// Rules about a part of the name.
    pub(crate) parts: Span,
}

/// The project's own rules.
pub(crate) static OWN: NameSet =
    NameSet { rules: OWN_RULES, exact: &OWN_EXACT, starts: OWN_STARTS, parts: OWN_PARTS };

/// The Open Cookie Database.
pub(crate) static LISTED: NameSet =
    NameSet { rules: LISTED_RULES, exact: &LISTED_EXACT, starts: LISTED_STARTS, parts: LISTED_PARTS };

impl NameSet {
    /// The rules of a span with their numbers.
    pub(crate) fn span(&self, span: Span) -> impl Iterator<Item = (u16, &'static NameRule)> {
        let first = usize::from(span.first);
        let rules = self.rules.get(first..first + usize::from(span.count)).unwrap_or_default();
        (span.first..).zip(rules)
    }

    /// The longest beginning that `name` has.
    pub(crate) fn longest_start(&self, name: &str) -> Option<&'static Start> {
        let before = self.starts.partition_point(|start| start.text <= name);
        let mut start = self.starts.get(before.checked_sub(1)?);
        while let Some(candidate) = start {
            if name.starts_with(candidate.text) {
                return Some(candidate);
            }
            start = self.parent(candidate);
        }
        None
    }

    /// The next shorter beginning.
    pub(crate) fn parent(&self, start: &Start) -> Option<&'static Start> {
        self.starts.get(usize::from(start.parent?))
    }
}
