//! Profiles and stores below a Chromium user-data folder.

use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

use crumbwise_model::{Browser, ProblemKind, Profile, Store, StoreKind};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Search, folder_name, is_there, named::found};
use crate::{files, trouble::Trouble};

/// The largest `Local State` that is read; a real one has some 100 KB.
const LARGEST_INDEX: u64 = 64 << 20;

/// Off the record: listed only if they hold cookies all the same.
const WITHOUT_COOKIES: [&str; 2] = ["Guest Profile", "System Profile"];

impl Search<'_> {
    /// Those that `Local State` lists, and folders that look like a profile and are not listed.
    pub(super) fn chromium_profiles(&mut self, browser: Browser, root: &Path) -> Vec<Profile> {
        let mut named = self.listed(browser, root);
        for path in self.folders(browser, root, is_profile) {
            named.entry(path.clone()).or_insert_with(|| folder_name(&path));
        }
        self.profiles(browser, named, |search, dir, name| search.chromium_stores(browser, root, dir, name))
    }

    fn listed(&mut self, browser: Browser, root: &Path) -> BTreeMap<PathBuf, String> {
        let path = root.join("Local State");
        let Some(real) = self.resolve(browser, &path) else { return BTreeMap::new() };
        let (names, troubles) = match files::read_all(&real, LARGEST_INDEX) {
            Ok(content) => profile_names(&content),
            Err(trouble) => (Vec::new(), vec![trouble]),
        };
        for trouble in troubles {
            self.note(browser, &path, trouble);
        }
        let mut listed = BTreeMap::new();
        for (folder, name) in names {
            let dir = root.join(&folder);
            if is_there(&dir) {
                listed.insert(dir, name.unwrap_or(folder));
            } else {
                self.note(browser, &dir, Trouble::new(ProblemKind::Missing, "listed in Local State"));
            }
        }
        listed
    }

    fn chromium_stores(&mut self, browser: Browser, root: &Path, dir: &Path, name: &str) -> Vec<Store> {
        let [live, residue] = by_authority(dir);
        if is_there(&live) && is_there(&residue) {
            self.note(browser, &residue, Trouble::new(ProblemKind::LeftBehind, ""));
        }
        let store = authoritative(dir).and_then(|path| self.resolve(browser, &path));
        let store = store.filter(|path| self.seen.first_time(path));
        store.into_iter().map(|path| found(browser, root, name, StoreKind::Database, path)).collect()
    }
}

/// Where a profile's store can be, the live place first. Where the marker says that the network data has
/// moved, what is left at the old place is residue.
fn by_authority(dir: &Path) -> [PathBuf; 2] {
    let moved = dir.join("Network").join("Cookies");
    let original = dir.join("Cookies");
    if is_there(&dir.join("Network").join("NetworkDataMigrated")) {
        [moved, original]
    } else {
        [original, moved]
    }
}

/// The store that the browser uses.
fn authoritative(dir: &Path) -> Option<PathBuf> {
    by_authority(dir).into_iter().find(|path| is_there(path))
}

fn is_profile(path: &Path) -> bool {
    let off_the_record = WITHOUT_COOKIES.iter().any(|name| path.ends_with(name));
    authoritative(path).is_some() || (!off_the_record && is_there(&path.join("Preferences")))
}

#[derive(Deserialize)]
struct LocalState<'a> {
    #[serde(borrow, default)]
    profile: Option<ProfileSection<'a>>,
}

#[derive(Deserialize)]
struct ProfileSection<'a> {
    #[serde(borrow, default)]
    info_cache: BTreeMap<String, &'a RawValue>,
}

/// Of what is known of a profile only its shown name is taken; the account's address stands beside it.
#[derive(Deserialize)]
struct Info {
    #[serde(default)]
    name: Option<String>,
}

type NamedFolders = Vec<(String, Option<String>)>;

/// Folder names and shown names of `Local State`.
fn profile_names(content: &[u8]) -> (NamedFolders, Vec<Trouble>) {
    let state: LocalState<'_> = match serde_json::from_slice(content) {
        Ok(state) => state,
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            return (Vec::new(), vec![Trouble::new(ProblemKind::BadIndex, place)]);
        }
    };
    let mut names = Vec::new();
    let mut troubles = Vec::new();
    for (folder, info) in state.profile.map(|section| section.info_cache).unwrap_or_default() {
        if is_one_folder(&folder) {
            let info: Option<Info> = serde_json::from_str(info.get()).ok();
            names.push((folder, info.and_then(|info| info.name).filter(|name| !name.is_empty())));
        } else {
            troubles.push(Trouble::new(ProblemKind::BadIndex, "a profile that is no folder name"));
        }
    }
    (names, troubles)
}

/// Exactly one ordinary part: no way up, no absolute path.
fn is_one_folder(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None))
}
