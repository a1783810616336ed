//! One idea a file: a file that wants to be 500 lines wants to be two.

use anyhow::Result;

use super::sources;

/// The most lines a file may have.
const MOST: usize = 500;

/// Files that are too long.
pub(super) fn broken() -> Result<Vec<String>> {
    let files = sources::below(
        &["crates", "src-tauri", "ui", "tests", "xtask"],
        &[".rs", ".ts", ".svelte", ".css", ".js", ".mjs"],
    )?;
    Ok(files
        .iter()
        .map(|file| (file.text.lines().count(), &file.path))
        .filter(|(lines, _)| *lines > MOST)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect())
}
