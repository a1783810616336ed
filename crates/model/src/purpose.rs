//! What cookies are for.

/// What a cookie is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Shows or measures advertisements, usually by following a person.
    Advertising,
    /// Serves a social network's buttons and embeds.
    SocialMedia,
    /// Measures how a site is used.
    Analytics,
    /// Remembers a choice: language, theme, layout.
    Functional,
    /// The site does not work without it: sign-in, cart, consent, load balancing.
    Necessary,
    /// Protects against fraud, forgery and bots.
    Security,
    /// Not known. An answer, not a failure.
    #[default]
    Unclassified,
}

impl Purpose {
    /// Every purpose, in the order of charts and tables.
    pub const ALL: [Self; 7] = [
        Self::Advertising,
        Self::SocialMedia,
        Self::Analytics,
        Self::Functional,
        Self::Necessary,
        Self::Security,
        Self::Unclassified,
    ];

    /// The stable word for JSON; the message key is `purpose_` and this word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Advertising => "advertising",
            Self::SocialMedia => "social_media",
            Self::Analytics => "analytics",
            Self::Functional => "functional",
            Self::Necessary => "necessary",
            Self::Security => "security",
            Self::Unclassified => "unclassified",
        }
    }
}
