//! Who may write to files, and who may leave the compiler's care.

use anyhow::Result;

use super::sources::{self, Source};

/// Ways to open or change a file for writing.
const WRITES: [&str; 12] = [
    "SQLITE_OPEN_READ_WRITE",
    "SQLITE_OPEN_CREATE",
    "Connection::open(",
    "fs::write",
    "fs::rename",
    "fs::remove",
    "fs::copy",
    "fs::hard_link",
    "fs::set_permissions",
    "File::create",
    "OpenOptions",
    "set_len(",
];

/// Files of `stores` that write: to the browser's store in the modules named `write`, to our own private
/// copies in `snapshot`, by the system's calls for private files in `system`.
const MAY_WRITE: [&str; 3] = ["write", "snapshot", "system"];

/// Modules that may hold unsafe code: reading rows quickly, asking the system who holds a file, and settling the
/// environment while nobody reads it.
const MAY_BE_UNSAFE: [&str; 3] =
    ["crates/stores/src/columns.rs", "crates/stores/src/system/", "src-tauri/src/environment.rs"];

/// Code that writes or is unsafe where it may not.
pub(super) fn broken() -> Result<Vec<String>> {
    let rooms = sources::below(&["crates", "src-tauri/src", "xtask/src", "tests/src"], &[".rs"])?;
    Ok(rooms.iter().flat_map(|file| [writes(file), uses_writer(file), is_unsafe(file)].concat()).collect())
}

fn writes(file: &Source) -> Vec<String> {
    let may = file.path.split('/').any(|part| MAY_WRITE.iter().any(|module| part.starts_with(module)));
    if !file.path.starts_with("crates/stores/src/") || may { Vec::new() } else { file.holds(&WRITES) }
}

/// The writer of a browser's file is for `cleanup` alone.
fn uses_writer(file: &Source) -> Vec<String> {
    let may = ["crates/stores/", "crates/cleanup/", "xtask/"].iter().any(|room| file.path.starts_with(room));
    if may { Vec::new() } else { file.holds(&["Writer::open", "write::Writer", "write::Change"]) }
}

fn is_unsafe(file: &Source) -> Vec<String> {
    let may =
        MAY_BE_UNSAFE.iter().any(|module| file.path.starts_with(module)) || file.path.starts_with("xtask/");
    if may { Vec::new() } else { file.holds(&["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"]) }
}

#[cfg(test)]
mod tests {
    use super::{Source, is_unsafe, writes};

    fn file(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_reader_that_writes_is_told() {
        let text = "fn read() {\n    std::fs::remove_file(path);\n}\n#[cfg(test)]\nmod tests { use std::fs::write; }";
        assert_eq!(
            writes(&file("crates/stores/src/gecko/read.rs", text)),
            ["crates/stores/src/gecko/read.rs:2: std::fs::remove_file(path);"],
            "the line is told, the test behind it is not"
        );
        assert!(writes(&file("crates/stores/src/gecko/write.rs", text)).is_empty());
    }

    #[test]
    fn unsafe_code_outside_its_modules_is_told() {
        assert_eq!(is_unsafe(&file("crates/app/src/lib.rs", "// unsafe {\nunsafe { x() }")).len(), 1);
        assert!(is_unsafe(&file("crates/stores/src/columns.rs", "unsafe { x() }")).is_empty());
    }
}
