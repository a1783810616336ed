//! Where we looked and what we found there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Every browser found, with its profiles and stores, read or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Coverage {
    /// Ordered by name.
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
    /// `chromium` or `gecko`.
    pub engine: String,
    /// Its user-data folder.
    pub root: String,
    /// The least favourable state of its stores (see [`StoreView::state`]); `no_stores` where there are none.
    pub state: String,
    /// Whether it runs.
    pub running: bool,
    /// Cookies read in all its stores.
    #[ts(type = "number")]
    pub cookies: u64,
    /// Trackers among them.
    #[ts(type = "number")]
    pub trackers: u64,
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
}

/// One store file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoreView {
    /// The file.
    pub path: String,
    /// `database` or `session_store`.
    pub kind: String,
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
