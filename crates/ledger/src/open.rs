//! Opening the ledger, and setting aside one that is damaged.

use std::{
    fs::{self, File, OpenOptions},
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, backup::Backup};

use crate::{Error, migration, private};

/// Long enough for another process's journal write, which is one short transaction a store.
const BUSY: Duration = Duration::from_secs(10);

/// The program's own database.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) folder: PathBuf,
    pub(crate) path: PathBuf,
    pub(crate) connection: Connection,
}

/// An opened ledger, and what had to be put out of the way for it.
#[derive(Debug)]
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// Damaged files, under the names they have been given. To be reported; nothing deletes them.
    pub set_aside: Vec<PathBuf>,
}

impl Ledger {
    /// Opens the ledger of a data folder for reading and writing, created where there is none.
    ///
    /// A damaged one is renamed to `ledger.damaged-<when last written, in seconds since 1970>.sqlite` and a
    /// fresh one takes its place. An up-to-date ledger is opened without a write lock.
    pub fn open(data_dir: &Path) -> Result<Opened, Error> {
        private::create_folder(data_dir).map_err(io("create the data folder", data_dir))?;
        let path = data_dir.join("ledger.sqlite");
        match Self::open_at(data_dir, &path) {
            Ok(ledger) => Ok(Opened { ledger, set_aside: Vec::new() }),
            Err(Error::Sqlite { source, .. }) if is_damage(&source) => {
                let lock = folder_lock(data_dir)?;
                // Another process may have put it aside meanwhile.
                let set_aside = if is_damaged(&path) {
                    set_aside(&path, &["", "-wal", "-shm", "-journal"])?
                } else {
                    Vec::new()
                };
                drop(lock);
                Ok(Opened { ledger: Self::open_at(data_dir, &path)?, set_aside })
            }
            Err(other) => Err(other),
        }
    }

    /// Opens the ledger of a data folder for reading; `None` where there is none. Creates and changes nothing.
    ///
    /// An older ledger is read whole: a copy of it in memory is brought up to date. The next write brings the file up
    /// to date.
    pub fn open_read(data_dir: &Path) -> Result<Option<Self>, Error> {
        let path = data_dir.join("ledger.sqlite");
        if !path.is_file() {
            return Ok(None);
        }
        let sql = sql(&path);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).map_err(&sql)?;
        connection.busy_timeout(BUSY).map_err(&sql)?;
        connection.pragma_update(None, "temp_store", "MEMORY").map_err(&sql)?;
        let version = migration::version(&connection).map_err(&sql)?;
        if version > migration::CURRENT {
            return Err(Error::Newer { path, version });
        }
        let connection =
            if version < migration::CURRENT { upgraded(&connection).map_err(&sql)? } else { connection };
        drop(sql);
        Ok(Some(Self { folder: data_dir.to_owned(), path, connection }))
    }

    /// The data folder.
    pub fn data_dir(&self) -> &Path {
        &self.folder
    }

    fn open_at(folder: &Path, path: &Path) -> Result<Self, Error> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        // SQLite would create it with the umask's permissions; its side files take those of the file.
        let is_new = !path.exists();
        private::open_file(&options, path).map_err(io("open the ledger", path))?;
        if is_new {
            private::sync_folder(folder).map_err(io("sync the data folder", folder))?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(sql(path))?;
        prepare(&connection).map_err(sql(path))?;
        log_mode(&connection, folder, path)?;
        sound(&connection).map_err(sql(path))?;
        let version = migration::version(&connection).map_err(sql(path))?;
        if version > migration::CURRENT {
            return Err(Error::Newer { path: path.to_owned(), version });
        }
        if version < migration::CURRENT {
            migration::run(&mut connection).map_err(sql(path))?;
        }
        Ok(Self { folder: folder.to_owned(), path: path.to_owned(), connection })
    }

    /// All that `work` writes, or nothing of it: where `work` fails, everything is as before. Inside another
    /// `at_once` it is a part of that.
    pub fn at_once<T>(&self, work: impl FnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        if !self.connection.is_autocommit() {
            return work(self);
        }
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        let transaction = begun.map_err(self.sql())?;
        let done = work(self)?;
        transaction.commit().map_err(self.sql())?;
        Ok(done)
    }

    /// What SQLite said, as this ledger's error.
    pub(crate) fn sql(&self) -> impl Fn(rusqlite::Error) -> Error + use<> {
        sql(&self.path)
    }

    /// Empties the write-ahead log into the ledger, so that what was overwritten is nowhere in the files.
    /// Another process that reads delays this to its own next opportunity.
    pub(crate) fn checkpoint(&self) -> Result<(), Error> {
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(self.sql())
    }
}

/// A copy of an older ledger in memory, brought up to date. Whoever wanted to write to it is refused, for it would
/// be lost.
fn upgraded(older: &Connection) -> rusqlite::Result<Connection> {
    /// Between two attempts while another process writes.
    const PAUSE: Duration = Duration::from_millis(20);
    let mut copy = Connection::open_in_memory()?;
    Backup::new(older, &mut copy)?.run_to_completion(i32::MAX, PAUSE, None)?;
    migration::run(&mut copy)?;
    copy.pragma_update(None, "query_only", true)?;
    Ok(copy)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    // Nothing of ours in temporary files elsewhere.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // A destroyed key is overwritten, not only unlinked.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // A commit is on the disk before it returns: the first delete waits for it.
    connection.pragma_update(None, "synchronous", "FULL")
}

/// A write-ahead log, so that history can be read while a clean-up journals. Changing the mode does not wait
/// for others, so it is done by one at a time.
fn log_mode(connection: &Connection, folder: &Path, path: &Path) -> Result<(), Error> {
    let mode = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0));
    if mode("PRAGMA journal_mode").map_err(sql(path))? != "wal" {
        let _lock = folder_lock(folder)?;
        mode("PRAGMA journal_mode = WAL").map_err(sql(path))?;
    }
    Ok(())
}

fn sound(connection: &Connection) -> rusqlite::Result<()> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        Err(rusqlite::Error::SqliteFailure(code, Some(verdict)))
    }
}

/// Opened for writing, because a connection for reading leaves its side files behind.
fn is_damaged(path: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let checked = Connection::open_with_flags(path, flags).and_then(|connection| sound(&connection));
    checked.is_err_and(|error| is_damage(&error))
}

fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// Serialises the rare acts that must not happen twice: setting aside, and creating the master key.
pub(crate) fn folder_lock(folder: &Path) -> Result<File, Error> {
    let path = folder.join("ledger.lock");
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = private::open_file(&options, &path).map_err(io("open the ledger's lock", &path))?;
    file.lock().map_err(io("lock", &path))?;
    Ok(file)
}

/// Renames `path` with its side files to `<stem>.damaged-<time><extension>`, a name not in use.
pub(crate) fn set_aside(path: &Path, sides: &[&str]) -> Result<Vec<PathBuf>, Error> {
    let written = fs::metadata(path).and_then(|metadata| metadata.modified()).unwrap_or(UNIX_EPOCH);
    let seconds = written.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let free = (0..u32::MAX)
        .map(|n| if n == 0 { String::new() } else { format!("-{n}") })
        .map(|n| path.with_file_name(format!("{stem}.damaged-{seconds}{n}.{extension}")))
        .find(|name| !name.exists())
        .unwrap_or_else(|| path.with_extension("damaged"));
    let mut renamed = Vec::new();
    for side in sides {
        let with_side = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(side);
            PathBuf::from(name)
        };
        let (from, to) = (with_side(path), with_side(&free));
        if from.exists() {
            fs::rename(&from, &to).map_err(io("set a damaged file aside", &from))?;
            renamed.push(to);
        }
    }
    Ok(renamed)
}

pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { what, path, source }
}

fn sql(path: &Path) -> impl Fn(rusqlite::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Sqlite { path: path.clone(), source }
}
