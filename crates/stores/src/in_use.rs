//! Whether the browser that owns a store runs.

use std::{
    collections::HashMap,
    fs,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crumbwise_model::{Engine, InUse, Store};

use crate::{
    chromium, files, find, gecko,
    snapshot::SIDES,
    system::{self, Holder},
};

/// Asks the browser's own marks, and then every process of this user whether it has the store open.
///
/// On a system that cannot be asked the answer is yes, so that nothing is cleaned under a running browser.
pub fn in_use(store: &Store) -> InUse {
    let by_marks = by_marks(store);
    if by_marks.is_running() {
        return by_marks;
    }
    by_descriptors(store)
}

/// Every process of this user that has the store open for writing.
fn by_descriptors(store: &Store) -> InUse {
    from_holder(&system::descriptor_holder(&identities(store)))
}

/// How long one look at all processes serves: a scan reads many stores, and looking takes as long as reading.
const SERVES: Duration = Duration::from_millis(500);

/// Who had which file open for writing, and when that was looked at.
type Look = (Instant, Option<HashMap<(u64, u64), u32>>);

/// As [`by_descriptors`], from a look that another store's reading may have taken a moment ago. Good enough to show;
/// before anything is cleared, [`in_use`] looks anew.
fn by_last_look(store: &Store) -> InUse {
    static LOOK: Mutex<Option<Look>> = Mutex::new(None);
    let identities = identities(store);
    let mut look = LOOK.lock().unwrap_or_else(PoisonError::into_inner);
    if look.as_ref().is_none_or(|(at, _)| at.elapsed() > SERVES) {
        *look = Some((Instant::now(), system::open_for_writing()));
    }
    let holder = match look.as_ref().and_then(|(_, open)| open.as_ref()) {
        None => Holder::Unknown,
        Some(open) => identities
            .iter()
            .find_map(|identity| open.get(identity))
            .map_or(Holder::Nobody, |&pid| Holder::Process(Some(pid))),
    };
    drop(look);
    from_holder(&holder)
}

/// What makes the store's file, and the files beside it, themselves.
fn identities(store: &Store) -> Vec<(u64, u64)> {
    let paths = SIDES.iter().map(|suffix| files::beside(&store.path, suffix)).chain([store.path.clone()]);
    paths
        .filter_map(|path| fs::metadata(path).ok())
        .filter_map(|metadata| system::identity(&metadata))
        .collect()
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
pub(crate) fn from_holder(holder: &Holder) -> InUse {
    match *holder {
        Holder::Nobody => InUse::No,
        Holder::Process(pid) => InUse::Yes { pid, program: pid.and_then(system::program) },
        Holder::Unknown => InUse::Yes { pid: None, program: None },
    }
}
