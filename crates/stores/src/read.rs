//! One store read into a table.

use std::{collections::HashSet, fs, path::Path};

use crumbwise_model::{
    CookieTable, CookieTableBuilder, Engine, Problem, ProblemKind, Store, StoreKind, StoreState,
};
use rusqlite::Connection;

use crate::{
    chromium, files, gecko, in_use, libsoup, rows, safari,
    snapshot::{Opened, SIDES, Snapshots},
    times::AbsurdTimes,
    trouble::{Trouble, state_after},
};

/// What came of reading one store.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The store, with state, version, size and whether its browser runs filled in.
    pub store: Store,
    /// Its cookies; empty when it could not be read, cut short when it is damaged or the observer stopped.
    pub cookies: CookieTable,
    /// What went wrong.
    pub problems: Vec<Problem>,
}

/// Watches a reading.
pub trait ReadObserver: Sync {
    /// So many rows of the store have been read. Called every few thousand rows.
    fn rows(&self, so_far: u64);
    /// Whether to stop; asked as often.
    fn stopped(&self) -> bool;
}

impl ReadObserver for () {
    fn rows(&self, _so_far: u64) {}

    fn stopped(&self) -> bool {
        false
    }
}

/// Reads one store from a private copy. Never fails: what cannot be read is a problem in the result.
///
/// A stopped reading keeps the state [`StoreState::Found`].
pub fn read(store: &Store, snapshots: &Snapshots, observer: &dyn ReadObserver) -> Reading {
    let mut store = Store { in_use: in_use::by_marks(store), state: StoreState::Found, ..store.clone() };
    measure(&mut store);
    let mut outcome = Outcome::default();
    let result = match store.kind {
        StoreKind::Database => database(&mut store, snapshots, observer, &mut outcome),
        StoreKind::SessionStore => gecko::session::read(&store.path, &mut outcome),
        StoreKind::BinaryCookies => safari::read::read(&store.path, &mut outcome),
    };
    if let Err(trouble) = result {
        outcome.troubles.push(trouble);
    } else if !observer.stopped() {
        store.state = StoreState::Read;
    }
    let mut told = HashSet::new();
    outcome.troubles.retain(|trouble| told.insert(trouble.clone()));
    let last = outcome
        .troubles
        .iter()
        .map(|trouble| state_after(trouble.kind))
        .rfind(|&state| state != StoreState::Read);
    if let Some(state) = last {
        store.state = state;
    }
    let problems: Vec<_> =
        outcome.troubles.into_iter().map(|trouble| trouble.at(&store.path, Some(store.browser.id))).collect();
    tracing::debug!(path = %store.path.display(), state = store.state.word(), rows = outcome.cookies.len(), "read");
    Reading { store, cookies: outcome.cookies.finish(), problems }
}

/// What a reader has gathered so far; kept when it fails half-way.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) cookies: CookieTableBuilder,
    pub(crate) troubles: Vec<Trouble>,
}

impl Outcome {
    /// Notes rows that were left out and times that were.
    pub(crate) fn note_rows(&mut self, unusable: u64, absurd: AbsurdTimes) {
        let parts =
            [(unusable, "without a host or a name, left out"), (absurd.0, "impossible times, shown as none")];
        let detail: Vec<_> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        if !detail.is_empty() {
            self.troubles.push(Trouble::new(ProblemKind::BadRows, detail.join("; ")));
        }
    }
}

fn measure(store: &mut Store) {
    let size = |path: &Path| fs::symlink_metadata(path).map_or(0, |metadata| metadata.len());
    store.bytes = size(&store.path);
    if store.kind == StoreKind::Database {
        store.bytes += SIDES.iter().map(|suffix| size(&files::beside(&store.path, suffix))).sum::<u64>();
    }
    if let Ok(metadata) = fs::symlink_metadata(&store.path) {
        store.modified = files::modified(&metadata);
    }
}

fn database(
    store: &mut Store,
    snapshots: &Snapshots,
    observer: &dyn ReadObserver,
    outcome: &mut Outcome,
) -> Result<(), Trouble> {
    let _busy = rows::Busy::begin();
    let mut opened = snapshots.take(&store.path)?;
    // A store that may change under the copy, or was left half-written, is checked; once more on another
    // copy if the first looks torn.
    if store.in_use.is_running() || opened.hot || opened.doubtful {
        if let Some(torn) = check(&opened) {
            tracing::debug!(detail = torn.detail, "copied again");
            opened = snapshots.take(&store.path)?;
        }
        match check(&opened) {
            // Someone writes without a pause: not the file is torn, the copy is.
            Some(torn) if opened.doubtful => {
                return Err(Trouble { kind: ProblemKind::KeepsChanging, ..torn });
            }
            found => outcome.troubles.extend(found),
        }
    }
    outcome.troubles.extend(opened.damage.clone());
    let version = &mut store.version;
    let result = match store.browser.engine {
        Engine::Chromium => chromium::read::read(&opened, observer, outcome, version),
        Engine::Gecko => gecko::read::read(&opened, observer, outcome, version),
        Engine::Libsoup => libsoup::read::read(&opened, observer, outcome, version),
        Engine::Safari => Err(Trouble::new(ProblemKind::UnknownSchema, "a database")),
    };
    snapshots.let_go(opened);
    result
}

/// What is wrong with a copy.
fn check(opened: &Opened) -> Option<Trouble> {
    let answer = opened.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    match answer {
        Ok(answer) if answer == "ok" => opened.damage.clone(),
        Ok(answer) => Some(Trouble::new(ProblemKind::Damaged, answer)),
        Err(error) => Some(error.into()),
    }
}

/// The columns of a table; an error when there is no such table.
pub(crate) fn table_columns(connection: &Connection, table: &str) -> Result<Vec<String>, Trouble> {
    let mut statement = connection.prepare(&format!("PRAGMA table_info({table})"))?;
    let columns = statement.query_map([], |row| row.get(1))?.collect::<Result<Vec<String>, _>>()?;
    if columns.is_empty() {
        return Err(Trouble::new(ProblemKind::UnknownSchema, format!("no table {table}")));
    }
    Ok(columns)
}

/// The first of `names` that the table has, quoted; otherwise `default`, or an error where there is none.
pub(crate) fn column(columns: &[String], names: &[&str], default: Option<&str>) -> Result<String, Trouble> {
    let found = names.iter().find(|name| columns.iter().any(|column| column.eq_ignore_ascii_case(name)));
    match (found, default) {
        (Some(name), _) => Ok(format!("\"{name}\"")),
        (None, Some(default)) => Ok(default.to_owned()),
        (None, None) => {
            Err(Trouble::new(ProblemKind::UnknownSchema, format!("no column {}", names.join(" or "))))
        }
    }
}
