//! Systems whose package manager is not driven from here: the exact step is named instead.

use super::Need;

/// What to do about each missing thing.
pub(super) fn steps(missing: &[Need]) -> String {
    missing.iter().map(|need| step(*need)).collect::<Vec<_>>().join("\n      ")
}

/// The step for one need.
#[cfg(target_os = "macos")]
fn step(need: Need) -> &'static str {
    match need {
        Need::Compiler => "run `xcode-select --install`",
        Need::Node => "run `brew install node`, or install the LTS package from nodejs.org",
        Need::Sqlite => "run `brew install sqlite`",
        Need::OpenSsl => "run `brew install openssl`",
        Need::ImageMagick => "run `brew install imagemagick`",
        Need::Time => "run `brew install gnu-time`",
        Need::Chromium | Need::Firefox => "install the browser from its maker's site",
        Need::WebKit
        | Need::Falkon
        | Need::GnomeWeb
        | Need::WebDriver
        | Need::Xvfb
        | Need::Strace
        | Need::Ip => "this part of the tests and measurements runs on Linux only",
    }
}

/// The step for one need.
#[cfg(target_os = "windows")]
fn step(need: Need) -> &'static str {
    match need {
        Need::Compiler => {
            "run `winget install Microsoft.VisualStudio.2022.BuildTools` and choose \"Desktop development with C++\""
        }
        Need::Node => "run `winget install OpenJS.NodeJS.LTS`",
        Need::Sqlite => "run `winget install SQLite.SQLite`",
        Need::OpenSsl => "run `winget install ShiningLight.OpenSSL.Light`",
        Need::ImageMagick => "run `winget install ImageMagick.ImageMagick`",
        Need::Chromium | Need::Firefox => "install the browser from its maker's site",
        Need::WebKit
        | Need::Falkon
        | Need::GnomeWeb
        | Need::WebDriver
        | Need::Xvfb
        | Need::Strace
        | Need::Ip
        | Need::Time => "this part of the tests and measurements runs on Linux only",
    }
}

/// The step for one need.
#[cfg(not(any(target_os = "macos", target_os = "windows")))]
fn step(need: Need) -> &'static str {
    match need {
        Need::Compiler => "install a C compiler (`cc`) with your package manager",
        Need::Node => "install Node 20 or newer with npm",
        Need::WebKit => "install pkg-config and the development files of webkit2gtk-4.1 and gtk3",
        Need::Chromium => "install Chromium so that `chromium` starts it",
        Need::Firefox => "install Firefox so that `firefox` starts it",
        Need::Falkon => "install Falkon so that `falkon` starts it",
        Need::GnomeWeb => "install GNOME Web (`epiphany`) and `dbus-run-session`",
        Need::WebDriver => "install WebKitWebDriver, which comes with WebKitGTK",
        Need::Xvfb => "install Xvfb",
        Need::Sqlite => "install the sqlite3 command",
        Need::Strace => "install strace",
        Need::OpenSsl => "install the openssl command",
        Need::ImageMagick => "install ImageMagick",
        Need::Ip => "install iproute2",
        Need::Time => "install GNU time as /usr/bin/time",
        Need::Python => "install Python 3 with its venv module",
    }
}
