//! What a person can do about a store, by its state and by the system they sit at.

use std::{
    collections::BTreeMap,
    path::{Component, Path},
};

use crumbwise_model::{Problem, Store, StoreState};

use crate::view::Sentence;

/// The systems whose ways differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    /// Linux and its relatives.
    Linux,
    /// Access to some folders is granted in the system's settings.
    MacOs,
    /// Files that are in use can be locked to everybody.
    Windows,
}

impl System {
    /// The one that the program is built for.
    pub(crate) fn here() -> Self {
        match std::env::consts::OS {
            "macos" => Self::MacOs,
            "windows" => Self::Windows,
            _ => Self::Linux,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Linux => "linux",
            Self::MacOs => "macos",
            Self::Windows => "windows",
        }
    }
}

/// Keys of every advice that is not a problem's own.
#[cfg(test)]
pub(crate) const ADVICE: [&str; 10] = [
    "advice_in_use_flatpak",
    "advice_in_use_linux",
    "advice_in_use_macos",
    "advice_in_use_windows",
    "advice_left_over",
    "advice_needs_permission_linux",
    "advice_needs_permission_macos",
    "advice_needs_permission_windows",
    "advice_running",
    "advice_running_flatpak",
];

/// The advice; none where there is nothing to do.
pub(crate) fn advice(store: &Store, problem: Option<&Problem>, system: System) -> Option<Sentence> {
    let flatpak = flatpak(&store.path);
    let of_problem =
        || problem.map(|problem| sentence(&format!("problem_{}_advice", problem.kind.word()), None));
    let closing = |what: &str| match flatpak {
        Some(app) => sentence(&format!("advice_{what}_flatpak"), Some(app)),
        None if what == "in_use" => sentence(&format!("advice_{what}_{}", system.word()), None),
        None => sentence(&format!("advice_{what}"), None),
    };
    match store.state {
        StoreState::InUse => Some(closing("in_use")),
        StoreState::NeedsPermission => {
            Some(sentence(&format!("advice_needs_permission_{}", system.word()), None))
        }
        StoreState::Damaged | StoreState::NotSupported | StoreState::Found => of_problem(),
        StoreState::Read if problem.is_some() => of_problem(),
        StoreState::Read if store.is_left_over() => Some(sentence("advice_left_over", None)),
        StoreState::Read if store.in_use.is_running() && store.is_written() => Some(closing("running")),
        StoreState::Read => None,
    }
}

/// The Flatpak that a file belongs to: its processes have numbers of their own, and a command that ends them.
fn flatpak(path: &Path) -> Option<&str> {
    let mut parts = path.components();
    let is = |part: Option<Component<'_>>, name: &str| part == Some(Component::Normal(name.as_ref()));
    while let Some(one) = parts.next() {
        if is(Some(one), ".var") && is(parts.clone().next(), "app") {
            return parts.nth(1).and_then(|app| app.as_os_str().to_str());
        }
    }
    None
}

fn sentence(key: &str, app: Option<&str>) -> Sentence {
    let params: BTreeMap<_, _> = app.map(|app| ("app".to_owned(), app.to_owned())).into_iter().collect();
    Sentence { key: key.to_owned(), params }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flatpak_is_told_by_its_folder() {
        let path = Path::new("/home/ada/.var/app/org.mozilla.firefox/.mozilla/firefox/x/cookies.sqlite");
        assert_eq!(flatpak(path), Some("org.mozilla.firefox"));
        assert_eq!(flatpak(Path::new("/home/ada/.mozilla/firefox/x/cookies.sqlite")), None);
        assert_eq!(flatpak(Path::new("/home/ada/.var/app")), None);
    }
}
