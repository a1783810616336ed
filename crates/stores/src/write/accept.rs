//! What of a journaled row fits into the store as it is today.

use crumbwise_model::Engine;

use super::{Cell, Refusal, Schema, StoredRow, Writer};
use crate::{chromium, gecko};

impl Writer {
    /// A row journaled under `old`, in the shape of this store, or why it may not enter.
    ///
    /// Only what the browser's own migrations do is done: columns renamed, units converted, new columns
    /// filled as the browser fills them. Anything else is refused rather than guessed.
    pub fn accept(&self, old: &Schema, row: StoredRow) -> Result<StoredRow, Refusal> {
        let new = self.schema();
        if old.engine != new.engine {
            return Err(Refusal::OtherEngine);
        }
        match new.engine {
            Engine::Chromium => chromium::write::accept(old, new, &row)?,
            // Firefox stores every value in the clear: any row may enter.
            Engine::Gecko => {}
            Engine::Libsoup | Engine::Safari => return Err(Refusal::OtherEngine),
        }
        if old == new {
            return Ok(row);
        }
        let mut converted = row.clone();
        match new.engine {
            Engine::Chromium => chromium::write::converted(old, new, &mut converted),
            Engine::Gecko => gecko::write::converted(old, new, &mut converted),
            Engine::Libsoup | Engine::Safari => {}
        }
        if old.columns == new.columns {
            return Ok(converted);
        }
        nothing_lost(old, new, &row)?;
        let mut fitted = StoredRow { rowid: row.rowid, cells: Vec::with_capacity(new.columns.len()) };
        for (index, column) in new.columns.iter().enumerate() {
            let cell = source(old, column, &converted)
                .cloned()
                .or_else(|| filled(old, column, &row))
                .or_else(|| self.details.defaults.get(index).cloned().flatten())
                .unwrap_or(Cell::Null);
            if cell == Cell::Null && self.details.not_null.get(index) == Some(&true) {
                return Err(Refusal::ColumnNew(column.clone()));
            }
            fitted.cells.push(cell);
        }
        Ok(fitted)
    }
}

/// The journaled value of a column, under its name of then.
fn source<'a>(old: &Schema, column: &str, row: &'a StoredRow) -> Option<&'a Cell> {
    let renamed = match old.engine {
        Engine::Chromium => chromium::write::renamed(column),
        Engine::Gecko | Engine::Libsoup | Engine::Safari => None,
    };
    let index = old.column(column).or_else(|| renamed.and_then(|name| old.column(name)));
    // NULL in a column that has meanwhile become mandatory counts as not there.
    index.and_then(|index| row.cells.get(index)).filter(|cell| **cell != Cell::Null)
}

fn filled(old: &Schema, column: &str, row: &StoredRow) -> Option<Cell> {
    match old.engine {
        Engine::Chromium => chromium::write::filled(column, old, row),
        Engine::Gecko => gecko::write::filled(column, old, row),
        Engine::Libsoup | Engine::Safari => None,
    }
}

/// Every journaled column has a place today, or held nothing worth keeping.
fn nothing_lost(old: &Schema, new: &Schema, row: &StoredRow) -> Result<(), Refusal> {
    for (column, cell) in old.columns.iter().zip(&row.cells) {
        let (dropped, renamed): (&[&str], _) = match new.engine {
            Engine::Chromium => (&chromium::write::DROPPED, chromium::write::renamed(column)),
            Engine::Gecko => (&gecko::write::DROPPED, None),
            Engine::Libsoup | Engine::Safari => (&[], None),
        };
        let empty = match cell {
            Cell::Null => true,
            Cell::Integer(number) => *number == 0,
            Cell::Real(number) => *number == 0.0,
            Cell::Text(bytes) | Cell::Blob(bytes) => bytes.is_empty(),
        };
        let has_place = new.column(column).is_some()
            || renamed.is_some_and(|name| new.column(name).is_some())
            || dropped.contains(&column.as_str());
        if !empty && !has_place {
            return Err(Refusal::ColumnGone(column.clone()));
        }
    }
    Ok(())
}
