//! Proof that the tests stay in their own folders.
//!
//! They run with a home folder made for the occasion. A test that forgets to use its own temporary home
//! writes there, and what is found afterwards fails the run. Folders of ours in the real home are
//! compared as well, for code that looks the home up without asking the environment.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context as _, Result, bail};

use crate::shell;

/// Caches that the system's own libraries keep below any home they are given; they hold nothing of ours.
const SYSTEM_CACHES: [&str; 3] =
    [".cache/fontconfig", ".cache/mesa_shader_cache", ".cache/mesa_shader_cache_db"];

/// What was there before the tests.
pub(crate) struct Inventory {
    home: PathBuf,
    real: BTreeMap<PathBuf, SystemTime>,
}

impl Inventory {
    /// Makes an empty home for the tests and notes what the real one holds of ours.
    pub(crate) fn take() -> Result<Self> {
        let home = shell::target_dir().join("test-home");
        if home.exists() {
            fs::remove_dir_all(&home).with_context(|| format!("cannot empty `{}`", home.display()))?;
        }
        fs::create_dir_all(&home).with_context(|| format!("cannot create `{}`", home.display()))?;
        Ok(Self { home, real: ours_in_real_home() })
    }

    /// The home that the tests are given.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// Fails when a test wrote to a home that is not its own.
    pub(crate) fn compare(&self) -> Result<()> {
        let strays: Vec<PathBuf> = files(&self.home)
            .into_keys()
            .filter(|file| {
                file.strip_prefix(&self.home)
                    .is_ok_and(|inside| !SYSTEM_CACHES.iter().any(|cache| inside.starts_with(cache)))
            })
            .collect();
        if !strays.is_empty() {
            bail!("tests wrote to the home folder instead of their own temporary one:\n{}", listed(&strays));
        }
        let changed: Vec<PathBuf> = ours_in_real_home()
            .into_iter()
            .filter(|(file, time)| self.real.get(file) != Some(time))
            .map(|(file, _)| file)
            .collect();
        if !changed.is_empty() {
            bail!("tests wrote to the real home folder:\n{}", listed(&changed));
        }
        Ok(())
    }
}

fn listed(files: &[PathBuf]) -> String {
    files.iter().take(20).map(|file| format!("    `{}`", file.display())).collect::<Vec<_>>().join("\n")
}

/// Every file of folders that carry our name in the places where programs keep their data.
fn ours_in_real_home() -> BTreeMap<PathBuf, SystemTime> {
    let Some(home) = env::home_dir() else { return BTreeMap::new() };
    [".local/share", ".config", ".cache", "Library/Application Support", "AppData/Roaming", "AppData/Local"]
        .iter()
        .filter_map(|place| fs::read_dir(home.join(place)).ok())
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().to_lowercase().contains("crumbwise"))
        .flat_map(|entry| files(&entry.path()))
        .collect()
}

/// The files below a folder and when each was written; links are not followed.
fn files(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
            let Ok(about) = entry.metadata() else { continue };
            if about.is_dir() {
                open.push(entry.path());
            } else {
                found.insert(entry.path(), about.modified().unwrap_or(SystemTime::UNIX_EPOCH));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs};

    use super::Inventory;

    #[test]
    fn a_stray_file_is_told_and_a_system_cache_is_not() {
        let home = tempfile::tempdir().unwrap();
        let inventory = Inventory { home: home.path().to_owned(), real: BTreeMap::new() };
        fs::create_dir_all(home.path().join(".cache/fontconfig")).unwrap();
        fs::write(home.path().join(".cache/fontconfig/index"), "").unwrap();
        assert!(!inventory.compare().is_err_and(|error| error.to_string().contains("fontconfig")));
        fs::create_dir_all(home.path().join(".mozilla")).unwrap();
        fs::write(home.path().join(".mozilla/profiles.ini"), "").unwrap();
        assert!(
            inventory.compare().unwrap_err().to_string().contains("profiles.ini"),
            "a stray file is named"
        );
    }
}
