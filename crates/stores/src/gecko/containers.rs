//! The names of Firefox's containers.

use crumbwise_model::{Container, ContainerName, Engine, Problem, ProblemKind, Store};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{files, trouble::Trouble};

/// The largest `containers.json` that is read; a real one has some KB.
const LARGEST: u64 = 4 << 20;

/// The containers of the profile that a store belongs to, by number. A number that cookies name and this list
/// does not is a container that was deleted.
///
/// # Errors
/// When the list is there and cannot be understood.
pub fn containers(store: &Store) -> Result<Vec<Container>, Problem> {
    match store.browser.engine {
        Engine::Gecko => {}
        Engine::Chromium | Engine::Libsoup | Engine::Safari => return Ok(Vec::new()),
    }
    let path = store.root.join("containers.json");
    match files::read_all(&path, LARGEST).and_then(|content| parse(&content)) {
        Ok(containers) => Ok(containers),
        Err(trouble) if trouble.kind == ProblemKind::Missing => Ok(Vec::new()),
        Err(trouble) => Err(trouble.at(&path, Some(store.browser.id))),
    }
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, default)]
    identities: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Identity {
    #[serde(rename = "userContextId")]
    id: u32,
    #[serde(default = "yes")]
    public: bool,
    #[serde(default)]
    name: Option<String>,
    /// `user-context-personal` today, `userContextPersonal.label` in older files.
    #[serde(default, rename = "l10nId", alias = "l10nID")]
    in_language: Option<String>,
    #[serde(default)]
    icon: String,
    #[serde(default)]
    color: String,
}

const fn yes() -> bool {
    true
}

/// An identity that makes no sense is left out: its number then counts as deleted.
pub(crate) fn parse(content: &[u8]) -> Result<Vec<Container>, Trouble> {
    let file: File<'_> = serde_json::from_slice(content).map_err(|error| {
        Trouble::new(ProblemKind::BadIndex, format!("line {}, column {}", error.line(), error.column()))
    })?;
    let identities = file.identities.iter().filter_map(|item| serde_json::from_str(item.get()).ok());
    let mut containers: Vec<_> = identities.filter_map(container).collect();
    containers.sort_by_key(|container| container.id);
    containers.dedup_by_key(|container| container.id);
    Ok(containers)
}

/// Firefox keeps some for itself, which are not public and never hold a person's cookies.
fn container(identity: Identity) -> Option<Container> {
    let Identity { id, public, name, in_language, icon, color } = identity;
    let name = name.filter(|name| !name.is_empty());
    let name = match (name, in_language.as_deref()) {
        (Some(name), _) => ContainerName::Given(name),
        (None, Some("user-context-personal" | "userContextPersonal.label")) => ContainerName::Personal,
        (None, Some("user-context-work" | "userContextWork.label")) => ContainerName::Work,
        (None, Some("user-context-banking" | "userContextBanking.label")) => ContainerName::Banking,
        (None, Some("user-context-shopping" | "userContextShopping.label")) => ContainerName::Shopping,
        (None, _) => return None,
    };
    (public && id > 0).then_some(Container { id, name, icon, color })
}
