//! How the command speaks: sentences from the catalogue, and numbers, sizes and times as people write them.

use std::ffi::OsString;

use chrono::{DateTime, Local};
use crumbwise_app::{
    messages::{self, Language},
    view::{ContainerView, ErrorView, ProblemView, Sentence},
};

use crate::{
    arguments::Tongue,
    escape::{shortened, shown},
};

/// One language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice {
    language: Language,
}

impl Voice {
    /// The language asked for, else the one the environment names, else English.
    pub(crate) fn choose(asked: Option<Tongue>, environment: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let language = match asked {
            Some(Tongue::En) => Language::En,
            Some(Tongue::De) => Language::De,
            None => named(environment),
        };
        Self { language }
    }

    /// A sentence.
    pub(crate) fn say(self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// A sentence with what its placeholders stand for.
    pub(crate) fn say_with(self, key: &str, params: &[(&str, &str)]) -> String {
        let params = params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        messages::text(self.language, key, &params)
    }

    /// A sentence of the engine.
    pub(crate) fn sentence(self, sentence: &Sentence) -> String {
        messages::sentence(self.language, sentence)
    }

    /// `1,284`, or `1.284` in German.
    pub(crate) fn number(self, number: u64) -> String {
        let separator = match self.language {
            Language::En => ',',
            Language::De => '.',
        };
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (digit, left) in digits.chars().zip((0..digits.len()).rev()) {
            grouped.push(digit);
            if left > 0 && left % 3 == 0 {
                grouped.push(separator);
            }
        }
        grouped
    }

    /// What a container is called.
    pub(crate) fn container(self, container: &ContainerView) -> String {
        if let Some(name) = &container.name {
            return shortened(name, 30);
        }
        let number = container.number.to_string();
        self.say_with(&format!("container_{}", container.kind), &[("number", &number)])
    }

    /// A size as people write it.
    pub(crate) fn size(self, bytes: u64) -> String {
        let units = [("MB", 1 << 20), ("KB", 1 << 10)];
        let unit = units.into_iter().find(|&(_, size)| bytes >= size);
        unit.map_or_else(
            || format!("{bytes} B"),
            |(unit, size)| format!("{} {unit}", self.number(bytes.div_ceil(size))),
        )
    }

    /// A problem in one line, with what to do about it beneath.
    pub(crate) fn problem(self, problem: &ProblemView) -> String {
        let advice = self.say(&format!("problem_{}_advice", problem.kind));
        self.problem_with(problem, &advice)
    }

    /// The same with an advice of its own.
    pub(crate) fn problem_with(self, problem: &ProblemView, advice: &str) -> String {
        let what = self.say(&format!("problem_{}", problem.kind));
        format!("`{}`: {what}\n  {advice}", shown(&problem.path))
    }

    /// An error, what the system said about it, and what can be done.
    pub(crate) fn error(self, error: &ErrorView) -> String {
        let mut text = shown(&messages::error(self.language, error));
        if !error.detail.is_empty() {
            text.push_str(": ");
            text.push_str(&shown(&error.detail));
        }
        let key = format!("error_{}_hint", error.code);
        if messages::has(self.language, &key) {
            text.push_str("\nhint: ");
            text.push_str(&shown(&messages::text(self.language, &key, &error.params)));
        }
        text
    }
}

/// A local time to the minute; nothing for none.
pub(crate) fn local_time(time: Option<&str>) -> String {
    let parsed = time.and_then(|time| DateTime::parse_from_rfc3339(time).ok());
    parsed.map_or_else(String::new, |time| time.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string())
}

/// The language that the environment names.
fn named(environment: &dyn Fn(&str) -> Option<OsString>) -> Language {
    let value = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| environment(name))
        .find(|value| !value.is_empty());
    value.map_or_else(Language::default, |value| Language::nearest(&value.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::Voice;
    use crate::arguments::Tongue;

    fn voice(variables: &[(&str, &str)]) -> Voice {
        Voice::choose(None, &|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into())
        })
    }

    #[test]
    fn the_environment_chooses_the_language_and_english_is_the_default() {
        assert_eq!(voice(&[]).number(1_284), "1,284");
        assert_eq!(voice(&[("LANG", "de_AT.UTF-8")]).number(1_284_000), "1.284.000");
        assert_eq!(voice(&[("LANG", "de_DE"), ("LC_ALL", "C")]).number(1_284), "1,284");
        assert_eq!(voice(&[("LANG", "fr_FR")]).number(128), "128");
    }

    #[test]
    fn the_option_is_stronger_than_the_environment() {
        let voice = Voice::choose(Some(Tongue::De), &|_| Some("en_US".into()));
        assert_eq!(voice.number(1_000), "1.000");
    }
}
