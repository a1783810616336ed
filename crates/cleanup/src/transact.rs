//! One transaction on one store, with everything that must hold around it.

use std::ops::ControlFlow;

use crumbwise_ledger::RunStore;
use crumbwise_model::{Browser, BrowserId, Group, InUse, Part, Store, StoreKind, StoreState, Timestamp};
use crumbwise_stores::{
    in_use,
    write::{Change, ProfileLock, Schema, WriteError, Writer},
};

use crate::{Error, Observer, SkipReason, Skipped, Step};

/// Rows between two steps: small enough that cancelling is felt at once, large enough not to be.
pub(crate) const CHUNK: usize = 256;

/// Why work on a store ended early. The store is as it was.
#[derive(Debug)]
pub(crate) enum Stop {
    /// This store cannot be done; the others go on.
    Skip(SkipReason, String),
    /// The person stopped the run.
    Cancelled,
    /// The run cannot go on.
    Fatal(Error),
}

impl From<crumbwise_ledger::Error> for Stop {
    fn from(error: crumbwise_ledger::Error) -> Self {
        Self::Fatal(error.into())
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Fatal(error)
    }
}

impl From<WriteError> for Stop {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Busy { .. } => Self::Skip(SkipReason::Locked, String::new()),
            WriteError::Open { path, .. } if !path.exists() => Self::Skip(SkipReason::Missing, String::new()),
            WriteError::Open { source, .. } | WriteError::Sql { source, .. } => {
                Self::Skip(SkipReason::CannotWrite, source.to_string())
            }
            WriteError::NotACookieStore { .. } => Self::Skip(SkipReason::CannotWrite, String::new()),
        }
    }
}

impl Stop {
    /// As an entry of the outcome, or the error that ends the run.
    pub(crate) fn skipped(self, site: &Site, cookies: u64) -> Result<Skipped, Error> {
        match self {
            Self::Skip(reason, detail) => Ok(site.skipped(reason, cookies, detail)),
            Self::Cancelled => Ok(site.skipped(SkipReason::Cancelled, cookies, String::new())),
            Self::Fatal(error) => Err(error),
        }
    }
}

/// The observer, and whether it has asked to stop.
pub(crate) struct Watch<'a> {
    observer: &'a mut dyn Observer,
    pub(crate) cancelled: bool,
}

impl<'a> Watch<'a> {
    pub(crate) fn new(observer: &'a mut dyn Observer) -> Self {
        Self { observer, cancelled: false }
    }

    /// A step before which everything can still be taken back.
    pub(crate) fn reach(&mut self, step: Step) -> Result<(), Stop> {
        self.note(step);
        if self.cancelled { Err(Stop::Cancelled) } else { Ok(()) }
    }

    /// A step after which this store's work must be completed; a wish to stop holds for what follows.
    pub(crate) fn note(&mut self, step: Step) {
        self.cancelled |= self.observer.step(&step) == ControlFlow::Break(());
    }
}

/// A store of a run: what is needed to find it and to ask whether its browser runs.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// Its number within the run.
    pub(crate) number: u32,
    /// Browser id.
    pub(crate) browser: String,
    pub(crate) store: Store,
}

impl Site {
    pub(crate) fn of_scan(number: u32, store: &Store) -> Self {
        Self { number, browser: store.browser.id.to_string(), store: store.clone() }
    }

    pub(crate) fn of_journal(journaled: &RunStore) -> Self {
        let store = Store {
            // Whether it runs depends on its family and its folder; its name is journaled beside.
            browser: Browser {
                id: BrowserId("journaled"),
                name: "",
                engine: journaled.engine,
                group: Group::Browser,
            },
            root: journaled.root.clone(),
            profile: journaled.profile.clone(),
            kind: StoreKind::Database,
            part: Part::Sites,
            path: journaled.path.clone(),
            link: None,
            state: StoreState::Found,
            in_use: InUse::No,
            version: None,
            bytes: 0,
            modified: Timestamp::NONE,
        };
        Self { number: journaled.store, browser: journaled.browser.clone(), store }
    }

    pub(crate) fn skipped(&self, reason: SkipReason, cookies: u64, detail: String) -> Skipped {
        Skipped { reason, browser: self.browser.clone(), path: self.store.path.clone(), cookies, detail }
    }

    /// Stops when the browser runs.
    pub(crate) fn must_be_closed(&self) -> Result<(), Stop> {
        closed(&in_use(&self.store))
    }

    /// Opens the store for writing, and keeps its browser from starting where that is possible. A store that is
    /// gone is not created.
    pub(crate) fn open(&self) -> Result<Held, Stop> {
        let lock = ProfileLock::take(&self.store).or_else(|in_use| closed(&in_use).map(|()| None))?;
        let writer = Writer::open(&self.store.path, self.store.browser.engine)?;
        Ok(Held { writer, lock })
    }
}

/// A store opened for writing whose browser cannot start meanwhile.
pub(crate) struct Held {
    /// Dropped first: the browser may start when the store is closed.
    pub(crate) writer: Writer,
    lock: Option<ProfileLock>,
}

impl Held {
    /// Stops when the browser has started in spite of the lock, or where there is none.
    fn must_be_closed(&self, site: &Site) -> Result<(), Stop> {
        site.must_be_closed()?;
        self.keep()
    }

    /// Stops when the lock was lost and someone else has it.
    fn keep(&self) -> Result<(), Stop> {
        let kept = self.lock.as_ref().is_none_or(ProfileLock::keep);
        if kept { Ok(()) } else { Err(Stop::Skip(SkipReason::InUse, String::new())) }
    }
}

fn closed(in_use: &InUse) -> Result<(), Stop> {
    match in_use {
        InUse::No => Ok(()),
        InUse::Yes { pid, program } => {
            let pid = pid.map(|pid| format!("process {pid}"));
            let detail = program.clone().into_iter().chain(pid).collect::<Vec<_>>().join(", ");
            Err(Stop::Skip(SkipReason::InUse, detail))
        }
    }
}

/// Runs `body` in one transaction on a store: the browser is closed before it and still closed before the
/// commit, and afterwards nothing of the change stays in a write-ahead log.
pub(crate) fn transact<T>(
    site: &Site,
    total: u64,
    watch: &mut Watch<'_>,
    body: impl FnOnce(&Change<'_>, &Writer, &mut Watch<'_>) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let store = site.number;
    watch.reach(Step::StoreStarted { store, total })?;
    site.must_be_closed()?;
    let held = site.open()?;
    let change = held.writer.begin()?;
    held.must_be_closed(site)?;
    watch.reach(Step::StoreLocked { store })?;
    let result = body(&change, &held.writer, watch)?;
    held.must_be_closed(site)?;
    watch.reach(Step::Committing { store })?;
    held.keep()?;
    change.commit()?;
    watch.note(Step::Committed { store });
    // The change is durable. A log that cannot be emptied at this moment is emptied when it is closed.
    let _ = held.writer.checkpoint();
    watch.note(Step::Checkpointed { store });
    Ok(result)
}

/// The shape rows of a store were journaled in.
pub(crate) fn journaled_schema(journaled: &RunStore) -> Schema {
    Schema {
        engine: journaled.engine,
        version: journaled.version.unwrap_or_default(),
        columns: journaled.columns.clone(),
    }
}
