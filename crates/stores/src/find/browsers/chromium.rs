//! Relatives of Chromium that are browsers.

use crumbwise_model::Engine;

use super::super::roots::Base::{ChromiumConfig, Flatpak, Local, Roaming, Snap, Support};
use super::{KnownBrowser, browser};

const fn chromium(id: &'static str, name: &'static str) -> KnownBrowser {
    browser(id, name, Engine::Chromium)
}

#[rustfmt::skip] // One row a browser.
pub(super) const TABLE: &[KnownBrowser] = &[
    chromium("chrome", "Google Chrome").linux(&[(ChromiumConfig, "google-chrome"), (Flatpak, "com.google.Chrome/config/google-chrome")]).windows(&[(Local, "Google/Chrome/User Data")]).macos(&[(Support, "Google/Chrome")]),
    chromium("chrome-beta", "Google Chrome Beta").linux(&[(ChromiumConfig, "google-chrome-beta")]).windows(&[(Local, "Google/Chrome Beta/User Data")]).macos(&[(Support, "Google/Chrome Beta")]),
    chromium("chrome-dev", "Google Chrome Dev").linux(&[(ChromiumConfig, "google-chrome-unstable"), (Flatpak, "com.google.ChromeDev/config/google-chrome-unstable")]).windows(&[(Local, "Google/Chrome Dev/User Data")]).macos(&[(Support, "Google/Chrome Dev")]),
    chromium("chrome-canary", "Google Chrome Canary").linux(&[(ChromiumConfig, "google-chrome-canary")]).windows(&[(Local, "Google/Chrome SxS/User Data")]).macos(&[(Support, "Google/Chrome Canary")]),
    chromium("chrome-for-testing", "Google Chrome for Testing").linux(&[(ChromiumConfig, "google-chrome-for-testing")]).windows(&[(Local, "Google/Chrome for Testing/User Data")]).macos(&[(Support, "Google/Chrome for Testing")]),
    chromium("chromium", "Chromium").linux(&[(ChromiumConfig, "chromium"), (Flatpak, "org.chromium.Chromium/config/chromium"), (Flatpak, "io.github.ungoogled_software.ungoogled_chromium/config/chromium"), (Snap, "chromium/common/chromium")]).windows(&[(Local, "Chromium/User Data")]).macos(&[(Support, "Chromium")]),
    chromium("brave", "Brave").linux(&[(ChromiumConfig, "BraveSoftware/Brave-Browser"), (Flatpak, "com.brave.Browser/config/BraveSoftware/Brave-Browser"), (Snap, "brave/current/.config/BraveSoftware/Brave-Browser")]).windows(&[(Local, "BraveSoftware/Brave-Browser/User Data")]).macos(&[(Support, "BraveSoftware/Brave-Browser")]),
    chromium("brave-beta", "Brave Beta").linux(&[(ChromiumConfig, "BraveSoftware/Brave-Browser-Beta")]).windows(&[(Local, "BraveSoftware/Brave-Browser-Beta/User Data")]).macos(&[(Support, "BraveSoftware/Brave-Browser-Beta")]),
    chromium("brave-dev", "Brave Dev").linux(&[(ChromiumConfig, "BraveSoftware/Brave-Browser-Dev")]).windows(&[(Local, "BraveSoftware/Brave-Browser-Dev/User Data")]).macos(&[(Support, "BraveSoftware/Brave-Browser-Dev")]),
    chromium("brave-nightly", "Brave Nightly").linux(&[(ChromiumConfig, "BraveSoftware/Brave-Browser-Nightly")]).windows(&[(Local, "BraveSoftware/Brave-Browser-Nightly/User Data")]).macos(&[(Support, "BraveSoftware/Brave-Browser-Nightly")]),
    chromium("brave-origin", "Brave Origin").linux(&[(ChromiumConfig, "BraveSoftware/Brave-Origin*")]).windows(&[(Local, "BraveSoftware/Brave-Origin*/User Data")]).macos(&[(Support, "BraveSoftware/Brave-Origin*")]),
    chromium("edge", "Microsoft Edge").linux(&[(ChromiumConfig, "microsoft-edge"), (Flatpak, "com.microsoft.Edge/config/microsoft-edge")]).windows(&[(Local, "Microsoft/Edge/User Data")]).macos(&[(Support, "Microsoft Edge")]),
    chromium("edge-beta", "Microsoft Edge Beta").linux(&[(ChromiumConfig, "microsoft-edge-beta")]).windows(&[(Local, "Microsoft/Edge Beta/User Data")]).macos(&[(Support, "Microsoft Edge Beta")]),
    chromium("edge-dev", "Microsoft Edge Dev").linux(&[(ChromiumConfig, "microsoft-edge-dev"), (Flatpak, "com.microsoft.EdgeDev/config/microsoft-edge-dev")]).windows(&[(Local, "Microsoft/Edge Dev/User Data")]).macos(&[(Support, "Microsoft Edge Dev")]),
    chromium("edge-canary", "Microsoft Edge Canary").windows(&[(Local, "Microsoft/Edge SxS/User Data")]).macos(&[(Support, "Microsoft Edge Canary")]),
    chromium("opera", "Opera").linux(&[(ChromiumConfig, "opera"), (Flatpak, "com.opera.Opera/config/opera"), (Snap, "opera/*/.config/opera")]).windows(&[(Roaming, "Opera Software/Opera Stable")]).macos(&[(Support, "com.operasoftware.Opera")]),
    chromium("opera-beta", "Opera Beta").linux(&[(ChromiumConfig, "opera-beta"), (Snap, "opera-beta/*/.config/opera-beta")]).windows(&[(Roaming, "Opera Software/Opera Next")]).macos(&[(Support, "com.operasoftware.OperaNext")]),
    chromium("opera-developer", "Opera Developer").linux(&[(ChromiumConfig, "opera-developer"), (Snap, "opera-developer/*/.config/opera-developer")]).windows(&[(Roaming, "Opera Software/Opera Developer")]).macos(&[(Support, "com.operasoftware.OperaDeveloper")]),
    chromium("opera-gx", "Opera GX").linux(&[(ChromiumConfig, "opera-gx")]).windows(&[(Roaming, "Opera Software/Opera GX Stable")]).macos(&[(Support, "com.operasoftware.OperaGX")]),
    chromium("vivaldi", "Vivaldi").linux(&[(ChromiumConfig, "vivaldi"), (Flatpak, "com.vivaldi.Vivaldi/config/vivaldi"), (Snap, "vivaldi/current/.config/vivaldi")]).windows(&[(Local, "Vivaldi/User Data")]).macos(&[(Support, "Vivaldi")]),
    chromium("vivaldi-snapshot", "Vivaldi Snapshot").linux(&[(ChromiumConfig, "vivaldi-snapshot")]).macos(&[(Support, "Vivaldi Snapshot")]),
    chromium("yandex", "Yandex Browser").linux(&[(ChromiumConfig, "yandex-browser")]).windows(&[(Local, "Yandex/YandexBrowser/User Data")]).macos(&[(Support, "Yandex/YandexBrowser")]),
    chromium("yandex-beta", "Yandex Browser Beta").linux(&[(ChromiumConfig, "yandex-browser-beta")]).windows(&[(Local, "Yandex/YandexBrowserBeta/User Data")]),
    chromium("arc", "Arc").windows(&[(Local, "Packages/TheBrowserCompany.Arc_ttt1ap7aakyb4/LocalCache/Local/Arc/User Data")]).macos(&[(Support, "Arc/User Data")]),
    chromium("dia", "Dia").macos(&[(Support, "Dia/User Data")]),
    chromium("comet", "Comet").windows(&[(Local, "Perplexity/Comet/User Data")]).macos(&[(Support, "Comet")]),
    chromium("atlas", "ChatGPT Atlas").macos(&[(Support, "com.openai.atlas/browser-data/host")]),
    chromium("helium", "Helium").linux(&[(ChromiumConfig, "net.imput.helium")]).windows(&[(Local, "imput/Helium/User Data")]).macos(&[(Support, "net.imput.helium")]),
    chromium("thorium", "Thorium").linux(&[(ChromiumConfig, "thorium")]).windows(&[(Local, "Thorium/User Data")]).macos(&[(Support, "Thorium")]),
    chromium("whale", "Naver Whale").linux(&[(ChromiumConfig, "naver-whale"), (Flatpak, "com.naver.Whale/config/naver-whale")]).windows(&[(Local, "Naver/Naver Whale/User Data")]).macos(&[(Support, "Naver/Whale")]),
    chromium("coc-coc", "Cốc Cốc").windows(&[(Local, "CocCoc/Browser/User Data")]).macos(&[(Support, "CocCoc/Browser"), (Support, "Coccoc")]),
    chromium("iridium", "Iridium").linux(&[(ChromiumConfig, "iridium")]).windows(&[(Local, "Iridium/User Data")]).macos(&[(Support, "Iridium")]),
    chromium("slimjet", "Slimjet").linux(&[(ChromiumConfig, "slimjet")]).windows(&[(Local, "Slimjet/User Data")]).macos(&[(Support, "Slimjet")]),
    chromium("cent", "Cent Browser").windows(&[(Local, "CentBrowser/User Data")]),
    chromium("360", "360 Secure Browser").linux(&[(ChromiumConfig, "browser360*")]).windows(&[(Local, "360Chrome/Chrome/User Data"), (Local, "360ChromeX/Chrome/User Data"), (Local, "360Browser/Browser/User Data"), (Roaming, "360se6/User Data")]),
    chromium("avast", "Avast Secure Browser").windows(&[(Local, "AVAST Software/Browser/User Data"), (Local, "Avast/Browser/User Data")]),
    chromium("avg", "AVG Secure Browser").windows(&[(Local, "AVG/Browser/User Data")]),
    chromium("avira", "Avira Secure Browser").windows(&[(Local, "Avira/Browser/User Data")]),
    chromium("ccleaner", "CCleaner Browser").windows(&[(Local, "CCleaner Browser/User Data")]),
    chromium("norton", "Norton Private Browser").windows(&[(Local, "Norton/Browser/User Data")]),
    chromium("epic", "Epic Privacy Browser").windows(&[(Local, "Epic Privacy Browser/User Data")]),
    chromium("comodo-dragon", "Comodo Dragon").windows(&[(Local, "Comodo/Dragon/User Data")]),
    chromium("torch", "Torch").windows(&[(Local, "Torch/User Data")]),
    chromium("uc", "UC Browser").windows(&[(Local, "UCBrowser/User Data")]),
    chromium("ecosia", "Ecosia Browser").windows(&[(Local, "EcosiaBrowser/User Data")]),
    chromium("maxthon", "Maxthon").windows(&[(Local, "Maxthon/User Data")]),
    chromium("ulaa", "Ulaa").windows(&[(Local, "Ulaa/User Data")]),
    chromium("duckduckgo", "DuckDuckGo").windows(&[(Local, "Packages/DuckDuckGo.DesktopBrowser_*/LocalState/EBWebView"), (Local, "Packages/DuckDuckGo.DesktopBrowser_*/LocalState/internalEnvironment/EBWebView")]),
];
