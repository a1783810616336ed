//! Settings that are carried from one computer to another.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CorrectionView, FolderView};

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportReport {
    /// Settings that were changed, with what they were before.
    pub settings: Vec<SettingChange>,
    /// Sites that are kept from here on.
    pub kept: Vec<String>,
    /// Folders that are looked through from here on.
    pub folders: Vec<FolderView>,
    /// Folders of another kind of system, which were left out.
    pub folders_elsewhere: Vec<String>,
    /// Corrections that were added.
    pub corrections: Vec<CorrectionView>,
    /// Corrections that gave way to another answer about the same cookies.
    pub replaced: Vec<CorrectionView>,
    /// What the file says that was so already.
    #[ts(type = "number")]
    pub unchanged: u64,
}

/// A setting that an import changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SettingChange {
    /// Its key.
    pub key: String,
    /// What it was; `null` where nobody had chosen.
    pub before: Option<String>,
    /// What it is.
    pub after: String,
}
