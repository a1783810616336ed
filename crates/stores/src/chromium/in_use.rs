//! `SingletonLock` and `SingletonSocket` in the user-data folder.

use std::{fs, path::Path};

use crumbwise_model::InUse;

use crate::{
    in_use::from_holder,
    system::{self, Holder},
};

/// The lock is a link to `<host>-<pid>`, dangling on purpose, and stays after a crash; the socket answers
/// only while the browser lives, also where its process numbers are not ours (Flatpak).
pub(crate) fn by_marks(user_data: &Path) -> InUse {
    if let Some(pid) = lock_owner(user_data) {
        return from_holder(&Holder::Process(Some(pid)));
    }
    if system::someone_listens(&user_data.join("SingletonSocket")) {
        return from_holder(&Holder::Process(None));
    }
    InUse::No
}

fn lock_owner(user_data: &Path) -> Option<u32> {
    let lock = user_data.join("SingletonLock");
    let target = fs::read_link(&lock).ok()?;
    // Host names contain dashes; the number is behind the last one.
    let (host, pid) = target.to_str()?.rsplit_once('-')?;
    let pid = pid.parse().ok()?;
    let marked = fs::symlink_metadata(&lock).ok()?.modified().ok();
    (host == system::host_name() && system::lived_at(pid, marked)).then_some(pid)
}
