//! A home with a Chromium and a Firefox profile, made by SQL, and the command run on it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use rusqlite::{Connection, params};
use serde_json::Value;
use tempfile::TempDir;

const CHROMIUM: &str = "
    CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
    INSERT INTO meta VALUES('version', '24'), ('last_compatible_version', '24'), ('mmap_status', '-1');
    CREATE TABLE cookies(creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, top_frame_site_key TEXT NOT NULL,
        name TEXT NOT NULL, value TEXT NOT NULL, encrypted_value BLOB NOT NULL, path TEXT NOT NULL,
        expires_utc INTEGER NOT NULL, is_secure INTEGER NOT NULL, is_httponly INTEGER NOT NULL,
        last_access_utc INTEGER NOT NULL, has_expires INTEGER NOT NULL, is_persistent INTEGER NOT NULL,
        priority INTEGER NOT NULL, samesite INTEGER NOT NULL, source_scheme INTEGER NOT NULL,
        source_port INTEGER NOT NULL, last_update_utc INTEGER NOT NULL, source_type INTEGER NOT NULL,
        has_cross_site_ancestor INTEGER NOT NULL);
    CREATE UNIQUE INDEX cookies_unique_index ON cookies(host_key, top_frame_site_key, has_cross_site_ancestor,
        name, path, source_scheme, source_port);";

const FIREFOX: &str = "
    PRAGMA user_version = 17;
    CREATE TABLE moz_cookies(id INTEGER PRIMARY KEY, originAttributes TEXT NOT NULL DEFAULT '', name TEXT,
        value TEXT, host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER, creationTime INTEGER,
        isSecure INTEGER, isHttpOnly INTEGER, inBrowserElement INTEGER DEFAULT 0, sameSite INTEGER DEFAULT 0,
        schemeMap INTEGER DEFAULT 0, isPartitionedAttributeSet INTEGER DEFAULT 0, updateTime INTEGER,
        CONSTRAINT moz_uniqueid UNIQUE (name, host, path, originAttributes));";

/// 2026-10-01 12:00:00 UTC, when every cookie here was set.
const SET: i64 = 1_790_856_000;

/// 2036-10-01, when the persistent ones expire.
const EXPIRES: i64 = 2_106_432_000;

/// From 1601 to 1970, in seconds: Chromium's epoch.
const EPOCH: i64 = 11_644_473_600;

/// A name that would move the cursor, ring the bell and turn the reading direction round.
pub(crate) const HOSTILE: &str = "\u{1b}[2J\u{7}<img src=x onerror=alert(1)>\u{202e}gnp.exe";

/// A home of its own; gone with its value.
pub(crate) struct Home {
    dir: TempDir,
}

impl Home {
    /// Without any browser.
    pub(crate) fn empty() -> Self {
        Self { dir: TempDir::new().unwrap() }
    }

    /// Two trackers and a sign-in in Chromium (with a hostile name beside them), two trackers and a theme in Firefox.
    pub(crate) fn with_browsers() -> Self {
        let home = Self::empty();
        let profile = home.path().join(".config/chromium/Default");
        fs::create_dir_all(&profile).unwrap();
        let index = r#"{"profile":{"info_cache":{"Default":{"name":"Ada"}}}}"#;
        fs::write(home.path().join(".config/chromium/Local State"), index).unwrap();
        let store = Connection::open(home.chromium()).unwrap();
        store.execute_batch(CHROMIUM).unwrap();
        for (host, name, persistent) in [
            (".doubleclick.net", "IDE", true),
            (".facebook.com", "_fbp", true),
            (".github.com", "user_session", true),
            ("shop.example", HOSTILE, false),
        ] {
            let (set, expires) = ((SET + EPOCH) * 1_000_000, (EXPIRES + EPOCH) * 1_000_000);
            let sql = "INSERT INTO cookies VALUES(?1, ?2, '', ?3, '', x'763130aabbccddeeff00112233445566', '/', ?4, \
                       1, 1, ?1, ?5, ?5, 1, 0, 2, 443, ?1, 1, 0)";
            store
                .execute(sql, params![set, host, name, if persistent { expires } else { 0 }, persistent])
                .unwrap();
        }
        home.add_firefox();
        home
    }

    fn add_firefox(&self) {
        let root = self.path().join(".mozilla/firefox");
        fs::create_dir_all(root.join("abc.default")).unwrap();
        let index = "[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\nDefault=1\n";
        fs::write(root.join("profiles.ini"), index).unwrap();
        let store = Connection::open(root.join("abc.default/cookies.sqlite")).unwrap();
        store.execute_batch(FIREFOX).unwrap();
        for (host, name) in [(".criteo.com", "uid"), (".doubleclick.net", "IDE"), ("news.example", "theme")] {
            let sql = "INSERT INTO moz_cookies(name, value, host, path, expiry, lastAccessed, creationTime, isSecure, \
                       isHttpOnly, sameSite, schemeMap, updateTime) \
                       VALUES(?1, 'dark', ?2, '/', ?3, ?4, ?4, 1, 0, 0, 2, ?4)";
            store.execute(sql, params![name, host, EXPIRES * 1_000, SET * 1_000_000]).unwrap();
        }
    }

    /// A Firefox profile with one cookie, where no browser has one.
    pub(crate) fn add_backup(&self) {
        fs::create_dir_all(self.path().join("backup")).unwrap();
        let store = Connection::open(self.path().join("backup/cookies.sqlite")).unwrap();
        store.execute_batch(FIREFOX).unwrap();
        let sql = "INSERT INTO moz_cookies(name, value, host, path) VALUES('old', 'x', 'old.example', '/')";
        store.execute(sql, []).unwrap();
    }

    /// Cookies in containers and under a site, in Firefox.
    pub(crate) fn add_containers(&self) {
        let profile = self.path().join(".mozilla/firefox/abc.default");
        let list = r#"{"version": 5, "identities": [
            {"userContextId": 2, "public": true, "l10nId": "user-context-work"},
            {"userContextId": 6, "public": true, "name": "Trip"}]}"#;
        fs::write(profile.join("containers.json"), list).unwrap();
        let store = Connection::open(profile.join("cookies.sqlite")).unwrap();
        for (name, attributes) in [
            ("in-work", "^userContextId=2"),
            ("in-trip", "^userContextId=6"),
            ("under-shop", "^partitionKey=%28https%2Cshop.example%29"),
        ] {
            let sql = "INSERT INTO moz_cookies(name, originAttributes, value, host, path, isPartitionedAttributeSet) \
                       VALUES(?1, ?2, 'x', 'apart.example', '/', 1)";
            store.execute(sql, [name, attributes]).unwrap();
        }
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Chromium's store.
    pub(crate) fn chromium(&self) -> PathBuf {
        self.path().join(".config/chromium/Default/Cookies")
    }

    /// Firefox's store.
    pub(crate) fn firefox(&self) -> PathBuf {
        self.path().join(".mozilla/firefox/abc.default/cookies.sqlite")
    }

    /// How many cookies Chromium's store holds.
    pub(crate) fn chromium_rows(&self) -> i64 {
        let store = Connection::open(self.chromium()).unwrap();
        store.query_row("SELECT count(*) FROM cookies", [], |row| row.get(0)).unwrap()
    }

    /// Chromium runs: its lock names a living process, this one.
    #[cfg(target_os = "linux")]
    pub(crate) fn start_chromium(&self) {
        let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
        let lock = format!("{}-{}", host.trim(), std::process::id());
        std::os::unix::fs::symlink(lock, self.path().join(".config/chromium/SingletonLock")).unwrap();
    }

    /// The command with these arguments, ready to run: English, UTC, nobody to ask.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare_command(&[]);
        command.arg("--home").arg(self.path()).args(arguments);
        command
    }

    /// The same without a home; the person's own is this one.
    pub(crate) fn bare_command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crumbwise"));
        command.env_clear().env("TZ", "UTC").env("HOME", self.path()).stdin(Stdio::null()).args(arguments);
        command
    }

    /// Runs the command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.command(arguments).output().unwrap().into()
    }
}

/// What a run said.
#[derive(Debug)]
pub(crate) struct Said {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Said {
    /// Standard output as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("one JSON document ({error}): {self:?}"))
    }

    /// Standard output as one of the engine's shapes.
    pub(crate) fn shape<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("the documented shape ({error}): {self:?}"))
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }
}
