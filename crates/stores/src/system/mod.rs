//! What only the operating system can tell: who owns a file, which process holds it. The same function
//! names in one file a system; beside them what two systems share.

use std::ffi::OsString;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub(crate) use linux::*;

#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "macos")]
pub(crate) use macos::*;

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub(crate) use windows::*;

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub(crate) use unix::*;

#[cfg(any(target_os = "macos", windows))]
mod processes;
#[cfg(any(target_os = "macos", windows))]
pub(crate) use processes::*;

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
compile_error!(
    "whether a browser runs can be told on Linux, macOS and Windows only; nothing is cleared on a guess"
);

/// A running process of this user.
#[derive(Clone, Debug)]
pub(crate) struct Process {
    pub(crate) pid: u32,
    /// The file name of its program.
    pub(crate) program: String,
    /// Its command line, without the program.
    pub(crate) arguments: Vec<OsString>,
}

/// What a look for a file's holder found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// Nobody.
    Nobody,
    /// A process, with its number where the system tells it.
    Process(Option<u32>),
}
