//! What keeps a cookie apart from others of its name and host, as the faces say it.

use crumbwise_model::{ContainerName, Cookie, ScannedStore};
use crumbwise_stores::Attributes;

use crate::view::ContainerView;

/// A container that cookies name and the profile's list does not.
pub(crate) const DELETED: &str = "deleted";

/// Decoded: a cookie may lie in a container and be kept apart under a site too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Apart {
    /// The container of Firefox.
    pub(crate) container: Option<ContainerView>,
    /// The site it is kept apart under: a registrable domain, as the browser wrote it.
    pub(crate) site: Option<String>,
}

impl Apart {
    /// Of a cookie of this store.
    pub(crate) fn of(store: &ScannedStore, cookie: &Cookie) -> Self {
        Self::parse(store, store.cookies.partition(cookie).0)
    }

    /// A container of this store's profile.
    pub(crate) fn in_container(store: &ScannedStore, number: u32) -> ContainerView {
        container(store, number)
    }

    /// Of a partition text of this store.
    pub(crate) fn parse(store: &ScannedStore, stored: &[u8]) -> Self {
        if stored.is_empty() {
            return Self::default();
        }
        let attributes = Attributes::parse(store.store.browser.engine, stored);
        let partition = attributes.partition.map(|key| key.site);
        Self {
            container: attributes.container.map(|number| container(store, number)),
            site: partition.or(attributes.first_party).filter(|site| !site.is_empty()),
        }
    }
}

fn container(store: &ScannedStore, number: u32) -> ContainerView {
    let known = store.containers.iter().find(|container| container.id == number);
    let name = known.and_then(|container| match &container.name {
        ContainerName::Given(name) => Some(name.clone()),
        ContainerName::Personal | ContainerName::Work | ContainerName::Banking | ContainerName::Shopping => {
            None
        }
    });
    let kind = known.map_or(DELETED, |container| container.name.word());
    ContainerView { number, kind: kind.to_owned(), name }
}
