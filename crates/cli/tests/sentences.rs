//! The command's own sentences: each that is used exists in every language, each that exists is used.

use std::{collections::BTreeSet, fs, path::Path};

use crumbwise_app::messages::{Language, has};

/// Keys made of a prefix and a word of the engine.
const MADE: [&str; 7] = [
    "cli_interrupted_clean",
    "cli_interrupted_undo",
    "cli_run_done",
    "cli_run_expired",
    "cli_run_partly_undone",
    "cli_run_undone",
    "cli_run_unfinished",
];

/// Every `cli_` key that stands in the sources.
fn used(folder: &Path, keys: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            used(&path, keys);
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source is text");
        let quoted = text.split('"').filter(|part| part.starts_with("cli_") && !part.contains('{'));
        keys.extend(quoted.map(str::to_owned));
    }
}

#[test]
fn every_sentence_exists_in_every_language_and_none_is_left_over() {
    let mut keys: BTreeSet<String> = MADE.iter().map(|key| (*key).to_owned()).collect();
    used(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut keys);
    for language in Language::ALL {
        for key in &keys {
            assert!(has(language, key), "`{key}` is missing in {}", language.word());
        }
    }
    let english = include_str!("../../app/messages/en.json");
    let known: BTreeSet<String> =
        english.split('"').filter(|part| part.starts_with("cli_")).map(str::to_owned).collect();
    assert_eq!(
        known.difference(&keys).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "sentences that nothing says"
    );
}
