//! `THIRD-PARTY-NOTICES`: whose work the product contains, under which licence, with its text.
//!
//! Texts that differ in their copyright lines only are printed once, with all of those lines.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::{
    metadata::{self, Packages},
    shell::root,
};

/// One piece of somebody else's work.
struct Part {
    /// Its name and version.
    name: String,
    /// The licence it states.
    licence: String,
    /// Where its licence files lie.
    folder: PathBuf,
}

/// What npm packages leave in the built pages although they are named as tools: the framework's run time and
/// the messages' run time.
const COMPILED_IN: [&str; 2] = ["svelte", "@inlang/paraglide-js"];

/// The whole file.
pub(super) fn text() -> Result<String> {
    let sections = [
        ("Data that the explanations are made from", data()?),
        ("Rust packages", crates()?),
        ("npm packages in the window's pages", pages()?),
    ];
    let mut text = String::from(
        "Third-party notices\n\nCrumbwise contains work of others. This file names it; `cargo xtask gen` writes it.\n",
    );
    for (title, parts) in &sections {
        write!(text, "\n{title}\n{}\n\n", "-".repeat(title.len()))?;
        for part in parts {
            writeln!(text, "{} ({})", part.name, part.licence)?;
        }
    }
    text.push_str(
        "\nThe Open Cookie Database (github.com/jkwakman/Open-Cookie-Database) in @slashgear/gdpr-cookie-scanner is by its contributors, under Apache-2.0.\n\
         Its entries are changed here: descriptions are left out, categories are told apart further, contradictory and too common names are dropped.\n\
         The Public Suffix List in psl is by Mozilla and its contributors, under MPL-2.0; its source is at publicsuffix.org.\n",
    );
    for licence in licences(sections.iter().flat_map(|(_, parts)| parts)) {
        write!(text, "\n{}\n{licence}", "=".repeat(80))?;
    }
    Ok(text)
}

fn crates() -> Result<Vec<Part>> {
    let packages = Packages::read()?;
    let mut names = metadata::tree("crumbwise-cli")?;
    names.extend(metadata::tree("crumbwise-desktop")?);
    Ok(packages
        .foreign()
        .filter(|package| names.contains(package.name))
        .map(|package| Part {
            name: format!("{} {}", package.name, package.version),
            licence: package.licence.to_owned(),
            folder: package.folder.to_owned(),
        })
        .collect())
}

fn data() -> Result<Vec<Part>> {
    npm("crates/explain/knowledge", |name, _| {
        ["third-party-web", "@slashgear/gdpr-cookie-scanner"].contains(&name)
    })
}

fn pages() -> Result<Vec<Part>> {
    npm("ui", |name, is_tool| !is_tool || COMPILED_IN.contains(&name))
}

/// The packages of a lock file that are asked for, by name and whether they are tools only.
fn npm(folder: &str, wanted: impl Fn(&str, bool) -> bool) -> Result<Vec<Part>> {
    let folder = root().join(folder);
    let lock = fs::read_to_string(folder.join("package-lock.json"))
        .with_context(|| format!("cannot read the lock file of `{}`", folder.display()))?;
    let lock: Value = serde_json::from_str(&lock).context("a lock file is not JSON")?;
    let packages =
        lock.get("packages").and_then(Value::as_object).context("a lock file names no packages")?;
    packages
        .iter()
        .filter_map(|(place, about)| Some((place, place.strip_prefix("node_modules/")?, about)))
        .filter(|(_, name, about)| {
            !name.contains("/node_modules/")
                && wanted(name, about.get("dev").and_then(Value::as_bool).unwrap_or(false))
        })
        .map(|(place, name, about)| {
            let field = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or("not stated").to_owned();
            Ok(Part {
                name: format!("{name} {}", field("version")),
                licence: field("license"),
                folder: folder.join(place),
            })
        })
        .collect()
}

/// Each distinct text once, with the parts it is of and their copyright lines.
fn licences<'a>(parts: impl Iterator<Item = &'a Part>) -> Vec<String> {
    #[derive(Default)]
    struct Licence {
        text: String,
        of: BTreeSet<String>,
        copyright: BTreeSet<String>,
    }
    let mut texts: BTreeMap<String, Licence> = BTreeMap::new();
    for part in parts {
        for file in licence_files(part) {
            let Ok(bytes) = fs::read(&file) else { continue };
            let (copyright, body) = taken_apart(&String::from_utf8_lossy(&bytes));
            let key = body.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            let licence = texts.entry(key).or_default();
            licence.of.insert(part.name.clone());
            licence.copyright.extend(copyright);
            if licence.text.is_empty() {
                licence.text = body;
            }
        }
    }
    let mut printed: Vec<String> = texts
        .into_values()
        .map(|licence| {
            let of = licence.of.into_iter().collect::<Vec<_>>().join(", ");
            let copyright = licence.copyright.into_iter().collect::<Vec<_>>().join("\n");
            format!("Of {of}:\n\n{copyright}\n\n{}\n", licence.text.trim())
        })
        .collect();
    printed.sort();
    printed
}

/// The files of a part that hold the licence it is used under: of a choice that offers MIT, that one.
fn licence_files(part: &Part) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(&part.folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|file| file.is_file() && names_licence(file))
        .collect();
    files.sort();
    let is_choice = part.licence.contains("OR") || part.licence.contains('/');
    let under_mit: Vec<PathBuf> =
        files.iter().filter(|file| name_of(file).contains("mit")).cloned().collect();
    if is_choice && part.licence.contains("MIT") && !under_mit.is_empty() { under_mit } else { files }
}

fn names_licence(file: &Path) -> bool {
    let name = name_of(file);
    ["license", "licence", "copying", "notice", "unlicense"].iter().any(|start| name.starts_with(start))
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// The copyright lines of a text, and the rest of it.
fn taken_apart(text: &str) -> (BTreeSet<String>, String) {
    let is_copyright = |line: &str| {
        let line = line.trim().to_lowercase();
        (line.starts_with("copyright") || line.starts_with('©'))
            && line.contains(|c: char| c.is_ascii_digit() || c == '©')
    };
    let copyright =
        text.lines().filter(|line| is_copyright(line)).map(|line| line.trim().to_owned()).collect();
    let body =
        text.lines().filter(|line| !is_copyright(line)).map(str::trim_end).collect::<Vec<_>>().join("\n");
    (copyright, body)
}

#[cfg(test)]
mod tests {
    use super::taken_apart;

    #[test]
    fn copyright_lines_are_kept_apart_from_the_text() {
        let (copyright, body) =
            taken_apart("MIT License\n\nCopyright (c) 2020 Ada\n\nThe above copyright notice");
        assert_eq!(copyright.into_iter().collect::<Vec<_>>(), ["Copyright (c) 2020 Ada"]);
        assert!(body.contains("The above copyright notice"), "a sentence about copyright stays in the text");
    }
}
