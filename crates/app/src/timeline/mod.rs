//! Cookies over time: three charts that share one brush, and the lives of what the brush holds.

mod chart;
mod lives;

use std::collections::BTreeSet;

use crumbwise_model::{Cookie, Scan, ScannedStore, Timestamp};

use crate::table::{self, Class};
use crate::view::{Axis, Brush, Chart, Selected, Timeline, TimelineQuery};
use crate::{Scanned, marks};

use chart::Columns;

/// Fifty-two weeks, what the first screen shows.
const YEAR_OF_WEEKS: u32 = 364;

/// A long time without use.
const UNUSED: i64 = 90 * Timestamp::DAY_MICROS;

/// The timeline of a scan.
pub fn timeline(scanned: &Scanned, query: &TimelineQuery) -> Timeline {
    let scan = scanned.scan();
    let now = scan.at.unix_seconds().unwrap_or_default();
    let days = query.days.unwrap_or_else(|| days_since(oldest(scan), now));
    let mut set = Columns::set(now, days, query.utc_offset_minutes);
    let mut last_used = Columns::last_used(now);
    let mut expires = Columns::expires(now);
    let mut totals = Totals::default();
    for (number, store) in live(scan) {
        for (cookie, class) in store.cookies.rows().iter().zip(scanned.index().classes(number)) {
            let chosen = is_chosen(query.brush, cookie);
            set.add(cookie, *class, chosen);
            last_used.add(cookie, *class, chosen);
            expires.add(cookie, *class, chosen);
            totals.unused += u64::from(scan.at.since(cookie.last_used).is_some_and(|age| age >= UNUSED));
            totals.long += u64::from(marks::is_long(cookie));
            if chosen {
                totals.cookies += 1;
                if class.is_tracker() && store.store.is_in_presets() {
                    totals.trackers += 1;
                    totals.companies.extend(store.verdict(cookie).company);
                }
            }
        }
    }
    Timeline {
        now,
        set: set.chart(),
        last_used: last_used.chart(),
        expires: expires.chart(),
        lives: lives::lives(scanned, query),
        selected: Selected {
            cookies: totals.cookies,
            trackers: totals.trackers,
            companies: totals.companies.len() as u64,
        },
        unused_90_days: totals.unused,
        longer_than_13_months: totals.long,
    }
}

/// When cookies were set: the last 52 weeks, for the first screen.
pub(crate) fn year(scanned: &Scanned) -> Chart {
    let scan = scanned.scan();
    let mut set = Columns::set(scan.at.unix_seconds().unwrap_or_default(), YEAR_OF_WEEKS, 0);
    for (_, store) in live(scan) {
        for cookie in store.cookies.rows() {
            set.add(cookie, Class::of(store, cookie), true);
        }
    }
    set.chart()
}

/// Whether the brush holds a cookie; without a brush it holds all.
fn is_chosen(brush: Option<Brush>, cookie: &Cookie) -> bool {
    brush.is_none_or(|Brush { axis, span }| match axis {
        Axis::Set => table::holds(span, cookie.created),
        Axis::LastUsed => table::holds(span, cookie.last_used),
        Axis::Expires => table::holds_expiry(span, cookie),
    })
}

/// What the words beside the charts count.
#[derive(Default)]
struct Totals {
    cookies: u64,
    trackers: u64,
    companies: BTreeSet<crumbwise_model::CompanyId>,
    unused: u64,
    long: u64,
}

/// The stores whose cookies count, with their numbers.
fn live(scan: &Scan) -> impl Iterator<Item = (usize, &ScannedStore)> {
    scan.stores.iter().enumerate().filter(|(_, store)| !store.store.is_left_over())
}

fn oldest(scan: &Scan) -> Option<i64> {
    let times = live(scan).flat_map(|(_, store)| store.cookies.rows()).map(|cookie| cookie.created);
    times.filter(|at| at.is_some()).min()?.unix_seconds()
}

fn days_since(oldest: Option<i64>, now: i64) -> u32 {
    let seconds = now.saturating_sub(oldest.unwrap_or(now)).max(0);
    u32::try_from(seconds / chart::DAY + 1).unwrap_or(u32::MAX)
}
