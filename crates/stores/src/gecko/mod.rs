//! Firefox and its relatives: `docs/stores/gecko.md`.
//!
//! Beside the files every engine's folder has, `session` reads the session store, where Firefox keeps its
//! session cookies, and `attributes` and `containers` decode what keeps a cookie apart.

pub(crate) mod attributes;
pub(crate) mod bounces;
pub(crate) mod containers;
pub(crate) mod exceptions;
pub(crate) mod in_use;
pub(crate) mod read;
pub(crate) mod session;
pub(crate) mod visits;
pub(crate) mod write;
