//! What a search has met already, by path and by inode.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use crate::system;

#[derive(Debug, Default)]
pub(super) struct Seen {
    paths: HashSet<PathBuf>,
    identities: HashSet<(u64, u64)>,
}

impl Seen {
    /// Whether a canonical path was met.
    pub(super) fn has(&self, path: &Path) -> bool {
        self.paths.contains(path)
    }

    /// Whether a canonical path is met for the first time, and what lies there too: bind mounts and hard
    /// links give one file several paths.
    pub(super) fn first_time(&mut self, path: &Path) -> bool {
        if !self.paths.insert(path.to_path_buf()) {
            return false;
        }
        let identity = fs::symlink_metadata(path).ok().and_then(|metadata| system::identity(&metadata));
        identity.is_none_or(|identity| self.identities.insert(identity))
    }
}
