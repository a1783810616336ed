//! Debian and Ubuntu.

use super::{Need, System};

/// Debian.
pub(super) fn debian(name: String) -> System {
    System { name, packages, install }
}

/// Ubuntu: Debian's names, but its browsers come as snaps behind packages of other names.
pub(super) fn ubuntu(name: String) -> System {
    System {
        name,
        packages: |need| {
            if need == Need::Chromium {
                &["chromium-browser"]
            } else if need == Need::Firefox {
                &["firefox"]
            } else {
                packages(need)
            }
        },
        install,
    }
}

fn packages(need: Need) -> &'static [&'static str] {
    match need {
        Need::Compiler => &["build-essential"],
        Need::Node => &["nodejs", "npm"],
        Need::WebKit => &["pkg-config", "libwebkit2gtk-4.1-dev", "libgtk-3-dev"],
        Need::Chromium => &["chromium"],
        Need::Firefox => &["firefox-esr"],
        Need::Falkon => &["falkon"],
        Need::GnomeWeb => &["epiphany-browser", "dbus-daemon"],
        Need::WebDriver => &["webkit2gtk-driver"],
        Need::Xvfb => &["xvfb"],
        Need::Sqlite => &["sqlite3"],
        Need::Strace => &["strace"],
        Need::OpenSsl => &["openssl"],
        Need::ImageMagick => &["imagemagick"],
        Need::Ip => &["iproute2"],
        Need::Time => &["time"],
        Need::Python => &["python3-venv"],
    }
}

fn install(packages: &[&str]) -> Vec<Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let mut install = words(&["apt-get", "install", "--quiet", "--yes", "--no-install-recommends"]);
    install.extend(words(packages));
    vec![words(&["apt-get", "update", "--quiet"]), install]
}
