//! Systems where the lock is not held yet.

use std::path::Path;

use crumbwise_model::InUse;

#[derive(Debug)]
pub(super) struct Lock;

impl Lock {
    #[expect(clippy::unnecessary_wraps, reason = "the same shape on every system")]
    pub(super) fn take(_path: &Path) -> Result<Option<Self>, InUse> {
        Ok(None)
    }

    pub(super) fn keep(&self) -> bool {
        true
    }
}
