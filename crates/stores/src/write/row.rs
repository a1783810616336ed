//! A stored row with every column, byte for byte, and the identity it is found by.

use std::fmt;

use crumbwise_model::{Scheme, Timestamp};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use zeroize::Zeroize;

/// Which row, as a scan saw it: its number and the identity it must still have.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// SQLite's rowid; re-used by browsers, so never enough alone.
    pub row: i64,
    /// The host as stored.
    pub host: &'a [u8],
    /// The name.
    pub name: &'a [u8],
    /// The path.
    pub path: &'a [u8],
    /// Chromium's top-frame site, Firefox's origin attributes.
    pub partition: &'a [u8],
    /// When it was first set; not compared when `NONE`.
    pub created: Timestamp,
    /// Scheme of the page that set it (Chromium); not compared when unknown.
    pub scheme: Scheme,
    /// Port it was set from (Chromium); not compared when −1.
    pub port: i32,
}

/// One value of a row in SQLite's own types. Text is bytes: stores hold invalid UTF-8 and it must come back.
#[derive(Clone, PartialEq)]
pub enum Cell {
    /// NULL.
    Null,
    /// A whole number.
    Integer(i64),
    /// A floating point number.
    Real(f64),
    /// Text, as stored.
    Text(Vec<u8>),
    /// Bytes.
    Blob(Vec<u8>),
}

/// One row with every column of its table, in the order of [`Schema::columns`](super::Schema::columns).
///
/// It holds a cookie's value: it prints nothing of itself and is wiped from memory when dropped.
#[derive(Clone, PartialEq)]
pub struct StoredRow {
    /// SQLite's rowid.
    pub rowid: i64,
    /// One a column.
    pub cells: Vec<Cell>,
}

impl Drop for StoredRow {
    fn drop(&mut self) {
        for cell in &mut self.cells {
            match cell {
                Cell::Text(bytes) | Cell::Blob(bytes) => bytes.zeroize(),
                Cell::Null | Cell::Integer(_) | Cell::Real(_) => {}
            }
        }
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cell(..)")
    }
}

impl fmt::Debug for StoredRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredRow(row {}, {} cells)", self.rowid, self.cells.len())
    }
}

impl Cell {
    pub(super) fn from_ref(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(bytes) => Self::Text(bytes.to_vec()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }

    fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(bytes) => ValueRef::Text(bytes),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }
    }

    /// The whole number, if it is one.
    pub const fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Null | Self::Real(_) | Self::Text(_) | Self::Blob(_) => None,
        }
    }

    /// The bytes of a text or blob; empty for everything else.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(bytes) | Self::Blob(bytes) => bytes,
            Self::Null | Self::Integer(_) | Self::Real(_) => &[],
        }
    }

    /// Equal type and equal bits (a NaN equals itself).
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Real(one), Self::Real(two)) => one.to_bits() == two.to_bits(),
            (
                Self::Null | Self::Integer(_) | Self::Real(_) | Self::Text(_) | Self::Blob(_),
                Self::Null | Self::Integer(_) | Self::Real(_) | Self::Text(_) | Self::Blob(_),
            ) => self == other,
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.as_ref()))
    }
}

const NULL: u8 = 0;
const INTEGER: u8 = 1;
const REAL: u8 = 2;
const TEXT: u8 = 3;
const BLOB: u8 = 4;

impl StoredRow {
    /// Appends the row to `out` in the journal's form: rowid, number of cells, then each cell as its type
    /// and its eight bytes or its length and bytes; all numbers little-endian.
    pub fn encode(&self, out: &mut Vec<u8>) {
        // Reserved at once: growing would leave copies of the value in freed memory.
        out.reserve(16 + self.cells.iter().map(|cell| 9 + cell.bytes().len()).sum::<usize>());
        out.extend_from_slice(&self.rowid.to_le_bytes());
        out.extend_from_slice(&(self.cells.len() as u64).to_le_bytes());
        for cell in &self.cells {
            let (tag, number, bytes): (u8, [u8; 8], &[u8]) = match cell {
                Cell::Null => (NULL, [0; 8], &[]),
                Cell::Integer(number) => (INTEGER, number.to_le_bytes(), &[]),
                Cell::Real(number) => (REAL, number.to_le_bytes(), &[]),
                Cell::Text(bytes) => (TEXT, (bytes.len() as u64).to_le_bytes(), bytes),
                Cell::Blob(bytes) => (BLOB, (bytes.len() as u64).to_le_bytes(), bytes),
            };
            out.push(tag);
            out.extend_from_slice(&number);
            out.extend_from_slice(bytes);
        }
    }

    /// The row of [`Self::encode`]'s bytes; `None` when they are not exactly one row.
    pub fn decode(mut bytes: &[u8]) -> Option<Self> {
        let rowid = i64::from_le_bytes(*take(&mut bytes)?);
        let count = usize::try_from(u64::from_le_bytes(*take(&mut bytes)?)).ok()?;
        // Each cell takes nine bytes at least, which bounds what a wrong count can allocate.
        if count > bytes.len() / 9 {
            return None;
        }
        let mut row = Self { rowid, cells: Vec::with_capacity(count) };
        for _ in 0..count {
            let [tag] = *take::<1>(&mut bytes)?;
            let number = *take::<8>(&mut bytes)?;
            let length = usize::try_from(u64::from_le_bytes(number)).ok();
            row.cells.push(match tag {
                NULL => Cell::Null,
                INTEGER => Cell::Integer(i64::from_le_bytes(number)),
                REAL => Cell::Real(f64::from_le_bytes(number)),
                TEXT => Cell::Text(bytes.split_off(..length?)?.to_vec()),
                BLOB => Cell::Blob(bytes.split_off(..length?)?.to_vec()),
                _ => return None,
            });
        }
        bytes.is_empty().then_some(row)
    }
}

fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(first)
}
