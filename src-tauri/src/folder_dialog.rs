//! The system's own dialog for a folder.

use std::{future::Future, path::PathBuf, pin::Pin};

use rfd::AsyncFileDialog;
use tauri::{AppHandle, Manager, Runtime};

use crate::window;

/// What a dialog is asked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What stands above it.
    pub title: String,
    /// The folder it opens in.
    pub from: PathBuf,
}

/// The answer when it comes: the folder that was chosen, or nothing when the person gave up.
pub type Chosen = Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>>;

/// Lets the person choose a folder. The tests answer in the person's place.
pub trait FolderDialog: Send + Sync {
    /// Shows the dialog.
    fn ask(&self, question: Question) -> Chosen;
}

/// The dialog of the system, over our window.
#[derive(Debug)]
pub struct SystemDialog<R: Runtime>(AppHandle<R>);

impl<R: Runtime> SystemDialog<R> {
    /// Over the window of this program.
    pub const fn of(app: AppHandle<R>) -> Self {
        Self(app)
    }
}

impl<R: Runtime> FolderDialog for SystemDialog<R> {
    /// Called off the main thread, which draws the dialog beside the window: waiting there would stop both.
    fn ask(&self, Question { title, from }: Question) -> Chosen {
        let dialog = AsyncFileDialog::new().set_title(title).set_directory(from);
        let dialog = match self.0.get_webview_window(window::LABEL) {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        };
        let chosen = dialog.pick_folder();
        Box::pin(async { chosen.await.map(PathBuf::from) })
    }
}
