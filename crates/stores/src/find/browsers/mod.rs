//! The browsers known, one row each, with the places where each keeps its profiles.
//!
//! A place is a user-data folder (Chromium), the folder of `profiles.ini` (Firefox), the folder of
//! `cookies.sqlite` (libsoup), or the `Library` folder or `*.binarycookies` file of a program of macOS. Another
//! browser is another row; another system is another column of places.

mod apps;
mod chromium;
mod gecko;
mod qt;
mod webkit;

use std::path::Path;

use crumbwise_model::{Browser, BrowserId, Engine, Group};

use super::roots::{Base, System};

/// Relative to a base; `*` stands for any text within one part of the path.
pub(crate) type Place = (Base, &'static str);

/// One browser.
#[derive(Debug)]
pub(crate) struct KnownBrowser {
    pub(crate) browser: Browser,
    linux: &'static [Place],
    windows: &'static [Place],
    macos: &'static [Place],
}

impl KnownBrowser {
    const fn new(id: &'static str, name: &'static str, engine: Engine, group: Group) -> Self {
        let browser = Browser { id: BrowserId(id), name, engine, group };
        Self { browser, linux: &[], windows: &[], macos: &[] }
    }

    /// Native first, then Flatpak, then Snap.
    const fn linux(self, linux: &'static [Place]) -> Self {
        Self { linux, ..self }
    }

    const fn windows(self, windows: &'static [Place]) -> Self {
        Self { windows, ..self }
    }

    const fn macos(self, macos: &'static [Place]) -> Self {
        Self { macos, ..self }
    }

    pub(crate) const fn places(&self, system: System) -> &'static [Place] {
        match system {
            System::Linux => self.linux,
            System::Windows => self.windows,
            System::MacOs => self.macos,
        }
    }
}

const fn browser(id: &'static str, name: &'static str, engine: Engine) -> KnownBrowser {
    KnownBrowser::new(id, name, engine, Group::Browser)
}

/// What a store named by hand is taken for: a relative of Chromium.
pub(crate) const GENERIC_CHROMIUM: Browser = browser("chromium", "Chromium", Engine::Chromium).browser;

/// What a store named by hand is taken for: a relative of Firefox.
pub(crate) const GENERIC_GECKO: Browser = browser("firefox", "Firefox", Engine::Gecko).browser;

/// What a store named by hand is taken for: GNOME Web.
pub(crate) const GENERIC_LIBSOUP: Browser = browser("epiphany", "GNOME Web", Engine::Libsoup).browser;

/// What a store named by hand is taken for: Safari.
pub(crate) const GENERIC_SAFARI: Browser = browser("safari", "Safari", Engine::Safari).browser;

/// In the order of reports: browsers by family, then programs with a browser inside.
pub(crate) fn browsers() -> impl Iterator<Item = &'static KnownBrowser> {
    [chromium::TABLE, gecko::TABLE, webkit::TABLE, qt::TABLE, apps::TABLE].into_iter().flatten()
}

/// The browser whose usual place in a home this folder looks like, wherever that home lies.
pub(crate) fn at_home_in(dir: &Path, engine: Engine) -> Option<Browser> {
    let is_there = |&(base, place): &Place| dir.ends_with(Path::new(base.usual()).join(place));
    browsers()
        .filter(|known| known.browser.engine == engine)
        .find(|known| System::ALL.into_iter().flat_map(|system| known.places(system)).any(is_there))
        .map(|known| known.browser)
}

/// Whether a running browser shows in its own folder. The others show only as processes that have their
/// store open.
pub(crate) fn leaves_marks(browser: &Browser) -> bool {
    let engine = match browser.engine {
        Engine::Chromium | Engine::Gecko => true,
        Engine::Libsoup | Engine::Safari => false,
    };
    engine && browser.group == Group::Browser && !qt::TABLE.iter().any(|known| known.browser.id == browser.id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn is_of(base: Base, system: System) -> bool {
        match base {
            Base::Home => true,
            Base::Config | Base::ChromiumConfig | Base::Data | Base::Cache | Base::Flatpak | Base::Snap => {
                system == System::Linux
            }
            Base::Local | Base::Roaming => system == System::Windows,
            Base::Support => system == System::MacOs,
        }
    }

    #[test]
    fn ids_and_places_are_unique() {
        let mut ids = HashSet::new();
        let mut places = HashSet::new();
        for known in browsers() {
            assert!(ids.insert(known.browser.id), "{} twice", known.browser.id);
            let mut any = 0;
            for system in System::ALL {
                for (base, place) in known.places(system) {
                    any += 1;
                    assert!(places.insert((system, base, place)), "{place} twice");
                    assert!(
                        !place.starts_with('/') && !place.contains("..") && !place.contains('\\'),
                        "{base:?} {place} stays below its base"
                    );
                    assert!(is_of(*base, system), "{base:?} is no folder of {system:?}: {place}");
                }
            }
            assert!(any > 0, "{} has no place anywhere", known.browser.id);
        }
        for generic in [GENERIC_CHROMIUM, GENERIC_GECKO, GENERIC_LIBSOUP, GENERIC_SAFARI] {
            assert!(browsers().any(|known| known.browser == generic), "{generic:?} is a row");
        }
    }
}
