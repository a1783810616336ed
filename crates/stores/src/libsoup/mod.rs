//! GNOME Web (Epiphany) and other programs that use libsoup: `docs/stores/libsoup.md`.
//!
//! Read and never written, so there is no `write`. libsoup leaves no mark while it runs: only the processes
//! that have the file open tell, so there is no `in_use` either.

pub(crate) mod read;
pub(crate) mod visits;
