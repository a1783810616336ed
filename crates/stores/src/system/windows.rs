//! Windows.
//!
//! Nothing here has permission bits to set: what lies in a user's profile folder inherits an access list that
//! lets in that user, the system and the administrators, who may read everything anyway.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io,
    os::windows::{
        ffi::OsStrExt,
        fs::{MetadataExt, OpenOptionsExt},
    },
    path::{Path, PathBuf},
    ptr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use windows_sys::Win32::{
    Foundation::{
        ERROR_CANT_RESOLVE_FILENAME, ERROR_LOCK_VIOLATION, ERROR_SHARING_VIOLATION, ERROR_STOPPED_ON_SYMLINK,
        ERROR_SUCCESS,
    },
    Storage::FileSystem::{FILE_FLAG_OPEN_REPARSE_POINT, FILE_SHARE_READ},
    System::RestartManager::{
        CCH_RM_SESSION_KEY, RM_PROCESS_INFO, RmEndSession, RmGetList, RmRegisterResources, RmStartSession,
    },
};

use super::{Holder, Process};
use crate::find::System;

/// The system whose places a person's own browsers use.
pub(crate) const HERE: System = System::Windows;

/// The lock file in the folder of a Firefox profile.
pub(crate) const PROFILE_LOCK: &str = "parent.lock";

/// The largest number of processes that are told to hold one file.
const MOST: usize = 64;

/// Nothing: a lack of room shows when it is written to.
#[expect(clippy::unnecessary_wraps, reason = "Linux tells here whether there is room")]
pub(crate) fn make_room(_file: &File, _bytes: u64) -> io::Result<()> {
    Ok(())
}

/// Opens a file for reading, not following a link in its last part, and keeping nobody from anything: others
/// may go on to write, rename and delete it.
pub(crate) fn open_for_reading(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).custom_flags(FILE_FLAG_OPEN_REPARSE_POINT).open(path)
}

/// Whether opening failed because of links in a circle, or a link where none may be.
pub(crate) fn is_refused_link(error: &io::Error) -> bool {
    is(error, &[ERROR_CANT_RESOLVE_FILENAME, ERROR_STOPPED_ON_SYMLINK])
}

/// Whether opening failed because another program keeps the file to itself, as Chrome keeps its cookies.
pub(crate) fn is_kept_by_another(error: &io::Error) -> bool {
    is(error, &[ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION])
}

fn is(error: &io::Error, codes: &[u32]) -> bool {
    error.raw_os_error().and_then(|code| u32::try_from(code).ok()).is_some_and(|code| codes.contains(&code))
}

/// Creates a file in a folder that is already private.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).open(path)
}

/// Opens or creates a file in a folder that is already private.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

/// Creates a folder and its missing parents, private by inheritance.
pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Nothing beyond the path: a canonical path has no junctions in it, and no browser makes hard links to its
/// store.
pub(crate) fn identity(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}

/// When a file was made and when it was last written, in steps of 100 ns: a file put in another's place shows
/// by one, a write by the other.
pub(crate) fn change_marks(metadata: &Metadata) -> [i64; 4] {
    [metadata.creation_time().cast_signed(), metadata.last_write_time().cast_signed(), 0, 0]
}

/// The system's own access check decides whether a file can be read; whose it is does not matter.
pub(crate) fn is_own(_metadata: &Metadata) -> bool {
    true
}

/// No mark that a browser leaves here names a computer.
pub(crate) fn host_name() -> String {
    String::new()
}

/// No browser listens on a socket in its folder here.
pub(crate) fn someone_listens(_path: &Path) -> bool {
    false
}

/// No mark that a browser leaves here names a process.
pub(crate) fn lived_at(_pid: u32, _marked: Option<SystemTime>) -> bool {
    false
}

/// Who holds a lock file. Browsers keep theirs open for writing while they run; one that a crash or a power
/// cut left is open nowhere. What this process holds itself, nobody else can hold.
pub(crate) fn lock_holder(path: &Path) -> io::Result<Holder> {
    if is_ours(path) || !is_open_for_writing(path)? {
        return Ok(Holder::Nobody);
    }
    Ok(Holder::Process(holders(path).into_iter().find(|&pid| pid != std::process::id())))
}

/// Whether some process has a file open for writing, or keeps it to itself: then it cannot be opened by one
/// who would let others only read meanwhile.
fn is_open_for_writing(path: &Path) -> io::Result<bool> {
    let flags = FILE_FLAG_OPEN_REPARSE_POINT;
    let opened = OpenOptions::new().read(true).share_mode(FILE_SHARE_READ).custom_flags(flags).open(path);
    match opened {
        Ok(_) => Ok(false),
        Err(error) if is_kept_by_another(&error) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Another process that has one of these files open for writing. While this process writes to them itself, only
/// the names that the system tells count; the browser's own lock, asked before, is as good then.
pub(crate) fn holder(paths: &[PathBuf]) -> Holder {
    let ours = paths.iter().any(|path| is_ours(path));
    for path in paths {
        if !ours && !is_open_for_writing(path).unwrap_or(false) {
            continue;
        }
        let other = holders(path).into_iter().find(|&pid| pid != std::process::id());
        if other.is_some() || !ours {
            return Holder::Process(other);
        }
    }
    Holder::Nobody
}

/// The system answers for one file at a time, so there is nothing to gather.
#[derive(Debug)]
pub(crate) struct Look;

impl Look {
    /// Nothing yet.
    pub(crate) fn take() -> Self {
        Self
    }

    /// As [`holder`].
    #[expect(clippy::unused_self, reason = "the same shape on every system")]
    pub(crate) fn holder(&self, paths: &[PathBuf]) -> Holder {
        holder(paths)
    }
}

/// Every process that has a file open, as the Restart Manager knows it: the part of Windows that installers
/// ask which programs to close. Empty where it does not answer.
fn holders(path: &Path) -> Vec<u32> {
    let mut session = 0;
    let mut key = [0_u16; CCH_RM_SESSION_KEY as usize + 1];
    #[expect(unsafe_code, reason = "no library wraps this question")]
    // SAFETY: both places are ours, and the key is as long as the documentation asks.
    let started = unsafe { RmStartSession(&raw mut session, 0, key.as_mut_ptr()) };
    if started != ERROR_SUCCESS {
        return Vec::new();
    }
    let listed = listed(session, path);
    #[expect(unsafe_code, reason = "no library wraps this question")]
    // SAFETY: the session was started above and is ended once.
    let _ = unsafe { RmEndSession(session) };
    listed
}

fn listed(session: u32, path: &Path) -> Vec<u32> {
    let wide: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
    let files = [wide.as_ptr()];
    #[expect(unsafe_code, reason = "no library wraps this question")]
    // SAFETY: one file, whose name ends with a zero and outlives the call; no processes, no services.
    let registered =
        unsafe { RmRegisterResources(session, 1, files.as_ptr(), 0, ptr::null(), 0, ptr::null()) };
    if registered != ERROR_SUCCESS {
        return Vec::new();
    }
    let mut processes = [RM_PROCESS_INFO::default(); MOST];
    let (mut needed, mut reasons) = (0, 0);
    let mut count = u32::try_from(processes.len()).unwrap_or(0);
    #[expect(unsafe_code, reason = "no library wraps this question")]
    // SAFETY: the list has room for `count` entries, and every place outlives the call.
    let answer = unsafe {
        RmGetList(session, &raw mut needed, &raw mut count, processes.as_mut_ptr(), (&raw mut reasons).cast())
    };
    if answer != ERROR_SUCCESS {
        return Vec::new();
    }
    processes.iter().take(count as usize).map(|process| process.Process.dwProcessId).collect()
}

/// The files that this process has open for writing.
static OURS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn ours() -> MutexGuard<'static, Vec<PathBuf>> {
    OURS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_ours(path: &Path) -> bool {
    ours().iter().any(|ours| ours == path)
}

/// A file that this process has open for writing: the system's answers do not tell our own use from others'.
#[derive(Debug)]
pub(crate) struct Opened(PathBuf);

/// Says that this process opens a file for writing.
pub(crate) fn opened_by_us(path: &Path) -> Opened {
    ours().push(path.to_path_buf());
    Opened(path.to_path_buf())
}

impl Drop for Opened {
    fn drop(&mut self) {
        let mut ours = ours();
        if let Some(place) = ours.iter().position(|path| *path == self.0) {
            ours.swap_remove(place);
        }
    }
}

/// A profile's lock, held as Firefox holds it: open, and shared with nobody. Let go when dropped, and by the
/// death of the process.
#[derive(Debug)]
pub(crate) struct HeldLock {
    _file: File,
    _ours: Opened,
}

impl HeldLock {
    /// Takes the lock; `None` where there is no lock file.
    pub(crate) fn take(path: &Path) -> Result<Option<Self>, Holder> {
        let flags = FILE_FLAG_OPEN_REPARSE_POINT;
        match OpenOptions::new().read(true).write(true).share_mode(0).custom_flags(flags).open(path) {
            Ok(file) => Ok(Some(Self { _file: file, _ours: opened_by_us(path) })),
            Err(error) if is_kept_by_another(&error) => Err(Holder::Process(None)),
            Err(_) => Ok(None),
        }
    }

    /// What is open stays open.
    #[expect(clippy::unused_self, reason = "the same shape on every system")]
    pub(crate) fn keep(&self) -> bool {
        true
    }
}

/// The processes of this user whose home is `home`.
pub(crate) fn processes_of(home: &Path) -> Vec<Process> {
    super::processes_where("USERPROFILE", home)
}
