//! Private copies: gone afterwards, also after a kill, never in another's way, never in the browser's.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
};

use crumbwise_model::StoreState;
use crumbwise_stores::{ReadObserver, Snapshots, read, store_at};
use rusqlite::Connection;

use crate::{
    made::{PLAIN, Place, chromium, kinds, write_by_log},
    processes::Other,
};

#[cfg(unix)]
fn assert_mode(path: &Path, wanted: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, wanted, "{}", path.display());
}

/// Windows has no permission bits; there the folder's inherited access list keeps others out.
#[cfg(windows)]
fn assert_mode(path: &Path, _wanted: u32) {
    assert!(path.exists());
}

/// Looks at the copy while it is read.
struct Looks<'a>(&'a Place);

impl ReadObserver for Looks<'_> {
    fn rows(&self, _so_far: u64) {
        let [folder] = self.0.copies().try_into().expect("one copy");
        assert_mode(folder.parent().unwrap(), 0o700);
        assert_mode(&folder, 0o700);
        for file in fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().path();
            assert_mode(&file, 0o600);
        }
    }

    fn stopped(&self) -> bool {
        false
    }
}

#[test]
fn a_copy_is_private_and_gone_afterwards() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &[&[]]);
    write_by_log(&path);
    let reading = read(&store_at(&path).unwrap(), &place.snapshots(), &Looks(&place));
    assert_eq!(reading.store.state, StoreState::Read);
    assert_eq!(place.copies(), [] as [PathBuf; 0]);
}

#[test]
fn a_killed_scan_s_copy_goes_at_the_next_start_and_a_living_one_s_stays() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &vec![PLAIN; 5000]);
    write_by_log(&path);
    let killed = Other::start("scans", &path, &place.data());
    let living = Other::start("scans", &path, &place.data());
    assert_eq!(place.copies().len(), 2, "both scans hold a copy");
    killed.kill();
    assert_eq!(place.copies().len(), 2, "a kill leaves the copy");
    // Also one that was killed between its folder and its lock file.
    fs::create_dir(place.data().join("snapshots/half")).unwrap();
    drop(Snapshots::open(&place.data()).unwrap());
    assert_eq!(place.copies().len(), 1, "the next start removes the dead ones and leaves the living one");
    living.kill();
    drop(Snapshots::open(&place.data()).unwrap());
    assert_eq!(place.copies(), [] as [PathBuf; 0]);
}

/// Finds no copy while it is read.
struct FindsNone<'a>(&'a Place);

impl ReadObserver for FindsNone<'_> {
    fn rows(&self, _so_far: u64) {
        assert_eq!(self.0.copies(), [] as [PathBuf; 0]);
    }

    fn stopped(&self) -> bool {
        false
    }
}

#[test]
fn an_ordinary_store_is_copied_into_memory() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &vec![PLAIN; 5000]);
    let reading = read(&store_at(&path).unwrap(), &place.snapshots(), &FindsNone(&place));
    assert_eq!((reading.store.state, reading.cookies.rows().len()), (StoreState::Read, 5000));
}

/// Knows how far it is.
#[derive(Default)]
struct Listens(Mutex<Vec<u64>>);

impl ReadObserver for Listens {
    fn rows(&self, so_far: u64) {
        self.0.lock().unwrap().push(so_far);
    }

    fn stopped(&self) -> bool {
        false
    }
}

#[test]
fn a_large_store_read_in_parts_is_read_in_its_order() {
    const ROWS: usize = 40_000;
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &vec![PLAIN; ROWS]);
    let connection = Connection::open(&path).unwrap();
    // Holes and far numbers, as years of use leave them.
    connection
        .execute_batch(
            "DELETE FROM cookies WHERE rowid % 7 = 0;
            UPDATE cookies SET rowid = rowid * 1000 WHERE rowid > 30000;
            UPDATE cookies SET path = path || hex(zeroblob(120));",
        )
        .unwrap();
    let mut statement = connection.prepare("SELECT rowid, name FROM cookies ORDER BY rowid").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let wanted: Vec<(i64, String)> = rows.collect::<Result<_, _>>().unwrap();
    assert!(fs::metadata(&path).unwrap().len() > 8 << 20, "large enough to be read in parts");
    let listens = Listens::default();
    let cookies = read(&store_at(&path).unwrap(), &place.snapshots(), &listens).cookies;
    let read: Vec<_> =
        cookies.rows().iter().map(|cookie| (cookie.row, cookies.name(cookie).to_string())).collect();
    assert_eq!(read.len(), wanted.len());
    assert!(read == wanted, "the same rows in the same order");
    assert_eq!(listens.0.into_inner().unwrap().into_iter().max(), Some(wanted.len() as u64));
}

#[test]
fn many_scans_at_once_do_not_disturb_each_other() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &[PLAIN; 50]);
    let store = store_at(&path).unwrap();
    place.snapshots();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let reading = read(&store, &place.snapshots(), &());
                    assert_eq!((reading.cookies.rows().len(), kinds(&reading)), (50, vec![]));
                }
            });
        }
    });
    assert_eq!(place.copies(), [] as [PathBuf; 0]);
}

#[test]
fn another_process_can_commit_throughout_a_scan() {
    let place = Place::new();
    let path = place.path("Cookies");
    chromium(&path, 24, &[PLAIN; 200]);
    let snapshots = place.snapshots();
    let browser = Other::start("commits", &path, &place.data());
    let store = store_at(&path).unwrap();
    let (mut rows_before, enough) = (200, 225);
    while rows_before < enough {
        let reading = read(&store, &snapshots, &());
        match reading.store.state {
            StoreState::Read => {
                let rows = reading.cookies.rows().len();
                assert!(rows >= rows_before, "{rows} rows after {rows_before}");
                rows_before = rows;
            }
            StoreState::InUse => {}
            other @ (StoreState::Found
            | StoreState::NeedsPermission
            | StoreState::Damaged
            | StoreState::NotSupported) => panic!("{other:?}: {:?}", reading.problems),
        }
    }
    let said = browser.finish("committed");
    let (done, failed) = said.split_once(' ').unwrap();
    assert_eq!(failed, "[]", "no commit met a lock of ours");
    assert!(done.parse::<usize>().unwrap() >= enough - 200, "{done} commits");
}

#[test]
fn a_data_folder_that_cannot_be_made_is_an_error() {
    let place = Place::new();
    let file = place.write("data", "a file");
    let error = Snapshots::open(&file).unwrap_err();
    let named = Path::new("data").join("snapshots");
    assert!(error.to_string().contains(&named.display().to_string()), "{error}");
}
