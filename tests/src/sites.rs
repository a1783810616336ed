//! The small web of the tests: which hosts there are, and which cookies each sets.
//!
//! A host sets its cookies only on the page `/set`; its page `/` sets nothing and shows the server which
//! cookies the browser sends. Every value begins with [`MARKER`], which stands nowhere else: a search for it
//! finds leaked values.

/// What every cookie value of the tests begins with.
pub const MARKER: &str = "cwmarker";

/// Part of the name of a host that is visited and sets no cookie. It stands nowhere else: what a search finds came
/// out of a history.
pub const VISITED_MARKER: &str = "cwvisited";

/// One host.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// Its name.
    pub host: &'static str,
    /// Whether a browser visits it itself; otherwise it is only embedded.
    pub visited: bool,
    /// Cookies it sets by header.
    pub server: &'static [Baked],
    /// Cookies its page sets by script.
    pub script: &'static [Baked],
    /// Hosts its page embeds.
    pub frames: &'static [&'static str],
}

/// One cookie as a site sets it.
#[derive(Clone, Copy, Debug)]
pub struct Baked {
    /// Its name.
    pub name: &'static str,
    /// What follows the value in `Set-Cookie`.
    pub attributes: &'static str,
    /// What *clear the trackers* owes the person.
    pub fate: Fate,
}

/// What becomes of a cookie when the trackers are cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It follows people across sites: it must go.
    Goes,
    /// A sign-in, a session, a consent or a shopping cart: it must stay.
    Stays,
    /// Opinions differ; the plan decides, and the outcome must be what the plan said.
    Either,
}

const fn goes(name: &'static str, attributes: &'static str) -> Baked {
    Baked { name, attributes, fate: Fate::Goes }
}

const fn stays(name: &'static str, attributes: &'static str) -> Baked {
    Baked { name, attributes, fate: Fate::Stays }
}

const fn either(name: &'static str, attributes: &'static str) -> Baked {
    Baked { name, attributes, fate: Fate::Either }
}

const YEAR: &str = "; Path=/; Max-Age=31536000";

/// Every host the test server answers for. Any other host gets 404 and no cookie.
pub const WEB: &[Site] = &[
    Site {
        host: "github.com",
        visited: true,
        server: &[
            stays("user_session", "; Path=/; Max-Age=1209600; Secure; HttpOnly; SameSite=Lax"),
            stays(
                "__Host-user_session_same_site",
                "; Path=/; Max-Age=1209600; Secure; HttpOnly; SameSite=Strict",
            ),
            stays("logged_in", "; Path=/; Domain=github.com; Max-Age=31536000; Secure; HttpOnly"),
            stays("_gh_sess", "; Path=/; Secure; HttpOnly; SameSite=Lax"),
        ],
        script: &[],
        frames: &[],
    },
    Site {
        host: "en.wikipedia.org",
        visited: true,
        server: &[
            stays("enwikiSession", "; Path=/; Secure; HttpOnly"),
            stays("enwikiUserID", "; Path=/; Max-Age=31536000; Secure; HttpOnly"),
            stays("centralauth_Session", "; Path=/; Domain=wikipedia.org; Secure; HttpOnly; SameSite=None"),
            either("WMF-Uniq", "; Path=/; Max-Age=31536000; Secure; HttpOnly"),
        ],
        script: &[],
        frames: &[],
    },
    Site {
        host: "shop.example",
        visited: true,
        server: &[
            stays("PHPSESSID", "; Path=/; HttpOnly"),
            stays("csrftoken", "; Path=/; Max-Age=31449600; Secure; SameSite=Lax"),
            stays("cart", "; Path=/basket; Max-Age=2592000; SameSite=Strict"),
            stays("remembered", "; Path=/; Max-Age=999999999; Secure"),
        ],
        script: &[
            stays("OptanonConsent", "; Path=/; Max-Age=31536000; SameSite=Lax"),
            either("_ga", YEAR),
            goes("_fbp", "; Path=/; Max-Age=7776000; SameSite=Lax"),
            goes("_gcl_au", "; Path=/; Max-Age=7776000"),
        ],
        frames: &[],
    },
    Site {
        host: "www.news.example",
        visited: true,
        server: &[
            stays("JSESSIONID", "; Path=/; Secure; HttpOnly"),
            stays("euconsent-v2", "; Path=/; Domain=news.example; Max-Age=31536000"),
        ],
        script: &[either("_ga", "; Path=/; Domain=news.example; Max-Age=63072000"), goes("_fbp", YEAR)],
        frames: &["ib.adnxs.com", "player.widget.example"],
    },
    Site {
        host: "ib.adnxs.com",
        visited: false,
        server: &[goes("uuid2", "; Path=/; Max-Age=7776000; Secure; HttpOnly; SameSite=None; Partitioned")],
        script: &[],
        frames: &[],
    },
    Site {
        host: "player.widget.example",
        visited: false,
        server: &[stays("volume", "; Path=/; Max-Age=31536000; Secure; SameSite=None; Partitioned")],
        script: &[],
        frames: &[],
    },
    Site {
        host: "blog.example",
        visited: true,
        server: &[stays("theme", YEAR)],
        script: &[either("_ga", YEAR), either("_gid", "; Path=/; Max-Age=86400"), goes("_gcl_au", YEAR)],
        frames: &[],
    },
    Site {
        host: "ad.doubleclick.net",
        visited: true,
        server: &[goes(
            "IDE",
            "; Path=/; Domain=doubleclick.net; Max-Age=33696000; Secure; HttpOnly; SameSite=None",
        )],
        script: &[],
        frames: &[],
    },
    Site {
        host: "www.facebook.com",
        visited: true,
        server: &[
            stays("c_user", "; Path=/; Domain=facebook.com; Max-Age=31536000; Secure; SameSite=None"),
            stays("xs", "; Path=/; Domain=facebook.com; Max-Age=31536000; Secure; HttpOnly; SameSite=None"),
            goes("fr", "; Path=/; Domain=facebook.com; Max-Age=7776000; Secure; HttpOnly; SameSite=None"),
            either(
                "datr",
                "; Path=/; Domain=facebook.com; Max-Age=34560000; Secure; HttpOnly; SameSite=None",
            ),
        ],
        script: &[],
        frames: &[],
    },
    Site {
        host: "www.bing.com",
        visited: true,
        server: &[goes("MUID", "; Path=/; Domain=bing.com; Max-Age=33696000; Secure; SameSite=None")],
        script: &[],
        frames: &[],
    },
    Site {
        host: "www.linkedin.com",
        visited: true,
        server: &[
            stays(
                "li_at",
                "; Path=/; Domain=www.linkedin.com; Max-Age=31536000; Secure; HttpOnly; SameSite=None",
            ),
            stays("JSESSIONID", "; Path=/; Domain=www.linkedin.com; Max-Age=7776000; Secure; SameSite=None"),
            either("bcookie", "; Path=/; Domain=linkedin.com; Max-Age=31536000; Secure; SameSite=None"),
        ],
        script: &[],
        frames: &[],
    },
    Site { host: "www.cwvisited.example", visited: true, server: &[], script: &[], frames: &[] },
];

/// The one host that is visited without encryption, by browsers that cannot be told to trust our certificate.
pub const PLAIN: Site = Site {
    host: "plain.example",
    visited: true,
    server: &[
        either("near", "; Max-Age=86400"),
        // Past 2038, where numbers of 32 bits end.
        either("far", "; Max-Age=999999999"),
        either("session", ""),
        either("lax", "; Max-Age=500; SameSite=Lax; HttpOnly"),
        either("strict", "; Max-Age=500; SameSite=Strict; Path=/set"),
    ],
    script: &[either("script", "; Max-Age=500")],
    frames: &[],
};

/// The value that `host` gives its cookie `name`.
pub fn value(host: &str, name: &str) -> String {
    format!("{MARKER}.{host}.{name}.end")
}

impl Site {
    /// Every cookie it sets, by header or by script.
    pub fn cookies(&self) -> impl Iterator<Item = &'static Baked> {
        self.server.iter().chain(self.script)
    }
}

/// The hosts a browser visits.
pub fn visited() -> impl Iterator<Item = &'static Site> {
    WEB.iter().filter(|site| site.visited)
}

/// What becomes of the cookie `name` that `host` sets, or `None` where no site sets it.
pub fn fate(host: &str, name: &str) -> Option<Fate> {
    let site = WEB.iter().find(|site| site.host == host)?;
    site.cookies().find(|baked| baked.name == name).map(|baked| baked.fate)
}

/// How many cookies one browser keeps after visiting every host once.
pub fn expected() -> usize {
    WEB.iter().map(|site| site.cookies().count()).sum()
}
