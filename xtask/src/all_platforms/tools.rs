//! The tools, below `target/all-platforms`: delete that folder to be rid of them.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use super::packages;
use crate::shell;

/// The C compiler that knows macOS's headers; its makers publish it as a Python package.
const ZIG: &str = "ziglang==0.17.0";

/// Where everything of this check lies.
pub(super) fn folder() -> PathBuf {
    shell::target_dir().join("all-platforms")
}

/// What was brought.
pub(super) struct Tools {
    /// Debian's packages, as they would lie below `/usr`.
    usr: PathBuf,
    zig: PathBuf,
}

impl Tools {
    /// Brings what is missing. What is there is kept, however old, until the list of tools changes.
    pub(super) fn bring() -> Result<Self> {
        let folder = folder();
        let tools = Self { usr: folder.join("packages/usr"), zig: folder.join("zig") };
        let wanted = format!("{} {ZIG}", packages::PACKAGES.join(" "));
        let stamp = folder.join("brought");
        if fs::read_to_string(&stamp).is_ok_and(|brought| brought == wanted) {
            return Ok(tools);
        }
        for old in ["packages", "zig", "build"] {
            match fs::remove_dir_all(folder.join(old)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                Ok(()) | Err(_) => {}
            }
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
        packages::unpack(&folder, &folder.join("packages"))?;
        tools.bring_zig()?;
        tools.link()?;
        fs::write(&stamp, wanted).with_context(|| format!("cannot write `{}`", stamp.display()))?;
        Ok(tools)
    }

    /// The compiler itself, out of a Python environment of its own.
    fn bring_zig(&self) -> Result<()> {
        shell::run(Command::new("python3").args(["-m", "venv"]).arg(&self.zig))?;
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
        shell::run(Command::new(self.zig.join("bin/python")).args(pip).arg(ZIG))
    }

    /// What the packages' own scripts would do, and two words in front of zig.
    fn link(&self) -> Result<()> {
        let server = self.usr.join("lib/wine/wineserver");
        fs::remove_file(&server).with_context(|| format!("no `{}`", server.display()))?;
        symlink("wineserver64", &server)?;
        for (name, words) in [("macos-cc", "cc -target aarch64-macos"), ("macos-ar", "ar")] {
            let path = self.zig.join(name);
            fs::write(&path, format!("#!/bin/sh\nexec '{}' -m ziglang {words} \"$@\"\n", self.python()))?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        }
        Ok(())
    }

    fn python(&self) -> String {
        self.zig.join("bin/python").display().to_string()
    }

    /// The Rust compiler.
    pub(super) fn rustc(&self) -> PathBuf {
        self.programs().join("rustc")
    }

    /// The folder of the programs.
    pub(super) fn programs(&self) -> PathBuf {
        self.usr.join("bin")
    }

    /// The folder of the libraries that the programs need.
    pub(super) fn libraries(&self) -> PathBuf {
        self.usr.join("lib/x86_64-linux-gnu")
    }

    /// The root of the packages.
    pub(super) fn usr(&self) -> &Path {
        &self.usr
    }

    /// The C compiler for Windows.
    pub(super) fn mingw(&self) -> PathBuf {
        self.programs().join("x86_64-w64-mingw32-gcc-win32")
    }

    /// Which C compiler, archiver and linker serve which system, as cargo and the `cc` crate read it.
    pub(super) fn compilers(&self) -> Vec<(&'static str, PathBuf)> {
        vec![
            ("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", self.mingw()),
            ("CC_x86_64_pc_windows_gnu", self.mingw()),
            ("AR_x86_64_pc_windows_gnu", self.programs().join("x86_64-w64-mingw32-ar")),
            ("CC_aarch64_apple_darwin", self.zig.join("macos-cc")),
            ("AR_aarch64_apple_darwin", self.zig.join("macos-ar")),
            // The flags that the `cc` crate would add are Apple's compiler's, not zig's.
            ("CRATE_CC_NO_DEFAULTS", PathBuf::from("1")),
            ("ZIG_GLOBAL_CACHE_DIR", folder().join("zig/cache")),
        ]
    }
}
