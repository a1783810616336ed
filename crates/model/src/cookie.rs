//! One cookie, without its value.

use crate::{PairId, StringId, Timestamp};

/// One stored cookie in a fixed-size row; its texts live in the table that holds it
/// ([`CookieTable`](crate::CookieTable)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookie {
    /// The row's number in its file: SQLite rowid, or position in the session store. Valid for one reading;
    /// a clean-up repeats the identity beside it.
    pub row: i64,
    /// When it was first set.
    pub created: Timestamp,
    /// When it was last sent, to about a minute.
    pub last_used: Timestamp,
    /// When it expires; `NONE` for session cookies.
    pub expires: Timestamp,
    /// When it was last set again.
    pub updated: Timestamp,
    /// Which (host, name).
    pub pair: PairId,
    /// The path.
    pub path: StringId,
    /// What keeps it apart: Chromium's top-frame site, Firefox's origin attributes, as stored. Empty for most.
    pub partition: StringId,
    /// The value's size in bytes, never the value.
    pub size: ValueSize,
    /// Port it was set from; −1 unknown.
    pub port: i32,
    /// Everything that is a yes, a no or a small choice.
    pub flags: Flags,
}

impl Cookie {
    /// Session or persistent.
    pub const fn lifetime(&self) -> Lifetime {
        if self.flags.persistent { Lifetime::Persistent } else { Lifetime::Session }
    }

    /// Whether it had expired at `now` and is still stored.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.flags.persistent && self.expires.is_some() && self.expires < now
    }
}

/// How long a cookie is meant to live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lifetime {
    /// Until the browser closes.
    Session,
    /// Until a date.
    Persistent,
}

impl Lifetime {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Persistent => "persistent",
        }
    }
}

/// A value's size in bytes, as far as the file tells without decrypting anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ValueSize {
    /// At least this many bytes.
    pub min: u32,
    /// At most this many bytes; equal to `min` when the size is exact.
    pub max: u32,
}

impl ValueSize {
    /// An exactly known size.
    pub const fn exact(bytes: u32) -> Self {
        Self { min: bytes, max: bytes }
    }
}

/// Everything about a cookie that is a yes, a no or a small choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one column of the browsers' own tables")]
pub struct Flags {
    /// Has an expiry date.
    pub persistent: bool,
    /// Only sent over encrypted connections.
    pub secure: bool,
    /// Out of reach of scripts.
    pub http_only: bool,
    /// Kept apart under a top-level site (see [`Cookie::partition`]).
    pub partitioned: bool,
    /// Set in a frame with another site between it and the top (Chromium); only with `partitioned`.
    pub cross_site_ancestor: bool,
    /// Sent along with requests from other sites?
    pub same_site: SameSite,
    /// Scheme of the page that set it.
    pub scheme: Scheme,
    /// Server or script.
    pub set_by: SetBy,
}

/// When a cookie is sent along with requests that another site causes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SameSite {
    /// Not stated: most browsers then treat it as `Lax`.
    #[default]
    Unspecified,
    /// Always.
    None,
    /// On navigation only.
    Lax,
    /// Never.
    Strict,
}

impl SameSite {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::None => "none",
            Self::Lax => "lax",
            Self::Strict => "strict",
        }
    }
}

/// Scheme of the page that set a cookie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// Not recorded.
    #[default]
    Unknown,
    /// http only.
    Plain,
    /// https only.
    Secure,
    /// Seen under both (Firefox records a set).
    Both,
}

/// Who set a cookie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetBy {
    /// Not recorded (Firefox never does).
    #[default]
    Unknown,
    /// The server, by a response header.
    Server,
    /// A script in the page.
    Script,
    /// Neither, for example an extension.
    Other,
}

impl SetBy {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Server => "server",
            Self::Script => "script",
            Self::Other => "other",
        }
    }
}

// A million of them fit into memory with room to spare, and so they shall.
const _: () = assert!(size_of::<Cookie>() == 72);
