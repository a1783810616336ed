//! How the command ends.

use std::process::ExitCode;

/// The exit codes; `arguments::EXIT_CODES` words them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Something failed.
    Failed,
    /// Wrong usage, or a question that nobody could answer.
    Usage,
    /// The browser runs, or another clean-up or undo does.
    Refused,
    /// Nothing to undo, or no such clean-up.
    NothingToUndo,
    /// Some of it was done.
    Partly,
    /// The person stopped it.
    Stopped,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Refused => 3,
            Exit::NothingToUndo => 4,
            Exit::Partly => 5,
            Exit::Stopped => 130,
        })
    }
}
