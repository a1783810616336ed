//! Private copies of live stores.
//!
//! A copy is made with plain reads, so the browser's file is never locked: a lock held for a moment makes
//! Chromium lose a batch of cookies. The folder is readable by this user only, and every copy's folder
//! holds a file that is locked for as long as the copy is wanted; a folder whose lock is free belongs to a
//! scan that was killed and is removed by the next [`Snapshots::open`].

use std::{
    fs::{self, File, Metadata, TryLockError},
    io::{self, Read, Seek},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use crumbwise_model::ProblemKind;
use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::{Error, files, system, trouble::Trouble};

/// The side files that hold a part of the truth: a rollback journal and a write-ahead log.
pub(crate) const SIDES: [&str; 2] = ["-journal", "-wal"];

/// The largest store that is copied, side files included. A million cookies take less than half of it.
const LARGEST: u64 = 1 << 30;

/// How often a copy is tried again when the store changed meanwhile.
const RETRIES: u32 = 3;

/// The wait before the first retry; doubled each time.
const FIRST_WAIT: Duration = Duration::from_millis(15);

/// The first bytes of every SQLite database.
pub(crate) const MAGIC: &[u8] = b"SQLite format 3\0";

/// The length of a write-ahead log's header; its salts change when the log starts over.
const LOG_HEADER: usize = 32;

/// The folder for private copies inside our own data folder.
#[derive(Debug)]
pub struct Snapshots {
    root: PathBuf,
}

impl Snapshots {
    /// Opens `<data_dir>/snapshots`, creating it for this user only, and removes what killed scans left.
    /// Several processes may have it open at once.
    pub fn open(data_dir: &Path) -> Result<Self, Error> {
        let root = data_dir.join("snapshots");
        let failed = |source| Error::Snapshots { path: root.clone(), source };
        system::create_private_folder(&root).map_err(failed)?;
        let gate = lock_gate(&root).map_err(failed)?;
        if let Err(error) = remove_leftovers(&root) {
            tracing::warn!(%error, "what killed scans left could not be removed");
        }
        drop(gate);
        Ok(Self { root })
    }

    /// Copies a database with its side files.
    pub(crate) fn take(&self, source: &Path) -> Result<Snapshot, Trouble> {
        let mut wait = FIRST_WAIT;
        for attempt in 0..=RETRIES {
            if attempt > 0 {
                thread::sleep(wait);
                wait *= 2;
            }
            let patience = if attempt < RETRIES { Patience::More } else { Patience::Last };
            if let Some(snapshot) = self.try_once(source, patience)? {
                return Ok(snapshot);
            }
        }
        Err(Trouble::new(ProblemKind::KeepsChanging, format!("{} tries", RETRIES + 1)))
    }

    /// `None` when the store changed meanwhile.
    fn try_once(&self, source: &Path, patience: Patience) -> Result<Option<Snapshot>, Trouble> {
        // Closing the files copied from would take away this process's own locks on them.
        let _no_writer = crate::write::no_writer();
        let mut snapshot = self.new_folder().map_err(cannot_copy)?;
        let main = Part::open(source, &snapshot.file)?
            .ok_or_else(|| Trouble::new(ProblemKind::Missing, "no such file"))?;
        let mut sides = Vec::new();
        for suffix in SIDES {
            sides.extend(Part::open(&files::beside(source, suffix), &files::beside(&snapshot.file, suffix))?);
        }
        check_size_and_magic(&main, &sides)?;
        let started = fs::metadata(snapshot.folder.join("lock")).map_err(cannot_copy)?;
        let mut settled = main.copy()?.settled(&main);
        // The main file before its log: what moves from the log to the main file meanwhile shows as a
        // change of the main file.
        for side in &sides {
            let copied = side.copy()?;
            settled &= copied.settled(side) || (side.is_log() && copied.only_grew(side)?);
        }
        settled &= main.is_still()?;
        // A journal or log that appeared meanwhile is a change too.
        for suffix in SIDES {
            settled &= sides.iter().any(|side| side.has_suffix(suffix))
                || fs::symlink_metadata(files::beside(source, suffix)).is_err();
        }
        // A write in the same tick of the clock as the look before the copy would leave no mark.
        let too_fresh = [&main].into_iter().chain(&sides).any(|part| part.is_as_new_as(&started));
        settled &= !too_fresh || patience == Patience::Last;
        snapshot.doubtful = too_fresh;
        snapshot.hot = sides.iter().any(|side| !side.is_log() && side.before.len() > 0);
        Ok(settled.then_some(snapshot))
    }

    /// A new folder with a random name and a locked file in it.
    fn new_folder(&self) -> io::Result<Snapshot> {
        let gate = lock_gate(&self.root)?;
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let folder = self.root.join(format!("{:016x}", u64::from_ne_bytes(random)));
        system::create_private_folder(&folder)?;
        let lock = system::create_private(&folder.join("lock"))?;
        let file = folder.join("store");
        wait_for_lock(&lock)?;
        drop(gate);
        Ok(Snapshot { folder, lock: Some(lock), file, hot: false, doubtful: false })
    }
}

/// Held while folders are made or swept, so that no sweep meets a folder whose lock is not taken yet.
fn lock_gate(root: &Path) -> io::Result<File> {
    let gate = system::open_private(&root.join("lock"))?;
    wait_for_lock(&gate)?;
    Ok(gate)
}

/// Waits for an OS lock. A file system without locks (some network homes) does without: nothing is then
/// ever taken for a leftover.
fn wait_for_lock(file: &File) -> io::Result<()> {
    match file.lock() {
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn remove_leftovers(root: &Path) -> io::Result<()> {
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        // Other scans remove their own folders meanwhile; what is gone is gone.
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let alive = match File::open(entry.path().join("lock")) {
            Ok(lock) => match lock.try_lock() {
                Ok(()) => false,
                Err(TryLockError::WouldBlock | TryLockError::Error(_)) => true,
            },
            // Killed between the folder and its lock file.
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        };
        if !alive {
            remove_folder(&entry.path())?;
        }
    }
    Ok(())
}

/// Also when another process removes it at the same time.
fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function value in `map_err`")]
fn cannot_copy(error: io::Error) -> Trouble {
    Trouble::new(ProblemKind::CannotCopy, error.to_string())
}

/// Whether a doubtful copy may be tried again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    More,
    Last,
}

/// One file of a store and where its copy goes.
struct Part {
    from: PathBuf,
    to: PathBuf,
    file: File,
    before: Metadata,
}

impl Part {
    /// `None` when there is no such file.
    fn open(from: &Path, to: &Path) -> Result<Option<Self>, Trouble> {
        match files::open_regular(from) {
            Ok((file, before)) => Ok(Some(Self { from: from.into(), to: to.into(), file, before })),
            Err(trouble) if trouble.kind == ProblemKind::Missing => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// Copies and looks at the file again.
    fn copy(&self) -> Result<Copied, Trouble> {
        if self.before.len() > 0 {
            let mut to = system::create_private(&self.to).map_err(cannot_copy)?;
            (&self.file).rewind()?;
            // Bounded: a file that grows while it is copied does not fill the disk.
            io::copy(&mut (&self.file).take(self.before.len()), &mut to).map_err(copy_failure)?;
        }
        Ok(Copied { after: self.file.metadata()? })
    }

    fn has_suffix(&self, suffix: &str) -> bool {
        self.from.as_os_str().as_encoded_bytes().ends_with(suffix.as_bytes())
    }

    fn is_log(&self) -> bool {
        self.has_suffix("-wal")
    }

    /// Whether the path still leads to this file, unchanged.
    fn is_still(&self) -> Result<bool, Trouble> {
        let there = fs::symlink_metadata(&self.from)?;
        Ok(same(&there, &self.before))
    }

    fn is_as_new_as(&self, started: &Metadata) -> bool {
        match (self.before.modified(), started.modified()) {
            (Ok(changed), Ok(started)) => changed >= started,
            (Err(_), _) | (_, Err(_)) => false,
        }
    }
}

/// A part's state after it was copied.
struct Copied {
    after: Metadata,
}

impl Copied {
    fn settled(&self, part: &Part) -> bool {
        same(&self.after, &part.before)
    }

    /// A log that only got longer is whole up to where it was copied: every frame carries a checksum, and
    /// a transaction without its last frame is ignored.
    fn only_grew(&self, part: &Part) -> Result<bool, Trouble> {
        let same_file = system::identity(&self.after) == system::identity(&part.before);
        if !same_file || self.after.len() < part.before.len() || part.before.len() < LOG_HEADER as u64 {
            return Ok(false);
        }
        let mut live = [0; LOG_HEADER];
        let mut copied = [0; LOG_HEADER];
        (&part.file).rewind()?;
        (&part.file).read_exact(&mut live)?;
        File::open(&part.to).and_then(|mut file| file.read_exact(&mut copied)).map_err(cannot_copy)?;
        Ok(live == copied)
    }
}

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

/// Refuses what is not worth copying, before it is copied.
fn check_size_and_magic(main: &Part, sides: &[Part]) -> Result<(), Trouble> {
    let size = sides.iter().map(|side| side.before.len()).fold(main.before.len(), u64::saturating_add);
    if size > LARGEST {
        return Err(Trouble::new(ProblemKind::TooLarge, format!("{size} bytes")));
    }
    if main.before.len() == 0 {
        // A log beside it changes nothing: SQLite throws away the log of an empty database.
        return Err(Trouble::new(ProblemKind::NotADatabase, "0 bytes"));
    }
    let mut start = Vec::with_capacity(MAGIC.len());
    (&main.file).take(MAGIC.len() as u64).read_to_end(&mut start)?;
    // A hot journal may be about to restore the first page.
    let journal = sides.iter().any(|side| !side.is_log() && side.before.len() > 0);
    if start == MAGIC || journal { Ok(()) } else { Err(Trouble::new(ProblemKind::NotADatabase, "")) }
}

/// A private copy of one database; its folder goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Snapshot {
    folder: PathBuf,
    /// Held until it is dropped.
    lock: Option<File>,
    file: PathBuf,
    /// Whether an unfinished write was copied along, which SQLite rolls back on opening.
    pub(crate) hot: bool,
    /// Whether it was taken in the same tick of the clock as a write, so that a torn copy would look whole.
    pub(crate) doubtful: bool,
}

impl Snapshot {
    /// Opens the copy for reading. Writable all the same: SQLite rolls back a journal or indexes a log.
    pub(crate) fn connect(&self) -> Result<Opened, Trouble> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.file, flags)?;
        distrust(&connection)?;
        // The copy is thrown away; moving its log into it first would be work for nothing.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let Err(error) = connection.execute_batch(SETTINGS) else {
            return Ok(Opened { connection, damage: None });
        };
        let damage = Trouble::from(error);
        if damage.kind != ProblemKind::Damaged {
            return Err(damage);
        }
        // A file shorter than its header says is opened only if it may be repaired; what is there of it can
        // then be read.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, true)?;
        connection.execute_batch(SETTINGS).map_err(|_| damage.clone())?;
        Ok(Opened { connection, damage: Some(damage) })
    }
}

/// The schema is foreign: its triggers and views do not run, its functions are not trusted.
pub(crate) fn distrust(connection: &Connection) -> Result<(), Trouble> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    Ok(())
}

/// Said before the first access, so that the log's index stays on the heap. No file outside the folder is
/// written, and what is written need not survive. Every page is read once: a small cache that stays in the
/// processor's own is quicker than a large one, and the first pages, which are all of a person's profile, are
/// quickest where they lie: the copy is nobody else's, so nothing moves under the mapping.
const SETTINGS: &str =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY; PRAGMA synchronous = OFF;
    PRAGMA cache_size = -256; PRAGMA mmap_size = 2097152;";

/// An open copy.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    /// What is wrong with it, if it could be opened in spite of that.
    pub(crate) damage: Option<Trouble>,
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        // Windows keeps a file, and so its folder, for as long as it is open.
        self.lock = None;
        if let Err(error) = remove_folder(&self.folder) {
            tracing::warn!(%error, "a private copy could not be removed; the next start tries again");
        }
    }
}
