//! An open copy.

use std::io::Read;

use crumbwise_model::ProblemKind;
use rusqlite::{Connection, MAIN_DB, OpenFlags, config::DbConfig};

use super::{LARGEST_IN_MEMORY, folder::Folder};
use crate::trouble::Trouble;

/// Said before the first access. The copy is nobody else's and is thrown away: what is written need not survive. Every
/// page is read once: a small cache that stays in the processor's own is quicker than a large one.
const SETTINGS: &str = "PRAGMA temp_store = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -256;";

/// An ordinary store is quickest where it lies, for nothing moves under the mapping; of a large one the mappings of all
/// its readers would only take memory.
const MAPPED: &str = "PRAGMA mmap_size = 4194304;";

/// An open copy of one database; gone when it is dropped.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    /// What is wrong with it, if it could be opened in spite of that.
    pub(crate) damage: Option<Trouble>,
    /// How large it is, its side files included.
    pub(crate) bytes: u64,
    /// Whether an unfinished write was copied along, which SQLite rolls back on opening.
    pub(crate) hot: bool,
    /// Whether it was taken in the same tick of the clock as a write, so that a torn copy would look whole.
    pub(crate) doubtful: bool,
    /// Where it lies if not in memory. After the connection, so that it goes after it.
    pub(super) folder: Option<Folder>,
}

impl Opened {
    /// Another connection to the same copy, for another thread; `None` where there can be none.
    pub(crate) fn again(&self) -> Option<Connection> {
        let connection = in_folder(self.folder.as_ref()?).ok()?;
        settle(&connection, self.bytes).ok()?;
        Some(connection)
    }
}

/// A database of so many bytes, read into memory; nothing of it has been looked at yet.
pub(super) fn in_memory(content: impl Read, len: usize) -> Result<Connection, Trouble> {
    let mut connection = Connection::open_in_memory_with_flags(FLAGS)?;
    connection.deserialize_read_exact(MAIN_DB, content, len, true)?;
    Ok(connection)
}

/// A database in a folder; writable all the same: SQLite rolls back a journal or indexes a log.
pub(super) fn in_folder(folder: &Folder) -> Result<Connection, Trouble> {
    Ok(Connection::open_with_flags(folder.store(), FLAGS)?)
}

const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// Makes a connection ready for reading, and says what is wrong with the database if it can be read all the same.
pub(super) fn settle(connection: &Connection, bytes: u64) -> Result<Option<Trouble>, Trouble> {
    distrust(connection)?;

    // The copy is thrown away; moving its log into it first would be work for nothing.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let Err(error) = connection.execute_batch(SETTINGS) else {
        if bytes <= LARGEST_IN_MEMORY {
            connection.execute_batch(MAPPED)?;
        }
        return Ok(None);
    };
    let damage = Trouble::from(error);
    if damage.kind != ProblemKind::Damaged {
        return Err(damage);
    }
    // A file shorter than its header says is opened only if it may be repaired; what is there of it can
    // then be read.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, true)?;
    connection.execute_batch(SETTINGS).map_err(|_| damage.clone())?;
    Ok(Some(damage))
}

/// The schema is foreign: its triggers and views do not run, its functions are not trusted.
pub(crate) fn distrust(connection: &Connection) -> Result<(), Trouble> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    Ok(())
}
