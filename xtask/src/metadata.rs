//! What cargo knows about the packages.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::shell;

/// The packages of the workspace and everything they are built from.
pub(crate) struct Packages(Value);

impl Packages {
    /// Asks cargo.
    pub(crate) fn read() -> Result<Self> {
        let text = shell::output(shell::cargo().args(["metadata", "--format-version=1"]))?;
        Ok(Self(serde_json::from_str(&text).context("cargo metadata is not JSON")?))
    }

    /// Of each workspace package, the workspace packages it names, dev-dependencies apart.
    pub(crate) fn edges(&self) -> BTreeMap<String, BTreeSet<String>> {
        let members: BTreeSet<&str> = strings(&self.0, "workspace_members").collect();
        let own: Vec<&Value> =
            self.packages().filter(|package| members.contains(text(package, "id"))).collect();
        let names: BTreeSet<&str> = own.iter().map(|package| text(package, "name")).collect();
        own.iter()
            .map(|package| {
                let needed = array(package, "dependencies")
                    .filter(|dependency| text(dependency, "kind") != "dev")
                    .map(|dependency| text(dependency, "name"))
                    .filter(|name| names.contains(name))
                    .map(str::to_owned)
                    .collect();
                (text(package, "name").to_owned(), needed)
            })
            .collect()
    }

    /// What one workspace package names directly, whether to run or to build.
    pub(crate) fn named_by(&self, package: &str) -> BTreeSet<String> {
        self.packages()
            .filter(|candidate| {
                text(candidate, "name") == package && candidate.get("source").is_none_or(Value::is_null)
            })
            .flat_map(|package| array(package, "dependencies"))
            .filter(|dependency| text(dependency, "kind") != "dev")
            .map(|dependency| text(dependency, "name").to_owned())
            .collect()
    }

    /// The licence that a package states, by name.
    pub(crate) fn licences(&self) -> BTreeMap<String, String> {
        self.packages()
            .map(|package| {
                let stated = package.get("license").and_then(Value::as_str).unwrap_or_default();
                (text(package, "name").to_owned(), stated.to_owned())
            })
            .collect()
    }

    /// The packages of others, ordered by name and version.
    pub(crate) fn foreign(&self) -> impl Iterator<Item = Foreign<'_>> {
        let mut found: Vec<Foreign<'_>> = self
            .packages()
            .filter(|package| package.get("source").is_some_and(Value::is_string))
            .filter_map(|package| {
                Some(Foreign {
                    name: text(package, "name"),
                    version: text(package, "version"),
                    licence: text(package, "license"),
                    folder: Path::new(text(package, "manifest_path")).parent()?,
                })
            })
            .collect();
        found.sort_by_key(|package| (package.name, package.version));
        found.into_iter()
    }

    fn packages(&self) -> impl Iterator<Item = &Value> {
        array(&self.0, "packages")
    }
}

/// A package of others.
pub(crate) struct Foreign<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// Its version.
    pub(crate) version: &'a str,
    /// The licence it states.
    pub(crate) licence: &'a str,
    /// Where its source lies.
    pub(crate) folder: &'a Path,
}

/// Everything that ends up in a program on the systems it is made for, by name.
pub(crate) fn tree(package: &str) -> Result<BTreeSet<String>> {
    let mut command = shell::cargo();
    command.args(["tree", "--package", package, "--edges=normal", "--prefix=none", "--format={p}"]);
    for system in ["x86_64-unknown-linux-gnu", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"] {
        command.args(["--target", system]);
    }
    let lines = shell::output(&mut command)?;
    Ok(lines.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}

fn array<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn strings<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    array(value, key).filter_map(Value::as_str)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
