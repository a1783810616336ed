//! Linux.

use std::{
    collections::HashMap,
    ffi::{OsStr, OsString},
    fs::{self, File},
    io,
    os::unix::{
        ffi::{OsStrExt, OsStringExt},
        fs::MetadataExt,
    },
    path::{Path, PathBuf},
    str::FromStr,
    time::{Duration, SystemTime},
};

use rustix::{
    fs::{CWD, Mode, OFlags, ResolveFlags},
    net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType},
};

use super::{Holder, Process, identity};
use crate::find::System;

/// The system whose places a person's own browsers use.
pub(crate) const HERE: System = System::Linux;

/// Takes room on the disk for so many bytes, so that a lack of it shows before they are written. A file system that
/// cannot do that is written to all the same.
pub(crate) fn make_room(file: &File, bytes: u64) -> io::Result<()> {
    use rustix::{fs::FallocateFlags, io::Errno};
    match rustix::fs::fallocate(file, FallocateFlags::empty(), 0, bytes) {
        Err(error @ (Errno::NOSPC | Errno::DQUOT | Errno::FBIG)) => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Opens a file for reading, following no link in any part of `path`, never waiting (a pipe without a
/// writer would block for ever). `path` must be canonical.
pub(crate) fn open_for_reading(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    match rustix::fs::openat2(CWD, path, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
        Ok(descriptor) => Ok(File::from(descriptor)),
        // Kernels before 5.6 and some sandboxes know no openat2.
        Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {
            let descriptor = rustix::fs::open(path, flags | OFlags::NOFOLLOW, Mode::empty())?;
            Ok(File::from(descriptor))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether opening failed because another program keeps the file to itself: record locks keep nobody from
/// reading here.
pub(crate) fn is_kept_by_another(_error: &io::Error) -> bool {
    false
}

/// Whether someone listens on a local socket. Nothing is sent.
pub(crate) fn someone_listens(path: &Path) -> bool {
    let Ok(address) = SocketAddrUnix::new(path) else { return false };
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let Ok(socket) = rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None) else {
        return false;
    };
    // EAGAIN: the listener's queue is full, so there is a listener.
    matches!(rustix::net::connect(&socket, &address), Ok(()) | Err(rustix::io::Errno::AGAIN))
}

/// When a process started: boot time and the 22nd field of its `stat`, in ticks of 10 ms (the kernel's
/// fixed `USER_HZ`).
pub(super) fn started(pid: u32) -> Option<SystemTime> {
    let ticks: u64 = stat(pid, 22)?;
    let system = fs::read_to_string("/proc/stat").ok()?;
    let boot: u64 = system.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
    Some(SystemTime::UNIX_EPOCH + Duration::from_secs(boot) + Duration::from_millis(ticks * 10))
}

/// A numbered field of a process's `stat`, counted from 1 as its manual page does.
fn stat<T: FromStr>(pid: u32, field: usize) -> Option<T> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is a name in brackets that may hold anything.
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(field.checked_sub(3)?)?.parse().ok()
}

/// A process's program, as its file's name.
pub(crate) fn program(pid: u32) -> Option<String> {
    let from_link = fs::read_link(format!("/proc/{pid}/exe"))
        .ok()
        .and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
    from_link
        .or_else(|| fs::read_to_string(format!("/proc/{pid}/comm")).ok().map(|name| name.trim().to_owned()))
}

/// The first other process of this user that has one of these files open for writing. Who only reads, as a
/// scan of ours in another process does, is no browser at work.
pub(crate) fn holder(paths: &[PathBuf]) -> Holder {
    let files = identities(paths);
    let Ok(processes) = fs::read_dir("/proc") else { return Holder::Nobody };
    let pids = processes.flatten().filter_map(|entry| number(&entry.file_name()));
    pids.filter(|&pid| pid != std::process::id())
        .find(|&pid| holds(pid, &files) && !is_about_to_become_another(pid))
        .map_or(Holder::Nobody, |pid| Holder::Process(Some(pid)))
}

/// What makes the files that are there themselves.
fn identities(paths: &[PathBuf]) -> Vec<(u64, u64)> {
    paths
        .iter()
        .filter_map(|path| fs::metadata(path).ok())
        .filter_map(|metadata| identity(&metadata))
        .collect()
}

/// Every regular file that another process of this user has open for writing, and who has: one walk through all
/// processes, for questions about many files.
#[derive(Debug)]
pub(crate) struct Look(HashMap<(u64, u64), u32>);

impl Look {
    /// Walks through all processes.
    pub(crate) fn take() -> Self {
        let mut open = HashMap::new();
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        for pid in processes.filter_map(|entry| number(&entry.file_name())) {
            if pid == std::process::id() || is_about_to_become_another(pid) {
                continue;
            }
            let descriptors = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
            for link in descriptors.map(|entry| entry.path()) {
                let writes = fs::symlink_metadata(&link).is_ok_and(|link| link.mode() & 0o200 != 0);
                if let Some(file) = fs::metadata(&link).ok().filter(|file| writes && file.is_file()) {
                    open.entry((file.dev(), file.ino())).or_insert(pid);
                }
            }
        }
        Self(open)
    }

    /// As [`holder`], at the time of the look.
    pub(crate) fn holder(&self, paths: &[PathBuf]) -> Holder {
        let pid = identities(paths).iter().find_map(|identity| self.0.get(identity).copied());
        pid.map_or(Holder::Nobody, |pid| Holder::Process(Some(pid)))
    }
}

fn holds(pid: u32, files: &[(u64, u64)]) -> bool {
    // Refused for other users' processes, which is as it should be.
    let Ok(descriptors) = fs::read_dir(format!("/proc/{pid}/fd")) else { return false };
    descriptors.flatten().map(|entry| entry.path()).any(|link| {
        let held = fs::metadata(&link).is_ok_and(|file| files.contains(&(file.dev(), file.ino())));
        // The link's own permission bits say how the file was opened.
        held && fs::symlink_metadata(&link).is_ok_and(|link| link.mode() & 0o200 != 0)
    })
}

/// Whether `pid` is a child of this process that has not started its own program yet: until then it has a copy
/// of every descriptor of ours, and uses none of them. Until then its command line is ours too, unlike that of
/// another start of the same program.
fn is_about_to_become_another(pid: u32) -> bool {
    let program = |pid: &str| fs::read_link(format!("/proc/{pid}/exe")).ok();
    let line = |pid: &str| fs::read(format!("/proc/{pid}/cmdline")).ok();
    let child = pid.to_string();
    stat(pid, 4) == Some(std::process::id())
        && program(&child) == program("self")
        && line(&child) == line("self")
}

fn number(name: &OsStr) -> Option<u32> {
    name.to_str()?.parse().ok()
}

/// The processes of this user whose home is `home`: another home's are another person's business, even where
/// one user runs both.
pub(crate) fn processes_of(home: &Path) -> Vec<Process> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = processes.flatten().filter_map(|entry| number(&entry.file_name()));
    pids.filter_map(|pid| process_of(home, pid)).collect()
}

fn process_of(home: &Path, pid: u32) -> Option<Process> {
    // Refused for other users' processes, which is as it should be.
    let environment = fs::read(format!("/proc/{pid}/environ")).ok()?;
    let its_home = environment.split(|&byte| byte == 0).find_map(|pair| pair.strip_prefix(b"HOME="))?;
    if dunce::canonicalize(OsStr::from_bytes(its_home)).ok()? != home {
        return None;
    }
    let line = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let parts = line.split(|&byte| byte == 0).skip(1).filter(|part| !part.is_empty());
    let arguments = parts.map(|part| OsString::from_vec(part.to_vec())).collect();
    Some(Process { pid, program: program(pid)?, arguments })
}
