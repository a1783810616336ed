//! `WebKitGTK` draws in a process of its own; when that dies, the window would be blank.

use tauri::{Runtime, WebviewWindow};
use webkit2gtk::{LoadEvent, WebViewExt as _};

use crate::{problem_page::Cause, window};

/// Shows the problem page when the web process dies or the dashboard cannot be loaded.
///
/// # Errors
/// When the window is gone already.
pub(crate) fn watch<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    let (dead, unloaded) = (window.clone(), window.clone());
    window.with_webview(move |view| {
        let view = view.inner();
        view.connect_web_process_terminated(move |_, _| window::fail(&dead, Cause::Stopped));
        view.connect_load_failed(move |_, event, address, _| {
            // A load that a later one replaced is no failure; only the dashboard's own page counts.
            if event == LoadEvent::Started && address.starts_with("tauri:") {
                window::fail(&unloaded, Cause::NotLoaded);
            }
            false
        });
    })
}
