//! `crumbwise folder`: the folders that are looked through beside the usual places.

use std::path::{self, Path, PathBuf};

use crumbwise_app::{self as app, view::FolderView};
use serde::Serialize;

use super::Work;
use crate::{
    arguments::Foldering,
    escape::shown,
    exit::Exit,
    terminal::{Form, Terminal},
    trouble::Trouble,
    voice::Voice,
};

/// `folder --json`.
#[derive(Serialize)]
struct Document {
    folders: Vec<FolderView>,
}

/// Lists or changes the folders; a change is followed by the list as it is then.
pub(super) fn folder(task: &Foldering, work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    match task {
        Foldering::List => Ok(()),
        Foldering::Add { folders } => {
            folders.iter().try_for_each(|folder| app::folder_add(work.places, &whole(folder), work.now))
        }
        Foldering::Remove { folders } => {
            folders.iter().try_for_each(|folder| app::folder_remove(work.places, &whole(folder)))
        }
    }?;
    let folders = app::folders(work.places)?;
    match terminal.form {
        Form::Json => terminal.document(&Document { folders })?,
        Form::Text if folders.is_empty() => terminal.line(&terminal.voice.say("cli_folder_none"))?,
        Form::Text => {
            for folder in &folders {
                terminal.line(&worded(folder, terminal.voice))?;
            }
        }
    }
    Ok(Exit::Done)
}

/// A folder, and whether it is gone.
pub(super) fn worded(folder: &FolderView, voice: Voice) -> String {
    let path = shown(&folder.path);
    if folder.there { path } else { format!("{path} ({})", voice.say("cli_folder_gone")) }
}

/// What is typed counts from the folder that the shell is in, unless it begins in the home.
fn whole(folder: &Path) -> PathBuf {
    if folder.starts_with("~") {
        return folder.to_owned();
    }
    path::absolute(folder).unwrap_or_else(|_| folder.to_owned())
}
