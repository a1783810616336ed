//! Starts a real Falkon, a browser on `QtWebEngine`, on a display of its own.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::home::{settle, temporary};
use crate::process::{Group, program};
use crate::window::{Display, alone};

/// A running Falkon.
#[derive(Debug)]
pub struct Falkon {
    group: Group,
    _display: Display,
}

/// Its store in `home`.
pub fn store(home: &Path) -> PathBuf {
    home.join(".config/falkon/profiles/default/Cookies")
}

impl Falkon {
    /// Starts it with the page `url` open and the tests' server on `proxy` as its only way out.
    /// `None` where it is not installed and that is allowed.
    pub fn start(home: &Path, proxy: u16, url: &str) -> Result<Option<Self>> {
        let Some(program) = program(&["falkon"])? else { return Ok(None) };
        let display = Display::start(800, 600)?;
        let mut command = Command::new(program);
        command.args(["--no-remote", url]);
        settle(&mut command, home)?;
        alone(&mut command);
        // Without one, Qt makes a folder for everybody's temporary files; it takes none that others may enter.
        let runtime = temporary(home)?.join("runtime");
        std::fs::create_dir_all(&runtime)?;
        std::fs::set_permissions(&runtime, std::fs::Permissions::from_mode(0o700))?;
        command.env("DISPLAY", display.name()).env("XDG_RUNTIME_DIR", runtime).env("QT_QPA_PLATFORM", "xcb");
        // Its inner Chromium refuses to isolate itself when root starts it, and in most containers cannot.
        command.env("QTWEBENGINE_DISABLE_SANDBOX", "1");
        let address = format!("127.0.0.1:{proxy}");
        let flags = format!("--no-sandbox --disable-gpu --disable-dev-shm-usage --proxy-server={address}");
        command.env("QTWEBENGINE_CHROMIUM_FLAGS", flags);
        for name in ["http_proxy", "https_proxy"] {
            command.env(name, format!("http://{address}"));
        }
        Ok(Some(Self { group: Group::spawn(&mut command, "Falkon")?, _display: display }))
    }

    /// Ends it as the end of a session does and waits for its end.
    pub fn quit(self) -> Result<()> {
        self.group.end(Duration::from_mins(1))
    }
}
