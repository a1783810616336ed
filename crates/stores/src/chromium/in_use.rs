//! `SingletonLock` and `SingletonSocket` in the user-data folder, and `lockfile` on Windows.

use std::{ffi::OsStr, fs, path::Path};

use crumbwise_model::InUse;

use crate::{
    in_use::from_holder,
    system::{self, Holder},
};

/// The lock is a link to `<host>-<pid>`, dangling on purpose, and stays after a crash; the socket answers
/// only while the browser lives, also where its process numbers are not ours. On Windows a file is held
/// open, and goes with its holder except in a power cut.
pub(crate) fn by_marks(user_data: &Path) -> InUse {
    if let Some(pid) = lock_owner(user_data) {
        return from_holder(Holder::Process(Some(pid)));
    }
    if system::someone_listens(&user_data.join("SingletonSocket")) {
        return from_holder(Holder::Process(None));
    }
    system::lock_holder(&user_data.join("lockfile")).map_or(InUse::No, from_holder)
}

fn lock_owner(user_data: &Path) -> Option<u32> {
    if is_flatpak(user_data) {
        return None;
    }
    let lock = user_data.join("SingletonLock");
    let target = fs::read_link(&lock).ok()?;
    // Host names contain dashes; the number is behind the last one.
    let (host, pid) = target.to_str()?.rsplit_once('-')?;
    let pid = pid.parse().ok()?;
    let marked = fs::symlink_metadata(&lock).ok()?.modified().ok();
    (host == system::host_name() && system::lived_at(pid, marked)).then_some(pid)
}

/// Whether a folder is a Flatpak's own: inside, processes are counted anew under the same host name, so the
/// number in its lock is that of some other process out here.
fn is_flatpak(user_data: &Path) -> bool {
    let mut parts = user_data.components().map(std::path::Component::as_os_str);
    parts.any(|part| part == OsStr::new(".var")) && parts.next() == Some(OsStr::new("app"))
}
