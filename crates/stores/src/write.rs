//! Erasing and restoring rows of a browser's own SQLite store: the only code that writes to a browser's file.
//!
//! The caller holds an accepted plan and has checked that the browser is closed. A [`Writer`] opens an
//! existing store, a [`Change`] is one transaction on it. Nothing here touches `meta`, the journal mode or
//! the schema version, and a row goes or comes back whole, byte for byte.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

mod accept;
mod change;
mod error;
mod open;
mod profile_lock;
mod row;

pub use change::{Change, Inserted, Look, Presence};
pub use error::{Refusal, WriteError};
pub(crate) use open::Identity;
pub use open::{Schema, Writer};
pub use profile_lock::ProfileLock;
pub use row::{Cell, StoredRow, Target};

/// Held for writing while this process has a store open to change it, for reading while it copies one.
///
/// On Linux and macOS a process that closes *any* descriptor of a file lets go of *all* its record locks on
/// it (POSIX), SQLite's among them. A scan that copied a store in the middle of a clean-up would silently
/// take away the clean-up's write lock.
static WRITING: RwLock<()> = RwLock::new(());

/// Waits until this process writes to no store, and keeps it from doing so while held.
pub(crate) fn no_writer() -> RwLockReadGuard<'static, ()> {
    WRITING.read().unwrap_or_else(PoisonError::into_inner)
}

fn sole_writer() -> RwLockWriteGuard<'static, ()> {
    WRITING.write().unwrap_or_else(PoisonError::into_inner)
}
