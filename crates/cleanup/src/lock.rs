//! One clean-up or undo at a time for each data folder.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
};

use crumbwise_model::Timestamp;

/// Held while rows are cleared or brought back; let go by dropping it, and by the death of the process.
#[derive(Debug)]
pub struct CleanupLock {
    file: File,
}

/// Why the lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Busy {
    /// Another clean-up or undo is running.
    #[error("another clean-up or undo is running: {holder}")]
    Held {
        /// Who holds it: what it is, its process number and since when, as far as it could be read.
        holder: String,
    },
    /// The lock file cannot be used.
    #[error("cannot use the lock file: `{path}`")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl CleanupLock {
    /// Takes the lock of a data folder, without waiting. `who` names the caller to others: `window`, `command`.
    pub fn acquire(data_dir: &Path, who: &str, now: Timestamp) -> Result<Self, Busy> {
        let path = data_dir.join("cleanup.lock");
        let io = |source| Busy::Io { path: path.clone(), source };
        crumbwise_ledger::private::create_folder(data_dir).map_err(io)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = crumbwise_ledger::private::open_file(&options, &path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = Vec::new();
                // What another process wrote is shown to the person, so it is kept short and printable.
                file.take(200).read_to_end(&mut text).map_err(io)?;
                let text: String =
                    String::from_utf8_lossy(&text).chars().filter(|letter| !letter.is_control()).collect();
                return Err(Busy::Held { holder: text });
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        let since = now.unix_seconds().unwrap_or_default();
        let text = format!("{who}, process {}, since {since}", std::process::id());
        file.set_len(0).and_then(|()| file.rewind()).map_err(io)?;
        file.write_all(text.as_bytes()).map_err(io)?;
        Ok(Self { file })
    }
}

impl Drop for CleanupLock {
    fn drop(&mut self) {
        // The text goes with the lock; the file stays, because removing it would let two processes lock two
        // files of one name.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}
