//! Ranks: every distinct text gets the number of its place in alphabetical order, over all stores.

use std::{cmp::Ordering, thread};

use crumbwise_explain::Knowledge;
use crumbwise_model::{PairId, Scan, ScannedStore, Strings, Text};

/// The place of a text that is missing: after all others.
pub(crate) const LAST: u32 = u32::MAX;

/// The ranks of everything that can be sorted by.
#[derive(Debug)]
pub(crate) struct Ranks {
    /// By store, by pair.
    pairs: Vec<Vec<PairRanks>>,
    /// By store: browser's name, then profile's.
    stores: Vec<u32>,
}

/// The ranks of one (host, name); equal texts have equal ranks, across stores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PairRanks {
    /// By site, then host, then name.
    pub(crate) site: u32,
    /// By host.
    pub(crate) host: u32,
    /// By name.
    pub(crate) name: u32,
    /// By company; [`LAST`] where none is known.
    pub(crate) company: u32,
}

impl Ranks {
    pub(crate) fn new(scan: &Scan, knowledge: &Knowledge<'_>) -> Self {
        let (hosts, names, sites) = thread::scope(|scope| {
            let hosts = scope.spawn(|| ranked(scan, |store| store.cookies.hosts(), Alphabetical::Hosts));
            let sites = scope.spawn(|| ranked(scan, |store| &store.explained.sites, Alphabetical::Names));
            let names = ranked(scan, |store| store.cookies.names(), Alphabetical::Names);
            // Comparing bytes cannot panic; without ranks everything would sort last.
            (hosts.join().unwrap_or_default(), names, sites.join().unwrap_or_default())
        });
        let companies = companies(knowledge);
        let mut pairs: Vec<Vec<PairRanks>> = Vec::with_capacity(scan.stores.len());
        let mut places: Vec<([u32; 3], usize, usize)> = Vec::new();
        for (number, store) in scan.stores.iter().enumerate() {
            let place = |list: &[Vec<u32>], id: u32| {
                list.get(number).and_then(|ranks| ranks.get(id as usize)).copied().unwrap_or(LAST)
            };
            let of_pair = |(index, pair): (PairId, &crumbwise_model::Pair)| {
                let company = store.explained.pair(index).company;
                let ranks = PairRanks {
                    site: 0,
                    host: place(&hosts, pair.host.0),
                    name: place(&names, pair.name.0),
                    company: company.and_then(|id| companies.get(usize::from(id.0)).copied()).unwrap_or(LAST),
                };
                let site = place(&sites, store.explained.site_id(*pair).0);
                places.push(([site, ranks.host, ranks.name], number, index.0 as usize));
                ranks
            };
            pairs.push((0..).map(PairId).zip(store.cookies.pairs()).map(of_pair).collect());
        }
        number_sites(&mut pairs, places);
        Self { pairs, stores: store_ranks(scan) }
    }

    /// The ranks of a store's pairs, by pair.
    pub(crate) fn pairs(&self, store: usize) -> &[PairRanks] {
        self.pairs.get(store).map_or(&[], Vec::as_slice)
    }

    /// The rank of a store.
    pub(crate) fn store(&self, store: usize) -> u32 {
        self.stores.get(store).copied().unwrap_or(LAST)
    }
}

/// Turns (site, host, name) into one number.
fn number_sites(pairs: &mut [Vec<PairRanks>], mut places: Vec<([u32; 3], usize, usize)>) {
    places.sort_unstable();
    let mut before = None;
    let mut rank = 0;
    for (key, store, pair) in places {
        if before.is_some_and(|before| before != key) {
            rank += 1;
        }
        before = Some(key);
        if let Some(ranks) = pairs.get_mut(store).and_then(|pairs| pairs.get_mut(pair)) {
            ranks.site = rank;
        }
    }
}

/// The rank of each text of each store's `strings`.
fn ranked<'a>(
    scan: &'a Scan,
    strings: impl Fn(&'a ScannedStore) -> &'a Strings,
    order: Alphabetical,
) -> Vec<Vec<u32>> {
    let mut ranks: Vec<Vec<u32>> = Vec::with_capacity(scan.stores.len());
    let mut texts: Vec<(u64, Text<'a>, usize, usize)> = Vec::new();
    for (number, store) in scan.stores.iter().enumerate() {
        let strings = strings(store);
        ranks.push(vec![LAST; strings.len()]);
        let known = strings.iter().enumerate();
        texts.extend(known.map(|(index, (_, text))| (order.beginning(text), text, number, index)));
    }
    // Numbers decide nearly always, so the texts themselves are seldom fetched.
    texts.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| order.compare(a.1, b.1)));
    let mut before: Option<Text<'a>> = None;
    let mut rank = 0;
    for (_, text, store, index) in texts {
        if before.is_some_and(|before| before != text) {
            rank += 1;
        }
        before = Some(text);
        if let Some(place) = ranks.get_mut(store).and_then(|ranks| ranks.get_mut(index)) {
            *place = rank;
        }
    }
    ranks
}

/// The rank of each company, by its number.
fn companies(knowledge: &Knowledge<'_>) -> Vec<u32> {
    let mut names: Vec<(Text<'_>, usize)> = knowledge
        .companies()
        .map(|(id, company)| (Text(company.name.as_bytes()), usize::from(id.0)))
        .collect();
    names.sort_unstable_by(|a, b| Alphabetical::Names.compare(a.0, b.0));
    let size = names.iter().map(|&(_, id)| id + 1).max().unwrap_or(0);
    let mut ranks = vec![LAST; size];
    for ((_, id), rank) in names.into_iter().zip(0..) {
        if let Some(place) = ranks.get_mut(id) {
            *place = rank;
        }
    }
    ranks
}

fn store_ranks(scan: &Scan) -> Vec<u32> {
    let mut order: Vec<usize> = (0..scan.stores.len()).collect();
    let key = |&index: &usize| {
        scan.stores.get(index).map(|store| (store.store.browser.name, store.store.profile.clone(), index))
    };
    order.sort_by_key(key);
    let mut ranks = vec![LAST; order.len()];
    for (index, rank) in order.into_iter().zip(0..) {
        if let Some(place) = ranks.get_mut(index) {
            *place = rank;
        }
    }
    ranks
}

/// How texts are put in order: without regard to ASCII case; equal only when every byte is.
#[derive(Clone, Copy)]
enum Alphabetical {
    /// From the first letter.
    Names,
    /// A host beside the same host with its subdomains.
    Hosts,
}

impl Alphabetical {
    fn compare(self, a: Text<'_>, b: Text<'_>) -> Ordering {
        let letters = |text| Self::letters(self.part(text));
        letters(a).cmp(letters(b)).then_with(|| a.cmp(&b))
    }

    /// The first letters as a number with the same order.
    fn beginning(self, text: Text<'_>) -> u64 {
        let mut first = [0; 8];
        for (place, letter) in first.iter_mut().zip(Self::letters(self.part(text))) {
            *place = letter;
        }
        u64::from_be_bytes(first)
    }

    fn part(self, text: Text<'_>) -> Text<'_> {
        match self {
            Self::Names => text,
            Self::Hosts => Text(text.0.strip_prefix(b".").unwrap_or(text.0)),
        }
    }

    fn letters(text: Text<'_>) -> impl Iterator<Item = u8> {
        text.0.iter().map(u8::to_ascii_lowercase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_stand_beside_their_domain_form_and_case_does_not_matter() {
        let mut hosts =
            [".b.test", "a.test", "b.test", ".a.test", "B.test"].map(|host| Text(host.as_bytes()));
        hosts.sort_by(|a, b| Alphabetical::Hosts.compare(*a, *b));
        assert_eq!(hosts.map(|host| host.to_string()), [".a.test", "a.test", ".b.test", "B.test", "b.test"]);
        let beginnings = hosts.map(|host| Alphabetical::Hosts.beginning(host));
        assert!(beginnings.is_sorted(), "the first letters never contradict the whole");
    }
}
