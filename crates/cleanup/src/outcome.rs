//! What a clean-up did, for the person.

use std::path::PathBuf;

use crumbwise_ledger::RunId;
use crumbwise_model::Timestamp;

/// What a clean-up did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its number in the history; `None` when the plan clears nothing and so nothing was recorded.
    pub run: Option<RunId>,
    /// Cookies removed and found gone on reading again.
    pub removed: u64,
    /// Cookies found again after the delete.
    pub still_there: u64,
    /// Cookies left alone, and why.
    pub skipped: Vec<Skipped>,
    /// Store by store, in the order of the scan.
    pub stores: Vec<StoreOutcome>,
    /// Whether the observer stopped it.
    pub cancelled: bool,
    /// Until when it can be undone.
    pub undo_until: Timestamp,
}

/// What happened to one store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreOutcome {
    /// The store's index in the scan.
    pub store: u32,
    /// Browser id.
    pub browser: String,
    /// The file.
    pub path: PathBuf,
    /// Cookies the plan clears there.
    pub planned: u64,
    /// Cookies removed.
    pub removed: u64,
    /// Cookies found again after the delete.
    pub still_there: u64,
    /// Whether the store could be read again; when its browser was started that very moment it could not,
    /// and `removed` counts what the transaction deleted.
    pub verified: bool,
}

/// Cookies left alone, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Why.
    pub reason: SkipReason,
    /// Browser id.
    pub browser: String,
    /// The store file.
    pub path: PathBuf,
    /// How many.
    pub cookies: u64,
    /// What the system said; may be empty.
    pub detail: String,
}

/// Why cookies were left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkipReason {
    /// The browser runs.
    InUse,
    /// Another program holds the store's write lock.
    Locked,
    /// The store is gone.
    Missing,
    /// The store cannot be opened for writing, or is not the cookie store it was.
    CannotWrite,
    /// The cookie changed or went since the scan.
    Changed,
    /// The person stopped the run.
    Cancelled,
    /// The interrupted run had not begun with the store; a new plan finds them.
    NotStarted,
}

impl SkipReason {
    /// The stable word for JSON; the message key is `skipped_` and this word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InUse => "in_use",
            Self::Locked => "locked",
            Self::Missing => "missing",
            Self::CannotWrite => "cannot_write",
            Self::Changed => "changed",
            Self::Cancelled => "cancelled",
            Self::NotStarted => "not_started",
        }
    }
}
