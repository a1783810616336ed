//! What the words of a name suggest when no source knows it.
//!
//! Names are written by people for people: `cookieBannerClosed`, `shop_cart_v2`, `lastVisitedPage`. The words
//! say what such a cookie is for often enough to be worth saying, and not often enough to clear anything.

use crumbwise_model::{Purpose, Tracking};

use crate::words::{Sense, sense, stands_beside_cookie};

/// The purpose that a name suggests, and whether it suggests following people.
pub(crate) fn suggested(name: &str) -> Option<(Purpose, Tracking)> {
    /// Longer names are nobody's: they are tests, attacks or data stored by mistake.
    const LONGEST: usize = 96;
    if name.len() > LONGEST {
        return None;
    }
    let mut first: Option<Sense> = None;
    let (mut cookie, mut beside, mut after_ab) = (false, false, false);
    for_each_word(name, |word| {
        let means = if after_ab && word.starts_with("test") { Some(Sense::Measuring) } else { sense(word) };
        first = first.into_iter().chain(means).min();
        after_ab = word == "ab";
        cookie |= matches!(word, "cookie" | "cookies");
        beside |= stands_beside_cookie(word);
    });
    let sense = if cookie && beside { Some(Sense::Consent) } else { first.or_else(|| made_for(name)) };
    Some(match sense? {
        Sense::Consent | Sense::Cart | Sense::Needed => (Purpose::Necessary, Tracking::No),
        Sense::Guard => (Purpose::Security, Tracking::No),
        Sense::Advertising => (Purpose::Advertising, Tracking::Likely),
        Sense::Campaign => (Purpose::Advertising, Tracking::No),
        Sense::Measuring => (Purpose::Analytics, Tracking::No),
        Sense::Choice => (Purpose::Functional, Tracking::No),
    })
}

/// How the key is written that software puts behind a fixed beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// Hexadecimal digits, as many as this range says.
    Hex(usize, usize),
    /// A UUID with its hyphens.
    Uuid,
}

impl Key {
    fn fits(self, tail: &str) -> bool {
        match self {
            Self::Hex(least, most) => {
                (least..=most).contains(&tail.len()) && tail.bytes().all(|b| b.is_ascii_hexdigit())
            }
            Self::Uuid => {
                tail.len() == 36
                    && tail.bytes().enumerate().all(|(place, byte)| match place {
                        8 | 13 | 18 | 23 => byte == b'-',
                        _ => byte.is_ascii_hexdigit(),
                    })
            }
        }
    }
}

/// Names that software makes from a short beginning and a key of the site; too short a beginning for a rule.
/// `TS` and hexadecimal digits: F5's application firewall. `mf_` and a UUID: Mouseflow.
const MADE: &[(&str, Key, Sense)] =
    &[("TS", Key::Hex(6, 8), Sense::Guard), ("mf_", Key::Uuid, Sense::Measuring)];

fn made_for(name: &str) -> Option<Sense> {
    MADE.iter()
        .find(|(start, key, _)| name.strip_prefix(start).is_some_and(|tail| key.fits(tail)))
        .map(|&(_, _, sense)| sense)
}

/// Runs over the words of a name in lower case: `lastVisit_2` has `last` and `visit`.
fn for_each_word(name: &str, mut each: impl FnMut(&str)) {
    /// The longest word of the lists, and one letter more so that longer words stay unlike it.
    const ROOM: usize = 16;
    let mut word = [0_u8; ROOM];
    let mut len = 0;
    let mut lower_before = false;
    for byte in name.bytes().chain([b'_']) {
        let starts_next = byte.is_ascii_uppercase() && lower_before;
        if (starts_next || !byte.is_ascii_alphabetic()) && len > 0 {
            if let Some(text) = word.get(..len).and_then(|text| std::str::from_utf8(text).ok()) {
                each(text);
            }
            len = 0;
        }
        if byte.is_ascii_alphabetic()
            && let Some(place) = word.get_mut(len)
        {
            *place = byte.to_ascii_lowercase();
            len += 1;
        }
        lower_before = byte.is_ascii_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_however_they_are_joined() {
        let purpose = |name| suggested(name).map(|(purpose, _)| purpose);
        for name in ["cookieBannerClosed", "shop.cookie-policy", "COOKIE_OK", "my_gdpr_v2", "mini-cart3"] {
            assert_eq!(purpose(name), Some(Purpose::Necessary), "{name}");
        }
        assert_eq!(purpose("lastVisit_2"), Some(Purpose::Analytics));
        assert_eq!(purpose("shop_ab_test"), Some(Purpose::Analytics));
        assert_eq!(purpose("siteLangV1"), Some(Purpose::Functional));
        assert_eq!(purpose("shop-ads-id"), Some(Purpose::Advertising));
        for stranger in ["adam", "loading", "download", "cartoon", "visitable", "", "a", "cookie", "héllo"] {
            assert_eq!(purpose(stranger), None, "{stranger}");
        }
        assert_eq!(purpose(&"visit_".repeat(40)), None);
    }

    #[test]
    fn keys_behind_a_short_beginning_are_told_by_how_they_are_written() {
        let purpose = |name| suggested(name).map(|(purpose, _)| purpose);
        assert_eq!(purpose("TS0a1b2c3d"), Some(Purpose::Security));
        assert_eq!(purpose("mf_0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"), Some(Purpose::Analytics));
        for stranger in
            ["TSxyzabcd", "TS", "TS0a1b2c3d4e", "mf_0a1b", "mf_zzzzzzzz-0a1b-2c3d-4e5f-0a1b2c3d4e5f"]
        {
            assert_eq!(purpose(stranger), None, "{stranger}");
        }
    }
}
