//! The reader of tables that somebody brings, under one name: what the fuzz target runs and the tests replay.
//!
//! No part of the library's interface.

use crumbwise_model::{CompanyId, CookieTable, NewCookie, Verdict};

use crate::Knowledge;

/// As many of a table's own names and hosts are asked for, beside [`NAMES`] and [`HOSTS`].
const OF_ITS_OWN: u16 = 4;

const NAMES: [&str; 6] = ["", "sid", "_ga", "__Host-session", "\0", "\u{202e}id"];

const HOSTS: [&str; 6] = ["", "localhost", "127.0.0.1", "co.uk", ".shop.example", "xn--e1afmkfd.xn--p1ai"];

/// Reads `bytes` as a table, asks it everything that a table is asked, and lets it go: whatever they are, it ends,
/// without a panic. Nobody guesses a checksum by chance, so that it is asked without one too.
pub fn run(bytes: &[u8]) {
    drop(Knowledge::read(bytes));
    let Ok(knowledge) = Knowledge::open(bytes) else { return };
    let (names, hosts) = (names(&knowledge), hosts(&knowledge));
    let mut table = CookieTable::builder();
    for name in &names {
        for host in &hosts {
            follow(&knowledge, &knowledge.explain_one(name, host).0);
            table.push(&NewCookie { host: host.as_bytes(), name: name.as_bytes(), ..NewCookie::default() });
        }
    }
    for verdict in knowledge.explain(&table.finish()).pairs {
        follow(&knowledge, &verdict);
    }
    for host in hosts {
        knowledge.sign_in_family(host);
    }
    knowledge.companies().for_each(drop);
    knowledge.sources().for_each(drop);
    drop(knowledge.check(&knowledge));
    drop(knowledge.faults_of_examples());
}

/// From a verdict to its rule and company, as a face does that shows it.
fn follow(knowledge: &Knowledge<'_>, verdict: &Verdict) {
    knowledge.rule(verdict.source, verdict.rule);
    knowledge.company(verdict.company.unwrap_or(CompanyId(u16::MAX)));
}

/// What the first rules of both sets about names match, then [`NAMES`].
fn names(knowledge: &Knowledge<'_>) -> Vec<String> {
    let rules = [&knowledge.own, &knowledge.listed];
    let first = |number| rules.map(|names| names.rule(number).map(|rule| names.pattern(&rule)));
    let own = (0..OF_ITS_OWN).flat_map(first).flatten().map(|pattern| pattern.replace('*', "x"));
    own.chain(NAMES.map(str::to_owned)).collect()
}

/// The first domains of both sets about hosts, then [`HOSTS`].
fn hosts<'a>(knowledge: &Knowledge<'a>) -> Vec<&'a str> {
    let rules = [&knowledge.own_hosts, &knowledge.listed_hosts];
    let first = |number| rules.map(|hosts| hosts.rule(number).map(|rule| hosts.texts.get(rule.domain)));
    (0..OF_ITS_OWN).flat_map(first).flatten().chain(HOSTS).collect()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn the_corpus_of_the_fuzz_target_ends_in_an_answer() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/knowledge");
        let files: Vec<_> = fs::read_dir(corpus).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(files.len() > 2, "the target has a corpus");
        for file in files {
            let bytes = fs::read(&file).unwrap();
            run(&bytes);
            // Every beginning of it too: a file may be cut anywhere.
            for end in 0..bytes.len() {
                run(bytes.get(..end).unwrap_or_default());
            }
        }
    }
}
