//! Keeping a browser from starting while its store is changed.
//!
//! A Firefox that finds its cookie store locked runs without its cookies, and what it does then with the file is
//! its own affair: it has code that takes any error for damage and puts the store aside. So its profile lock is held
//! meanwhile, as a second Firefox would hold it. A Firefox that is started then waits for the lock up to five
//! seconds (seen with 153) and starts with its store as it should be.
//!
//! Chromium has no lock that can be held without being taken for a Chromium; that it has started shows before the
//! commit, and the change is rolled back.

use crumbwise_model::{Engine, InUse, Store};

use crate::{
    in_use::from_holder,
    system::{HeldLock, PROFILE_LOCK},
};

/// Firefox's profile lock, held. Let go when dropped, and by the death of the process.
#[derive(Debug)]
pub struct ProfileLock(HeldLock);

impl ProfileLock {
    /// Takes the lock of a store's profile; `None` where the engine has none, or the profile has no lock file.
    pub fn take(store: &Store) -> Result<Option<Self>, InUse> {
        match store.browser.engine {
            Engine::Chromium | Engine::Libsoup | Engine::Safari => Ok(None),
            Engine::Gecko => match HeldLock::take(&store.root.join(PROFILE_LOCK)) {
                Ok(lock) => Ok(lock.map(Self)),
                Err(holder) => Err(from_holder(holder)),
            },
        }
    }

    /// Takes the lock again, in case this process let go of it: closing any descriptor of the lock file does
    /// that, and whoever asks whether Firefox runs opens and closes it. Says whether the lock is held.
    pub fn keep(&self) -> bool {
        self.0.keep()
    }
}
