//! The table that `build/` compiles from `rules/` and the two public data sets, or a newer one of the same make.

use std::sync::{Mutex, OnceLock, PoisonError};

use crumbwise_model::CompanyId;

mod check;
pub(crate) mod layout;
mod read;
pub(crate) mod records;
mod sets;

pub use read::Unfit;
pub(crate) use records::{Meaning, NameRule, Scope, Span};
pub(crate) use sets::{Families, Hosts, Names};

use records::{Example, Packed, Rows, Texts};

/// What is known about cookies: a compiled table and its look-ups. Small and cheap to copy; the table itself is
/// borrowed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Knowledge<'a> {
    bytes: &'a [u8],
    pub(crate) texts: Texts<'a>,
    pub(crate) sources: Rows<'a, 24>,
    /// File names and references, by number.
    origins: Rows<'a, 6>,
    meanings: Rows<'a, 6>,
    pub(crate) companies: Rows<'a, 19>,
    pub(crate) families: Families<'a>,
    /// The project's own rules about names.
    pub(crate) own: Names<'a>,
    /// The Open Cookie Database.
    pub(crate) listed: Names<'a>,
    /// The project's own rules about hosts.
    pub(crate) own_hosts: Hosts<'a>,
    /// `third-party-web`.
    pub(crate) listed_hosts: Hosts<'a>,
    own_rows: Rows<'a, 2>,
    examples: Rows<'a, 9>,
}

impl Knowledge<'static> {
    /// The table that is compiled in.
    ///
    /// # Panics
    /// Never: the generator wrote it for this very reader.
    pub fn built_in() -> &'static Self {
        static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.table"));
        static BUILT_IN: OnceLock<Knowledge<'static>> = OnceLock::new();
        BUILT_IN.get_or_init(|| Self::open(BYTES).expect("the generator wrote it for this reader"))
    }

    /// A table that is read stays for the life of the process, for whoever has asked it holds its texts; the same
    /// bytes are held once.
    ///
    /// # Errors
    /// As [`read`](Self::read); nothing is held then.
    pub fn keep(bytes: Vec<u8>) -> Result<&'static Self, Unfit> {
        static KEPT: Mutex<Vec<&'static Knowledge<'static>>> = Mutex::new(Vec::new());
        Knowledge::read(&bytes)?;
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |known: &&&'static Self| known.bytes == bytes.as_slice();
        if let Some(known) = [Self::built_in()].iter().chain(kept.iter()).find(same) {
            return Ok(known);
        }
        let bytes: &'static [u8] = Vec::leak(bytes);
        let knowledge: &'static Self = Box::leak(Box::new(Self::open(bytes)?));
        kept.push(knowledge);
        Ok(knowledge)
    }
}

impl<'a> Knowledge<'a> {
    /// The largest table that is read, in bytes.
    pub const LARGEST: usize = read::LARGEST;

    /// The table as it lies in a file.
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    pub(crate) fn meaning(&self, number: u16) -> Meaning {
        self.meanings.get(number).and_then(Meaning::read).unwrap_or_default()
    }

    pub(crate) fn origin(&self, number: u16) -> &'a str {
        self.origins.get(number).map_or("", |text| self.texts.get(Packed::read(text)))
    }

    /// The company that a rule about a host names.
    pub(crate) fn company_of(&self, hosts: &Hosts<'_>, number: Option<u16>) -> Option<CompanyId> {
        self.meaning(hosts.rule(number?)?.meaning).company
    }

    /// The row of our files that a rule of ours about names comes from.
    pub(crate) fn own_row(&self, number: u16) -> Option<u16> {
        self.own_rows.get(number).map(u16::from_le_bytes)
    }

    pub(crate) fn examples(&self) -> impl Iterator<Item = Example> + 'a {
        self.examples.0.iter().map(|row| Example::read(*row))
    }
}
