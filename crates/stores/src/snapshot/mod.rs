//! Private copies of live stores.
//!
//! A copy is made with plain reads, so the browser's file is never locked: a lock held for a moment makes
//! Chromium lose a batch of cookies. An ordinary store with nothing unfinished beside it is copied into memory and
//! never touches the disk; every other one into a folder of its own.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, SystemTime},
};

use crumbwise_model::ProblemKind;
use rusqlite::Connection;

use crate::{Error, files, system, trouble::Trouble};

mod folder;
mod opened;
mod part;

use folder::Folder;
pub(crate) use opened::{Opened, distrust};
use part::Part;
pub(crate) use part::same;

/// The side files that hold a part of the truth: a rollback journal and a write-ahead log.
pub(crate) const SIDES: [&str; 2] = ["-journal", "-wal"];

/// The largest store that is copied, side files included. A million cookies take less than half of it.
const LARGEST: u64 = 1 << 30;

/// The largest store that is copied into memory. A browser keeps a few thousand cookies, which take one of these
/// megabytes.
const LARGEST_IN_MEMORY: u64 = 4 << 20;

/// How often a copy is tried again when the store changed meanwhile.
const RETRIES: u32 = 3;

/// The wait before the first retry; doubled each time.
const FIRST_WAIT: Duration = Duration::from_millis(15);

/// A journal written to within this time belongs to a transaction that is under way: it is waited for rather than
/// opened. One that a crash left is older by the last try.
const UNDER_WAY: Duration = Duration::from_millis(100);

/// The first bytes of every SQLite database.
pub(crate) const MAGIC: &[u8] = b"SQLite format 3\0";

/// The length of a database's header.
const HEADER: u64 = 100;

/// Where it says how the file is written, and what stands there if by a write-ahead log.
const WRITTEN_HOW: usize = 18;
const BY_LOG: u8 = 2;

/// From this size on, removing a copy takes long enough to be done beside what comes next.
const SLOW_TO_REMOVE: u64 = 8 << 20;

/// The folder for private copies inside our own data folder. When it is dropped, none of its copies is left.
#[derive(Debug)]
pub struct Snapshots {
    root: PathBuf,
    removals: Mutex<Vec<JoinHandle<()>>>,
}

impl Snapshots {
    /// Opens `<data_dir>/snapshots`, creating it for this user only, and removes what killed scans left.
    /// Several processes may have it open at once.
    pub fn open(data_dir: &Path) -> Result<Self, Error> {
        let root = data_dir.join("snapshots");
        let failed = |source| Error::Snapshots { path: root.clone(), source };
        system::create_private_folder(&root).map_err(failed)?;
        let gate = folder::lock_gate(&root).map_err(failed)?;
        if let Err(error) = folder::remove_leftovers(&root) {
            tracing::warn!(%error, "what killed scans left could not be removed");
        }
        drop(gate);
        Ok(Self { root, removals: Mutex::default() })
    }

    /// Copies a database with its side files and opens the copy.
    pub(crate) fn take(&self, source: &Path) -> Result<Opened, Trouble> {
        let mut wait = FIRST_WAIT;
        for attempt in 0..=RETRIES {
            if attempt > 0 {
                thread::sleep(wait);
                wait *= 2;
            }
            let patience = if attempt < RETRIES { Patience::More } else { Patience::Last };
            if let Some(opened) = self.try_once(source, patience)? {
                return Ok(opened);
            }
        }
        Err(Trouble::new(ProblemKind::KeepsChanging, format!("{} tries", RETRIES + 1)))
    }

    /// Removes a copy, a large one on a thread of its own.
    pub(crate) fn let_go(&self, copy: Opened) {
        if copy.bytes >= SLOW_TO_REMOVE {
            // Where no thread can be had, it is removed here.
            let removal = thread::Builder::new().spawn(move || drop(copy));
            self.removals.lock().unwrap_or_else(PoisonError::into_inner).extend(removal);
        }
    }

    /// `None` when the store changed meanwhile.
    fn try_once(&self, source: &Path, patience: Patience) -> Result<Option<Opened>, Trouble> {
        // Closing the files copied from would take away this process's own locks on them.
        let _no_writer = crate::write::no_writer();
        let started = self.clock().map_err(cannot_copy)?;
        let main =
            Part::open(source, "")?.ok_or_else(|| Trouble::new(ProblemKind::Missing, "no such file"))?;
        if patience == Patience::More && is_under_way(source, started) {
            return Ok(None);
        }
        let mut sides = Vec::new();
        for suffix in SIDES {
            sides.extend(Part::open(source, suffix)?);
        }
        let header = check_size_and_header(&main, &sides)?;
        // A write in the same tick of the clock as the look before the copy would leave no mark.
        let doubtful = [&main].into_iter().chain(&sides).any(|part| part.is_as_new_as(started));
        if doubtful && patience == Patience::More {
            return Ok(None);
        }
        let whole = sides.iter().all(|side| side.len() == 0) && header.get(WRITTEN_HOW) != Some(&BY_LOG);
        let in_memory = usize::try_from(main.len()).ok().filter(|_| whole && main.len() <= LARGEST_IN_MEMORY);
        let copy = match in_memory {
            Some(len) => Copy::Memory(opened::in_memory(main.content()?, len)),
            None => Copy::Folder(self.copy_to_folder(&main, &sides)?),
        };
        let mut settled = main.is_unchanged()? && main.is_still()?;
        if let Copy::Folder(folder) = &copy {
            for side in &sides {
                settled &= side.is_unchanged()? || (side.is_log() && side.only_grew(folder)?);
            }
        }
        // A journal or log that appeared meanwhile is a change too.
        for suffix in SIDES {
            settled &= sides.iter().any(|side| side.suffix == suffix)
                || fs::symlink_metadata(files::beside(source, suffix)).is_err();
        }
        if !settled {
            return Ok(None);
        }
        let (connection, folder) = match copy {
            Copy::Memory(connection) => (connection?, None),
            Copy::Folder(folder) => (opened::in_folder(&folder)?, Some(folder)),
        };
        let bytes = size(&main, &sides);
        Ok(Some(Opened {
            damage: opened::settle(&connection, bytes)?,
            connection,
            bytes,
            hot: sides.iter().any(|side| !side.is_log() && side.len() > 0),
            doubtful,
            folder,
        }))
    }

    /// The main file before its log: what moves from the log to the main file meanwhile shows as a change of the
    /// main file.
    fn copy_to_folder(&self, main: &Part, sides: &[Part]) -> Result<Folder, Trouble> {
        let folder = Folder::new(&self.root).map_err(cannot_copy)?;
        for part in [main].into_iter().chain(sides) {
            part.copy(&folder)?;
        }
        Ok(folder)
    }

    /// The time as the file system tells it, which may lie a tick behind.
    fn clock(&self) -> io::Result<SystemTime> {
        let path = self.root.join("clock");
        // Written over, which costs less than to write it anew.
        system::open_private(&path)?.write_all(b".")?;
        fs::metadata(&path)?.modified()
    }
}

impl Drop for Snapshots {
    fn drop(&mut self) {
        let removals = self.removals.get_mut().unwrap_or_else(PoisonError::into_inner);
        for removal in removals.drain(..) {
            if removal.join().is_err() {
                tracing::warn!("removing a private copy ended unexpectedly; the next start tries again");
            }
        }
    }
}

/// A copy that is not yet known to be whole.
enum Copy {
    /// An error when the file has become shorter, which shows as a change.
    Memory(Result<Connection, Trouble>),
    Folder(Folder),
}

/// Whether a copy may be tried again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    More,
    Last,
}

/// Whether a journal beside the store was written to a moment ago.
fn is_under_way(source: &Path, now: SystemTime) -> bool {
    let journal = fs::symlink_metadata(files::beside(source, "-journal"));
    journal.is_ok_and(|journal| {
        journal.len() > 0 && journal.modified().is_ok_and(|changed| changed + UNDER_WAY >= now)
    })
}

/// Refuses what is not worth copying, before it is copied; the beginning of the main file otherwise.
fn check_size_and_header(main: &Part, sides: &[Part]) -> Result<Vec<u8>, Trouble> {
    let size = size(main, sides);
    if size > LARGEST {
        return Err(Trouble::new(ProblemKind::TooLarge, format!("{size} bytes")));
    }
    if main.len() == 0 {
        // A log beside it changes nothing: SQLite throws away the log of an empty database.
        return Err(Trouble::new(ProblemKind::NotADatabase, "0 bytes"));
    }
    let header = main.beginning(HEADER)?;
    // A hot journal may be about to restore the first page.
    let journal = sides.iter().any(|side| !side.is_log() && side.len() > 0);
    if header.starts_with(MAGIC) || journal {
        Ok(header)
    } else {
        Err(Trouble::new(ProblemKind::NotADatabase, ""))
    }
}

fn size(main: &Part, sides: &[Part]) -> u64 {
    sides.iter().map(Part::len).fold(main.len(), u64::saturating_add)
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function value in `map_err`")]
fn cannot_copy(error: io::Error) -> Trouble {
    Trouble::new(ProblemKind::CannotCopy, error.to_string())
}
