//! Opening foreign files without being surprised: no links, no pipes, no devices, nothing endless.

use std::{
    fs::{self, File, Metadata},
    io::Read,
    path::{Path, PathBuf},
};

use crumbwise_model::{ProblemKind, Timestamp};

use crate::{system, trouble::Trouble};

/// Opens a regular file and nothing else. `path` must be canonical: a link put in its place since is
/// refused.
pub(crate) fn open_regular(path: &Path) -> Result<(File, Metadata), Trouble> {
    // Looked at before it is opened: opening a device can do something.
    require_regular(&fs::symlink_metadata(path)?)?;
    let file = system::open_for_reading(path)?;
    let metadata = file.metadata()?;
    require_regular(&metadata)?;
    Ok((file, metadata))
}

fn require_regular(metadata: &Metadata) -> Result<(), Trouble> {
    if metadata.file_type().is_symlink() {
        Err(Trouble::new(ProblemKind::BadLink, "a link where a file was"))
    } else if metadata.is_file() {
        Ok(())
    } else {
        Err(Trouble::new(ProblemKind::NotAFile, ""))
    }
}

/// Reads a whole regular file of at most `limit` bytes.
pub(crate) fn read_all(path: &Path, limit: u64) -> Result<Vec<u8>, Trouble> {
    let (file, metadata) = open_regular(path)?;
    let size = metadata.len();
    if size > limit {
        return Err(Trouble::new(ProblemKind::TooLarge, format!("{size} bytes")));
    }
    let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // Bounded even if the file grows while it is read.
    file.take(limit).read_to_end(&mut content)?;
    Ok(content)
}

/// A path with something added to its last part: `Cookies` → `Cookies-journal`.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// When a file was last written.
pub(crate) fn modified(metadata: &Metadata) -> Timestamp {
    let since_1970 = metadata.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    let micros = since_1970.and_then(|span| i64::try_from(span.as_micros()).ok());
    micros.map_or(Timestamp::NONE, Timestamp::from_unix_micros)
}
