//! Table `keep_rule`: sites whose cookies are never cleared.

use std::collections::BTreeSet;

use crumbwise_model::Timestamp;

use crate::{Error, Ledger, run::micros};

pub(crate) const V1: &str = "CREATE TABLE keep_rule (
  site TEXT PRIMARY KEY NOT NULL,
  added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;";

impl Ledger {
    /// The kept sites, as registrable domains.
    pub fn keep_sites(&self) -> Result<BTreeSet<String>, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT site FROM keep_rule").map_err(self.sql())?;
        let sites = statement.query_map([], |row| row.get(0)).map_err(self.sql())?;
        sites.collect::<Result<_, _>>().map_err(self.sql())
    }

    /// Keeps a site; says whether it was not kept before.
    pub fn add_keep_site(&self, site: &str, now: Timestamp) -> Result<bool, Error> {
        let sql = "INSERT INTO keep_rule (site, added_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        let changed = self.connection.execute(sql, (site, micros(now))).map_err(self.sql())?;
        Ok(changed == 1)
    }

    /// Keeps a site no longer; says whether it was kept.
    pub fn remove_keep_site(&self, site: &str) -> Result<bool, Error> {
        let changed =
            self.connection.execute("DELETE FROM keep_rule WHERE site = ?1", [site]).map_err(self.sql())?;
        Ok(changed == 1)
    }
}
