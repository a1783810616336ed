//! The one window: built hidden, shown when it has painted, and never blank.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{RecvTimeoutError, SyncSender, sync_channel},
    },
    time::Duration,
};

use tauri::{
    App, Manager, Runtime, Url, WebviewWindow, WebviewWindowBuilder,
    webview::{NewWindowResponse, PageLoadEvent},
};

use crate::{desk::Desk, private, problem_page, web_process};

/// The label of the window that the capability names.
pub const LABEL: &str = "main";

/// How long a start may take before the window says that something is wrong. Many times what a slow computer needs.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether the dashboard has said that it painted; the watch waits for it.
#[derive(Clone, Default)]
pub struct Painted(Arc<Mutex<Option<SyncSender<()>>>>);

impl Painted {
    /// The dashboard has painted.
    pub fn say(&self) {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        // The watch may have given up already; then the window is shown as it is.
        _ = told.map(|told| told.try_send(()));
    }

    /// Calls `late` unless [`say`](Self::say) is called within `patience`.
    pub fn watch(&self, patience: Duration, late: impl FnOnce() + Send + 'static) {
        let (told, wait) = sync_channel(1);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
        std::thread::spawn(move || match wait.recv_timeout(patience) {
            Err(RecvTimeoutError::Timeout) => late(),
            Ok(()) | Err(RecvTimeoutError::Disconnected) => {}
        });
    }
}

/// Builds the window from its entry in the configuration.
///
/// # Errors
/// When the configuration has no such window or the system gives none.
pub fn open<R: Runtime>(app: &App<R>) -> tauri::Result<()> {
    let windows = &app.config().app.windows;
    let config = windows.iter().find(|window| window.label == LABEL).ok_or(tauri::Error::WindowNotFound)?;
    let window = at_home(WebviewWindowBuilder::from_config(app, config)?, app.state::<Desk>().data())
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, load| {
            // Every time: the problem page offers to try again.
            if load.event() == PageLoadEvent::Started && load.url().scheme() != problem_page::SCHEME {
                expect_paint(&window);
            }
        })
        .build()?;
    expect_paint(&window);
    web_process::watch(&window)
}

/// The files that the browser engine keeps for any page go into our own data folder; where that cannot be written, it
/// keeps none. (Keeping none in any case would shut out the drivers that test the window.)
fn at_home<'a, R: Runtime, M: Manager<R>>(
    builder: WebviewWindowBuilder<'a, R, M>,
    data: &Path,
) -> WebviewWindowBuilder<'a, R, M> {
    let folder = data.join("window");
    match private::folder(&folder) {
        Ok(()) => builder.data_directory(folder),
        Err(error) => {
            tracing::warn!(%error, "making the window's folder");
            builder.incognito(true)
        }
    }
}

/// From here on the dashboard has [`PATIENCE`] to paint.
fn expect_paint<R: Runtime>(window: &WebviewWindow<R>) {
    let failing = window.clone();
    window.state::<Painted>().watch(PATIENCE, move || fail(&failing, problem_page::Cause::NotPainted));
}

/// Shows the window and brings it to the front.
pub fn show<R: Runtime>(window: &WebviewWindow<R>) {
    if let Err(error) = window.show().and_then(|()| window.set_focus()) {
        tracing::error!(%error, "showing the window");
    }
}

/// Shows the page that says what happened.
pub fn fail<R: Runtime>(window: &WebviewWindow<R>, cause: problem_page::Cause) {
    tracing::error!(?cause, "the window shows its problem page");
    if let Err(error) = window.navigate(cause.address()) {
        tracing::error!(%error, "opening the problem page");
    }
    show(window);
}

/// Whether an address is one of ours: the dashboard, or the problem page. Every other is refused, so that no link
/// and no script can take the window elsewhere.
pub fn is_ours(address: &Url) -> bool {
    let (scheme, host) = (address.scheme(), address.host_str().unwrap_or_default());
    match scheme {
        "tauri" | problem_page::SCHEME => host == "localhost",
        "http" => host == "tauri.localhost" || host == problem_page::HOST_OVER_HTTP,
        other => other == "about" && address.path() == "blank",
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc::channel, time::Duration};

    use super::{Painted, is_ours};

    #[test]
    fn only_our_own_pages_open() {
        for ours in ["tauri://localhost/", "tauri://localhost/index.html", "problem://localhost/not-painted"]
        {
            assert!(is_ours(&ours.parse().unwrap()), "{ours} is our own page");
        }
        for foreign in [
            "https://example.com/",
            "http://localhost/",
            "tauri://example.com/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "about:srcdoc",
            "http://tauri.localhost.example.com/",
        ] {
            assert!(!is_ours(&foreign.parse().unwrap()), "the window never goes to {foreign}");
        }
    }

    #[test]
    fn a_window_that_never_paints_is_found_out() {
        let (late, found) = channel();
        let painted = Painted::default();
        painted.watch(Duration::from_millis(1), move || late.send(()).unwrap());
        found.recv_timeout(Duration::from_mins(1)).expect("the watch must fire when nothing paints");
    }

    #[test]
    fn a_window_that_paints_is_left_alone() {
        let painted = Painted::default();
        let (late, found) = channel::<()>();
        painted.watch(Duration::from_mins(10), move || late.send(()).unwrap());
        painted.say();
        assert!(found.recv().is_err(), "the watch must end without firing once the window has painted");
    }
}
