//! Whether the browser that owns a store runs.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crumbwise_model::{Engine, InUse, Store};

use crate::{
    chromium, files, find, gecko,
    snapshot::SIDES,
    system::{self, Holder, Look},
};

/// Asks the browser's own marks, and then every process of this user whether it has the store open.
pub fn in_use(store: &Store) -> InUse {
    let by_marks = by_marks(store);
    if by_marks.is_running() {
        return by_marks;
    }
    by_descriptors(store)
}

/// Every process of this user that has the store open for writing.
fn by_descriptors(store: &Store) -> InUse {
    from_holder(system::holder(&parts(store)))
}

/// How long one look at all processes serves: a scan reads many stores, and looking takes as long as reading.
const SERVES: Duration = Duration::from_millis(500);

/// As [`by_descriptors`], from a look that another store's reading may have taken a moment ago. Good enough to show;
/// before anything is cleared, [`in_use`] looks anew.
fn by_last_look(store: &Store) -> InUse {
    static LOOK: Mutex<Option<(Instant, Look)>> = Mutex::new(None);
    let mut last = LOOK.lock().unwrap_or_else(PoisonError::into_inner);
    let (_, look) = match last.take() {
        Some(look) if look.0.elapsed() <= SERVES => last.insert(look),
        Some(_) | None => last.insert((Instant::now(), Look::take())),
    };
    from_holder(look.holder(&parts(store)))
}

/// The store's file and the files beside it.
fn parts(store: &Store) -> Vec<PathBuf> {
    SIDES.iter().map(|suffix| files::beside(&store.path, suffix)).chain([store.path.clone()]).collect()
}

/// Asks only the marks that the browser leaves: a few system calls, so every scan can afford it. Of a program
/// that leaves none, the processes tell.
pub(crate) fn by_marks(store: &Store) -> InUse {
    let by_marks = match store.browser.engine {
        Engine::Chromium => chromium::in_use::by_marks(&store.root),
        Engine::Gecko => gecko::in_use::by_marks(&store.root),
        Engine::Libsoup | Engine::Safari => InUse::No,
    };
    if by_marks.is_running() || find::leaves_marks(&store.browser) { by_marks } else { by_last_look(store) }
}

/// The holder, with its program's name.
pub(crate) fn from_holder(holder: Holder) -> InUse {
    match holder {
        Holder::Nobody => InUse::No,
        Holder::Process(pid) => InUse::Yes { pid, program: pid.and_then(system::program) },
    }
}
