//! The containers of a Firefox profile.

/// A container of one profile: cookies in it are kept apart from those outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Its number, as origin attributes name it.
    pub id: u32,
    /// What it is called.
    pub name: ContainerName,
    /// The word of its icon: `fingerprint`, `briefcase` …; empty where there is none.
    pub icon: String,
    /// The word of its colour: `blue`, `orange` …; empty where there is none.
    pub color: String,
}

/// What a container is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContainerName {
    /// As the person or an extension named it.
    Given(String),
    /// Firefox's own, called in the person's language.
    Personal,
    /// Firefox's own, called in the person's language.
    Work,
    /// Firefox's own, called in the person's language.
    Banking,
    /// Firefox's own, called in the person's language.
    Shopping,
}

impl ContainerName {
    /// The stable word for JSON; the message key is `container_` and this word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Given(_) => "named",
            Self::Personal => "personal",
            Self::Work => "work",
            Self::Banking => "banking",
            Self::Shopping => "shopping",
        }
    }
}
