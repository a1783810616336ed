//! From the bytes of a table to its look-ups.

use crumbwise_model::{Category, Purpose, Reason, SignIn, Tracking};

use super::{
    Families, Hosts, Knowledge, Names,
    layout::{AXES, CHECKED_FROM, FORMAT, MAGIC, SECTIONS_FROM, Section},
    records::{Rows, Texts},
    sets::Slots,
};

/// Why bytes are no table that this program can use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Not a knowledge table at all.
    #[error("not a knowledge table")]
    Foreign,
    /// Cut, changed or otherwise not what was written.
    #[error("damaged: {0}")]
    Damaged(&'static str),
    /// Written for a program with another format.
    #[error("format {0}, and this program reads format {FORMAT}")]
    Format(u32),
    /// It uses a word that this program has no sentence for.
    #[error("written for a newer program: {0}")]
    Newer(String),
    /// Its rules are older than those it would stand in for.
    #[error("its rules are of {date}, and those in use of {than}")]
    Older {
        /// The day of its rules, `YYYY-MM-DD`.
        date: String,
        /// The day of those in use.
        than: String,
    },
    /// A rule that this program would refuse to be built with.
    #[error("{0}")]
    Rule(String),
}

/// The largest table that is looked at, in bytes; the one compiled in is a twentieth of it.
pub(crate) const LARGEST: usize = 8 * 1024 * 1024;

impl<'a> Knowledge<'a> {
    /// A table whose checksum is right. Its rules are as good as whoever made it: [`check`](Self::check) tells.
    ///
    /// # Errors
    /// When the bytes are no table, damaged, or of another format.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Unfit> {
        let knowledge = Self::open(bytes)?;
        let (head, checked) = bytes.split_at_checked(CHECKED_FROM).ok_or(Unfit::Damaged("cut"))?;
        let told = head.last_chunk().map(|told| u32::from_le_bytes(*told));
        if told != Some(crc32fast::hash(checked)) {
            return Err(Unfit::Damaged("its checksum is wrong"));
        }
        Ok(knowledge)
    }

    /// A table without regard to its checksum.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Unfit> {
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(Unfit::Foreign)?;
        let format = rest.first_chunk().map(|format| u32::from_le_bytes(*format));
        let format = format.ok_or(Unfit::Damaged("cut"))?;
        if format != FORMAT {
            return Err(Unfit::Format(format));
        }
        if bytes.len() > LARGEST {
            return Err(Unfit::Damaged("too large"));
        }
        let sections = Sections::of(bytes)?;
        let texts = Texts(sections.text(Section::Texts)?);
        words(sections.text(Section::Words)?)?;
        let scopes = sections.rows(Section::Scopes)?;
        let names = |rules, slots, starts, parts| {
            Ok(Names {
                texts,
                rules: sections.rows(rules)?,
                slots: sections.slots(slots)?,
                starts: sections.rows(starts)?,
                parts: sections.rows(parts)?,
                scopes,
            })
        };
        let hosts =
            |rules, slots| Ok(Hosts { texts, rules: sections.rows(rules)?, slots: sections.slots(slots)? });
        Ok(Self {
            bytes,
            texts,
            sources: sections.rows(Section::Sources)?,
            origins: sections.rows(Section::Origins)?,
            meanings: sections.rows(Section::Meanings)?,
            companies: sections.rows(Section::Companies)?,
            families: Families {
                texts,
                names: sections.rows(Section::Families)?,
                sites: sections.rows(Section::FamilySites)?,
                slots: sections.slots(Section::FamilySlots)?,
            },
            own: names(Section::OwnNames, Section::OwnSlots, Section::OwnStarts, Section::OwnParts)?,
            listed: names(
                Section::ListedNames,
                Section::ListedSlots,
                Section::ListedStarts,
                Section::ListedParts,
            )?,
            own_hosts: hosts(Section::OwnHosts, Section::OwnHostSlots)?,
            listed_hosts: hosts(Section::ListedHosts, Section::ListedHostSlots)?,
            own_rows: sections.rows(Section::OwnRows)?,
            examples: sections.rows(Section::Examples)?,
        })
    }
}

/// The sections of a file.
struct Sections<'a> {
    bytes: &'a [u8],
    list: &'a [[u8; 8]],
}

impl<'a> Sections<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, Unfit> {
        let list = bytes.get(CHECKED_FROM..SECTIONS_FROM).ok_or(Unfit::Damaged("cut"))?;
        Ok(Self { bytes, list: list.as_chunks().0 })
    }

    fn bytes(&self, section: Section) -> Result<&'a [u8], Unfit> {
        let row = self.list.get(section as usize).ok_or(Unfit::Damaged("a section is missing"))?;
        let (start, len) = row.split_at(4);
        let number =
            |bytes: &[u8]| bytes.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize);
        let (start, len) = (number(start), number(len));
        let end = start.checked_add(len).filter(|_| start >= SECTIONS_FROM);
        let found = end.and_then(|end| self.bytes.get(start..end));
        found.ok_or(Unfit::Damaged("a section lies outside of it"))
    }

    fn text(&self, section: Section) -> Result<&'a str, Unfit> {
        std::str::from_utf8(self.bytes(section)?).map_err(|_| Unfit::Damaged("its texts are no text"))
    }

    /// Numbers of records are 16 bits wide, and one of them stands for none.
    fn rows<const N: usize>(&self, section: Section) -> Result<Rows<'a, N>, Unfit> {
        let (rows, rest) = self.bytes(section)?.as_chunks();
        if !rest.is_empty() || rows.len() > usize::from(u16::MAX) {
            return Err(Unfit::Damaged("a section has the wrong length"));
        }
        Ok(Rows(rows))
    }

    fn slots(&self, section: Section) -> Result<Slots<'a>, Unfit> {
        let slots: Rows<'a, 4> = self.rows(section)?;
        if !slots.len().is_power_of_two() {
            return Err(Unfit::Damaged("a section has the wrong length"));
        }
        Ok(Slots(slots))
    }
}

/// Codes stand for the same words here as where the table was made: words are only ever added, at the end.
fn words(told: &str) -> Result<(), Unfit> {
    let own: [Vec<&str>; AXES] = [
        Purpose::ALL.map(Purpose::word).into(),
        Tracking::ALL.map(Tracking::word).into(),
        SignIn::ALL.map(SignIn::word).into(),
        Reason::ALL.map(Reason::word).into(),
        Category::ALL.map(Category::word).into(),
    ];
    let mut lines = told.lines();
    for own in own {
        let line = lines.next().ok_or(Unfit::Damaged("words are missing"))?;
        let strange = line.split(' ').zip(own.iter().map(Some).chain(std::iter::repeat(None)));
        if let Some((word, _)) = strange.into_iter().find(|(word, own)| own.is_none_or(|own| own != word)) {
            return Err(Unfit::Newer(word.chars().take(40).collect()));
        }
    }
    Ok(())
}
