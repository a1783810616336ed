//! The program's own database: settings, keep rules, corrections, counts of past scans, clean-up runs and their undo journal.
//!
//! One SQLite file, `ledger.sqlite`, in the data folder; the folder is 0700, the files 0600. One module a
//! table. A journaled row arrives as bytes and is sealed at once with its run's own key
//! (XChaCha20-Poly1305); that key is stored wrapped by the master key, `master.key`, so destroying the
//! wrapped key destroys the rows.
//!
//! This crate decides nothing about clean-ups: what goes into the journal and when a row counts as removed is
//! the business of `crumbwise-cleanup`. It never opens a browser's file, never deletes a damaged ledger, and
//! never writes a journaled row in the clear.
//!
//! ```
//! use crumbwise_ledger::Ledger;
//!
//! let folder = tempfile::tempdir()?;
//! let opened = Ledger::open(folder.path())?;
//! opened.ledger.set_setting("theme", "dark")?;
//! assert_eq!(opened.ledger.setting("theme")?.as_deref(), Some("dark"));
//! assert!(opened.set_aside.is_empty(), "a fresh ledger takes the place of none");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod correction;
mod error;
mod folder;
mod journal_row;
mod keep_rule;
mod master;
mod migration;
mod open;
pub mod private;
mod run;
mod run_store;
mod scan;
mod seal;
mod setting;

pub use error::Error;
pub use journal_row::{Journal, JournalRow, RowCounts, RowState};
pub use open::{Ledger, Opened};
pub use run::{NewRun, Run, RunId, RunState};
pub use run_store::{NewRunStore, RunStore};
pub use scan::{Axis, ScanCount, ScanCounts};
pub use seal::RunKey;
pub use setting::{UNDO_DAYS, USE_HISTORY};
