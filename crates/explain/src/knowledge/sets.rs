//! The look-ups: whole names and hosts by hash, beginnings by order, parts one after the other.

use super::{
    layout::{EMPTY, hash, tag},
    records::{FamilySite, HostRule, NameRule, Part, Rows, Scope, Span, Start, Texts},
};

/// Numbers by the hash of a text: a number and a tag each, probed in order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slots<'a>(pub(crate) Rows<'a, 4>);

impl Slots<'_> {
    /// The number whose text is `text`, which `is_it` tells of those that have its tag.
    fn find(self, text: &str, is_it: impl Fn(u16) -> bool) -> Option<u16> {
        let hash = hash(text);
        let mask = self.0.len().checked_sub(1)?;
        for step in 0..self.0.len() {
            let [number, umber, t, ag] = self.0.at((hash as usize).wrapping_add(step) & mask)?;
            let number = u16::from_le_bytes([number, umber]);
            if number == EMPTY {
                return None;
            }
            if u16::from_le_bytes([t, ag]) == tag(hash) && is_it(number) {
                return Some(number);
            }
        }
        None
    }
}

/// One set of rules about names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Names<'a> {
    pub(crate) texts: Texts<'a>,
    pub(crate) rules: Rows<'a, 16>,
    pub(crate) slots: Slots<'a>,
    pub(crate) starts: Rows<'a, 12>,
    pub(crate) parts: Rows<'a, 12>,
    pub(crate) scopes: Rows<'a, 7>,
}

impl<'a> Names<'a> {
    pub(crate) fn rule(&self, number: u16) -> Option<NameRule> {
        self.rules.get(number).map(NameRule::read)
    }

    /// The rules of a span with their numbers.
    pub(crate) fn span(&self, span: Span) -> impl Iterator<Item = (u16, NameRule)> {
        span.numbers().filter_map(|number| Some((number, self.rule(number)?)))
    }

    pub(crate) fn pattern(&self, rule: &NameRule) -> &'a str {
        self.texts.get(rule.pattern)
    }

    /// What stands before and after the `*`.
    pub(crate) fn affixes(&self, rule: &NameRule) -> (&'a str, &'a str) {
        let pattern = self.pattern(rule);
        pattern.split_once('*').unwrap_or((pattern, ""))
    }

    /// Where a rule applies; empty for everywhere.
    pub(crate) fn scopes(&self, rule: &NameRule) -> impl Iterator<Item = Scope> {
        rule.scopes.numbers().filter_map(|number| self.scopes.get(number).map(Scope::read))
    }

    /// The rules for exactly this name, which stand side by side.
    pub(crate) fn exact(&self, name: &str) -> Span {
        let pattern = |number: u16| Some(self.rule(number)?.pattern);
        let is_it =
            |number| pattern(number).is_some_and(|pattern| self.texts.bytes(pattern) == name.as_bytes());
        let Some(first) = self.slots.find(name, is_it) else { return Span::default() };
        let same = (first..u16::MAX).take_while(|&number| pattern(number) == pattern(first));
        Span { first, count: u16::try_from(same.count()).unwrap_or_default() }
    }

    pub(crate) fn start(&self, number: u16) -> Option<Start> {
        self.starts.get(number).map(Start::read)
    }

    /// The longest beginning that `name` has.
    pub(crate) fn longest_start(&self, name: &str) -> Option<u16> {
        let name = name.as_bytes();
        let text = |row: &[u8; 12]| self.texts.bytes(Start::read(*row).text);
        let before = self.starts.0.partition_point(|row| text(row) <= name);
        let mut number = u16::try_from(before.checked_sub(1)?).ok();
        while let Some(start) = number.and_then(|number| self.start(number)) {
            if name.starts_with(self.texts.bytes(start.text)) {
                return number;
            }
            number = start.shorter(number);
        }
        None
    }

    /// A beginning and the shorter ones it begins with, the longest first.
    pub(crate) fn starts_from(&self, number: Option<u16>) -> impl Iterator<Item = Start> {
        let mut number = number;
        std::iter::from_fn(move || {
            let start = self.start(number?)?;
            number = start.shorter(number);
            Some(start)
        })
    }

    pub(crate) fn parts(&self) -> impl Iterator<Item = Part> + 'a {
        self.parts.0.iter().map(|row| Part::read(*row))
    }
}

impl Start {
    /// The next shorter beginning, which stands before this one: so that a damaged table ends too.
    fn shorter(&self, own: Option<u16>) -> Option<u16> {
        self.parent.filter(|&parent| Some(parent) < own)
    }
}

/// One set of rules about hosts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hosts<'a> {
    pub(crate) texts: Texts<'a>,
    pub(crate) rules: Rows<'a, 13>,
    pub(crate) slots: Slots<'a>,
}

impl Hosts<'_> {
    pub(crate) fn rule(&self, number: u16) -> Option<HostRule> {
        self.rules.get(number).map(HostRule::read)
    }

    /// The rule for exactly this domain.
    pub(crate) fn find(&self, domain: &str) -> Option<(u16, HostRule)> {
        let is_it =
            |number| self.rule(number).is_some_and(|rule| self.texts.bytes(rule.domain) == domain.as_bytes());
        let number = self.slots.find(domain, is_it)?;
        Some((number, self.rule(number)?))
    }
}

/// The sites that share a sign-in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Families<'a> {
    pub(crate) texts: Texts<'a>,
    pub(crate) names: Rows<'a, 6>,
    pub(crate) sites: Rows<'a, 7>,
    pub(crate) slots: Slots<'a>,
}

impl<'a> Families<'a> {
    /// The number of the family of a site.
    pub(crate) fn of(&self, site: &str) -> Option<u8> {
        let at = |number: u16| self.sites.get(number).map(FamilySite::read);
        let is_it = |number| at(number).is_some_and(|found| self.texts.bytes(found.site) == site.as_bytes());
        Some(at(self.slots.find(site, is_it)?)?.family)
    }

    pub(crate) fn name(&self, number: u8) -> Option<&'a str> {
        let name = self.names.get(number.into()).map(super::records::Packed::read)?;
        Some(self.texts.get(name))
    }
}
