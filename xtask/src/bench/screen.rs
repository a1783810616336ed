//! A screen in memory whose pixels can be read as a file, so that looking costs the watched program
//! nothing.

use std::{
    env,
    fs::File,
    io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    path::Path,
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, Result};

/// An Xvfb of our own; it ends with this value.
pub(super) struct Screen {
    server: Child,
    display: String,
    pixels: File,
    /// Where the pixels begin in the file.
    start: u64,
}

impl Screen {
    /// Starts a screen of the size that the window asks for.
    pub(super) fn start(folder: &Path) -> Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-fbdir"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start Xvfb")?;
        let mut number = String::new();
        let told = server.stdout.take().context("Xvfb has no output")?;
        BufReader::new(told).read_line(&mut number).context("Xvfb does not tell its display")?;
        let mut pixels = File::open(folder.join("Xvfb_screen0")).context("Xvfb shows no pixels")?;
        let start = header_length(&mut pixels)?;
        Ok(Self { server, display: format!(":{}", number.trim()), pixels, start })
    }

    /// Sets a program up to draw here, in a usable locale and without a message bus: each start would otherwise
    /// start one of its own, with a desktop portal and mounts that outlive the program.
    pub(super) fn give<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        for name in ["WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "LC_ALL"] {
            command.env_remove(name);
        }
        let locale = env::var("LANG")
            .ok()
            .filter(|locale| locale.contains('.'))
            .unwrap_or_else(|| "C.UTF-8".to_owned());
        command
            .env("DISPLAY", &self.display)
            .env("LANG", locale)
            .env("GDK_BACKEND", "x11")
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            .env("NO_AT_BRIDGE", "1")
    }

    /// The screen's pixels, four bytes each.
    pub(super) fn look(&mut self, into: &mut Vec<u8>) -> Result<()> {
        into.clear();
        self.pixels.seek(SeekFrom::Start(self.start))?;
        self.pixels.read_to_end(into)?;
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// How many bytes an XWD file has before its pixels: a header of stated length, and twelve bytes a colour.
fn header_length(file: &mut File) -> Result<u64> {
    let mut header = [0_u8; 80];
    file.read_exact(&mut header).context("the screen's file is too short")?;
    let number = |at: usize| {
        let bytes = header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
        u64::from(u32::from_be_bytes(bytes))
    };
    Ok(number(0) + 12 * number(76))
}
