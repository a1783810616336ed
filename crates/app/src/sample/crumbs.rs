//! The crumbs of the sample, as rows: which cookies a visit to which kind of site leaves behind.

/// One cookie of the sample, before it has dates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crumb {
    pub(super) host: &'static str,
    pub(super) name: &'static str,
    /// Days it is meant to live; 0 for a session cookie.
    pub(super) days: u16,
    /// Size of the value, bytes.
    pub(super) size: u16,
    /// `s` Secure, `h` HttpOnly, `n` `l` `t` SameSite None, Lax, Strict, `j` set by a script.
    pub(super) marks: &'static str,
    /// The site it is kept apart under, or `#2` for Firefox's container 2; empty for most.
    pub(super) under: &'static str,
}

/// Crumbs left by visits of one kind.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) name: &'static str,
    pub(super) crumbs: &'static [Crumb],
    /// First-party hosts where the usual scripts (statistics, pixels, consent) left their crumbs too.
    pub(super) sites: &'static [&'static str],
}

/// What the usual scripts leave on a site of its own; the host is the site's.
pub(super) const USUAL: &[Crumb] = &[
    c("", "_ga", 400, 27, "j"),
    c("", "_gid", 1, 27, "j"),
    c("", "_fbp", 90, 32, "lj"),
    c("", "_gcl_au", 90, 26, "j"),
    c("", "OptanonConsent", 365, 412, "lj"),
    c("", "PHPSESSID", 0, 26, "shl"),
    c("", "lang", 365, 2, "l"),
];

pub(super) const GROUPS: &[Group] = &[
    Group {
        name: "google",
        crumbs: &[
            c(".google.com", "SID", 400, 153, "s"),
            c(".google.com", "HSID", 400, 17, "h"),
            c(".google.com", "SSID", 400, 17, "sh"),
            c(".google.com", "SAPISID", 400, 34, "s"),
            c(".google.com", "__Secure-1PSID", 400, 153, "sh"),
            c(".google.com", "__Secure-3PSID", 400, 153, "shn"),
            c(".google.com", "NID", 180, 312, "shn"),
            c(".google.com", "SOCS", 395, 56, "sl"),
            c(".google.com", "AEC", 180, 63, "shl"),
            c(".youtube.com", "LOGIN_INFO", 400, 310, "shn"),
            c(".youtube.com", "VISITOR_INFO1_LIVE", 180, 11, "shn"),
            c(".youtube.com", "YSC", 0, 11, "shn"),
            c(".youtube.com", "PREF", 400, 30, "s"),
        ],
        sites: &[],
    },
    Group {
        name: "social",
        crumbs: &[
            c(".facebook.com", "c_user", 365, 15, "sn"),
            c(".facebook.com", "xs", 365, 90, "shn"),
            c(".facebook.com", "datr", 400, 24, "shn"),
            c(".facebook.com", "fr", 90, 82, "shn"),
            c(".instagram.com", "sessionid", 365, 75, "sh"),
            c(".instagram.com", "csrftoken", 365, 32, "s"),
            c(".instagram.com", "ig_did", 365, 36, "sh"),
            c(".reddit.com", "reddit_session", 180, 120, "shn"),
            c(".reddit.com", "edgebucket", 400, 18, "s"),
            c(".pinterest.com", "_pinterest_sess", 365, 300, "shn"),
        ],
        sites: &[],
    },
    Group {
        name: "work",
        crumbs: &[
            c("github.com", "user_session", 14, 48, "shl"),
            c("github.com", "__Host-user_session_same_site", 14, 48, "sht"),
            c(".github.com", "logged_in", 365, 3, "shl"),
            c("github.com", "_gh_sess", 0, 700, "shl"),
            c(".github.com", "_octo", 365, 26, "sl"),
            c(".github.com", "tz", 0, 13, "sl"),
            c(".linkedin.com", "li_at", 365, 152, "shn"),
            c(".linkedin.com", "bcookie", 365, 46, "sn"),
            c(".linkedin.com", "lidc", 1, 110, "sn"),
            c(".slack.com", "d", 400, 180, "sh"),
            c(".atlassian.com", "cloud.session.token", 30, 600, "sh"),
            c("login.microsoftonline.com", "ESTSAUTHPERSISTENT", 90, 900, "shn"),
            c("login.microsoftonline.com", "buid", 30, 250, "shn"),
            c(".office.com", "MUID", 390, 32, "sn"),
        ],
        sites: &["wiki.fernwood-works.example", "tickets.fernwood-works.example"],
    },
    Group {
        name: "shops",
        crumbs: &[
            c(".amazon.com", "session-id", 365, 19, "s"),
            c(".amazon.com", "at-main", 365, 420, "sh"),
            c(".amazon.com", "ubid-main", 365, 19, "s"),
            c("www.brightkettle.example", "cart", 14, 36, "l"),
            c("www.brightkettle.example", "recently_viewed", 30, 60, "lj"),
            c(".paperlantern.example", "basket_id", 30, 36, "shl"),
            c(".paperlantern.example", "currency", 365, 3, "l"),
            c(".boots-and-laces.example", "remember_token", 365, 64, "shl"),
        ],
        sites: &["www.brightkettle.example", "paperlantern.example", "boots-and-laces.example"],
    },
    Group {
        name: "news",
        crumbs: &[
            c(".morningdispatch.example", "paywall_count", 30, 2, "lj"),
            c(".morningdispatch.example", "euconsent-v2", 395, 520, "lj"),
            c(".harbourpost.example", "__gads", 390, 80, "j"),
            c(".harbourpost.example", "__gpi", 390, 76, "j"),
            c(".harbourpost.example", "cto_bundle", 395, 220, "j"),
            c(".harbourpost.example", "__atuvc", 395, 30, "j"),
            c(".addthis.com", "uvc", 395, 12, "sn"),
            c(".sharethis.com", "__stid", 365, 36, "sn"),
            c(".weatherwharf.example", "units", 365, 6, "l"),
            c(".weatherwharf.example", "_cc_id", 270, 32, "j"),
        ],
        sites: &["morningdispatch.example", "harbourpost.example", "weatherwharf.example"],
    },
    Group {
        name: "video",
        crumbs: &[
            c(".netflix.com", "NetflixId", 365, 620, "sh"),
            c(".netflix.com", "SecureNetflixId", 365, 120, "sht"),
            c(".netflix.com", "nfvdid", 365, 90, "s"),
            c(".vimeo.com", "vuid", 400, 24, "sn"),
            c(".spotify.com", "sp_dc", 365, 159, "shn"),
            c(".spotify.com", "sp_t", 365, 36, "sn"),
        ],
        sites: &["reelhouse.example"],
    },
    Group {
        name: "travel",
        crumbs: &[
            c(".booking.com", "bkng_sso_auth", 365, 250, "sh"),
            c(".slowtrains.example", "search_from", 30, 12, "l"),
            c(".slowtrains.example", "JSESSIONID", 0, 32, "shl"),
            c(".slowtrains.example", "AWSALB", 7, 120, ""),
            c(".slowtrains.example", "AWSALBCORS", 7, 120, "sn"),
        ],
        sites: &["slowtrains.example", "quietinns.example"],
    },
    Group {
        name: "reading",
        crumbs: &[
            c(".wikipedia.org", "WMF-Last-Access", 32, 11, "sh"),
            c("en.wikipedia.org", "enwikiSession", 0, 32, "sh"),
            c("en.wikipedia.org", "enwikiUserID", 365, 8, "sh"),
            c("en.wikipedia.org", "enwikimwuser-sessionId", 0, 20, "j"),
            c(".medium.com", "sid", 400, 90, "shn"),
            c(".medium.com", "uid", 400, 12, "shn"),
            c("library.elmstreet.example", "theme", 365, 5, "lj"),
            c("library.elmstreet.example", "shelf_view", 365, 4, "lj"),
        ],
        sites: &["library.elmstreet.example"],
    },
    Group {
        name: "forum",
        crumbs: &[
            c("forum.gardenpath.example", "_t", 60, 300, "shl"),
            c("forum.gardenpath.example", "_forum_session", 0, 340, "shl"),
            c("forum.gardenpath.example", "cf_clearance", 365, 200, "shn"),
            c(".gardenpath.example", "__cf_bm", 1, 148, "shn"),
        ],
        sites: &["forum.gardenpath.example"],
    },
    Group {
        name: "trackers",
        crumbs: &[
            c(".doubleclick.net", "IDE", 390, 67, "shn"),
            c(".doubleclick.net", "test_cookie", 1, 15, "sn"),
            c(".adnxs.com", "uuid2", 90, 19, "shn"),
            c(".adnxs.com", "anj", 90, 140, "shn"),
            c(".criteo.com", "uid", 390, 36, "sn"),
            c(".bing.com", "MUID", 390, 32, "sn"),
            c(".taboola.com", "t_gid", 365, 48, "sn"),
            c(".rubiconproject.com", "khaos", 365, 20, "sn"),
            c(".casalemedia.com", "CMID", 365, 27, "sn"),
            c(".pubmatic.com", "KADUSERCOOKIE", 90, 36, "sn"),
            c(".amazon-adsystem.com", "ad-id", 240, 22, "shn"),
            c(".scorecardresearch.com", "UID", 395, 25, "sn"),
            c(".demdex.net", "demdex", 180, 38, "sn"),
        ],
        sites: &[],
    },
    Group {
        name: "more_trackers",
        crumbs: &[
            c(".outbrain.com", "obuid", 90, 36, "sn"),
            c(".adform.net", "uid", 60, 19, "sn"),
            c(".adsrvr.org", "TDID", 365, 36, "sn"),
            c(".adsrvr.org", "TDCPM", 365, 190, "sn"),
            c(".bidswitch.net", "tuuid", 365, 36, "sn"),
            c(".quantserve.com", "mc", 395, 26, "sn"),
            c(".tapad.com", "TapAd_DID", 60, 36, "sn"),
            c(".everesttech.net", "everest_g_v2", 365, 22, "sn"),
            c(".openx.net", "i", 365, 36, "sn"),
            c(".tiktok.com", "_ttp", 390, 27, "sn"),
            c(".ads.linkedin.com", "lang", 0, 14, "sn"),
            c(".yahoo.com", "A3", 365, 90, "shn"),
            c(".snapchat.com", "sc_at", 390, 110, "sn"),
            c(".adsymptotic.example", "visitor", 400, 32, "sn"),
            c(".pixelbarn.example", "pbk", 365, 40, "sn"),
        ],
        sites: &[],
    },
    Group {
        name: "embedded",
        crumbs: &[
            under(
                ".youtube.com",
                "VISITOR_PRIVACY_METADATA",
                180,
                28,
                "shn",
                "https://morningdispatch.example",
            ),
            under(".youtube.com", "YSC", 0, 11, "shn", "https://morningdispatch.example"),
            under(".disquswidget.example", "session", 30, 40, "shn", "https://harbourpost.example"),
            under(".mapcorner.example", "tiles", 30, 8, "sn", "https://quietinns.example"),
        ],
        sites: &[],
    },
    Group {
        name: "containers",
        crumbs: &[
            under(".bank-of-birch.example", "auth_token", 0, 220, "sht", "#2"),
            under(".bank-of-birch.example", "device", 365, 36, "shl", "#2"),
            under(".doubleclick.net", "IDE", 390, 67, "shn", "https://gardenpath.example"),
            under(".youtube.com", "VISITOR_INFO1_LIVE", 180, 11, "shn", "https://gardenpath.example"),
        ],
        sites: &[],
    },
];

const fn c(host: &'static str, name: &'static str, days: u16, size: u16, marks: &'static str) -> Crumb {
    under(host, name, days, size, marks, "")
}

const fn under(
    host: &'static str,
    name: &'static str,
    days: u16,
    size: u16,
    marks: &'static str,
    under: &'static str,
) -> Crumb {
    Crumb { host, name, days, size, marks, under }
}
