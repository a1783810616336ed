//! Finding and reading stores, from outside: fixtures in temporary folders, one module a subject.

#![cfg(target_os = "linux")]
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
mod running;
mod safari;
mod section_10;
mod session;
mod snapshots;
