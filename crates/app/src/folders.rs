//! Folders that are looked through beside the usual places.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crumbwise_model::{Install, Problem, ProblemKind, Timestamp};

use crate::view::FolderView;
use crate::{Error, Places, Roots, error::Refused, ledger};

/// The folders that the person added, the earliest first.
pub fn list(places: &Places) -> Result<Vec<FolderView>, Error> {
    Ok(kept(places)?.iter().map(|path| view(path)).collect())
}

/// Adds a folder, if cookies of a browser that are read nowhere else lie in it. `typed` is a whole path, or one that
/// begins with `~/`.
///
/// # Errors
/// [`Error::Folder`] says why it is refused.
pub fn add(places: &Places, typed: &Path, now: Timestamp) -> Result<(), Error> {
    let folder = whole(places, typed);
    let refused = |why| Error::Folder { path: folder.clone(), why };
    if !folder.is_absolute() {
        return Err(refused(Refused::NotWhole));
    }
    match fs::metadata(&folder) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(refused(Refused::NoFolder)),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            return Err(refused(Refused::NotAllowed));
        }
        Err(_) => return Err(refused(Refused::Missing)),
    }
    let real = dunce::canonicalize(&folder).unwrap_or_else(|_| folder.clone());
    if dunce::canonicalize(&places.data).is_ok_and(|data| real.starts_with(data)) {
        return Err(refused(Refused::OwnData));
    }
    let (found, problems) = crumbwise_stores::find_in(&usual(places), &folder);
    let inside = stores(&found);
    if inside.is_empty() {
        return Err(refused(why_empty(&problems)));
    }
    let (known, _) = crumbwise_stores::find(&roots(places));
    if inside.is_subset(&stores(&known)) {
        return Err(refused(Refused::Covered));
    }
    ledger::open(places)?.add_folder(&real, now)?;
    Ok(())
}

/// Where to begin looking for a folder: at the one that is typed, as far as it is there, else in the home.
pub fn near(places: &Places, typed: &Path) -> PathBuf {
    let folder = whole(places, typed);
    let mut above = folder.ancestors().filter(|_| folder.is_absolute());
    above.find(|path| path.is_dir()).unwrap_or(places.roots.home()).to_owned()
}

/// Forgets a folder, named as [`list`] names it. Nothing in it is touched.
///
/// # Errors
/// [`Error::Folder`] when it is none of those that were added.
pub fn remove(places: &Places, typed: &Path) -> Result<(), Error> {
    let folder = whole(places, typed);
    let real = dunce::canonicalize(&folder).ok();
    let shown = folder.display().to_string();
    let is_meant = |path: &PathBuf| {
        *path == folder || Some(path) == real.as_ref() || path.display().to_string() == shown
    };
    match kept(places)?.iter().find(|path| is_meant(path)) {
        Some(path) => ledger::open(places)?.remove_folder(path).map(drop).map_err(Error::from),
        None => Err(Error::Folder { path: folder, why: Refused::NotAdded }),
    }
}

/// Where to look: the usual places and the folders that were added. Records that cannot be read cost the folders in
/// them and not the scan; recording the scan says what is wrong with them.
pub(crate) fn roots(places: &Places) -> Roots {
    kept(places).unwrap_or_default().into_iter().fold(usual(places), Roots::with_folder)
}

fn usual(places: &Places) -> Roots {
    places.roots.clone().leaving_out(&places.data)
}

fn kept(places: &Places) -> Result<Vec<PathBuf>, Error> {
    match ledger::read(places)? {
        Some(ledger) => Ok(ledger.folders()?),
        None => Ok(Vec::new()),
    }
}

/// A folder as it is carried to another computer: below the home that is looked at it begins with `~`. None where its
/// path is no text.
pub(crate) fn carried(places: &Places, folder: &Path) -> Option<String> {
    let home = places.roots.home();
    let real = dunce::canonicalize(home).unwrap_or_else(|_| home.to_owned());
    let below = folder.strip_prefix(home).or_else(|_| folder.strip_prefix(real));
    match below {
        Ok(below) => {
            let names = below.components().map(|name| name.as_os_str().to_str());
            Some(std::iter::once(Some("~")).chain(names).collect::<Option<Vec<_>>>()?.join("/"))
        }
        Err(_) => folder.to_str().map(str::to_owned),
    }
}

/// The folder that a carried one means here, whether it is there or not. None where it is no whole path on this kind
/// of system.
pub(crate) fn meant(places: &Places, carried: &str) -> Option<PathBuf> {
    let folder: PathBuf = whole(places, Path::new(carried)).components().collect();
    folder.is_absolute().then(|| dunce::canonicalize(&folder).unwrap_or(folder))
}

/// A folder as the faces show it.
pub(crate) fn view(path: &Path) -> FolderView {
    FolderView { there: path.is_dir(), path: path.display().to_string() }
}

/// `~/` stands for the home that is looked at; a shell has replaced it already.
fn whole(places: &Places, typed: &Path) -> PathBuf {
    match typed.strip_prefix("~") {
        Ok(below) => places.roots.home().join(below),
        Err(_) => typed.to_owned(),
    }
}

fn stores(installs: &[Install]) -> BTreeSet<&Path> {
    let profiles = installs.iter().flat_map(|install| &install.profiles);
    profiles.flat_map(|profile| &profile.stores).map(|store| store.path.as_path()).collect()
}

/// Why a search found no store.
fn why_empty(problems: &[Problem]) -> Refused {
    let any = |kind| problems.iter().any(|problem| problem.kind == kind);
    if any(ProblemKind::BadLink) {
        Refused::Outside
    } else if any(ProblemKind::PermissionDenied) {
        Refused::NotAllowed
    } else if any(ProblemKind::TooManyFolders) {
        Refused::TooLarge
    } else {
        Refused::Empty
    }
}
