//! `Preferences`: what Chromium is told to do with the cookies of some sites.

use std::collections::BTreeMap;

use crumbwise_model::{BrowserRule, ProblemKind};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    evidence::{Reach, Rules},
    trouble::Trouble,
};

/// Its name in a profile.
pub(crate) const FILE: &str = "Preferences";

#[derive(Deserialize)]
struct Preferences<'a> {
    #[serde(borrow, default)]
    profile: Option<Profile<'a>>,
}

#[derive(Deserialize)]
struct Profile<'a> {
    #[serde(borrow, default)]
    content_settings: Option<ContentSettings<'a>>,
}

#[derive(Deserialize)]
struct ContentSettings<'a> {
    #[serde(borrow, default)]
    exceptions: Option<Exceptions<'a>>,
}

#[derive(Deserialize)]
struct Exceptions<'a> {
    #[serde(borrow, default)]
    cookies: BTreeMap<String, &'a RawValue>,
}

#[derive(Deserialize)]
struct Exception {
    setting: u8,
}

/// Reads the exceptions for cookies; one that makes no sense is left out.
pub(crate) fn read(content: &[u8]) -> Result<Rules, Trouble> {
    let preferences: Preferences<'_> = serde_json::from_slice(content).map_err(|error| {
        Trouble::new(ProblemKind::BadIndex, format!("line {}, column {}", error.line(), error.column()))
    })?;
    let settings = preferences.profile.and_then(|profile| profile.content_settings);
    let exceptions = settings.and_then(|settings| settings.exceptions);
    let mut rules = Rules::default();
    for (patterns, exception) in exceptions.map(|exceptions| exceptions.cookies).unwrap_or_default() {
        let exception: Option<Exception> = serde_json::from_str(exception.get()).ok();
        let rule = match exception.map(|exception| exception.setting) {
            Some(1) => BrowserRule::Allow,
            Some(2) => BrowserRule::Block,
            Some(4) => BrowserRule::SessionOnly,
            Some(_) | None => continue,
        };
        // The second pattern is the site around it: only what holds everywhere is a rule for the site itself.
        if let Some((pattern, "*")) = patterns.split_once(',') {
            let (scheme, host) = pattern.split_once("://").unwrap_or(("", pattern));
            let host = host.split('/').next().unwrap_or_default();
            let (reach, host) = match host.strip_prefix("[*.]") {
                Some(host) => (Reach::WithSubdomains, host),
                None => (Reach::Alone, host),
            };
            rules.add(without_port(host), reach, scheme, rule);
        }
    }
    Ok(rules)
}

/// A pattern's port may be `*`.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((before, _)) if !before.contains(':') || before.ends_with(']') => before,
        Some(_) | None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(cookies: &str) -> Rules {
        let json =
            format!(r#"{{"profile":{{"content_settings":{{"exceptions":{{"cookies":{cookies}}}}}}}}}"#);
        read(json.as_bytes()).unwrap()
    }

    #[test]
    fn patterns_are_read_as_chromium_writes_them() {
        let rules = rules(
            r#"{"[*.]allowed.example,*": {"last_modified": "13340000000000000", "setting": 1},
                "https://blocked.example:443,*": {"setting": 2}, "http://session.example:*,*": {"setting": 4},
                "*,https://[*.]around.example": {"setting": 1}, "https://here.example,https://there.example": {"setting": 1},
                "*,*": {"setting": 2}, "default.example,*": {"setting": 0}, "odd.example,*": {"setting": "1"},
                "[::1]:80,*": {"setting": 1}, "file:///tmp/a,*": {"setting": 1}, "no comma": {"setting": 1}}"#,
        );
        let cases = [
            ("allowed.example", BrowserRule::Allow),
            ("www.allowed.example", BrowserRule::Allow),
            ("blocked.example", BrowserRule::Block),
            ("www.blocked.example", BrowserRule::None),
            ("session.example", BrowserRule::SessionOnly),
            ("[::1]", BrowserRule::Allow),
        ];
        for (host, rule) in cases {
            assert_eq!(rules.of(host), rule, "{host}");
        }
        for host in [
            "around.example",
            "here.example",
            "there.example",
            "default.example",
            "odd.example",
            "other.example",
        ] {
            assert_eq!(rules.of(host), BrowserRule::None, "{host}");
        }
    }

    #[test]
    fn settings_without_exceptions_are_no_trouble_and_other_files_are() {
        for json in
            ["{}", r#"{"profile":{}}"#, r#"{"profile":null}"#, r#"{"profile":{"content_settings":{}}}"#]
        {
            assert!(read(json.as_bytes()).unwrap().is_empty(), "{json}");
        }
        for wrong in ["", "[", "[1]", r#"{"profile":7}"#] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
