//! Dependencies run one way: model ← stores, explain, ledger ← cleanup ← app ← cli, desktop.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::metadata::Packages;

/// What each room may name of the others.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("crumbwise-model", &[]),
    ("crumbwise-stores", &["crumbwise-model"]),
    ("crumbwise-explain", &["crumbwise-model"]),
    ("crumbwise-ledger", &["crumbwise-model"]),
    ("crumbwise-cleanup", &["crumbwise-explain", "crumbwise-ledger", "crumbwise-model", "crumbwise-stores"]),
    (
        "crumbwise-app",
        &[
            "crumbwise-cleanup",
            "crumbwise-explain",
            "crumbwise-ledger",
            "crumbwise-model",
            "crumbwise-stores",
        ],
    ),
    ("crumbwise-cli", &["crumbwise-app", "crumbwise-model"]),
    ("crumbwise-desktop", &["crumbwise-app", "crumbwise-model"]),
];

/// What only some rooms may name, and which: the others do not know windows, shapes of messages or databases.
const KEPT_TO: &[(&str, &[&str])] = &[
    ("tauri", &["crumbwise-desktop", "crumbwise-empty-window"]),
    ("ts-rs", &["crumbwise-app"]),
    // The use cases write the sample profiles, which are real store files.
    ("rusqlite", &["crumbwise-stores", "crumbwise-ledger", "crumbwise-app", "crumbwise-tests"]),
    ("clap", &["crumbwise-cli", "crumbwise-desktop", "xtask"]),
    ("directories", &["crumbwise-cli", "crumbwise-desktop"]),
];

/// What is named although it may not be.
pub(super) fn broken() -> Result<Vec<String>> {
    let packages = Packages::read()?;
    let edges = packages.edges();
    let named = edges.keys().map(|room| (room.clone(), packages.named_by(room))).collect();
    let mut found = against_the_direction(&edges);
    found.extend(outside_its_rooms(&named));
    if packages.named_by("crumbwise-model").iter().any(|name| name.starts_with("serde")) {
        found.push(
            "crumbwise-model names serde: the vocabulary knows no shape of a file or a message".to_owned(),
        );
    }
    Ok(found)
}

fn against_the_direction(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut found = Vec::new();
    for (room, allowed) in MAY_NAME {
        let Some(named) = edges.get(*room) else {
            found.push(format!("there is no package `{room}`"));
            continue;
        };
        found.extend(
            named
                .iter()
                .filter(|name| !allowed.contains(&name.as_str()))
                .map(|name| format!("{room} names {name}")),
        );
    }
    found
}

fn outside_its_rooms(named: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    KEPT_TO
        .iter()
        .flat_map(|(package, rooms)| {
            named
                .iter()
                .filter(|(room, names)| names.contains(*package) && !rooms.contains(&room.as_str()))
                .map(move |(room, _)| format!("{room} names {package}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{MAY_NAME, against_the_direction, outside_its_rooms};

    fn named(room: &str, names: &[&str]) -> (String, BTreeSet<String>) {
        (room.to_owned(), names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn an_upward_edge_is_told() {
        let mut edges: BTreeMap<_, _> = MAY_NAME.iter().map(|(room, names)| named(room, names)).collect();
        assert!(against_the_direction(&edges).is_empty(), "the rule itself is kept");
        edges.extend([named("crumbwise-model", &["crumbwise-app"])]);
        assert_eq!(against_the_direction(&edges), ["crumbwise-model names crumbwise-app"]);
    }

    #[test]
    fn a_window_below_the_shells_is_told() {
        let rooms = BTreeMap::from([named("crumbwise-app", &["tauri"])]);
        assert_eq!(outside_its_rooms(&rooms), ["crumbwise-app names tauri"]);
    }
}
