//! Windows: the user's profile folder is private by its inherited access list.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io,
    os::windows::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
};

/// Creates the folder and what is missing above it.
pub fn create_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Opens a file as `options` say.
pub fn open_file(options: &OpenOptions, path: &Path) -> io::Result<File> {
    options.open(path)
}

/// Names in a folder are journaled by the file system.
pub fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// A path as little-endian 16-bit units.
pub fn path_bytes(path: &Path) -> Vec<u8> {
    path.as_os_str().encode_wide().flat_map(u16::to_le_bytes).collect()
}

/// The path of [`path_bytes`].
pub fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    OsString::from_wide(&units).into()
}
