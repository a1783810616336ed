//! What a plan means for the person.

use std::collections::{BTreeMap, BTreeSet};

use crumbwise_model::{BrowserRule, Scan, SignIn, SiteId, StringId, Timestamp};

use crate::plan::{Decision, KeepReason};

/// What a plan means for the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// Where it signs the person out, ordered by site; a family with one sign-on is one entry.
    pub signs_out: Vec<SignOut>,
    /// Registrable domains where the person is signed in for certain and stays so, ordered.
    pub stays_signed_in: Vec<String>,
    /// Stores with cookies to clear whose browser runs, as indexes into the scan's stores.
    pub in_use: Vec<u32>,
    /// Cookies that the selection names in kinds of stores that are not cleared yet.
    pub not_cleared_yet: u64,
    /// Cookies the selection names that stay because their site is kept.
    pub kept_by_rule: u64,
    /// Registrable domains that lose cookies although their browser is told to allow them always, ordered.
    pub allowed_in_browser: Vec<String>,
    /// Cookies that go.
    pub clear: u64,
    /// Those among them that must wait because their browser runs.
    pub clear_in_use: u64,
}

/// A site, or a family of sites with one sign-on, that a plan signs out of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SignOut {
    /// The registrable domain; of a family the one that loses most sign-in cookies.
    pub site: String,
    /// The family, for example `Google`: signing out of one of its sites signs out of all.
    pub family: Option<&'static str>,
    /// Every site concerned, ordered.
    pub sites: Vec<String>,
    /// Sign-in cookies cleared there.
    pub cookies: u64,
    /// Whether it is certain or only likely.
    pub sign_in: SignIn,
}

/// Sign-in cookies of one site.
#[derive(Clone, Copy, Default)]
struct Site {
    cleared: u64,
    cleared_surely: bool,
    kept_surely: bool,
}

/// The effects of `decisions` on `scan`.
pub(crate) fn of(
    scan: &Scan,
    decisions: &[Vec<Decision>],
    family: &dyn Fn(&str) -> Option<&'static str>,
    now: Timestamp,
) -> Effects {
    let mut effects = Effects::default();
    let mut sites: BTreeMap<String, Site> = BTreeMap::new();
    let mut allowed: BTreeSet<String> = BTreeSet::new();
    for ((store, decisions), number) in scan.stores.iter().zip(decisions).zip(0..) {
        let mut of_store: BTreeMap<SiteId, Site> = BTreeMap::new();
        let mut allowed_here: BTreeSet<SiteId> = BTreeSet::new();
        let mut clear = 0;
        for (cookie, decision) in store.cookies.rows().iter().zip(decisions) {
            clear += u64::from(decision.clears());
            effects.not_cleared_yet += u64::from(*decision == Decision::Keep(KeepReason::NotCleared));
            effects.kept_by_rule += u64::from(*decision == Decision::Keep(KeepReason::KeptSite));
            if decision.clears() && store.explained.evidence(cookie).rule == BrowserRule::Allow {
                allowed_here.insert(store.explained.site_id(store.pair(cookie)));
            }
            let sign_in = store.verdict(cookie).sign_in;
            if sign_in == SignIn::No || cookie.is_expired(now) {
                continue;
            }
            let site = of_store.entry(store.explained.site_id(store.pair(cookie))).or_default();
            site.cleared += u64::from(decision.clears());
            site.cleared_surely |= decision.clears() && sign_in == SignIn::Yes;
            site.kept_surely |= !decision.clears() && sign_in == SignIn::Yes;
        }
        let name = |SiteId(id)| store.explained.sites.text(StringId(id)).to_string();
        allowed.extend(allowed_here.into_iter().map(name));
        for (id, found) in of_store {
            let site = sites.entry(name(id)).or_default();
            site.cleared += found.cleared;
            site.cleared_surely |= found.cleared_surely;
            site.kept_surely |= found.kept_surely;
        }
        effects.clear += clear;
        if clear > 0 && store.store.in_use.is_running() {
            effects.in_use.push(number);
            effects.clear_in_use += clear;
        }
    }
    effects.allowed_in_browser = allowed.into_iter().collect();
    sign_ins(&mut effects, &sites, family);
    effects
}

fn sign_ins(
    effects: &mut Effects,
    sites: &BTreeMap<String, Site>,
    family: &dyn Fn(&str) -> Option<&'static str>,
) {
    // A site without a family is a family of its own.
    let mut out: BTreeMap<&str, Vec<(&str, Site)>> = BTreeMap::new();
    for (site, found) in sites.iter().filter(|(_, found)| found.cleared > 0) {
        out.entry(family(site).unwrap_or(site)).or_default().push((site, *found));
    }
    effects.stays_signed_in = sites
        .iter()
        .filter(|(site, found)| {
            found.kept_surely && found.cleared == 0 && !out.contains_key(family(site).unwrap_or(site))
        })
        .map(|(site, _)| site.clone())
        .collect();
    for members in out.into_values() {
        // The first of equals: members are ordered by site.
        let Some((site, _)) = members.iter().rev().max_by_key(|(_, found)| found.cleared) else { continue };
        effects.signs_out.push(SignOut {
            site: (*site).to_owned(),
            family: family(site),
            sites: members
                .iter()
                .map(|(site, _)| (*site).to_owned())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            cookies: members.iter().map(|(_, found)| found.cleared).sum(),
            sign_in: if members.iter().any(|(_, found)| found.cleared_surely) {
                SignIn::Yes
            } else {
                SignIn::Likely
            },
        });
    }
    effects.signs_out.sort();
}
