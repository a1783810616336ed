//! What can end the command early.

use std::io;

use crumbwise_app::Error;

/// Why a task did not end as planned.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The engine says so.
    Engine(Error),
    /// The result could not be written.
    Output(io::Error),
    /// What was typed cannot be done; a sentence.
    Usage(String),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}
