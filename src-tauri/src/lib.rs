//! The desktop shell: one window over the engine.
//!
//! Everything here parses, delegates to `crumbwise-app` and maps the error. What must not be here: anything that
//! decides about cookies, reads a browser's file or words a sentence of the dashboard.
//!
//! ```no_run
//! use crumbwise_desktop::{Start, run};
//!
//! let start = Start {
//!     places: crumbwise_app::Places::new(
//!         crumbwise_app::Roots::confined("/mnt/old-disk/home/ada".into()),
//!         "/home/ada/.local/share/crumbwise".into(),
//!     ),
//!     locale: "en-US".to_owned(),
//!     sample: false,
//! };
//! run(start)?;
//! # Ok::<(), anyhow::Error>(())
//! ```

pub mod ahead;
pub mod commands;
pub mod desk;
pub mod environment;
pub mod folder_dialog;
pub mod graphics;
pub mod locale;
pub mod private;
pub mod problem_page;
#[cfg(target_os = "linux")]
#[path = "web_process/linux.rs"]
mod web_process;
#[cfg(not(target_os = "linux"))]
#[path = "web_process/other.rs"]
mod web_process;
pub mod window;

use anyhow::Context as _;
use crumbwise_app::{Places, sample};
use tauri::{Builder, Manager as _, Runtime};

use crate::{
    desk::{Desk, now},
    folder_dialog::{FolderDialog, SystemDialog},
    problem_page::ProblemPage,
};

/// What the program starts with; only the binary looks these up.
#[derive(Debug)]
pub struct Start {
    /// Where to look for browsers and where our own data are.
    pub places: Places,
    /// The system's locale as a language tag, for example `de-AT`.
    pub locale: String,
    /// Whether to open sample data at once.
    pub sample: bool,
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When the sample data cannot be built, or the system gives no window.
pub fn run(start: Start) -> anyhow::Result<()> {
    let desk = Desk::new(start.places, start.locale);
    if start.sample {
        desk.use_places(sample::build(desk.data(), now()).context("building the sample data")?);
    }
    let page = ProblemPage::in_language(desk.language());
    let app = shell(Builder::default(), desk)
        .register_uri_scheme_protocol(problem_page::SCHEME, move |_, request| page.answer(request.uri()))
        .setup(|app| {
            ahead::begin(app.handle());
            app.manage::<Box<dyn FolderDialog>>(Box::new(SystemDialog::of(app.handle().clone())));
            Ok(window::open(app)?)
        })
        .build(tauri::generate_context!())
        .context("opening the window")?;
    app.run(|_, _| {});
    Ok(())
}

/// The program without its window and its dialog: our commands over one desk. The tests put their own before it.
pub fn shell<R: Runtime>(builder: Builder<R>, desk: Desk) -> Builder<R> {
    builder.manage(desk).manage(window::Painted::default()).invoke_handler(tauri::generate_handler![
        commands::app_info,
        commands::scan,
        commands::cancel_scan,
        commands::overview,
        commands::coverage,
        commands::cookies,
        commands::cookie,
        commands::timeline,
        commands::presets,
        commands::plan,
        commands::plan_lines,
        commands::clean,
        commands::cancel_clean,
        commands::undo,
        commands::finish,
        commands::history,
        commands::recover,
        commands::keep_sites,
        commands::keep_add,
        commands::keep_remove,
        commands::corrections,
        commands::correction_effect,
        commands::correct,
        commands::take_back,
        commands::company_names,
        commands::export_settings,
        commands::import_settings,
        commands::knowledge,
        commands::knowledge_revert,
        commands::folders,
        commands::folder_choose,
        commands::folder_add,
        commands::folder_remove,
        commands::set_setting,
        commands::use_sample,
        commands::use_real,
        commands::painted,
    ])
}
