//! What Linux and macOS share: permission bits, inodes, record locks.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::Path,
    time::{Duration, SystemTime},
};

use rustix::{
    fs::{FlockOperation, Mode, OFlags},
    process::{Flock, FlockOffsetType, FlockType, Pid},
};

use super::{Holder, started};

/// The lock file in the folder of a Firefox profile.
pub(crate) const PROFILE_LOCK: &str = ".parentlock";

/// How far the clock may have moved between a process's start and the lock it left.
const CLOCK_SLACK: Duration = Duration::from_mins(1);

/// Whether opening failed because of a link where none may be, or links in a circle.
pub(crate) fn is_refused_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

/// Creates a file that only this user may read.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// Opens or creates a file that only this user may read.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

/// Creates a folder, and its missing parents, that only this user may enter.
pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// What makes a file itself, whatever its path: device and inode.
#[expect(clippy::unnecessary_wraps, reason = "Windows tells nothing beyond the path")]
pub(crate) fn identity(metadata: &Metadata) -> Option<(u64, u64)> {
    Some((metadata.dev(), metadata.ino()))
}

/// When a file was last written and when its entry last changed, in nanoseconds: both move with a write.
pub(crate) fn change_marks(metadata: &Metadata) -> [i64; 4] {
    [metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec()]
}

/// Whether a file belongs to the user who runs this.
pub(crate) fn is_own(metadata: &Metadata) -> bool {
    metadata.uid() == rustix::process::geteuid().as_raw()
}

/// This computer's name.
pub(crate) fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// The process that holds a record lock on `path`.
pub(crate) fn lock_holder(path: &Path) -> io::Result<Holder> {
    let file = File::from(rustix::fs::open(
        path,
        OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOFOLLOW,
        Mode::empty(),
    )?);
    if !file.metadata()?.is_file() {
        return Ok(Holder::Nobody);
    }
    let question = Flock {
        start: 0,
        length: 0,
        pid: None,
        typ: FlockType::WriteLock,
        offset_type: FlockOffsetType::Set,
    };
    let answer = rustix::process::fcntl_getlk(&file, &question)?;
    Ok(answer.map_or(Holder::Nobody, |lock| {
        Holder::Process(lock.pid.and_then(|pid| u32::try_from(pid.as_raw_nonzero().get()).ok()))
    }))
}

/// Whether process `pid` lives and can have left a mark at `marked`: a process that started later only
/// got the number of one that died.
pub(crate) fn lived_at(pid: u32, marked: Option<SystemTime>) -> bool {
    let alive = i32::try_from(pid).ok().and_then(Pid::from_raw).is_some_and(|pid| {
        // EPERM: it is there, but someone else's.
        matches!(rustix::process::test_kill_process(pid), Ok(()) | Err(rustix::io::Errno::PERM))
    });
    if !alive || pid == std::process::id() {
        return false;
    }
    match (started(pid), marked) {
        (Some(started), Some(marked)) => started <= marked + CLOCK_SLACK,
        (None, _) | (_, None) => true,
    }
}

/// A file that this process has open for writing. The system tells our own descriptors from others', so
/// nothing needs to be noted.
#[derive(Debug)]
pub(crate) struct Opened;

/// Says that this process opens a file for writing.
pub(crate) fn opened_by_us(_path: &Path) -> Opened {
    Opened
}

/// A profile's lock, held. Let go when dropped, and by the death of the process.
#[derive(Debug)]
pub(crate) struct HeldLock(File);

impl HeldLock {
    /// Takes the lock; `None` where there is no lock file. It is not created where it is missing, not
    /// emptied, and a link or a pipe in its place is not followed.
    pub(crate) fn take(path: &Path) -> Result<Option<Self>, Holder> {
        let flags = OFlags::WRONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let Ok(file) = rustix::fs::open(path, flags, Mode::empty()) else { return Ok(None) };
        let lock = Self(file.into());
        if lock.keep() { Ok(Some(lock)) } else { Err(Holder::Process(None)) }
    }

    /// Takes it again: closing any descriptor of the lock file lets go of it. Says whether it is held.
    pub(crate) fn keep(&self) -> bool {
        rustix::fs::fcntl_lock(&self.0, FlockOperation::NonBlockingLockExclusive).is_ok()
    }
}
