//! What a person says about cookies, and what that changes.
//!
//! A correction takes effect at once: the scan at hand is told what was said, without reading a store again.

use crumbwise_explain::{Corrections, Knowledge, Told};
use crumbwise_model::{
    Cookie, Correction, CorrectionId, Covers, Said, Says, ScannedStore, SignIn, Timestamp, Verdict,
};

use crate::view::{CookieId, CorrectionEffect, CorrectionView, CoversWord, Saying};
use crate::{Error, Places, Scanned, knowledge_in_use, ledger, table, times};

/// No browser stores a name or host longer than this, in bytes.
const LONGEST: usize = 4_096;

/// Every correction, the earliest first.
pub fn corrections(places: &Places) -> Result<Vec<CorrectionView>, Error> {
    let knowledge = knowledge_in_use(places);
    Ok(ledger::corrections(places)?.iter().map(|one| view(one, knowledge)).collect())
}

/// What the person said, ready to be looked up.
pub fn said(places: &Places) -> Result<Corrections, Error> {
    Ok(Corrections::new(&ledger::corrections(places)?, knowledge_in_use(places)))
}

/// Notes what the person says about a cookie of a scan. [`corrected`] then gives the scan with it.
pub fn correct(
    scanned: &Scanned,
    places: &Places,
    id: CookieId,
    saying: &Saying,
    now: Timestamp,
) -> Result<(), Error> {
    let (covers, says) = meant(scanned, id, saying)?;
    ledger::open(places)?.add_correction(&covers, &says, now)?;
    Ok(())
}

/// Notes what the person says about the cookies of a name, a host, or both, as typed.
pub fn correct_named(
    places: &Places,
    covers: CoversWord,
    (name, host): (&str, &str),
    answers: &[(&str, &str)],
    now: Timestamp,
) -> Result<Vec<CorrectionView>, Error> {
    let covers = named(covers, name, host)?;
    let knowledge = knowledge_in_use(places);
    let answers: Vec<Says> =
        answers.iter().map(|(axis, answer)| answered(axis, answer, knowledge)).collect::<Result<_, _>>()?;
    let ledger = ledger::open(places)?;
    ledger.at_once(|ledger| {
        answers.iter().try_for_each(|says| ledger.add_correction(&covers, says, now).map(drop))
    })?;
    let all = ledger.corrections()?;
    let about = all.iter().filter(|one| one.covers == covers && answers.contains(&one.says));
    Ok(about.map(|one| view(one, knowledge)).collect())
}

/// Takes a correction back; says whether there was one.
pub fn take_back(places: &Places, id: i64) -> Result<bool, Error> {
    Ok(ledger::open(places)?.remove_correction(CorrectionId(id))?)
}

/// Takes back whatever was said about exactly these cookies; what it was.
pub fn take_back_named(
    places: &Places,
    covers: CoversWord,
    (name, host): (&str, &str),
) -> Result<Vec<CorrectionView>, Error> {
    let covers = named(covers, name, host)?;
    let ledger = ledger::open(places)?;
    let all = ledger.corrections()?;
    let taken: Vec<&Correction> = all.iter().filter(|one| one.covers == covers).collect();
    ledger.at_once(|ledger| taken.iter().try_for_each(|one| ledger.remove_correction(one.id).map(drop)))?;
    let knowledge = knowledge_in_use(places);
    Ok(taken.into_iter().map(|one| view(one, knowledge)).collect())
}

/// The same scan, told what the person says by now; `None` where it knows that already.
pub fn corrected(scanned: &Scanned, places: &Places) -> Result<Option<Scanned>, Error> {
    let corrections = ledger::corrections(places)?;
    Ok((corrections != scanned.corrections()).then(|| scanned.hearing(corrections)))
}

/// What a correction would change. Nothing is noted.
pub fn correction_effect(
    scanned: &Scanned,
    id: CookieId,
    saying: &Saying,
) -> Result<CorrectionEffect, Error> {
    let (covers, says) = meant(scanned, id, saying)?;
    let same = |one: &Correction| one.covers == covers && one.says.axis() == says.axis();
    let mut with: Vec<Correction> = scanned.corrections().iter().filter(|one| !same(one)).cloned().collect();
    let new = Correction { id: CorrectionId(0), covers, says, at: Timestamp::NONE };
    let knowledge = scanned.knowledge();
    let alone = Corrections::new(std::slice::from_ref(&new), knowledge);
    with.push(new);
    let with = Corrections::new(&with, knowledge);
    let mut effect = CorrectionEffect::default();
    for store in &scanned.scan().stores {
        let said = with.of_table(&store.cookies, &store.explained);
        let covered = alone.of_table(&store.cookies, &store.explained);
        for cookie in store.cookies.rows() {
            if covered.binary_search_by_key(&cookie.pair, |(pair, _)| *pair).is_ok() {
                let place = said.binary_search_by_key(&cookie.pair, |(pair, _)| *pair).ok();
                let said = place.and_then(|place| said.get(place)).map(|(_, said)| *said).unwrap_or_default();
                add(&mut effect, store, cookie, said);
            }
        }
    }
    Ok(effect)
}

fn add(effect: &mut CorrectionEffect, store: &ScannedStore, cookie: &Cookie, said: Said) {
    let before = store.verdict(cookie);
    let after = said.over(store.explained.by_sources(cookie));
    let cleared = |verdict: &Verdict| verdict.is_tracker() && store.store.is_in_presets();
    let axes = |verdict: &Verdict| (verdict.purpose, verdict.tracking, verdict.sign_in, verdict.company);
    effect.cookies += 1;
    effect.changed += u64::from(axes(&before) != axes(&after));
    effect.more_trackers += u64::from(!cleared(&before) && cleared(&after));
    effect.fewer_trackers += u64::from(cleared(&before) && !cleared(&after));
    effect.fewer_sign_ins += u64::from(before.sign_in != SignIn::No && after.sign_in == SignIn::No);
}

/// The corrections that decide about one cookie, the most consequential axis first.
pub(crate) fn deciding(scanned: &Scanned, name: &str, host: &str) -> Vec<CorrectionView> {
    let all = scanned.corrections();
    let told: Told = Corrections::new(all, scanned.knowledge()).about(name, host);
    let by = told.by().filter_map(|id| all.iter().find(|one| one.id == id));
    by.map(|one| view(one, scanned.knowledge())).collect()
}

/// The names of all companies that the knowledge in use holds, ordered.
pub fn company_names(places: &Places) -> Vec<String> {
    let mut names: Vec<String> =
        knowledge_in_use(places).companies().map(|(_, company)| company.name.to_owned()).collect();
    names.sort_by_cached_key(|name| name.to_lowercase());
    names.dedup();
    names
}

pub(crate) fn view(correction: &Correction, knowledge: &Knowledge<'_>) -> CorrectionView {
    let Correction { id, covers, says, at } = correction;
    CorrectionView {
        id: id.0,
        covers: match covers {
            Covers::Cookie { .. } => CoversWord::Cookie,
            Covers::Name(_) => CoversWord::Name,
            Covers::Site(_) => CoversWord::Site,
        },
        name: covers.name().to_owned(),
        place: covers.place().to_owned(),
        axis: says.axis().to_owned(),
        answer: says.answer().to_owned(),
        said_at: times::text(*at),
        known: match says {
            Says::Company(name) => knowledge.company_named(name).is_some(),
            Says::SignIn | Says::NotSignIn | Says::Tracking | Says::NotTracking | Says::Purpose(_) => true,
        },
    }
}

/// What a person in front of a cookie means.
fn meant(scanned: &Scanned, id: CookieId, saying: &Saying) -> Result<(Covers, Says), Error> {
    let at = table::position(scanned, id)?;
    let row = table::row(scanned, at).ok_or(Error::OldScan)?;
    Ok((
        named(saying.covers, &row.name, &row.host)?,
        answered(&saying.axis, &saying.answer, scanned.knowledge())?,
    ))
}

/// The cookies that a word, a name and a host or site stand for.
pub(crate) fn named(covers: CoversWord, name: &str, host: &str) -> Result<Covers, Error> {
    if name.len() > LONGEST || host.len() > LONGEST {
        return Err(Error::NotACorrection("too long".to_owned()));
    }
    match covers {
        CoversWord::Cookie => {
            Ok(Covers::Cookie { name: name.to_owned(), host: crumbwise_explain::host_of_correction(host) })
        }
        CoversWord::Name => Ok(Covers::Name(name.to_owned())),
        CoversWord::Site => {
            let site = crumbwise_explain::site(host);
            if site.is_empty() { Err(Error::NotASite(host.to_owned())) } else { Ok(Covers::Site(site)) }
        }
    }
}

/// What an axis and an answer say. A company is one that the knowledge holds, in whatever case it is typed.
fn answered(axis: &str, answer: &str, knowledge: &Knowledge<'_>) -> Result<Says, Error> {
    let says =
        Says::from_words(axis, answer).ok_or_else(|| Error::NotACorrection(format!("{axis} = {answer}")))?;
    match says {
        Says::Company(typed) => {
            let known = knowledge
                .companies()
                .map(|(_, company)| company.name)
                .find(|name| name.eq_ignore_ascii_case(typed.trim()));
            known.map(|name| Says::Company(name.to_owned())).ok_or(Error::NoSuchCompany(typed))
        }
        Says::SignIn | Says::NotSignIn | Says::Tracking | Says::NotTracking | Says::Purpose(_) => Ok(says),
    }
}
