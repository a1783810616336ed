//! The things a command may need, and how each is recognised.

use std::process::Command;

use crate::shell;

/// One thing that has to be on the computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// A C compiler and linker: SQLite is compiled in.
    Compiler,
    /// Node and npm: the window's pages and the knowledge are npm packages.
    Node,
    /// `pkg-config` and the development files of `WebKitGTK`: the window on Linux.
    WebKit,
    /// Chromium, to test against its real store.
    Chromium,
    /// Firefox, to test against its real store.
    Firefox,
    /// Falkon, to test against its real store.
    Falkon,
    /// GNOME Web and what gives it a session bus, to test against its real store.
    GnomeWeb,
    /// `WebKitWebDriver`, to drive the real window.
    WebDriver,
    /// A screen in memory.
    Xvfb,
    /// The `sqlite3` command: the second opinion in tests and the yardstick of the bench.
    Sqlite,
    /// `strace`, to watch for sockets.
    Strace,
    /// `openssl`, for the test server's certificate.
    OpenSsl,
    /// `import` and `convert`, for screenshots.
    ImageMagick,
    /// `ip`, to bring loopback up where there is no network.
    Ip,
    /// GNU `time`, for peak memory.
    Time,
    /// Python that can make an environment of its own: a compiler for macOS is a Python package.
    Python,
}

impl Need {
    /// What the build of engine and command needs.
    pub(crate) const COMMAND: &[Self] = &[Self::Compiler, Self::Node];

    /// What the check for the other systems needs.
    #[cfg(target_os = "linux")]
    pub(crate) const OTHER_SYSTEMS: &[Self] = &[Self::Compiler, Self::Node, Self::Python];

    /// What the build of everything needs.
    pub(crate) const BUILD: &[Self] =
        window(&[Self::Compiler, Self::Node, Self::WebKit], &[Self::Compiler, Self::Node]);

    /// What the tests need.
    pub(crate) const TEST: &[Self] = window(
        &[
            Self::Compiler,
            Self::Node,
            Self::WebKit,
            Self::Chromium,
            Self::Firefox,
            Self::Falkon,
            Self::GnomeWeb,
            Self::WebDriver,
            Self::Xvfb,
            Self::Sqlite,
            Self::Strace,
            Self::OpenSsl,
            Self::ImageMagick,
            Self::Ip,
            Self::Time,
        ],
        &[Self::Compiler, Self::Node],
    );

    /// What the measurements need.
    pub(crate) const BENCH: &[Self] =
        &[Self::Compiler, Self::Node, Self::WebKit, Self::Sqlite, Self::Time, Self::Xvfb];

    /// What a person calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Compiler => "a C compiler",
            Self::Node => "Node with npm",
            Self::WebKit => "the development files of WebKitGTK 4.1",
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::Falkon => "Falkon",
            Self::GnomeWeb => "GNOME Web",
            Self::WebDriver => "WebKitWebDriver",
            Self::Xvfb => "Xvfb",
            Self::Sqlite => "sqlite3",
            Self::Strace => "strace",
            Self::OpenSsl => "openssl",
            Self::ImageMagick => "ImageMagick",
            Self::Ip => "iproute2",
            Self::Time => "GNU time",
            Self::Python => "Python with venv",
        }
    }

    /// Whether it is on this computer.
    pub(crate) fn is_there(self) -> bool {
        let any = |names: &[&str]| names.iter().any(|name| shell::has_program(name));
        match self {
            Self::Compiler => any(&["cc", "gcc", "clang", "cl"]),
            Self::Node => any(&["node"]) && shell::has_program("npm"),
            Self::WebKit => ["webkit2gtk-4.1", "gtk+-3.0"]
                .iter()
                .all(|library| shell::succeeds(Command::new("pkg-config").args(["--exists", library]))),
            Self::Chromium => any(&["chromium", "chromium-browser", "google-chrome"]),
            Self::Firefox => any(&["firefox-esr", "firefox"]),
            Self::Falkon => any(&["falkon"]),
            Self::GnomeWeb => {
                any(&["epiphany-browser", "epiphany"]) && shell::has_program("dbus-run-session")
            }
            Self::WebDriver => any(&["WebKitWebDriver"]),
            Self::Xvfb => any(&["Xvfb"]),
            Self::Sqlite => any(&["sqlite3"]),
            Self::Strace => any(&["strace"]),
            Self::OpenSsl => any(&["openssl"]),
            Self::ImageMagick => any(&["import"]) && any(&["convert", "magick"]),
            Self::Ip => any(&["ip"]) || std::path::Path::new("/usr/sbin/ip").exists(),
            Self::Time => std::path::Path::new("/usr/bin/time").exists(),
            Self::Python => shell::succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"])),
        }
    }
}

/// Linux has its window from packages; the other systems bring theirs.
#[cfg(target_os = "linux")]
const fn window(linux: &'static [Need], _others: &'static [Need]) -> &'static [Need] {
    linux
}

/// Linux has its window from packages; the other systems bring theirs.
#[cfg(not(target_os = "linux"))]
const fn window(_linux: &'static [Need], others: &'static [Need]) -> &'static [Need] {
    others
}
