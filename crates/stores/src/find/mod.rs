//! Which browsers, profiles and stores are on this computer.

mod browsers;
pub(crate) mod chromium;
pub(crate) mod gecko;
pub(crate) mod index;
mod links;
mod named;
mod named_folder;
mod places;
mod roots;
mod running;
mod seen;
mod webkit;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crumbwise_model::{Browser, Engine, Install, Part, Problem, Profile, Store, StoreKind};

use self::seen::Seen;
use crate::trouble::Trouble;

pub(crate) use browsers::leaves_marks;
pub(crate) use links::resolve;
pub use named::store_at;
pub use roots::Roots;
pub(crate) use roots::{System, UseHistory};

/// Finds every known browser's profiles and stores, in the order of the table of browsers and then by
/// path. A folder or store reached by two ways is listed once, under the first.
pub fn find(roots: &Roots) -> (Vec<Install>, Vec<Problem>) {
    let mut search = Search { roots, seen: Seen::default(), problems: Vec::new() };
    // A home that is not there has no browsers either; without this line it would look like an empty one.
    if let Err(error) = fs::read_dir(roots.home()) {
        search.problems.push(Trouble::from(error).at(roots.home(), None));
    }
    let mut installs = Vec::new();
    for known in browsers::browsers() {
        for &(base, place) in roots.systems().iter().flat_map(|&system| known.places(system)) {
            for path in places::matching(roots, &roots.base(base), place) {
                installs.extend(search.install(known.browser, &path));
            }
        }
    }
    for folder in roots.named() {
        installs.extend(search.named_folder(folder));
    }
    if roots.asks_running_browsers() {
        installs.extend(search.running());
    }
    (installs, ordered(search.problems))
}

/// What [`find`] would find in a folder that the person names, if nothing else were looked at.
pub fn find_in(roots: &Roots, folder: &Path) -> (Vec<Install>, Vec<Problem>) {
    let mut search = Search { roots, seen: Seen::default(), problems: Vec::new() };
    let installs = search.named_folder(folder);
    (installs, ordered(search.problems))
}

fn ordered(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort();
    problems.dedup();
    problems
}

/// One search: where it may look, what it has met, what went wrong.
struct Search<'a> {
    roots: &'a Roots,
    seen: Seen,
    problems: Vec<Problem>,
}

impl Search<'_> {
    fn install(&mut self, browser: Browser, path: &Path) -> Option<Install> {
        let root = self.resolve(browser, path)?;
        if browser.engine == Engine::Safari && root.is_file() {
            return self.safari_file(browser, &root);
        }
        if !root.is_dir() || !self.seen.first_time(&root) {
            return None;
        }
        let before = self.problems.len();
        let mut profiles = match browser.engine {
            Engine::Chromium => self.chromium_profiles(browser, &root),
            Engine::Gecko => self.gecko_profiles(browser, &root),
            Engine::Libsoup => self.libsoup_profile(browser, &root),
            Engine::Safari => self.safari_profiles(browser, &root),
        };
        profiles.sort_by(|one, other| one.dir.cmp(&other.dir));
        if browser.engine == Engine::Chromium {
            profiles.extend(self.safe_browsing(browser, &root));
        }
        met_under(profiles.iter_mut().flat_map(|profile| &mut profile.stores), &root, path);
        // A folder without a profile and without a problem is a leftover: crash reports, native messaging.
        let worth_a_line = !profiles.is_empty() || self.problems.len() > before;
        worth_a_line.then_some(Install { browser, root, profiles })
    }

    /// The real path, or nothing and, where it leads astray, a problem.
    fn resolve(&mut self, browser: Browser, path: &Path) -> Option<PathBuf> {
        links::resolve(self.roots, path).unwrap_or_else(|trouble| {
            self.note(browser, path, trouble);
            None
        })
    }

    fn note(&mut self, browser: Browser, path: &Path, trouble: Trouble) {
        self.problems.push(trouble.at(path, Some(browser.id)));
    }

    /// The folders directly below `root` that `is_profile`, each with its path.
    fn folders(&mut self, browser: Browser, root: &Path, is_profile: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let entries = match fs::read_dir(root) {
            Ok(entries) => entries,
            Err(error) => {
                self.note(browser, root, error.into());
                return Vec::new();
            }
        };
        let mut folders: Vec<_> =
            entries.flatten().map(|entry| entry.path()).filter(|path| is_profile(path)).collect();
        folders.sort();
        folders
    }

    /// Turns named folders into profiles with the stores that `stores` finds in each.
    fn profiles(
        &mut self,
        browser: Browser,
        named: BTreeMap<PathBuf, String>,
        mut stores: impl FnMut(&mut Self, &Path, &str) -> Vec<Store>,
    ) -> Vec<Profile> {
        let mut profiles = Vec::new();
        for (path, name) in named {
            let Some(dir) = self.resolve(browser, &path) else { continue };
            if !self.seen.first_time(&dir) {
                continue;
            }
            let mut stores = stores(self, &dir, &name);
            met_under(stores.iter_mut(), &dir, &path);
            profiles.push(Profile { dir, name, stores });
        }
        profiles
    }

    /// The stores among `paths`: those that are there, may be opened and were not met before, by path.
    fn stores(&mut self, of: Owner<'_>, paths: impl IntoIterator<Item = (Part, PathBuf)>) -> Vec<Store> {
        let mut stores = Vec::new();
        for (part, path) in paths.into_iter().filter(|(_, path)| is_there(path)) {
            stores.extend(self.store(of, StoreKind::Database, part, &path));
        }
        stores.sort_by(|one, other| one.path.cmp(&other.path));
        stores
    }

    /// The store at `path`, if it may be opened and was not met before.
    fn store(&mut self, of: Owner<'_>, kind: StoreKind, part: Part, path: &Path) -> Option<Store> {
        let real = self.resolve(of.browser, path).filter(|real| self.seen.first_time(real))?;
        let link = (real != path).then(|| path.to_path_buf());
        Some(Store { link, ..named::found(of, kind, part, real) })
    }
}

/// Notes where stores below the folder `real` were met, when that folder was reached by another path.
fn met_under<'a>(stores: impl Iterator<Item = &'a mut Store>, real: &Path, met: &Path) {
    if real == met {
        return;
    }
    for store in stores {
        let known = store.link.as_deref().unwrap_or(&store.path);
        if let Ok(inside) = known.strip_prefix(real) {
            store.link = Some(met.join(inside));
        }
    }
}

/// Whose store something is.
#[derive(Clone, Copy)]
struct Owner<'a> {
    browser: Browser,
    /// The folder whose locks tell whether the browser runs.
    root: &'a Path,
    /// The profile's shown name.
    profile: &'a str,
}

/// The last part of a path, for a profile without a name.
fn folder_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Whether a path exists, dangling links included.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
