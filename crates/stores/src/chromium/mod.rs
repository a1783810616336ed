//! Chrome, Chromium, Edge, Brave and their relatives: `docs/stores/chromium.md`.
//!
//! `visits`, `bounces` and `exceptions` ask what the browser itself knows about sites.

pub(crate) mod bounces;
pub(crate) mod exceptions;
pub(crate) mod in_use;
pub(crate) mod read;
pub(crate) mod visits;
pub(crate) mod write;
