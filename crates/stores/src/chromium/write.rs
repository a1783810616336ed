//! What makes a row of Chromium's `cookies` that cookie, and what a newer version accepts of it.

use crate::write::{Cell, Identity, Refusal, Schema, StoredRow};

/// See `net/extras/sqlite/sqlite_persistent_cookie_store.cc`: `cookies_unique_index` of version 23.
pub(crate) const IDENTITY: Identity = Identity {
    table: "cookies",
    host: "host_key",
    name: "name",
    path: "path",
    partition: "top_frame_site_key",
    created: "creation_utc",
    scheme: Some("source_scheme"),
    port: Some("source_port"),
    unique: &[
        "host_key",
        "top_frame_site_key",
        "has_cross_site_ancestor",
        "name",
        "path",
        "source_scheme",
        "source_port",
    ],
};

/// From this version on an encrypted value begins with the hash of its host.
const HASH_PREFIX: i64 = 24;

/// Column names before and since version 10.
const RENAMED: [(&str, &str); 3] =
    [("secure", "is_secure"), ("httponly", "is_httponly"), ("persistent", "is_persistent")];

/// What a column was called on the other side of a rename.
pub(crate) fn renamed(column: &str) -> Option<&'static str> {
    RENAMED.iter().find_map(|&(old, new)| {
        if column == old {
            Some(new)
        } else if column == new {
            Some(old)
        } else {
            None
        }
    })
}

/// Columns that carried nothing worth keeping.
pub(crate) const DROPPED: [&str; 1] = ["is_same_party"];

/// Whether a row of `old` may enter a store of `new` at all.
///
/// A row without the prefix makes a version that expects it drop every cookie of the site, and one with it
/// gives an older version a wrong value.
pub(crate) fn accept(old: &Schema, new: &Schema, row: &StoredRow) -> Result<(), Refusal> {
    let encrypted = old
        .column("encrypted_value")
        .and_then(|index| row.cells.get(index))
        .is_some_and(|cell| !cell.bytes().is_empty());
    if encrypted && (old.version < HASH_PREFIX) != (new.version < HASH_PREFIX) {
        return Err(Refusal::EncryptionChanged);
    }
    Ok(())
}

/// What the browser's own migration puts into a column the row does not have yet.
pub(crate) fn filled(column: &str, old: &Schema, row: &StoredRow) -> Option<Cell> {
    match column {
        "encrypted_value" => Some(Cell::Blob(Vec::new())),
        "last_update_utc" | "source_type" | "source_scheme" | "is_same_party" => Some(Cell::Integer(0)),
        "priority" => Some(Cell::Integer(1)),
        // Before version 11 every cookie without the attribute had what is "unspecified" since.
        "samesite" | "source_port" => Some(Cell::Integer(-1)),
        "top_frame_site_key" => Some(Cell::Text(Vec::new())),
        // Written as 1 for every cookie that is not kept apart; for the others only the browser knows.
        "has_cross_site_ancestor" => {
            let partition = old.column("top_frame_site_key").and_then(|index| row.cells.get(index));
            partition.is_none_or(|cell| cell.bytes().is_empty()).then_some(Cell::Integer(1))
        }
        _ => None,
    }
}

/// Chromium's values keep their units across versions.
pub(crate) fn converted(_old: &Schema, _new: &Schema, _row: &mut StoredRow) {}
