//! Our own source files, read once for the rules that look at text.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::shell::root;

/// One source file.
pub(super) struct Source {
    /// Below the root, with forward slashes.
    pub(super) path: String,
    /// The whole text.
    pub(super) text: String,
}

impl Source {
    /// The lines of code outside tests with their numbers: comments and everything from `#[cfg(test)]` on
    /// are left out (tests stand last in a file).
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(number, line)| (number + 1, line))
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Where the code holds any of these, as lines for a person.
    pub(super) fn holds(&self, words: &[&str]) -> Vec<String> {
        self.code()
            .filter(|(_, line)| words.iter().any(|word| line.contains(word)))
            .map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim()))
            .collect()
    }
}

/// The files below some folders that end in one of these ways, ordered by path.
pub(super) fn below(folders: &[&str], endings: &[&str]) -> Result<Vec<Source>> {
    let mut files = Vec::new();
    for folder in folders {
        collect(&root().join(folder), endings, &mut files);
    }
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let text =
                fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
            let path = file.strip_prefix(root()).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            Ok(Source { path, text })
        })
        .collect()
}

fn collect(folder: &Path, endings: &[&str], files: &mut Vec<PathBuf>) {
    const MADE: [&str; 6] = ["node_modules", "dist", "paraglide", "target", "gen", "bindings"];
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !MADE.contains(&name.as_str()) && !name.starts_with('.') {
                collect(&path, endings, files);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            files.push(path);
        }
    }
}
