//! The first scan, begun while the window is still being made.
//!
//! The browser engine takes longer to start than the browsers take to be read, so that the first screen finds its
//! answer ready.

use std::sync::{Arc, OnceLock};

use crumbwise_app::{
    ScanObserver,
    view::{Overview, ScanProgress},
};
use tauri::{AppHandle, Manager, Runtime, async_runtime::JoinHandle, ipc::Channel};

use crate::{
    commands::{self, Answer},
    desk::{Desk, Stop, broken, is_raised},
};

/// A scan that nobody has asked for yet.
pub struct Ahead {
    listener: Listener,
    scan: JoinHandle<Answer<Overview>>,
}

/// The window's ear, once there is a window.
type Listener = Arc<OnceLock<Channel<ScanProgress>>>;

/// Begins to read; the next `scan` of the window takes it over.
pub fn begin<R: Runtime>(app: &AppHandle<R>) {
    let desk = app.state::<Desk>();
    let listener = Listener::default();
    let watch = Watch { listener: Arc::clone(&listener), stop: desk.begin_scan() };
    let own = app.clone();
    let scan =
        tauri::async_runtime::spawn(async move { commands::read_all(&own.state::<Desk>(), watch).await });
    desk.keep_ahead(Ahead { listener, scan });
}

impl Ahead {
    /// Waits for it; what happens from here on is told to `on_progress`.
    ///
    /// # Errors
    /// Those of a scan.
    pub async fn take_over(self, on_progress: Channel<ScanProgress>) -> Answer<Overview> {
        _ = self.listener.set(on_progress);
        self.scan.await.unwrap_or_else(|panic| Err(broken(&panic)))
    }
}

/// Tells the window how far the scan is, as soon as it listens.
struct Watch {
    listener: Listener,
    stop: Stop,
}

impl ScanObserver for Watch {
    fn progress(&self, progress: &ScanProgress) {
        // A window that is closing no longer listens; the work ends by itself.
        _ = self.listener.get().map(|channel| channel.send(progress.clone()));
    }

    fn stopped(&self) -> bool {
        is_raised(&self.stop)
    }
}
