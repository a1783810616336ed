//! Drives the real window by WebDriver, on a display of its own.
//!
//! `WebKitWebDriver` starts the program and speaks WebDriver for it; the window lets itself be driven because
//! the driver's environment says so. Elements are found by the names the dashboard gives them in `data-testid`.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::command::{built, unprivileged};
use crate::process::{Group, until};

/// How long the window may take to show something on a busy machine.
const LIMIT: Duration = Duration::from_mins(1);

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The desktop program: `CRUMBWISE_DESKTOP_BIN`, or what `cargo build -p crumbwise-desktop` makes.
pub fn desktop() -> Result<PathBuf> {
    built("CRUMBWISE_DESKTOP_BIN", "crumbwise-desktop", "crumbwise-desktop")
}

/// A virtual display.
#[derive(Debug)]
pub struct Display {
    _group: Group,
    name: String,
    /// Where Xvfb keeps the screen as a file; gone with this value.
    memory: TempDir,
    /// How many bytes its pixels take.
    pixels: usize,
}

impl Display {
    /// Starts one of `width` × `height` pixels on a free number.
    pub fn start(width: u32, height: u32) -> Result<Self> {
        let memory = TempDir::new()?;
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"]);
        command.arg(format!("{width}x{height}x24")).arg("-fbdir").arg(memory.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut group = Group::spawn(&mut command, "Xvfb")?;
        let mut number = String::new();
        let output = group.child().stdout.take().context("its output")?;
        BufReader::new(output).read_line(&mut number)?;
        ensure!(!number.trim().is_empty(), "Xvfb gave no display");
        let pixels = usize::try_from(width * height)? * 4;
        Ok(Self { _group: group, name: format!(":{}", number.trim()), memory, pixels })
    }

    /// Whether anything stands on the screen, which is black at first.
    pub fn shows_something(&self) -> Result<bool> {
        let file = std::fs::read(self.memory.path().join("Xvfb_screen0")).context("the screen as a file")?;
        let start = file.len().checked_sub(self.pixels).context("the screen holds its pixels")?;
        Ok(file[start..].iter().any(|&byte| byte != 0))
    }

    /// What `DISPLAY` must be for programs on it.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Keeps a program with a window from starting a session bus, whose services would outlive the test, and from
/// looking for a graphics card.
pub fn alone(command: &mut Command) {
    command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:").env("NO_AT_BRIDGE", "1");
    command.env("GDK_BACKEND", "x11").env("LIBGL_ALWAYS_SOFTWARE", "1");
}

/// The desktop program, driven.
#[derive(Debug)]
pub struct Window {
    session: String,
    port: u16,
    driver: Group,
}

impl Window {
    /// Starts the desktop `program` on `display`, looking at `home`, its own data in `data`.
    pub fn open(display: &Display, program: &Path, home: &Path, data: &Path) -> Result<Self> {
        let (home_text, data_text) = (home.display().to_string(), data.display().to_string());
        Self::start(display, program, &["--home", &home_text, "--data", &data_text], home)
    }

    /// Starts `program` with `arguments` on `display`; `home` is the `HOME` it sees.
    pub fn start(display: &Display, program: &Path, arguments: &[&str], home: &Path) -> Result<Self> {
        // The driver has no way of saying which port it took, so a free one is found first.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        // A window is a person's, not root's: the permissions of files hold.
        let mut command = unprivileged("WebKitWebDriver");
        command.arg("--host=127.0.0.1").arg(format!("--port={port}"));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("DISPLAY", display.name()).env("HOME", home).env("LANG", "C.UTF-8");
        command.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
        alone(&mut command);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let driver = Group::spawn(&mut command, "WebKitWebDriver")?;
        until(LIMIT, "WebKitWebDriver", || Ok(TcpStream::connect(("127.0.0.1", port)).ok()))?;
        let options = json!({"binary": program, "args": arguments});
        let wanted = json!({"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}});
        let mut window = Self { session: String::new(), port, driver };
        let made = window.ask("POST", "/session", &wanted)?;
        window.session = format!("/session/{}", made["sessionId"].as_str().context("a session")?);
        Ok(window)
    }

    /// Waits until the element with this test id is on the page.
    pub fn wait(&self, id: &str) -> Result<Element<'_>> {
        until(LIMIT, &format!("`{id}` in the window"), || self.find(id)).map_err(|error| self.shown(error))
    }

    /// Waits until the element with this test id shows a text that `fits`.
    pub fn wait_for_text(&self, id: &str, fits: impl Fn(&str) -> bool) -> Result<String> {
        let mut last = String::new();
        let found = until(LIMIT, &format!("a certain text in `{id}`"), || {
            let Some(element) = self.find(id)? else { return Ok(None) };
            // The element may be replaced between finding and reading it.
            last = element.text().unwrap_or_default();
            Ok(fits(&last).then(|| last.clone()))
        });
        found.map_err(|error| self.shown(error.context(format!("its last text: {last}"))))
    }

    /// Adds to an error what a person would have seen.
    fn shown(&self, error: anyhow::Error) -> anyhow::Error {
        let page = self.script("return document.body.innerText").unwrap_or_default();
        error.context(format!("the window shows: {page}"))
    }

    /// The first element with this test id, if it is on the page.
    pub fn find(&self, id: &str) -> Result<Option<Element<'_>>> {
        Ok(self.all(id)?.into_iter().next())
    }

    /// Every element with this test id.
    pub fn all(&self, id: &str) -> Result<Vec<Element<'_>>> {
        let by = json!({"using": "css selector", "value": format!("[data-testid=\"{id}\"]")});
        let found = self.within("POST", "/elements", &by)?;
        let found = found.as_array().context("a list of elements")?;
        let elements = found.iter().map(|element| {
            let id = element[ELEMENT].as_str().context("an element")?.to_owned();
            Ok(Element { window: self, id })
        });
        elements.collect()
    }

    /// Waits for the element with this test id and clicks it; asks again while something covers or replaces it.
    pub fn click(&self, id: &str) -> Result<()> {
        let mut last = None;
        let clicked = until(LIMIT, &format!("a click on `{id}`"), || {
            let Some(element) = self.find(id)? else { return Ok(None) };
            match element.click() {
                Ok(()) => Ok(Some(())),
                Err(error) => {
                    last = Some(error);
                    Ok(None)
                }
            }
        });
        clicked.map_err(|error| match last {
            Some(last) => last.context(error),
            None => error,
        })
    }

    /// Runs a script in the page.
    pub fn script(&self, script: &str) -> Result<Value> {
        self.within("POST", "/execute/sync", &json!({"script": script, "args": []}))
    }

    /// Gives the window another size, in pixels.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.within("POST", "/window/rect", &json!({"width": width, "height": height})).map(drop)
    }

    /// Writes a picture of the page as PNG to `file`.
    pub fn screenshot(&self, file: &Path) -> Result<()> {
        let picture = self.within("GET", "/screenshot", &Value::Null)?;
        let bytes = base64(picture.as_str().context("a picture")?)?;
        std::fs::write(file, bytes).with_context(|| format!("write {}", file.display()))
    }

    /// Closes the window as a person would.
    pub fn close(self) -> Result<()> {
        self.within("DELETE", "", &Value::Null).map(drop)
    }

    /// The process that runs the driver and, in its group, the window.
    pub fn driver(&self) -> &Group {
        &self.driver
    }

    fn within(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        self.ask(method, &format!("{}{path}", self.session), body)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(LIMIT))?;
        let body = if body.is_null() { String::new() } else { body.to_string() };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = read(BufReader::new(stream)).with_context(|| format!("{method} {path}"))?;
        let value = answer["value"].take();
        if let Some(error) = value["error"].as_str() {
            bail!("{method} {path}: {error}: {}", value["message"]);
        }
        Ok(value)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // Ends the program behind the window; the driver itself ends with its group.
        let _ = self.within("DELETE", "", &Value::Null);
    }
}

/// An element of the page.
#[derive(Debug)]
pub struct Element<'a> {
    window: &'a Window,
    id: String,
}

impl Element<'_> {
    /// Its text as a person sees it.
    pub fn text(&self) -> Result<String> {
        Ok(self.ask("GET", "text", &Value::Null)?.as_str().context("a text")?.to_owned())
    }

    /// Clicks it.
    pub fn click(&self) -> Result<()> {
        self.ask("POST", "click", &json!({})).map(drop)
    }

    /// Types into it.
    pub fn type_text(&self, text: &str) -> Result<()> {
        self.ask("POST", "value", &json!({"text": text})).map(drop)
    }

    fn ask(&self, method: &str, what: &str, body: &Value) -> Result<Value> {
        self.window.within(method, &format!("/element/{}/{what}", self.id), body)
    }
}

fn read(mut stream: impl BufRead) -> Result<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        ensure!(stream.read_line(&mut line)? > 0, "the driver closed the connection");
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(": ")
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.parse()?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(serde_json::from_slice(&body)?)
}

fn base64(text: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for digit in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            other => bail!("byte {other} in base64"),
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff)?);
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_read_with_every_padding() {
        for (text, bytes) in [("Zm8=", "fo"), ("Zm9v", "foo"), ("Zg==", "f"), ("", "")] {
            assert_eq!(base64(text).expect("base64"), bytes.as_bytes(), "{text}");
        }
        assert!(base64("a!").is_err(), "what is no base64 is no picture");
    }
}
