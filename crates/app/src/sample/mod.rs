//! Sample data: a few realistic profiles in the program's own folder, read like any other.
//!
//! The files are real: an SQLite store as Chromium writes it (version 24), one as Firefox writes it
//! (version 17), a Firefox session store, and what these browsers know about the sites. Everything in them follows from the crumbs in `crumbs` and from `now`, so
//! two builds at the same instant are equal. The sites are invented; trackers and sign-ins carry the
//! names of real ones, because only those say something. Values are filler of the right size.

mod chromium;
mod crumbs;
mod evidence;
mod firefox;
mod made;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crumbwise_model::Timestamp;

use crate::{Error, Places, Roots};

/// A profile of the sample: where its crumbs come from and what sets its dates apart from the others'.
struct SampleProfile {
    /// The folder below the user-data folder.
    folder: &'static str,
    /// The name the browser shows.
    name: &'static str,
    /// Which of [`crumbs::GROUPS`] it has visited.
    groups: &'static [&'static str],
}

const CHROMIUM: [SampleProfile; 2] = [
    SampleProfile {
        folder: "Default",
        name: "Personal",
        groups: &[
            "google",
            "social",
            "shops",
            "news",
            "video",
            "travel",
            "trackers",
            "more_trackers",
            "embedded",
        ],
    },
    SampleProfile { folder: "Profile 1", name: "Work", groups: &["google", "work", "news", "trackers"] },
];

const FIREFOX: SampleProfile = SampleProfile {
    folder: "k3vq81xw.default-release",
    name: "default-release",
    groups: &["reading", "shops", "forum", "trackers", "containers"],
};

/// Builds the sample profiles anew in `<data>/sample` and tells where they are. A former sample, with its own
/// history, goes.
pub fn build(data: &Path, now: Timestamp) -> Result<Places, Error> {
    let folder = data.join("sample");
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Sample { path, source }
    };
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&folder)(error)),
        Ok(()) | Err(_) => {}
    }
    let home = folder.join("home");
    let own = folder.join("data");
    for path in [&home, &own] {
        crumbwise_ledger::private::create_folder(path).map_err(at(path))?;
    }
    let chromium = home.join(".config/chromium");
    write(&chromium.join("Local State"), chromium::local_state(&CHROMIUM).as_bytes())?;
    for profile in &CHROMIUM {
        let dir = chromium.join(profile.folder);
        write(&dir.join("Preferences"), evidence::preferences().as_bytes())?;
        chromium::write(&dir.join("Cookies"), &made::cookies(profile, now))
            .and_then(|()| evidence::chromium(&dir, profile, now))
            .map_err(|error| failed(&dir, error))?;
    }
    firefox_home(&home.join(".mozilla/firefox"), now)?;
    Ok(Places { roots: Roots::confined(home), data: own, knowledge: data.to_owned(), sample: true })
}

fn firefox_home(root: &Path, now: Timestamp) -> Result<(), Error> {
    write(&root.join("profiles.ini"), firefox::profiles_ini(&FIREFOX).as_bytes())?;
    let dir = root.join(FIREFOX.folder);
    let cookies = made::cookies(&FIREFOX, now);
    write(&dir.join("sessionstore.jsonlz4"), &firefox::session_store(&cookies))?;
    firefox::write(&dir.join("cookies.sqlite"), &cookies)
        .and_then(|()| evidence::firefox(&dir, &FIREFOX, now))
        .map_err(|error| failed(&dir, error))
}

fn failed(path: &Path, error: rusqlite::Error) -> Error {
    Error::Sample { path: path.to_owned(), source: io::Error::other(error) }
}

/// Writes a file that did not exist, and the folders above it.
fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    folder_of(path)?;
    fs::write(path, content).map_err(|source| Error::Sample { path: path.to_owned(), source })
}

fn folder_of(path: &Path) -> Result<(), Error> {
    let folder: PathBuf = path.parent().map(Path::to_path_buf).unwrap_or_default();
    fs::create_dir_all(&folder).map_err(|source| Error::Sample { path: folder, source })
}

#[cfg(test)]
mod tests;
