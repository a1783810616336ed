//! The browsers known, one row each, with the places where each keeps its profiles.
//!
//! A place is a user-data folder (Chromium) or the folder of `profiles.ini` (Firefox). Another browser is
//! another row; another system is another column of places.

use crumbwise_model::{Browser, BrowserId, Engine};

use super::roots::Base::{self, ChromiumConfig, Config, Home};

/// One browser.
#[derive(Debug)]
pub(crate) struct KnownBrowser {
    pub(crate) browser: Browser,
    /// Native first, then Flatpak, then Snap.
    pub(crate) linux: &'static [(Base, &'static str)],
}

/// What a store named by hand is taken for: a relative of Chromium.
pub(crate) const GENERIC_CHROMIUM: Browser = browser("chromium", "Chromium", Engine::Chromium);

/// What a store named by hand is taken for: a relative of Firefox.
pub(crate) const GENERIC_GECKO: Browser = browser("firefox", "Firefox", Engine::Gecko);

const fn browser(id: &'static str, name: &'static str, engine: Engine) -> Browser {
    Browser { id: BrowserId(id), name, engine }
}

const fn chromium(
    id: &'static str,
    name: &'static str,
    linux: &'static [(Base, &'static str)],
) -> KnownBrowser {
    KnownBrowser { browser: browser(id, name, Engine::Chromium), linux }
}

/// In the order of reports.
pub(crate) const BROWSERS: &[KnownBrowser] = &[
    chromium(
        "chrome",
        "Google Chrome",
        &[(ChromiumConfig, "google-chrome"), (Home, ".var/app/com.google.Chrome/config/google-chrome")],
    ),
    chromium("chrome-beta", "Google Chrome Beta", &[(ChromiumConfig, "google-chrome-beta")]),
    chromium(
        "chrome-dev",
        "Google Chrome Dev",
        &[
            (ChromiumConfig, "google-chrome-unstable"),
            (Home, ".var/app/com.google.ChromeDev/config/google-chrome-unstable"),
        ],
    ),
    chromium("chrome-canary", "Google Chrome Canary", &[(ChromiumConfig, "google-chrome-canary")]),
    chromium(
        "chrome-for-testing",
        "Google Chrome for Testing",
        &[(ChromiumConfig, "google-chrome-for-testing")],
    ),
    KnownBrowser {
        browser: GENERIC_CHROMIUM,
        linux: &[
            (ChromiumConfig, "chromium"),
            (Home, ".var/app/org.chromium.Chromium/config/chromium"),
            (Home, ".var/app/io.github.ungoogled_software.ungoogled_chromium/config/chromium"),
            (Home, "snap/chromium/common/chromium"),
        ],
    },
    chromium(
        "brave",
        "Brave",
        &[
            (ChromiumConfig, "BraveSoftware/Brave-Browser"),
            (Home, ".var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser"),
            (Home, "snap/brave/current/.config/BraveSoftware/Brave-Browser"),
        ],
    ),
    chromium("brave-beta", "Brave Beta", &[(ChromiumConfig, "BraveSoftware/Brave-Browser-Beta")]),
    chromium("brave-dev", "Brave Dev", &[(ChromiumConfig, "BraveSoftware/Brave-Browser-Dev")]),
    chromium("brave-nightly", "Brave Nightly", &[(ChromiumConfig, "BraveSoftware/Brave-Browser-Nightly")]),
    chromium(
        "edge",
        "Microsoft Edge",
        &[(ChromiumConfig, "microsoft-edge"), (Home, ".var/app/com.microsoft.Edge/config/microsoft-edge")],
    ),
    chromium("edge-beta", "Microsoft Edge Beta", &[(ChromiumConfig, "microsoft-edge-beta")]),
    chromium(
        "edge-dev",
        "Microsoft Edge Dev",
        &[
            (ChromiumConfig, "microsoft-edge-dev"),
            (Home, ".var/app/com.microsoft.EdgeDev/config/microsoft-edge-dev"),
        ],
    ),
    KnownBrowser {
        browser: GENERIC_GECKO,
        linux: &[
            (Home, ".mozilla/firefox"),
            (Config, "mozilla/firefox"),
            (Home, ".var/app/org.mozilla.firefox/.mozilla/firefox"),
            (Home, ".var/app/org.mozilla.firefox/config/mozilla/firefox"),
            (Home, "snap/firefox/common/.mozilla/firefox"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_and_places_are_unique() {
        let mut ids = HashSet::new();
        let mut places = HashSet::new();
        for known in BROWSERS {
            assert!(ids.insert(known.browser.id), "{} twice", known.browser.id);
            for (base, place) in known.linux {
                assert!(places.insert(place), "{place} twice");
                assert!(
                    !place.starts_with('/') && !place.contains(".."),
                    "{base:?} {place} stays below its base"
                );
            }
        }
    }
}
