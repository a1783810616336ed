//! What is said of each source: `knowledge/sources.toml`.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::files::parse;

/// One source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) name: String,
    /// The npm package it comes in; our own rules come in none.
    package: Option<String>,
    /// Read from the lock file for a package.
    #[serde(default)]
    pub(crate) version: String,
    /// The day of that version, `YYYY-MM-DD`.
    pub(crate) date: String,
    pub(crate) licence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    source: Vec<Source>,
}

/// How many there are; verdicts name each by its place.
const COUNT: usize = 3;

/// Reads the sources, strongest first. Our own rules have the program's version, packages the one that is locked.
pub(crate) fn read(folder: &Path, own_version: &str) -> Result<Vec<Source>, String> {
    let file: SourceFile = parse(&folder.join("sources.toml"))?;
    let mut sources = file.source;
    if sources.len() != COUNT {
        return Err(format!("sources.toml: {} sources in place of {COUNT}", sources.len()));
    }
    let path = folder.join("package-lock.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    let lock: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("`{}`: {error}", path.display()))?;
    for source in &mut sources {
        let version = match &source.package {
            None => Some(own_version),
            Some(package) => {
                let entry = lock.get("packages").and_then(|all| all.get(format!("node_modules/{package}")));
                entry.and_then(|entry| entry.get("version")?.as_str())
            }
        };
        version
            .ok_or_else(|| format!("package-lock.json locks no `{}`", source.name))?
            .clone_into(&mut source.version);
    }
    Ok(sources)
}
