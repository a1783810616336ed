//! A home with a browser of every state that a store can be in.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::firefox::{self, Firefox};
use crate::home;
use crate::server::Server;
use crate::sites::WEB;
use crate::stores;

/// The container that Firefox keeps some cookies in.
pub const CONTAINER: &str = "Groceries";

/// Cookies in each store that was made by hand.
pub const MADE: usize = 90;

/// The home, with Firefox running on it.
#[derive(Debug)]
pub struct States {
    /// The home. Who looks at it must not be root: one store's permissions keep others out.
    pub home: TempDir,
    /// The running one.
    pub firefox: Firefox,
    /// A copy of an old home that no browser uses, with [`MADE`] cookies in it.
    pub old: PathBuf,
    _server: Server,
}

/// Makes the home and starts Firefox, which sets cookies in a container, under a site and for the session.
/// `None` where Firefox is not installed and that is allowed.
pub fn states() -> Result<Option<States>> {
    let home = home::empty()?;
    let config = home.path().join(".config");
    let chromium = stores::chromium(home.path(), MADE)?;
    let local_state = r#"{"profile":{"info_cache":{"Default":{"name":"Ada"},"Profile 1":{"name":"Work"}}}}"#;
    fs::write(config.join("chromium/Local State"), local_state)?;
    let disk = home.path().join("disk/office");
    copy(&chromium, &disk.join("Cookies"))?;
    symlink(&disk, config.join("chromium/Profile 1"))?;

    let refused = config.join("BraveSoftware/Brave-Browser/Default/Cookies");
    copy(&chromium, &refused)?;
    fs::set_permissions(&refused, fs::Permissions::from_mode(0o000))?;
    let torn = config.join("microsoft-edge/Default/Cookies");
    copy(&chromium, &torn)?;
    let whole = fs::read(&torn)?;
    fs::write(&torn, whole.get(..9_000).context("a store of several pages")?)?;
    let strange = config.join("vivaldi/Default/Cookies");
    fs::create_dir_all(strange.parent().context("a folder")?)?;
    let database = Connection::open(&strange)?;
    database.execute_batch("CREATE TABLE cookies(creation_utc INTEGER, sealed BLOB)")?;
    database.close().map_err(|(_, error)| error)?;
    copy(&chromium, &config.join("Slack/Cookies"))?;

    let old = home.path().join("disk/old-home");
    stores::firefox(&old, MADE)?;
    let profile = firefox::profile(home.path());
    copy(&firefox::profile(&old).join("cookies.sqlite"), &profile.join("cookies.sqlite.bak"))?;
    let server = Server::start(WEB)?;
    let Some(mut firefox) = Firefox::start(home.path(), server.port())? else { return Ok(None) };
    let list = format!("[Profile0]\nName=default-esr\nIsRelative=1\nPath={}\nDefault=1\n", firefox::PROFILE);
    fs::write(home.path().join(".mozilla/firefox/profiles.ini"), list)?;
    firefox.open_in_new_container(CONTAINER, "https://shop.example/set")?;
    firefox.open("https://www.news.example/set")?;
    firefox::session_written(home.path(), 1)?;
    Ok(Some(States { home, firefox, old, _server: server }))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().context("a folder")?)?;
    fs::copy(from, to).with_context(|| format!("copy to {}", to.display()))?;
    Ok(())
}
