//! From metadata to meaning: who set a cookie, what for, whether it follows people and whether clearing it
//! signs them out.
//!
//! What a person said comes before everything else ([`Corrections`]); what the sources say stays beside it. This crate
//! works on names and hosts alone and is pure: no file, no clock, no network. Everything it knows stands in one
//! table, compiled in from `rules/` and two public data sets (see `docs/explanations.md`) or read from bytes that
//! somebody brings. It never says how a verdict is worded: a verdict carries a reason, and the sentence lives with
//! the faces.
//!
//! ```
//! use crumbwise_explain::Knowledge;
//! use crumbwise_model::{Purpose, SignIn, Tracking};
//!
//! let knowledge = Knowledge::built_in();
//! let (verdict, site) = knowledge.explain_one("IDE", ".doubleclick.net");
//! assert_eq!(site, "doubleclick.net");
//! assert_eq!((verdict.purpose, verdict.tracking), (Purpose::Advertising, Tracking::CrossSite));
//! assert_eq!(verdict.company.map(|id| knowledge.company(id).name), Some("Google"));
//!
//! let (verdict, _) = knowledge.explain_one("SID", ".google.com");
//! assert_eq!((verdict.sign_in, verdict.is_tracker()), (SignIn::Yes, false));
//! ```

mod corrections;
mod decide;
#[doc(hidden)]
pub mod foreign;
mod grammar;
mod host;
mod knowledge;
mod letters;
mod name;
mod relatives;
mod sources;
mod words;

pub use corrections::{Corrections, Told, host_of_correction};
pub use host::{site, site_of};
pub use knowledge::{Knowledge, Unfit};
pub use sources::{RuleInfo, SourceInfo, suffix_list};
