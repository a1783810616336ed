//! Browsers on `QtWebEngine`: Chromium's store of the Qt release, values in the clear, no marks of running.

use crumbwise_model::Engine;

use super::super::roots::Base::{Config, Data, Flatpak, Local, Roaming, Support};
use super::{KnownBrowser, browser};

const fn qt(id: &'static str, name: &'static str) -> KnownBrowser {
    browser(id, name, Engine::Chromium)
}

#[rustfmt::skip] // One row a browser.
pub(super) const TABLE: &[KnownBrowser] = &[
    qt("falkon", "Falkon").linux(&[(Config, "falkon/profiles"), (Flatpak, "org.kde.falkon/config/falkon/profiles")]).windows(&[(Local, "falkon/profiles")]).macos(&[(Support, "falkon/profiles")]),
    qt("qutebrowser", "qutebrowser").linux(&[(Data, "qutebrowser/webengine"), (Flatpak, "org.qutebrowser.qutebrowser/data/qutebrowser/webengine")]).windows(&[(Roaming, "qutebrowser/data/webengine")]).macos(&[(Support, "qutebrowser/webengine")]),
    qt("konqueror", "Konqueror").linux(&[(Data, "konqueror/QtWebEngine")]),
    qt("angelfish", "Angelfish").linux(&[(Data, "KDE/angelfish/QtWebEngine"), (Data, "angelfish/QtWebEngine"), (Flatpak, "org.kde.angelfish/data/KDE/angelfish/QtWebEngine")]),
];
