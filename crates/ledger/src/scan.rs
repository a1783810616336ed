//! Tables `scan` and `scan_count`: how many cookies there were, by browser, purpose, lifetime and company.

use crumbwise_model::Timestamp;
use rusqlite::{OptionalExtension, TransactionBehavior};

use crate::{Error, Ledger, run::micros};

pub(crate) const V1: &str = "CREATE TABLE scan (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  cookies INTEGER NOT NULL
) STRICT;
CREATE TABLE scan_count (
  scan INTEGER NOT NULL REFERENCES scan (id),
  axis TEXT NOT NULL,
  key TEXT NOT NULL,
  cookies INTEGER NOT NULL,
  PRIMARY KEY (scan, axis, key)
) STRICT, WITHOUT ROWID;";

/// By what cookies are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// Browser id.
    Browser,
    /// The purpose's word.
    Purpose,
    /// The lifetime's word.
    Lifetime,
    /// The company's name.
    Company,
}

impl Axis {
    const ALL: [Self; 4] = [Self::Browser, Self::Purpose, Self::Lifetime, Self::Company];

    /// The stable word of the ledger.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Purpose => "purpose",
            Self::Lifetime => "lifetime",
            Self::Company => "company",
        }
    }
}

/// One number of a scan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScanCount {
    /// By what.
    pub axis: Axis,
    /// Which.
    pub key: String,
    /// How many cookies.
    pub cookies: u64,
}

/// What is remembered of a scan: numbers, no sites and no names of cookies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanCounts {
    /// When it was made.
    pub at: Timestamp,
    /// Cookies in all.
    pub cookies: u64,
    /// Ordered by axis and key.
    pub counts: Vec<ScanCount>,
}

impl Ledger {
    /// Remembers a scan's numbers.
    pub fn record_scan(&mut self, scan: &ScanCounts) -> Result<(), Error> {
        let sql = self.sql();
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        transaction
            .execute("INSERT INTO scan (at, cookies) VALUES (?1, ?2)", (micros(scan.at), scan.cookies))
            .map_err(&sql)?;
        let id = transaction.last_insert_rowid();
        {
            let insert = "INSERT INTO scan_count (scan, axis, key, cookies) VALUES (?1, ?2, ?3, ?4)
                          ON CONFLICT DO UPDATE SET cookies = cookies + excluded.cookies";
            let mut statement = transaction.prepare_cached(insert).map_err(&sql)?;
            for count in &scan.counts {
                statement.execute((id, count.axis.word(), &count.key, count.cookies)).map_err(&sql)?;
            }
        }
        transaction.commit().map_err(&sql)
    }

    /// The scan remembered last.
    pub fn last_scan(&self) -> Result<Option<ScanCounts>, Error> {
        Ok(self.scans(1)?.pop())
    }

    /// At most `limit` scans, the newest first.
    pub fn scans(&self, limit: u32) -> Result<Vec<ScanCounts>, Error> {
        let sql = "SELECT id FROM scan ORDER BY id DESC LIMIT ?1";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.sql())?;
        let ids = statement.query_map([limit], |row| row.get::<_, i64>(0)).map_err(self.sql())?;
        let mut scans = Vec::new();
        for id in ids {
            scans.extend(self.scan(id.map_err(self.sql())?)?);
        }
        Ok(scans)
    }

    fn scan(&self, id: i64) -> Result<Option<ScanCounts>, Error> {
        let head = self
            .connection
            .query_row("SELECT at, cookies FROM scan WHERE id = ?1", [id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
            .map_err(self.sql())?;
        let Some((at, cookies)) = head else { return Ok(None) };
        let sql = "SELECT axis, key, cookies FROM scan_count WHERE scan = ?1";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.sql())?;
        let mut rows = statement.query([id]).map_err(self.sql())?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next().map_err(self.sql())? {
            let word: String = row.get(0).map_err(self.sql())?;
            let Some(axis) = Axis::ALL.into_iter().find(|axis| axis.word() == word) else { continue };
            let (key, cookies) = (row.get(1).map_err(self.sql())?, row.get(2).map_err(self.sql())?);
            counts.push(ScanCount { axis, key, cookies });
        }
        counts.sort();
        Ok(Some(ScanCounts { at: Timestamp::from_unix_micros(at), cookies, counts }))
    }
}
