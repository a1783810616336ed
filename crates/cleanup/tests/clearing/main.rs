//! Clearing and bringing back on whole stores: what is done, what is left alone, and what survives a kill.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what a test builds for itself may fail the test"
)]

mod interrupted;
// Ends itself by signals and limits the size of files, as Windows cannot be asked to.
#[cfg(unix)]
mod kill;
mod place;
mod stores;
