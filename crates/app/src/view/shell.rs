//! What the window asks before its first question.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The program and the places it works on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AppInfo {
    /// The program's version.
    pub version: String,
    /// The system's locale as a language tag for `Intl`, for example `de-AT`; never empty, never `C`.
    pub locale: String,
    /// `en` or `de`: the language the person chose, or the one nearest to the system's locale.
    pub language: String,
    /// The theme the person chose: `light`, `dark` or `system`.
    pub theme: String,
    /// Whether the browsers' own histories are looked at, to tell which sites were visited.
    pub use_history: bool,
    /// The home folder that is looked at.
    pub home: String,
    /// The program's own folder.
    pub data: String,
    /// Whether the present data are samples.
    pub sample: bool,
}
