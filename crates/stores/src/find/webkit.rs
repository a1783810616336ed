//! The stores of GNOME Web and of Safari.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use crumbwise_model::{Browser, Install, Part, Profile, Store, StoreKind};

use super::{Owner, Search, folder_name, index, is_there};

/// The file of a profile, below its folder.
const FILE: &str = "Cookies/Cookies.binarycookies";

/// Safari's mark for the profile that was always there.
const DEFAULT: &str = "DefaultProfile";

impl Search<'_> {
    /// One profile a folder; web apps have a folder each.
    pub(super) fn libsoup_profile(&mut self, browser: Browser, root: &Path) -> Vec<Profile> {
        let name = folder_name(root);
        let of = Owner { browser, root, profile: &name };
        let stores = self.stores(of, [(Part::Sites, root.join("cookies.sqlite"))]);
        if stores.is_empty() { Vec::new() } else { vec![Profile { dir: root.to_path_buf(), name, stores }] }
    }

    /// The default profile and the named ones, below a container's `Library` folder.
    pub(super) fn safari_profiles(&mut self, browser: Browser, root: &Path) -> Vec<Profile> {
        let names = self.safari_names(browser, root);
        let mut profiles = Vec::new();
        if is_there(&root.join(FILE)) {
            let name = names.get(&DEFAULT.to_lowercase()).cloned().unwrap_or_else(|| browser.name.to_owned());
            let stores = self.binary_cookies(Owner { browser, root, profile: &name }, &root.join(FILE));
            profiles.push(Profile { dir: root.to_path_buf(), name, stores });
        }
        let stores = root.join("WebKit/WebsiteDataStore");
        let Some(stores) = self.resolve(browser, &stores).filter(|path| path.is_dir()) else {
            return profiles;
        };
        let folders = self.folders(browser, &stores, |path| is_there(&path.join(FILE)));
        let listed: BTreeMap<_, _> = folders
            .into_iter()
            .map(|path| {
                let id = folder_name(&path);
                let name = names.get(&id.to_lowercase()).cloned().unwrap_or(id);
                (path, name)
            })
            .collect();
        profiles.extend(self.profiles(browser, listed, |search, dir, name| {
            search.binary_cookies(Owner { browser, root: dir, profile: name }, &dir.join(FILE))
        }));
        profiles
    }

    /// A program whose cookies are one file.
    pub(super) fn safari_file(&mut self, browser: Browser, file: &Path) -> Option<Install> {
        let folder = file.parent()?.to_path_buf();
        let of = Owner { browser, root: &folder, profile: browser.name };
        let stores = self.binary_cookies(of, file);
        let profile = Profile { dir: folder.clone(), name: browser.name.to_owned(), stores };
        (!profile.stores.is_empty()).then(|| Install { browser, root: folder, profiles: vec![profile] })
    }

    fn binary_cookies(&mut self, of: Owner<'_>, path: &Path) -> Vec<Store> {
        self.store(of, StoreKind::BinaryCookies, Part::Sites, path).into_iter().collect()
    }

    /// Names of profiles by their id in small letters, as folders spell it.
    fn safari_names(&mut self, browser: Browser, root: &Path) -> HashMap<String, String> {
        let path = root.join("Safari/SafariTabs.db");
        let Some(real) = self.resolve(browser, &path) else { return HashMap::new() };
        let sql = "SELECT external_uuid, title FROM bookmarks WHERE subtype = 2";
        match index::open(&real).and_then(|tabs| index::pairs(&tabs, sql)) {
            Ok(names) => {
                let told = names.into_iter().filter(|(_, name)| !name.is_empty());
                told.map(|(id, name)| (id.to_lowercase(), name)).collect()
            }
            Err(trouble) => {
                self.note(browser, &path, trouble);
                HashMap::new()
            }
        }
    }
}
