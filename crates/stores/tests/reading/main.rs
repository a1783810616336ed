//! Finding and reading stores, from outside: fixtures in temporary folders, one module a subject.
//!
//! A test that is for `unix` alone makes links, pipes or permission bits: on Windows making a link takes a
//! privilege, and the others do not exist.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made fails its test")]

mod bad_input;
mod chromium;
mod containers;
mod evidence;
mod finding;
mod finding_more;
mod gecko;
mod libsoup;
mod made;
mod processes;
// Marks and processes as Linux has them; macOS has no `/proc`.
#[cfg(target_os = "linux")]
mod running;
#[cfg(windows)]
mod running_on_windows;
mod safari;
mod section_10;
mod session;
mod snapshots;
