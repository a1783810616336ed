//! Linux and macOS: a record lock.

use std::{fs::File, path::Path};

use crumbwise_model::InUse;
use rustix::fs::{FlockOperation, Mode, OFlags};

#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    pub(super) fn take(path: &Path) -> Result<Option<Self>, InUse> {
        // Not created where it is missing, not emptied, and a link or a pipe in its place is not followed.
        let flags = OFlags::WRONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let Ok(file) = rustix::fs::open(path, flags, Mode::empty()) else { return Ok(None) };
        let lock = Self(file.into());
        if lock.keep() { Ok(Some(lock)) } else { Err(InUse::Yes { pid: None, program: None }) }
    }

    pub(super) fn keep(&self) -> bool {
        rustix::fs::fcntl_lock(&self.0, FlockOperation::NonBlockingLockExclusive).is_ok()
    }
}
