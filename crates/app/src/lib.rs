//! The use cases of Crumbwise, called by the command and by the window alike: read everything, show it,
//! plan a clean-up, run it, take it back.
//!
//! This crate joins the rooms below it and gives their results the shapes of [`view`]. It must not know Tauri,
//! a terminal or a sentence: wording is left to [`messages`], which both faces read. It asks no clock and
//! no environment; `now` and [`Places`] come from the binaries.
//!
//! ```no_run
//! use crumbwise_app::{Places, cookies, overview, scan, view::CookieQuery};
//! use crumbwise_model::Timestamp;
//! use crumbwise_stores::Roots;
//!
//! let now = Timestamp::from_unix_seconds(1_795_000_000);
//! let roots = Roots::confined("/home/someone".into());
//! let places = Places::new(roots, "/home/someone/.local/share/crumbwise".into());
//! let scanned = scan(&places, None, now, &())?;
//! println!("{} trackers", overview(&scanned, &places, now)?.counts.trackers);
//! let page = cookies(&scanned, &CookieQuery { limit: 100, ..CookieQuery::default() });
//! assert!(page.rows.len() <= 100);
//! # Ok::<(), crumbwise_app::Error>(())
//! ```

mod advice;
mod apart;
mod clean;
mod corrections;
mod counts;
mod coverage;
mod detail;
mod error;
mod evidence;
mod explain;
mod folders;
mod history;
mod kept_under;
mod knowledge;
mod ledger;
mod marks;
pub mod messages;
mod overview;
mod places;
mod plan;
pub mod sample;
mod scan;
mod scanned;
mod settings_file;
mod table;
mod timeline;
mod times;
pub mod view;

pub use crumbwise_explain::{Corrections, Knowledge};
pub use crumbwise_stores::Roots;

pub use clean::{CleanObserver, clean, finish, undo};
pub use corrections::{
    company_names, correct, correct_named, corrected, correction_effect, corrections, said, take_back,
    take_back_named,
};
pub use coverage::{browsers, coverage};
pub use detail::cookie;
pub use error::{Error, Refused};
pub use explain::explain;
pub use folders::{add as folder_add, list as folders, near as folder_near, remove as folder_remove};
pub use history::{history, recover};
pub use knowledge::{
    knowledge, knowledge_export, knowledge_import, knowledge_in_use, knowledge_of, knowledge_revert,
};
pub use ledger::{info, keep_add, keep_remove, keep_sites, language, set_setting, setting};
pub use overview::overview;
pub use places::Places;
pub use plan::{Planned, plan, presets};
pub use scan::{ScanObserver, scan};
pub use scanned::Scanned;
pub use settings_file::{export_settings, export_settings_to, import_settings, in_home};
pub use table::{cookie_rows, cookies};
pub use timeline::timeline;
