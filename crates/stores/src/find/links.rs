//! Following links, but not anywhere.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crumbwise_model::ProblemKind;

use super::roots::{Reach, Roots};
use crate::{system, trouble::Trouble};

/// The real path of something that may be a link or lie behind one; `None` when there is nothing.
///
/// Resolving reads links only; what they lead to is opened later and only if this allows it.
pub(crate) fn resolve(roots: &Roots, path: &Path) -> Result<Option<PathBuf>, Trouble> {
    match fs::symlink_metadata(path) {
        Ok(_) => {}
        Err(error) => {
            let trouble = Trouble::from(error);
            return if trouble.kind == ProblemKind::Missing { Ok(None) } else { Err(trouble) };
        }
    }
    let real = dunce::canonicalize(path).map_err(|error| {
        let trouble = Trouble::from(error);
        // It is there, so what is missing is what it points to.
        let kind = if trouble.kind == ProblemKind::Missing { ProblemKind::BadLink } else { trouble.kind };
        Trouble { kind, ..trouble }
    })?;
    if real.starts_with(roots.home()) {
        return Ok(Some(real));
    }
    let allowed = match roots.reach() {
        Reach::InsideHome => false,
        Reach::OwnFiles => system::is_own(&fs::symlink_metadata(&real)?),
    };
    if allowed {
        Ok(Some(real))
    } else {
        Err(Trouble::new(ProblemKind::BadLink, format!("leads to {}", real.display())))
    }
}
