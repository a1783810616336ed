//! The first screen: does anyone follow me, who, and what happens if I clear it.

use std::cmp::Reverse;

use crumbwise_model::{Purpose, Timestamp};

use crate::counts::most_common;
use crate::view::{CompanyCount, Overview, PurposeCount};
use crate::{Error, Places, Scanned, coverage, history, timeline, times};

/// How many companies the first screen names.
const COMPANIES: usize = 12;

/// The first screen.
pub fn overview(scanned: &Scanned, places: &Places, now: Timestamp) -> Result<Overview, Error> {
    let totals = scanned.totals();
    let state = history::state(places, now)?;
    Ok(Overview {
        at: times::known(scanned.scan().at),
        counts: totals.counts.clone(),
        by_purpose: Purpose::ALL
            .into_iter()
            .zip(totals.purposes)
            .map(|(purpose, cookies)| PurposeCount { purpose: purpose.word().to_owned(), cookies })
            .collect(),
        top_companies: top_companies(scanned),
        set: timeline::year(scanned),
        coverage: coverage::in_short(scanned),
        since_last: scanned.before().cloned(),
        last_run: state.last_run,
        unfinished: state.unfinished,
        sample: places.sample,
    })
}

/// Companies that set trackers, most cookies first, then by name.
fn top_companies(scanned: &Scanned) -> Vec<CompanyCount> {
    let mut companies: Vec<CompanyCount> = scanned
        .totals()
        .companies
        .iter()
        .map(|(&id, found)| CompanyCount {
            company: scanned.knowledge().company(id).name.to_owned(),
            cookies: found.cookies(),
            browsers: found.browsers.len() as u64,
            purpose: most_common(found.purposes).word().to_owned(),
        })
        .collect();
    companies.sort_by(|a, b| (Reverse(a.cookies), &a.company).cmp(&(Reverse(b.cookies), &b.company)));
    companies.truncate(COMPANIES);
    companies
}
