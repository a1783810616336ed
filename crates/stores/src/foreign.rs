//! Every parser of foreign bytes under one name: what the fuzz targets run and the tests replay.
//!
//! No part of the library's interface.

use std::path::Path;

use crumbwise_model::Engine;

use crate::{
    chromium, evidence, find,
    gecko::{self, attributes::Attributes, containers, session},
    read::Outcome,
    safari,
};

/// One parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parser {
    /// Firefox's packed session store.
    SessionStore,
    /// A `*.binarycookies` file.
    BinaryCookies,
    /// Origin attributes and top-frame sites.
    OriginAttributes,
    /// Firefox's list of profiles.
    ProfilesIni,
    /// Chromium's list of profiles.
    LocalState,
    /// Firefox's list of containers.
    Containers,
    /// The write-ahead log of a small database of names.
    IndexLog,
    /// Chromium's settings.
    Preferences,
    /// An address of a history, an origin of Firefox's permissions.
    WebAddress,
}

impl Parser {
    /// Every parser.
    pub const ALL: [Self; 9] = [
        Self::SessionStore,
        Self::BinaryCookies,
        Self::OriginAttributes,
        Self::ProfilesIni,
        Self::LocalState,
        Self::Containers,
        Self::IndexLog,
        Self::Preferences,
        Self::WebAddress,
    ];

    /// The name of the fuzz target and of its corpus.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SessionStore => "session_store",
            Self::BinaryCookies => "binary_cookies",
            Self::OriginAttributes => "origin_attributes",
            Self::ProfilesIni => "profiles_ini",
            Self::LocalState => "local_state",
            Self::Containers => "containers",
            Self::IndexLog => "index_log",
            Self::Preferences => "preferences",
            Self::WebAddress => "web_address",
        }
    }

    /// Parses `bytes` and lets the result go: whatever they are, it ends, without a panic.
    pub fn run(self, bytes: &[u8]) {
        match self {
            Self::SessionStore => drop(session::parse(bytes, &mut Outcome::default())),
            Self::BinaryCookies => drop(safari::read::parse(bytes, &mut Outcome::default())),
            Self::OriginAttributes => {
                drop(Attributes::parse(Engine::Gecko, bytes));
                drop(Attributes::parse(Engine::Chromium, bytes));
            }
            Self::ProfilesIni => {
                drop(find::gecko::profiles_of(&String::from_utf8_lossy(bytes), Path::new("/home")));
            }
            Self::LocalState => drop(find::chromium::profile_names(bytes)),
            Self::Containers => drop(containers::parse(bytes)),
            Self::IndexLog => find::index::apply(bytes, &mut Vec::new()),
            Self::Preferences => drop(chromium::exceptions::read(bytes)),
            Self::WebAddress => {
                evidence::host_of(bytes);
                gecko::exceptions::origin(&String::from_utf8_lossy(bytes));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_corpus_of_every_fuzz_target_ends_in_an_answer() {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
        for parser in Parser::ALL {
            let target = fuzz.join("fuzz_targets").join(parser.word()).with_extension("rs");
            let source = fs::read_to_string(&target).unwrap();
            assert!(source.contains(&format!("Parser::{parser:?}.run")), "{}", target.display());
            let files = fs::read_dir(fuzz.join("corpus").join(parser.word())).unwrap();
            let files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
            assert!(files.len() > 2, "{parser:?} has a corpus");
            for file in files {
                let bytes = fs::read(&file).unwrap();
                parser.run(&bytes);
                // Every beginning of it too: a file may be cut anywhere.
                for end in 0..bytes.len().min(2000) {
                    parser.run(bytes.get(..end).unwrap_or_default());
                }
            }
        }
    }
}
