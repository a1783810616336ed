//! What the program is, and what the person chose for it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the program is and where it keeps its own data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AppInfo {
    /// The program's version.
    pub version: String,
    /// The folder of its own data.
    pub data: String,
    /// Whether it shows sample data.
    pub sample: bool,
    /// Where its knowledge comes from.
    pub knowledge: Vec<KnowledgeView>,
}

/// One source of knowledge about cookies and companies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KnowledgeView {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its date, as the source states it.
    pub date: String,
    /// Its licence.
    pub licence: String,
    /// How many entries it brings.
    #[ts(type = "number")]
    pub entries: u64,
}

/// What the person chose for the program itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// A language word such as `en`; absent: as the system says.
    pub language: Option<String>,
}
