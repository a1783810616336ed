//! Other processes that a test needs: this test program itself, asked for one of the parts below.

use std::{
    env,
    fs::File,
    io::{BufRead, BufReader, Read, Write, stdin, stdout},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use crumbwise_stores::{ReadObserver, Snapshots, read, store_at};
use rusqlite::Connection;

const PATH: &str = "STORES_TEST_PATH";
const DATA: &str = "STORES_TEST_DATA";

/// A process at work until it is ended or its input is closed.
pub(crate) struct Other {
    pub(crate) child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Other {
    /// Starts one of the parts below and waits until it says that it is ready.
    pub(crate) fn start(part: &str, path: &Path, data: &Path) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", &format!("processes::{part}")])
            .env(PATH, path)
            .env(DATA, data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let mut other = Self { child, said };
        other.wait_for("ready");
        other
    }

    /// The rest of the line that holds `word`.
    pub(crate) fn wait_for(&mut self, word: &str) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(
                self.said.read_line(&mut line).unwrap() > 0,
                "the other process ended before it said {word}"
            );
            if let Some((_, rest)) = line.split_once(word) {
                return rest.trim().to_owned();
            }
        }
    }

    /// Lets it end by itself and returns what it says last.
    pub(crate) fn finish(mut self, word: &str) -> String {
        drop(self.child.stdin.take());
        let last = self.wait_for(word);
        assert!(self.child.wait().unwrap().success());
        last
    }

    /// Kills it.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[expect(clippy::print_stdout, reason = "the parent reads it")]
fn say(words: &str) {
    println!("{words}");
    stdout().flush().unwrap();
}

fn path() -> PathBuf {
    env::var_os(PATH).expect("started by another test only").into()
}

fn wait_for_end_of_input() {
    let mut rest = Vec::new();
    let _ = stdin().read_to_end(&mut rest);
}

/// A browser at work: commits again and again without ever waiting for a lock.
#[test]
#[ignore = "a part of another test"]
fn commits() {
    static ENOUGH: AtomicBool = AtomicBool::new(false);
    let connection = Connection::open(path()).unwrap();
    connection.busy_timeout(Duration::ZERO).unwrap();
    // As Chromium does: its journal stays, and is emptied.
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = TRUNCATE").unwrap();
    let (mut done, mut failed) = (0, Vec::new());
    thread::spawn(|| {
        wait_for_end_of_input();
        ENOUGH.store(true, Ordering::Relaxed);
    });
    say("ready");
    while !ENOUGH.load(Ordering::Relaxed) {
        let sql = "INSERT INTO cookies(host_key, name, path) VALUES('.busy.test', hex(randomblob(8)), '/')";
        match connection.execute(sql, []) {
            Ok(_) => done += 1,
            Err(error) => failed.push(format!("{error:?}")),
        }
        // A browser's rhythm, only quicker.
        thread::sleep(Duration::from_millis(3));
    }
    say(&format!("committed {done} {failed:?}"));
}

/// Blocks for ever in the middle of a reading.
struct Blocks;

impl ReadObserver for Blocks {
    fn rows(&self, _so_far: u64) {
        say("ready");
        wait_for_end_of_input();
    }

    fn stopped(&self) -> bool {
        false
    }
}

/// A scan that is in the middle of a store.
#[test]
#[ignore = "a part of another test"]
fn scans() {
    let snapshots = Snapshots::open(Path::new(&env::var_os(DATA).unwrap())).unwrap();
    read(&store_at(&path()).unwrap(), &snapshots, &Blocks);
}

/// Holds a record lock over a whole file, as Firefox does on Linux and macOS.
#[cfg(unix)]
#[test]
#[ignore = "a part of another test"]
fn locks() {
    let file = File::options().write(true).open(path()).unwrap();
    rustix::fs::fcntl_lock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive).unwrap();
    say("ready");
    wait_for_end_of_input();
}

/// Has a file open, for writing.
#[test]
#[ignore = "a part of another test"]
fn writes() {
    let _file = File::options().write(true).open(path()).unwrap();
    say("ready");
    wait_for_end_of_input();
}

/// Has a file open, for reading.
#[test]
#[ignore = "a part of another test"]
fn reads() {
    let _file = File::open(path()).unwrap();
    say("ready");
    wait_for_end_of_input();
}

/// Keeps a file to itself, as Firefox keeps its lock file and Chromium its cookies on Windows.
#[cfg(windows)]
#[test]
#[ignore = "a part of another test"]
fn keeps() {
    use std::os::windows::fs::OpenOptionsExt;
    let _file = File::options().read(true).write(true).share_mode(0).open(path()).unwrap();
    say("ready");
    wait_for_end_of_input();
}
