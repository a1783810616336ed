//! The product from outside. Each module proves one promise on real browsers, the real command and the real
//! window; [`prepared`] makes the browsers' profiles once for all of them.

#![expect(clippy::indexing_slicing, reason = "only JSON values are indexed, and those answer null")]

mod bad_input;
mod corrections;
mod coverage;
mod evidence;
mod hostile;
mod kept_apart;
mod kill;
mod live_store;
mod more_browsers;
mod prepared;
mod privacy;
mod real_clean;
mod real_read;
mod together;
mod window;
