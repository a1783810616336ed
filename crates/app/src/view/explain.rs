//! A cookie that is asked about by name, and what we know.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ErrorView, RuleView, Sentence};

/// A cookie to be explained, as far as it is told. What is left out counts neither for nor against anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Question {
    /// Its name.
    pub name: String,
    /// The host it belongs to; a leading dot means "and its subdomains".
    #[serde(default)]
    pub host: String,
    /// The site that was visited when it was set: a host, with or without scheme and port.
    pub site_visited: Option<String>,
    /// Whether it lives until the browser closes.
    pub session: Option<bool>,
    /// How long it is meant to live, in seconds.
    pub lifetime_s: Option<i64>,
    /// Out of reach of scripts.
    pub http_only: Option<bool>,
    /// Only sent over encrypted connections.
    pub secure: Option<bool>,
    /// Sent only to exactly its host.
    pub host_only: Option<bool>,
    /// When it is sent along from other sites.
    pub same_site: Option<SameSiteWord>,
    /// The value's size in bytes.
    pub value_bytes: Option<u32>,
}

/// `SameSite`, as programs write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SameSiteWord {
    /// Not stated.
    #[serde(alias = "", alias = "Unspecified")]
    Unspecified,
    /// Always.
    #[serde(alias = "None", alias = "no_restriction")]
    None,
    /// On navigation only.
    #[serde(alias = "Lax")]
    Lax,
    /// Never.
    #[serde(alias = "Strict")]
    Strict,
}

/// What is known about a cookie that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The registrable domain of its host.
    pub site: String,
    /// Its purpose's word.
    pub purpose: String,
    /// `no`, `single_site`, `likely` or `cross_site`.
    pub tracking: String,
    /// `no`, `likely` or `yes`.
    pub sign_in: String,
    /// The company behind it, where known.
    pub company: Option<String>,
    /// `first_party`, `third_party` or, where the visited site is not told, `unknown`.
    pub context: String,
    /// `low`, `medium` or `high`.
    pub confidence: String,
    /// Where the verdict comes from: a source's word.
    pub source: String,
    /// The rule or entry that decided, traceable to its file and licence.
    pub rule: Option<RuleView>,
    /// Why the verdict is what it is.
    pub reason: Sentence,
    /// What stands out by what is told of it; the message key is `note_` and the word.
    pub marks: Vec<String>,
}

/// What we know, and how old it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KnowledgeView {
    /// Its sources, strongest first.
    pub sources: Vec<SourceView>,
    /// Whether a table that the person brought stands in for the one compiled in.
    pub imported: bool,
    /// Why a brought table is not used, where there is one that is not.
    pub trouble: Option<ErrorView>,
}

/// One source of what we know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SourceView {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The day of that version, `YYYY-MM-DD`; `null` where the source tells none.
    pub date: Option<String>,
    /// Its licence.
    pub licence: String,
    /// How many rules or entries it has.
    #[ts(type = "number")]
    pub entries: u64,
    /// Older than twelve months.
    pub old: bool,
}
