//! What the browsers themselves know about sites, joined to the cookies of their profiles.

use std::ops::Range;

use crumbwise_model::{
    Evidence, Install, Pair, Part, Problem, ProblemKind, Profile, ScannedStore, StringId, Text, Timestamp,
};
use crumbwise_stores::{Asking, ProfileEvidence, Roots, Snapshots};

/// A profile whose browser has something to say.
pub(crate) struct Asked<'a> {
    install: &'a Install,
    profile: &'a Profile,
    /// Its stores, by their numbers in the scan.
    pub(crate) stores: Range<usize>,
    /// The size of the files to ask, in bytes.
    pub(crate) size: u64,
}

/// How to ask. What a site is, one crate knows.
pub(crate) fn asking<'a>(roots: &'a Roots, snapshots: &'a Snapshots, now: Timestamp) -> Asking<'a> {
    Asking { roots, snapshots, site_of: crumbwise_explain::site_of, now }
}

/// The profiles to ask. One without such files costs a look for each, and nothing more.
pub(crate) fn profiles<'a>(installs: &'a [Install], roots: &Roots) -> Vec<Asked<'a>> {
    let all =
        installs.iter().flat_map(|install| install.profiles.iter().map(move |profile| (install, profile)));
    let mut first = 0;
    let mut asked = Vec::new();
    for (install, profile) in all {
        let stores = first..first + profile.stores.len();
        first = stores.end;
        let size = crumbwise_stores::evidence_size(install, profile, roots);
        if size > 0 {
            asked.push(Asked { install, profile, stores, size });
        }
    }
    asked
}

impl Asked<'_> {
    /// Asks; what cannot be read is a problem in the answer.
    pub(crate) fn ask(&self, asking: Asking<'_>) -> (ProfileEvidence, Vec<Problem>) {
        crumbwise_stores::evidence(self.install, self.profile, asking)
    }

    /// What went wrong with the whole of it.
    pub(crate) fn problem(&self, detail: &str) -> Problem {
        Problem {
            path: self.profile.dir.clone(),
            browser: Some(self.install.browser.id),
            kind: ProblemKind::NoEvidence,
            detail: detail.to_owned(),
        }
    }
}

/// Keeps what is known about the sites whose cookies a store holds. What extensions, embedded views and the check
/// for dangerous sites store is not about visits.
pub(crate) fn join(store: &mut ScannedStore, known: &ProfileEvidence) {
    if store.store.part != Part::Sites || known.is_empty() {
        return;
    }
    let explained = &mut store.explained;
    let about = |(host, text): (Text<'_>, Text<'_>)| {
        let host = host.lossy().trim_start_matches('.').to_ascii_lowercase();
        known.about(&host, &text.lossy())
    };
    let sites = explained.hosts.iter().map(|facts| explained.sites.text(StringId(facts.site.0)));
    let hosts = store.cookies.hosts().iter().map(|(_, host)| host);
    let hosts: Vec<Evidence> = hosts.zip(sites).map(about).collect();
    let of_pair = |pair: &Pair| hosts.get(pair.host.0 as usize).copied().unwrap_or_default();
    explained.evidence = store.cookies.pairs().iter().map(of_pair).collect();
    explained.history_since = known.history_since();
}
