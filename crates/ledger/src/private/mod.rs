//! Files and folders that only their owner may read, and paths as bytes.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub use unix::{create_folder, open_file, path_bytes, path_from_bytes, sync_folder};

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub use windows::{create_folder, open_file, path_bytes, path_from_bytes, sync_folder};
