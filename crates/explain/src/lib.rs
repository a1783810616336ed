//! From metadata to meaning: who set a cookie, what for, whether it follows people and whether clearing it
//! signs them out.
//!
//! What a person said comes before everything else ([`Corrections`]); what the sources say stays beside it. This crate
//! works on names and hosts alone and is pure: no file, no clock, no network. Everything it knows is compiled
//! in from `rules/` and two public data sets (see `docs/explanations.md`). It never says how a verdict is
//! worded: a verdict carries a reason, and the sentence lives with the faces.
//!
//! ```
//! use crumbwise_explain::{company, explain_one};
//! use crumbwise_model::{Purpose, SignIn, Tracking};
//!
//! let (verdict, site) = explain_one("IDE", ".doubleclick.net");
//! assert_eq!(site, "doubleclick.net");
//! assert_eq!((verdict.purpose, verdict.tracking), (Purpose::Advertising, Tracking::CrossSite));
//! assert_eq!(verdict.company.map(|id| company(id).name), Some("Google"));
//!
//! let (verdict, _) = explain_one("SID", ".google.com");
//! assert_eq!((verdict.sign_in, verdict.is_tracker()), (SignIn::Yes, false));
//! ```

mod corrections;
mod decide;
mod grammar;
mod host;
mod knowledge;
mod letters;
mod name;
mod relatives;
mod sources;

pub use corrections::{Corrections, Told, host_of_correction};
pub use decide::{explain, explain_one};
pub use sources::{
    RuleInfo, SourceInfo, companies, company, company_named, knowledge, rule, sign_in_family, suffix_list,
};
