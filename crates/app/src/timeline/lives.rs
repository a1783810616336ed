//! Lanes: the lives of cookies, of companies' or of sites' cookies, from set to last use to expiry.

use std::collections::BTreeMap;

use crumbwise_model::{Cookie, CookieRef, Purpose, ScannedStore, SignIn, Timestamp};

use super::is_chosen;
use crate::Scanned;
use crate::counts::most_common;
use crate::view::{CookieId, Life, LivesBy, TimelineQuery};

/// The most lanes one answer holds.
const LANES: usize = 200;

/// One lane while it is gathered.
#[derive(Clone, Copy)]
struct Lane {
    purposes: [u64; Purpose::ALL.len()],
    sign_in: bool,
    cookies: u64,
    set: Timestamp,
    last_used: Timestamp,
    expires: Timestamp,
}

/// The lives of what the brush holds, the longest in use first.
pub(super) fn lives(scanned: &Scanned, query: &TimelineQuery) -> Vec<Life> {
    let count = (query.lanes as usize).min(LANES);
    if count == 0 {
        return Vec::new();
    }
    match query.lives_by {
        LivesBy::Cookies => of_cookies(scanned, query, count),
        LivesBy::Companies => of_groups(scanned, query, count, |store, cookie| {
            store.verdict(cookie).company.map(|id| scanned.knowledge().company(id).name.to_owned())
        }),
        LivesBy::Sites => of_groups(scanned, query, count, |store, cookie| {
            Some(store.explained.site(store.pair(cookie)).to_string())
        }),
    }
}

fn chosen<'a>(
    scanned: &'a Scanned,
    query: &'a TimelineQuery,
) -> impl Iterator<Item = (CookieRef, &'a ScannedStore, &'a Cookie)> {
    let live = scanned.scan().iter().filter(|(_, store, _)| !store.store.is_left_over());
    live.filter(|(_, _, cookie)| is_chosen(query.brush, cookie))
}

fn of_cookies(scanned: &Scanned, query: &TimelineQuery, count: usize) -> Vec<Life> {
    let mut longest: Vec<(i64, CookieRef)> = chosen(scanned, query)
        .map(|(at, _, cookie)| (-length(cookie.created, cookie.last_used), at))
        .collect();
    if longest.len() > count {
        longest.select_nth_unstable(count);
        longest.truncate(count);
    }
    longest.sort_unstable();
    let life = |(_, at): (i64, CookieRef)| {
        let (store, cookie) = scanned.scan().cookie(at)?;
        let lane = Lane::new(store, cookie);
        let id = CookieId { scan: scanned.id(), store: at.store, row: at.row };
        let name = store.cookies.name(cookie).to_string();
        Some(lane.life(name, store.cookies.host(cookie).to_string(), Some(id)))
    };
    longest.into_iter().filter_map(life).collect()
}

fn of_groups(
    scanned: &Scanned,
    query: &TimelineQuery,
    count: usize,
    label: impl Fn(&ScannedStore, &Cookie) -> Option<String>,
) -> Vec<Life> {
    // A label is worked out once a (host, name), not once a row.
    let mut groups: BTreeMap<String, Lane> = BTreeMap::new();
    let mut of_pair: BTreeMap<(u32, u32), (Lane, Cookie)> = BTreeMap::new();
    for (at, store, cookie) in chosen(scanned, query) {
        let lane = Lane::new(store, cookie);
        of_pair
            .entry((at.store, cookie.pair.0))
            .and_modify(|(sum, _)| sum.join(&lane))
            .or_insert((lane, *cookie));
    }
    for ((store, _), (lane, cookie)) in of_pair {
        let Some(store) = scanned.scan().stores.get(store as usize) else { continue };
        if let Some(label) = label(store, &cookie) {
            groups.entry(label).and_modify(|sum| sum.join(&lane)).or_insert(lane);
        }
    }
    let mut lanes: Vec<(String, Lane)> = groups.into_iter().collect();
    lanes.sort_by_key(|(_, lane)| -length(lane.set, lane.last_used));
    lanes.truncate(count);
    lanes.into_iter().map(|(label, lane)| lane.life(label, String::new(), None)).collect()
}

/// How long a cookie has been in use, microseconds.
fn length(set: Timestamp, last_used: Timestamp) -> i64 {
    last_used.since(set).unwrap_or(0).max(0)
}

impl Lane {
    fn new(store: &ScannedStore, cookie: &Cookie) -> Self {
        let verdict = store.verdict(cookie);
        let mut purposes = [0; Purpose::ALL.len()];
        if let Some(count) = purposes.get_mut(verdict.purpose as usize) {
            *count = 1;
        }
        let expires = if cookie.flags.persistent { cookie.expires } else { Timestamp::NONE };
        Self {
            purposes,
            sign_in: verdict.sign_in == SignIn::Yes,
            cookies: 1,
            set: cookie.created,
            last_used: cookie.last_used,
            expires,
        }
    }

    fn join(&mut self, other: &Self) {
        for (sum, count) in self.purposes.iter_mut().zip(other.purposes) {
            *sum += count;
        }
        self.sign_in |= other.sign_in;
        self.cookies += other.cookies;
        self.set = if self.set.is_some() && other.set.is_some() {
            self.set.min(other.set)
        } else {
            self.set.max(other.set)
        };
        self.last_used = self.last_used.max(other.last_used);
        self.expires = self.expires.max(other.expires);
    }

    fn life(&self, label: String, detail: String, id: Option<CookieId>) -> Life {
        Life {
            label,
            detail,
            purpose: most_common(self.purposes).word().to_owned(),
            sign_in: self.sign_in,
            cookies: self.cookies,
            id,
            set: self.set.unix_seconds(),
            last_used: self.last_used.unix_seconds(),
            expires: self.expires.unix_seconds(),
        }
    }
}
