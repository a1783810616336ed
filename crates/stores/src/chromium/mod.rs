//! Chrome, Chromium, Edge, Brave and their relatives: `docs/stores/chromium.md`.

pub(crate) mod in_use;
pub(crate) mod read;
pub(crate) mod write;
