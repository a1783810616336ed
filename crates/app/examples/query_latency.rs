//! Times what the table on screen waits for: each kind of question to one scanned store, the median of
//! many, as `name<TAB>milliseconds<TAB>matching rows`.
//!
//! `query_latency STORE DATA`; the last answer is kept by the table, so another question stands between two
//! equal ones.
#![expect(clippy::print_stdout, reason = "its output is read by the bench")]

use std::{env, path::PathBuf, time::Instant};

use crumbwise_app::{
    Places, Roots, Scanned, cookies, scan, timeline,
    view::{CookieQuery, Direction, Filter, Sort, SortColumn, Span, TimelineQuery},
};
use crumbwise_model::Timestamp;

/// How often each question is asked.
const ROUNDS: usize = 21;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [store, data] = arguments.as_slice() else {
        return Err("usage: query_latency STORE DATA".into());
    };
    let now = Timestamp::from_unix_seconds(1_795_000_000);
    let places = Places::new(Roots::confined(data.clone()), data.clone());
    let scanned = scan(&places, Some(store), now, &())?;
    let first = Instant::now();
    let page = cookies(&scanned, &CookieQuery { limit: 100, ..CookieQuery::default() });
    println!("first page\t{:.3}\t{}", milliseconds(first), page.total);
    for (name, query) in questions() {
        let (taken, rows) = median(&scanned, &query);
        println!("{name}\t{taken:.3}\t{rows}");
    }
    let drawn = Instant::now();
    let charts = timeline(&scanned, &TimelineQuery { lanes: 50, ..TimelineQuery::default() });
    println!("timeline\t{:.3}\t{}", milliseconds(drawn), charts.selected.cookies);
    Ok(())
}

fn questions() -> Vec<(&'static str, CookieQuery)> {
    let sorted = |column, direction| CookieQuery {
        sort: Sort { column, direction },
        limit: 100,
        ..CookieQuery::default()
    };
    let filtered = |filter| CookieQuery { filter, limit: 100, ..CookieQuery::default() };
    vec![
        ("sort by name", sorted(SortColumn::Name, Direction::Ascending)),
        ("sort by site", sorted(SortColumn::Site, Direction::Descending)),
        ("sort by company", sorted(SortColumn::Company, Direction::Ascending)),
        ("sort by last use", sorted(SortColumn::LastUsed, Direction::Descending)),
        ("sort by expiry", sorted(SortColumn::Expires, Direction::Ascending)),
        ("search in names, hosts and companies", filtered(Filter { text: "go".into(), ..Filter::default() })),
        ("filter by purpose", filtered(Filter { purposes: vec!["advertising".into()], ..Filter::default() })),
        ("filter trackers", filtered(Filter { trackers_only: true, ..Filter::default() })),
        (
            "filter by a span of time",
            filtered(Filter { set: Some(Span { from: Some(1_780_000_000), to: None }), ..Filter::default() }),
        ),
    ]
}

/// The median time of a question in milliseconds, and how many rows it matches.
fn median(scanned: &Scanned, query: &CookieQuery) -> (f64, u64) {
    let other = CookieQuery {
        sort: Sort { column: SortColumn::Size, direction: Direction::Descending },
        filter: Filter { text: "q".into(), ..Filter::default() },
        limit: 1,
        ..CookieQuery::default()
    };
    let mut rows = 0;
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            cookies(scanned, &other);
            let start = Instant::now();
            rows = cookies(scanned, query).total;
            milliseconds(start)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times.get(ROUNDS / 2).copied().unwrap_or_default(), rows)
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
