//! The labelled table: one cookie a line, its metadata and what its site declares it for.

use crumbwise_model::{Flags, SameSite};

/// What a site declares a cookie for. Security counts as necessary, social media as advertising.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Necessary,
    Functional,
    Analytics,
    Advertising,
}

impl Label {
    pub(crate) const ALL: [Self; 4] = [Self::Necessary, Self::Functional, Self::Analytics, Self::Advertising];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Necessary => "necessary",
            Self::Functional => "functional",
            Self::Analytics => "analytics",
            Self::Advertising => "advertising",
        }
    }

    /// Analytics and advertising.
    pub(crate) const fn tracks(self) -> bool {
        matches!(self, Self::Analytics | Self::Advertising)
    }

    fn parse(word: &str) -> Option<Self> {
        match word {
            "social" | "social_media" => Some(Self::Advertising),
            "security" => Some(Self::Necessary),
            _ => Self::ALL.into_iter().find(|label| label.word() == word),
        }
    }
}

/// Which half of the sites: by the lowest bit of the FNV-1a hash (64 bits) of the visited site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    Even,
    Odd,
}

impl Half {
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "even" => Some(Self::Even),
            "odd" => Some(Self::Odd),
            _ => None,
        }
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Even => "even",
            Self::Odd => "odd",
        }
    }

    fn of(site: &str) -> Self {
        const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0100_0000_01b3;
        let hash = site.bytes().fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
        if hash % 2 == 0 { Self::Even } else { Self::Odd }
    }
}

/// One labelled cookie.
#[derive(Clone, Debug)]
pub(crate) struct Labelled {
    pub(crate) name: String,
    pub(crate) host: String,
    pub(crate) site_visited: String,
    pub(crate) label: Label,
    pub(crate) half: Half,
    pub(crate) lifetime_seconds: i64,
    pub(crate) value_bytes: u32,
    pub(crate) flags: Flags,
}

const HEAD: &str =
    "name,host,site_visited,purpose,session,lifetime_s,http_only,secure,host_only,same_site,value_bytes";

/// Reads the table. Whether a cookie is host-only stands in its host as well (a leading dot or none).
pub(crate) fn read(text: &str) -> Result<Vec<Labelled>, String> {
    let mut lines = text.lines().zip(1_usize..);
    if lines.next().is_none_or(|(head, _)| head.trim_end() != HEAD) {
        return Err(format!("the first line is not `{HEAD}`"));
    }
    lines
        .filter(|(line, _)| !line.is_empty())
        .map(|(line, number)| {
            row(line.trim_end()).ok_or_else(|| format!("line {number} is not a labelled cookie"))
        })
        .collect()
}

fn row(line: &str) -> Option<Labelled> {
    // A name may hold commas, nothing after it does.
    let mut cells: Vec<&str> = line.rsplitn(11, ',').collect();
    cells.reverse();
    let [name, host, site, purpose, session, lifetime, http_only, secure, _, same_site, bytes] =
        <[&str; 11]>::try_from(cells).ok()?;
    let flag = |text: &str| text.parse::<bool>().ok();
    let flags = Flags {
        persistent: !flag(session)?,
        http_only: flag(http_only)?,
        secure: flag(secure)?,
        same_site: match same_site {
            "no_restriction" | "none" => SameSite::None,
            "lax" => SameSite::Lax,
            "strict" => SameSite::Strict,
            _ => SameSite::Unspecified,
        },
        ..Flags::default()
    };
    Some(Labelled {
        name: name.trim_matches('"').replace("\"\"", "\""),
        host: host.to_owned(),
        site_visited: site.to_owned(),
        label: Label::parse(purpose)?,
        half: Half::of(site),
        lifetime_seconds: lifetime.parse().ok()?,
        value_bytes: bytes.parse().ok()?,
        flags,
    })
}
