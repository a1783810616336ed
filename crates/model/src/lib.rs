//! The vocabulary of Crumbwise: browsers and their stores, cookies, verdicts, instants.
//!
//! Everything here is a plain value. This crate reads no file, asks no clock and knows no IPC shape, so
//! every other crate can depend on it and nothing here can surprise them. There is no field for a
//! cookie's value anywhere: what cannot be held cannot leak.
//!
//! ```
//! use crumbwise_model::{CookieTable, NewCookie, Timestamp};
//!
//! let mut table = CookieTable::builder();
//! table.push(&NewCookie { host: b".example.com", name: b"_ga", path: b"/", ..NewCookie::default() });
//! let table = table.finish();
//! let cookie = &table.rows()[0];
//! assert_eq!(table.host(cookie).to_string(), ".example.com");
//! assert_eq!(cookie.expires, Timestamp::NONE);
//! ```

mod browser;
mod container;
mod cookie;
mod correction;
mod evidence;
mod explained;
mod problem;
mod purpose;
mod reason;
mod scan;
mod strings;
mod table;
mod time;
mod verdict;

pub use browser::{
    Browser, BrowserId, Engine, Group, InUse, Install, Part, Profile, Store, StoreKind, StoreState,
};
pub use container::{Container, ContainerName};
pub use cookie::{Cookie, Flags, Lifetime, SameSite, Scheme, SetBy, ValueSize};
pub use correction::{Correction, CorrectionId, Covers, Said, Says};
pub use evidence::{BrowserRule, Evidence, Interaction, Visited};
pub use explained::{Explained, HostFacts};
pub use problem::{Problem, ProblemKind};
pub use purpose::Purpose;
pub use reason::Reason;
pub use scan::{CookieRef, Scan, ScannedStore};
pub use strings::{CheckedStrings, StringId, Strings, StringsBuilder, Text};
pub use table::{CookieTable, CookieTableBuilder, NewCookie, Pair, PairId};
pub use time::Timestamp;
pub use verdict::{
    Category, Company, CompanyId, Confidence, Context, RuleId, SignIn, SiteId, Source, Tracking, Verdict,
};
