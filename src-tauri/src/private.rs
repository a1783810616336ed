//! A folder for this user only.

use std::{io, path::Path};

/// Makes the folder and those above it that are missing, readable by this user only.
///
/// # Errors
/// What the system says.
#[cfg(unix)]
pub fn folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;

    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// The folders of a user are private to it on the other systems.
///
/// # Errors
/// What the system says.
#[cfg(not(unix))]
pub fn folder(path: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).create(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn every_folder_made_is_private() {
        let dir = tempfile::TempDir::new().unwrap();
        let made = dir.path().join("data/window");
        super::folder(&made).unwrap();
        for folder in [&made, made.parent().unwrap()] {
            assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}
