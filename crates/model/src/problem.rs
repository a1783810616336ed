//! What could not be read, beside what could.

use std::path::PathBuf;

use crate::BrowserId;

/// Something that went wrong with one row, file or profile. A problem never ends a scan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub path: PathBuf,
    /// Whose store, where known.
    pub browser: Option<BrowserId>,
    /// What.
    pub kind: ProblemKind,
    /// What the system or SQLite said, for the curious; may be empty. Never holds a cookie's value.
    pub detail: String,
}

/// The kinds of problems; each has its sentence and its advice in the message catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// The file or folder is not there (any more).
    Missing,
    /// The system refuses access.
    PermissionDenied,
    /// A folder, pipe or device where a file should be.
    NotAFile,
    /// A link that points nowhere, or out of the folder asked for.
    BadLink,
    /// Zero bytes, or not a database at all.
    NotADatabase,
    /// A database, but torn or truncated.
    Damaged,
    /// Locked so that it cannot be read.
    Locked,
    /// It kept changing while it was read.
    KeepsChanging,
    /// A database without the columns a cookie needs, or of a newer kind than is known.
    UnknownSchema,
    /// Newer than the versions known; read as far as possible.
    NewerVersion,
    /// Some rows could not be read; the others are in the result. The detail says how many.
    BadRows,
    /// A file that describes profiles (`Local State`, `profiles.ini`) could not be understood.
    BadIndex,
    /// No space or no right to write a private copy.
    CannotCopy,
    /// Larger than what is read in one go.
    TooLarge,
    /// An older copy of a profile's cookies that the browser left when it moved them; not read, because it no
    /// longer counts, and named, because it still holds what was in it.
    LeftBehind,
    /// A file that would help to explain (history, settings) could not be read; the cookies were. The detail says
    /// why.
    NoEvidence,
    /// The table of knowledge that a person brought cannot be used; the built-in one is used instead. The detail says
    /// why.
    KnowledgeLeftAside,
    /// A folder that a person named is not there.
    NoFolder,
    /// A folder that a person named holds no profile of a browser.
    NothingInFolder,
    /// A folder that a person named has more folders in it than are looked through.
    TooManyFolders,
    /// Anything else the system said.
    Other,
}

impl ProblemKind {
    /// Every kind, for the check that each has its sentence.
    pub const ALL: [Self; 21] = [
        Self::Missing,
        Self::PermissionDenied,
        Self::NotAFile,
        Self::BadLink,
        Self::NotADatabase,
        Self::Damaged,
        Self::Locked,
        Self::KeepsChanging,
        Self::UnknownSchema,
        Self::NewerVersion,
        Self::BadRows,
        Self::BadIndex,
        Self::CannotCopy,
        Self::TooLarge,
        Self::LeftBehind,
        Self::NoEvidence,
        Self::KnowledgeLeftAside,
        Self::NoFolder,
        Self::NothingInFolder,
        Self::TooManyFolders,
        Self::Other,
    ];

    /// The stable word for JSON; the message key is `problem_` and this word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::PermissionDenied => "permission_denied",
            Self::NotAFile => "not_a_file",
            Self::BadLink => "bad_link",
            Self::NotADatabase => "not_a_database",
            Self::Damaged => "damaged",
            Self::Locked => "locked",
            Self::KeepsChanging => "keeps_changing",
            Self::UnknownSchema => "unknown_schema",
            Self::NewerVersion => "newer_version",
            Self::BadRows => "bad_rows",
            Self::BadIndex => "bad_index",
            Self::CannotCopy => "cannot_copy",
            Self::TooLarge => "too_large",
            Self::LeftBehind => "left_behind",
            Self::NoEvidence => "no_evidence",
            Self::KnowledgeLeftAside => "knowledge_left_aside",
            Self::NoFolder => "no_folder",
            Self::NothingInFolder => "nothing_in_folder",
            Self::TooManyFolders => "too_many_folders",
            Self::Other => "other",
        }
    }
}
