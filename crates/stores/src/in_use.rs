//! Whether the browser that owns a store runs.

use std::fs;

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
    let paths = SIDES.iter().map(|suffix| files::beside(&store.path, suffix)).chain([store.path.clone()]);
    let identities: Vec<_> = paths
        .filter_map(|path| fs::metadata(path).ok())
        .filter_map(|metadata| system::identity(&metadata))
        .collect();
    from_holder(&system::descriptor_holder(&identities))
}

/// Asks only the marks that the browser leaves: a few system calls, so every scan can afford it. Of a program
/// that leaves none, the processes tell.
pub(crate) fn by_marks(store: &Store) -> InUse {
    let by_marks = match store.browser.engine {
        Engine::Chromium => chromium::in_use::by_marks(&store.root),
        Engine::Gecko => gecko::in_use::by_marks(&store.root),
        Engine::Libsoup | Engine::Safari => InUse::No,
    };
    if by_marks.is_running() || find::leaves_marks(&store.browser) { by_marks } else { by_descriptors(store) }
}

/// The holder, with its program's name.
pub(crate) fn from_holder(holder: &Holder) -> InUse {
    match *holder {
        Holder::Nobody => InUse::No,
        Holder::Process(pid) => InUse::Yes { pid, program: pid.and_then(system::program) },
        Holder::Unknown => InUse::Yes { pid: None, program: None },
    }
}
