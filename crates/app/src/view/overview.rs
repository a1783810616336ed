//! The first screen: does anyone follow me, who, and what happens if I clear it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Chart, Coverage, RunView, Unfinished};

/// The first screen, and `crumbwise scan --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Overview {
    /// When the scan was made.
    pub at: String,
    /// The headline numbers.
    pub counts: Counts,
    /// Cookies by purpose: all seven, in chart order.
    pub by_purpose: Vec<PurposeCount>,
    /// Companies that set trackers, most cookies first; at most twelve.
    pub top_companies: Vec<CompanyCount>,
    /// When cookies were set: the last 52 weeks, stacked by purpose.
    pub set: Chart,
    /// Where we looked.
    pub coverage: Coverage,
    /// What changed since the scan before, where there was one.
    pub since_last: Option<SinceLast>,
    /// The clean-up that *Undo* would undo, where there is one.
    pub last_run: Option<RunView>,
    /// Clean-ups and undos that a crash left unfinished.
    pub unfinished: Vec<Unfinished>,
    /// Whether these are sample data.
    pub sample: bool,
}

/// Headline numbers of one scan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Counts {
    /// All cookies.
    #[ts(type = "number")]
    pub cookies: u64,
    /// Meant to live until the browser closes.
    #[ts(type = "number")]
    pub session: u64,
    /// Meant to live until a date.
    #[ts(type = "number")]
    pub persistent: u64,
    /// Follow the person across sites and are no sign-in: what the button clears.
    #[ts(type = "number")]
    pub trackers: u64,
    /// Trackers in stores that can be cleared right now (browser closed, store kind supported).
    #[ts(type = "number")]
    pub trackers_clearable: u64,
    /// Evidence points to tracking; never preselected.
    #[ts(type = "number")]
    pub likely_trackers: u64,
    /// Measure the person on one site only.
    #[ts(type = "number")]
    pub single_site: u64,
    /// Keep the person signed in.
    #[ts(type = "number")]
    pub sign_ins: u64,
    /// Look as if they did.
    #[ts(type = "number")]
    pub likely_sign_ins: u64,
    /// Distinct sites with a sign-in.
    #[ts(type = "number")]
    pub signed_in_sites: u64,
    /// Expired, still stored.
    #[ts(type = "number")]
    pub expired: u64,
    /// Kept apart under another site.
    #[ts(type = "number")]
    pub partitioned: u64,
    /// Distinct registrable domains.
    #[ts(type = "number")]
    pub sites: u64,
    /// Distinct companies behind trackers.
    #[ts(type = "number")]
    pub tracking_companies: u64,
    /// Distinct browsers that hold trackers.
    #[ts(type = "number")]
    pub tracked_browsers: u64,
}

/// Cookies of one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PurposeCount {
    /// The purpose's word.
    pub purpose: String,
    /// How many.
    #[ts(type = "number")]
    pub cookies: u64,
}

/// Trackers of one company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CompanyCount {
    /// Its name.
    pub company: String,
    /// Trackers it set.
    #[ts(type = "number")]
    pub cookies: u64,
    /// In how many browsers.
    #[ts(type = "number")]
    pub browsers: u64,
    /// The purpose most of them have.
    pub purpose: String,
}

/// What changed since the scan before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SinceLast {
    /// When that scan was made.
    pub at: String,
    /// Cookies then.
    #[ts(type = "number")]
    pub cookies: u64,
    /// Trackers then.
    #[ts(type = "number")]
    pub trackers: u64,
}

/// How far a running scan is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScanProgress {
    /// Stores finished.
    pub stores_done: u32,
    /// Stores found.
    pub stores: u32,
    /// Cookies read so far.
    #[ts(type = "number")]
    pub cookies: u64,
}
