//! What stands out about a cookie by its own attributes, whatever it is for: how long it is meant to live, what its
//! name promises, what a sign-in lacks. Told in one place for rows, details and cookies that are only told about.

use crumbwise_model::{Cookie, SameSite, ScannedStore, SignIn, Timestamp};

/// Longer than the thirteen months that data protection authorities consider reasonable.
const THIRTEEN_MONTHS: i64 = 395 * Timestamp::DAY_MICROS;

/// What browsers cut lifetimes to (RFC 6265bis), and a minute for the time between setting and storing.
const CAP: i64 = 400 * Timestamp::DAY_MICROS + 60_000_000;

/// One such thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Meant to live longer than thirteen months, and no longer than the cap.
    LongLived,
    /// Meant to live longer than browsers allow by now.
    PastCap,
    /// A sign-in that scripts can read.
    SignInNotHttpOnly,
    /// A sign-in that is sent unencrypted too.
    SignInNotSecure,
    /// A sign-in that is sent along with requests of other sites.
    SignInCrossSite,
    /// `__Host-`, kept.
    PrefixHost,
    /// `__Secure-`, kept.
    PrefixSecure,
    /// `__Http-`, kept.
    PrefixHttp,
    /// `__Host-Http-`, kept.
    PrefixHostHttp,
    /// Any of them, and the cookie is not what its name promises.
    PrefixBroken,
}

impl Mark {
    /// Every mark.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 10] = [
        Self::LongLived,
        Self::PastCap,
        Self::SignInNotHttpOnly,
        Self::SignInNotSecure,
        Self::SignInCrossSite,
        Self::PrefixHost,
        Self::PrefixSecure,
        Self::PrefixHttp,
        Self::PrefixHostHttp,
        Self::PrefixBroken,
    ];

    /// The stable word for JSON; the message key is `note_` and this word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::LongLived => "long_lived",
            Self::PastCap => "past_cap",
            Self::SignInNotHttpOnly => "sign_in_not_http_only",
            Self::SignInNotSecure => "sign_in_not_secure",
            Self::SignInCrossSite => "sign_in_cross_site",
            Self::PrefixHost => "prefix_host",
            Self::PrefixSecure => "prefix_secure",
            Self::PrefixHttp => "prefix_http",
            Self::PrefixHostHttp => "prefix_host_http",
            Self::PrefixBroken => "prefix_broken",
        }
    }
}

/// What the marks are told from. What is not told speaks neither for nor against anything.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Attributes<'a> {
    pub(crate) name: &'a str,
    pub(crate) sign_in: SignIn,
    /// How long it is meant to live, in microseconds; `None` for session cookies too.
    pub(crate) lifetime: Option<i64>,
    pub(crate) secure: Option<bool>,
    pub(crate) http_only: Option<bool>,
    pub(crate) host_only: Option<bool>,
    /// Whether it is sent to every path of its host.
    pub(crate) whole_host: Option<bool>,
    pub(crate) same_site: Option<SameSite>,
}

/// The marks of a cookie, the most important first: what a sign-in lacks, lifetime, name.
pub(crate) fn marks(told: &Attributes<'_>) -> Vec<Mark> {
    let is_sign_in = told.sign_in == SignIn::Yes;
    let lacks = [
        (told.http_only == Some(false), Mark::SignInNotHttpOnly),
        (told.secure == Some(false), Mark::SignInNotSecure),
        (told.same_site == Some(SameSite::None), Mark::SignInCrossSite),
    ];
    let lacks = lacks.into_iter().filter(|(is_so, _)| is_sign_in && *is_so).map(|(_, mark)| mark);
    lacks.chain(told.lifetime.and_then(of_lifetime)).chain(of_name(told)).collect()
}

/// The marks of a cookie that was read.
pub(crate) fn of_cookie(store: &ScannedStore, cookie: &Cookie) -> Vec<Mark> {
    let (flags, table) = (cookie.flags, &store.cookies);
    marks(&Attributes {
        name: &table.name(cookie).lossy(),
        sign_in: store.verdict(cookie).sign_in,
        lifetime: lifetime(cookie),
        secure: Some(flags.secure),
        http_only: Some(flags.http_only),
        host_only: Some(!table.host(cookie).0.starts_with(b".")),
        whole_host: Some(table.path(cookie).0 == b"/"),
        same_site: Some(flags.same_site),
    })
}

/// How long a cookie is meant to live from when it was last set, in microseconds. Where the store does not tell that,
/// it is no later than the last use.
pub(crate) fn lifetime(cookie: &Cookie) -> Option<i64> {
    let set = if cookie.updated.is_some() { cookie.updated } else { cookie.last_used };
    cookie.expires.since(cookie.created.max(set)).filter(|_| cookie.flags.persistent)
}

/// Whether a cookie is meant to live longer than 13 months from when it was last set.
pub(crate) fn is_long(cookie: &Cookie) -> bool {
    lifetime(cookie).and_then(of_lifetime).is_some()
}

fn of_lifetime(micros: i64) -> Option<Mark> {
    if micros > CAP {
        Some(Mark::PastCap)
    } else if micros > THIRTEEN_MONTHS {
        Some(Mark::LongLived)
    } else {
        None
    }
}

/// What the name promises. Browsers compare the prefixes without regard to case.
fn of_name(told: &Attributes<'_>) -> Option<Mark> {
    let begins =
        |prefix: &str| told.name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let secure = told.secure != Some(false);
    let host = secure && told.host_only != Some(false) && told.whole_host != Some(false);
    let http = secure && told.http_only != Some(false);
    let (mark, kept) = if begins("__Host-Http-") {
        (Mark::PrefixHostHttp, host && http)
    } else if begins("__Host-") {
        (Mark::PrefixHost, host)
    } else if begins("__Secure-") {
        (Mark::PrefixSecure, secure)
    } else if begins("__Http-") {
        (Mark::PrefixHttp, http)
    } else {
        return None;
    };
    Some(if kept { mark } else { Mark::PrefixBroken })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = Timestamp::DAY_MICROS;

    fn of(told: &Attributes<'_>) -> Vec<&'static str> {
        marks(told).into_iter().map(Mark::word).collect()
    }

    #[test]
    fn lifetimes_are_long_after_thirteen_months_and_impossible_after_the_cap() {
        let lives = |days| of(&Attributes { lifetime: Some(days * DAY), ..Attributes::default() });
        assert_eq!(lives(365), [""; 0]);
        assert_eq!(lives(395), [""; 0]);
        assert_eq!(lives(396), ["long_lived"]);
        assert_eq!(lives(400), ["long_lived"], "what Chromium cuts to is not past it");
        assert_eq!(lives(401), ["past_cap"]);
    }

    #[test]
    fn a_lifetime_counts_from_the_last_setting_or_what_bounds_it() {
        let at = |day: i64| Timestamp::from_unix_seconds(day * 86_400);
        let cookie = |created, updated, last_used, expires| {
            let mut table = crumbwise_model::CookieTable::builder();
            table.push(&crumbwise_model::NewCookie {
                created,
                updated,
                last_used,
                expires,
                flags: crumbwise_model::Flags { persistent: true, ..Default::default() },
                ..Default::default()
            });
            let days = lifetime(&table.finish().rows()[0]);
            days.map(|micros| micros / DAY)
        };
        assert_eq!(cookie(at(100), at(900), at(990), at(1300)), Some(400), "renewed, not older than its cap");
        assert_eq!(cookie(at(100), Timestamp::NONE, at(990), at(1300)), Some(310), "set again meanwhile");
        assert_eq!(cookie(at(100), Timestamp::NONE, Timestamp::NONE, at(1300)), Some(1200));
        assert_eq!(cookie(Timestamp::NONE, Timestamp::NONE, Timestamp::NONE, at(1300)), None);
    }

    #[test]
    fn sign_ins_lack_what_is_told_to_be_missing() {
        let open = Attributes {
            secure: Some(false),
            http_only: Some(false),
            same_site: Some(SameSite::None),
            ..Attributes::default()
        };
        assert_eq!(of(&open), [""; 0], "a theme may be read by everybody");
        let sign_in = Attributes { sign_in: SignIn::Yes, ..open };
        assert_eq!(of(&sign_in), ["sign_in_not_http_only", "sign_in_not_secure", "sign_in_cross_site"]);
        assert_eq!(of(&Attributes { sign_in: SignIn::Yes, ..Attributes::default() }), [""; 0]);
        let closed = Attributes { sign_in: SignIn::Likely, ..open };
        assert_eq!(of(&closed), [""; 0], "what may be none is not blamed");
    }

    #[test]
    fn a_prefix_is_kept_or_broken() {
        let whole = Attributes {
            secure: Some(true),
            http_only: Some(true),
            host_only: Some(true),
            whole_host: Some(true),
            ..Attributes::default()
        };
        let named = |name, told: Attributes<'static>| of(&Attributes { name, ..told });
        for (name, word) in [
            ("__Host-id", "prefix_host"),
            ("__host-id", "prefix_host"),
            ("__Secure-id", "prefix_secure"),
            ("__Http-id", "prefix_http"),
            ("__Host-Http-id", "prefix_host_http"),
        ] {
            assert_eq!(named(name, whole), [word], "{name}");
            assert_eq!(named(name, Attributes::default()), [word], "{name}: nothing speaks against it");
            let plain = Attributes { secure: Some(false), ..whole };
            assert_eq!(named(name, plain), ["prefix_broken"], "{name}");
        }
        let wide = Attributes { host_only: Some(false), ..whole };
        assert_eq!(named("__Host-id", wide), ["prefix_broken"]);
        assert_eq!(named("__Secure-id", wide), ["prefix_secure"]);
        let below = Attributes { whole_host: Some(false), ..whole };
        assert_eq!(named("__Host-Http-id", below), ["prefix_broken"]);
        let readable = Attributes { http_only: Some(false), ..whole };
        assert_eq!(named("__Http-id", readable), ["prefix_broken"]);
        for name in ["_Host-id", "__Hostess", "é__Host-", ""] {
            assert_eq!(named(name, whole), [""; 0], "{name}");
        }
    }
}
