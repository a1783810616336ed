//! How long filtering and sorting the table of all cookies takes: `cargo run --release -p crumbwise-app
//! --example table_latency [cookies]`. Prints milliseconds for each question, the first answer of a scan apart.

#![expect(clippy::print_stdout, reason = "an example reports on standard output")]

use std::time::{Duration, Instant};

use crumbwise_app::{
    Scanned, cookies,
    view::{CookieQuery, Direction, Filter, Sort, SortColumn},
};
use crumbwise_model::{
    Browser, BrowserId, CookieTable, Engine, Flags, InUse, NewCookie, SameSite, Scan, ScannedStore, Store,
    StoreKind, StoreState, Timestamp, ValueSize,
};

/// The moment of the scan, Unix seconds.
const NOW: i64 = 1_795_515_450;

fn main() {
    let count = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let (store, made) = timed(|| store(count));
    let scan = Scan { at: Timestamp::from_unix_seconds(NOW), stores: vec![store], ..Scan::default() };
    let (scanned, counted) = timed(|| Scanned::new(scan));
    let ((), prepared) = timed(|| scanned.prepare());
    println!("{count} cookies: made and explained {made:.1?}, counted {counted:.1?}, index {prepared:.1?}");
    for (what, filter) in filters() {
        for column in columns() {
            let sort = Sort { column, direction: Direction::Descending };
            let query = CookieQuery { filter: filter.clone(), sort, offset: 500, limit: 100 };
            let (page, asked) = timed(|| cookies(&scanned, &query));
            let (_, again) = timed(|| cookies(&scanned, &query));
            println!("{what:22} {column:10?} {:7} rows {asked:>10.1?}  again {again:>9.1?}", page.total);
        }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn columns() -> [SortColumn; 5] {
    [SortColumn::Site, SortColumn::Name, SortColumn::Company, SortColumn::LastUsed, SortColumn::Size]
}

fn filters() -> Vec<(&'static str, Filter)> {
    let text = |text: &str| Filter { text: text.to_owned(), ..Filter::default() };
    vec![
        ("everything", Filter::default()),
        ("text `goo`", text("goo")),
        ("text `shop12`", text("shop12")),
        ("text `ö`", text("ö")),
        ("trackers only", Filter { trackers_only: true, ..Filter::default() }),
        (
            "advertising, expired",
            Filter { purposes: vec!["advertising".to_owned()], expired_only: true, ..Filter::default() },
        ),
    ]
}

/// A store whose hosts and names repeat as they do in real ones.
fn store(count: u32) -> ScannedStore {
    let names = ["_ga", "_gid", "_fbp", "session", "lang", "cart", "csrftoken", "OptanonConsent"];
    let trackers = [(".doubleclick.net", "IDE"), (".adnxs.com", "uuid2"), (".criteo.com", "uid")];
    let mut table = CookieTable::builder();
    for number in 0..count {
        let spread = number.wrapping_mul(2_654_435_761);
        let own_host = format!(".shop{}.example", spread % (count / 4).max(1));
        let own_name = format!(
            "{}{}",
            pick(&names, spread >> 7),
            if spread.is_multiple_of(3) { number.to_string() } else { String::new() }
        );
        let tracker = (spread.is_multiple_of(5)).then(|| pick(&trackers, spread >> 9));
        let (host, name) = tracker.unwrap_or((&own_host, &own_name));
        let partition = tracker.map(|_| format!("https://site{number}.example")).unwrap_or_default();
        let age = i64::from(spread % 34_000_000);
        table.push(&NewCookie {
            row: i64::from(number),
            host: host.as_bytes(),
            name: name.as_bytes(),
            path: b"/",
            partition: partition.as_bytes(),
            created: Timestamp::from_unix_seconds(NOW - age),
            last_used: Timestamp::from_unix_seconds(NOW - age / 3),
            expires: Timestamp::from_unix_seconds(NOW - age / 3 + 8_000_000),
            size: ValueSize::exact(spread % 4_096),
            flags: Flags { persistent: true, secure: true, same_site: SameSite::None, ..Flags::default() },
            ..NewCookie::default()
        });
    }
    let cookies = table.finish();
    let explained = crumbwise_explain::explain(&cookies);
    let browser = Browser { id: BrowserId("chromium"), name: "Chromium", engine: Engine::Chromium };
    let store = Store {
        browser,
        root: "/example".into(),
        profile: "Default".to_owned(),
        kind: StoreKind::Database,
        path: "/example/Default/Cookies".into(),
        state: StoreState::Read,
        in_use: InUse::No,
        version: Some(24),
        bytes: 0,
        modified: Timestamp::NONE,
    };
    ScannedStore { store, cookies, explained }
}

fn pick<T: Copy>(list: &[T], number: u32) -> T {
    let index = number as usize % list.len();
    *list.get(index).or(list.first()).expect("the lists above are not empty")
}
