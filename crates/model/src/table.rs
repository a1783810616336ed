//! The cookies of one store, laid out for speed: fixed-size rows, every text once.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

use crate::{Cookie, Flags, StringId, Strings, StringsBuilder, Text, Timestamp, ValueSize};

/// The number of a distinct (host, name) inside its table: what is explained once, however often it occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PairId(pub u32);

/// A distinct (host, name).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The host as stored: a leading dot means "and its subdomains".
    pub host: StringId,
    /// The cookie's name; may be empty.
    pub name: StringId,
}

/// A cookie as a reader found it, texts borrowed from the file's page.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewCookie<'a> {
    /// See [`Cookie::row`].
    pub row: i64,
    /// The host as stored.
    pub host: &'a [u8],
    /// The name.
    pub name: &'a [u8],
    /// The path.
    pub path: &'a [u8],
    /// See [`Cookie::partition`].
    pub partition: &'a [u8],
    /// See [`Cookie::created`].
    pub created: Timestamp,
    /// See [`Cookie::last_used`].
    pub last_used: Timestamp,
    /// See [`Cookie::expires`].
    pub expires: Timestamp,
    /// See [`Cookie::updated`].
    pub updated: Timestamp,
    /// See [`Cookie::size`].
    pub size: ValueSize,
    /// See [`Cookie::port`].
    pub port: i32,
    /// See [`Cookie::flags`].
    pub flags: Flags,
}

/// The cookies of one store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CookieTable {
    hosts: Strings,
    names: Strings,
    paths: Strings,
    partitions: Strings,
    pairs: Vec<Pair>,
    rows: Vec<Cookie>,
}

impl CookieTable {
    /// An empty table to fill.
    pub fn builder() -> CookieTableBuilder {
        CookieTableBuilder::default()
    }

    /// Every cookie, in the order of the file.
    pub fn rows(&self) -> &[Cookie] {
        &self.rows
    }

    /// Every distinct (host, name), by [`PairId`].
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Every distinct host, by [`Pair::host`].
    pub fn hosts(&self) -> &Strings {
        &self.hosts
    }

    /// Every distinct name, by [`Pair::name`].
    pub fn names(&self) -> &Strings {
        &self.names
    }

    /// Every distinct text by which cookies are kept apart, by [`Cookie::partition`].
    pub fn partitions(&self) -> &Strings {
        &self.partitions
    }

    /// The (host, name) of a cookie of this table.
    pub fn pair(&self, cookie: &Cookie) -> Pair {
        self.pairs.get(cookie.pair.0 as usize).copied().unwrap_or_default()
    }

    /// The host of a cookie of this table.
    pub fn host(&self, cookie: &Cookie) -> Text<'_> {
        self.hosts.text(self.pair(cookie).host)
    }

    /// The name of a cookie of this table.
    pub fn name(&self, cookie: &Cookie) -> Text<'_> {
        self.names.text(self.pair(cookie).name)
    }

    /// The path of a cookie of this table.
    pub fn path(&self, cookie: &Cookie) -> Text<'_> {
        self.paths.text(cookie.path)
    }

    /// What keeps a cookie of this table apart, as stored; empty for most.
    pub fn partition(&self, cookie: &Cookie) -> Text<'_> {
        self.partitions.text(cookie.partition)
    }
}

/// Fills a [`CookieTable`] row by row.
#[derive(Debug, Default)]
pub struct CookieTableBuilder {
    hosts: StringsBuilder,
    names: StringsBuilder,
    paths: StringsBuilder,
    partitions: StringsBuilder,
    pairs: Vec<Pair>,
    pair_index: HashTable<PairId>,
    rows: Vec<Cookie>,
}

impl CookieTableBuilder {
    /// Adds one cookie.
    pub fn push(&mut self, new: &NewCookie<'_>) {
        let pair = Pair { host: self.hosts.intern(new.host), name: self.names.intern(new.name) };
        let cookie = Cookie {
            row: new.row,
            created: new.created,
            last_used: new.last_used,
            expires: new.expires,
            updated: new.updated,
            pair: self.intern_pair(pair),
            path: self.paths.intern(new.path),
            partition: self.partitions.intern(new.partition),
            size: new.size,
            port: new.port,
            flags: new.flags,
        };
        self.rows.push(cookie);
    }

    /// Makes room for so many cookies more, when about so many are expected.
    pub fn reserve(&mut self, more: usize) {
        self.rows.reserve(more);
    }

    /// Adds the cookies of another table behind these.
    pub fn append(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        let hosts = self.hosts.append(&other.hosts);
        let names = self.names.append(&other.names);
        let paths = self.paths.append(&other.paths);
        let partitions = self.partitions.append(&other.partitions);
        let of =
            |numbers: &[StringId], old: StringId| numbers.get(old.0 as usize).copied().unwrap_or_default();
        let pairs =
            other.pairs.iter().map(|pair| Pair { host: of(&hosts, pair.host), name: of(&names, pair.name) });
        let pairs: Vec<PairId> = pairs.map(|pair| self.intern_pair(pair)).collect();
        self.rows.extend(other.rows.iter().map(|row| Cookie {
            pair: pairs.get(row.pair.0 as usize).copied().unwrap_or_default(),
            path: of(&paths, row.path),
            partition: of(&partitions, row.partition),
            ..*row
        }));
    }

    /// The cookies so far, for what only the whole store tells.
    pub fn rows_mut(&mut self) -> &mut [Cookie] {
        &mut self.rows
    }

    /// How many cookies so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none has been added.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The finished table, its look-up indexes let go.
    pub fn finish(self) -> CookieTable {
        CookieTable {
            hosts: self.hosts.finish(),
            names: self.names.finish(),
            paths: self.paths.finish(),
            partitions: self.partitions.finish(),
            pairs: self.pairs,
            rows: self.rows,
        }
    }

    fn intern_pair(&mut self, pair: Pair) -> PairId {
        let hash = FxBuildHasher.hash_one(pair);
        let pairs = &mut self.pairs;
        let same = |id: &PairId| pairs.get(id.0 as usize) == Some(&pair);
        if let Some(&id) = self.pair_index.find(hash, same) {
            return id;
        }
        let id = PairId(u32::try_from(pairs.len()).unwrap_or(u32::MAX));
        pairs.push(pair);
        let pairs = &self.pairs;
        self.pair_index.insert_unique(hash, id, |id| {
            FxBuildHasher.hash_one(pairs.get(id.0 as usize).copied().unwrap_or_default())
        });
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_once_and_texts_come_back() {
        let mut builder = CookieTable::builder();
        for (host, name) in [("a.test", "x"), ("a.test", "y"), ("b.test", "x"), ("a.test", "x")] {
            builder.push(&NewCookie { host: host.as_bytes(), name: name.as_bytes(), ..NewCookie::default() });
        }
        let table = builder.finish();
        assert_eq!(table.pairs().len(), 3);
        let seen: Vec<_> =
            table.rows().iter().map(|c| format!("{} {}", table.host(c), table.name(c))).collect();
        assert_eq!(seen, ["a.test x", "a.test y", "b.test x", "a.test x"]);
    }

    #[test]
    fn a_table_in_parts_is_the_same_table() {
        let cookies = ["a/x", "b/y", "a/y", "a/x", "c/x", "b/y"].map(|pair| pair.split_once('/').unwrap());
        let table = |cookies: &[(&'static str, &'static str)]| {
            let mut builder = CookieTable::builder();
            for (host, name) in cookies {
                let (host, name) = (host.as_bytes(), name.as_bytes());
                builder.push(&NewCookie { host, name, path: name, partition: host, ..NewCookie::default() });
            }
            builder
        };
        let mut parts = CookieTable::builder();
        parts.append(table(&cookies[..2]));
        parts.append(table(&cookies[2..]));
        parts.append(CookieTable::builder());
        assert_eq!(parts.finish(), table(&cookies).finish());
    }

    #[test]
    fn many_pairs_survive_growth_of_the_index() {
        let mut builder = CookieTable::builder();
        for n in 0..10_000_u32 {
            let host = format!("h{}.test", n / 3);
            let name = format!("n{}", n % 7);
            builder.push(&NewCookie { host: host.as_bytes(), name: name.as_bytes(), ..NewCookie::default() });
        }
        let table = builder.finish();
        for (n, cookie) in table.rows().iter().enumerate() {
            assert_eq!(table.host(cookie).to_string(), format!("h{}.test", n / 3));
            assert_eq!(table.name(cookie).to_string(), format!("n{}", n % 7));
        }
    }
}
