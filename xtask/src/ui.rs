//! The window's pages and the packaged knowledge: what npm brings, and what Vite makes of it.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::{Context as _, Result};

use crate::{
    setup,
    shell::{self, root},
};

/// The folder of the window's pages.
pub(crate) fn pages() -> PathBuf {
    root().join("ui")
}

/// The folder that names the two public data sets the explanations are made from.
pub(crate) fn knowledge() -> PathBuf {
    root().join("crates/explain/knowledge")
}

/// npm, in this folder, with the Node that is new enough.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new(shell::NPM);
    command.current_dir(folder).env("PATH", path_with_own_node());
    command
}

fn path_with_own_node() -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let own = setup::own_node();
    if !own.is_dir() {
        return path;
    }
    env::join_paths(std::iter::once(own).chain(env::split_paths(&path))).unwrap_or(path)
}

/// Installs exactly what the lock file names; does nothing when that is what is installed already.
///
/// No package may run a script of its own while it is installed.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("cannot read the lock file of `{}`", folder.display()))?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    shell::run(npm(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    fs::create_dir_all(folder.join("node_modules"))?;
    fs::write(&stamp, lock).with_context(|| format!("cannot write `{}`", stamp.display()))
}

/// Builds the pages, unless what is built is newer than everything it is built from.
pub(crate) fn build() -> Result<()> {
    let built = modified(&pages().join("dist/index.html"));
    if built.is_some() && built > newest(&pages()).max(newest(&root().join("crates/app/messages"))) {
        return Ok(());
    }
    shell::run(npm(&pages()).args(["run", "--silent", "build"]))
}

/// When the newest file that the pages are built from was written.
fn newest(folder: &Path) -> Option<SystemTime> {
    const MADE: [&str; 5] = ["node_modules", "dist", "paraglide", "coverage", ".svelte-kit"];
    fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_str().is_none_or(|name| !MADE.contains(&name)))
        .filter_map(|entry| {
            let path = entry.path();
            if path.is_dir() { newest(&path) } else { modified(&path) }
        })
        .max()
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}
