//! The locale, settled before any library loads.
//!
//! With the locale unset or `C`, `WebKitGTK` tells pages that their language is `C`, and every use of `Intl` there
//! throws. So the locale is settled first: from the environment, else English (see [`environment`](crate::environment)).

use std::ffi::OsString;

/// What stands in for an unusable locale.
const FALLBACK: &str = "en_US.UTF-8";

/// The same as a language tag.
pub const FALLBACK_TAG: &str = "en-US";

/// The variables that name the locale of messages, strongest first.
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The locale as a language tag (`de_AT.UTF-8` → `de-AT`), or `None` when the environment names none that a web
/// page can use.
pub fn tag(environment: &dyn Fn(&str) -> Option<OsString>) -> Option<String> {
    let named = VARIABLES.iter().filter_map(|name| environment(name)).find(|value| !value.is_empty())?;
    let named = named.into_string().ok()?;
    let language = named.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    is_tag(&language).then_some(language)
}

/// The environment to start again with when the present one names no usable locale.
pub const fn replacement() -> [(&'static str, &'static str); 3] {
    [("LC_ALL", FALLBACK), ("LC_MESSAGES", FALLBACK), ("LANG", FALLBACK)]
}

/// A language, perhaps with a script, a region or a variant: what `Intl` accepts of what systems name.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().is_some_and(|part| {
        (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    language
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::{replacement, tag};

    fn tag_of(variables: &[(&str, &str)]) -> Option<String> {
        tag(&|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into()))
    }

    #[test]
    fn system_names_become_language_tags() {
        assert_eq!(tag_of(&[("LANG", "de_AT.UTF-8")]).as_deref(), Some("de-AT"));
        assert_eq!(tag_of(&[("LANG", "sr_RS@latin")]).as_deref(), Some("sr-RS"));
        assert_eq!(tag_of(&[("LANG", "en")]).as_deref(), Some("en"));
        assert_eq!(tag_of(&[("LANG", "en_US"), ("LC_ALL", "de_DE.UTF-8")]).as_deref(), Some("de-DE"));
        assert_eq!(tag_of(&[("LANG", "fr_FR"), ("LC_ALL", "")]).as_deref(), Some("fr-FR"));
    }

    #[test]
    fn unset_and_c_are_no_language() {
        for value in ["", "C", "C.UTF-8", "POSIX", "c", "../x", "en_"] {
            assert_eq!(tag_of(&[("LANG", value)]), None, "Intl throws on a page whose language is {value:?}");
        }
        assert_eq!(tag_of(&[]), None);
        assert_eq!(tag_of(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]), None, "LC_ALL is the strongest");
    }

    #[test]
    fn starting_again_settles_it_for_good() {
        assert_eq!(tag_of(&replacement()).as_deref(), Some("en-US"), "a second restart would never end");
    }
}
