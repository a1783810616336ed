//! What a cookie means: separate axes, each answer with its reason.

use crate::{Cookie, Evidence, Interaction, Lifetime, Purpose, Reason, SameSite, Timestamp, Visited};

/// Whether a cookie follows a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tracking {
    /// No sign of it.
    #[default]
    No,
    /// Measures a person on one site only.
    SingleSite,
    /// Evidence points to it, nothing proves it. Shown, never preselected.
    Likely,
    /// Holds an identifier and serves to recognise a person across sites.
    CrossSite,
}

impl Tracking {
    /// Every answer, the harmless first.
    pub const ALL: [Self; 4] = [Self::No, Self::SingleSite, Self::Likely, Self::CrossSite];

    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::SingleSite => "single_site",
            Self::Likely => "likely",
            Self::CrossSite => "cross_site",
        }
    }
}

/// Whether clearing a cookie signs a person out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignIn {
    /// No.
    #[default]
    No,
    /// It looks like a session or authentication cookie.
    Likely,
    /// It is one.
    Yes,
}

impl SignIn {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::No, Self::Likely, Self::Yes];

    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Likely => "likely",
            Self::Yes => "yes",
        }
    }
}

/// How sure a verdict is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Evidence only, or nothing at all.
    #[default]
    Low,
    /// One source.
    Medium,
    /// Our own rule, or name and domain agree.
    High,
    /// The person said so.
    Certain,
}

impl Confidence {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Certain => "certain",
        }
    }
}

/// Where a verdict comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Nothing known.
    #[default]
    Nothing,
    /// The person: before everything else.
    Person,
    /// The project's own rules.
    OwnRule,
    /// The Open Cookie Database.
    OpenCookieDatabase,
    /// `third-party-web`'s list of companies and their domains.
    ThirdPartyWeb,
    /// The cookie's shape and circumstances.
    Evidence,
}

impl Source {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Person => "person",
            Self::OwnRule => "own_rule",
            Self::OpenCookieDatabase => "open_cookie_database",
            Self::ThirdPartyWeb => "third_party_web",
            Self::Evidence => "evidence",
        }
    }
}

/// What kind of business a company is, as far as the sources say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Advertising and marketing.
    Advertising,
    /// Social networks.
    Social,
    /// Measuring.
    Analytics,
    /// Consent banners.
    Consent,
    /// Customer support and chat.
    Support,
    /// Hosting, delivery, utilities: says who, not what for.
    Infrastructure,
    /// Video, content, tag managers and the rest.
    #[default]
    Other,
}

impl Category {
    /// Every kind of business.
    pub const ALL: [Self; 7] = [
        Self::Advertising,
        Self::Social,
        Self::Analytics,
        Self::Consent,
        Self::Support,
        Self::Infrastructure,
        Self::Other,
    ];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Advertising => "advertising",
            Self::Social => "social",
            Self::Analytics => "analytics",
            Self::Consent => "consent",
            Self::Support => "support",
            Self::Infrastructure => "infrastructure",
            Self::Other => "other",
        }
    }
}

/// A company that sets cookies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Company<'a> {
    /// Its name.
    pub name: &'a str,
    /// The company that owns it; empty where there is none or it is not known.
    pub parent: &'a str,
    /// What it does.
    pub category: Category,
    /// Its site; empty where unknown.
    pub homepage: &'a str,
}

/// The number of a company in the knowledge that gave the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyId(pub u16);

/// The number of the rule or entry that decided, within its [`Source`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// The number of a registrable domain inside one [`Explained`](crate::Explained).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteId(pub u32);

/// Where a cookie stands towards the site that embeds it, as far as the store tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The store does not tell.
    #[default]
    Unknown,
    /// Set by the site that was visited, or kept apart under the site it belongs to.
    FirstParty,
    /// Set while another site was visited.
    ThirdParty,
    /// Kept apart under another site.
    Partitioned,
}

impl Context {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::FirstParty => "first_party",
            Self::ThirdParty => "third_party",
            Self::Partitioned => "partitioned",
        }
    }
}

/// What is known about one (host, name), refined by a cookie's own circumstances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What for.
    pub purpose: Purpose,
    /// Does it follow people?
    pub tracking: Tracking,
    /// Does clearing it sign out?
    pub sign_in: SignIn,
    /// Who set it.
    pub company: Option<CompanyId>,
    /// How sure.
    pub confidence: Confidence,
    /// Who says so.
    pub source: Source,
    /// Why, as a key.
    pub reason: Reason,
    /// Which rule.
    pub rule: RuleId,
}

impl Verdict {
    /// In the set that the headline counts, the button clears and the preset *trackers* holds: cross-site
    /// tracking is yes and sign-in is no.
    pub fn is_tracker(&self) -> bool {
        self.tracking == Tracking::CrossSite && self.sign_in == SignIn::No
    }

    /// Refines what the (host, name) says by what this one row and the browser say. Cheap: it runs for every row.
    ///
    /// Only where nothing is known do the row's shape and the browser's evidence speak, and then only as *likely*.
    /// Where a list knows the purpose but not the cookie itself, a value too short to tell people apart takes
    /// *tracking* back; and where only the host's business is known, a cookie that the site keeps to itself, or of
    /// a site that the person visits, may be a visitor's account there, so it is *likely* tracking at most. Of a host
    /// that serves nothing but advertising, that is said of keys alone, which scripts cannot read.
    #[must_use]
    pub fn refined(mut self, cookie: &Cookie, evidence: Evidence) -> Self {
        /// Bytes below which a value tells fewer people apart than a small town has.
        const SHORTEST_ID: u32 = 4;
        /// Bytes that a key of a session has at least.
        const SHORTEST_KEY: u32 = 16;
        if self.tracking == Tracking::CrossSite
            && self.confidence != Confidence::High
            && cookie.size.max < SHORTEST_ID
        {
            self.tracking = Tracking::No;
            self.reason = Reason::AdvertisingHelper;
            return self;
        }
        let flags = cookie.flags;
        if self.reason.is_of_a_network() && flags.cross_site_ancestor {
            // Nobody who visits another site asked for the network's buttons there.
            self.purpose = Purpose::SocialMedia;
            return self;
        }
        let sent_from_elsewhere = flags.same_site == SameSite::None || flags.cross_site_ancestor;
        let is_key = flags.http_only && flags.secure && cookie.size.max >= SHORTEST_KEY;
        if let Some(account) = self.as_an_account(is_key, sent_from_elsewhere, evidence.visited) {
            return account;
        }
        let is_known = self.purpose != Purpose::Unclassified;
        if is_known && self.source != Source::Evidence {
            return self;
        }
        if self.sign_in == SignIn::No && is_key {
            self.sign_in = SignIn::Likely;
            self.tracking = Tracking::No;
            self.reason = Reason::LooksLikeSignIn;
            self.source = Source::Evidence;
        } else if !is_known
            && self.sign_in == SignIn::No
            && let Some(reason) = points_to_tracking(cookie, sent_from_elsewhere, evidence)
        {
            self.tracking = Tracking::Likely;
            self.reason = reason;
            self.source = Source::Evidence;
        }
        self
    }

    /// What it is instead, where only the host's business is known and the company's own visitors or customers may have
    /// an account.
    fn as_an_account(self, is_key: bool, sent_from_elsewhere: bool, visited: Visited) -> Option<Self> {
        if self.tracking != Tracking::CrossSite {
            return None;
        }
        let likely = Self { tracking: Tracking::Likely, ..self };
        let by_own_host = self.source == Source::OwnRule && self.confidence == Confidence::Medium;
        if self.source == Source::ThirdPartyWeb && (!sent_from_elsewhere || visited == Visited::Yes) {
            Some(likely)
        } else if by_own_host && is_key && !sent_from_elsewhere {
            Some(Self { sign_in: SignIn::Likely, reason: Reason::LooksLikeSignIn, ..likely })
        } else {
            None
        }
    }
}

/// What makes an identifier that nobody knows look like tracking. Its shape alone is right little more than half
/// of the time: where the person visits the site, it counts for nothing.
fn points_to_tracking(cookie: &Cookie, sent_from_elsewhere: bool, evidence: Evidence) -> Option<Reason> {
    let like_an_id = cookie.size.max >= 8 && cookie.size.min <= 100 && lives_long(cookie);
    match (evidence.visited, evidence.interaction) {
        (_, _) if !like_an_id => None,
        (Visited::Yes, _) | (_, Interaction::Seen) => None,
        (_, Interaction::Never) => Some(Reason::NeverUsed),
        (Visited::No, Interaction::Unknown) => Some(Reason::NeverVisited),
        (Visited::Unknown, Interaction::Unknown) => sent_from_elsewhere.then_some(Reason::LooksLikeTracking),
    }
}

/// Meant to live more than 90 days.
fn lives_long(cookie: &Cookie) -> bool {
    cookie.lifetime() == Lifetime::Persistent
        && cookie.expires.since(cookie.created).is_some_and(|span| span > 90 * Timestamp::DAY_MICROS)
}
