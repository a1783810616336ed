//! A hostile profile costs bounded time and memory and one line for each trap; what is honest is read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use crumbwise_tests::command::Crumbwise;
use crumbwise_tests::{firefox, home, stores};
use rusqlite::Connection;

/// Rows of each store that nothing is wrong with.
const GOOD: usize = 30;

/// The most time a scan may take on a busy machine, unoptimised.
const PATIENCE: Duration = Duration::from_mins(2);

/// The most memory it may hold, in MiB: the largest content that must be looked at whole before it can be refused
/// is the session store that unpacks to 100.
const MEMORY: u64 = 250;

/// Folders whose list of profiles cannot be read, with an honest profile beside it.
const CHROMIUM_LISTS: [&str; 4] =
    [".config/google-chrome", ".config/google-chrome-beta", ".config/vivaldi", ".config/opera"];
const FIREFOX_LISTS: [&str; 3] = [".librewolf", ".waterfox", ".floorp"];

/// Ten gibibytes, of which nothing is on the disk.
const HUGE: u64 = 10 << 30;

#[test]
fn every_trap_costs_one_line_and_hides_nothing() -> Result<()> {
    let home = home::empty()?;
    let outside = home::empty()?;
    stores::chromium(home.path(), GOOD)?;
    stores::chromium(outside.path(), GOOD)?;
    stores::firefox(home.path(), GOOD)?;
    let mut trapped = Traps { home: home.path().canonicalize()?, set: Vec::new() };
    trapped.stores(&outside.path().join(".config/chromium"))?;
    trapped.lists()?;
    trapped.sessions()?;
    trapped.evidence()?;

    let crumbwise = Crumbwise::on(home.path())?;
    let start = Instant::now();
    let (said, memory) = crumbwise.measured(&["scan", "--json"])?;
    let taken = start.elapsed();
    let scan = said.json()?;
    assert!(taken < PATIENCE, "the scan took {taken:?}");
    assert!(memory < MEMORY, "the scan held {memory} MiB");

    let mut lines = BTreeMap::new();
    for problem in scan["coverage"]["problems"].as_array().context("problems")? {
        let path = PathBuf::from(problem["path"].as_str().context("a path")?);
        lines.entry(path).or_insert_with(Vec::new).push(problem["kind"].as_str().unwrap_or_default());
    }
    for (path, kind) in &trapped.set {
        let told = lines.remove(path).unwrap_or_default();
        assert_eq!(told, [*kind], "{} is told in one line", path.display());
    }
    assert_eq!(lines, BTreeMap::new(), "nothing else is a problem");
    // Two stores made above, and one honest profile beside each list that cannot be read.
    let honest = (2 + CHROMIUM_LISTS.len() + FIREFOX_LISTS.len()) * GOOD;
    assert_eq!(scan["counts"]["cookies"], honest, "what is honest is read: {:#}", scan["coverage"]);
    Ok(())
}

/// What was set, and as what each is told.
struct Traps {
    home: PathBuf,
    set: Vec<(PathBuf, &'static str)>,
}

impl Traps {
    /// A path below the home, its folder made.
    fn at(&mut self, path: &str, kind: &'static str) -> Result<PathBuf> {
        let path = self.home.join(path);
        fs::create_dir_all(path.parent().context("a folder")?)?;
        self.set.push((path.clone(), kind));
        Ok(path)
    }

    /// In place of a store.
    fn stores(&mut self, outside: &Path) -> Result<()> {
        let root = ".config/chromium";
        symlink(outside.join("Default"), self.at(&format!("{root}/Profile 1"), "bad_link")?)?;
        symlink(outside.join("Default/Cookies"), self.at(&format!("{root}/Profile 2/Cookies"), "bad_link")?)?;
        symlink("/dev/zero", self.at(&format!("{root}/Profile 3/Cookies"), "bad_link")?)?;
        symlink("Cookies", self.at(&format!("{root}/Profile 4/Cookies"), "bad_link")?)?;
        pipe(&self.at(&format!("{root}/Profile 5/Cookies"), "not_a_file")?)?;
        sparse(&self.at(&format!("{root}/Profile 6/Cookies"), "too_large")?, b"SQLite format 3\0")?;
        sparse(&self.at(&format!("{root}/Default/Extension Cookies"), "too_large")?, b"")?;
        pipe(&self.at(".local/share/epiphany/cookies.sqlite", "not_a_file")?)?;
        sparse(&self.at("Library/Cookies/Cookies.binarycookies", "too_large")?, b"cook\xff\xff\xff\xff")?;
        Ok(())
    }

    /// In place of what names profiles.
    fn lists(&mut self) -> Result<()> {
        pipe(&self.at(".config/google-chrome/Local State", "not_a_file")?)?;
        sparse(&self.at(".config/google-chrome-beta/Local State", "too_large")?, b"{")?;
        let deep = "[".repeat(1_000_000);
        fs::write(self.at(".config/vivaldi/Local State", "bad_index")?, format!("{{\"profile\":{deep}"))?;
        let long = "n".repeat(60_000_000);
        fs::write(
            self.at(".config/opera/Local State", "bad_index")?,
            format!("{{\"profile\":{{\"info_cache\":{{\"long\":{{\"name\":\"{long}"),
        )?;
        pipe(&self.at(".librewolf/profiles.ini", "not_a_file")?)?;
        sparse(&self.at(".waterfox/profiles.ini", "too_large")?, b"[Profile0]\nPath=")?;
        fs::write(self.at(".floorp/profiles.ini", "bad_index")?, "x".repeat(4_000_000))?;
        for root in
            [".config/google-chrome", ".config/google-chrome-beta", ".config/vivaldi", ".config/opera"]
        {
            let honest = self.home.join(root).join("Default");
            fs::create_dir_all(&honest)?;
            fs::copy(self.home.join(".config/chromium/Default/Cookies"), honest.join("Cookies"))?;
        }
        for root in FIREFOX_LISTS {
            let honest = self.home.join(root).join("honest");
            fs::create_dir_all(&honest)?;
            fs::copy(firefox::profile(&self.home).join("cookies.sqlite"), honest.join("cookies.sqlite"))?;
        }
        // A view that never ends, where a table of names is expected.
        let group = self.at(".mozilla/firefox/Profile Groups/group.sqlite", "bad_index")?;
        Connection::open(group)?.execute_batch(
            "CREATE VIEW Profiles AS WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n)
             SELECT n AS id, 'path' AS path, 'name' AS name FROM n",
        )?;
        Ok(())
    }

    /// In place of what a browser knows about sites.
    fn evidence(&mut self) -> Result<()> {
        pipe(&self.at(".config/chromium/Default/History", "no_evidence")?)?;
        fs::write(self.at(".config/chromium/Default/Preferences", "no_evidence")?, "[".repeat(1_000_000))?;
        sparse(&self.at(".config/vivaldi/Default/History", "no_evidence")?, b"SQLite format 3\0")?;
        let endless = self.at(".mozilla/firefox/tests.default-esr/places.sqlite", "no_evidence")?;
        Connection::open(endless)?.execute_batch(
            "CREATE VIEW moz_places AS WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n)
             SELECT 'https://' || n || '.example/' AS url, n AS visit_count, n AS last_visit_date, n AS id FROM n",
        )?;
        Ok(())
    }

    /// In place of a session store, each in a profile of its own.
    fn sessions(&mut self) -> Result<()> {
        let root = ".mozilla/firefox";
        pipe(&self.at(&format!("{root}/a/sessionstore.jsonlz4"), "not_a_file")?)?;
        sparse(&self.at(&format!("{root}/b/sessionstore.jsonlz4"), "too_large")?, &header(1_000))?;
        let lie = self.at(&format!("{root}/c/sessionstore.jsonlz4"), "damaged")?;
        fs::write(lie, [header(u32::MAX), b"\x10{".to_vec()].concat())?;
        let deep = format!("{{\"cookies\":{}", "[".repeat(5_000_000));
        fs::write(self.at(&format!("{root}/d/sessionstore.jsonlz4"), "damaged")?, packed(deep.as_bytes())?)?;
        fs::write(self.at(&format!("{root}/e/sessionstore.jsonlz4"), "damaged")?, bomb(100 << 20)?)?;
        for profile in ["a", "b", "c", "d", "e"] {
            let folder = self.home.join(root).join(profile);
            // What makes the folder a profile.
            fs::write(folder.join("cookies.sqlite"), [])?;
            self.set.push((folder.join("cookies.sqlite"), "not_a_database"));
        }
        Ok(())
    }
}

fn pipe(path: &Path) -> Result<()> {
    let made = std::process::Command::new("mkfifo").arg(path).status()?;
    ensure!(made.success(), "mkfifo {}", path.display());
    Ok(())
}

/// A file that begins as it should and says that it is huge.
fn sparse(path: &Path, start: &[u8]) -> Result<()> {
    fs::write(path, start)?;
    File::options().write(true).open(path)?.set_len(HUGE)?;
    Ok(())
}

/// The start of Mozilla's container, with the size it states.
fn header(size: u32) -> Vec<u8> {
    [b"mozLz40\0".as_slice(), &size.to_le_bytes()].concat()
}

fn packed(content: &[u8]) -> Result<Vec<u8>> {
    let size = u32::try_from(content.len())?;
    Ok([header(size), lz4_flex::block::compress(content)].concat())
}

/// Nothing but spaces, which pack to a 255th.
fn bomb(size: u32) -> Result<Vec<u8>> {
    // One space, repeated from one place before; then the five literal bytes that end a block.
    let (start, end) = (&[0x1f, b' ', 1, 0], [0x50, b' ', b' ', b' ', b' ', b' ']);
    let repeated = usize::try_from(size)? - 1 - 4 - 15 - 5;
    let lengths = [vec![255; repeated / 255], vec![u8::try_from(repeated % 255)?]].concat();
    Ok([header(size), start.to_vec(), lengths, end.to_vec()].concat())
}
