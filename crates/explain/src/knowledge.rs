//! The table that `build/` compiles from `rules/` and the two public data sets.

use phf_shared::PhfBorrow;

use crumbwise_model::{Category, Company, CompanyId, Purpose, Reason, SignIn, Tracking};

/// One of the texts in here, by where it stands among them all.
///
/// An address would have to be put right at every start of the program: for some ten thousand texts, that
/// takes as long as reading a thousand cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packed(u32, u16);

impl Packed {
    pub(crate) fn text(self) -> &'static str {
        let start = self.0 as usize;
        table::all().get(start..start + usize::from(self.1)).unwrap_or_default()
    }
}

impl PhfBorrow<str> for Packed {
    fn borrow(&self) -> &str {
        self.text()
    }
}

/// A company as it is compiled in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PackedCompany {
    name: Packed,
    parent: Packed,
    category: Category,
    homepage: Packed,
}

impl PackedCompany {
    pub(crate) fn unpacked(self) -> Company {
        let Self { name, parent, category, homepage } = self;
        Company { name: name.text(), parent: parent.text(), category, homepage: homepage.text() }
    }
}

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
    Domain(Packed),
    /// The sites of a family, by its number.
    Family(u8),
}

/// A rule about names.
#[derive(Debug)]
pub(crate) struct NameRule {
    /// As it is written, `*` for anything.
    pub(crate) pattern: Packed,
    /// Where it applies, in `SCOPES`.
    scopes: Span,
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
    pub(crate) domain: Packed,
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
        let pattern = self.pattern.text();
        pattern.split_once('*').unwrap_or((pattern, ""))
    }

    /// Where it applies; empty for everywhere.
    pub(crate) fn scopes(&self) -> &'static [Scope] {
        let first = usize::from(self.scopes.first);
        SCOPES.get(first..first + usize::from(self.scopes.count)).unwrap_or_default()
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
    table::texts().get(number).map_or("", |text| text.text())
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
    pub(crate) text: Packed,
    pub(crate) parent: Option<u16>,
    pub(crate) rules: Span,
}

/// A part of names.
#[derive(Debug)]
pub(crate) struct Part {
    /// See [`letters`](crate::letters::letters).
    pub(crate) letters: u32,
    pub(crate) text: Packed,
    pub(crate) rule: u16,
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
        Category, CompanyId, HostRule, Meaning, NameRule, Packed, PackedCompany, Part, Purpose, Reason,
        Scope, SignIn, Span,
    };
    use super::{Start, Tracking};

    use Packed as P;
    use Scope::{Domain as D, Family as F};

    /// Every text, one after the other.
    pub(super) fn all() -> &'static str {
        ALL
    }

    /// File names and references, by number.
    pub(super) fn texts() -> &'static [Packed] {
        TEXTS
    }

    const fn name(
        pattern: Packed,
        scopes: Span,
        bound: bool,
        meaning: Meaning,
        file: u16,
        reference: u16,
    ) -> NameRule {
        NameRule { pattern, scopes, bound, meaning, file, reference }
    }

    const fn host(domain: Packed, wildcard: bool, meaning: Meaning, file: u16, reference: u16) -> HostRule {
        HostRule { domain, wildcard, meaning, file, reference }
    }

    include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));
}

pub(crate) use table::*;

/// One set of rules about names and its indexes.
pub(crate) struct NameSet {
    pub(crate) rules: &'static [NameRule],
    pub(crate) exact: &'static phf::Map<Packed, Span>,
    pub(crate) starts: &'static [Start],
    pub(crate) parts: &'static [Part],
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
        let before = self.starts.partition_point(|start| start.text.text() <= name);
        let mut start = self.starts.get(before.checked_sub(1)?);
        while let Some(candidate) = start {
            if name.starts_with(candidate.text.text()) {
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
