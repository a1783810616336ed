//! How a compiled table lies in a file; shared with the generator.
//!
//! Little-endian throughout: [`MAGIC`], [`FORMAT`] (4 bytes), the CRC-32 of everything after it (4 bytes), then
//! for each [`Section`] its place in the file and its length (4 bytes each), then the sections. Each section but
//! the texts is a row of records of one size (`records.rs`), so that any of them is found without reading the
//! others, and nothing is built when the program starts.

/// What every table begins with.
pub(crate) const MAGIC: [u8; 8] = *b"CRUMBKNO";

/// The format written and read. Another one is another layout, and is not guessed at.
pub(crate) const FORMAT: u32 = 1;

/// Where the checked part begins.
pub(crate) const CHECKED_FROM: usize = MAGIC.len() + 4 + 4;

/// Where the first section may begin.
pub(crate) const SECTIONS_FROM: usize = CHECKED_FROM + Section::COUNT * 8;

/// The parts of a table, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// Every text, one after the other.
    Texts,
    /// The words of each axis in the order of their codes: purpose, tracking, sign-in, reason, kind of business.
    Words,
    /// The sources, strongest first.
    Sources,
    /// File names and references, by number.
    Origins,
    /// The answers of rules.
    Meanings,
    /// Where rules apply.
    Scopes,
    Companies,
    /// The names of families.
    Families,
    /// Sites that belong to one.
    FamilySites,
    FamilySlots,
    OwnNames,
    OwnSlots,
    OwnStarts,
    OwnParts,
    /// The row of our files that each rule about names comes from.
    OwnRows,
    ListedNames,
    ListedSlots,
    ListedStarts,
    ListedParts,
    OwnHosts,
    OwnHostSlots,
    ListedHosts,
    ListedHostSlots,
    /// `name host` that rows of ours must and must not decide.
    Examples,
}

impl Section {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::Examples as usize + 1;
}

/// A slot that leads nowhere.
pub(crate) const EMPTY: u16 = u16::MAX;

/// The axes whose words a table lists, in this order.
pub(crate) const AXES: usize = 5;

/// FNV-1a, folded: which slot a text is looked for in, and its tag.
pub(crate) const fn hash(text: &str) -> u32 {
    let (mut rest, mut hash) = (text.as_bytes(), 0xcbf2_9ce4_8422_2325_u64);
    while let [byte, more @ ..] = rest {
        hash = (hash ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        rest = more;
    }
    #[expect(clippy::cast_possible_truncation, reason = "both halves are folded into one")]
    let folded = (hash ^ (hash >> 32)) as u32;
    folded
}

/// The part of a hash that tells most strangers in one slot apart.
pub(crate) const fn tag(hash: u32) -> u16 {
    (hash >> 16) as u16
}
