//! Places with a `*` in them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{links, roots::Roots};

/// How many entries of one folder a `*` looks at.
const MOST: usize = 10_000;

/// The paths below `base` that `place` stands for. Without a `*` it is one path, there or not; with one it is
/// what is there, ordered.
pub(super) fn matching(roots: &Roots, base: &Path, place: &str) -> Vec<PathBuf> {
    if !place.contains('*') {
        return vec![base.join(place)];
    }
    let mut paths = vec![base.to_path_buf()];
    for part in place.split('/') {
        let Some((before, after)) = part.split_once('*') else {
            for path in &mut paths {
                path.push(part);
            }
            continue;
        };
        paths = paths.iter().flat_map(|path| entries(roots, path, before, after)).collect();
    }
    paths
}

fn entries(roots: &Roots, folder: &Path, before: &str, after: &str) -> Vec<PathBuf> {
    // Not listed where it may not be opened; what is refused here is a stranger's folder, not a browser's.
    let Ok(Some(real)) = links::resolve(roots, folder) else { return Vec::new() };
    let Ok(entries) = fs::read_dir(real) else { return Vec::new() };
    let names = entries.flatten().take(MOST).map(|entry| entry.file_name());
    let fits = |name: &str| name.strip_prefix(before).is_some_and(|rest| rest.ends_with(after));
    let mut paths: Vec<_> =
        names.filter(|name| name.to_str().is_some_and(fits)).map(|name| folder.join(name)).collect();
    paths.sort();
    paths
}
