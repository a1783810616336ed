//! Systems whose locks are not asked yet. Finding and reading work; whether a browser runs is unknown,
//! which counts as running, so that nothing is ever cleaned by mistake.

use std::{
    collections::HashMap,
    fs::{self, File, Metadata, OpenOptions},
    io,
    path::Path,
    time::SystemTime,
};

use super::{Holder, Process};

/// Opens a file for reading.
pub(crate) fn open_for_reading(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Not told apart here.
pub(crate) fn is_refused_link(_error: &io::Error) -> bool {
    false
}

/// Creates a file in a folder that is already private.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).open(path)
}

/// Opens or creates a file in a folder that is already private.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

/// Creates a folder and its missing parents; the user's own data folder is private by inheritance.
pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// No identity beyond the path is known here: files are told apart by path alone.
pub(crate) fn identity(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}

/// When a file was last written.
pub(crate) fn change_marks(metadata: &Metadata) -> [i64; 4] {
    let written = metadata.modified().ok().and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
    [written.map_or(0, |span| i64::try_from(span.as_nanos()).unwrap_or(0)), 0, 0, 0]
}

/// Ownership is not asked here; the system's own access check decides.
pub(crate) fn is_own(_metadata: &Metadata) -> bool {
    true
}

/// Not asked here.
pub(crate) fn host_name() -> String {
    String::new()
}

/// Not asked here.
pub(crate) fn lock_holder(_path: &Path) -> io::Result<Holder> {
    Ok(Holder::Unknown)
}

/// Not asked here, so assumed.
pub(crate) fn someone_listens(_path: &Path) -> bool {
    true
}

/// Not asked here, so assumed.
pub(crate) fn lived_at(_pid: u32, _marked: Option<SystemTime>) -> bool {
    true
}

/// Not asked here.
pub(crate) fn program(_pid: u32) -> Option<String> {
    None
}

/// Not asked here.
pub(crate) fn descriptor_holder(_files: &[(u64, u64)]) -> Holder {
    Holder::Unknown
}

/// Not asked here.
pub(crate) fn open_for_writing() -> Option<HashMap<(u64, u64), u32>> {
    None
}

/// Not asked here.
pub(crate) fn processes_of(_home: &Path) -> Vec<Process> {
    Vec::new()
}
