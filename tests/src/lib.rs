//! The product from outside: what the tests in `tests/` need to start real browsers, the real command and the
//! real window, and to find out the truth without the product's own code.
//!
//! - [`sites`] is the small web the browsers visit, [`server`] serves it and remembers which cookies came back.
//! - [`chromium`] and [`firefox`] drive the two browsers, each in its own process group with time limits;
//!   [`falkon`] and [`gnome_web`] start two more and open one page.
//! - [`truth`] counts cookies by SQL and decodes Firefox's session store by a reader of its own.
//! - [`home`] makes a home folder with both profiles, once for a test program, and copies it for each test.
//! - [`command`] runs `crumbwise`; [`window`] drives the desktop program by WebDriver under its own Xvfb.
//!
//! It must not depend on the product's crates, open anything but 127.0.0.1, or leave a process behind.
//!
//! ```
//! let server = crumbwise_tests::server::Server::start(crumbwise_tests::sites::WEB)?;
//! assert!(server.seen().is_empty());
//! # anyhow::Ok(())
//! ```

#![expect(clippy::indexing_slicing, reason = "only JSON values are indexed, and those answer null")]

pub mod chromium;
pub mod command;
pub mod falkon;
pub mod firefox;
pub mod gnome_web;
pub mod home;
pub mod leaks;
pub mod process;
pub mod server;
pub mod sites;
pub mod states;
pub mod stores;
pub mod truth;
pub mod window;
