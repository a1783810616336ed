//! SQLite rows through the C interface: the one place of this workspace that uses it for reading.
//!
//! A scan reads twenty columns of every row; the safe wrapper's checks and copies cost as much as SQLite's
//! own work. Here a text is borrowed from the statement until the next step, and that is all.

#![expect(
    unsafe_code,
    reason = "raw column access, measured in docs/stores/chromium.md; kept to this module"
)]

use std::{ffi::CStr, marker::PhantomData, ptr, slice};

use rusqlite::{Connection, ffi};

/// A prepared query and its position.
#[derive(Debug)]
pub(crate) struct Rows<'c> {
    statement: ptr::NonNull<ffi::sqlite3_stmt>,
    database: *mut ffi::sqlite3,
    connection: PhantomData<&'c Connection>,
}

/// The current row; its texts are valid until the next step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'r> {
    statement: ptr::NonNull<ffi::sqlite3_stmt>,
    rows: PhantomData<&'r ()>,
}

impl<'c> Rows<'c> {
    /// Compiles one query without parameters.
    pub(crate) fn prepare(connection: &'c Connection, sql: &str) -> Result<Self, rusqlite::Error> {
        let length = i32::try_from(sql.len()).map_err(|_| rusqlite::Error::InvalidQuery)?;
        let mut statement = ptr::null_mut();
        // SAFETY: the handle is open for 'c and stays on this thread (`Connection` is not `Sync`); `sql` is
        // valid for `length` bytes and SQLite copies what it keeps.
        let (database, code) = unsafe {
            let database = connection.handle();
            let code = ffi::sqlite3_prepare_v2(
                database,
                sql.as_ptr().cast(),
                length,
                &raw mut statement,
                ptr::null_mut(),
            );
            (database, code)
        };
        let statement = ptr::NonNull::new(statement).ok_or_else(|| failure(database, code))?;
        Ok(Self { statement, database, connection: PhantomData })
    }

    /// The next row, or `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>, rusqlite::Error> {
        // SAFETY: the statement is alive until `self` is dropped, and the borrow of `self` in the returned
        // row ends every text of the row before.
        match unsafe { ffi::sqlite3_step(self.statement.as_ptr()) } {
            ffi::SQLITE_ROW => Ok(Some(Row { statement: self.statement, rows: PhantomData })),
            ffi::SQLITE_DONE => Ok(None),
            code => Err(failure(self.database, code)),
        }
    }
}

impl Drop for Rows<'_> {
    fn drop(&mut self) {
        // SAFETY: finalized exactly once, while the connection is still open.
        unsafe { ffi::sqlite3_finalize(self.statement.as_ptr()) };
    }
}

impl<'r> Row<'r> {
    /// A number; 0 for NULL, SQLite's conversion for a text.
    pub(crate) fn int(self, column: i32) -> i64 {
        // SAFETY: on a row; SQLite answers NULL for a column out of range.
        unsafe { ffi::sqlite3_column_int64(self.statement.as_ptr(), column) }
    }

    /// Whether there is no value.
    pub(crate) fn is_null(self, column: i32) -> bool {
        // SAFETY: as in `int`.
        unsafe { ffi::sqlite3_column_type(self.statement.as_ptr(), column) == ffi::SQLITE_NULL }
    }

    /// A text's bytes, UTF-8 or not; empty for NULL.
    pub(crate) fn bytes(self, column: i32) -> &'r [u8] {
        // SAFETY: `sqlite3_column_text` first, then `sqlite3_column_bytes`, as SQLite asks for; the memory
        // belongs to the statement and stays until the next step, which 'r cannot outlive.
        unsafe {
            let start = ffi::sqlite3_column_text(self.statement.as_ptr(), column);
            let length = ffi::sqlite3_column_bytes(self.statement.as_ptr(), column);
            match (start.is_null(), usize::try_from(length)) {
                (false, Ok(length)) => slice::from_raw_parts(start, length),
                (true, _) | (_, Err(_)) => &[],
            }
        }
    }
}

/// What SQLite says about `code`.
fn failure(database: *mut ffi::sqlite3, code: i32) -> rusqlite::Error {
    // SAFETY: the handle is open; the message is NUL-terminated and copied before anything else is called.
    let message = unsafe {
        let text = ffi::sqlite3_errmsg(database);
        (!text.is_null()).then(|| CStr::from_ptr(text).to_string_lossy().into_owned())
    };
    rusqlite::Error::SqliteFailure(ffi::Error::new(code), message)
}
