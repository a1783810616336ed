//! Erasing and restoring rows of a browser's own SQLite store: the only code that writes to a browser's file.
//!
//! The caller holds an accepted plan and has checked that the browser is closed. A [`Writer`] opens an
//! existing store, a [`Change`] is one transaction on it. Nothing here touches `meta`, the journal mode or
//! the schema version, and a row goes or comes back whole, byte for byte.

mod accept;
mod change;
mod error;
mod open;
mod row;

pub use change::{Change, Inserted, Presence};
pub use error::{Refusal, WriteError};
pub(crate) use open::Identity;
pub use open::{Schema, Writer};
pub use row::{Cell, StoredRow, Target};
