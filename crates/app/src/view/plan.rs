//! What a clean-up would do, before it does anything.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CookieId, CookieRow, Filter};

/// What to plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanRequest {
    /// What to clear.
    pub selection: PlanSelection,
    /// What the person turned by hand, in this order, applied last.
    #[serde(default)]
    pub toggles: Vec<Toggle>,
}

/// What to clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[expect(clippy::large_enum_variant, reason = "one exists at a time, while a request is answered")]
pub enum PlanSelection {
    /// A preset: `trackers`, `everything_but_sign_ins` or `everything`.
    Preset {
        /// Its word.
        preset: String,
    },
    /// These cookies.
    Cookies {
        /// Which.
        cookies: Vec<CookieId>,
    },
    /// What passes a filter, all of it or the trackers among it. Sign-ins stay.
    Filter {
        /// Which.
        filter: Filter,
        /// All of it, or only the trackers.
        clear: ClearFrom,
    },
}

/// How much of a filter's result to clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClearFrom {
    /// Only trackers.
    Trackers,
    /// Everything but sign-ins.
    All,
}

/// What the person turned by hand: one cookie, or a group, of which sign-ins and kept sites stay unless the plan itself
/// clears them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Toggle {
    /// One cookie.
    Cookie {
        /// Which.
        cookie: CookieId,
        /// Clear or keep.
        clear: bool,
    },
    /// A whole group.
    Group {
        /// Which.
        group: GroupName,
        /// Clear or keep.
        clear: bool,
    },
}

/// What names a group of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupName {
    /// The company, or the registrable domain where none is known.
    pub label: String,
    /// Whether the label is a company.
    pub company: bool,
}

/// A plan. What it says is what applying does, row for row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanView {
    /// Number to apply it by; a newer plan takes its place.
    pub plan: u32,
    /// The preset's word, or `selection`.
    pub preset: String,
    /// Cookies it clears now.
    #[ts(type = "number")]
    pub clear: u64,
    /// Cookies it keeps.
    #[ts(type = "number")]
    pub keep: u64,
    /// What it means for the person.
    pub effects: Effects,
    /// Until when it could be undone, if it ran at once.
    pub undo_until: String,
}

/// What a plan means for the person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Effects {
    /// Sites it signs the person out of.
    pub signs_out: Vec<SignOut>,
    /// Sites where the person stays signed in.
    pub stays_signed_in: Vec<String>,
    /// Stores it cannot touch because their browser runs.
    pub in_use: Vec<InUseView>,
    /// Session cookies in Firefox's session store that the selection names and that are not cleared yet.
    #[ts(type = "number")]
    pub not_cleared_yet: u64,
    /// Kept because the person keeps their site.
    #[ts(type = "number")]
    pub kept_by_rule: u64,
    /// Registrable domains that lose cookies although their browser is told to allow them always.
    pub allowed_in_browser: Vec<String>,
}

/// A site a plan signs out of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignOut {
    /// The registrable domain.
    pub site: String,
    /// The family whose single sign-on it belongs to, for example `Google`.
    pub family: Option<String>,
    /// Sign-in cookies cleared there.
    #[ts(type = "number")]
    pub cookies: u64,
    /// Whether it is certain or only likely: `yes` or `likely`.
    pub sign_in: String,
}

/// A store a plan cannot touch yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InUseView {
    /// Browser id.
    pub browser: String,
    /// Browser name.
    pub browser_name: String,
    /// Profile name.
    pub profile: String,
    /// The process that holds it, where known.
    pub pid: Option<u32>,
    /// Cookies that wait there.
    #[ts(type = "number")]
    pub cookies: u64,
}

/// Cookies of one company in a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanGroup {
    /// The company, or the registrable domain where none is known.
    pub label: String,
    /// Whether the label is a company.
    pub company: bool,
    /// Cookies cleared.
    #[ts(type = "number")]
    pub clear: u64,
    /// Cookies kept.
    #[ts(type = "number")]
    pub keep: u64,
    /// Browsers concerned.
    #[ts(type = "number")]
    pub browsers: u64,
}

/// How far a plan's table is unfolded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanFolds {
    /// Labels of the groups whose kept cookies are shown, many or few.
    pub open: Vec<String>,
    /// Whether the groups that keep everything are shown.
    pub rest: bool,
}

/// A part of a plan's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanLines {
    /// Which plan.
    pub plan: u32,
    /// Lines in all, folded as they are.
    #[ts(type = "number")]
    pub total: u64,
    /// The lines asked for.
    pub lines: Vec<PlanLine>,
}

/// A line of a plan's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[expect(
    clippy::large_enum_variant,
    reason = "most lines are rows, and a page of them lives while it is sent"
)]
pub enum PlanLine {
    /// Whose the next lines are.
    Group {
        /// Who, and how many.
        group: PlanGroup,
    },
    /// A cookie.
    Row {
        /// Its fate.
        row: PlanRow,
    },
    /// The kept cookies of a group, folded into one line.
    Kept {
        /// Whose.
        label: String,
        /// How many.
        #[ts(type = "number")]
        keep: u64,
        /// Whether they follow.
        open: bool,
    },
    /// The groups that keep everything, folded into one line.
    Rest {
        /// How many groups.
        #[ts(type = "number")]
        groups: u64,
        /// How many cookies.
        #[ts(type = "number")]
        keep: u64,
        /// Whether they follow.
        open: bool,
    },
}

/// A part of a plan's rows: grouped by company, what is cleared before what is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPage {
    /// Which plan.
    pub plan: u32,
    /// Rows in all.
    pub total: u64,
    /// The rows asked for.
    pub rows: Vec<PlanRow>,
}

/// One cookie's fate in a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanRow {
    /// The cookie.
    pub cookie: CookieRow,
    /// The label of its group.
    pub group: String,
    /// Cleared or kept.
    pub clear: bool,
    /// Why; the message key is `plan_` and this word.
    pub why: String,
}

/// How much a preset would clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PresetCount {
    /// Its word.
    pub preset: String,
    /// Cookies it would clear.
    #[ts(type = "number")]
    pub clear: u64,
    /// Sites it would sign out of.
    #[ts(type = "number")]
    pub signs_out: u64,
}
