//! Why a cookie is what it is said to be.

/// Why a verdict is what it is; the sentence stands in the message catalogue under `reason_` and the word.
///
/// Sentences may use the parameters `name` (the cookie's name), `site` (its registrable domain) and
/// `company`; every reason can be worded with these three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No source knows it and nothing about it points anywhere.
    #[default]
    Unknown,
    /// Keeps a person signed in.
    SignIn,
    /// A key to a visit kept on the server; may or may not be a sign-in.
    SessionId,
    /// Protects against forged requests, fraud or bots.
    Security,
    /// Remembers what was answered to a consent banner.
    Consent,
    /// A shopping cart.
    Cart,
    /// Sends each request to the same machine.
    LoadBalancer,
    /// Sends each request to the same machine of a social network, also for what it embeds elsewhere.
    NetworkBalancer,
    /// Protects the accounts of a social network by an identifier that its embeds elsewhere send along too.
    NetworkSecurity,
    /// Remembers a choice.
    Preference,
    /// Recognises a person for advertising.
    AdvertisingId,
    /// Supports advertising without recognising a person (a test, a counter).
    AdvertisingHelper,
    /// Remembers which advertisement or link led to a visit.
    Campaign,
    /// Recognises a person for a social network.
    SocialId,
    /// Recognises a person to measure one site.
    AnalyticsId,
    /// Supports measuring without recognising a person.
    AnalyticsHelper,
    /// Customer chat or support.
    Support,
    /// The Open Cookie Database lists the name.
    ListedName,
    /// The company behind the host is known for this.
    KnownHost,
    /// The company is known, what the cookie does is not.
    CompanyOnly,
    /// No source knows it; the words of its name suggest what it is for.
    NamedLike,
    /// Long-lived, identifier-sized and sent along from other sites.
    LooksLikeTracking,
    /// Long-lived, identifier-sized, and of a site that the person never visited.
    NeverVisited,
    /// Long-lived, identifier-sized, and of a site that the browser caught at work without the person.
    NeverUsed,
    /// `HttpOnly` or named like a session id.
    LooksLikeSignIn,
    /// The person said that it keeps them signed in.
    YouSaidSignIn,
    /// The person said that it does not keep them signed in.
    YouSaidNotSignIn,
    /// The person said that it follows them.
    YouSaidTracking,
    /// The person said that it does not follow them.
    YouSaidNotTracking,
    /// The person said what it is for.
    YouSaidPurpose,
    /// The person said who is behind it.
    YouSaidCompany,
}

impl Reason {
    /// Every reason, for the test that each has its sentence. A compiled table of knowledge names them by their place
    /// here: after a release, new ones come last, so that older tables still fit.
    pub const ALL: [Self; 31] = [
        Self::Unknown,
        Self::SignIn,
        Self::SessionId,
        Self::Security,
        Self::Consent,
        Self::Cart,
        Self::LoadBalancer,
        Self::Preference,
        Self::AdvertisingId,
        Self::AdvertisingHelper,
        Self::Campaign,
        Self::SocialId,
        Self::AnalyticsId,
        Self::AnalyticsHelper,
        Self::Support,
        Self::ListedName,
        Self::KnownHost,
        Self::CompanyOnly,
        Self::NamedLike,
        Self::LooksLikeTracking,
        Self::NeverVisited,
        Self::NeverUsed,
        Self::LooksLikeSignIn,
        Self::YouSaidSignIn,
        Self::YouSaidNotSignIn,
        Self::YouSaidTracking,
        Self::YouSaidNotTracking,
        Self::YouSaidPurpose,
        Self::YouSaidCompany,
        Self::NetworkBalancer,
        Self::NetworkSecurity,
    ];

    /// The stable word; the message key is `reason_` and this word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::SignIn => "sign_in",
            Self::SessionId => "session_id",
            Self::Security => "security",
            Self::Consent => "consent",
            Self::Cart => "cart",
            Self::LoadBalancer => "load_balancer",
            Self::NetworkBalancer => "network_balancer",
            Self::NetworkSecurity => "network_security",
            Self::Preference => "preference",
            Self::AdvertisingId => "advertising_id",
            Self::AdvertisingHelper => "advertising_helper",
            Self::Campaign => "campaign",
            Self::SocialId => "social_id",
            Self::AnalyticsId => "analytics_id",
            Self::AnalyticsHelper => "analytics_helper",
            Self::Support => "support",
            Self::ListedName => "listed_name",
            Self::KnownHost => "known_host",
            Self::CompanyOnly => "company_only",
            Self::NamedLike => "named_like",
            Self::LooksLikeTracking => "looks_like_tracking",
            Self::NeverVisited => "never_visited",
            Self::NeverUsed => "never_used",
            Self::LooksLikeSignIn => "looks_like_sign_in",
            Self::YouSaidSignIn => "you_said_sign_in",
            Self::YouSaidNotSignIn => "you_said_not_sign_in",
            Self::YouSaidTracking => "you_said_tracking",
            Self::YouSaidNotTracking => "you_said_not_tracking",
            Self::YouSaidPurpose => "you_said_purpose",
            Self::YouSaidCompany => "you_said_company",
        }
    }

    /// Whether a person said so, rather than a source.
    pub const fn is_said(self) -> bool {
        matches!(
            self,
            Self::YouSaidSignIn
                | Self::YouSaidNotSignIn
                | Self::YouSaidTracking
                | Self::YouSaidNotTracking
                | Self::YouSaidPurpose
                | Self::YouSaidCompany
        )
    }

    /// Whether a social network uses it on its own site and, where others embed the network, there too. Which of both
    /// a cookie serves, the site it was set under tells.
    pub const fn is_of_a_network(self) -> bool {
        matches!(self, Self::NetworkBalancer | Self::NetworkSecurity)
    }
}
