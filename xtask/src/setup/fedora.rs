//! Fedora and its relatives.

use super::{Need, System};

/// Fedora.
pub(super) fn system(name: String) -> System {
    System { name, packages, install }
}

fn packages(need: Need) -> &'static [&'static str] {
    match need {
        Need::Compiler => &["gcc"],
        Need::Node => &["nodejs", "nodejs-npm"],
        Need::WebKit => &["pkgconf-pkg-config", "webkit2gtk4.1-devel", "gtk3-devel"],
        Need::Chromium => &["chromium"],
        Need::Firefox => &["firefox"],
        Need::Falkon => &["falkon"],
        Need::GnomeWeb => &["epiphany", "dbus-daemon"],
        Need::WebDriver => &["webkit2gtk-driver"],
        Need::Xvfb => &["xorg-x11-server-Xvfb"],
        Need::Sqlite => &["sqlite"],
        Need::Strace => &["strace"],
        Need::OpenSsl => &["openssl"],
        Need::ImageMagick => &["ImageMagick"],
        Need::Ip => &["iproute"],
        Need::Time => &["time"],
        Need::Python => &["python3"],
    }
}

fn install(packages: &[&str]) -> Vec<Vec<String>> {
    vec![["dnf", "install", "--assumeyes"].iter().chain(packages).map(|word| (*word).to_owned()).collect()]
}
