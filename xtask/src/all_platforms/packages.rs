//! Debian's packages, unpacked into the target folder and installed nowhere.
//!
//! Debian's Rust conflicts with its other packages of Rust, and nobody wants a second compiler in the system
//! for the sake of a check. All of it runs from where it lies, and asks for no privileges.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::shell;

/// A compiler with the sources of its standard library, a C compiler for Windows, and Wine.
pub(super) const PACKAGES: [&str; 4] = ["rustc-web", "rust-web-src", "gcc-mingw-w64-x86-64-win32", "wine64"];

/// Packages with names like these are brought even where the system has them: what is installed is spread
/// over the system, and would be missed in the folder.
const BROUGHT: [&str; 11] = [
    "rustc",
    "rust-",
    "libstd-rust",
    "cargo",
    "gcc-mingw-w64",
    "g++-mingw-w64",
    "binutils-mingw-w64",
    "mingw-w64",
    "libz-mingw-w64",
    "libwine",
    "wine",
];

/// What is in the packages and nobody asks for here; half of what would be unpacked.
const LEFT_OUT: [&str; 5] = [
    "./usr/src/*/src",
    "./usr/src/*/compiler",
    "./usr/src/*/tests",
    "./usr/share/doc",
    "./usr/lib/x86_64-linux-gnu/wine/i386-windows",
];

/// Fetches the packages and what they need, and unpacks them into `root`.
pub(super) fn unpack(folder: &Path, root: &Path) -> Result<()> {
    for program in ["apt-get", "dpkg-deb", "tar"] {
        if !shell::has_program(program) {
            bail!(
                "`{program}` is not on this computer\nhint: this check is made of Debian 12's packages; \
                 run it there or in a container of `debian:12`, or let `.github/workflows/gate.yml` test on the system itself"
            );
        }
    }
    let apt = folder.join("apt");
    for part in ["state/lists/partial", "cache/archives/partial"] {
        fs::create_dir_all(apt.join(part)).with_context(|| format!("cannot create `{}`", apt.display()))?;
    }
    fs::write(apt.join("status"), installed()?)?;
    shell::run(apt_get(&apt).arg("update"))?;
    let install = ["install", "--download-only", "--yes", "--no-install-recommends"];
    shell::run(apt_get(&apt).args(install).args(PACKAGES))?;
    let mut archives: Vec<_> =
        fs::read_dir(apt.join("cache/archives"))?.flatten().map(|entry| entry.path()).collect();
    archives.retain(|path| path.extension().is_some_and(|kind| kind == "deb"));
    archives.sort();
    fs::create_dir_all(root)?;
    for archive in archives {
        unpack_one(&archive, root)?;
    }
    fs::remove_dir_all(&apt).with_context(|| format!("cannot remove `{}`", apt.display()))
}

/// apt with lists, archives and a record of what is installed of its own.
fn apt_get(folder: &Path) -> Command {
    let mut command = Command::new("apt-get");
    for (name, part) in [("Dir::State", "state"), ("Dir::Cache", "cache"), ("Dir::State::status", "status")] {
        command.arg("-o").arg(format!("{name}={}", folder.join(part).display()));
    }
    // The folder need not be open to apt's own user.
    command.args(["-o", "APT::Sandbox::User=", "-o", "Debug::NoLocking=1", "--quiet=2"]);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// What the system has, without the packages that are brought all the same.
fn installed() -> Result<String> {
    let status = "/var/lib/dpkg/status";
    let all = fs::read_to_string(status).with_context(|| format!("cannot read `{status}`"))?;
    let kept: Vec<&str> = all.split("\n\n").filter(|package| !is_brought(package)).collect();
    Ok(kept.join("\n\n"))
}

fn is_brought(package: &str) -> bool {
    let name = package.lines().find_map(|line| line.strip_prefix("Package: ")).unwrap_or_default();
    BROUGHT.iter().any(|start| name.starts_with(start))
}

fn unpack_one(archive: &Path, root: &Path) -> Result<()> {
    let mut content = Command::new("dpkg-deb")
        .arg("--fsys-tarfile")
        .arg(archive)
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start dpkg-deb")?;
    let stream = content.stdout.take().context("dpkg-deb has an output")?;
    let mut tar = Command::new("tar");
    tar.args(["--extract", "--no-same-owner", "--anchored", "--no-wildcards-match-slash", "--directory"])
        .arg(root);
    tar.args(LEFT_OUT.iter().map(|path| format!("--exclude={path}"))).stdin(stream);
    let unpacked = tar.status().context("cannot start tar")?;
    let read = content.wait()?;
    if !unpacked.success() || !read.success() {
        bail!("cannot unpack `{}`", archive.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_brought;

    #[test]
    fn what_the_system_has_of_the_tools_is_brought_all_the_same() {
        assert!(is_brought("Package: libstd-rust-web-1.96\nStatus: install ok installed\n"));
        assert!(is_brought("Package: wine64\n"));
        assert!(!is_brought("Package: libc6\n"), "the system's own C library serves");
        assert!(!is_brought("Package: gcc\n"));
    }
}
