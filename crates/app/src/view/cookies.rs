//! The table of all cookies, and one cookie explained.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CorrectionView, Otherwise, Sentence};

/// One cookie of the present scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct CookieId {
    /// The scan it belongs to; an id of an older scan is refused, never misread.
    pub scan: u32,
    /// Number of the store in that scan.
    pub store: u32,
    /// Number of the row in that store.
    pub row: u32,
}

/// One cookie as a row; also one element of `crumbwise cookies --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[expect(clippy::struct_excessive_bools, reason = "the shape mirrors a cookie's own attributes")]
pub struct CookieRow {
    /// Which one.
    pub id: CookieId,
    /// Its name as stored; invalid bytes replaced.
    pub name: String,
    /// Its host as stored.
    pub host: String,
    /// The registrable domain of the host.
    pub site: String,
    /// Its path.
    pub path: String,
    /// Browser id.
    pub browser: String,
    /// Browser name.
    pub browser_name: String,
    /// Profile name.
    pub profile: String,
    /// The site or origin attributes it is kept apart under, as stored; `null` when it is not.
    pub partition: Option<String>,
    /// The site it is kept apart under; `null` when it is not.
    pub partition_site: Option<String>,
    /// The container of Firefox it lies in; `null` outside of containers.
    pub container: Option<ContainerView>,
    /// Whether it lies in a copy that the browser put aside, and so counts nowhere.
    pub left_over: bool,
    /// `session` or `persistent`.
    pub lifetime: String,
    /// Its purpose's word.
    pub purpose: String,
    /// `no`, `single_site`, `likely` or `cross_site`.
    pub tracking: String,
    /// Whether the button clears it: cross-site tracking and no sign-in.
    pub tracker: bool,
    /// `no`, `likely` or `yes`.
    pub sign_in: String,
    /// The company behind it, where known.
    pub company: Option<String>,
    /// When it was first set.
    pub created: Option<String>,
    /// When it was last sent, to about a minute.
    pub last_used: Option<String>,
    /// When it was last set again.
    pub updated: Option<String>,
    /// When it expires; `null` for session cookies.
    pub expires: Option<String>,
    /// Expired and still stored.
    pub expired: bool,
    /// The value's size in bytes, at least.
    pub size_min: u32,
    /// The value's size in bytes, at most.
    pub size_max: u32,
    /// Only sent over encrypted connections.
    pub secure: bool,
    /// Out of reach of scripts.
    pub http_only: bool,
    /// Sent only to exactly its host (no leading dot).
    pub host_only: bool,
    /// `unspecified`, `none`, `lax` or `strict`.
    pub same_site: String,
    /// `unknown`, `server`, `script` or `other`.
    pub set_by: String,
    /// Where it stands: `unknown`, `first_party`, `third_party` or `partitioned`.
    pub context: String,
    /// Whether its site was visited, as far as the browser's history reaches back: `unknown`, `no` or `yes`.
    pub visited: String,
    /// What the browser is told to do with the cookies of its host: `none`, `allow`, `session_only` or `block`.
    pub browser_rule: String,
    /// What stands out about it by its own attributes, whatever it is for; the message key is `note_` and the word.
    pub marks: Vec<String>,
}

/// A container of Firefox.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct ContainerView {
    /// Its number within the profile.
    pub number: u32,
    /// `named`, one of Firefox's own (`personal`, `work`, `banking`, `shopping`), or `deleted`; the message key is
    /// `container_` and this word.
    pub kind: String,
    /// What the person called it; `null` unless `named`.
    pub name: Option<String>,
}

/// One cookie explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CookieDetail {
    /// The row.
    pub row: CookieRow,
    /// Why the verdict is what it is.
    pub reason: Sentence,
    /// `low`, `medium` or `high`.
    pub confidence: String,
    /// Where the verdict comes from: a source's word.
    pub source: String,
    /// The rule or entry that decided, traceable to its file and licence.
    pub rule: Option<RuleView>,
    /// What the person said about it, the most consequential first.
    pub said: Vec<CorrectionView>,
    /// What the sources say, where the person said something else or more.
    pub otherwise: Option<Otherwise>,
    /// What clearing it would do, and what else is worth knowing, most important first.
    pub notes: Vec<Sentence>,
    /// The store file it lies in.
    pub store: String,
    /// The same name and host elsewhere: other profiles, partitions or browsers.
    #[ts(type = "number")]
    pub same_elsewhere: u64,
}

/// A rule or entry behind a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleView {
    /// The file or package it stands in.
    pub file: String,
    /// The name or domain pattern that matched.
    pub pattern: String,
    /// The licence of that source.
    pub licence: String,
    /// The first domain or family of sites that it speaks about; `null` for any.
    pub scope: Option<String>,
    /// Where it can be looked up, or what the source calls its origin; `null` where it tells none.
    pub reference: Option<String>,
}

/// Which cookies, in which order, which part of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CookieQuery {
    /// Which.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// How many to leave out at the start.
    pub offset: u32,
    /// How many to return; at most 1,000.
    pub limit: u32,
}

/// Which cookies; empty lists and absent fields let everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Filter {
    /// Part of the name, host, company, container or site it is kept apart under, without regard to case.
    pub text: String,
    /// Browser ids.
    pub browsers: Vec<String>,
    /// Purpose words.
    pub purposes: Vec<String>,
    /// Tracking words.
    pub tracking: Vec<String>,
    /// Sign-in words.
    pub sign_in: Vec<String>,
    /// `session` or `persistent`.
    pub lifetime: Option<String>,
    /// Only what the button clears.
    pub trackers_only: bool,
    /// Only what has expired and is still stored.
    pub expired_only: bool,
    /// Only what lies in copies that the browser put aside; otherwise only what does not.
    pub left_over: bool,
    /// Exactly this company.
    pub company: Option<String>,
    /// Exactly this registrable domain.
    pub site: Option<String>,
    /// Set within.
    pub set: Option<Span>,
    /// Last used within.
    pub last_used: Option<Span>,
    /// Expiring within.
    pub expires: Option<Span>,
}

/// A stretch of time in Unix seconds: `from` inclusive, `to` exclusive; an absent end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Span {
    /// Start, inclusive.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// End, exclusive.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
}

/// In which order. Ties keep the order of browsers, profiles and rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Sort {
    /// By what.
    pub column: SortColumn,
    /// Which way.
    pub direction: Direction,
}

/// What can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SortColumn {
    /// Registrable domain, then host, then name.
    #[default]
    Site,
    /// Name.
    Name,
    /// Host.
    Host,
    /// Company; cookies without one last.
    Company,
    /// Purpose, in chart order.
    Purpose,
    /// Browser, then profile.
    Browser,
    /// First set.
    Created,
    /// Last sent.
    LastUsed,
    /// Expiry; session cookies first.
    Expires,
    /// Size of the value.
    Size,
}

/// Which way to sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Smallest, earliest, A first.
    #[default]
    Ascending,
    /// Largest, latest, Z first.
    Descending,
}

/// A part of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CookiePage {
    /// Which scan; a page of another scan does not fit beside this one.
    pub scan: u32,
    /// How many pass the filter in all.
    #[ts(type = "number")]
    pub total: u64,
    /// Trackers among them.
    #[ts(type = "number")]
    pub trackers: u64,
    /// The rows asked for.
    pub rows: Vec<CookieRow>,
}
