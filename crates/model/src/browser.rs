//! Browsers, their profiles and their store files.

use std::{fmt, path::PathBuf};

use crate::Timestamp;

/// Which browser, as a stable word: `chromium`, `firefox`, `brave` … Used in JSON, in settings and in the
/// journal, so a released id never changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BrowserId(pub &'static str);

impl fmt::Debug for BrowserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for BrowserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The program family that defines the file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Engine {
    /// Chrome, Chromium, Edge, Brave …
    Chromium,
    /// Firefox and its relatives.
    Gecko,
    /// GNOME Web and others that use libsoup. Read, not yet cleared.
    Libsoup,
    /// Safari and other programs of macOS whose cookies lie in `*.binarycookies`. Read, not yet cleared.
    Safari,
}

impl Engine {
    /// The stable word for JSON and the journal.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Gecko => "gecko",
            Self::Libsoup => "libsoup",
            Self::Safari => "safari",
        }
    }
}

/// What kind of program keeps a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// A browser.
    #[default]
    Browser,
    /// A program with a browser inside: a messenger, an editor, a game store. Clearing signs out of the
    /// program, so no preset touches it.
    App,
}

impl Group {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::App => "app",
        }
    }
}

/// One browser as a row of the table of known browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Browser {
    /// Stable id.
    pub id: BrowserId,
    /// The name people know, a proper name and so the same in every language.
    pub name: &'static str,
    /// Which family of formats it writes.
    pub engine: Engine,
    /// A browser, or a program with one inside.
    pub group: Group,
}

/// A place where a browser keeps its profiles (a user-data directory), found on this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Install {
    /// Which browser.
    pub browser: Browser,
    /// The folder that holds its profiles.
    pub root: PathBuf,
    /// The profiles found, ordered by folder name.
    pub profiles: Vec<Profile>,
}

/// One profile of one browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The folder.
    pub dir: PathBuf,
    /// The name the browser shows for it, or the folder's name.
    pub name: String,
    /// Its cookie stores, ordered by path. Empty when the profile has none yet.
    pub stores: Vec<Store>,
}

/// What a store file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoreKind {
    /// An SQLite cookie database.
    Database,
    /// Firefox's session store: session cookies inside a compressed JSON file. Read, not yet cleared.
    SessionStore,
    /// A `*.binarycookies` file of macOS. Read, not yet cleared.
    BinaryCookies,
}

impl StoreKind {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::SessionStore => "session_store",
            Self::BinaryCookies => "binary_cookies",
        }
    }
}

/// Which of a profile's cookies a store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Those of the sites that were visited.
    #[default]
    Sites,
    /// Those of extensions.
    Extensions,
    /// Those of the browser's own check for dangerous sites.
    SafeBrowsing,
    /// Those of an embedded view that is kept apart: a web app, a workspace of a program.
    Embedded,
    /// An older copy that the browser put aside. It no longer counts, and still holds what was in it, so no
    /// preset counts or clears it.
    PutAside,
}

impl Part {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sites => "sites",
            Self::Extensions => "extensions",
            Self::SafeBrowsing => "safe_browsing",
            Self::Embedded => "embedded",
            Self::PutAside => "put_aside",
        }
    }
}

/// Whether a store could be read, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoreState {
    /// Found, not read yet.
    Found,
    /// Its cookies are in the result.
    Read,
    /// The browser holds it so that it cannot be read.
    InUse,
    /// The system refuses access.
    NeedsPermission,
    /// It is not what it should be: torn, truncated, not a database.
    Damaged,
    /// Understood to be a store, but of a kind or version that is not read.
    NotSupported,
}

impl StoreState {
    /// The stable word for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Read => "read",
            Self::InUse => "in_use",
            Self::NeedsPermission => "needs_permission",
            Self::Damaged => "damaged",
            Self::NotSupported => "not_supported",
        }
    }
}

/// Whether the browser that owns a store is running.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum InUse {
    /// Nothing holds it.
    #[default]
    No,
    /// A process holds it; cleaning must wait.
    Yes {
        /// Its process number, where the evidence tells it.
        pid: Option<u32>,
        /// The program's name, where it can be told.
        program: Option<String>,
    },
}

impl InUse {
    /// Whether something holds the store.
    pub const fn is_running(&self) -> bool {
        match self {
            Self::No => false,
            Self::Yes { .. } => true,
        }
    }
}

/// One cookie store file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// Which browser it belongs to.
    pub browser: Browser,
    /// The folder whose locks tell whether that browser runs: the user-data directory for Chromium,
    /// the profile for Firefox, the file's own folder for a store named by hand.
    pub root: PathBuf,
    /// The profile's shown name.
    pub profile: String,
    /// What kind of file it is.
    pub kind: StoreKind,
    /// Which of the profile's cookies it holds.
    pub part: Part,
    /// The file, canonical where it could be resolved.
    pub path: PathBuf,
    /// Where it was met, when that is a link to `path` or lies behind one.
    pub link: Option<PathBuf>,
    /// Read or not, and why.
    pub state: StoreState,
    /// Whether its browser runs.
    pub in_use: InUse,
    /// The schema version the file states.
    pub version: Option<i64>,
    /// The file's size in bytes, side files included.
    pub bytes: u64,
    /// When the file was last written.
    pub modified: Timestamp,
}

impl Store {
    /// Whether its kind of file is written at all, in use or not.
    pub const fn is_written(&self) -> bool {
        let engine = match self.browser.engine {
            Engine::Chromium | Engine::Gecko => true,
            Engine::Libsoup | Engine::Safari => false,
        };
        match self.kind {
            StoreKind::Database => engine,
            StoreKind::SessionStore | StoreKind::BinaryCookies => false,
        }
    }

    /// Whether it is a copy that no longer counts. What is in it was, or still is, in another store too, so no
    /// number of living cookies holds it.
    pub const fn is_left_over(&self) -> bool {
        match self.part {
            Part::PutAside => true,
            Part::Sites | Part::Extensions | Part::SafeBrowsing | Part::Embedded => false,
        }
    }

    /// Whether presets and the headline count it: what belongs to an app or was put aside is only cleared
    /// where a person chooses it.
    pub const fn is_in_presets(&self) -> bool {
        match self.browser.group {
            Group::Browser => !self.is_left_over(),
            Group::App => false,
        }
    }
}
