//! The records of a table, as they lie in it. `build/emit.rs` writes them.

use crumbwise_model::{Category, CompanyId, Purpose, Reason, SignIn, Tracking};

use super::layout::EMPTY;

/// Records of one size, side by side.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rows<'a, const N: usize>(pub(crate) &'a [[u8; N]]);

impl<'a, const N: usize> Rows<'a, N> {
    pub(crate) const fn len(self) -> usize {
        self.0.len()
    }

    pub(crate) fn at(self, number: usize) -> Option<[u8; N]> {
        self.0.get(number).copied()
    }

    pub(crate) fn get(self, number: u16) -> Option<[u8; N]> {
        self.at(usize::from(number))
    }

    /// All of them, with their numbers.
    pub(crate) fn iter(self) -> impl Iterator<Item = (u16, [u8; N])> + 'a {
        (0..=u16::MAX).zip(self.0.iter().copied())
    }
}

/// A record, read field by field; past its end everything is zero.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (field, rest) = self.0.split_first_chunk().unwrap_or((&[0; N], &[]));
        self.0 = rest;
        *field
    }

    fn byte(&mut self) -> u8 {
        u8::from_le_bytes(self.take())
    }

    fn code(&mut self) -> usize {
        self.byte().into()
    }

    fn short(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    /// A number, or none.
    fn number(&mut self) -> Option<u16> {
        Some(self.short()).filter(|&number| number != EMPTY)
    }

    fn long(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn text(&mut self) -> Packed {
        Packed(self.long(), self.short())
    }
}

/// One of the texts, by where it stands among them all, in bytes: 4 bytes and 2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Packed(pub(crate) u32, pub(crate) u16);

impl Packed {
    pub(crate) fn read(bytes: [u8; 6]) -> Self {
        Fields(&bytes).text()
    }

    fn range(self) -> std::ops::Range<usize> {
        let start = self.0 as usize;
        start..start.saturating_add(usize::from(self.1))
    }
}

/// Every text, one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Texts<'a>(pub(crate) &'a str);

impl<'a> Texts<'a> {
    pub(crate) fn get(self, text: Packed) -> &'a str {
        self.0.get(text.range()).unwrap_or_default()
    }

    /// The same as bytes, for comparing: they are in the same order, and nobody asks where characters begin.
    pub(crate) fn bytes(self, text: Packed) -> &'a [u8] {
        self.0.as_bytes().get(text.range()).unwrap_or_default()
    }
}

/// Rules that stand side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) first: u16,
    pub(crate) count: u16,
}

impl Span {
    pub(crate) fn numbers(self) -> impl Iterator<Item = u16> {
        self.first..self.first.saturating_add(self.count)
    }
}

/// The answer of a rule: four codes, and the company's number or [`EMPTY`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) purpose: Purpose,
    pub(crate) tracking: Tracking,
    pub(crate) sign_in: SignIn,
    pub(crate) reason: Reason,
    pub(crate) company: Option<CompanyId>,
}

impl Meaning {
    /// `None` where a code stands for nothing.
    pub(crate) fn read(row: [u8; 6]) -> Option<Self> {
        let mut row = Fields(&row);
        Some(Self {
            purpose: *Purpose::ALL.get(row.code())?,
            tracking: *Tracking::ALL.get(row.code())?,
            sign_in: *SignIn::ALL.get(row.code())?,
            reason: *Reason::ALL.get(row.code())?,
            company: row.number().map(CompanyId),
        })
    }
}

/// Where a cookie may come from for a rule to speak about it: the family's number or 255, then the domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// This domain and its subdomains.
    Domain(Packed),
    /// The sites of a family, by its number.
    Family(u8),
}

impl Scope {
    pub(crate) const NO_FAMILY: u8 = u8::MAX;

    pub(crate) fn read(row: [u8; 7]) -> Self {
        let mut row = Fields(&row);
        match row.byte() {
            Self::NO_FAMILY => Self::Domain(row.text()),
            family => Self::Family(family),
        }
    }
}

/// A rule about names: pattern, first scope, count of scopes, whether it is bound, then three numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameRule {
    /// As it is written, `*` for anything.
    pub(crate) pattern: Packed,
    /// Where it applies.
    pub(crate) scopes: Span,
    /// Whether it applies nowhere else.
    pub(crate) bound: bool,
    pub(crate) meaning: u16,
    /// The file it stands in, as a number of an origin.
    pub(crate) file: u16,
    /// Where it can be looked up, as a number of an origin.
    pub(crate) reference: u16,
}

impl NameRule {
    pub(crate) fn read(row: [u8; 16]) -> Self {
        let mut row = Fields(&row);
        Self {
            pattern: row.text(),
            scopes: Span { first: row.short(), count: row.byte().into() },
            bound: row.byte() != 0,
            meaning: row.short(),
            file: row.short(),
            reference: row.short(),
        }
    }
}

/// A rule about hosts: domain, three numbers, whether subdomains are meant too.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HostRule {
    pub(crate) domain: Packed,
    /// Whether subdomains are meant too.
    pub(crate) wildcard: bool,
    pub(crate) meaning: u16,
    /// The file it stands in, as a number of an origin.
    pub(crate) file: u16,
    /// Where it can be looked up, as a number of an origin.
    pub(crate) reference: u16,
}

impl HostRule {
    pub(crate) fn read(row: [u8; 13]) -> Self {
        let mut row = Fields(&row);
        Self {
            domain: row.text(),
            meaning: row.short(),
            file: row.short(),
            reference: row.short(),
            wildcard: row.byte() != 0,
        }
    }
}

/// A beginning of names, in alphabetical order, linked to the longest other beginning it begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) text: Packed,
    pub(crate) parent: Option<u16>,
    pub(crate) rules: Span,
}

impl Start {
    pub(crate) fn read(row: [u8; 12]) -> Self {
        let mut row = Fields(&row);
        Self {
            text: row.text(),
            parent: row.number(),
            rules: Span { first: row.short(), count: row.short() },
        }
    }
}

/// A part of names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// See [`letters`](crate::letters::letters).
    pub(crate) letters: u32,
    pub(crate) text: Packed,
    pub(crate) rule: u16,
}

impl Part {
    pub(crate) fn read(row: [u8; 12]) -> Self {
        let mut row = Fields(&row);
        Self { letters: row.long(), text: row.text(), rule: row.short() }
    }
}

/// A company: name, parent, homepage, kind of business.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PackedCompany {
    pub(crate) name: Packed,
    pub(crate) parent: Packed,
    pub(crate) homepage: Packed,
    pub(crate) category: Option<Category>,
}

impl PackedCompany {
    pub(crate) fn read(row: [u8; 19]) -> Self {
        let mut row = Fields(&row);
        Self {
            name: row.text(),
            parent: row.text(),
            homepage: row.text(),
            category: Category::ALL.get(row.code()).copied(),
        }
    }
}

/// A site of a family.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FamilySite {
    pub(crate) site: Packed,
    pub(crate) family: u8,
}

impl FamilySite {
    pub(crate) fn read(row: [u8; 7]) -> Self {
        let mut row = Fields(&row);
        Self { site: row.text(), family: row.byte() }
    }
}

/// A source: name, version, date, licence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PackedSource {
    pub(crate) name: Packed,
    pub(crate) version: Packed,
    pub(crate) date: Packed,
    pub(crate) licence: Packed,
}

impl PackedSource {
    pub(crate) fn read(row: [u8; 24]) -> Self {
        let mut row = Fields(&row);
        Self { name: row.text(), version: row.text(), date: row.text(), licence: row.text() }
    }
}

/// An example that a row of ours carries: `name host`, the row, whether the row decides it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Example {
    pub(crate) text: Packed,
    pub(crate) row: u16,
    pub(crate) decides: bool,
}

impl Example {
    pub(crate) fn read(row: [u8; 9]) -> Self {
        let mut row = Fields(&row);
        Self { text: row.text(), row: row.short(), decides: row.byte() != 0 }
    }
}
