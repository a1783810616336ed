//! What a person says about cookies.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RuleView, Sentence};

/// About which cookies a person says something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CoversWord {
    /// One name on one host, in every browser and profile.
    #[default]
    Cookie,
    /// One name, whatever the host.
    Name,
    /// Every cookie of one registrable domain.
    Site,
}

/// What a person says about a cookie in front of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Saying {
    /// How far it goes.
    pub covers: CoversWord,
    /// `sign_in`, `tracking`, `purpose` or `company`.
    pub axis: String,
    /// `yes` or `no`; of a purpose its word, of a company its name.
    pub answer: String,
}

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CorrectionView {
    /// Its number, by which it is taken back.
    #[ts(type = "number")]
    pub id: i64,
    /// How far it goes.
    pub covers: CoversWord,
    /// The cookie's name; empty where it is about a site.
    pub name: String,
    /// The host, or the registrable domain; empty where it is about a name.
    pub place: String,
    /// `sign_in`, `tracking`, `purpose` or `company`.
    pub axis: String,
    /// `yes` or `no`; of a purpose its word, of a company its name.
    pub answer: String,
    /// When it was said.
    pub said_at: Option<String>,
    /// Whether the knowledge holds the company named; what names an unknown one says nothing.
    pub known: bool,
}

/// What a correction would change, before it is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CorrectionEffect {
    /// Cookies that it covers.
    #[ts(type = "number")]
    pub cookies: u64,
    /// Those among them that mean something else with it.
    #[ts(type = "number")]
    pub changed: u64,
    /// Cookies that the button clears with it and not without.
    #[ts(type = "number")]
    pub more_trackers: u64,
    /// Cookies that the button clears without it and not with it.
    #[ts(type = "number")]
    pub fewer_trackers: u64,
    /// Cookies that are protected as a certain or likely sign-in without it and not with it.
    #[ts(type = "number")]
    pub fewer_sign_ins: u64,
}

/// What the sources say about a cookie that a person corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Otherwise {
    /// Its purpose's word.
    pub purpose: String,
    /// `no`, `single_site`, `likely` or `cross_site`.
    pub tracking: String,
    /// `no`, `likely` or `yes`.
    pub sign_in: String,
    /// The company behind it, where known.
    pub company: Option<String>,
    /// Why.
    pub reason: Sentence,
    /// `low`, `medium` or `high`.
    pub confidence: String,
    /// Where the verdict comes from: a source's word.
    pub source: String,
    /// The rule or entry that decided.
    pub rule: Option<RuleView>,
}
