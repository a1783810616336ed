//! The schema's versions: append-only, and a ledger gets all it lacks or nothing.

use rusqlite::{Connection, TransactionBehavior};

use crate::{correction, folder, journal_row, keep_rule, run, run_store, scan, setting};

/// What each version adds, table by table. A released entry never changes; `schema/` holds each as text.
const VERSIONS: [&[&str]; 3] = [
    &[setting::V1, keep_rule::V1, run::V1, run_store::V1, journal_row::V1, scan::V1],
    &[correction::V2],
    &[folder::V3],
];

/// The version this program writes.
#[expect(clippy::cast_possible_wrap, reason = "a handful of versions")]
pub(crate) const CURRENT: i64 = VERSIONS.len() as i64;

/// The version of an open ledger; 0 when it is new.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings a ledger to [`CURRENT`].
pub(crate) fn run(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again under the lock: another process may have done it.
    let version = usize::try_from(version(&transaction)?).unwrap_or_default();
    for statements in VERSIONS.iter().skip(version) {
        for statement in *statements {
            transaction.execute_batch(statement)?;
        }
    }
    if i64::try_from(version).is_ok_and(|version| version < CURRENT) {
        transaction.pragma_update(None, "user_version", CURRENT)?;
    }
    transaction.commit()
}
