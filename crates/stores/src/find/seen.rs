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
    meetings: u64,
    identities: HashSet<(u64, u64)>,
}

impl Seen {
    /// How often something was met, for the first time or again.
    pub(super) const fn meetings(&self) -> u64 {
        self.meetings
    }

    /// Whether a canonical path is met for the first time, and what lies there too: bind mounts and hard
    /// links give one file several paths.
    pub(super) fn first_time(&mut self, path: &Path) -> bool {
        self.meetings += 1;
        if !self.paths.insert(path.to_path_buf()) {
            return false;
        }
        let identity = fs::symlink_metadata(path).ok().and_then(|metadata| system::identity(&metadata));
        identity.is_none_or(|identity| self.identities.insert(identity))
    }
}
