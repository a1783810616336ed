//! Linux and macOS: permission bits.

use std::{
    ffi::OsString,
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io,
    os::unix::{
        ffi::{OsStrExt, OsStringExt},
        fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    },
    path::{Path, PathBuf},
};

/// Creates the folder, and what is missing above it, for the owner only (0700).
///
/// A folder that exists is tightened only while it is empty: one that holds other things may be shared on
/// purpose, and the files in it are private anyway.
pub fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        let mode = fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 && fs::read_dir(path)?.next().is_none() {
            fs::set_permissions(path, Permissions::from_mode(0o700))?;
        }
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Opens a file as `options` say; a new one is the owner's only (0600), an old one is made so.
pub fn open_file(options: &OpenOptions, path: &Path) -> io::Result<File> {
    let file = options.clone().mode(0o600).open(path)?;
    let mode = file.metadata()?.permissions().mode();
    if mode & 0o077 != 0 {
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// Makes the names in a folder survive a power cut.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// A path as the system's own bytes.
pub fn path_bytes(path: &Path) -> Vec<u8> {
    path.as_os_str().as_bytes().to_vec()
}

/// The path of [`path_bytes`].
pub fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    OsString::from_vec(bytes).into()
}
