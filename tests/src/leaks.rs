//! Searches for cookie values, and for what only a history knows, where none may be.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rusqlite::types::Value;

use crate::sites::{MARKER, VISITED_MARKER};
use crate::truth;

/// What must not be found: the tests' marker, and the values as Chromium encrypted them.
#[derive(Clone, Debug)]
pub struct Secrets {
    needles: Vec<Vec<u8>>,
}

impl Secrets {
    /// The marker alone.
    pub fn marker() -> Self {
        Self { needles: vec![MARKER.as_bytes().to_vec()] }
    }

    /// The site that is visited and sets no cookie.
    pub fn visited_site() -> Self {
        Self { needles: vec![VISITED_MARKER.as_bytes().to_vec()] }
    }

    /// The marker and every encrypted value of a Chromium store, as bytes and as hexadecimal digits.
    pub fn with_store(store: &Path) -> Result<Self> {
        let mut secrets = Self::marker();
        let table = truth::cookie_table(store)?;
        let (names, rows) = table.split_first().context("a table")?;
        let column = names.iter().position(|name| *name == Value::Text("encrypted_value".to_owned()));
        let column = column.context("the column `encrypted_value`")?;
        for row in rows {
            if let Some(Value::Blob(bytes)) = row.get(column)
                && let Some(body) = bytes.get(3..).filter(|body| body.len() >= 16)
            {
                secrets.needles.push(body.to_vec());
                let hex = body.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
                secrets.needles.push(hex.to_ascii_uppercase().into_bytes());
                secrets.needles.push(hex.into_bytes());
            }
        }
        Ok(secrets)
    }

    /// Whether any of them stands in `bytes`.
    pub fn stand_in(&self, bytes: &[u8]) -> bool {
        self.needles.iter().any(|needle| contains(bytes, needle))
    }

    /// The files below `folder` in which any of them stands; a folder that does not exist holds none.
    pub fn files_in(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for file in files(folder)? {
            // A file may go while it is looked for; what is gone holds nothing.
            if let Ok(bytes) = std::fs::read(&file)
                && self.stand_in(&bytes)
            {
                found.push(file);
            }
        }
        Ok(found)
    }
}

/// Every file below `folder`, sorted.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let entry = entry?;
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return false };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        let Some(from) = rest.get(at..) else { return false };
        if from.starts_with(needle) {
            return true;
        }
        rest = from.get(1..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn a_needle_is_found_wherever_it_stands() {
        assert!(contains(b"aab", b"ab"), "at the end, after a false start");
        assert!(contains(b"ab", b"ab"), "alone");
        assert!(!contains(b"a", b"ab"), "cut short");
        assert!(!contains(b"", b"ab"), "in nothing");
    }
}
