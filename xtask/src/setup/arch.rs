//! Arch Linux and its relatives.

use super::{Need, System};

/// Arch.
pub(super) fn system(name: String) -> System {
    System { name, packages, install }
}

fn packages(need: Need) -> &'static [&'static str] {
    match need {
        Need::Compiler => &["base-devel"],
        Need::Node => &["nodejs", "npm"],
        // The library's package carries its development files and its WebDriver.
        Need::WebKit | Need::WebDriver => &["pkgconf", "webkit2gtk-4.1", "gtk3"],
        Need::Chromium => &["chromium"],
        Need::Firefox => &["firefox"],
        Need::Falkon => &["falkon"],
        Need::GnomeWeb => &["epiphany", "dbus"],
        Need::Xvfb => &["xorg-server-xvfb"],
        Need::Sqlite => &["sqlite"],
        Need::Strace => &["strace"],
        Need::OpenSsl => &["openssl"],
        Need::ImageMagick => &["imagemagick"],
        Need::Ip => &["iproute2"],
        Need::Time => &["time"],
        Need::Python => &["python"],
    }
}

fn install(packages: &[&str]) -> Vec<Vec<String>> {
    // `-y` without `-u` would leave a half-upgraded system, so the package list stays as it is.
    vec![
        ["pacman", "-S", "--needed", "--noconfirm"]
            .iter()
            .chain(packages)
            .map(|word| (*word).to_owned())
            .collect(),
    ]
}
