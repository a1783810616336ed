//! The emptiest window of the same kind as Crumbwise's: the same shell, profile and content security policy, one
//! static page, shown when the page is there. `cargo xtask bench` starts both and compares their first paint.
//!
//! It must stay empty: whatever is added here makes Crumbwise look faster than it is.

use std::process::ExitCode;

use tauri::WebviewWindow;

/// The page is there: show it.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "a command receives its window by value")]
fn painted(window: WebviewWindow) {
    drop(window.show());
}

fn main() -> ExitCode {
    let run = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![painted])
        .run(tauri::generate_context!());
    if run.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
