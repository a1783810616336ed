//! Measures what explaining costs on a table like thirty people's profiles in one.
//!
//! `cargo run --release -p crumbwise-explain --example explain_speed`

use std::{
    io::{self, Write},
    time::Instant,
};

use crumbwise_explain::{Corrections, Knowledge};
use crumbwise_model::{CookieTable, Correction, CorrectionId, Covers, NewCookie, Says, Timestamp};

const ROWS: u32 = 100_000;
const HOSTS: u32 = 9_000;

fn main() -> io::Result<()> {
    let table = table();
    let mut best = f64::INFINITY;
    let mut trackers = 0;
    for _ in 0..15 {
        let start = Instant::now();
        let explained = Knowledge::built_in().explain(&table);
        let seconds = start.elapsed().as_secs_f64();
        best = best.min(seconds);
        trackers = explained.pairs.iter().filter(|verdict| verdict.is_tracker()).count();
    }
    let said = said(&table);
    let (rows, pairs) = (table.rows().len(), table.pairs().len());
    let per = |count: usize| best * 1e9 / f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    writeln!(
        io::stdout(),
        "{rows} rows, {} hosts, {} names, {pairs} pairs, {trackers} of them trackers: {:.2} ms, {:.0} ns a pair, {:.0} ns a row; 100 corrections beside: {:.2} ms",
        table.hosts().len(),
        table.names().len(),
        best * 1e3,
        per(pairs),
        per(rows),
        said * 1e3
    )
}

/// What looking a hundred corrections up costs, in seconds; the best of several tries.
fn said(table: &CookieTable) -> f64 {
    let knowledge = Knowledge::built_in();
    let explained = knowledge.explain(table);
    let all: Vec<Correction> = (0..100)
        .map(|number| Correction {
            id: CorrectionId(number),
            covers: match number % 3 {
                0 => Covers::Name(format!("name{number}")),
                1 => Covers::Site(format!("site{number}.com")),
                _ => Covers::Cookie { name: "_ga".to_owned(), host: format!("www.site{number}.de") },
            },
            says: Says::NotTracking,
            at: Timestamp::NONE,
        })
        .collect();
    let mut best = f64::INFINITY;
    for _ in 0..15 {
        let start = Instant::now();
        let said = Corrections::new(&all, knowledge).of_table(table, &explained);
        best = best.min(start.elapsed().as_secs_f64());
        assert!(!said.is_empty(), "the corrections are about cookies of the table");
    }
    best
}

/// A third of the names are famous, a third carry an id of their own, a third nobody knows.
fn table() -> CookieTable {
    let famous =
        ["_ga", "_gid", "_fbp", "IDE", "PHPSESSID", "csrftoken", "lang", "OptanonConsent", "sid", "uuid2"];
    let ends = ["com", "co.uk", "de", "io", "doubleclick.net", "github.io"];
    let mut table = CookieTable::builder();
    let mut random = 1_u64;
    for row in 0..ROWS {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pick = u32::try_from(random >> 33).unwrap_or_default();
        let number = pick % HOSTS;
        let end = ends.get(number as usize % ends.len()).copied().unwrap_or("com");
        let host = format!("{}site{number}.{end}", if number.is_multiple_of(3) { "." } else { "www." });
        let name = match row % 3 {
            0 => famous.get(pick as usize / 7 % famous.len()).copied().unwrap_or("_ga").to_owned(),
            1 => format!("_ga_{:07X}", pick % 500),
            _ => format!("name{}", pick / 3 % 9_000),
        };
        table.push(&NewCookie { host: host.as_bytes(), name: name.as_bytes(), ..NewCookie::default() });
    }
    table.finish()
}
