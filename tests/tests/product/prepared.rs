//! A home with a real Chromium and a real Firefox profile, made once for this test program; and what the
//! command said while both browsers were still running.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Result, anyhow};
use crumbwise_tests::command::{Crumbwise, Said};
use crumbwise_tests::home;
use crumbwise_tests::truth::{self, Row};
use rusqlite::types::Value;
use tempfile::TempDir;

/// The presets as they are typed.
pub(crate) const PRESETS: [&str; 3] = ["trackers", "everything-but-sign-ins", "everything"];

/// The made home, both browsers closed. Tests take copies of it.
#[derive(Debug)]
pub(crate) struct Prepared {
    home: PathBuf,
    /// What was seen while both browsers ran.
    pub(crate) live: Live,
}

/// What the command said while both browsers ran, and the truth at that moment.
#[derive(Debug)]
pub(crate) struct Live {
    /// `scan --json`.
    pub(crate) scan: serde_json::Value,
    /// `cookies --json`.
    pub(crate) cookies: serde_json::Value,
    /// The cookies on disk then.
    pub(crate) truth: Truth,
    /// `clean --yes --json` with each preset.
    pub(crate) refused: Vec<Said>,
    /// Every row of both databases before the clean-ups that were refused.
    pub(crate) before: [Vec<Vec<Value>>; 2],
    /// The same after them.
    pub(crate) after: [Vec<Vec<Value>>; 2],
    /// What stood in the command's `HOME` afterwards.
    pub(crate) stray: Vec<PathBuf>,
}

/// What both profiles hold.
#[derive(Debug)]
pub(crate) struct Truth {
    pub(crate) chromium: Vec<Row>,
    pub(crate) firefox: Vec<Row>,
    pub(crate) firefox_session: Vec<Row>,
}

impl Truth {
    pub(crate) fn of(home: &Path) -> Result<Self> {
        Ok(Self {
            chromium: truth::chromium(&truth::chromium_store(home))?,
            firefox: truth::firefox(&truth::firefox_store(home))?,
            firefox_session: truth::session_store(&truth::firefox_session_store(home))?,
        })
    }
}

/// Both databases of the profiles in `home`.
pub(crate) fn databases(home: &Path) -> [PathBuf; 2] {
    [truth::chromium_store(home), truth::firefox_store(home)]
}

/// Every row of both databases.
pub(crate) fn rows(home: &Path) -> Result<[Vec<Vec<Value>>; 2]> {
    let [chromium, firefox] = databases(home);
    Ok([truth::cookie_table(&chromium)?, truth::cookie_table(&firefox)?])
}

impl Prepared {
    /// A copy of the home for one test.
    pub(crate) fn copy(&self) -> Result<TempDir> {
        home::copy(&self.home)
    }
}

/// The prepared home; `None` where a browser is missing and that is allowed.
pub(crate) fn prepared() -> Result<Option<&'static Prepared>> {
    static PREPARED: OnceLock<Result<Option<Prepared>, String>> = OnceLock::new();
    let prepared = PREPARED.get_or_init(|| prepare().map_err(|error| format!("{error:?}")));
    prepared.as_ref().map(Option::as_ref).map_err(|error| anyhow!(error.clone()))
}

fn prepare() -> Result<Option<Prepared>> {
    let Some(running) = home::running()? else { return Ok(None) };
    let live = observe(running.home.path())?;
    let closed = running.quit()?;
    let home = kept_until_the_next_run()?;
    home::copy_folder(closed.path(), &home)?;
    Ok(Some(Prepared { home, live }))
}

fn observe(home: &Path) -> Result<Live> {
    // Its own data lie outside, so that the copies of this home begin without any.
    let data = TempDir::new()?;
    let mut crumbwise = Crumbwise::on(home)?;
    data.path().clone_into(&mut crumbwise.data);
    let truth = Truth::of(home)?;
    let (scan, cookies) = (crumbwise.json(["scan"])?, crumbwise.json(["cookies"])?);
    let before = rows(home)?;
    let refused = PRESETS
        .iter()
        .map(|preset| crumbwise.run(["clean", "--preset", preset, "--yes", "--json"]))
        .collect::<Result<_>>()?;
    let after = rows(home)?;
    Ok(Live { scan, cookies, truth, refused, before, after, stray: crumbwise.stray_files()? })
}

/// A folder in cargo's own place for what tests leave. Statics are never dropped, so each run removes what
/// ended runs left.
fn kept_until_the_next_run() -> Result<PathBuf> {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(place)?;
    for entry in std::fs::read_dir(place)? {
        let entry = entry?;
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| name.strip_prefix("prepared-"));
        if owner.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
            std::fs::remove_dir_all(entry.path())?;
        }
    }
    let home = place.join(format!("prepared-{}", std::process::id()));
    std::fs::create_dir(&home)?;
    Ok(home)
}
