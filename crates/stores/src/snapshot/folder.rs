//! Folders for copies: readable by this user only, gone afterwards, also after a kill.
//!
//! Every folder holds a file that is locked for as long as the copy is wanted. One whose lock is free belongs to a
//! scan that was killed and is removed by the next start.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::system;

/// A folder for one copy; gone when it is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Held until it is dropped.
    lock: Option<File>,
}

impl Folder {
    /// A new folder with a random name and a locked file in it.
    pub(super) fn new(root: &Path) -> io::Result<Self> {
        let gate = lock_gate(root)?;
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let path = root.join(format!("{:016x}", u64::from_ne_bytes(random)));
        system::create_private_folder(&path)?;
        let lock = system::create_private(&path.join("lock"))?;
        wait_for_lock(&lock)?;
        drop(gate);
        Ok(Self { path, lock: Some(lock) })
    }

    /// Where the copy of the database goes; its side files lie beside it.
    pub(super) fn store(&self) -> PathBuf {
        self.path.join("store")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Windows keeps a file, and so its folder, for as long as it is open.
        self.lock = None;
        if let Err(error) = remove_folder(&self.path) {
            tracing::warn!(%error, "a private copy could not be removed; the next start tries again");
        }
    }
}

/// Held while folders are made or swept, so that no sweep meets a folder whose lock is not taken yet.
pub(super) fn lock_gate(root: &Path) -> io::Result<File> {
    let gate = system::open_private(&root.join("lock"))?;
    wait_for_lock(&gate)?;
    Ok(gate)
}

/// Waits for an OS lock. A file system without locks (some network homes) does without: nothing is then
/// ever taken for a leftover.
fn wait_for_lock(file: &File) -> io::Result<()> {
    match file.lock() {
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Removes the folders whose scans were killed.
pub(super) fn remove_leftovers(root: &Path) -> io::Result<()> {
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        // Other scans remove their own folders meanwhile; what is gone is gone.
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let alive = match File::open(entry.path().join("lock")) {
            Ok(lock) => match lock.try_lock() {
                Ok(()) => false,
                Err(TryLockError::WouldBlock | TryLockError::Error(_)) => true,
            },
            // Killed between the folder and its lock file.
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        };
        if !alive {
            remove_folder(&entry.path())?;
        }
    }
    Ok(())
}

/// Also when another process removes it at the same time.
fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
