//! What ends a whole operation; everything smaller is a `Problem` beside the results.

use std::{io, path::PathBuf};

/// Why nothing could be done at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder for private copies could not be made ready.
    #[error("cannot prepare the folder for private copies `{}`: {source}", path.display())]
    Snapshots {
        /// The folder or file concerned.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
