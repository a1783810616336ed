//! Whether a browser runs, on Windows: the file that is held counts, the one that is left does not.

use crumbwise_model::{ProblemKind, Store, StoreState};
use crumbwise_stores::{in_use, store_at, write::ProfileLock};

use crate::{
    made::{Place, chromium, gecko, kinds},
    processes::Other,
};

fn chromium_store(place: &Place) -> Store {
    let path = place.path("chromium/Default/Network/Cookies");
    chromium(&path, 24, &[&[]]);
    place.write("chromium/Local State", "{}");
    store_at(&path).unwrap()
}

fn gecko_store(place: &Place) -> Store {
    let path = place.path("profile/cookies.sqlite");
    drop(gecko(&path, 17, &[&[]]));
    store_at(&path).unwrap()
}

#[test]
fn chromium_s_lockfile_counts_only_while_it_is_open() {
    let place = Place::new();
    let store = chromium_store(&place);
    assert!(!in_use(&store).is_running(), "no lock file");
    let lock = place.write("chromium/lockfile", "");
    assert!(!in_use(&store).is_running(), "a power cut left it");
    let browser = Other::start("writes", &lock, &place.data());
    assert!(in_use(&store).is_running(), "it is held");
    browser.kill();
    assert!(!in_use(&store).is_running(), "nobody is left");
}

#[test]
fn firefox_s_lock_file_counts_only_while_it_is_held() {
    let place = Place::new();
    let store = gecko_store(&place);
    let lock = place.write("profile/parent.lock", "");
    assert!(!in_use(&store).is_running(), "the file stays for ever");
    let browser = Other::start("keeps", &lock, &place.data());
    assert!(in_use(&store).is_running(), "it is held");
    assert!(place.read_store(&store).store.in_use.is_running(), "a reading says so too");
    assert!(ProfileLock::take(&store).is_err(), "it cannot be taken meanwhile");
    browser.kill();
    assert!(!in_use(&store).is_running(), "nobody is left");
}

#[test]
fn a_profile_s_lock_is_held_against_others_and_not_taken_for_a_browser() {
    let place = Place::new();
    let store = gecko_store(&place);
    place.write("profile/parent.lock", "");
    let held = ProfileLock::take(&store).unwrap().unwrap();
    assert!(held.keep());
    assert!(!in_use(&store).is_running(), "our own lock is no browser");
    assert!(
        ProfileLock::take(&store).is_err(),
        "nobody else gets it, as a Firefox that is started would not"
    );
    drop(held);
    assert!(ProfileLock::take(&store).unwrap().is_some(), "it is free again");
}

#[test]
fn whoever_has_the_store_open_for_writing_holds_it() {
    let place = Place::new();
    let store = chromium_store(&place);
    let reader = Other::start("reads", &store.path, &place.data());
    assert!(!in_use(&store).is_running(), "a scan of ours in another process is no browser");
    let writer = Other::start("writes", &store.path, &place.data());
    assert!(in_use(&store).is_running(), "it is open for writing");
    writer.kill();
    reader.kill();
    assert!(!in_use(&store).is_running(), "nobody is left");
}

#[test]
fn a_store_that_its_browser_keeps_to_itself_is_in_use_and_not_damaged() {
    let place = Place::new();
    let store = chromium_store(&place);
    let browser = Other::start("keeps", &store.path, &place.data());
    let reading = place.read_store(&store);
    assert_eq!(kinds(&reading), [ProblemKind::Locked], "its own words and steps");
    assert_eq!(reading.store.state, StoreState::InUse);
    assert!(in_use(&store).is_running());
    browser.kill();
    assert_eq!(place.read_store(&store).store.state, StoreState::Read, "nobody is left");
}
