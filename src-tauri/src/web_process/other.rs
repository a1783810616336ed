//! The web views of the other systems restart themselves; the watch on the first paint covers the rest.

use tauri::{Runtime, WebviewWindow};

/// Nothing to watch here.
///
/// # Errors
/// None.
pub(crate) fn watch<R: Runtime>(_window: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}
