//! A folder that the person names: profiles of every engine in it, whatever lies around them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crumbwise_model::{Browser, Engine, Install, ProblemKind};

use super::{
    Search,
    browsers::{self, GENERIC_CHROMIUM, GENERIC_GECKO, GENERIC_LIBSOUP, GENERIC_SAFARI},
    chromium, is_there,
    named::store_at,
};
use crate::trouble::Trouble;

/// How far below a named folder profiles are looked for. A home folder on a disk has its deepest at six.
const DEEPEST: usize = 8;

/// Among how many folders they are looked for.
const MOST_FOLDERS: usize = 5_000;

/// What a folder turned out to be.
enum Is {
    /// A browser's own: nothing below it is looked at once more.
    Known(Option<Install>),
    /// Nothing by itself; what is below it may be something.
    Plain(Option<Install>),
}

impl Search<'_> {
    /// What kind of folders there are shows by what lies in them. What was found elsewhere already is listed
    /// there and not again; a folder in which there is nothing is a problem.
    pub(super) fn named_folder(&mut self, folder: &Path) -> Vec<Install> {
        let before = self.problems.len();
        let Some(root) = self.resolve(GENERIC_CHROMIUM, folder).filter(|root| root.is_dir()) else {
            if self.problems.len() == before {
                self.problems.push(Trouble::new(ProblemKind::NoFolder, "").at(folder, None));
            }
            return Vec::new();
        };
        let met = self.seen.meetings();
        let installs = self.below(folder, root);
        // Whatever was met, for the first time or again, speaks for the folder.
        if installs.is_empty() && self.problems.len() == before && self.seen.meetings() == met {
            let trouble = Trouble::new(ProblemKind::NothingInFolder, "");
            self.problems.push(trouble.at(folder, None));
        }
        installs
    }

    /// Level by level, so that the profiles nearest to the folder are found first.
    fn below(&mut self, folder: &Path, root: PathBuf) -> Vec<Install> {
        let mut installs = Vec::new();
        let mut left = MOST_FOLDERS;
        let mut level = vec![root];
        for _ in 0..=DEEPEST {
            let mut next = Vec::new();
            for dir in level {
                if left == 0 {
                    let detail = format!("more than {MOST_FOLDERS}");
                    let trouble = Trouble::new(ProblemKind::TooManyFolders, detail);
                    self.problems.push(trouble.at(folder, None));
                    return installs;
                }
                left -= 1;
                match self.one_folder(&dir) {
                    Is::Known(install) => installs.extend(install),
                    Is::Plain(install) => {
                        installs.extend(install);
                        next.extend(self.plain_folders(&dir));
                    }
                }
            }
            level = next;
        }
        installs
    }

    fn one_folder(&mut self, dir: &Path) -> Is {
        let browser = |generic: Browser| browsers::at_home_in(dir, generic.engine).unwrap_or(generic);
        let database = dir.join("cookies.sqlite");
        let binary = dir.join("Cookies.binarycookies");
        if is_there(&dir.join("profiles.ini")) || is_there(&dir.join("Profile Groups")) {
            return Is::Known(self.install(browser(GENERIC_GECKO), dir));
        }
        if is_there(&binary) {
            return Is::Known(self.install(GENERIC_SAFARI, &binary));
        }
        if is_there(&database) {
            return Is::Known(self.database_folder(dir, &database));
        }
        if is_there(&dir.join("Local State")) || chromium::has_store_file(dir) {
            return Is::Known(self.install(browser(GENERIC_CHROMIUM), dir));
        }
        let subfolders = self.plain_folders(dir);
        let of_profiles = subfolders.iter().any(|folder| chromium::has_store_file(folder));
        Is::Plain(of_profiles.then(|| self.install(GENERIC_CHROMIUM, dir)).flatten())
    }

    fn database_folder(&mut self, dir: &Path, database: &Path) -> Option<Install> {
        // Resolved first: a link out of a confined home is not looked into.
        let database = self.resolve(GENERIC_GECKO, database)?;
        let engine = store_at(&database).map_or(Engine::Gecko, |store| store.browser.engine);
        match engine {
            Engine::Libsoup => self.install(GENERIC_LIBSOUP, dir),
            Engine::Gecko | Engine::Chromium | Engine::Safari => self.one_gecko_profile(GENERIC_GECKO, dir),
        }
    }

    /// The folders in a folder that are no links and not left out, ordered. One that may not be listed holds
    /// nothing that could be read.
    fn plain_folders(&self, dir: &Path) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
        let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let mut folders: Vec<_> = folders
            .map(|entry| entry.path())
            .filter(|path| !self.roots.leaves_out(path))
            .take(MOST_FOLDERS)
            .collect();
        folders.sort();
        folders
    }
}
