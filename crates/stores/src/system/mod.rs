//! What only the operating system can tell: who owns a file, which process holds it. The same function
//! names in one file a system.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub(crate) use linux::*;

#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(not(target_os = "linux"))]
pub(crate) use other::*;

/// What a look for a file's holder found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// Nobody.
    Nobody,
    /// A process, with its number where the system tells it.
    Process(Option<u32>),
    /// This system cannot be asked; callers must assume the worst.
    #[cfg_attr(target_os = "linux", expect(dead_code, reason = "Linux can always be asked"))]
    Unknown,
}
