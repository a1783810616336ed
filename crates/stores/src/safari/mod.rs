//! Safari and other programs of macOS that keep `*.binarycookies`: `docs/stores/safari.md`.
//!
//! Read and never written, so there is no `write`. The networking process keeps its own copy and leaves no
//! mark, so there is no `in_use` either.

pub(crate) mod read;
pub(crate) mod visits;
