//! What only the operating system can tell: who owns a file, which process holds it. The same function
//! names in one file a system.

use std::ffi::OsString;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub(crate) use linux::*;

#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(not(target_os = "linux"))]
pub(crate) use other::*;

use crate::find::System;

/// The system whose places a person's own browsers use.
#[cfg(not(any(windows, target_os = "macos")))]
pub(crate) const HERE: System = System::Linux;
#[cfg(windows)]
pub(crate) const HERE: System = System::Windows;
#[cfg(target_os = "macos")]
pub(crate) const HERE: System = System::MacOs;

/// A running process of this user.
#[derive(Clone, Debug)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "other systems are not asked yet"))]
pub(crate) struct Process {
    pub(crate) pid: u32,
    /// The file name of its program.
    pub(crate) program: String,
    /// Its command line, without the program.
    pub(crate) arguments: Vec<OsString>,
}

/// What a look for a file's holder found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// Nobody.
    Nobody,
    /// A process, with its number where the system tells it.
    Process(Option<u32>),
    /// This system cannot be asked; callers must assume the worst.
    Unknown,
}
