//! Planning a clean-up: what it would do, row for row, and what that means for the person.

mod groups;
mod lines;

use std::{
    cell::LazyCell,
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

use crumbwise_cleanup::{self as cleanup, Decision, KeepReason, Options, Plan, Preset, Selection};
use crumbwise_model::{CookieRef, InUse, SignIn, Timestamp};

use crate::table::{self, Matcher};
use crate::view::{
    ClearFrom, Effects, Filter, InUseView, PlanFolds, PlanGroup, PlanLine, PlanLines, PlanPage, PlanRequest,
    PlanRow, PlanSelection, PlanView, PresetCount, SignOut, Toggle,
};
use crate::{Error, Places, Scanned, ledger, times};

use groups::Groups;
use lines::Line;

/// The most rows one page holds.
const PAGE: u32 = 1_000;

/// How long a clean-up can be undone unless the person chose otherwise, days.
const UNDO_DAYS: u16 = 7;

/// Ids start at 1 so that a shape filled with zeros is no plan.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// A plan, kept until it is applied or another takes its place.
#[derive(Clone, Debug)]
pub struct Planned {
    id: u32,
    scanned: Scanned,
    plan: Plan,
    groups: Groups,
    undo_until: Timestamp,
}

/// How much each preset would clear.
pub fn presets(scanned: &Scanned, places: &Places, now: Timestamp) -> Result<Vec<PresetCount>, Error> {
    let keep = ledger::rules(places)?;
    let family = |site: &str| scanned.knowledge().sign_in_family(site);
    let count = |preset: Preset| {
        let plan = cleanup::plan(scanned.scan(), &Selection::Preset(preset), &keep, options(&family), now);
        PresetCount {
            preset: preset.word().to_owned(),
            clear: plan.effects.clear,
            signs_out: plan.effects.signs_out.len() as u64,
        }
    };
    Ok(Preset::ALL.into_iter().map(count).collect())
}

/// Plans a clean-up. Nothing is touched.
pub fn plan(
    scanned: &Scanned,
    places: &Places,
    request: &PlanRequest,
    now: Timestamp,
) -> Result<Planned, Error> {
    let keep = ledger::rules(places)?;
    let family = |site: &str| scanned.knowledge().sign_in_family(site);
    let mut left_out = Vec::new();
    let selection = match &request.selection {
        PlanSelection::Preset { preset } => {
            let known = Preset::from_word(preset);
            Selection::Preset(known.ok_or_else(|| Error::NoSuchPreset(preset.clone()))?)
        }
        PlanSelection::Cookies { cookies } => {
            let cookies: Result<_, _> = cookies.iter().map(|&id| table::position(scanned, id)).collect();
            Selection::Cookies(cookies?)
        }
        PlanSelection::Filter { filter, clear } => {
            let (chosen, sign_ins) = filtered(scanned, filter, *clear);
            left_out = sign_ins;
            Selection::Cookies(chosen)
        }
    };
    let mut plan = cleanup::plan(scanned.scan(), &selection, &keep, options(&family), now);
    for (at, reason) in left_out {
        say_why_kept(&mut plan, at, reason);
    }
    let careful = || {
        let careful = Selection::Preset(Preset::EverythingButSignIns);
        cleanup::plan(scanned.scan(), &careful, &keep, options(&family), now)
    };
    let by_hand = by_hand(scanned, &plan, &request.toggles, careful)?;
    let groups = if by_hand.is_empty() {
        Groups::new(scanned, &plan.decisions, &plan)
    } else {
        let unturned = plan.decisions.clone();
        plan.change_by_hand(scanned.scan(), &by_hand, options(&family), now);
        Groups::new(scanned, &unturned, &plan)
    };
    let undo_until = undo_until(places, now)?;
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    Ok(Planned { id, scanned: scanned.clone(), plan, groups, undo_until })
}

impl Planned {
    /// The plan's number, different for each plan of a process.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Whether it was made from this scan, told the same.
    pub(crate) fn is_of(&self, scanned: &Scanned) -> bool {
        self.scanned.is(scanned)
    }

    /// What it says and means.
    pub fn view(&self) -> PlanView {
        let total = self.scanned.scan().len() as u64;
        let effects = &self.plan.effects;
        PlanView {
            plan: self.id,
            preset: self.plan.selection.word().to_owned(),
            clear: effects.clear,
            keep: total - effects.clear.min(total),
            effects: self.effects(),
            undo_until: times::known(self.undo_until),
        }
    }

    /// Whose cookies they are: cleared and kept ones by company or site, those first of which the selection clears most.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = &PlanGroup> {
        self.groups.all().iter().map(|group| &group.view)
    }

    /// A part of its rows: group after group, what the selection clears before what it keeps.
    pub fn page(&self, offset: u32, limit: u32) -> PlanPage {
        let rows = self.groups.rows(offset as usize, limit.min(PAGE) as usize);
        PlanPage {
            plan: self.id,
            total: self.groups.len() as u64,
            rows: rows.iter().filter_map(|&at| self.row(at)).collect(),
        }
    }

    /// A part of its table: groups, their rows as far as they are unfolded, and lines for what is folded away.
    pub fn lines(&self, folds: &PlanFolds, offset: u64, limit: u32) -> PlanLines {
        let limit = u64::from(limit.min(PAGE));
        let (total, lines) = lines::lines(self.groups.all(), folds, offset, limit);
        let lines = lines.into_iter().filter_map(|line| self.line(line, folds)).collect();
        PlanLines { plan: self.id, total, lines }
    }

    fn line(&self, line: Line, folds: &PlanFolds) -> Option<PlanLine> {
        let group = |number: usize| self.groups.all().get(number);
        Some(match line {
            Line::Group(number) => PlanLine::Group { group: group(number)?.view.clone() },
            Line::Row(row) => {
                let at = *self.groups.rows(usize::try_from(row).ok()?, 1).first()?;
                PlanLine::Row { row: self.row(at)? }
            }
            Line::Kept(number) => {
                let PlanGroup { label, keep, .. } = &group(number)?.view;
                PlanLine::Kept { label: label.clone(), keep: *keep, open: folds.open.contains(label) }
            }
            Line::Rest => {
                let rest = self.groups.all().iter().filter(|group| group.goes == 0);
                PlanLine::Rest {
                    groups: rest.clone().count() as u64,
                    keep: rest.map(|group| group.view.keep).sum(),
                    open: folds.rest,
                }
            }
        })
    }

    fn row(&self, at: CookieRef) -> Option<PlanRow> {
        let decision = self.plan.decision(at)?;
        Some(PlanRow {
            cookie: table::row(&self.scanned, at)?,
            group: Groups::label(&self.scanned, at),
            clear: decision.clears(),
            why: decision.word().to_owned(),
        })
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Browser ids by the stores' numbers in the scan, which a run keeps.
    pub(crate) fn browsers(&self) -> BTreeMap<u32, String> {
        let stores = (0..).zip(&self.scanned.scan().stores);
        stores.map(|(number, store)| (number, store.store.browser.id.to_string())).collect()
    }

    fn effects(&self) -> Effects {
        let effects = &self.plan.effects;
        let sign_out = |out: &cleanup::SignOut| SignOut {
            site: out.site.clone(),
            family: out.family.map(str::to_owned),
            cookies: out.cookies,
            sign_in: out.sign_in.word().to_owned(),
        };
        Effects {
            signs_out: effects.signs_out.iter().map(sign_out).collect(),
            stays_signed_in: effects.stays_signed_in.clone(),
            in_use: effects.in_use.iter().filter_map(|&store| self.in_use(store)).collect(),
            not_cleared_yet: effects.not_cleared_yet,
            kept_by_rule: effects.kept_by_rule,
            allowed_in_browser: effects.allowed_in_browser.clone(),
        }
    }

    fn in_use(&self, number: u32) -> Option<InUseView> {
        let store = &self.scanned.scan().stores.get(number as usize)?.store;
        let decisions = self.plan.decisions.get(number as usize)?;
        let pid = match &store.in_use {
            InUse::No => None,
            InUse::Yes { pid, .. } => *pid,
        };
        Some(InUseView {
            browser: store.browser.id.to_string(),
            browser_name: store.browser.name.to_owned(),
            profile: store.profile.clone(),
            pid,
            cookies: decisions.iter().filter(|decision| decision.clears()).count() as u64,
        })
    }
}

fn options(family: &dyn Fn(&str) -> Option<&'static str>) -> Options<'_> {
    Options { include_sign_ins: false, family }
}

/// Which cookies the person turned, and the last turn of each. `careful` is what can go without harm: turning a group
/// on takes no more than that and what the plan clears by itself.
fn by_hand(
    scanned: &Scanned,
    plan: &Plan,
    toggles: &[Toggle],
    careful: impl FnOnce() -> Plan,
) -> Result<Vec<(CookieRef, bool)>, Error> {
    let careful = LazyCell::new(careful);
    let mut turned: BTreeMap<CookieRef, bool> = BTreeMap::new();
    for toggle in toggles {
        match toggle {
            Toggle::Cookie { cookie, clear } => {
                turned.insert(table::position(scanned, *cookie)?, *clear);
            }
            Toggle::Group { group, clear } => {
                let goes = |plan: &Plan, at| plan.decision(at).is_some_and(Decision::clears);
                let mut members = Groups::members(scanned, group);
                members.retain(|&at| !*clear || goes(plan, at) || goes(&careful, at));
                turned.extend(members.into_iter().map(|at| (at, *clear)));
            }
        }
    }
    Ok(turned.into_iter().collect())
}

/// The cookies of a filter's result that are to be cleared, and the sign-ins among it that stay.
fn filtered(
    scanned: &Scanned,
    filter: &Filter,
    clear: ClearFrom,
) -> (Vec<CookieRef>, Vec<(CookieRef, KeepReason)>) {
    let scan = scanned.scan();
    let (mut chosen, mut left_out) = (Vec::new(), Vec::new());
    // A filter is no choice of single cookies: it goes as far as presets go.
    for (store, number) in scan.stores.iter().zip(0..).filter(|(store, _)| store.store.is_in_presets()) {
        let matcher = Matcher::new(filter, scanned, store);
        let classes = scanned.index().classes(number as usize);
        for ((cookie, class), row) in store.cookies.rows().iter().zip(classes).zip(0..) {
            let wanted = match clear {
                ClearFrom::Trackers => class.is_tracker(),
                ClearFrom::All => true,
            };
            if wanted && matcher.passes(cookie, *class) {
                let at = CookieRef { store: number, row };
                match class.sign_in {
                    SignIn::No => chosen.push(at),
                    SignIn::Likely => left_out.push((at, KeepReason::MaybeSignIn)),
                    SignIn::Yes => left_out.push((at, KeepReason::SignIn)),
                }
            }
        }
    }
    (chosen, left_out)
}

/// A cookie that the filter names and that stays is more than "not chosen".
fn say_why_kept(plan: &mut Plan, at: CookieRef, reason: KeepReason) {
    let decisions = plan.decisions.get_mut(at.store as usize);
    if let Some(decision) = decisions.and_then(|decisions| decisions.get_mut(at.row as usize))
        && *decision == Decision::Keep(KeepReason::NotInPreset)
    {
        *decision = Decision::Keep(reason);
    }
}

fn undo_until(places: &Places, now: Timestamp) -> Result<Timestamp, Error> {
    let days = match ledger::read(places)? {
        Some(ledger) => ledger.undo_days()?,
        None => UNDO_DAYS,
    };
    let until =
        now.unix_micros().map(|micros| micros.saturating_add(i64::from(days) * Timestamp::DAY_MICROS));
    Ok(until.map_or(Timestamp::NONE, Timestamp::from_unix_micros))
}
