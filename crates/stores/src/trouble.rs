//! A problem before it is known whose it is.

use std::{io, path::Path};

use crumbwise_model::{BrowserId, Problem, ProblemKind, StoreState};
use rusqlite::ffi::ErrorCode;

use crate::system;

/// What went wrong with one file; becomes a [`Problem`] once path and browser are added.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Trouble {
    pub(crate) kind: ProblemKind,
    pub(crate) detail: String,
}

impl Trouble {
    pub(crate) fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    pub(crate) fn at(self, path: &Path, browser: Option<BrowserId>) -> Problem {
        Problem { path: path.to_path_buf(), browser, kind: self.kind, detail: self.detail }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        #[expect(clippy::wildcard_enum_match_arm, reason = "the system's own list, open-ended")]
        let kind = match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ProblemKind::Missing,
            io::ErrorKind::PermissionDenied => ProblemKind::PermissionDenied,
            io::ErrorKind::IsADirectory => ProblemKind::NotAFile,
            _ if system::is_refused_link(&error) => ProblemKind::BadLink,
            _ if system::is_kept_by_another(&error) => ProblemKind::Locked,
            _ => ProblemKind::Other,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        let kind = match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => ProblemKind::NotADatabase,
            Some(ErrorCode::DatabaseCorrupt) => ProblemKind::Damaged,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => ProblemKind::Locked,
            Some(ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::CannotOpen) => {
                ProblemKind::CannotCopy
            }
            Some(ErrorCode::TooBig | ErrorCode::OperationInterrupted) => ProblemKind::TooLarge,
            _ => ProblemKind::Other,
        };
        Self::new(kind, error.to_string())
    }
}

/// The state of a store that could not be read because of `kind`.
pub(crate) const fn state_after(kind: ProblemKind) -> StoreState {
    match kind {
        ProblemKind::PermissionDenied => StoreState::NeedsPermission,
        ProblemKind::Locked | ProblemKind::KeepsChanging => StoreState::InUse,
        ProblemKind::NotAFile | ProblemKind::BadLink | ProblemKind::NotADatabase | ProblemKind::Damaged => {
            StoreState::Damaged
        }
        ProblemKind::UnknownSchema | ProblemKind::TooLarge => StoreState::NotSupported,
        ProblemKind::NewerVersion | ProblemKind::BadRows => StoreState::Read,
        ProblemKind::Missing
        | ProblemKind::BadIndex
        | ProblemKind::CannotCopy
        | ProblemKind::LeftBehind
        | ProblemKind::NoEvidence
        | ProblemKind::KnowledgeLeftAside
        | ProblemKind::NoFolder
        | ProblemKind::NothingInFolder
        | ProblemKind::TooManyFolders
        | ProblemKind::Other => StoreState::Found,
    }
}
