//! Time, home and environment are arguments; only the binaries look them up.

use anyhow::Result;

use super::sources;

/// The library rooms.
const LIBRARIES: [&str; 6] = [
    "crates/model/src",
    "crates/stores/src",
    "crates/explain/src",
    "crates/ledger/src",
    "crates/cleanup/src",
    "crates/app/src",
];

/// The ways to look them up.
const LOOKS_UP: [&str; 11] = [
    "env::var",
    "env::vars",
    "env::home_dir",
    "env::current_dir",
    "env::temp_dir",
    "env::args",
    "SystemTime::now",
    "Utc::now",
    "Local::now",
    "BaseDirs::new",
    "ProjectDirs::from",
];

/// Library code that looks one of them up.
pub(super) fn broken() -> Result<Vec<String>> {
    Ok(sources::below(&LIBRARIES, &[".rs"])?.iter().flat_map(|file| file.holds(&LOOKS_UP)).collect())
}
