//! What can end a use case, and how a face learns of it.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use crumbwise_cleanup::Busy;
use crumbwise_explain::Unfit;

use crate::view::ErrorView;

/// Why a use case gave no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder for private copies cannot be used.
    #[error(transparent)]
    Stores(#[from] crumbwise_stores::Error),
    /// The program's own database refused.
    #[error(transparent)]
    Ledger(#[from] crumbwise_ledger::Error),
    /// A clean-up or undo could not go on.
    #[error(transparent)]
    Cleanup(#[from] crumbwise_cleanup::Error),
    /// Another clean-up or undo is running, or the lock cannot be used.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The cookie belongs to another scan.
    #[error("the cookie belongs to another scan")]
    OldScan,
    /// The plan was made from another scan.
    #[error("the plan was made from another scan")]
    OldPlan,
    /// The person stopped it.
    #[error("stopped")]
    Cancelled,
    /// No preset of this name.
    #[error("no such preset: {0}")]
    NoSuchPreset(String),
    /// No setting of this name, or not a value it can have.
    #[error("no such setting: {key} = {value}")]
    NoSuchSetting {
        /// Its key.
        key: String,
        /// The value asked for.
        value: String,
    },
    /// Not a site whose cookies could be kept.
    #[error("not a site: {0}")]
    NotASite(String),
    /// Nothing that a person can say of a cookie.
    #[error("this cannot be said of a cookie: {0}")]
    NotACorrection(String),
    /// The knowledge holds no company of this name.
    #[error("no such company: {0}")]
    NoSuchCompany(String),
    /// A text that is not a settings file.
    #[error("not a settings file: {0}")]
    NotSettings(String),
    /// A settings file of a newer version of the program.
    #[error("the settings file was written by a newer version of Crumbwise ({0})")]
    NewerSettings(u64),
    /// A settings file that cannot be read or written.
    #[error("cannot use the settings file: `{}`", path.display())]
    SettingsFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is no knowledge that can be used.
    #[error("no usable knowledge: `{}`: {source}", path.display())]
    Knowledge {
        /// The file.
        path: PathBuf,
        /// What speaks against it.
        source: Unfit,
    },
    /// A file of knowledge cannot be read or written.
    #[error("cannot use the file: `{}`", path.display())]
    KnowledgeFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder that cannot be added or forgotten.
    #[error("not taken: `{}`", path.display())]
    Folder {
        /// As it was meant.
        path: PathBuf,
        /// Why.
        why: Refused,
    },
    /// A line that tells of no cookie.
    #[error("line {line} is no cookie: {why}")]
    NotACookie {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// There is no clean-up that could be undone.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// The sample profiles could not be written.
    #[error("cannot write the sample profiles: `{}`", path.display())]
    Sample {
        /// The folder or file concerned.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Why a folder is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not a whole path.
    NotWhole,
    /// It is not there.
    Missing,
    /// It is something else than a folder.
    NoFolder,
    /// The system refuses to look into it.
    NotAllowed,
    /// It leads out of the home that is looked at, or belongs to somebody else.
    Outside,
    /// It holds no cookies of any browser.
    Empty,
    /// More folders are in it than are looked through.
    TooLarge,
    /// It belongs to this program.
    OwnData,
    /// All that is in it is read already.
    Covered,
    /// It was not added, so it cannot be forgotten.
    NotAdded,
}

impl Refused {
    /// Every reason.
    #[cfg(test)]
    const ALL: [Self; 10] = [
        Self::NotWhole,
        Self::Missing,
        Self::NoFolder,
        Self::NotAllowed,
        Self::Outside,
        Self::Empty,
        Self::TooLarge,
        Self::OwnData,
        Self::Covered,
        Self::NotAdded,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::NotWhole => "folder_not_whole",
            Self::Missing => "folder_missing",
            Self::NoFolder => "folder_none",
            Self::NotAllowed => "folder_not_allowed",
            Self::Outside => "folder_outside",
            Self::Empty => "folder_empty",
            Self::TooLarge => "folder_too_large",
            Self::OwnData => "folder_own_data",
            Self::Covered => "folder_covered",
            Self::NotAdded => "folder_not_added",
        }
    }
}

/// Whether the same call may succeed later.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Retry {
    MayHelp,
    Useless,
}

impl Error {
    /// The error as the faces receive it: a code with its parameters, worded by the message catalogue.
    pub fn view(&self) -> ErrorView {
        match self {
            Self::Stores(crumbwise_stores::Error::Snapshots { path, source })
            | Self::Busy(Busy::Io { path, source }) => view(
                io_code(source, "no_data_folder"),
                &[("path", path.display().to_string())],
                source,
                Retry::MayHelp,
            ),
            Self::Stores(other) => view("no_data_folder", &[("path", String::new())], other, Retry::MayHelp),
            Self::Ledger(error) => of_ledger(error),
            Self::Cleanup(error) => of_cleanup(error),
            Self::Busy(Busy::Held { holder }) => {
                view("busy", &[("holder", holder.clone())], &"", Retry::MayHelp)
            }
            Self::OldScan => view("old_scan", &[], &"", Retry::MayHelp),
            Self::OldPlan => view("old_plan", &[], &"", Retry::MayHelp),
            Self::Cancelled => view("cancelled", &[], &"", Retry::MayHelp),
            Self::NoSuchPreset(preset) => {
                view("no_such_preset", &[("preset", preset.clone())], &"", Retry::Useless)
            }
            Self::NoSuchSetting { key, value } => view(
                "no_such_setting",
                &[("key", key.clone()), ("value", value.clone())],
                &"",
                Retry::Useless,
            ),
            Self::NotASite(site) => view("not_a_site", &[("site", site.clone())], &"", Retry::Useless),
            Self::NotACorrection(what) => view("not_a_correction", &[], what, Retry::Useless),
            Self::NoSuchCompany(name) => {
                view("no_such_company", &[("company", name.clone())], &"", Retry::Useless)
            }
            Self::NotSettings(why) => view("not_settings", &[], why, Retry::Useless),
            Self::NewerSettings(version) => {
                view("settings_newer", &[("version", version.to_string())], &"", Retry::Useless)
            }
            Self::SettingsFile { path, source } => {
                let exists = source.kind() == io::ErrorKind::AlreadyExists;
                let code = if exists { "settings_file_exists" } else { io_code(source, "settings_file") };
                view(code, &[("path", path.display().to_string())], source, Retry::MayHelp)
            }
            Self::Knowledge { path, source } => of_knowledge(path, source),
            Self::KnowledgeFile { path, source } => view(
                io_code(source, "knowledge_file"),
                &[("path", path.display().to_string())],
                source,
                Retry::MayHelp,
            ),
            Self::Folder { path, why } => {
                view(why.code(), &[("path", path.display().to_string())], &"", Retry::Useless)
            }
            Self::NotACookie { line, why } => {
                view("not_a_cookie", &[("line", line.to_string())], why, Retry::Useless)
            }
            Self::NothingToUndo => view("nothing_to_undo", &[], &"", Retry::Useless),
            Self::Sample { path, source } => view(
                io_code(source, "sample"),
                &[("path", path.display().to_string())],
                source,
                Retry::MayHelp,
            ),
        }
    }

    /// Every code an error can have; `error_` and the code is a key of the message catalogue.
    /// `broken` is what a face says when the engine panicked.
    pub const CODES: [&str; 44] = [
        "broken",
        "busy",
        "cancelled",
        "disk_full",
        "expired",
        "folder_covered",
        "folder_empty",
        "folder_missing",
        "folder_none",
        "folder_not_added",
        "folder_not_allowed",
        "folder_not_whole",
        "folder_outside",
        "folder_own_data",
        "folder_too_large",
        "journal_damaged",
        "knowledge_damaged",
        "knowledge_file",
        "knowledge_foreign",
        "knowledge_newer",
        "knowledge_older",
        "knowledge_refused",
        "ledger",
        "ledger_newer",
        "master_key_changed",
        "master_key_missing",
        "no_data_folder",
        "no_random",
        "no_such_company",
        "no_such_preset",
        "no_such_run",
        "no_such_setting",
        "not_a_cookie",
        "not_a_correction",
        "not_a_site",
        "not_settings",
        "not_unfinished",
        "nothing_to_undo",
        "old_plan",
        "old_scan",
        "sample",
        "settings_file",
        "settings_file_exists",
        "settings_newer",
    ];
}

fn of_ledger(error: &crumbwise_ledger::Error) -> ErrorView {
    use crumbwise_ledger::Error as Ledger;
    let at = |path: &PathBuf| [("path", path.display().to_string())];
    match error {
        Ledger::Io { path, source, .. } => {
            view(io_code(source, "no_data_folder"), &at(path), source, Retry::MayHelp)
        }
        Ledger::Sqlite { path, source } => {
            let code = if source.to_string().contains("disk is full") { "disk_full" } else { "ledger" };
            view(code, &at(path), source, Retry::MayHelp)
        }
        Ledger::Newer { path, .. } => view("ledger_newer", &at(path), error, Retry::Useless),
        Ledger::MasterKeyMissing { path } => view("master_key_missing", &at(path), error, Retry::Useless),
        Ledger::MasterKeyChanged { path } => view("master_key_changed", &at(path), error, Retry::Useless),
        Ledger::Expired(run) => view("expired", &[("run", run.to_string())], &"", Retry::Useless),
        Ledger::NoSuchRun(run) => view("no_such_run", &[("run", run.to_string())], &"", Retry::Useless),
        Ledger::Tampered { run, .. } => {
            view("journal_damaged", &[("run", run.to_string())], error, Retry::Useless)
        }
        Ledger::NoRandom => view("no_random", &[], error, Retry::MayHelp),
    }
}

fn of_knowledge(path: &Path, unfit: &Unfit) -> ErrorView {
    let mut params = vec![("path", path.display().to_string())];
    let code = match unfit {
        Unfit::Foreign => "knowledge_foreign",
        Unfit::Damaged(_) => "knowledge_damaged",
        Unfit::Format(_) | Unfit::Newer(_) => "knowledge_newer",
        Unfit::Older { date, than } => {
            params.extend([("date", date.clone()), ("than", than.clone())]);
            "knowledge_older"
        }
        Unfit::Rule(_) => "knowledge_refused",
    };
    view(code, &params, unfit, Retry::Useless)
}

fn of_cleanup(error: &crumbwise_cleanup::Error) -> ErrorView {
    use crumbwise_cleanup::Error as Cleanup;
    match error {
        Cleanup::Ledger(error) => of_ledger(error),
        Cleanup::OtherScan => view("old_plan", &[], &"", Retry::MayHelp),
        Cleanup::NotUnfinished(run) => {
            view("not_unfinished", &[("run", run.to_string())], &"", Retry::Useless)
        }
        Cleanup::Journal { run, .. } => {
            view("journal_damaged", &[("run", run.to_string())], error, Retry::Useless)
        }
    }
}

/// A full disk is worth its own words.
fn io_code(source: &io::Error, otherwise: &'static str) -> &'static str {
    let is_full = matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    if is_full { "disk_full" } else { otherwise }
}

fn view(code: &str, params: &[(&str, String)], detail: &dyn std::fmt::Display, retry: Retry) -> ErrorView {
    let params: BTreeMap<String, String> =
        params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    ErrorView { code: code.to_owned(), params, detail: detail.to_string(), retry: retry == Retry::MayHelp }
}

#[cfg(test)]
mod tests {
    use crumbwise_ledger::{Error as Ledger, RunId};

    use super::*;

    #[test]
    fn every_error_has_a_known_code() {
        let path = || PathBuf::from("/data");
        let io = |kind| io::Error::new(kind, "as the system said");
        let denied = || io(io::ErrorKind::PermissionDenied);
        let run = RunId(7);
        let knowledge = |source| Error::Knowledge { path: path(), source };
        let errors: Vec<Error> = vec![
            crumbwise_stores::Error::Snapshots { path: path(), source: denied() }.into(),
            Ledger::Io { what: "open", path: path(), source: io(io::ErrorKind::StorageFull) }.into(),
            Ledger::Sqlite { path: path(), source: rusqlite::Error::InvalidQuery }.into(),
            Ledger::Newer { path: path(), version: 9 }.into(),
            Ledger::MasterKeyMissing { path: path() }.into(),
            Ledger::MasterKeyChanged { path: path() }.into(),
            Ledger::Expired(run).into(),
            Ledger::NoSuchRun(run).into(),
            Ledger::Tampered { run, store: 0, row: 0 }.into(),
            Ledger::NoRandom.into(),
            crumbwise_cleanup::Error::OtherScan.into(),
            crumbwise_cleanup::Error::NotUnfinished(run).into(),
            crumbwise_cleanup::Error::Journal { run, store: 0, row: 0 }.into(),
            Busy::Held { holder: "window".to_owned() }.into(),
            Busy::Io { path: path(), source: denied() }.into(),
            Error::OldScan,
            Error::OldPlan,
            Error::Cancelled,
            Error::NoSuchPreset("x".to_owned()),
            Error::NoSuchSetting { key: "x".to_owned(), value: "y".to_owned() },
            Error::NotASite("x".to_owned()),
            Error::NotACorrection("x".to_owned()),
            Error::NoSuchCompany("x".to_owned()),
            Error::NotSettings("x".to_owned()),
            Error::NewerSettings(9),
            Error::SettingsFile { path: path(), source: denied() },
            Error::SettingsFile { path: path(), source: io(io::ErrorKind::AlreadyExists) },
            Error::NotACookie { line: 3, why: "x".to_owned() },
            Error::KnowledgeFile { path: path(), source: denied() },
            knowledge(Unfit::Foreign),
            knowledge(Unfit::Damaged("cut")),
            knowledge(Unfit::Format(9)),
            knowledge(Unfit::Newer("x".to_owned())),
            knowledge(Unfit::Older { date: "2026-01-01".to_owned(), than: "2026-02-01".to_owned() }),
            knowledge(Unfit::Rule("x".to_owned())),
            Error::NothingToUndo,
            Error::Sample { path: path(), source: denied() },
        ];
        let folders = Refused::ALL.map(|why| Error::Folder { path: path(), why });
        let errors: Vec<Error> = errors.into_iter().chain(folders).collect();
        let codes: Vec<String> = errors.iter().map(|error| error.view().code).collect();
        let unknown: Vec<&String> =
            codes.iter().filter(|code| !Error::CODES.contains(&code.as_str())).collect();
        assert!(unknown.is_empty(), "codes without a sentence: {unknown:?}");
        // `broken` is what a face says when the engine panicked.
        let unused: Vec<_> = Error::CODES
            .iter()
            .filter(|code| **code != "broken" && !codes.iter().any(|used| used == *code))
            .collect();
        assert!(unused.is_empty(), "codes that no error has: {unused:?}");
        assert!(Error::CODES.is_sorted());
    }

    #[test]
    fn parameters_fill_every_sentence() {
        let error = Error::NoSuchSetting { key: "theme".to_owned(), value: "pink".to_owned() };
        let said = crate::messages::error(crate::messages::Language::En, &error.view());
        assert!(said.contains("theme") && said.contains("pink") && !said.contains('{'), "{said}");
    }
}
