//! The shapes that leave the engine: what the command prints with `--json` and what the window receives.
//!
//! One place, serde for the wire and ts-rs for the window's types (`cargo xtask gen`). Words of closed sets
//! (`"advertising"`, `"read"`) come from the model's `word()`; times are RFC 3339 in UTC, to the second;
//! a cookie's value has no field anywhere. Sentences never travel: a [`Sentence`] is a key of the message
//! catalogue with its parameters.

mod clean;
mod cookies;
mod correction;
mod coverage;
mod explain;
mod overview;
mod plan;
mod settings;
mod shell;
mod timeline;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use clean::{CleanProgress, CleanResult, RunView, Skipped, UndoResult, Unfinished};
pub use cookies::{
    ContainerView, CookieDetail, CookieId, CookiePage, CookieQuery, CookieRow, Direction, Filter, RuleView,
    Sort, SortColumn, Span,
};
pub use correction::{CorrectionEffect, CorrectionView, CoversWord, Otherwise, Saying};
pub use coverage::{
    BrowserView, ContainerCount, Coverage, FolderView, KeptApart, Partitions, ProblemView, ProfileView,
    StoreView,
};
pub use explain::{Explanation, KnowledgeView, Question, SameSiteWord, SourceView};
pub use overview::{CompanyCount, Counts, Overview, PurposeCount, ScanProgress, SinceLast};
pub use plan::{
    ClearFrom, Effects, GroupName, InUseView, PlanFolds, PlanGroup, PlanLine, PlanLines, PlanPage,
    PlanRequest, PlanRow, PlanSelection, PlanView, PresetCount, SignOut, Toggle,
};
pub use settings::{ImportReport, SettingChange};
pub use shell::AppInfo;
pub use timeline::{Axis, Brush, Bucket, Chart, Life, LivesBy, Selected, Timeline, TimelineQuery};

/// A sentence of the message catalogue, not yet worded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sentence {
    /// Key of the catalogue, for example `reason_sign_in`.
    pub key: String,
    /// What its placeholders stand for.
    pub params: BTreeMap<String, String>,
}

/// An error as the faces receive it: a code to act on, never a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ErrorView {
    /// What went wrong; the message key is `error_` and this word.
    pub code: String,
    /// What the sentence's placeholders stand for.
    pub params: BTreeMap<String, String>,
    /// What the system said, for the curious; may be empty.
    pub detail: String,
    /// Whether trying again may help.
    pub retry: bool,
}
