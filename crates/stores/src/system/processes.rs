//! What macOS and Windows tell about processes, as `sysinfo` asks it.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, UpdateKind};

use super::Process;

/// When a process started.
#[cfg_attr(windows, expect(dead_code, reason = "no mark names a process on Windows"))]
pub(super) fn started(pid: u32) -> Option<SystemTime> {
    let seconds = ask(pid, ProcessRefreshKind::nothing(), sysinfo::Process::start_time)?;
    Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

/// A process's program, as its file's name.
pub(crate) fn program(pid: u32) -> Option<String> {
    ask(pid, ProcessRefreshKind::nothing().with_exe(UpdateKind::Always), name)
}

fn ask<T>(pid: u32, what: ProcessRefreshKind, answer: impl Fn(&sysinfo::Process) -> T) -> Option<T> {
    let pid = Pid::from_u32(pid);
    let mut system = sysinfo::System::new().ok()?;
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, what);
    system.process(pid).map(answer)
}

fn name(process: &sysinfo::Process) -> String {
    let file = process.exe().and_then(Path::file_name).unwrap_or_else(|| process.name());
    file.to_string_lossy().into_owned()
}

/// The processes whose environment says that their home is `home`. Other users' are not told, which is as it
/// should be.
pub(super) fn processes_where(variable: &str, home: &Path) -> Vec<Process> {
    let Ok(mut system) = sysinfo::System::new() else { return Vec::new() };
    let what = ProcessRefreshKind::nothing()
        .with_exe(UpdateKind::Always)
        .with_cmd(UpdateKind::Always)
        .with_environ(UpdateKind::Always);
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, what);
    let of_home = |process: &&sysinfo::Process| {
        let its_home = process.environ().iter().find_map(|pair| value(pair, variable));
        its_home
            .and_then(|its_home| dunce::canonicalize(its_home).ok())
            .is_some_and(|its_home| its_home == home)
    };
    system.processes().values().filter(of_home).map(process).collect()
}

fn value(pair: &OsStr, variable: &str) -> Option<PathBuf> {
    let (name, value) = pair.to_str()?.split_once('=')?;
    name.eq_ignore_ascii_case(variable).then(|| value.into())
}

fn process(process: &sysinfo::Process) -> Process {
    let arguments = process.cmd().iter().skip(1).map(OsString::from).collect();
    Process { pid: process.pid().as_u32(), program: name(process), arguments }
}
