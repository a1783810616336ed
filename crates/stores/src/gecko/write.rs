//! What makes a row of Firefox's `moz_cookies` that cookie, and what a newer version accepts of it.

use crate::write::{Cell, Identity, Schema, StoredRow};

/// See `netwerk/cookie/CookiePersistentStorage.cpp`: `moz_uniqueid`.
pub(crate) const IDENTITY: Identity = Identity {
    table: "moz_cookies",
    host: "host",
    name: "name",
    path: "path",
    partition: "originAttributes",
    created: "creationTime",
    scheme: None,
    port: None,
    unique: &["name", "host", "path", "originAttributes"],
};

/// From this version on `expiry` counts milliseconds.
const MILLISECONDS: i64 = 16;

/// An expiry of at least this is milliseconds whatever the version says (2001), below it is seconds.
const SURELY_MILLISECONDS: i64 = 1_000_000_000_000;

/// From this version on an unset `SameSite` is a value of its own instead of the pair Lax and raw None.
const SAME_SITE_UNSET: (i64, i64) = (15, 256);

/// Columns that carried nothing worth keeping once another took their place.
pub(crate) const DROPPED: [&str; 4] = ["baseDomain", "rawSameSite", "appId", "inBrowserElement"];

/// What the browser's own migration puts into a column the row does not have yet.
pub(crate) fn filled(column: &str, old: &Schema, row: &StoredRow) -> Option<Cell> {
    match column {
        "updateTime" => old.column("creationTime").and_then(|index| row.cells.get(index)).cloned(),
        "schemeMap" | "isPartitionedAttributeSet" | "sameSite" | "inBrowserElement" => Some(Cell::Integer(0)),
        "rawSameSite" => old.column("sameSite").and_then(|index| row.cells.get(index)).map(|same_site| {
            if same_site.integer() == Some(SAME_SITE_UNSET.1) { Cell::Integer(0) } else { same_site.clone() }
        }),
        "originAttributes" => Some(Cell::Text(Vec::new())),
        _ => None,
    }
}

/// Changes what counts in another unit on the other side of a version.
pub(crate) fn converted(old: &Schema, new: &Schema, row: &mut StoredRow) {
    if let Some(cell) = old.column("expiry").and_then(|index| row.cells.get_mut(index))
        && let Cell::Integer(expiry) = cell
    {
        let milliseconds = *expiry >= SURELY_MILLISECONDS;
        if old.version < MILLISECONDS && new.version >= MILLISECONDS && !milliseconds {
            *expiry = expiry.saturating_mul(1000);
        } else if old.version >= MILLISECONDS && new.version < MILLISECONDS && milliseconds {
            *expiry = expiry.div_euclid(1000);
        }
    }
    let raw = old.column("rawSameSite").and_then(|index| row.cells.get(index)).and_then(Cell::integer);
    if let Some(cell) = old.column("sameSite").and_then(|index| row.cells.get_mut(index))
        && let Cell::Integer(same_site) = cell
    {
        if old.version < SAME_SITE_UNSET.0
            && new.version >= SAME_SITE_UNSET.0
            && (*same_site, raw) == (1, Some(0))
        {
            *same_site = SAME_SITE_UNSET.1;
        } else if old.version >= SAME_SITE_UNSET.0
            && new.version < SAME_SITE_UNSET.0
            && *same_site == SAME_SITE_UNSET.1
        {
            *same_site = 1;
        }
    }
}
