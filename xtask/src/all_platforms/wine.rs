//! A Windows of its own for one run: no display, an empty disk, gone afterwards.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use super::tools::{self, Tools};
use crate::shell;

/// Windows has this library since version 10, Wine only since 9; the standard library takes its random
/// numbers there. The same function has another name in an older one.
const RANDOM: &str = "LIBRARY bcryptprimitives.dll\nEXPORTS\n  ProcessPrng=advapi32.SystemFunction036\n";

/// A library has a beginning, even one that only forwards.
const BEGINNING: &str = "int __stdcall DllMainCRTStartup(void *a, unsigned b, void *c) { return 1; }\n";

/// One started Windows. Ended, and its disk removed, when dropped.
pub(super) struct Wine {
    folder: PathBuf,
    /// The folder of the loader and of the server.
    programs: PathBuf,
    libraries: PathBuf,
}

impl Wine {
    /// Makes the disk and starts it.
    pub(super) fn start(tools: &Tools) -> Result<Self> {
        let folder = tools::folder().join("windows");
        let wine = Self { folder, programs: tools.usr().join("lib/wine"), libraries: tools.libraries() };
        wine.end();
        let system = wine.disk().join("drive_c/windows/system32");
        for folder in [&system, &wine.folder.join("home")] {
            fs::create_dir_all(folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
        }
        let zlib = tools.usr().join("x86_64-w64-mingw32/lib/zlib1.dll");
        fs::copy(&zlib, system.join("zlib1.dll"))
            .with_context(|| format!("cannot copy `{}`", zlib.display()))?;
        random_numbers(tools, &wine.folder, &system)?;
        let mut start = Command::new(wine.runner());
        wine.settle(&mut start);
        shell::run(start.args(["wineboot", "--init"]))?;
        Ok(wine)
    }

    /// The program that runs Windows' programs.
    pub(super) fn runner(&self) -> PathBuf {
        self.programs.join("wine64")
    }

    fn disk(&self) -> PathBuf {
        self.folder.join("disk")
    }

    /// The surrounding of everything that runs in it.
    pub(super) fn settle(&self, command: &mut Command) {
        command
            .env("WINEPREFIX", self.disk())
            .env("LD_LIBRARY_PATH", &self.libraries)
            // Neither complaints about what Wine lacks, nor offers to download .NET and a browser, nor menus.
            .env("WINEDEBUG", "-all")
            // Cargo, which would say where the snapshots lie, does not run there.
            .env("INSTA_WORKSPACE_ROOT", shell::root())
            .env("INSTA_UPDATE", "no")
            .env("WINEDLLOVERRIDES", "mscoree,mshtml,winemenubuilder.exe=")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
    }

    /// Ends every process of this Windows, and no other's, and removes its disk.
    fn end(&self) {
        if self.disk().join("system.reg").exists() {
            let mut server = Command::new(self.programs.join("wineserver"));
            self.settle(&mut server);
            shell::succeeds(server.args(["--kill", "--wait"]));
        }
        if let Err(error) = fs::remove_dir_all(&self.folder)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            eprintln!("   left behind: `{}` ({error})", self.folder.display());
        }
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        self.end();
    }
}

fn random_numbers(tools: &Tools, folder: &Path, system: &Path) -> Result<()> {
    let (exports, beginning) = (folder.join("random.def"), folder.join("random.c"));
    fs::write(&exports, RANDOM)?;
    fs::write(&beginning, BEGINNING)?;
    shell::run(
        Command::new(tools.mingw())
            .args(["-shared", "-nostdlib", "-e", "DllMainCRTStartup", "-o"])
            .arg(system.join("bcryptprimitives.dll"))
            .args([&beginning, &exports]),
    )
}
