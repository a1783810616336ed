//! The one catalogue of sentences, read by the command and by the window.
//!
//! `messages/{en,de}.json` are in the inlang message format: a key maps to a text with `{placeholders}`, or to
//! variants chosen by number. The window compiles the same files; here they are read as they are.

use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use serde::Deserialize;

use crate::view::{ErrorView, Sentence};

/// What the placeholders of a sentence stand for.
pub type Params = BTreeMap<String, String>;

/// The languages the catalogue is complete in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// Its word: `en`, `de`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// The language of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.word() == word)
    }

    /// The language nearest to a locale such as `de-AT` or `de_DE.UTF-8`; English when none is near.
    pub fn nearest(locale: &str) -> Self {
        let word = locale.split(['-', '_', '.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        Self::from_word(&word).unwrap_or_default()
    }

    fn catalogue(self) -> &'static Catalogue {
        static EN: OnceLock<Catalogue> = OnceLock::new();
        static DE: OnceLock<Catalogue> = OnceLock::new();
        match self {
            Self::En => EN.get_or_init(|| read(include_str!("../../messages/en.json"))),
            Self::De => DE.get_or_init(|| read(include_str!("../../messages/de.json"))),
        }
    }
}

/// The sentence of `key`, its placeholders filled in. A key that is not in the catalogue comes back as it is,
/// a placeholder without a parameter stays: both are seen at once instead of hidden.
pub fn text(language: Language, key: &str, params: &Params) -> String {
    match language.catalogue().get(key) {
        Some(Entry::Text(text)) => filled(text, params),
        Some(Entry::Variants(variants)) => {
            let chosen = variants.iter().find_map(|variant| variant.choose(params));
            chosen.map_or_else(|| key.to_owned(), |text| filled(text, params))
        }
        None => key.to_owned(),
    }
}

/// A sentence of a view, worded.
pub fn sentence(language: Language, sentence: &Sentence) -> String {
    text(language, &sentence.key, &sentence.params)
}

/// An error's sentence.
pub fn error(language: Language, error: &ErrorView) -> String {
    text(language, &format!("error_{}", error.code), &error.params)
}

/// Whether the catalogue has a sentence for `key`.
pub fn has(language: Language, key: &str) -> bool {
    language.catalogue().contains_key(key)
}

type Catalogue = HashMap<String, Entry>;

/// One entry of a catalogue file.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Text(String),
    Variants(Vec<Variants>),
}

/// Texts chosen by parameters.
#[derive(Deserialize)]
struct Variants {
    /// `input count`, `local countPlural = count: plural`.
    #[serde(default)]
    declarations: Vec<String>,
    /// `countPlural=one` or, with several selectors, `a=one, b=*`.
    #[serde(rename = "match")]
    texts: BTreeMap<String, String>,
}

impl Variants {
    /// The text whose conditions all hold; exact conditions before `*`.
    fn choose(&self, params: &Params) -> Option<&str> {
        let locals: BTreeMap<&str, &str> = self.declarations.iter().filter_map(|text| local(text)).collect();
        let holds = |condition: &str| {
            let (name, wanted) = condition.trim().split_once('=')?;
            let value = match locals.get(name.trim()) {
                Some(input) => plural(params.get(*input)?),
                None => params.get(name.trim())?.as_str(),
            };
            Some(wanted.trim() == "*" || wanted.trim() == value)
        };
        let all_hold = |pattern: &str| pattern.split(',').all(|condition| holds(condition) == Some(true));
        let fitting = self.texts.iter().filter(|(pattern, _)| all_hold(pattern));
        fitting.min_by_key(|(pattern, _)| pattern.matches('*').count()).map(|(_, text)| text.as_str())
    }
}

/// The name and the input of `local name = input: plural`.
fn local(declaration: &str) -> Option<(&str, &str)> {
    let (name, rest) = declaration.trim().strip_prefix("local ")?.split_once('=')?;
    let (input, function) = rest.split_once(':')?;
    (function.trim() == "plural").then(|| (name.trim(), input.trim()))
}

/// The plural category of a number as text; English and German both know *one* and *other*.
fn plural(number: &str) -> &'static str {
    if number == "1" { "one" } else { "other" }
}

fn filled(text: &str, params: &Params) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let parameter = after.split_once('}').and_then(|(name, tail)| Some((params.get(name.trim())?, tail)));
        let (text, tail) = parameter.map_or(("{", after), |(value, tail)| (value.as_str(), tail));
        out.push_str(text);
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Reads a catalogue; the files are part of the program and checked by a test.
fn read(json: &str) -> Catalogue {
    serde_json::from_str(json).unwrap_or_default()
}

#[cfg(test)]
mod tests;
