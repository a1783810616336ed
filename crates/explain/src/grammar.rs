//! What the words of a name suggest when no source knows it.
//!
//! Names are written by people for people: `cookieBannerClosed`, `shop_cart_v2`, `lastVisitedPage`. The words
//! say what such a cookie is for often enough to be worth saying, and not often enough to clear anything.

use crumbwise_model::{Purpose, Tracking};

use crate::{
    letters::letters,
    words::{Sense, sense, stands_beside_cookie},
};

/// The purpose that a name suggests, and whether it suggests following people.
pub(crate) fn suggested(name: &str) -> Option<(Purpose, Tracking)> {
    /// Longer names are nobody's: they are tests, attacks or data stored by mistake.
    const LONGEST: usize = 96;
    if name.len() > LONGEST {
        return None;
    }
    let mut first: Option<Sense> = None;
    // The word before, until the two together turn out to mean something of their own.
    let mut before: Option<Sense> = None;
    // Nearly every name lacks one of the letters.
    let may_say_cookie = letters("cookie") & !letters(name) == 0;
    let (mut cookie, mut beside) = (false, false);
    for_each_word(name, |word, with_before| {
        before = sense(with_before).or_else(|| {
            first = first.into_iter().chain(before).min();
            sense(word)
        });
        cookie |= matches!(word, "cookie" | "cookies");
        beside |= may_say_cookie && stands_beside_cookie(word);
    });
    let first = first.into_iter().chain(before).min();
    let sense = if cookie && beside {
        Some(Sense::Consent)
    } else {
        first.or_else(|| made_for(name)).or_else(|| locale(name))
    };
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
    /// Decimal digits, as many as this range says.
    Digits(usize, usize),
    /// A UUID with its hyphens.
    Uuid,
}

impl Key {
    fn fits(self, tail: &str) -> bool {
        match self {
            Self::Hex(least, most) => {
                (least..=most).contains(&tail.len()) && tail.bytes().all(|b| b.is_ascii_hexdigit())
            }
            Self::Digits(least, most) => {
                (least..=most).contains(&tail.len()) && tail.bytes().all(|b| b.is_ascii_digit())
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
/// `TS` and hexadecimal digits: F5's application firewall. `mf_` and a UUID: Mouseflow. `wp` and the number of an
/// account: Act-On's beacon, which ties visits to an address.
const MADE: &[(&str, Key, Sense)] = &[
    ("TS", Key::Hex(6, 8), Sense::Guard),
    ("mf_", Key::Uuid, Sense::Measuring),
    ("wp", Key::Digits(4, 6), Sense::Advertising),
];

fn made_for(name: &str) -> Option<Sense> {
    MADE.iter()
        .find(|(start, key, _)| name.strip_prefix(start).is_some_and(|tail| key.fits(tail)))
        .map(|&(_, _, sense)| sense)
}

/// A name that ends in a language and its country is kept for each edition of a site: `…-en_GB`, `…_de-AT`.
fn locale(name: &str) -> Option<Sense> {
    let (rest, tag) = name.split_at_checked(name.len().checked_sub(5)?)?;
    let [a, b, between, c, d] = tag.as_bytes() else { return None };
    let is_tag = [a, b].iter().all(|byte| byte.is_ascii_lowercase())
        && matches!(between, b'_' | b'-')
        && [c, d].iter().all(|byte| byte.is_ascii_uppercase());
    (is_tag && rest.ends_with(|c: char| c.is_ascii_punctuation())).then_some(Sense::Choice)
}

/// Runs over the words of a name in lower case, each also joined to the word before: `lastVisit_2` has `last`, and
/// `visit` with `lastvisit`.
fn for_each_word(name: &str, mut each: impl FnMut(&str, &str)) {
    /// The longest word of the lists, and one letter more so that longer words stay unlike it.
    const ROOM: usize = 16;
    // The word before, and the word behind it.
    let mut letters = [0_u8; 2 * ROOM];
    let (mut start, mut end) = (0, 0);
    let mut lower_before = false;
    for byte in name.bytes().chain([b'_']) {
        let starts_next = byte.is_ascii_uppercase() && lower_before;
        if (starts_next || !byte.is_ascii_alphabetic()) && end > start {
            let both = letters.get(..end).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default();
            each(both.get(start..).unwrap_or_default(), both);
            letters.copy_within(start..end, 0);
            (start, end) = (end - start, end - start);
        }
        if byte.is_ascii_alphabetic()
            && end - start < ROOM
            && let Some(place) = letters.get_mut(end)
        {
            *place = byte.to_ascii_lowercase();
            end += 1;
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
        for (two_words, means) in [
            ("page_views", Purpose::Analytics),
            ("previousPage", Purpose::Analytics),
            ("device_id", Purpose::Analytics),
            ("items-per-page", Purpose::Functional),
            ("pixelRatio", Purpose::Functional),
            ("shop_id", Purpose::Necessary),
            ("wybrana_waluta", Purpose::Functional),
            ("taalkeuze", Purpose::Functional),
            ("nyelv-kod", Purpose::Functional),
            ("schriftgroesse", Purpose::Functional),
            ("contraste_alto", Purpose::Functional),
            ("onskelista", Purpose::Functional),
            ("winkelmandje_id", Purpose::Necessary),
            ("zuletzt-angesehen", Purpose::Functional),
            ("produits_vus", Purpose::Functional),
            ("isReturning", Purpose::Analytics),
            ("ref_url", Purpose::Analytics),
        ] {
            assert_eq!(purpose(two_words), Some(means), "{two_words}");
        }
        for kept_for_each_edition in ["zq-en_GB", "zq_pt-BR"] {
            assert_eq!(purpose(kept_for_each_edition), Some(Purpose::Functional), "{kept_for_each_edition}");
        }
        assert_eq!(purpose("shop-ads-id"), Some(Purpose::Advertising));
        for stranger in [
            "adam",
            "loading",
            "download",
            "cartoon",
            "visitable",
            "",
            "a",
            "cookie",
            "héllo",
            "zqen_GB",
            "en_GB",
            "é_GB",
        ] {
            assert_eq!(purpose(stranger), None, "{stranger}");
        }
        assert_eq!(purpose(&"visit_".repeat(40)), None);
    }

    #[test]
    fn keys_behind_a_short_beginning_are_told_by_how_they_are_written() {
        let purpose = |name| suggested(name).map(|(purpose, _)| purpose);
        assert_eq!(purpose("TS0a1b2c3d"), Some(Purpose::Security));
        assert_eq!(purpose("mf_0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"), Some(Purpose::Analytics));
        assert_eq!(purpose("wp12345"), Some(Purpose::Advertising));
        for stranger in [
            "TSxyzabcd",
            "TS",
            "TS0a1b2c3d4e",
            "mf_0a1b",
            "mf_zzzzzzzz-0a1b-2c3d-4e5f-0a1b2c3d4e5f",
            "wp",
            "wp123",
            "wp12ab",
            "wp1234567",
        ] {
            assert_eq!(purpose(stranger), None, "{stranger}");
        }
    }
}
