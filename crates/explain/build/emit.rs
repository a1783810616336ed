//! Writes the table: the other half of `src/knowledge/`, which says how it lies in a file.

use std::collections::BTreeMap;

use crumbwise_model::{Category, Purpose, Reason, SignIn, Tracking};

#[path = "../src/knowledge/layout.rs"]
mod layout;
#[path = "../src/letters.rs"]
mod letters;

use layout::{AXES, CHECKED_FROM, EMPTY, FORMAT, MAGIC, SECTIONS_FROM, Section, hash, tag};
use letters::letters;

use crate::{
    companies::Companies,
    domains::{self, Domain},
    entry::{Entry, Meaning, Pattern, Scope},
    rules::Own,
    sources::Source,
};

/// Everything that is compiled in.
pub(crate) struct Knowledge {
    pub(crate) sources: Vec<Source>,
    pub(crate) companies: Companies,
    pub(crate) own: Own,
    pub(crate) listed: Vec<Entry>,
    pub(crate) domains: Vec<Domain>,
}

/// The whole table.
pub(crate) fn emit(knowledge: &Knowledge) -> Result<Vec<u8>, String> {
    let mut table = Table::default();
    table.words();
    table.sources(&knowledge.sources)?;
    table.companies(&knowledge.companies)?;
    let families: Vec<&str> = knowledge.companies.families.iter().map(|(name, _)| name.as_str()).collect();
    table.names(&OWN, &knowledge.own.names, &families)?;
    table.names(&LISTED, &knowledge.listed, &families)?;
    table.hosts(knowledge)?;
    table.examples(&knowledge.own.names)?;
    table.finish()
}

/// Where a set of rules about names goes.
struct NameSections {
    rules: Section,
    slots: Section,
    starts: Section,
    parts: Section,
}

const OWN: NameSections = NameSections {
    rules: Section::OwnNames,
    slots: Section::OwnSlots,
    starts: Section::OwnStarts,
    parts: Section::OwnParts,
};

const LISTED: NameSections = NameSections {
    rules: Section::ListedNames,
    slots: Section::ListedSlots,
    starts: Section::ListedStarts,
    parts: Section::ListedParts,
};

/// The sections so far, and what many rules share, written once.
#[derive(Default)]
struct Table {
    sections: [Vec<u8>; Section::COUNT],
    places: BTreeMap<String, [u8; 6]>,
    origins: BTreeMap<String, [u8; 2]>,
    meanings: BTreeMap<[u8; 6], [u8; 2]>,
    scopes: u16,
}

impl Table {
    fn put(&mut self, section: Section, bytes: &[u8]) {
        if let Some(found) = self.sections.get_mut(section as usize) {
            found.extend_from_slice(bytes);
        }
    }

    /// A text by where it stands among all texts.
    fn text(&mut self, text: &str) -> Result<[u8; 6], String> {
        if let Some(place) = self.places.get(text) {
            return Ok(*place);
        }
        let start = self.sections.get(Section::Texts as usize).map_or(0, Vec::len);
        let start = u32::try_from(start).map_err(|_| "too many texts".to_owned())?.to_le_bytes();
        let len = number(text.len())?;
        self.put(Section::Texts, text.as_bytes());
        let place = joined([&start[..], &len[..]]);
        self.places.insert(text.to_owned(), place);
        Ok(place)
    }

    /// The number of a file name or reference.
    fn origin(&mut self, text: &str) -> Result<[u8; 2], String> {
        if let Some(found) = self.origins.get(text) {
            return Ok(*found);
        }
        let place = self.text(text)?;
        self.put(Section::Origins, &place);
        let next = number(self.origins.len())?;
        self.origins.insert(text.to_owned(), next);
        Ok(next)
    }

    fn meaning(&mut self, meaning: &Meaning) -> Result<[u8; 2], String> {
        let [a, b] = meaning.company.unwrap_or(EMPTY).to_le_bytes();
        let bytes = [
            code(&Purpose::ALL, meaning.purpose)?,
            code(&Tracking::ALL, meaning.tracking)?,
            code(&SignIn::ALL, meaning.sign_in)?,
            code(&Reason::ALL, meaning.reason)?,
            a,
            b,
        ];
        if let Some(found) = self.meanings.get(&bytes) {
            return Ok(*found);
        }
        self.put(Section::Meanings, &bytes);
        let next = number(self.meanings.len())?;
        self.meanings.insert(bytes, next);
        Ok(next)
    }

    fn words(&mut self) {
        let axes: [Vec<&str>; AXES] = [
            Purpose::ALL.map(Purpose::word).into(),
            Tracking::ALL.map(Tracking::word).into(),
            SignIn::ALL.map(SignIn::word).into(),
            Reason::ALL.map(Reason::word).into(),
            Category::ALL.map(Category::word).into(),
        ];
        self.put(Section::Words, axes.map(|words| words.join(" ")).join("\n").as_bytes());
    }

    fn sources(&mut self, sources: &[Source]) -> Result<(), String> {
        for source in sources {
            for text in [&source.name, &source.version, &source.date, &source.licence] {
                let place = self.text(text)?;
                self.put(Section::Sources, &place);
            }
        }
        Ok(())
    }

    fn companies(&mut self, companies: &Companies) -> Result<(), String> {
        for company in &companies.all {
            for text in [&company.name, &company.parent, &company.homepage] {
                let place = self.text(text)?;
                self.put(Section::Companies, &place);
            }
            let category = code(&Category::ALL, company.category)?;
            self.put(Section::Companies, &[category]);
        }
        let mut sites = BTreeMap::new();
        for (family, (name, its_sites)) in companies.families.iter().enumerate() {
            let place = self.text(name)?;
            self.put(Section::Families, &place);
            sites.extend(its_sites.iter().map(|site| (site.as_str(), family)));
        }
        for (site, family) in &sites {
            let place = self.text(site)?;
            self.put(Section::FamilySites, &place);
            self.put(Section::FamilySites, &[family_code(*family)?]);
        }
        self.slots(Section::FamilySlots, sites.keys().copied().zip(0..))
    }

    /// Finds texts by their hash: at most half full, so that a stranger is seldom looked at.
    fn slots<'a>(
        &mut self,
        section: Section,
        texts: impl Iterator<Item = (&'a str, usize)>,
    ) -> Result<(), String> {
        let texts: Vec<(&str, usize)> = texts.collect();
        let size = (texts.len() * 2 + 1).next_power_of_two();
        let mut slots = vec![(EMPTY, 0); size];
        for (text, at) in texts {
            let hash = hash(text);
            let mut place = hash as usize & (size - 1);
            while slots.get(place).is_some_and(|(number, _)| *number != EMPTY) {
                place = (place + 1) & (size - 1);
            }
            if let Some(slot) = slots.get_mut(place) {
                *slot = (u16::from_le_bytes(number(at)?), tag(hash));
            }
        }
        for (number, tag) in slots {
            self.put(section, &number.to_le_bytes());
            self.put(section, &tag.to_le_bytes());
        }
        Ok(())
    }

    fn names(&mut self, to: &NameSections, entries: &[Entry], families: &[&str]) -> Result<(), String> {
        for entry in entries {
            let mut row = Vec::new();
            row.extend(self.text(&entry.pattern.text())?);
            row.extend(self.scopes(&entry.scopes, families)?);
            row.push(u8::from(entry.bound));
            row.extend(self.meaning(&entry.meaning)?);
            row.extend(self.origin(&entry.file)?);
            row.extend(self.origin(&entry.reference)?);
            self.put(to.rules, &row);
        }
        self.indexes(to, entries)
    }

    /// The first scope's number, and how many there are.
    fn scopes(&mut self, scopes: &[Scope], families: &[&str]) -> Result<[u8; 3], String> {
        let [a, b] = self.scopes.to_le_bytes();
        for scope in scopes {
            let (family, domain) = match scope {
                Scope::Domain(domain) => (u8::MAX, self.text(domain)?),
                Scope::Family(name) => {
                    let at = families.iter().position(|family| family == name);
                    (family_code(at.ok_or_else(|| format!("`{name}` is no family"))?)?, [0; 6])
                }
            };
            self.put(Section::Scopes, &[family]);
            self.put(Section::Scopes, &domain);
        }
        let count = u8::try_from(scopes.len()).map_err(|_| "a rule with more than 255 domains".to_owned())?;
        self.scopes = self.scopes.checked_add(count.into()).ok_or("more than 65,535 domains of rules")?;
        Ok([a, b, count])
    }

    /// The look-ups over one set of rules: whole names by hash, beginnings by order, parts one after the other.
    fn indexes(&mut self, to: &NameSections, entries: &[Entry]) -> Result<(), String> {
        let mut exact: BTreeMap<&str, usize> = BTreeMap::new();
        let mut starts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            match &entry.pattern {
                Pattern::Exact(text) => {
                    exact.entry(text).or_insert(at);
                }
                Pattern::Affix(start, _) => starts.entry(start).or_insert((at, 0)).1 += 1,
                Pattern::Contains(text) => {
                    let place = self.text(text)?;
                    let row = [&letters(text).to_le_bytes()[..], &place, &number(at)?];
                    self.put(to.parts, &row.concat());
                }
            }
        }
        self.slots(to.slots, exact.into_iter())?;
        let texts: Vec<&str> = starts.keys().copied().collect();
        for (text, (first, count)) in &starts {
            let parent = texts
                .iter()
                .enumerate()
                .filter(|(_, shorter)| shorter.len() < text.len() && text.starts_with(**shorter))
                .max_by_key(|(_, shorter)| shorter.len());
            let parent = parent.map_or(Ok(EMPTY.to_le_bytes()), |(at, _)| number(at))?;
            let row = [&self.text(text)?[..], &parent, &number(*first)?, &number(*count)?];
            self.put(to.starts, &row.concat());
        }
        Ok(())
    }

    fn hosts(&mut self, knowledge: &Knowledge) -> Result<(), String> {
        let own = own_hosts(knowledge);
        let listed =
            knowledge.domains.iter().map(|one| (one.clone(), domains::FILE.to_owned(), String::new()));
        for (to, slots, rows) in [
            (Section::OwnHosts, Section::OwnHostSlots, own),
            (Section::ListedHosts, Section::ListedHostSlots, listed.collect()),
        ] {
            for (domain, file, reference) in &rows {
                let mut row = Vec::new();
                row.extend(self.text(&domain.host)?);
                row.extend(self.meaning(&domain.meaning)?);
                row.extend(self.origin(file)?);
                row.extend(self.origin(reference)?);
                row.push(u8::from(domain.wildcard));
                self.put(to, &row);
            }
            self.slots(slots, rows.iter().map(|(domain, ..)| domain.host.as_str()).zip(0..))?;
        }
        Ok(())
    }

    /// The examples that every row of ours carries: whoever reads the table can try them.
    fn examples(&mut self, own: &[Entry]) -> Result<(), String> {
        for entry in own {
            let row = number(entry.row)?;
            self.put(Section::OwnRows, &row);
            for (examples, decides) in [(&entry.examples, 1), (&entry.counter_examples, 0)] {
                for example in examples {
                    let place = self.text(example)?;
                    self.put(Section::Examples, &[&place[..], &row, &[decides]].concat());
                }
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, String> {
        let long = |_| "a table of more than 4 GB".to_owned();
        let mut checked = Vec::new();
        let mut place = SECTIONS_FROM;
        for section in &self.sections {
            checked.extend(u32::try_from(place).map_err(long)?.to_le_bytes());
            checked.extend(u32::try_from(section.len()).map_err(long)?.to_le_bytes());
            place += section.len();
        }
        checked.extend(self.sections.iter().flatten());
        let mut table = Vec::with_capacity(CHECKED_FROM + checked.len());
        table.extend(MAGIC);
        table.extend(FORMAT.to_le_bytes());
        table.extend(crc32fast::hash(&checked).to_le_bytes());
        table.extend(checked);
        Ok(table)
    }
}

/// Our own domains that decide, then those that name a company and nothing else.
fn own_hosts(knowledge: &Knowledge) -> Vec<(Domain, String, String)> {
    let decide = knowledge.own.domains.iter();
    let mut own: Vec<(Domain, String, String)> =
        decide.map(|own| (own.domain.clone(), own.file.clone(), own.reference.clone())).collect();
    for named in &knowledge.companies.domains {
        if own.iter().all(|(known, ..)| known.host != named.host) {
            let meaning = Meaning { company: Some(named.company), ..Meaning::of(Reason::CompanyOnly) };
            let domain = Domain { host: named.host.clone(), wildcard: true, meaning };
            own.push((domain, named.file.clone(), String::new()));
        }
    }
    own
}

/// A number of 16 bits, of which the last stands for none.
fn number(number: usize) -> Result<[u8; 2], String> {
    let small = u16::try_from(number).ok().filter(|&number| number != EMPTY);
    small.map(u16::to_le_bytes).ok_or_else(|| format!("{number} does not fit the table"))
}

fn family_code(family: usize) -> Result<u8, String> {
    u8::try_from(family)
        .ok()
        .filter(|&family| family != u8::MAX)
        .ok_or_else(|| "more than 254 families".to_owned())
}

/// The place of a value in the list that gives codes their meaning.
fn code<T: Copy + PartialEq>(all: &[T], value: T) -> Result<u8, String> {
    let place = all.iter().position(|one| *one == value);
    place.and_then(|place| u8::try_from(place).ok()).ok_or_else(|| "a word without a code".to_owned())
}

fn joined(parts: [&[u8]; 2]) -> [u8; 6] {
    let mut whole = [0; 6];
    for (place, byte) in whole.iter_mut().zip(parts.into_iter().flatten()) {
        *place = *byte;
    }
    whole
}
