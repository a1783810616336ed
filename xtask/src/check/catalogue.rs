//! The sentences: the same messages with the same parameters in every language, and one for every word
//! that the engine can say.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use anyhow::{Context as _, Result};
use crumbwise_model::{ProblemKind, Purpose, Reason};
use serde_json::Value;

use crate::shell::root;

/// The language that the others are compared with.
const FIRST: &str = "en";

/// Of one language, the parameters of each message.
type Catalogue = BTreeMap<String, BTreeSet<String>>;

/// What is missing or differs.
pub(super) fn broken() -> Result<Vec<String>> {
    let languages = read()?;
    let first = languages.get(FIRST).with_context(|| format!("there is no catalogue `{FIRST}.json`"))?;
    let mut found = words_without_sentence(first);
    for (language, catalogue) in languages.iter().filter(|(language, _)| *language != FIRST) {
        found.extend(differences(first, language, catalogue));
    }
    Ok(found)
}

fn read() -> Result<BTreeMap<String, Catalogue>> {
    let folder = root().join("crates/app/messages");
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let text = fs::read_to_string(&path)?;
            let messages: BTreeMap<String, Value> = serde_json::from_str(&text)
                .with_context(|| format!("not a catalogue: `{}`", path.display()))?;
            let catalogue = messages
                .into_iter()
                .filter(|(key, _)| !key.starts_with('$'))
                .map(|(key, message)| (key, parameters(&message)))
                .collect();
            let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            languages.insert(language, catalogue);
        }
    }
    Ok(languages)
}

/// Every `{name}` in a message, its variants included.
fn parameters(message: &Value) -> BTreeSet<String> {
    let mut texts = Vec::new();
    sentences(message, &mut texts);
    texts
        .iter()
        .flat_map(|text| {
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
        })
        .map(str::to_owned)
        .collect()
}

/// The sentences of a message: itself, or what stands under `match` in each of its variants.
fn sentences<'a>(message: &'a Value, into: &mut Vec<&'a str>) {
    match message {
        Value::String(text) => into.push(text),
        Value::Array(variants) => variants.iter().for_each(|variant| sentences(variant, into)),
        Value::Object(variant) => {
            if let Some(Value::Object(cases)) = variant.get("match") {
                cases.values().for_each(|case| sentences(case, into));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn differences(first: &Catalogue, language: &str, other: &Catalogue) -> Vec<String> {
    let missing = first
        .keys()
        .filter(|key| !other.contains_key(*key))
        .map(|key| format!("{language}: `{key}` is missing"));
    let extra = other
        .keys()
        .filter(|key| !first.contains_key(*key))
        .map(|key| format!("{FIRST}: `{key}` is missing"));
    let uneven = first.iter().filter_map(|(key, wanted)| {
        let given = other.get(key)?;
        (given != wanted)
            .then(|| format!("{language}: `{key}` has the parameters {given:?}, {FIRST} has {wanted:?}"))
    });
    missing.chain(extra).chain(uneven).collect()
}

fn words_without_sentence(catalogue: &Catalogue) -> Vec<String> {
    let reasons = Reason::ALL.iter().map(|reason| format!("reason_{}", reason.word()));
    let purposes = Purpose::ALL.iter().map(|purpose| format!("purpose_{}", purpose.word()));
    let problems = ProblemKind::ALL.iter().map(|kind| format!("problem_{}", kind.word()));
    let mut found: Vec<String> = reasons
        .clone()
        .chain(purposes)
        .chain(problems)
        .filter(|key| !catalogue.contains_key(key))
        .map(|key| format!("{FIRST}: `{key}` is missing"))
        .collect();
    let known = ["name", "site", "company"];
    for key in reasons {
        let unknown = catalogue.get(&key).into_iter().flatten().find(|name| !known.contains(&name.as_str()));
        if let Some(name) = unknown {
            found.push(format!("{FIRST}: `{key}` asks for {{{name}}}, which no reason has"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::{Catalogue, differences, parameters, words_without_sentence};

    fn catalogue(messages: &[(&str, &str)]) -> Catalogue {
        messages.iter().map(|(key, text)| ((*key).to_owned(), parameters(&json!(text)))).collect()
    }

    #[test]
    fn a_missing_message_and_a_missing_parameter_are_told() {
        let first = catalogue(&[("a", "{count} cookies"), ("b", "Undo")]);
        let other = catalogue(&[("a", "Kekse"), ("c", "Zurück")]);
        assert_eq!(
            differences(&first, "de", &other),
            ["de: `b` is missing", "en: `c` is missing", "de: `a` has the parameters {}, en has {\"count\"}",]
        );
    }

    #[test]
    fn parameters_of_variants_count() {
        let message = json!([{
            "declarations": ["input count"],
            "match": { "countPlural=one": "{count} cookie", "countPlural=other": "{count} cookies of {site}" }
        }]);
        assert_eq!(parameters(&message).into_iter().collect::<Vec<_>>(), ["count", "site"]);
    }

    #[test]
    fn every_word_of_the_engine_needs_its_sentence() {
        assert!(
            words_without_sentence(&BTreeMap::new()).contains(&"en: `reason_unknown` is missing".to_owned())
        );
    }
}
