//! `crumbwise settings`: carries settings, kept sites, added folders and corrections to another computer.

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

use crumbwise_app::{self as app, Error, view::ImportReport};
use serde::Serialize;

use super::{Work, correct, folder};
use crate::{
    arguments::Carrying,
    escape::shown,
    exit::Exit,
    terminal::{Form, Terminal},
    trouble::Trouble,
};

/// `settings export FILE --json`.
#[derive(Serialize)]
struct Document<'a> {
    file: &'a Path,
}

/// Writes them to a file, or takes those of a file over.
pub(super) fn settings(
    carrying: &Carrying,
    work: &Work<'_>,
    terminal: &mut Terminal,
) -> Result<Exit, Trouble> {
    match carrying {
        Carrying::Export { file: None } => terminal.raw(app::export_settings(work.places)?.as_bytes())?,
        Carrying::Export { file: Some(file) } => {
            app::export_settings_to(work.places, file)?;
            match terminal.form {
                Form::Json => terminal.document(&Document { file })?,
                Form::Text => {
                    let path = shown(&file.display().to_string());
                    terminal.line(&terminal.voice.say_with("settings_exported", &[("path", &path)]))?;
                }
            }
        }
        Carrying::Import { file } => {
            let report = app::import_settings(work.places, &text(file)?, work.now)?;
            match terminal.form {
                Form::Json => terminal.document(&report)?,
                Form::Text => tell(&report, terminal)?,
            }
        }
    }
    Ok(Exit::Done)
}

/// The file's text; `-` is the standard input.
fn text(file: &Path) -> Result<String, Error> {
    let failed = |source| Error::SettingsFile { path: file.to_owned(), source };
    if file == Path::new("-") {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).map_err(failed)?;
        return Ok(text);
    }
    fs::read_to_string(file).map_err(failed)
}

/// What was taken over, and what gave way to it.
fn tell(report: &ImportReport, terminal: &mut Terminal) -> Result<(), Trouble> {
    let voice = terminal.voice;
    let ImportReport { settings, kept, folders, folders_elsewhere, corrections, replaced, unchanged } =
        report;
    for change in settings {
        let before = change.before.clone().unwrap_or_else(|| "–".to_owned());
        let params = [("key", change.key.as_str()), ("before", &before), ("after", &change.after)];
        terminal.line(&voice.say_with("cli_import_setting", &params))?;
    }
    for site in kept {
        terminal.line(&voice.say_with("cli_import_kept", &[("site", &shown(site))]))?;
    }
    for folder in folders {
        terminal.line(&voice.say_with("cli_import_folder", &[("path", &folder::worded(folder, voice))]))?;
    }
    for folder in folders_elsewhere {
        terminal.line(&voice.say_with("cli_import_folder_elsewhere", &[("path", &shown(folder))]))?;
    }
    for correction in corrections {
        terminal.line(&correct::worded(correction, voice))?;
    }
    for correction in replaced {
        let before = correct::worded(correction, voice);
        terminal.line(&voice.say_with("cli_import_replaced", &[("correction", &before)]))?;
    }
    let changes = settings.len() + kept.len() + folders.len() + corrections.len();
    if *unchanged > 0 || changes == 0 {
        terminal.line(&voice.say_with("cli_import_unchanged", &[("count", &unchanged.to_string())]))?;
    }
    Ok(())
}
