//! Plan, apply, verify and undo a clean-up.
//!
//! A plan is a value, computed from a scan without touching anything ([`plan()`]). [`apply()`] does what it says,
//! row for row, and journals every row before it goes; [`undo()`] brings rows back. A kill at any instant leaves
//! each browser's store in its old or its new state, and [`recover()`] makes the journal truthful again.
//!
//! This crate is the only caller of `crumbwise_stores::write`. It never changes a store whose browser runs,
//! knows no IPC shape and no sentence of any language, and asks no clock.
//!
//! ```
//! use crumbwise_cleanup::{KeepRules, Options, Preset, Selection, plan};
//! use crumbwise_model::{Scan, Timestamp};
//!
//! let no_family = |_: &str| None;
//! let options = Options { include_sign_ins: false, family: &no_family };
//! let plan = plan(
//!     &Scan::default(),
//!     &Selection::Preset(Preset::Trackers),
//!     &KeepRules::default(),
//!     options,
//!     Timestamp::from_unix_seconds(1_790_000_000),
//! );
//! assert_eq!(plan.effects.clear, 0);
//! ```

mod apply;
mod effects;
mod error;
mod finish;
mod history;
mod journaled;
mod lock;
mod outcome;
mod plan;
mod recover;
mod step;
mod transact;
mod undo;

pub use apply::apply;
pub use crumbwise_ledger::{RunId, RunState};
pub use effects::{Effects, SignOut};
pub use error::Error;
pub use finish::{Finished, finish};
pub use history::{RunStoreSummary, RunSummary, expire, history};
pub use lock::{Busy, CleanupLock};
pub use outcome::{Outcome, SkipReason, Skipped, StoreOutcome};
pub use plan::{ClearReason, Decision, KeepReason, KeepRules, Options, Plan, Preset, Selection, plan};
pub use recover::{Interrupted, Unfinished, UnfinishedStore, recover};
pub use step::{Observer, Step};
pub use undo::{Refused, UndoOutcome, undo};
