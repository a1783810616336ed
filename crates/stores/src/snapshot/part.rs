//! The files of a store, each looked at before and after it is copied.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read, Seek},
    path::{Path, PathBuf},
    time::SystemTime,
};

use crumbwise_model::ProblemKind;

use super::{cannot_copy, folder::Folder};
use crate::{files, system, trouble::Trouble};

/// The length of a write-ahead log's header; its salts change when the log starts over.
const LOG_HEADER: usize = 32;

/// One file of a store.
pub(super) struct Part {
    path: PathBuf,
    /// What stands behind the store's own name: nothing for the database itself.
    pub(super) suffix: &'static str,
    file: File,
    before: Metadata,
}

impl Part {
    /// `None` when there is no such file.
    pub(super) fn open(source: &Path, suffix: &'static str) -> Result<Option<Self>, Trouble> {
        let path = files::beside(source, suffix);
        match files::open_regular(&path) {
            Ok((file, before)) => Ok(Some(Self { path, suffix, file, before })),
            Err(trouble) if trouble.kind == ProblemKind::Missing => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// In bytes, when it was opened.
    pub(super) fn len(&self) -> u64 {
        self.before.len()
    }

    /// At most `most` bytes of its beginning.
    pub(super) fn beginning(&self, most: u64) -> io::Result<Vec<u8>> {
        let mut beginning = Vec::new();
        self.content()?.take(most).read_to_end(&mut beginning)?;
        Ok(beginning)
    }

    /// All of it, and not more: a file that grows while it is copied fills neither disk nor memory.
    pub(super) fn content(&self) -> io::Result<impl Read> {
        (&self.file).rewind()?;
        Ok((&self.file).take(self.len()))
    }

    /// Copies it to its place in the folder.
    pub(super) fn copy(&self, folder: &Folder) -> Result<(), Trouble> {
        if self.len() > 0 {
            let mut to = system::create_private(&self.copied_to(folder)).map_err(cannot_copy)?;
            system::make_room(&to, self.len()).map_err(cannot_copy)?;
            // Without a layer between, the system can move the bytes by itself.
            (&self.file).rewind()?;
            io::copy(&mut (&self.file).take(self.len()), &mut to).map_err(copy_failure)?;
        }
        Ok(())
    }

    fn copied_to(&self, folder: &Folder) -> PathBuf {
        files::beside(&folder.store(), self.suffix)
    }

    pub(super) fn is_log(&self) -> bool {
        self.suffix == "-wal"
    }

    /// Whether the opened file is as it was.
    pub(super) fn is_unchanged(&self) -> io::Result<bool> {
        Ok(same(&self.file.metadata()?, &self.before))
    }

    /// Whether the path still leads to this file, unchanged.
    pub(super) fn is_still(&self) -> io::Result<bool> {
        Ok(same(&fs::symlink_metadata(&self.path)?, &self.before))
    }

    /// Whether it was written to at that time or later.
    pub(super) fn is_as_new_as(&self, time: SystemTime) -> bool {
        self.before.modified().is_ok_and(|changed| changed >= time)
    }

    /// A log that only got longer is whole up to where it was copied: every frame carries a checksum, and
    /// a transaction without its last frame is ignored.
    pub(super) fn only_grew(&self, folder: &Folder) -> Result<bool, Trouble> {
        let after = self.file.metadata()?;
        let same_file = system::identity(&after) == system::identity(&self.before);
        if !same_file || after.len() < self.len() || self.len() < LOG_HEADER as u64 {
            return Ok(false);
        }
        let mut live = [0; LOG_HEADER];
        let mut copied = [0; LOG_HEADER];
        (&self.file).rewind()?;
        (&self.file).read_exact(&mut live)?;
        let copy = File::open(self.copied_to(folder));
        copy.and_then(|mut file| file.read_exact(&mut copied)).map_err(cannot_copy)?;
        Ok(live == copied)
    }
}

/// Whether two looks saw the same file with the same content, as far as a look can tell.
pub(crate) fn same(one: &Metadata, other: &Metadata) -> bool {
    system::identity(one) == system::identity(other)
        && one.len() == other.len()
        && system::change_marks(one) == system::change_marks(other)
}

fn copy_failure(error: io::Error) -> Trouble {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the system's own list, open-ended")]
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            cannot_copy(error)
        }
        _ => error.into(),
    }
}
