//! From what was typed to what is planned.

use crumbwise_app::{
    Scanned,
    view::{ClearFrom, CookieId, CookieQuery, Filter, PlanRequest, PlanSelection},
};

use super::cookies::Listing;
use crate::{
    arguments::{Preset, Selecting},
    escape::shown,
    trouble::Trouble,
    voice::Voice,
};

/// What to plan on this scan.
///
/// # Errors
/// When a cookie named by hand is not there.
pub(super) fn request(
    selecting: &Selecting,
    scanned: &Scanned,
    voice: Voice,
) -> Result<PlanRequest, Trouble> {
    let filter =
        Filter { site: selecting.site.clone(), browsers: selecting.browser.clone(), ..Filter::default() };
    let everywhere = filter == Filter::default();
    let selection = if !selecting.cookie.is_empty() {
        PlanSelection::Cookies { cookies: named(&selecting.cookie, scanned, voice)? }
    } else if everywhere {
        PlanSelection::Preset { preset: selecting.preset.word().to_owned() }
    } else {
        match selecting.preset {
            Preset::Trackers => PlanSelection::Filter { filter, clear: ClearFrom::Trackers },
            Preset::EverythingButSignIns => PlanSelection::Filter { filter, clear: ClearFrom::All },
            Preset::Everything => PlanSelection::Cookies { cookies: ids(scanned, filter) },
        }
    };
    Ok(PlanRequest { selection, toggles: Vec::new() })
}

/// The cookies called `NAME@HOST`, in every profile and partition.
fn named(names: &[String], scanned: &Scanned, voice: Voice) -> Result<Vec<CookieId>, Trouble> {
    let mut all = Vec::new();
    for asked in names {
        let found = match asked.rsplit_once('@') {
            Some((name, host)) => exactly(scanned, name, host),
            None => Vec::new(),
        };
        if found.is_empty() {
            return Err(Trouble::Usage(voice.say_with("cli_no_such_cookie", &[("cookie", &shown(asked))])));
        }
        all.extend(found);
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

fn exactly(scanned: &Scanned, name: &str, host: &str) -> Vec<CookieId> {
    let filter = Filter { text: name.to_owned(), ..Filter::default() };
    let rows = Listing::new(scanned, query(filter), u64::MAX);
    rows.rows().filter(|row| row.name == name && row.host == host).map(|row| row.id).collect()
}

fn ids(scanned: &Scanned, filter: Filter) -> Vec<CookieId> {
    Listing::new(scanned, query(filter), u64::MAX).rows().map(|row| row.id).collect()
}

fn query(filter: Filter) -> CookieQuery {
    CookieQuery { filter, limit: super::cookies::PAGE, ..CookieQuery::default() }
}
