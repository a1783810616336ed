//! A clean-up while it runs, what came of it, and how it is taken back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a clean-up or an undo is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CleanProgress {
    /// What is being done; the message key is `step_` and this word.
    pub step: String,
    /// Browser whose store is worked on.
    pub browser: Option<String>,
    /// Cookies done.
    #[ts(type = "number")]
    pub done: u64,
    /// Cookies in all.
    #[ts(type = "number")]
    pub total: u64,
}

/// What a clean-up did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CleanResult {
    /// Its number in the history; `null` when there was nothing to clear.
    #[ts(type = "number | null")]
    pub run: Option<i64>,
    /// Cookies removed, verified by reading again.
    #[ts(type = "number")]
    pub removed: u64,
    /// Cookies left alone, and why.
    pub skipped: Vec<Skipped>,
    /// Cookies that were found again after the delete; always 0 unless something else wrote meanwhile.
    #[ts(type = "number")]
    pub still_there: u64,
    /// Whether the person stopped it.
    pub cancelled: bool,
    /// Until when it can be undone.
    pub undo_until: Option<String>,
}

/// Cookies left alone, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Skipped {
    /// Why; the message key is `skipped_` and this word.
    pub why: String,
    /// Browser id.
    pub browser: String,
    /// The store file.
    pub store: String,
    /// How many.
    #[ts(type = "number")]
    pub cookies: u64,
    /// What the system said; may be empty.
    pub detail: String,
}

/// One clean-up of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RunView {
    /// Its number.
    #[ts(type = "number")]
    pub run: i64,
    /// When it began.
    pub at: String,
    /// The preset's word, or `selection`.
    pub preset: String,
    /// `done`, `unfinished`, `undone`, `partly_undone` or `expired`.
    pub state: String,
    /// Cookies removed.
    #[ts(type = "number")]
    pub removed: u64,
    /// Cookies brought back since.
    #[ts(type = "number")]
    pub restored: u64,
    /// Ids of the browsers concerned.
    pub browsers: Vec<String>,
    /// Until when it can be undone.
    pub undo_until: String,
    /// Whether *Undo* can do something here.
    pub can_undo: bool,
}

/// What an undo did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndoResult {
    /// The clean-up.
    #[ts(type = "number")]
    pub run: i64,
    /// Cookies brought back.
    #[ts(type = "number")]
    pub restored: u64,
    /// Cookies left as the site has set them since.
    #[ts(type = "number")]
    pub kept_newer: u64,
    /// Cookies that could not be brought back, and why.
    pub skipped: Vec<Skipped>,
    /// Whether the person stopped it.
    pub cancelled: bool,
}

/// A clean-up or undo that a crash left unfinished, compared with the stores as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Unfinished {
    /// The clean-up.
    #[ts(type = "number")]
    pub run: i64,
    /// When it began.
    pub at: String,
    /// What was interrupted: `clean` or `undo`.
    pub interrupted: String,
    /// Cookies that were removed and are in the journal.
    #[ts(type = "number")]
    pub removed: u64,
    /// Cookies that are still in their store.
    #[ts(type = "number")]
    pub not_removed: u64,
}
