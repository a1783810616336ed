//! Starts a real GNOME Web, a browser on WebKitGTK and libsoup, on a display and a session bus of its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::home::{settle, temporary};
use crate::process::{Group, program};
use crate::window::{Display, alone};

/// A session bus that starts nothing: the services of the usual one would outlive the test and mount a file
/// system in its home.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A running GNOME Web.
#[derive(Debug)]
pub struct GnomeWeb {
    group: Group,
    _display: Display,
}

/// Its store in `home`.
pub fn store(home: &Path) -> PathBuf {
    home.join(".local/share/epiphany/cookies.sqlite")
}

impl GnomeWeb {
    /// Starts it with the page `url` open and the tests' server on `proxy` as its only way out.
    /// `None` where it is not installed and that is allowed.
    pub fn start(home: &Path, proxy: u16, url: &str) -> Result<Option<Self>> {
        let Some(program) = program(&["epiphany-browser", "epiphany"])? else { return Ok(None) };
        let display = Display::start(800, 600)?;
        let folder = temporary(home)?;
        let bus = folder.join("bus.conf");
        std::fs::write(&bus, BUS.replace("{folder}", &folder.display().to_string()))?;
        // It does not start without a bus.
        let mut command = Command::new("dbus-run-session");
        command.arg("--config-file").arg(bus).arg("--").arg(program).arg(url);
        settle(&mut command, home)?;
        alone(&mut command);
        command.env("DISPLAY", display.name());
        // Settings are kept by a service of the usual bus.
        command.env("GSETTINGS_BACKEND", "memory");
        // Its sandbox cannot be made in most containers.
        command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
        for name in ["http_proxy", "https_proxy"] {
            command.env(name, format!("http://127.0.0.1:{proxy}"));
        }
        Ok(Some(Self { group: Group::spawn(&mut command, "GNOME Web")?, _display: display }))
    }

    /// Ends it as the end of a session does and waits for its end.
    pub fn quit(self) -> Result<()> {
        self.group.end(Duration::from_mins(1))
    }
}
