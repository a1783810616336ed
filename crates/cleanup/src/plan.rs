//! What a clean-up would do, decided before anything is touched.

use std::collections::{BTreeSet, HashSet};

use crumbwise_model::{
    Cookie, CookieRef, Purpose, Reason, Scan, ScannedStore, SignIn, SiteId, StoreState, StringId, Timestamp,
    Tracking, Verdict,
};

use crate::effects::{self, Effects};

/// A named choice of what to clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// Cross-site tracking is yes and sign-in is no: the set the headline counts.
    Trackers,
    /// Everything except what keeps a person signed in, or might.
    EverythingButSignIns,
    /// Everything, sign-ins included.
    Everything,
}

impl Preset {
    /// Every preset, in the order shown.
    pub const ALL: [Self; 3] = [Self::Trackers, Self::EverythingButSignIns, Self::Everything];

    /// The stable word for JSON and the ledger.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Trackers => "trackers",
            Self::EverythingButSignIns => "everything_but_sign_ins",
            Self::Everything => "everything",
        }
    }

    /// The preset of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.word() == word)
    }
}

/// What to clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// A preset.
    Preset(Preset),
    /// Exactly these cookies.
    Cookies(Vec<CookieRef>),
}

impl Selection {
    /// The preset's word, or `selection`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Preset(preset) => preset.word(),
            Self::Cookies(_) => "selection",
        }
    }
}

/// What the person ticked beside the selection, and what is known about single sign-on.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Clear sign-ins too where the preset would leave them out.
    pub include_sign_ins: bool,
    /// The single-sign-on family of a registrable domain (`Google` for `youtube.com`), where it has one.
    pub family: &'a dyn Fn(&str) -> Option<&'static str>,
}

/// Sites whose cookies are never cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeepRules {
    /// Registrable domains.
    pub sites: BTreeSet<String>,
}

/// Why a cookie is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClearReason {
    /// It follows the person across sites.
    Tracker,
    /// The person chose this one.
    Chosen,
    /// It keeps no sign-in.
    NotSignIn,
    /// Everything goes.
    Everything,
}

impl ClearReason {
    /// The stable word for JSON; the message key is `plan_` and this word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tracker => "tracker",
            Self::Chosen => "chosen",
            Self::NotSignIn => "not_sign_in",
            Self::Everything => "everything",
        }
    }
}

/// Why a cookie stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeepReason {
    /// It keeps the person signed in.
    SignIn,
    /// It may keep the person signed in.
    MaybeSignIn,
    /// The person keeps its site.
    KeptSite,
    /// The selection does not name it.
    NotInPreset,
    /// The selection names it, but its kind of store is not cleared yet.
    NotCleared,
    /// Its store could not be read.
    StoreNotRead,
    /// The person took this one out.
    ByHand,
}

impl KeepReason {
    /// The stable word for JSON; the message key is `plan_` and this word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::MaybeSignIn => "maybe_sign_in",
            Self::KeptSite => "kept_site",
            Self::NotInPreset => "not_in_preset",
            Self::NotCleared => "not_cleared",
            Self::StoreNotRead => "store_not_read",
            Self::ByHand => "by_hand",
        }
    }
}

/// What happens to one cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// It goes.
    Clear(ClearReason),
    /// It stays.
    Keep(KeepReason),
}

impl Decision {
    /// Whether it goes.
    pub const fn clears(self) -> bool {
        match self {
            Self::Clear(_) => true,
            Self::Keep(_) => false,
        }
    }

    /// The reason's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clear(reason) => reason.word(),
            Self::Keep(reason) => reason.word(),
        }
    }
}

/// What a clean-up would do, row for row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What was asked for.
    pub selection: Selection,
    /// By store and row of the scan: `decisions[store][row]`.
    pub decisions: Vec<Vec<Decision>>,
    /// What it means for the person.
    pub effects: Effects,
}

impl Plan {
    /// What happens to a cookie of the planned scan.
    pub fn decision(&self, at: CookieRef) -> Option<Decision> {
        self.decisions.get(at.store as usize)?.get(at.row as usize).copied()
    }
}

impl Plan {
    /// Applies what the person changed row by row: clear (`true`) or keep. A row chosen by hand goes even
    /// where its site is kept; what cannot be cleared stays. The effects are told anew.
    pub fn change_by_hand(
        &mut self,
        scan: &Scan,
        changes: &[(CookieRef, bool)],
        options: Options<'_>,
        now: Timestamp,
    ) {
        let nothing_kept = HashSet::new();
        for &(at, clear) in changes {
            let Some((store, cookie)) = scan.cookie(at) else { continue };
            let decisions = self.decisions.get_mut(at.store as usize);
            let Some(decision) = decisions.and_then(|decisions| decisions.get_mut(at.row as usize)) else {
                continue;
            };
            let wanted =
                if clear { Decision::Clear(ClearReason::Chosen) } else { Decision::Keep(KeepReason::ByHand) };
            if decision.clears() != clear {
                *decision = settle(store, cookie, wanted, &nothing_kept);
            }
        }
        self.effects = effects::of(scan, &self.decisions, options.family, now);
    }
}

/// Decides for every cookie of a scan. Touches nothing.
///
/// `now` decides which sign-ins are still alive: clearing an expired one signs nobody out.
pub fn plan(
    scan: &Scan,
    selection: &Selection,
    keep: &KeepRules,
    options: Options<'_>,
    now: Timestamp,
) -> Plan {
    let chosen: HashSet<CookieRef> = match selection {
        Selection::Preset(_) => HashSet::new(),
        Selection::Cookies(cookies) => cookies.iter().copied().collect(),
    };
    let decisions: Vec<Vec<Decision>> = scan
        .stores
        .iter()
        .zip(0..)
        .map(|(store, number)| {
            let kept = kept_sites(store, keep);
            let wanted = |row: u32, cookie: &Cookie| match selection {
                Selection::Cookies(_) if chosen.contains(&CookieRef { store: number, row }) => {
                    Decision::Clear(ClearReason::Chosen)
                }
                Selection::Cookies(_) => Decision::Keep(KeepReason::NotInPreset),
                Selection::Preset(_) if !store.store.is_in_presets() => {
                    Decision::Keep(KeepReason::NotInPreset)
                }
                Selection::Preset(preset) => {
                    by_preset(*preset, options.include_sign_ins, store.verdict(cookie), cookie)
                }
            };
            store
                .cookies
                .rows()
                .iter()
                .zip(0..)
                .map(|(cookie, row)| settle(store, cookie, wanted(row, cookie), &kept))
                .collect()
        })
        .collect();
    let effects = effects::of(scan, &decisions, options.family, now);
    Plan { selection: selection.clone(), decisions, effects }
}

/// What the preset alone says.
fn by_preset(preset: Preset, include_sign_ins: bool, verdict: Verdict, cookie: &Cookie) -> Decision {
    match preset {
        Preset::Everything => Decision::Clear(ClearReason::Everything),
        Preset::Trackers => {
            if verdict.is_tracker() || (include_sign_ins && verdict.tracking == Tracking::CrossSite) {
                Decision::Clear(ClearReason::Tracker)
            } else if verdict.tracking == Tracking::CrossSite {
                Decision::Keep(sign_in_reason(verdict.sign_in))
            } else {
                Decision::Keep(KeepReason::NotInPreset)
            }
        }
        Preset::EverythingButSignIns => {
            if include_sign_ins {
                Decision::Clear(ClearReason::Everything)
            } else if verdict.sign_in != SignIn::No {
                Decision::Keep(sign_in_reason(verdict.sign_in))
            } else if might_be_sign_in(verdict, cookie) {
                Decision::Keep(KeepReason::MaybeSignIn)
            } else {
                Decision::Clear(ClearReason::NotSignIn)
            }
        }
    }
}

const fn sign_in_reason(sign_in: SignIn) -> KeepReason {
    match sign_in {
        SignIn::Yes => KeepReason::SignIn,
        SignIn::Likely | SignIn::No => KeepReason::MaybeSignIn,
    }
}

/// Nothing is known about it, and it is out of reach of scripts or looks like a session id; the person has not said
/// that it is no sign-in.
fn might_be_sign_in(verdict: Verdict, cookie: &Cookie) -> bool {
    verdict.purpose == Purpose::Unclassified
        && verdict.reason != Reason::YouSaidNotSignIn
        && (cookie.flags.http_only || matches!(verdict.reason, Reason::SessionId | Reason::LooksLikeSignIn))
}

/// What the store and the keep rules say about what is wanted.
fn settle(store: &ScannedStore, cookie: &Cookie, wanted: Decision, kept: &HashSet<SiteId>) -> Decision {
    if store.store.state != StoreState::Read {
        return Decision::Keep(KeepReason::StoreNotRead);
    }
    if !wanted.clears() {
        return wanted;
    }
    if kept.contains(&store.explained.site_id(store.pair(cookie))) {
        return Decision::Keep(KeepReason::KeptSite);
    }
    if store.store.is_written() { wanted } else { Decision::Keep(KeepReason::NotCleared) }
}

fn kept_sites(store: &ScannedStore, keep: &KeepRules) -> HashSet<SiteId> {
    let sites = &store.explained.sites;
    sites
        .iter()
        .filter(|(_, site)| keep.sites.contains(site.lossy().as_ref()))
        .map(|(StringId(id), _)| SiteId(id))
        .collect()
}
