//! Profiles and stores below a Chromium user-data folder.

use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

use crumbwise_model::{Browser, Part, ProblemKind, Profile, Store};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Owner, Search, folder_name, is_there};
use crate::{files, trouble::Trouble};

/// The largest `Local State` that is read; a real one has some 100 KB.
const LARGEST_INDEX: u64 = 64 << 20;

/// Off the record: listed only if they hold cookies all the same.
const WITHOUT_COOKIES: [&str; 2] = ["Guest Profile", "System Profile"];

/// Folders of a user-data folder that hold stores and are no profiles.
const NO_PROFILES: [&str; 3] = ["Network", "Partitions", "Safe Browsing Network"];

/// Where Opera keeps profiles beside the usual ones.
const SIDE_PROFILES: &str = "_side_profiles";

/// How many embedded views of one profile are listed.
const MOST_EMBEDDED: usize = 10_000;

impl Search<'_> {
    /// Those that `Local State` lists, folders that look like a profile and are not listed, and the user-data
    /// folder itself where it is the profile, as with Electron and older Opera.
    pub(super) fn chromium_profiles(&mut self, browser: Browser, root: &Path) -> Vec<Profile> {
        let mut named = self.listed(browser, root);
        let mut folders = self.folders(browser, root, is_profile);
        let side = self.resolve(browser, &root.join(SIDE_PROFILES)).filter(|side| side.is_dir());
        if let Some(side) = side {
            folders.extend(self.folders(browser, &side, is_profile));
        }
        for path in folders {
            named.entry(path.clone()).or_insert_with(|| folder_name(&path));
        }
        let mut profiles = self
            .profiles(browser, named, |search, dir, name| search.chromium_stores(browser, root, dir, name));
        let name = folder_name(root);
        let stores = self.chromium_stores(browser, root, root, &name);
        if !stores.is_empty() {
            profiles.push(Profile { dir: root.to_path_buf(), name, stores });
        }
        profiles
    }

    /// The store of the check for dangerous sites: one for all profiles.
    pub(super) fn safe_browsing(&mut self, browser: Browser, root: &Path) -> Option<Profile> {
        let name = "Safe Browsing";
        let places = ["Safe Browsing Network/Safe Browsing Cookies", "Safe Browsing Cookies"];
        let paths = places.map(|place| (Part::SafeBrowsing, root.join(place)));
        let stores = self.stores(Owner { browser, root, profile: name }, paths);
        (!stores.is_empty()).then(|| Profile { dir: root.to_path_buf(), name: name.to_owned(), stores })
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
        let mut paths: Vec<(Part, PathBuf)> = Vec::new();
        paths.extend(authoritative(dir).map(|path| (Part::Sites, path)));
        paths.push((Part::Extensions, dir.join("Extension Cookies")));
        for embedded in self.embedded(browser, dir) {
            paths.extend(authoritative(&embedded).map(|path| (Part::Embedded, path)));
        }
        self.stores(Owner { browser, root, profile: name }, paths)
    }

    /// The folders of views that are kept apart from the profile: `Storage/ext/<app>/<partition>` of web apps,
    /// `Partitions/<name>` of Electron.
    fn embedded(&mut self, browser: Browser, dir: &Path) -> Vec<PathBuf> {
        let mut embedded = self.inside(browser, &dir.join("Partitions"));
        for app in self.inside(browser, &dir.join("Storage/ext")) {
            embedded.extend(self.inside(browser, &app));
        }
        embedded.truncate(MOST_EMBEDDED);
        embedded
    }

    fn inside(&mut self, browser: Browser, folder: &Path) -> Vec<PathBuf> {
        let real = self.resolve(browser, folder).filter(|folder| folder.is_dir());
        real.map(|folder| self.folders(browser, &folder, Path::is_dir)).unwrap_or_default()
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

/// Whether a folder holds a store of its own, and not only a folder of such a name.
pub(super) fn has_store_file(dir: &Path) -> bool {
    authoritative(dir).is_some_and(|path| path.is_file())
}

fn is_profile(path: &Path) -> bool {
    if NO_PROFILES.iter().any(|name| path.ends_with(name)) {
        return false;
    }
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

pub(crate) type NamedFolders = Vec<(String, Option<String>)>;

/// Folder names and shown names of `Local State`.
pub(crate) fn profile_names(content: &[u8]) -> (NamedFolders, Vec<Trouble>) {
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
