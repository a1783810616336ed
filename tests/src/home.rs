//! A home folder with a real Chromium and a real Firefox profile.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow};
use tempfile::TempDir;

use crate::chromium::{self, Chromium};
use crate::firefox::{self, Firefox};
use crate::server::{Sent, Server};
use crate::sites::{self, WEB};

/// A new, empty home.
pub fn empty() -> Result<TempDir> {
    Ok(tempfile::Builder::new().prefix("home").tempdir()?)
}

/// Where programs on `home` put temporary files, so that they go with it.
pub fn temporary(home: &Path) -> Result<PathBuf> {
    let folder = home.join(".tmp");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Lets a program live in `home` and nowhere else; it has no screen, and no session bus, whose services would
/// outlive it.
pub fn settle(command: &mut Command, home: &Path) -> Result<()> {
    for name in [
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "CHROME_CONFIG_HOME",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "no_proxy",
        "NO_PROXY",
    ] {
        command.env_remove(name);
    }
    command.env("HOME", home).env("TMPDIR", temporary(home)?).env("DBUS_SESSION_BUS_ADDRESS", "disabled:");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(())
}

/// Both browsers running on one home, all cookies set and on disk.
#[derive(Debug)]
pub struct Running {
    /// Their home.
    pub home: TempDir,
    chromium: Chromium,
    firefox: Firefox,
    _server: Server,
}

/// Starts both browsers on a new home, visits every site and waits until the cookies are on disk.
/// `None` where a browser is missing and that is allowed.
pub fn running() -> Result<Option<Running>> {
    let home = empty()?;
    let server = Server::start(WEB)?;
    let (chromium, firefox) = both(
        || {
            let Some(mut chromium) = Chromium::start(home.path(), server.port())? else { return Ok(None) };
            for site in sites::visited() {
                chromium.open(&format!("https://{}/set", site.host))?;
            }
            // The page left open is restored later, and must then set nothing.
            chromium.open("https://blog.example/")?;
            chromium::written(home.path(), sites::expected())?;
            Ok(Some(chromium))
        },
        || {
            let Some(mut firefox) = Firefox::start(home.path(), server.port())? else { return Ok(None) };
            for site in sites::visited() {
                firefox.open(&format!("https://{}/set", site.host))?;
            }
            firefox.open("https://blog.example/")?;
            let session = WEB
                .iter()
                .flat_map(sites::Site::cookies)
                .filter(|baked| !baked.attributes.contains("Max-Age"));
            firefox::session_written(home.path(), session.count())?;
            Ok(Some(firefox))
        },
    )?;
    let (Some(chromium), Some(firefox)) = (chromium, firefox) else { return Ok(None) };
    Ok(Some(Running { home, chromium, firefox, _server: server }))
}

impl Running {
    /// Closes both browsers as a person would; the home stays.
    pub fn quit(self) -> Result<TempDir> {
        let Self { home, chromium, firefox, _server } = self;
        both(|| chromium.quit(), || firefox.quit())?;
        Ok(home)
    }
}

/// A started browser with its server; ended hard when dropped.
#[derive(Debug)]
pub struct Started<B> {
    /// The browser.
    pub browser: B,
    _server: Server,
}

/// Starts Chromium on `home` and opens one page.
pub fn start_chromium(home: &Path, url: &str) -> Result<Started<Chromium>> {
    let server = Server::start(WEB)?;
    let mut browser = Chromium::start(home, server.port())?.context("Chromium was here a moment ago")?;
    browser.open(url)?;
    Ok(Started { browser, _server: server })
}

/// Starts Firefox on `home` and opens one page.
pub fn start_firefox(home: &Path, url: &str) -> Result<Started<Firefox>> {
    let server = Server::start(WEB)?;
    let mut browser = Firefox::start(home, server.port())?.context("Firefox was here a moment ago")?;
    browser.open(url)?;
    Ok(Started { browser, _server: server })
}

/// What both browsers sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameBack {
    /// Chromium.
    pub chromium: BTreeSet<Sent>,
    /// Firefox.
    pub firefox: BTreeSet<Sent>,
}

/// Starts both browsers on `home`, visits every site on its page that sets nothing, closes them again and
/// tells which cookies came back.
pub fn restarted(home: &Path) -> Result<CameBack> {
    let (chromium, firefox) = both(
        || {
            let server = Server::start(WEB)?;
            let mut browser =
                Chromium::start(home, server.port())?.context("Chromium was here a moment ago")?;
            for site in sites::visited() {
                browser.open(&format!("https://{}/", site.host))?;
            }
            browser.quit()?;
            Ok(server.came_back())
        },
        || {
            let server = Server::start(WEB)?;
            let mut browser =
                Firefox::start(home, server.port())?.context("Firefox was here a moment ago")?;
            for site in sites::visited() {
                browser.open(&format!("https://{}/", site.host))?;
            }
            browser.quit()?;
            Ok(server.came_back())
        },
    )?;
    Ok(CameBack { chromium, firefox })
}

/// A copy of `home` for one test: everything but caches.
pub fn copy(home: &Path) -> Result<TempDir> {
    let copy = empty()?;
    copy_folder(home, copy.path())?;
    Ok(copy)
}

/// Copies what is in `from` to the folder `to`, without caches.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    const CACHES: &[&str] = &[
        ".tmp",
        ".cache",
        "Code Cache",
        "GPUCache",
        "DawnGraphiteCache",
        "DawnWebGPUCache",
        "ShaderCache",
        "GrShaderCache",
        "startupCache",
        "cache2",
    ];
    for entry in std::fs::read_dir(from).with_context(|| format!("list {}", from.display()))? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_symlink() {
            std::os::unix::fs::symlink(std::fs::read_link(entry.path())?, target)?;
        } else if kind.is_file() {
            std::fs::copy(entry.path(), target)?;
        } else if kind.is_dir() && !CACHES.iter().any(|name| entry.file_name() == *name) {
            std::fs::create_dir(&target)?;
            copy_folder(&entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Runs both at once and waits for both.
pub fn both<A: Send, B: Send>(
    first: impl FnOnce() -> Result<A> + Send,
    second: impl FnOnce() -> Result<B> + Send,
) -> Result<(A, B)> {
    std::thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        let first = first.join().map_err(|_| anyhow!("a browser's thread panicked"))?;
        Ok((first?, second?))
    })
}
