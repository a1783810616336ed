//! WebKit: GNOME Web with its web apps, and the browsers of macOS.

use crumbwise_model::Engine;

use super::super::roots::Base::{Config, Data, Flatpak, Home};
use super::{KnownBrowser, browser};

const fn libsoup(id: &'static str, name: &'static str) -> KnownBrowser {
    browser(id, name, Engine::Libsoup)
}

const fn safari(id: &'static str, name: &'static str) -> KnownBrowser {
    browser(id, name, Engine::Safari)
}

#[rustfmt::skip] // One row a browser.
pub(super) const TABLE: &[KnownBrowser] = &[
    libsoup("epiphany", "GNOME Web").linux(&[(Data, "epiphany"), (Data, "org.gnome.Epiphany.WebApp_*"), (Flatpak, "org.gnome.Epiphany/data/epiphany"), (Flatpak, "org.gnome.Epiphany/data/org.gnome.Epiphany.WebApp_*"), (Config, "epiphany"), (Home, ".gnome2/epiphany")]),
    libsoup("epiphany-devel", "GNOME Web Technology Preview").linux(&[(Flatpak, "org.gnome.Epiphany.Devel/data/epiphany"), (Flatpak, "org.gnome.Epiphany.Canary/data/epiphany"), (Data, "org.gnome.Epiphany.Devel.WebApp_*"), (Data, "org.gnome.Epiphany.Canary.WebApp_*")]),
    safari("safari", "Safari").macos(&[(Home, "Library/Containers/com.apple.Safari/Data/Library"), (Home, "Library/Cookies/Cookies.binarycookies")]),
    safari("safari-preview", "Safari Technology Preview").macos(&[(Home, "Library/Containers/com.apple.SafariTechnologyPreview/Data/Library")]),
    safari("orion", "Orion").macos(&[(Home, "Library/HTTPStorages/com.kagi.kagimacOS.binarycookies"), (Home, "Library/HTTPStorages/com.kagi.kagimacOS.RC.binarycookies")]),
    safari("duckduckgo-macos", "DuckDuckGo").macos(&[(Home, "Library/Containers/com.duckduckgo.macos.browser/Data/Library")]),
];
