//! In which order: one number a row, ties kept in the order of browsers, profiles and rows.

use crumbwise_model::{Cookie, CookieRef, Timestamp};

use super::{
    Class, Index, Matcher, Order, Ranks,
    rank::{LAST, PairRanks},
};
use crate::Scanned;
use crate::view::{Direction, Filter, Sort, SortColumn};

/// The rows that pass `filter`, in the order of `sort`.
pub(super) fn order(scanned: &Scanned, index: &Index, ranks: &Ranks, filter: &Filter, sort: Sort) -> Order {
    let mut keyed: Vec<(u64, CookieRef)> = Vec::new();
    let mut trackers = 0;
    for (number, store) in scanned.scan().stores.iter().enumerate() {
        let matcher = Matcher::new(filter, scanned, store);
        let pairs = ranks.pairs(number);
        let in_store = ranks.store(number);
        let store_number = u32::try_from(number).unwrap_or(LAST);
        for ((cookie, class), row) in store.cookies.rows().iter().zip(index.classes(number)).zip(0..) {
            if matcher.passes(cookie, *class) {
                trackers += u64::from(class.is_tracker());
                let pair = pairs.get(cookie.pair.0 as usize).copied().unwrap_or_default();
                let key = directed(key(sort.column, cookie, *class, pair, in_store), sort);
                keyed.push((key, CookieRef { store: store_number, row }));
            }
        }
    }
    keyed.sort_unstable();
    Order { rows: keyed.into_iter().map(|(_, at)| at).collect(), trackers }
}

fn key(column: SortColumn, cookie: &Cookie, class: Class, pair: PairRanks, store: u32) -> u64 {
    match column {
        SortColumn::Site => u64::from(pair.site),
        SortColumn::Name => u64::from(pair.name),
        SortColumn::Host => u64::from(pair.host),
        SortColumn::Company => u64::from(pair.company),
        SortColumn::Purpose => class.purpose as u64,
        SortColumn::Browser => u64::from(store),
        SortColumn::Created => time(cookie.created),
        SortColumn::LastUsed => time(cookie.last_used),
        SortColumn::Expires => time(cookie.expires),
        SortColumn::Size => u64::from(cookie.size.max),
    }
}

/// An instant as a number with the same order; not recorded comes first.
fn time(at: Timestamp) -> u64 {
    at.unix_micros().map_or(0, |micros| micros.cast_unsigned() ^ (1 << 63))
}

/// Turns a key round for the other direction; cookies without a company stay last either way.
fn directed(key: u64, sort: Sort) -> u64 {
    match sort.direction {
        Direction::Ascending => key,
        Direction::Descending if sort.column == SortColumn::Company && key == u64::from(LAST) => u64::MAX,
        Direction::Descending => !key,
    }
}
