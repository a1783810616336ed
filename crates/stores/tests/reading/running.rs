//! Whether a browser runs: the lock that is held counts, the one that is left does not.

use std::{
    fs,
    os::unix::{fs::symlink, net::UnixListener},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crumbwise_model::{InUse, Store};
use crumbwise_stores::{in_use, store_at};

use crate::{
    made::{Place, chromium, gecko},
    processes::Other,
};

fn chromium_store(place: &Place) -> (Store, PathBuf) {
    let path = place.path("chromium/Default/Network/Cookies");
    chromium(&path, 24, &[&[]]);
    place.write("chromium/Local State", "{}");
    let root = dunce::canonicalize(place.path("chromium")).unwrap();
    let store = store_at(&path).unwrap();
    assert_eq!(store.root, root, "the locks are in the user-data folder");
    (store, root)
}

fn host() -> String {
    fs::read_to_string("/proc/sys/kernel/hostname").unwrap().trim().to_owned()
}

/// A program that another test starts at the same instant has copies of this test's open files until it
/// runs; the answer counts once that is over.
fn assert_at_rest(store: &Store, rule: &str) {
    let patience = Instant::now() + Duration::from_secs(5);
    while in_use(store).is_running() {
        assert!(Instant::now() < patience, "{rule}: {:?}", in_use(store));
        thread::yield_now();
    }
}

fn leave_lock(root: &Path, text: &str) {
    let lock = root.join("SingletonLock");
    let _ = fs::remove_file(&lock);
    symlink(text, lock).unwrap();
}

#[test]
fn chromium_s_lock_counts_while_its_process_lives_on_this_computer() {
    let place = Place::new();
    let (store, root) = chromium_store(&place);
    assert_at_rest(&store, "no lock");
    let mut browser = Command::new("sleep").arg("600").stdin(Stdio::null()).spawn().unwrap();
    let pid = browser.id();
    leave_lock(&root, &format!("{}-{pid}", host()));
    assert_eq!(in_use(&store), InUse::Yes { pid: Some(pid), program: Some("sleep".into()) });
    assert!(place.read_store(&store).store.in_use.is_running(), "a reading says so too");
    leave_lock(&root, &format!("other-computer-{pid}"));
    assert_at_rest(&store, "another computer's lock, whose name has a dash");
    leave_lock(&root, &format!("{}-{}", host(), std::process::id()));
    assert_at_rest(&store, "our own number: a lock left by someone who had it before");
    leave_lock(&root, "nonsense");
    assert_at_rest(&store, "nobody is left");
    leave_lock(&root, &format!("{}-{pid}", host()));
    browser.kill().unwrap();
    browser.wait().unwrap();
    assert_at_rest(&store, "its process is dead");
}

#[test]
fn a_process_younger_than_the_lock_only_got_the_number_again() {
    let place = Place::new();
    let (store, root) = chromium_store(&place);
    let mut young = Command::new("sleep").arg("600").stdin(Stdio::null()).spawn().unwrap();
    leave_lock(&root, &format!("{}-{}", host(), young.id()));
    let touched = Command::new("touch")
        .args(["-h", "-d", "2 days ago"])
        .arg(root.join("SingletonLock"))
        .status()
        .unwrap();
    assert!(touched.success());
    assert_at_rest(&store, "nobody is left");
    young.kill().unwrap();
    young.wait().unwrap();
}

#[test]
fn chromium_s_socket_answers_where_process_numbers_do_not_match() {
    let place = Place::new();
    let (store, root) = chromium_store(&place);
    let socket = place.path("elsewhere/socket");
    let listener = UnixListener::bind(&socket).unwrap();
    symlink(&socket, root.join("SingletonSocket")).unwrap();
    assert!(in_use(&store).is_running());
    drop(listener);
    assert_at_rest(&store, "a socket nobody listens on is left over");
}

#[test]
fn a_flatpak_s_lock_names_no_process_of_ours() {
    let place = Place::new();
    let path = place.path("home/.var/app/org.chromium.Chromium/config/chromium/Default/Cookies");
    chromium(&path, 24, &[&[]]);
    let root = place.path("home/.var/app/org.chromium.Chromium/config/chromium");
    place.write("home/.var/app/org.chromium.Chromium/config/chromium/Local State", "{}");
    let store = store_at(&path).unwrap();
    let mut other = Command::new("sleep").arg("600").stdin(Stdio::null()).spawn().unwrap();
    leave_lock(&root, &format!("{}-{}", host(), other.id()));
    assert_at_rest(&store, "the number is counted inside; out here it is some other program's");
    other.kill().unwrap();
    other.wait().unwrap();
    let browser = Other::start("writes", &store.path, &place.data());
    let InUse::Yes { pid, .. } = in_use(&store) else { panic!("it has the store open") };
    assert_eq!(pid, Some(browser.child.id()), "the number out here");
    browser.kill();
    let listener = UnixListener::bind(place.path("elsewhere/socket")).unwrap();
    symlink(place.path("elsewhere/socket"), root.join("SingletonSocket")).unwrap();
    assert_eq!(
        in_use(&store),
        InUse::Yes { pid: None, program: None },
        "it answers, and has no number out here"
    );
    drop(listener);
    assert_at_rest(&store, "nobody is left");
}

#[test]
fn firefox_s_lock_file_counts_only_while_it_is_locked() {
    let place = Place::new();
    let path = place.path("profile/cookies.sqlite");
    drop(gecko(&path, 17, &[&[]]));
    let store = store_at(&path).unwrap();
    let lock = place.write("profile/.parentlock", "");
    assert_at_rest(&store, "the file stays for ever");
    let browser = Other::start("locks", &lock, &place.data());
    let InUse::Yes { pid, program } = in_use(&store) else { panic!("it is locked") };
    assert_eq!(pid, Some(browser.child.id()));
    assert!(program.is_some_and(|name| name.starts_with("reading")), "the program is named");
    assert!(place.read_store(&store).store.in_use.is_running());
    browser.kill();
    assert_at_rest(&store, "nobody is left");
}

#[test]
fn a_program_without_marks_shows_when_its_store_is_read() {
    let place = Place::new();
    let path = place.path("home/.config/falkon/profiles/default/Cookies");
    chromium(&path, 12, &[&[]]);
    let (installs, _) = crumbwise_stores::find(&crumbwise_stores::Roots::confined(place.path("home")));
    let store = installs[0].profiles[0].stores[0].clone();
    let shown = |expected: bool, rule: &str| {
        let patience = Instant::now() + Duration::from_secs(5);
        while place.read_store(&store).store.in_use.is_running() != expected {
            assert!(Instant::now() < patience, "{rule}");
            thread::yield_now();
        }
    };
    shown(false, "nobody has it open");
    let writer = Other::start("writes", &store.path, &place.data());
    shown(true, "it is open for writing");
    writer.kill();
    shown(false, "nobody is left");
}

#[test]
fn whoever_has_the_store_open_for_writing_holds_it() {
    let place = Place::new();
    let (store, _) = chromium_store(&place);
    let reader = Other::start("reads", &store.path, &place.data());
    assert_at_rest(&store, "a scan of ours in another process is no browser");
    let writer = Other::start("writes", &store.path, &place.data());
    let InUse::Yes { pid, .. } = in_use(&store) else { panic!("it is open for writing") };
    assert_eq!(pid, Some(writer.child.id()));
    writer.kill();
    reader.kill();
    assert_at_rest(&store, "nobody is left");
}
