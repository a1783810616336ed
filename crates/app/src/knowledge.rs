//! What we know, how old it is, and a newer table that a person brings: the program never goes on-line.

use std::{
    error::Error as _,
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Months, NaiveDate};
use crumbwise_explain::{Knowledge, SourceInfo, Unfit, suffix_list};
use crumbwise_ledger::private;
use crumbwise_model::{Problem, ProblemKind, Timestamp};

use crate::view::{KnowledgeView, SourceView};
use crate::{Error, Places};

/// The brought table, in its folder of the places.
const FILE: &str = "knowledge.table";

/// The knowledge that verdicts come from: what the person brought, or what is compiled in. A brought table that is
/// damaged, or older than the program by now, is left aside; [`knowledge`] and every scan tell.
pub fn knowledge_in_use(places: &Places) -> &'static Knowledge<'static> {
    in_use(places).0
}

/// The knowledge in use, and the problem where it is not the one that was brought.
pub(crate) fn in_use(places: &Places) -> (&'static Knowledge<'static>, Option<Problem>) {
    match brought(places) {
        Ok(brought) => (brought.unwrap_or_else(Knowledge::built_in), None),
        Err(error) => (Knowledge::built_in(), Some(left_aside(places, &error))),
    }
}

fn left_aside(places: &Places, why: &Error) -> Problem {
    let detail = why.source().map(ToString::to_string).unwrap_or_default();
    let (path, kind) = (places.knowledge.join(FILE), ProblemKind::KnowledgeLeftAside);
    Problem { path, browser: None, kind, detail }
}

/// Every source of what we know, strongest first, and where it stands.
pub fn knowledge(places: &Places, now: Timestamp) -> KnowledgeView {
    let (imported, trouble) = match brought(places) {
        Ok(imported) => (imported, None),
        Err(error) => (None, Some(error.view())),
    };
    let of_table = knowledge_of(imported.unwrap_or_else(Knowledge::built_in), now);
    KnowledgeView { imported: imported.is_some(), trouble, ..of_table }
}

/// The same of one table, wherever it comes from.
pub fn knowledge_of(table: &Knowledge<'_>, now: Timestamp) -> KnowledgeView {
    let source = |info: SourceInfo<'_>| SourceView {
        name: info.name.to_owned(),
        version: info.version.to_owned(),
        date: (!info.date.is_empty()).then(|| info.date.to_owned()),
        licence: info.licence.to_owned(),
        entries: info.entries as u64,
        old: is_old(&info, now),
    };
    let sources = table.sources().chain([suffix_list()]).map(source).collect();
    KnowledgeView { sources, imported: false, trouble: None }
}

/// Brings a newer table: it is checked as the built-in one is, copied into the data folder and used from the next
/// scan on. What is refused changes nothing.
pub fn knowledge_import(places: &Places, file: &Path, now: Timestamp) -> Result<KnowledgeView, Error> {
    let unfit = |source| Error::Knowledge { path: file.to_owned(), source };
    let bytes = read(file)?;
    Knowledge::read(&bytes).and_then(|brought| brought.check(Knowledge::built_in())).map_err(unfit)?;
    let path = places.knowledge.join(FILE);
    write(&places.knowledge, &path, &bytes).map_err(|source| Error::KnowledgeFile { path, source })?;
    Ok(knowledge(places, now))
}

/// Goes back to the table that is compiled in; what was brought is deleted.
pub fn knowledge_revert(places: &Places, now: Timestamp) -> Result<KnowledgeView, Error> {
    let path = places.knowledge.join(FILE);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(Error::KnowledgeFile { path, source }),
        Ok(()) | Err(_) => Ok(knowledge(places, now)),
    }
}

/// Writes the table in use to a file that does not exist yet.
pub fn knowledge_export(places: &Places, file: &Path) -> Result<(), Error> {
    let bytes = knowledge_in_use(places).bytes();
    let written = File::create_new(file).and_then(|mut file| file.write_all(bytes));
    written.map_err(|source| Error::KnowledgeFile { path: file.to_owned(), source })
}

/// What the person brought; none where nothing was.
fn brought(places: &Places) -> Result<Option<&'static Knowledge<'static>>, Error> {
    let path = places.knowledge.join(FILE);
    let failed = |source| Error::KnowledgeFile { path: path.clone(), source };
    match fs::metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        // A pipe would be waited for.
        Ok(metadata) if !metadata.is_file() => return Err(failed(io::Error::other("not a file"))),
        other => other.map_err(failed)?,
    };
    let bytes = read(&path)?;
    let kept = Knowledge::keep(bytes).and_then(|kept| {
        let (date, than) = (kept.date(), Knowledge::built_in().date());
        let older = || Unfit::Older { date: date.to_owned(), than: than.to_owned() };
        if date < than { Err(older()) } else { Ok(kept) }
    });
    kept.map(Some).map_err(|source| Error::Knowledge { path, source })
}

/// No more than a table may hold, and one byte, so that a longer file is seen to be longer.
fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let most = Knowledge::LARGEST as u64 + 1;
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map_err(|source| Error::KnowledgeFile { path: path.to_owned(), source })?;
    Ok(bytes)
}

/// Whole or not at all: the name appears when the bytes are on the disk.
fn write(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    private::create_folder(folder)?;
    let new: PathBuf = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    let mut file = private::open_file(&options, &new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    private::sync_folder(folder)
}

/// Whether a source is older than twelve months; one that tells no date is not called old.
fn is_old(info: &SourceInfo<'_>, now: Timestamp) -> bool {
    const MONTHS: Months = Months::new(12);
    let ends = info.date.parse::<NaiveDate>().ok().and_then(|date| date.checked_add_months(MONTHS));
    let today = now.unix_seconds().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    matches!((ends, today), (Some(ends), Some(today)) if today.date_naive() > ends)
}
