//! Cookies over time: when they were set, last used, and when they expire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CookieId, Span};

/// What the timeline should show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TimelineQuery {
    /// How many days back the first chart reaches; absent: to the oldest cookie.
    pub days: Option<u32>,
    /// The stretch chosen on one of the charts.
    pub brush: Option<Brush>,
    /// What each lane of *lives* is.
    pub lives_by: LivesBy,
    /// How many lanes; at most 200.
    pub lanes: u32,
    /// Minutes the local clock is ahead of UTC, so that days begin where the person's days begin.
    pub utc_offset_minutes: i32,
}

/// A stretch chosen on one chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Brush {
    /// On which chart.
    pub axis: Axis,
    /// From where to where.
    pub span: Span,
}

/// The three charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// When cookies were set.
    #[default]
    Set,
    /// When they were last sent.
    LastUsed,
    /// When they expire.
    Expires,
}

/// What a lane of *lives* is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LivesBy {
    /// One company a lane.
    Companies,
    /// One registrable domain a lane.
    Sites,
    /// One cookie a lane.
    #[default]
    Cookies,
}

/// The whole screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Timeline {
    /// The moment of the scan, Unix seconds.
    #[ts(type = "number")]
    pub now: i64,
    /// When cookies were set: equal steps of days or weeks.
    pub set: Chart,
    /// When they were last sent: steps grow with age.
    pub last_used: Chart,
    /// When they expire: the first bucket holds session cookies, the rest grow from minutes to years.
    pub expires: Chart,
    /// Lives of the chosen cookies, longest first.
    pub lives: Vec<Life>,
    /// What the brush holds; everything when nothing is brushed.
    pub selected: Selected,
    /// Not sent for 90 days or more.
    #[ts(type = "number")]
    pub unused_90_days: u64,
    /// Expire more than 13 months (395 days) after they were last set.
    #[ts(type = "number")]
    pub longer_than_13_months: u64,
}

/// One stacked chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Chart {
    /// In order of time.
    pub buckets: Vec<Bucket>,
    /// Cookies that have no such time or lie outside.
    #[ts(type = "number")]
    pub outside: u64,
}

/// One column of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Bucket {
    /// Which stretch; both ends absent for the bucket of session cookies.
    pub span: Span,
    /// Cookies by purpose, in the order of [`crumbwise_model::Purpose::ALL`].
    #[ts(type = "number[]")]
    pub counts: [u64; 7],
    /// Of these, inside the brush (which may lie on another chart).
    #[ts(type = "number[]")]
    pub selected: [u64; 7],
}

/// One lane: from set to last use to expiry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Life {
    /// Company, site or cookie name.
    pub label: String,
    /// Site or host beneath the label; may be empty.
    pub detail: String,
    /// The purpose most of its cookies have.
    pub purpose: String,
    /// Whether it is or holds a sign-in.
    pub sign_in: bool,
    /// Cookies in the lane.
    #[ts(type = "number")]
    pub cookies: u64,
    /// The cookie, when the lane is one.
    pub id: Option<CookieId>,
    /// First set, Unix seconds.
    #[ts(type = "number | null")]
    pub set: Option<i64>,
    /// Last sent, Unix seconds.
    #[ts(type = "number | null")]
    pub last_used: Option<i64>,
    /// Last expiry, Unix seconds; absent when it ends with the session.
    #[ts(type = "number | null")]
    pub expires: Option<i64>,
}

/// What the brush holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Selected {
    /// Cookies.
    #[ts(type = "number")]
    pub cookies: u64,
    /// Trackers among them.
    #[ts(type = "number")]
    pub trackers: u64,
    /// Companies behind these trackers.
    #[ts(type = "number")]
    pub companies: u64,
}
