//! What the words of a name suggest when no source knows it.
//!
//! Names are written by people for people: `cookieBannerClosed`, `shop_cart_v2`, `lastVisitedPage`. The words
//! say what such a cookie is for often enough to be worth saying, and not often enough to clear anything.

use crumbwise_model::{Purpose, Tracking};

/// What a word of a name stands for; of several, the first in this order speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sense {
    Consent,
    Guard,
    Cart,
    Advertising,
    Campaign,
    Measuring,
    Choice,
}

use Sense::{Advertising, Campaign, Cart, Choice, Consent, Guard, Measuring};

/// Words in alphabetical order.
const WORDS: &[(&str, Sense)] = &[
    ("abtest", Measuring),
    ("accessibility", Choice),
    ("ad", Advertising),
    ("adid", Advertising),
    ("ads", Advertising),
    ("adserver", Advertising),
    ("advert", Advertising),
    ("advertiser", Advertising),
    ("advertising", Advertising),
    ("aff", Campaign),
    ("affid", Campaign),
    ("affiliate", Campaign),
    ("analytics", Measuring),
    ("announcement", Choice),
    ("antibot", Guard),
    ("banner", Choice),
    ("basket", Cart),
    ("bookmark", Choice),
    ("bookmarks", Choice),
    ("bot", Guard),
    ("campaign", Campaign),
    ("captcha", Guard),
    ("carrello", Cart),
    ("carrito", Cart),
    ("cart", Cart),
    ("ccpa", Consent),
    ("challenge", Guard),
    ("checkout", Cart),
    ("city", Choice),
    ("closed", Choice),
    ("cmp", Consent),
    ("compare", Choice),
    ("consent", Consent),
    ("consents", Consent),
    ("contrast", Choice),
    ("country", Choice),
    ("csrf", Guard),
    ("culture", Choice),
    ("currency", Choice),
    ("dark", Choice),
    ("darkmode", Choice),
    ("datenschutz", Consent),
    ("device", Choice),
    ("dismissed", Choice),
    ("display", Choice),
    ("dsgvo", Consent),
    ("experiment", Measuring),
    ("experiments", Measuring),
    ("favorites", Choice),
    ("favourites", Choice),
    ("fbclid", Campaign),
    ("filter", Choice),
    ("filters", Choice),
    ("font", Choice),
    ("fontsize", Choice),
    ("fraud", Guard),
    ("ga", Measuring),
    ("gclid", Campaign),
    ("gdpr", Consent),
    ("geo", Choice),
    ("geoip", Choice),
    ("geolocation", Choice),
    ("grid", Choice),
    ("heatmap", Measuring),
    ("hidden", Choice),
    ("hide", Choice),
    ("lang", Choice),
    ("language", Choice),
    ("layout", Choice),
    ("list", Choice),
    ("locale", Choice),
    ("location", Choice),
    ("menu", Choice),
    ("metrics", Measuring),
    ("mobile", Choice),
    ("modal", Choice),
    ("mode", Choice),
    ("newsletter", Choice),
    ("nightmode", Choice),
    ("nonce", Guard),
    ("notice", Choice),
    ("notification", Choice),
    ("notifications", Choice),
    ("optin", Consent),
    ("overlay", Choice),
    ("pageview", Measuring),
    ("pageviews", Measuring),
    ("panier", Cart),
    ("pathname", Measuring),
    ("pixel", Advertising),
    ("player", Choice),
    ("popup", Choice),
    ("postcode", Choice),
    ("preference", Choice),
    ("preferences", Choice),
    ("prefs", Choice),
    ("privacy", Consent),
    ("recaptcha", Guard),
    ("refer", Measuring),
    ("referer", Measuring),
    ("referrer", Measuring),
    ("region", Choice),
    ("remarketing", Advertising),
    ("resolution", Choice),
    ("retargeting", Advertising),
    ("rgpd", Consent),
    ("rtb", Advertising),
    ("rum", Measuring),
    ("screen", Choice),
    ("seen", Choice),
    ("settings", Choice),
    ("shown", Choice),
    ("sidebar", Choice),
    ("skin", Choice),
    ("sort", Choice),
    ("sortby", Choice),
    ("statistics", Measuring),
    ("stats", Measuring),
    ("store", Choice),
    ("tab", Choice),
    ("tabs", Choice),
    ("telemetry", Measuring),
    ("theme", Choice),
    ("timezone", Choice),
    ("tracker", Measuring),
    ("tracking", Measuring),
    ("tz", Choice),
    ("utm", Campaign),
    ("variant", Measuring),
    ("variation", Measuring),
    ("viewed", Choice),
    ("visit", Measuring),
    ("visitor", Measuring),
    ("visitors", Measuring),
    ("visits", Measuring),
    ("volume", Choice),
    ("waf", Guard),
    ("warenkorb", Cart),
    ("winkelwagen", Cart),
    ("wishlist", Choice),
    ("xsrf", Guard),
    ("zipcode", Choice),
    ("zoom", Choice),
];

/// Beside the word "cookie", these speak of asking for consent or of trying whether cookies work. In
/// alphabetical order.
const BESIDE_COOKIE: &[&str] = &[
    "accept",
    "accepted",
    "agree",
    "agreed",
    "agreement",
    "alert",
    "allow",
    "allowed",
    "approved",
    "banner",
    "bar",
    "check",
    "choice",
    "choices",
    "closed",
    "confirm",
    "confirmed",
    "control",
    "directive",
    "disclaimer",
    "dismissed",
    "enabled",
    "hide",
    "hint",
    "hinweis",
    "info",
    "information",
    "law",
    "level",
    "message",
    "modal",
    "msg",
    "notice",
    "notification",
    "ok",
    "okay",
    "policy",
    "popup",
    "preference",
    "preferences",
    "prefs",
    "read",
    "seen",
    "setting",
    "settings",
    "shown",
    "status",
    "support",
    "supported",
    "test",
    "understood",
    "usage",
    "warning",
];

/// The purpose that a name suggests, and whether it suggests following people.
pub(crate) fn suggested(name: &str) -> Option<(Purpose, Tracking)> {
    /// Longer names are nobody's: they are tests, attacks or data stored by mistake.
    const LONGEST: usize = 96;
    if name.len() > LONGEST {
        return None;
    }
    let mut first: Option<Sense> = None;
    let (mut cookie, mut beside) = (false, false);
    for_each_word(name, |word| {
        if let Ok(place) = WORDS.binary_search_by_key(&word, |&(word, _)| word) {
            let sense = WORDS.get(place).map(|&(_, sense)| sense);
            first = first.into_iter().chain(sense).min();
        }
        cookie |= matches!(word, "cookie" | "cookies");
        beside |= BESIDE_COOKIE.binary_search(&word).is_ok();
    });
    let sense = if cookie && beside { Some(Consent) } else { first };
    Some(match sense? {
        Consent | Cart => (Purpose::Necessary, Tracking::No),
        Guard => (Purpose::Security, Tracking::No),
        Advertising => (Purpose::Advertising, Tracking::Likely),
        Campaign => (Purpose::Advertising, Tracking::No),
        Measuring => (Purpose::Analytics, Tracking::No),
        Choice => (Purpose::Functional, Tracking::No),
    })
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
    fn the_lists_are_in_order() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(BESIDE_COOKIE.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(WORDS.iter().all(|(word, _)| word.len() < 16));
    }

    #[test]
    fn words_are_found_however_they_are_joined() {
        let purpose = |name| suggested(name).map(|(purpose, _)| purpose);
        for name in ["cookieBannerClosed", "shop.cookie-policy", "COOKIE_OK", "my_gdpr_v2", "mini-cart3"] {
            assert_eq!(purpose(name), Some(Purpose::Necessary), "{name}");
        }
        assert_eq!(purpose("lastVisit_2"), Some(Purpose::Analytics));
        assert_eq!(purpose("siteLangV1"), Some(Purpose::Functional));
        assert_eq!(purpose("shop-ads-id"), Some(Purpose::Advertising));
        for stranger in ["adam", "loading", "download", "cartoon", "visita", "", "a", "cookie", "héllo"] {
            assert_eq!(purpose(stranger), None, "{stranger}");
        }
        assert_eq!(purpose(&"visit_".repeat(40)), None);
    }
}
