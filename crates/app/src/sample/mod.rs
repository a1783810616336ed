//! Sample data: a few realistic profiles in the program's own folder, read like any other.
//!
//! The files are real: an SQLite store as Chromium writes it (version 24), one as Firefox writes it
//! (version 17), and a Firefox session store. Everything in them follows from the crumbs in `crumbs` and from `now`, so
//! two builds at the same instant are equal. The sites are invented; trackers and sign-ins carry the
//! names of real ones, because only those say something. Values are filler of the right size.

mod chromium;
mod crumbs;
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
        let store = chromium.join(profile.folder).join("Cookies");
        folder_of(&store)?;
        chromium::write(&store, &made::cookies(profile, now))
            .map_err(|error| Error::Sample { path: store.clone(), source: io::Error::other(error) })?;
    }
    firefox_home(&home.join(".mozilla/firefox"), now)?;
    Ok(Places { roots: Roots::confined(home), data: own, sample: true })
}

fn firefox_home(root: &Path, now: Timestamp) -> Result<(), Error> {
    write(&root.join("profiles.ini"), firefox::profiles_ini(&FIREFOX).as_bytes())?;
    let store = root.join(FIREFOX.folder).join("cookies.sqlite");
    folder_of(&store)?;
    let cookies = made::cookies(&FIREFOX, now);
    firefox::write(&store, &cookies)
        .map_err(|error| Error::Sample { path: store.clone(), source: io::Error::other(error) })?;
    write(&store.with_file_name("sessionstore.jsonlz4"), &firefox::session_store(&cookies))
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
