//! `*.binarycookies`, byte by byte.

use crumbwise_model::{Engine, Lifetime, ProblemKind, SameSite, StoreKind, StoreState, Timestamp, Visited};
use crumbwise_stores::{Asking, Roots, evidence, find};
use rusqlite::Connection;

use crate::made::{BinaryCookie, Place, SECONDS, SECRET, binary_cookies, binary_page, kinds, listed};

#[test]
fn every_field_is_read_whatever_the_order_of_texts() {
    let plain = BinaryCookie { flags: 0x2d, ..BinaryCookie::default() };
    let other = BinaryCookie {
        host: "shop.example",
        name: "cart",
        flags: 0x38,
        order: [2, 0, 3, 1],
        port: Some(8443),
        comment: true,
    };
    let place = Place::new();
    let pages = [binary_page(&[plain]), binary_page(&[other])];
    let reading = place.read(&place.write("Cookies.binarycookies", binary_cookies(&pages, b"")));
    assert_eq!(kinds(&reading), []);
    let store = &reading.store;
    assert_eq!(
        (store.browser.engine, store.kind, store.state),
        (Engine::Safari, StoreKind::BinaryCookies, StoreState::Read)
    );
    assert!(!store.is_written());
    assert_eq!(listed(&reading.cookies), [".example.com id", "shop.example cart"]);
    let [first, second] = reading.cookies.rows() else { panic!() };
    assert_eq!((first.row, second.row), (0, 1));
    assert_eq!(first.expires.unix_seconds(), Some(SECONDS));
    assert_eq!(first.created.unix_seconds(), Some(SECONDS));
    assert_eq!((first.last_used, first.lifetime()), (Timestamp::NONE, Lifetime::Persistent));
    assert!(first.flags.secure && first.flags.http_only && !second.flags.secure);
    assert_eq!([first, second].map(|c| c.flags.same_site), [SameSite::Lax, SameSite::Strict]);
    assert_eq!((first.port, second.port), (-1, 8443));
    assert_eq!(first.size.max as usize, SECRET.len());
    assert_eq!(reading.cookies.path(second).to_string(), "/");
}

#[test]
fn what_writers_differ_in_refuses_nothing() {
    let place = Place::new();
    let page = || [binary_page(&[BinaryCookie::default()])];
    let whole = binary_cookies(&page(), b"");
    let with_list = binary_cookies(&page(), b"\0\0\0\x04bpli");
    let mut wrong_sum = whole.clone();
    let at = whole.len() - 8;
    wrong_sum[at] ^= 1;
    let no_footer = whole[..whole.len() - 4].to_vec();
    let no_pages = binary_cookies(&[], b"");
    let cases: [(_, usize, &[ProblemKind]); 5] = [
        (whole, 1, &[]),
        (with_list, 1, &[]),
        (wrong_sum, 1, &[ProblemKind::BadRows]),
        (no_footer, 1, &[ProblemKind::BadRows]),
        (no_pages, 0, &[]),
    ];
    for (number, (content, cookies, problems)) in cases.into_iter().enumerate() {
        let reading = place.read(&place.write("Cookies.binarycookies", content));
        assert_eq!((reading.cookies.rows().len(), kinds(&reading)), (cookies, problems.to_vec()), "{number}");
        assert_eq!(reading.store.state, StoreState::Read, "{number}");
    }
}

#[test]
fn lies_and_cuts_keep_what_is_whole() {
    let place = Place::new();
    let good = BinaryCookie::default();
    // An offset past the record's end: that record goes, its neighbour stays.
    let mut page = binary_page(&[good, BinaryCookie { name: "second", ..good }]);
    let first = u32::from_le_bytes(page[8..12].try_into().unwrap()) as usize;
    page[first + 20..first + 24].copy_from_slice(&u32::MAX.to_le_bytes());
    let reading = place.read(&place.write("a.binarycookies", binary_cookies(&[page], b"")));
    assert_eq!(listed(&reading.cookies), [".example.com second"]);
    assert_eq!(kinds(&reading), [ProblemKind::BadRows]);
    // No NUL behind the last text, at the end of the record.
    let mut page = binary_page(&[good]);
    page.pop();
    let reading = place.read(&place.write("b.binarycookies", binary_cookies(&[page], b"")));
    assert_eq!((reading.cookies.rows().len(), kinds(&reading)), (1, vec![]));
    // More pages or records than the file can hold, and a page cut off.
    let whole = binary_cookies(&[binary_page(&[good]), binary_page(&[good])], b"");
    let mut pages = whole.clone();
    pages[4..8].copy_from_slice(&u32::MAX.to_be_bytes());
    let mut records = binary_page(&[good]);
    records[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    let records = binary_cookies(&[records], b"");
    let cut = whole[..whole.len() - 28].to_vec();
    for (content, cookies, kind, state) in [
        (pages, 0, ProblemKind::Damaged, StoreState::Damaged),
        (records, 0, ProblemKind::BadRows, StoreState::Read),
        (cut, 2, ProblemKind::Damaged, StoreState::Damaged),
    ] {
        let reading = place.read(&place.write("c.binarycookies", content));
        assert_eq!((reading.cookies.rows().len(), reading.store.state), (cookies, state), "{kind:?}");
        assert_eq!(kinds(&reading), [kind]);
    }
}

#[test]
fn orion_s_history_is_read_where_its_edition_keeps_it_whichever_way_it_writes_times() {
    let place = Place::new();
    let cookies = binary_cookies(&[binary_page(&[])], b"");
    for edition in ["", ".RC"] {
        place.write(
            &format!("Library/HTTPStorages/com.kagi.kagimacOS{edition}.binarycookies"),
            cookies.clone(),
        );
    }
    let history = |edition: &str, host: &str, time: &str| {
        let path = place.path(&format!("Library/Application Support/{edition}/Defaults/history"));
        let sql = format!(
            "CREATE TABLE history_items (ID INTEGER PRIMARY KEY, URL TEXT, TITLE TEXT, HOST TEXT,
                   LAST_VISIT_TIME TIMESTAMP, VISIT_COUNT INTEGER);
                 CREATE TABLE visits (ID INTEGER PRIMARY KEY, HISTORY_ITEM_ID INTEGER, VISIT_TIME TIMESTAMP);
                 INSERT INTO history_items VALUES (1, 'https://{host}/', '', '{host}', {time}, 1),
                   (2, 'https://read-later.example/', '', 'read-later.example', NULL, 0);
                 INSERT INTO visits VALUES (1, 1, {time}), (2, 1, 'nonsense');"
        );
        Connection::open(path).unwrap().execute_batch(&sql).unwrap();
    };
    history("Orion", "text.example", "'2023-11-28 21:48:21'");
    history("Orion RC", "number.example", "722900901.5");
    let roots = Roots::confined(place.folder.path().to_path_buf());
    let (installs, problems) = find(&roots);
    assert!(problems.is_empty() && installs.len() == 2, "{installs:?} {problems:?}");
    let snapshots = place.snapshots();
    let asking = Asking {
        roots: &roots,
        snapshots: &snapshots,
        site_of: |host| host,
        now: Timestamp::from_unix_seconds(SECONDS),
    };
    let answers: Vec<_> = installs
        .iter()
        .map(|install| {
            let (evidence, problems) = evidence(install, &install.profiles[0], asking);
            assert!(problems.is_empty(), "{problems:?}");
            assert_eq!(evidence.history_since().unix_seconds(), Some(1_701_208_101));
            ["text.example", "number.example", "read-later.example"]
                .map(|site| evidence.about(site, site).visited)
        })
        .collect();
    let [yes, no] = [Visited::Yes, Visited::No];
    assert_eq!(answers, [[yes, no, no], [no, yes, no]], "each edition has its own");
}
