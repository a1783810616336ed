//! macOS.

use std::{
    ffi::{CString, c_char, c_int, c_void},
    fs::File,
    io,
    os::unix::{ffi::OsStrExt, net::UnixStream},
    path::{Path, PathBuf},
};

use rustix::fs::{Mode, OFlags};

use super::{Holder, Process};
use crate::find::System;

/// The system whose places a person's own browsers use.
pub(crate) const HERE: System = System::MacOs;

/// `O_NOFOLLOW_ANY`: no link in any part of the path.
const NOFOLLOW_ANY: OFlags = OFlags::from_bits_retain(0x2000_0000);

/// The largest number of processes that are told to hold one file.
const MOST: usize = 256;

/// Nothing: a lack of room shows when it is written to.
#[expect(clippy::unnecessary_wraps, reason = "Linux tells here whether there is room")]
pub(crate) fn make_room(_file: &File, _bytes: u64) -> io::Result<()> {
    Ok(())
}

/// Opens a file for reading, following no link in any part of `path`, never waiting (a pipe without a
/// writer would block for ever). `path` must be canonical.
pub(crate) fn open_for_reading(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY | NOFOLLOW_ANY;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

/// Whether opening failed because another program keeps the file to itself: record locks keep nobody from
/// reading here.
pub(crate) fn is_kept_by_another(_error: &io::Error) -> bool {
    false
}

/// Whether someone listens on a local socket. Nothing is sent; a full queue refuses at once.
pub(crate) fn someone_listens(path: &Path) -> bool {
    UnixStream::connect(path).is_ok()
}

/// Another process that has one of these files open, to write or to read: the system does not tell which, and
/// the worse is assumed.
pub(crate) fn holder(paths: &[PathBuf]) -> Holder {
    let pid = paths.iter().flat_map(|path| holders(path)).find(|&pid| pid != std::process::id());
    pid.map_or(Holder::Nobody, |pid| Holder::Process(Some(pid)))
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
    pub(crate) fn holder(&self, paths: &[PathBuf]) -> Holder {
        holder(paths)
    }
}

/// Every process of this user that has a file open.
fn holders(path: &Path) -> Vec<u32> {
    let Ok(path) = CString::new(path.as_os_str().as_bytes()) else { return Vec::new() };
    let mut pids = [0_i32; MOST];
    let bytes = c_int::try_from(size_of_val(&pids)).unwrap_or(0);
    #[expect(unsafe_code, reason = "no library wraps this question")]
    // SAFETY: the path ends with a zero byte and the buffer is as long as is said; both outlive the call.
    let filled = unsafe {
        proc_listpidspath(
            PROC_ALL_PIDS,
            0,
            path.as_ptr(),
            PROC_LISTPIDSPATH_EXCLUDE_EVTONLY,
            pids.as_mut_ptr().cast(),
            bytes,
        )
    };
    let count = usize::try_from(filled).unwrap_or(0) / size_of::<i32>();
    pids.iter().take(count).filter_map(|&pid| u32::try_from(pid).ok()).filter(|&pid| pid > 0).collect()
}

/// Of all processes (`<sys/proc_info.h>`).
const PROC_ALL_PIDS: u32 = 1;

/// Without those that only watch the file, as the Finder does (`<libproc.h>`).
const PROC_LISTPIDSPATH_EXCLUDE_EVTONLY: u32 = 2;

#[expect(unsafe_code, reason = "no library wraps this question")]
// SAFETY: the declaration of `<libproc.h>`, part of every macOS since 10.5.
unsafe extern "C" {
    fn proc_listpidspath(
        kind: u32,
        of: u32,
        path: *const c_char,
        flags: u32,
        buffer: *mut c_void,
        bytes: c_int,
    ) -> c_int;
}

/// The processes of this user whose home is `home`.
pub(crate) fn processes_of(home: &Path) -> Vec<Process> {
    super::processes_where("HOME", home)
}
