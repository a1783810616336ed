//! A store from its path alone.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use memchr::memmem;

use crumbwise_model::{
    Browser, Engine, InUse, Part, Problem, ProblemKind, Store, StoreKind, StoreState, Timestamp,
};

use super::{
    Owner,
    browsers::{GENERIC_CHROMIUM, GENERIC_GECKO, GENERIC_LIBSOUP, GENERIC_SAFARI},
    folder_name, is_there,
};
use crate::{files, gecko::session, safari, trouble::Trouble};

/// How much of a database is searched for the name of its table: two pages of the largest size in use, for
/// the schema stands on the first.
const SEARCHED: u64 = 64 << 10;

/// The same for its log, where the first page comes among the first that were written.
const SEARCHED_OF_LOG: u64 = 1 << 20;

/// How far above a store its user-data folder can be: `<user data>/<profile>/Network/Cookies`.
const LEVELS_TO_USER_DATA: usize = 3;

/// One store wherever it lies, told by what is in it, not by its name.
///
/// # Errors
/// When there is no regular file that can be opened. A file with other content is a store all the same,
/// and reading it says what is wrong with it.
pub fn store_at(path: &Path) -> Result<Store, Problem> {
    let problem = |trouble: Trouble| trouble.at(path, None);
    let exists = fs::symlink_metadata(path);
    let real = dunce::canonicalize(path).map_err(|error| {
        let trouble = Trouble::from(error);
        let dangling = trouble.kind == ProblemKind::Missing && exists.is_ok();
        problem(if dangling { Trouble { kind: ProblemKind::BadLink, ..trouble } } else { trouble })
    })?;
    let (browser, kind) = look_inside(&real).map_err(problem)?;
    let folder = real.parent().unwrap_or(&real).to_path_buf();
    let root = match browser.engine {
        Engine::Gecko if folder.ends_with("sessionstore-backups") => {
            folder.parent().unwrap_or(&folder).to_path_buf()
        }
        Engine::Gecko | Engine::Libsoup | Engine::Safari => folder.clone(),
        Engine::Chromium => user_data_above(&folder),
    };
    Ok(found(Owner { browser, root: &root, profile: &folder_name(&folder) }, kind, Part::Sites, real))
}

/// The folder whose locks tell whether a Chromium browser runs.
fn user_data_above(folder: &Path) -> PathBuf {
    let marks = ["Local State", "SingletonLock"];
    let mut above = folder.ancestors().take(LEVELS_TO_USER_DATA);
    above.find(|path| marks.iter().any(|mark| is_there(&path.join(mark)))).unwrap_or(folder).to_path_buf()
}

fn look_inside(path: &Path) -> Result<(Browser, StoreKind), Trouble> {
    // Closing the file would take away this process's own locks on it.
    let _no_writer = crate::write::no_writer();
    let (file, _) = files::open_regular(path)?;
    let mut start = Vec::with_capacity(SEARCHED.try_into().unwrap_or_default());
    file.take(SEARCHED).read_to_end(&mut start)?;
    if start.starts_with(session::MAGIC) {
        return Ok((GENERIC_GECKO, StoreKind::SessionStore));
    }
    if start.starts_with(safari::read::MAGIC) {
        return Ok((GENERIC_SAFARI, StoreKind::BinaryCookies));
    }
    let holds = |start: &[u8], word: &[u8]| memmem::find(start, word).is_some();
    // A young store has its schema in the log only.
    let young = !holds(&start, b"CREATE TABLE");
    if young && let Ok((log, _)) = files::open_regular(&files::beside(path, "-wal")) {
        log.take(SEARCHED_OF_LOG).read_to_end(&mut start)?;
    }
    // libsoup's table has Firefox's name and none of its origin attributes.
    let browser = match (holds(&start, b"moz_cookies"), holds(&start, b"originAttributes")) {
        (true, true) => GENERIC_GECKO,
        (true, false) => GENERIC_LIBSOUP,
        (false, _) => GENERIC_CHROMIUM,
    };
    Ok((browser, StoreKind::Database))
}

/// A store that was found and not read yet.
pub(super) fn found(of: Owner<'_>, kind: StoreKind, part: Part, path: PathBuf) -> Store {
    let metadata = fs::symlink_metadata(&path).ok();
    Store {
        browser: of.browser,
        root: of.root.to_path_buf(),
        profile: of.profile.to_owned(),
        kind,
        part,
        state: StoreState::Found,
        in_use: InUse::No,
        version: None,
        bytes: metadata.as_ref().map_or(0, fs::Metadata::len),
        modified: metadata.as_ref().map_or(Timestamp::NONE, files::modified),
        path,
        link: None,
    }
}
