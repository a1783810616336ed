//! What a browser itself knows about the sites whose cookies it keeps.

/// Whether a site was visited, as far as the browser's own history goes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visited {
    /// There is no history, or it does not reach back to when the cookie was set.
    #[default]
    Unknown,
    /// The history reaches back far enough and shows no visit.
    No,
    /// The person was there.
    Yes,
}

impl Visited {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::No => "no",
            Self::Yes => "yes",
        }
    }
}

/// What the browser's defence against redirecting trackers noted about a site. What is old is forgotten, so
/// that nothing noted says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Interaction {
    /// Nothing noted.
    #[default]
    Unknown,
    /// The site passed the person on or stored data, and the person never clicked or typed there.
    Never,
    /// The person clicked or typed there.
    Seen,
}

/// What the browser is told to do with the cookies of a host, by the person or by who set the computer up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BrowserRule {
    /// What it does with all others.
    #[default]
    None,
    /// Always accept them.
    Allow,
    /// Accept them, and clear them when it closes.
    SessionOnly,
    /// Accept none.
    Block,
}

impl BrowserRule {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Allow => "allow",
            Self::SessionOnly => "session_only",
            Self::Block => "block",
        }
    }
}

/// What a browser knows about the host of a cookie and its site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Was the site visited?
    pub visited: Visited,
    /// Did the person do anything there?
    pub interaction: Interaction,
    /// What the browser is told to do with the host's cookies.
    pub rule: BrowserRule,
}
