//! Drives a real Chromium by its debugging protocol, spoken over the process's own pipes: no port is opened,
//! and a browser whose test is gone ends by itself.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::home::settle;
use crate::process::{Group, program, until};

/// How long a page or an answer may take on a busy machine.
const LIMIT: Duration = Duration::from_mins(1);

/// A running Chromium with one open page.
#[derive(Debug)]
pub struct Chromium {
    group: Group,
    input: ChildStdin,
    messages: Receiver<Value>,
    next: u64,
    session: String,
}

impl Chromium {
    /// Starts it on the profile `home/.config/chromium`, with the last session restored.
    /// `None` where it is not installed and that is allowed.
    pub fn start(home: &Path, proxy: u16) -> Result<Option<Self>> {
        let Some(program) = program(&["chromium", "chromium-browser"])? else { return Ok(None) };
        let data = home.join(".config/chromium");
        std::fs::create_dir_all(&data)?;
        // The protocol is spoken on the descriptors 3 and 4, which the shell makes of its own input and output.
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null", "sh"]).arg(program);
        command.args(FLAGS).arg(format!("--user-data-dir={}", data.display()));
        command.arg(format!("--disk-cache-dir={}", home.join(".cache/chromium").display()));
        command.arg(format!("--proxy-server=127.0.0.1:{proxy}"));
        settle(&mut command, home)?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut group = Group::spawn(&mut command, "Chromium")?;
        let input = group.child().stdin.take().context("its input")?;
        let output = group.child().stdout.take().context("its output")?;
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut message = Vec::new();
            while matches!(output.read_until(0, &mut message), Ok(length) if length > 0) {
                message.pop();
                if let Ok(value) = serde_json::from_slice(&message)
                    && sender.send(value).is_err()
                {
                    break;
                }
                message.clear();
            }
        });
        let mut browser = Self { group, input, messages, next: 0, session: String::new() };
        let page = browser.call("Target.createTarget", &json!({"url": "about:blank"}))?;
        let target = page["targetId"].as_str().context("a target")?;
        let session = browser.call("Target.attachToTarget", &json!({"targetId": target, "flatten": true}))?;
        session["sessionId"].as_str().context("a session")?.clone_into(&mut browser.session);
        browser.call("Page.enable", &json!({}))?;
        Ok(Some(browser))
    }

    /// Opens `url` and waits until the page and what it embeds are loaded.
    pub fn open(&mut self, url: &str) -> Result<()> {
        while self.messages.try_recv().is_ok() {}
        let id = self.send("Page.navigate", &json!({"url": url}))?;
        let (mut navigated, mut loaded) = (false, false);
        let start = Instant::now();
        while !(navigated && loaded) {
            let message = self.receive(start)?;
            if message["id"] == json!(id) {
                if let Some(error) = message["result"]["errorText"].as_str() {
                    bail!("open {url}: {error}");
                }
                navigated = true;
            }
            loaded |=
                message["method"] == "Page.loadEventFired" && message["sessionId"] == json!(self.session);
        }
        Ok(())
    }

    /// Closes it as a person would and waits for its end.
    pub fn quit(mut self) -> Result<()> {
        self.session.clear();
        self.send("Browser.close", &json!({}))?;
        self.group.wait(LIMIT)?;
        Ok(())
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Result<Value> {
        let id = self.send(method, parameters)?;
        let start = Instant::now();
        loop {
            let mut message = self.receive(start)?;
            if message["id"] == json!(id) {
                if !message["error"].is_null() {
                    bail!("{method}: {}", message["error"]);
                }
                return Ok(message["result"].take());
            }
        }
    }

    fn send(&mut self, method: &str, parameters: &Value) -> Result<u64> {
        self.next += 1;
        let mut message = json!({"id": self.next, "method": method, "params": parameters});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.input.write_all(format!("{message}\0").as_bytes()).with_context(|| format!("send {method}"))?;
        self.input.flush()?;
        Ok(self.next)
    }

    fn receive(&self, start: Instant) -> Result<Value> {
        let left = LIMIT.saturating_sub(start.elapsed());
        self.messages.recv_timeout(left).context("an answer of Chromium")
    }
}

/// Waits until the store of the profile in `home` holds at least `cookies` rows on disk.
///
/// Chromium writes what it has gathered every 30 seconds.
pub fn written(home: &Path, cookies: usize) -> Result<()> {
    let store = home.join(".config/chromium/Default/Cookies");
    until(Duration::from_mins(2), "Chromium's cookies on disk", || {
        let rows = crate::truth::chromium(&store).map_or(0, |rows| rows.len());
        Ok((rows >= cookies).then_some(()))
    })
}

const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-component-extensions-with-background-pages",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    "--disable-features=OptimizationHints,MediaRouter,DialMediaRouteProvider",
    // The key of the profile is then the fixed one of a computer without a keyring.
    "--password-store=basic",
    "--remote-debugging-pipe",
    "--ignore-certificate-errors",
    "--restore-last-session",
];
