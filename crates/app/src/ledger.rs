//! What the program remembers for the person: kept sites, settings, counts of past scans.

use crumbwise_cleanup::KeepRules;
use crumbwise_explain::Knowledge;
use crumbwise_ledger::{Axis, Ledger, ScanCount, ScanCounts, USE_HISTORY};
use crumbwise_model::{Correction, Purpose, Scan, Timestamp};

use crate::messages::Language;
use crate::view::{AppInfo, SinceLast};
use crate::{Error, Places, Scanned, times};

/// The home folder of the last recorded scan: counts of another one are no comparison.
const SCANNED_HOME: &str = "scanned_home";

/// The settings that the faces may read and change, each with its values.
const SETTINGS: [(&str, &[&str]); 3] =
    [("theme", &["system", "light", "dark"]), ("language", &["en", "de"]), (USE_HISTORY, &["on", "off"])];

/// The registrable domains whose cookies are kept, ordered.
pub fn keep_sites(places: &Places) -> Result<Vec<String>, Error> {
    Ok(rules(places)?.sites.into_iter().collect())
}

/// Keeps a site's cookies from every preset. `site` may be a host; its registrable domain is kept.
pub fn keep_add(places: &Places, site: &str, now: Timestamp) -> Result<(), Error> {
    let site = registrable(site)?;
    open(places)?.add_keep_site(&site, now)?;
    Ok(())
}

/// Takes a site off the list.
pub fn keep_remove(places: &Places, site: &str) -> Result<(), Error> {
    let site = registrable(site)?;
    open(places)?.remove_keep_site(&site)?;
    Ok(())
}

/// A setting (`theme`, `language`, `use_history`), where the person chose one.
pub fn setting(places: &Places, key: &str) -> Result<Option<String>, Error> {
    allowed(key, None)?;
    match read(places)? {
        Some(ledger) => Ok(ledger.setting(key)?),
        None => Ok(None),
    }
}

/// Changes a setting.
pub fn set_setting(places: &Places, key: &str, value: &str) -> Result<(), Error> {
    allowed(key, Some(value))?;
    Ok(open(places)?.set_setting(key, value)?)
}

/// The language the person chose, or the one nearest to the system's locale (`de-AT`).
pub fn language(places: &Places, locale: &str) -> Language {
    let chosen = setting(places, "language").ok().flatten();
    chosen.as_deref().and_then(Language::from_word).unwrap_or_else(|| Language::nearest(locale))
}

/// The program and the places it works on. `locale` is the system's, as a language tag.
pub fn info(places: &Places, locale: &str) -> Result<AppInfo, Error> {
    Ok(AppInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        locale: locale.to_owned(),
        language: language(places, locale).word().to_owned(),
        use_history: uses_history(places),
        theme: setting(places, "theme")?.unwrap_or_else(|| "system".to_owned()),
        home: places.roots.home().display().to_string(),
        data: places.data.display().to_string(),
        sample: places.sample,
    })
}

/// Whether the browsers' own histories may be looked at. What the person chose stands in the ledger: where that
/// cannot be read, they are left alone.
pub(crate) fn uses_history(places: &Places) -> bool {
    let chosen = read(places).and_then(|ledger| match ledger {
        Some(ledger) => Ok(ledger.use_history()?),
        None => Ok(true),
    });
    chosen.unwrap_or(false)
}

/// The ledger, made on first use.
pub(crate) fn open(places: &Places) -> Result<Ledger, Error> {
    Ok(Ledger::open(&places.data)?.ledger)
}

/// The ledger for reading; `None` where there is none yet.
pub(crate) fn read(places: &Places) -> Result<Option<Ledger>, Error> {
    Ok(Ledger::open_read(&places.data)?)
}

/// What the person says about cookies, the earliest first.
pub(crate) fn corrections(places: &Places) -> Result<Vec<Correction>, Error> {
    Ok(read(places)?.map(|ledger| ledger.corrections()).transpose()?.unwrap_or_default())
}

/// The keys of the settings that the faces may read and change.
pub(crate) fn setting_keys() -> impl Iterator<Item = &'static str> {
    SETTINGS.iter().map(|(key, _)| *key)
}

/// What the person keeps.
pub(crate) fn rules(places: &Places) -> Result<KeepRules, Error> {
    let sites = match read(places)? {
        Some(ledger) => ledger.keep_sites()?,
        None => std::collections::BTreeSet::new(),
    };
    Ok(KeepRules { sites })
}

/// Tells a whole scan what the person says about its cookies, records it, and tells what the one before it came to, where that looked at the same home.
pub(crate) fn remember(
    places: &Places,
    scan: Scan,
    knowledge: &'static Knowledge<'static>,
) -> Result<Scanned, Error> {
    let opened = Ledger::open(&places.data)?;
    let mut ledger = opened.ledger;
    let scanned = Scanned::with(scan, knowledge, ledger.corrections()?);
    let home = places.roots.home().display().to_string();
    let same_home = ledger.setting(SCANNED_HOME)?.as_deref() == Some(home.as_str());
    let before = if same_home { ledger.last_scan()?.map(|scan| since(&scan)) } else { None };
    ledger.record_scan(&scan_counts(&scanned))?;
    if !same_home {
        ledger.set_setting(SCANNED_HOME, &home)?;
    }
    Ok(scanned.remembering(before, opened.set_aside))
}

fn since(scan: &ScanCounts) -> SinceLast {
    let trackers = scan.counts.iter().filter(|count| count.axis == Axis::Company).map(|count| count.cookies);
    SinceLast { at: times::known(scan.at), cookies: scan.cookies, trackers: trackers.sum() }
}

/// Counts by browser, purpose and lifetime of all cookies; by company of the trackers, with an empty key for
/// trackers whose company is not known.
fn scan_counts(scanned: &Scanned) -> ScanCounts {
    let (at, totals) = (scanned.scan().at, scanned.totals());
    let count = |axis, key: &str, cookies| ScanCount { axis, key: key.to_owned(), cookies };
    let mut counts = Vec::new();
    for (purpose, cookies) in Purpose::ALL.into_iter().zip(totals.purposes) {
        counts.push(count(Axis::Purpose, purpose.word(), cookies));
    }
    counts.push(count(Axis::Lifetime, "session", totals.counts.session));
    counts.push(count(Axis::Lifetime, "persistent", totals.counts.persistent));
    for (browser, cookies) in totals.browsers() {
        counts.push(count(Axis::Browser, browser, cookies));
    }
    let mut nameless = totals.counts.trackers;
    for (&id, found) in &totals.companies {
        counts.push(count(Axis::Company, scanned.knowledge().company(id).name, found.cookies()));
        nameless = nameless.saturating_sub(found.cookies());
    }
    counts.push(count(Axis::Company, "", nameless));
    counts.retain(|count| count.cookies > 0);
    ScanCounts { at, cookies: totals.counts.cookies, counts }
}

/// Whether there is such a setting, and whether it can have this value.
pub(crate) fn allowed(key: &str, value: Option<&str>) -> Result<(), Error> {
    let known = SETTINGS.iter().find(|(name, _)| *name == key);
    if known.is_some_and(|(_, values)| value.is_none_or(|value| values.contains(&value))) {
        Ok(())
    } else {
        Err(Error::NoSuchSetting { key: key.to_owned(), value: value.unwrap_or_default().to_owned() })
    }
}

/// The registrable domain of what a person typed: a site, a host, or one copied with scheme or dot.
pub(crate) fn registrable(typed: &str) -> Result<String, Error> {
    let text = typed.trim().to_ascii_lowercase();
    let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split_once(':').map_or(host, |(host, _)| host).trim_matches('.');
    let fits = !host.is_empty()
        && host.len() <= 253
        && host.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'));
    if !fits {
        return Err(Error::NotASite(typed.to_owned()));
    }
    let site = crumbwise_explain::site(host);
    if site.is_empty() { Ok(host.to_owned()) } else { Ok(site) }
}
