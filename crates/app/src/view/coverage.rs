//! Where we looked and what we found there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ContainerView, Sentence};

/// Every browser found, with its profiles and stores, read or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Coverage {
    /// Browsers before programs with one inside, each ordered by name.
    pub browsers: Vec<BrowserView>,
    /// What could not be read, ordered.
    pub problems: Vec<ProblemView>,
}

/// One browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BrowserView {
    /// Stable id, for example `chromium`.
    pub browser: String,
    /// Its proper name.
    pub name: String,
    /// `browser`, or `app`: a program with a browser inside, which no preset clears.
    pub group: String,
    /// `chromium`, `gecko`, `libsoup` or `safari`.
    pub engine: String,
    /// Its user-data folder.
    pub root: String,
    /// The least favourable state of its stores (see [`StoreView::state`]); `no_stores` where there are none.
    pub state: String,
    /// Whether it runs.
    pub running: bool,
    /// Cookies read in all its stores, but for copies that it put aside.
    #[ts(type = "number")]
    pub cookies: u64,
    /// Trackers among them.
    #[ts(type = "number")]
    pub trackers: u64,
    /// When one of its stores was last written.
    pub used: Option<String>,
    /// Its profiles.
    pub profiles: Vec<ProfileView>,
}

/// One profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileView {
    /// The name the browser shows.
    pub name: String,
    /// Its folder.
    pub dir: String,
    /// Its stores.
    pub stores: Vec<StoreView>,
    /// What it keeps apart; null in the overview, for which it is not counted.
    pub kept_apart: Option<KeptApart>,
}

/// What a profile keeps apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeptApart {
    /// Its containers, by number: those that have a name and those that still hold cookies.
    pub containers: Vec<ContainerCount>,
    /// What is kept apart under sites.
    pub partitions: Partitions,
}

/// A container and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContainerCount {
    /// Which.
    pub container: ContainerView,
    /// Cookies in it.
    #[ts(type = "number")]
    pub cookies: u64,
}

/// Cookies that are kept apart under the sites that were visited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Partitions {
    /// How many sites.
    #[ts(type = "number")]
    pub sites: u64,
    /// How many cookies.
    #[ts(type = "number")]
    pub cookies: u64,
    /// The sites with the most of them, at most five.
    pub most: Vec<String>,
}

/// One store file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoreView {
    /// The file.
    pub path: String,
    /// The path it was met under, where that is or leads through a link.
    pub link: Option<String>,
    /// `database`, `session_store` or `binary_cookies`.
    pub kind: String,
    /// `sites`, `extensions`, `safe_browsing`, `embedded` or `put_aside`.
    pub part: String,
    /// `read`, `in_use`, `needs_permission`, `damaged`, `not_supported` or `found` (not read yet).
    pub state: String,
    /// Whether its browser runs.
    pub running: bool,
    /// The process that holds it, where known.
    pub pid: Option<u32>,
    /// That process's program.
    pub program: Option<String>,
    /// The schema version the file states.
    #[ts(type = "number | null")]
    pub version: Option<i64>,
    /// Cookies read.
    #[ts(type = "number")]
    pub cookies: u64,
    /// Session cookies among them.
    #[ts(type = "number")]
    pub session: u64,
    /// Persistent cookies among them.
    #[ts(type = "number")]
    pub persistent: u64,
    /// Trackers among them.
    #[ts(type = "number")]
    pub trackers: u64,
    /// Size on disk, side files included.
    #[ts(type = "number")]
    pub bytes: u64,
    /// When it was last written.
    pub modified: Option<String>,
    /// What the person can do about it, on the system the program runs on.
    pub advice: Option<Sentence>,
}

/// A folder that the person added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FolderView {
    /// Its path.
    pub path: String,
    /// Whether it is there.
    pub there: bool,
}

/// Something that could not be read, beside what could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProblemView {
    /// Where.
    pub path: String,
    /// Whose store, where known.
    pub browser: Option<String>,
    /// What; the message keys are `problem_` and this word, and `problem_` word `_advice`.
    pub kind: String,
    /// What the system said; may be empty.
    pub detail: String,
}
