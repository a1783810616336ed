//! The lock file in the profile folder: the lock on it counts, its existence does not.

use std::path::Path;

use crumbwise_model::InUse;

use crate::{in_use::from_holder, system};

/// Asks for the lock. A lock file that is missing or cannot be opened is held by nobody.
pub(crate) fn by_marks(profile: &Path) -> InUse {
    system::lock_holder(&profile.join(system::PROFILE_LOCK)).map_or(InUse::No, from_holder)
}
