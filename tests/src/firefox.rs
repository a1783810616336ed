//! Drives a real Firefox by Marionette.

use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::home::settle;
use crate::process::{Group, program, until};

const LIMIT: Duration = Duration::from_mins(1);

/// The folder name of the profile the tests use.
pub const PROFILE: &str = "tests.default-esr";

/// A running Firefox with one open page.
#[derive(Debug)]
pub struct Firefox {
    group: Group,
    stream: BufReader<TcpStream>,
    next: u64,
}

/// The profile folder in `home`.
pub fn profile(home: &Path) -> PathBuf {
    home.join(".mozilla/firefox").join(PROFILE)
}

impl Firefox {
    /// Starts it on the profile of `home`, with the last session restored.
    /// `None` where it is not installed and that is allowed.
    pub fn start(home: &Path, proxy: u16) -> Result<Option<Self>> {
        let Some(program) = program(&["firefox-esr", "firefox"])? else { return Ok(None) };
        let profile = profile(home);
        prepare(home, &profile, proxy)?;
        let port_file = profile.join("MarionetteActivePort");
        if port_file.exists() {
            std::fs::remove_file(&port_file)?;
        }
        let mut command = Command::new(program);
        // Containers are made by the browser's own code, which Marionette reaches only if allowed.
        command.args(["--headless", "--no-remote", "--marionette", "--remote-allow-system-access"]);
        command.arg("--profile").arg(&profile);
        settle(&mut command, home)?;
        command.env("MOZ_CRASHREPORTER_DISABLE", "1").env("MOZ_HEADLESS", "1");
        let mut group = Group::spawn(&mut command, "Firefox")?;
        let stream = until(LIMIT, "Marionette's port", || {
            if let Some(status) = group.ended()? {
                bail!("Firefox ended early: {status}");
            }
            let Ok(text) = std::fs::read_to_string(&port_file) else { return Ok(None) };
            let Ok(port) = text.trim().parse::<u16>() else { return Ok(None) };
            Ok(TcpStream::connect(("127.0.0.1", port)).ok())
        })?;
        stream.set_read_timeout(Some(LIMIT))?;
        let mut browser = Self { group, stream: BufReader::new(stream), next: 0 };
        browser.receive().context("Marionette's greeting")?;
        browser.call("WebDriver:NewSession", &json!({"acceptInsecureCerts": true}))?;
        Ok(Some(browser))
    }

    /// Opens `url` and waits until the page and what it embeds are loaded.
    pub fn open(&mut self, url: &str) -> Result<()> {
        self.call("WebDriver:Navigate", &json!({"url": url})).with_context(|| format!("open {url}"))?;
        Ok(())
    }

    /// Makes a container called `name`, as a person does in the settings, and opens `url` in a tab of it. The
    /// page may still be loading afterwards.
    pub fn open_in_new_container(&mut self, name: &str, url: &str) -> Result<()> {
        self.call("Marionette:SetContext", &json!({"value": "chrome"}))?;
        self.call("WebDriver:ExecuteScript", &json!({"script": OPEN_IN_NEW_CONTAINER, "args": [name, url]}))
            .with_context(|| format!("open {url} in a new container"))?;
        self.call("Marionette:SetContext", &json!({"value": "content"}))?;
        Ok(())
    }

    /// Closes it as a person would and waits for its end.
    pub fn quit(mut self) -> Result<()> {
        self.call("Marionette:Quit", &json!({"flags": ["eAttemptQuit"]}))?;
        self.group.wait(LIMIT)?;
        Ok(())
    }

    fn call(&mut self, command: &str, parameters: &Value) -> Result<Value> {
        self.next += 1;
        let message = json!([0, self.next, command, parameters]).to_string();
        write!(self.stream.get_mut(), "{}:{message}", message.len())?;
        loop {
            let mut answer = self.receive().with_context(|| format!("an answer to {command}"))?;
            if answer[1] == json!(self.next) {
                if !answer[2].is_null() {
                    bail!("{command}: {}", answer[2]);
                }
                return Ok(answer[3].take());
            }
        }
    }

    fn receive(&mut self) -> Result<Value> {
        let mut length = 0_usize;
        loop {
            let mut byte = [0_u8];
            self.stream.read_exact(&mut byte)?;
            match byte {
                [b':'] => break,
                [digit @ b'0'..=b'9'] => length = length * 10 + usize::from(digit - b'0'),
                [other] => bail!("Marionette sent byte {other} in a length"),
            }
        }
        let mut message = vec![0; length];
        self.stream.read_exact(&mut message)?;
        Ok(serde_json::from_slice(&message)?)
    }
}

/// Writes the profile's place and preferences.
fn prepare(home: &Path, profile: &Path, proxy: u16) -> Result<()> {
    use std::fmt::Write as _;
    std::fs::create_dir_all(profile)?;
    let list = format!(
        "[General]\nStartWithLastProfile=1\nVersion=2\n\n[Profile0]\nName=tests\nIsRelative=1\nPath={PROFILE}\nDefault=1\n"
    );
    std::fs::write(home.join(".mozilla/firefox/profiles.ini"), list)?;
    let mut text = PREFERENCES.to_owned();
    for name in ["http", "ssl"] {
        writeln!(text, "user_pref(\"network.proxy.{name}\", \"127.0.0.1\");")?;
        writeln!(text, "user_pref(\"network.proxy.{name}_port\", {proxy});")?;
    }
    std::fs::write(profile.join("user.js"), text)?;
    Ok(())
}

/// Waits until the session store on disk names at least `cookies` session cookies.
pub fn session_written(home: &Path, cookies: usize) -> Result<()> {
    let file = profile(home).join("sessionstore-backups/recovery.jsonlz4");
    until(Duration::from_mins(1), "Firefox's session store on disk", || {
        let found = crate::truth::session_store(&file).map_or(0, |rows| rows.len());
        Ok((found >= cookies).then_some(()))
    })
}

const OPEN_IN_NEW_CONTAINER: &str = r#"
const [name, url] = arguments;
const { ContextualIdentityService } = ChromeUtils.importESModule(
    "resource://gre/modules/ContextualIdentityService.sys.mjs");
const { userContextId } = ContextualIdentityService.create(name, "cart", "green");
const { gBrowser } = Services.wm.getMostRecentWindow("navigator:browser");
const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
gBrowser.addTab(url, { userContextId, triggeringPrincipal });
"#;

/// The last session is restored as a person may set it; whatever would call out by itself is off.
const PREFERENCES: &str = r#"// Written by the tests.
user_pref("browser.startup.page", 3);
user_pref("browser.sessionstore.interval", 1000);
user_pref("browser.sessionstore.resume_from_crash", true);
user_pref("remote.prefs.recommended", false);
user_pref("marionette.port", 0);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.no_proxies_on", "");
user_pref("network.dns.disabled", true);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.prefetch-next", false);
user_pref("network.http.speculative-parallel-limit", 0);
user_pref("app.update.disabledForTesting", true);
user_pref("app.normandy.enabled", false);
user_pref("app.shield.optoutstudies.enabled", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.newtabpage.enabled", false);
user_pref("browser.newtabpage.activity-stream.feeds.topsites", false);
user_pref("browser.startup.homepage", "about:blank");
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("browser.safebrowsing.blockedURIs.enabled", false);
user_pref("browser.safebrowsing.downloads.remote.enabled", false);
user_pref("browser.safebrowsing.provider.mozilla.updateURL", "");
user_pref("browser.region.network.url", "");
user_pref("browser.region.update.enabled", false);
user_pref("browser.search.update", false);
user_pref("browser.tabs.warnOnClose", false);
user_pref("browser.warnOnQuit", false);
user_pref("datareporting.healthreport.uploadEnabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("datareporting.usage.uploadEnabled", false);
user_pref("dom.push.connection.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("extensions.getAddons.cache.enabled", false);
user_pref("extensions.systemAddon.update.enabled", false);
user_pref("geo.provider.network.url", "");
user_pref("media.gmp-manager.url", "");
user_pref("media.gmp-manager.updateEnabled", false);
user_pref("privacy.bounceTrackingProtection.mode", 0);
user_pref("privacy.purge_trackers.enabled", false);
user_pref("privacy.userContext.enabled", true);
user_pref("security.OCSP.enabled", 0);
user_pref("security.remote_settings.crlite_filters.enabled", false);
user_pref("security.remote_settings.intermediates.enabled", false);
user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
user_pref("toolkit.telemetry.enabled", false);
user_pref("toolkit.telemetry.server", "");
user_pref("toolkit.telemetry.unified", false);
user_pref("trailhead.firstrun.didSeeAboutWelcome", true);
"#;
