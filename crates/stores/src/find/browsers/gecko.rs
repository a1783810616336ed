//! Relatives of Firefox that are browsers. Tor and Mullvad Browser keep their profiles in the folder they were
//! unpacked into.

use crumbwise_model::Engine;

use super::super::roots::Base::{Config, Data, Flatpak, Home, Local, Roaming, Snap, Support};
use super::{KnownBrowser, browser};

const fn gecko(id: &'static str, name: &'static str) -> KnownBrowser {
    browser(id, name, Engine::Gecko)
}

#[rustfmt::skip] // One row a browser.
pub(super) const TABLE: &[KnownBrowser] = &[
    gecko("firefox", "Firefox").linux(&[(Home, ".mozilla/firefox"), (Config, "mozilla/firefox"), (Flatpak, "org.mozilla.firefox/.mozilla/firefox"), (Flatpak, "org.mozilla.firefox/config/mozilla/firefox"), (Snap, "firefox/common/.mozilla/firefox")]).windows(&[(Roaming, "Mozilla/Firefox"), (Local, "Packages/Mozilla.Firefox_n80bbvh6b1yt2/LocalCache/Roaming/Mozilla/Firefox")]).macos(&[(Support, "Firefox")]),
    gecko("librewolf", "LibreWolf").linux(&[(Home, ".librewolf"), (Config, "librewolf/librewolf"), (Flatpak, "io.gitlab.librewolf-community/.librewolf"), (Flatpak, "io.gitlab.librewolf-community/config/librewolf/librewolf")]).windows(&[(Roaming, "librewolf"), (Local, "Packages/31856maltejur.LibreWolf_ssmwz6s360tct/LocalCache/Roaming/librewolf")]).macos(&[(Support, "librewolf")]),
    gecko("waterfox", "Waterfox").linux(&[(Home, ".waterfox"), (Flatpak, "net.waterfox.waterfox/.waterfox")]).windows(&[(Roaming, "Waterfox")]).macos(&[(Support, "Waterfox")]),
    gecko("floorp", "Floorp").linux(&[(Home, ".floorp"), (Flatpak, "one.ablaze.floorp/.floorp")]).windows(&[(Roaming, "Floorp")]).macos(&[(Support, "Floorp")]),
    gecko("zen", "Zen").linux(&[(Home, ".zen"), (Config, "zen"), (Flatpak, "app.zen_browser.zen/.zen"), (Flatpak, "app.zen_browser.zen/config/zen"), (Snap, "zen/common/.zen")]).windows(&[(Roaming, "zen")]).macos(&[(Support, "zen")]),
    gecko("tor", "Tor Browser").linux(&[(Home, "tor-browser*/Browser/TorBrowser/Data/Browser"), (Home, "Desktop/tor-browser*/Browser/TorBrowser/Data/Browser"), (Home, "Downloads/tor-browser*/Browser/TorBrowser/Data/Browser"), (Home, ".local/opt/tor-browser*/Browser/TorBrowser/Data/Browser"), (Data, "torbrowser/tbb/*/tor-browser*/Browser/TorBrowser/Data/Browser"), (Flatpak, "org.torproject.torbrowser-launcher/data/torbrowser/tbb/*/tor-browser*/Browser/TorBrowser/Data/Browser")]).windows(&[(Home, "Desktop/Tor Browser/Browser/TorBrowser/Data/Browser")]).macos(&[(Support, "TorBrowser-Data/Browser")]),
    gecko("mullvad", "Mullvad Browser").linux(&[(Home, "mullvad-browser*/Browser/TorBrowser/Data/Browser"), (Home, "Desktop/mullvad-browser*/Browser/TorBrowser/Data/Browser"), (Home, "Downloads/mullvad-browser*/Browser/TorBrowser/Data/Browser"), (Home, ".local/opt/mullvad-browser*/Browser/TorBrowser/Data/Browser"), (Home, ".mullvad/mullvadbrowser"), (Flatpak, "net.mullvad.MullvadBrowser/.mullvad/mullvadbrowser")]).windows(&[(Roaming, "Mullvad/MullvadBrowser"), (Home, "Desktop/Mullvad Browser/Browser/TorBrowser/Data/Browser")]).macos(&[(Support, "MullvadBrowser-Data/Browser")]),
    gecko("pale-moon", "Pale Moon").linux(&[(Home, ".moonchild productions/pale moon")]).windows(&[(Roaming, "Moonchild Productions/Pale Moon")]).macos(&[(Support, "Pale Moon")]),
    gecko("basilisk", "Basilisk").linux(&[(Home, ".moonchild productions/basilisk"), (Home, ".basilisk-dev/basilisk")]).windows(&[(Roaming, "Moonchild Productions/Basilisk"), (Roaming, "Basilisk-Dev/Basilisk")]),
    gecko("seamonkey", "SeaMonkey").linux(&[(Home, ".mozilla/seamonkey")]).windows(&[(Roaming, "Mozilla/SeaMonkey")]).macos(&[(Support, "SeaMonkey")]),
    gecko("icecat", "GNU IceCat").linux(&[(Home, ".mozilla/icecat")]).windows(&[(Roaming, "Mozilla/icecat")]),
    gecko("midori", "Midori").linux(&[(Home, ".midori")]).windows(&[(Roaming, "Midori")]),
];
