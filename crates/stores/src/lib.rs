//! Everything that knows a browser's files: which browsers are on this computer, where their profiles
//! and cookie stores lie, and how a store is read.
//!
//! Reading works on a private copy ([`Snapshots`]) and never takes a lock on the browser's file, so a
//! running browser neither waits nor loses a write. A cookie's value is never read out: sizes are computed
//! by SQLite from the row's header. Whatever cannot be read becomes a
//! [`Problem`](crumbwise_model::Problem) beside what can. Only the write modules change a browser's file.
//!
//! ```no_run
//! use crumbwise_stores::{Roots, Snapshots, find, read};
//!
//! let (installs, problems) = find(&Roots::confined("/home/someone".into()));
//! let snapshots = Snapshots::open("/home/someone/.local/share/crumbwise".as_ref())?;
//! for store in installs.iter().flat_map(|install| &install.profiles).flat_map(|profile| &profile.stores) {
//!     let reading = read(store, &snapshots, &());
//!     assert!(reading.cookies.rows().len() < 1_000_000 && problems.is_empty());
//! }
//! # Ok::<(), crumbwise_stores::Error>(())
//! ```

mod chromium;
mod columns;
mod error;
mod evidence;
mod files;
mod find;
#[doc(hidden)]
pub mod foreign;
mod gecko;
mod in_use;
mod libsoup;
mod read;
mod rows;
mod safari;
mod snapshot;
mod system;
mod times;
mod trouble;
pub mod write;

pub use error::Error;
pub use evidence::{Asking, ProfileEvidence, SiteOf, evidence, evidence_size};
pub use find::{Roots, find, find_in, store_at};
pub use gecko::attributes::{Attributes, PartitionKey};
pub use gecko::containers::containers;
pub use in_use::in_use;
pub use read::{ReadObserver, Reading, read};
pub use snapshot::Snapshots;
