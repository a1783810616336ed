//! Profiles and stores below a Firefox folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crumbwise_model::{Browser, Part, ProblemKind, Profile, Store, StoreKind};

use super::{Owner, Search, folder_name, index, is_there, links};
use crate::{files, gecko::session, trouble::Trouble};

/// The largest `profiles.ini` that is read; a real one has some 500 bytes.
const LARGEST_INDEX: u64 = 4 << 20;

impl Search<'_> {
    /// Those that `profiles.ini` lists, those of profile groups, and folders with a store that neither lists.
    pub(super) fn gecko_profiles(&mut self, browser: Browser, root: &Path) -> Vec<Profile> {
        let mut named = self.in_profiles_ini(browser, root);
        for (dir, name) in self.in_groups(browser, root) {
            named.entry(dir).or_insert(name);
        }
        let nested = self.resolve(browser, &root.join("Profiles")).filter(|nested| nested.is_dir());
        let mut folders = self.folders(browser, root, has_store);
        if let Some(nested) = nested {
            folders.extend(self.folders(browser, &nested, has_store));
        }
        for path in folders {
            named.entry(path.clone()).or_insert_with(|| folder_name(&path));
        }
        self.profiles(browser, named, |search, dir, name| search.gecko_stores(browser, dir, name))
    }

    fn in_profiles_ini(&mut self, browser: Browser, root: &Path) -> BTreeMap<PathBuf, String> {
        let path = root.join("profiles.ini");
        let Some(real) = self.resolve(browser, &path) else { return BTreeMap::new() };
        let content = match files::read_all(&real, LARGEST_INDEX) {
            Ok(content) => content,
            Err(trouble) => {
                self.note(browser, &path, trouble);
                return BTreeMap::new();
            }
        };
        let text = String::from_utf8_lossy(&content);
        let text = text.trim_start_matches('\u{feff}');
        if !text.trim().is_empty() && !text.lines().any(|line| line.trim().starts_with('[')) {
            self.note(browser, &path, Trouble::new(ProblemKind::BadIndex, "no section"));
        }
        let mut listed = BTreeMap::new();
        for (dir, name) in profiles_of(text, root) {
            if is_there(&dir) {
                listed.entry(dir).or_insert(name);
            } else {
                self.note(browser, &dir, Trouble::new(ProblemKind::Missing, "listed in profiles.ini"));
            }
        }
        listed
    }

    /// Since version 138 one profile of a group is in `profiles.ini` and the group's own database names all.
    fn in_groups(&mut self, browser: Browser, root: &Path) -> Vec<(PathBuf, String)> {
        let folder = self.resolve(browser, &root.join("Profile Groups")).filter(|folder| folder.is_dir());
        let Some(folder) = folder else { return Vec::new() };
        let mut listed = Vec::new();
        let is_database = |path: &Path| path.extension().is_some_and(|extension| extension == "sqlite");
        for path in self.folders(browser, &folder, is_database) {
            let Some(real) = self.resolve(browser, &path) else { continue };
            let names = index::open(&real)
                .and_then(|group| index::pairs(&group, "SELECT path, name FROM Profiles ORDER BY id"));
            match names {
                Ok(names) => listed.extend(names),
                Err(trouble) => self.note(browser, &path, trouble),
            }
        }
        // The path is relative to the folder of `profiles.ini`; one that is gone is no problem of the person's.
        let dirs = listed.into_iter().map(|(path, name)| (root.join(path.replace('\\', "/")), name));
        dirs.filter(|(dir, name)| !name.is_empty() && is_there(dir)).collect()
    }

    pub(super) fn gecko_stores(&mut self, browser: Browser, dir: &Path, name: &str) -> Vec<Store> {
        let of = Owner { browser, root: dir, profile: name };
        let mut databases = vec![(Part::Sites, dir.join("cookies.sqlite"))];
        databases.extend(put_aside(dir).into_iter().map(|path| (Part::PutAside, path)));
        let mut list = self.stores(of, databases);
        let session = session::choose(dir, |path| links::resolve(self.roots, path));
        for (path, trouble) in session.passed_over {
            self.note(browser, &path, trouble);
        }
        let restored = session.chosen.map(|path| (Part::Sites, path));
        for (part, path) in
            restored.into_iter().chain(session.left_over.into_iter().map(|path| (Part::PutAside, path)))
        {
            list.extend(self.store(of, StoreKind::SessionStore, part, &path));
        }
        list.sort_by(|one, other| one.path.cmp(&other.path));
        list
    }
}

/// Copies of the store that Firefox renamed before it began a new one: `cookies.sqlite.bak`,
/// `cookies.sqlite.bak-rebuild`. An empty one holds nothing to speak of.
fn put_aside(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let copies = entries.flatten().filter(|entry| {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        let side = [&b"-wal"[..], b"-shm", b"-journal"].iter().any(|side| name.ends_with(side));
        name.starts_with(b"cookies.sqlite.bak") && !side && entry.metadata().is_ok_and(|file| file.len() > 0)
    });
    copies.map(|entry| entry.path()).collect()
}

fn has_store(path: &Path) -> bool {
    is_there(&path.join("cookies.sqlite"))
}

/// The `[Profile…]` sections. Numbers may have gaps, which Firefox itself would stop at.
pub(crate) fn profiles_of(text: &str, root: &Path) -> Vec<(PathBuf, String)> {
    let mut sections: Vec<BTreeMap<&str, &str>> = Vec::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            let number = section.strip_prefix("Profile").and_then(|rest| rest.strip_suffix(']'));
            inside =
                number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
            if inside {
                sections.push(BTreeMap::new());
            }
        } else if let (true, Some((key, value)), Some(section)) =
            (inside, line.split_once('='), sections.last_mut())
        {
            section.insert(key.trim(), value.trim());
        }
    }
    sections.iter().filter_map(|section| profile_of(section, root)).collect()
}

fn profile_of(section: &BTreeMap<&str, &str>, root: &Path) -> Option<(PathBuf, String)> {
    let path = section.get("Path").copied().filter(|path| !path.is_empty())?;
    // A relative path counts from the file's folder; `join` lets an absolute one stand.
    let dir = root.join(path);
    let name = section.get("Name").copied().filter(|name| !name.is_empty());
    let name = name.map_or_else(|| folder_name(&dir), str::to_owned);
    Some((dir, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_absolute_and_relative_paths_are_read() {
        let text = "[Install4F96D1932A9F858E]\nDefault=x.default\nLocked=1\n\n[Profile0]\nName=default\nIsRelative=1\n\
                    Path=x.default\n\n[Profile7]\r\nName=Work\r\nIsRelative=0\r\nPath=/mnt/office\r\n[General]\nPath=not-a-profile\n\
                    [Profile8]\nIsRelative=1\nPath=Profiles/nameless\n[Profile9]\nName=pathless\n";
        let found = profiles_of(text, Path::new("/firefox"));
        let expected = [
            ("/firefox/x.default", "default"),
            ("/mnt/office", "Work"),
            ("/firefox/Profiles/nameless", "nameless"),
        ];
        assert_eq!(found, expected.map(|(dir, name)| (PathBuf::from(dir), name.to_owned())));
    }
}
