//! Settings, kept sites, added folders and corrections as a file: to carry them to another computer, or to have them safe.
//!
//! A file is read and checked whole before anything is changed, then merged at once: what it does not mention stays.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
};

use chrono::{DateTime, SecondsFormat};
use crumbwise_explain::Knowledge;
use crumbwise_ledger::Ledger;
use crumbwise_model::{Correction, CorrectionId, Covers, Says, Timestamp};
use serde::{Deserialize, Serialize};

use crate::view::{CoversWord, ImportReport, SettingChange};
use crate::{Error, Places, corrections, folders, knowledge_in_use, ledger};

/// The version of the format; a file of a later one is refused.
const VERSION: u64 = 1;

/// No settings are larger, in bytes.
const LARGEST: usize = 16 * 1024 * 1024;

/// The file.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    /// The version of the format.
    crumbwise_settings: u64,
    #[serde(default)]
    settings: Vec<Setting>,
    /// Registrable domains.
    #[serde(default)]
    kept_sites: Vec<String>,
    /// Below the home as `~/…`.
    #[serde(default)]
    folders: Vec<String>,
    #[serde(default)]
    corrections: Vec<Entry>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Setting {
    key: String,
    value: String,
}

/// A correction; see [`crate::view::CorrectionView`].
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    covers: CoversWord,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    place: String,
    axis: String,
    answer: String,
    said_at: Option<String>,
}

/// The settings as the text of a file.
pub fn export_settings(places: &Places) -> Result<String, Error> {
    let contents = match ledger::read(places)? {
        Some(ledger) => contents(places, &ledger)?,
        None => Contents { crumbwise_settings: VERSION, ..Contents::default() },
    };
    let text =
        serde_json::to_string_pretty(&contents).map_err(|error| Error::NotSettings(error.to_string()))?;
    Ok(text + "\n")
}

/// The file that a person names in the window, where no folder is the present one: a name without a folder, or one that
/// begins with `~/`, means the home folder.
pub fn in_home(places: &Places, named: &str) -> PathBuf {
    let named = named.trim();
    places.roots.home().join(named.strip_prefix("~/").unwrap_or(named))
}

/// Writes the settings to a file that is not there yet, readable by its owner only.
pub fn export_settings_to(places: &Places, path: &Path) -> Result<(), Error> {
    let text = export_settings(places)?;
    let failed = |source| Error::SettingsFile { path: path.to_owned(), source };
    let mut file = create(path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

/// Takes the settings of a file's text over: what the file says goes before what was said here, and what it does not
/// mention stays. Where anything in it is wrong, nothing is changed.
pub fn import_settings(places: &Places, text: &str, now: Timestamp) -> Result<ImportReport, Error> {
    let wanted = checked(places, text, now)?;
    Ok(ledger::open(places)?.at_once(|ledger| merge(ledger, &wanted, knowledge_in_use(places), now))?)
}

/// What a file asks for, found to be sound.
struct Wanted {
    settings: Vec<Setting>,
    kept_sites: Vec<String>,
    folders: Vec<PathBuf>,
    folders_elsewhere: Vec<String>,
    /// The earliest first; their numbers mean nothing.
    corrections: Vec<Correction>,
}

fn create(path: &Path) -> std::io::Result<File> {
    crumbwise_ledger::private::open_file(OpenOptions::new().write(true).create_new(true), path)
}

fn contents(places: &Places, ledger: &Ledger) -> Result<Contents, Error> {
    let mut settings = Vec::new();
    for key in ledger::setting_keys() {
        if let Some(value) = ledger.setting(key)? {
            settings.push(Setting { key: key.to_owned(), value });
        }
    }
    Ok(Contents {
        crumbwise_settings: VERSION,
        settings,
        kept_sites: ledger.keep_sites()?.into_iter().collect(),
        folders: ledger.folders()?.iter().filter_map(|folder| folders::carried(places, folder)).collect(),
        corrections: ledger.corrections()?.iter().map(entry).collect(),
    })
}

fn entry(correction: &Correction) -> Entry {
    let view = corrections::view(correction, Knowledge::built_in());
    let at = correction.at.unix_micros().and_then(DateTime::from_timestamp_micros);
    Entry {
        covers: view.covers,
        name: view.name,
        place: view.place,
        axis: view.axis,
        answer: view.answer,
        said_at: at.map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true)),
    }
}

fn checked(places: &Places, text: &str, now: Timestamp) -> Result<Wanted, Error> {
    let wrong = |why: String| Error::NotSettings(why);
    if text.len() > LARGEST {
        return Err(wrong(format!("larger than {LARGEST} bytes")));
    }
    let any: serde_json::Value = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
    match any.get("crumbwise_settings").and_then(serde_json::Value::as_u64) {
        Some(VERSION) => {}
        Some(version) if version > VERSION => return Err(Error::NewerSettings(version)),
        Some(_) | None => return Err(wrong("no `crumbwise_settings: 1`".to_owned())),
    }
    // From the text again: only so does an error tell its line.
    let contents: Contents = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
    sound(places, contents, now).map_err(|error| wrong(error.to_string()))
}

/// What a well-formed file asks for, if each part of it can be done.
fn sound(places: &Places, contents: Contents, now: Timestamp) -> Result<Wanted, Error> {
    for Setting { key, value } in &contents.settings {
        ledger::allowed(key, Some(value))?;
    }
    let kept_sites =
        contents.kept_sites.iter().map(|site| ledger::registrable(site)).collect::<Result<_, _>>()?;
    let (mut folders, mut folders_elsewhere) = (Vec::new(), Vec::new());
    for carried in contents.folders {
        if carried.is_empty() || carried.contains('\0') {
            return Err(Error::NotSettings(format!("not a folder: {carried:?}")));
        }
        match folders::meant(places, &carried) {
            Some(folder) => folders.push(folder),
            None => folders_elsewhere.push(carried),
        }
    }
    let corrections =
        contents.corrections.iter().map(|entry| correction(entry, now)).collect::<Result<_, _>>()?;
    Ok(Wanted { settings: contents.settings, kept_sites, folders, folders_elsewhere, corrections })
}

/// A company that this computer's knowledge does not hold may be in a file of another one: it is taken over, and says
/// nothing until the knowledge holds it. A time that is still to come would decide for ever.
fn correction(entry: &Entry, now: Timestamp) -> Result<Correction, Error> {
    let strange = || Error::NotACorrection(format!("{} = {}", entry.axis, entry.answer));
    let said_at = match &entry.said_at {
        Some(text) => DateTime::parse_from_rfc3339(text)
            .map(|at| Timestamp::from_unix_micros(at.timestamp_micros()))
            .map_err(|_| Error::NotSettings(format!("not a time: {text}")))?,
        None => now,
    };
    Ok(Correction {
        id: CorrectionId::default(),
        covers: corrections::named(entry.covers, &entry.name, &entry.place)?,
        says: Says::from_words(&entry.axis, &entry.answer).ok_or_else(strange)?,
        at: said_at.min(now),
    })
}

fn merge(
    ledger: &Ledger,
    wanted: &Wanted,
    knowledge: &Knowledge<'_>,
    now: Timestamp,
) -> Result<ImportReport, crumbwise_ledger::Error> {
    let folders_elsewhere = wanted.folders_elsewhere.clone();
    let mut report = ImportReport { folders_elsewhere, ..ImportReport::default() };
    let view = |one: &Correction| corrections::view(one, knowledge);
    for Setting { key, value } in &wanted.settings {
        let before = ledger.setting(key)?;
        if before.as_ref() == Some(value) {
            report.unchanged += 1;
        } else {
            ledger.set_setting(key, value)?;
            report.settings.push(SettingChange { key: key.clone(), before, after: value.clone() });
        }
    }
    for site in &wanted.kept_sites {
        if ledger.add_keep_site(site, now)? {
            report.kept.push(site.clone());
        } else {
            report.unchanged += 1;
        }
    }
    for folder in &wanted.folders {
        if ledger.add_folder(folder, now)? {
            report.folders.push(folders::view(folder));
        } else {
            report.unchanged += 1;
        }
    }
    let held = ledger.corrections()?.into_iter();
    let mut held: HashMap<(Covers, &str), Correction> =
        held.map(|one| ((one.covers.clone(), one.says.axis()), one)).collect();
    for new in &wanted.corrections {
        let key = (new.covers.clone(), new.says.axis());
        let old = held.get(&key);
        if old.is_some_and(|old| old.says == new.says) {
            report.unchanged += 1;
            continue;
        }
        report.replaced.extend(old.map(view));
        let id = ledger.add_correction(&new.covers, &new.says, new.at)?;
        let added = Correction { id, ..new.clone() };
        report.corrections.push(view(&added));
        held.insert(key, added);
    }
    Ok(report)
}
