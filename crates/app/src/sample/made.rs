//! Crumbs with dates: when each was set, last sent, and when it expires, relative to `now`.

use crumbwise_model::Timestamp;

use super::{
    SampleProfile,
    crumbs::{Crumb, GROUPS, USUAL},
};

const DAY: i64 = 86_400;

/// One cookie of the sample; times in Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MadeCookie {
    pub(super) host: String,
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) created: i64,
    pub(super) last_used: i64,
    /// `None` for a session cookie.
    pub(super) expires: Option<i64>,
    pub(super) marks: &'static str,
    pub(super) under: &'static str,
}

impl MadeCookie {
    pub(super) fn has(&self, mark: char) -> bool {
        self.marks.contains(mark)
    }
}

/// The cookies of a profile, ordered by when they were set, as a browser appends them.
pub(super) fn cookies(profile: &SampleProfile, now: Timestamp) -> Vec<MadeCookie> {
    let now = now.unix_seconds().unwrap_or_default();
    let mut cookies = Vec::new();
    for group in GROUPS.iter().filter(|group| profile.groups.contains(&group.name)) {
        for crumb in group.crumbs {
            cookies.push(made(profile, crumb, crumb.host.to_owned(), now));
        }
        for site in group.sites {
            for crumb in USUAL {
                // Scripts and the consent banner set their cookies for the whole site, the server for its host.
                let host =
                    if crumb.marks.contains('h') { (*site).to_owned() } else { format!(".{}", bare(site)) };
                let mut chance = Chance::new(&[profile.folder, site, crumb.name, "visit"]);
                if chance.below(10) < 8 {
                    cookies.push(made(profile, crumb, host, now));
                }
            }
        }
    }
    cookies.sort_by(|a, b| (a.created, &a.host, a.name, a.under).cmp(&(b.created, &b.host, b.name, b.under)));
    cookies.dedup_by(|a, b| a.host == b.host && a.name == b.name && a.under == b.under);
    cookies
}

fn bare(site: &str) -> &str {
    site.strip_prefix("www.").unwrap_or(site)
}

fn made(profile: &SampleProfile, crumb: &Crumb, host: String, now: i64) -> MadeCookie {
    let mut chance = Chance::new(&[profile.folder, &host, crumb.name, crumb.under]);
    let days = i64::from(crumb.days);
    // Most cookies are young; sign-ins and other long-lived ones reach back further.
    let reach = if days == 0 { 5 } else { (days * 2).min(390) };
    let age = (chance.below(reach) * (20 + chance.below(80)) / 100).max(1) * DAY + chance.below(DAY);
    let idle = match chance.below(20) {
        0..=11 => chance.below(2 * DAY),
        12..=16 => chance.below(30 * DAY),
        _ => chance.below(300 * DAY),
    };
    let created = now - age;
    let mut last_used = (now - idle).max(created);
    // Browsers remove most of what has expired; one in eight lingers.
    if days > 0 && last_used + days * DAY <= now && chance.below(8) > 0 {
        last_used = now - chance.below((days * DAY).min(age));
    }
    MadeCookie {
        host,
        name: crumb.name,
        value: "x".repeat(usize::from(crumb.size)),
        created,
        last_used,
        expires: (days > 0).then_some(last_used + days * DAY),
        marks: crumb.marks,
        under: crumb.under,
    }
}

/// Numbers that look like chance and follow from words only.
struct Chance(u64);

impl Chance {
    fn new(words: &[&str]) -> Self {
        let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
        // FNV-1a.
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// A number from 0 up to but not including `end`.
    fn below(&mut self, end: i64) -> i64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap_or_default() % end.max(1)
    }
}
