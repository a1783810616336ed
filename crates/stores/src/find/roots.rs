//! Where to look.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use crate::system;

/// The folders to start from, settled by the binaries: nothing here asks the environment by itself.
#[derive(Clone, Debug)]
pub struct Roots {
    home: PathBuf,
    config: PathBuf,
    chromium_config: PathBuf,
    data: PathBuf,
    cache: PathBuf,
    local: PathBuf,
    roaming: PathBuf,
    reach: Reach,
    systems: &'static [System],
    running: RunningBrowsers,
    named: Vec<PathBuf>,
    history: UseHistory,
    left_out: Option<PathBuf>,
}

/// Whose places are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum System {
    Linux,
    Windows,
    MacOs,
}

impl System {
    pub(crate) const ALL: [Self; 3] = [Self::Linux, Self::Windows, Self::MacOs];
}

/// Whether the command lines of running browsers may name further folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunningBrowsers {
    Asked,
    NotAsked,
}

/// Whether the browsers' own histories may be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UseHistory {
    Yes,
    No,
}

/// How far links may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Not out of the home: it may be another computer's disk, whose links mean nothing here.
    InsideHome,
    /// Also out of the home, to files of the same user.
    OwnFiles,
}

/// What a known place is relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Base {
    /// The home folder.
    Home,
    /// `$XDG_CONFIG_HOME`.
    Config,
    /// Where Chromium looks: `$CHROME_CONFIG_HOME`, otherwise as `Config`.
    ChromiumConfig,
    /// `$XDG_DATA_HOME`.
    Data,
    /// `$XDG_CACHE_HOME`.
    Cache,
    /// Where Flatpak keeps a folder an app.
    Flatpak,
    /// Where Snap keeps a folder an app.
    Snap,
    /// `%LOCALAPPDATA%`.
    Local,
    /// `%APPDATA%`.
    Roaming,
    /// `~/Library/Application Support`.
    Support,
}

impl Base {
    /// Where it usually is in a home.
    pub(crate) const fn usual(self) -> &'static str {
        match self {
            Self::Home => "",
            Self::Config | Self::ChromiumConfig => ".config",
            Self::Data => ".local/share",
            Self::Cache => ".cache",
            Self::Flatpak => ".var/app",
            Self::Snap => "snap",
            Self::Local => "AppData/Local",
            Self::Roaming => "AppData/Roaming",
            Self::Support => "Library/Application Support",
        }
    }
}

impl Roots {
    /// Another home folder or a mounted disk: the environment is ignored, no file outside is opened, and the
    /// places of every system are looked at, for the disk may come from any.
    pub fn confined(home: PathBuf) -> Self {
        Self { reach: Reach::InsideHome, systems: &System::ALL, ..Self::of_user(home, &|_| None) }
    }

    /// The home of the user who runs this, with the environment variables that move configuration.
    pub fn of_user(home: PathBuf, env: &dyn Fn(&str) -> Option<OsString>) -> Self {
        // The specification of XDG says to ignore relative paths.
        let folder = |name| env(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = dunce::canonicalize(&home).unwrap_or(home);
        let usual = |base: Base| home.join(base.usual());
        let config = folder("XDG_CONFIG_HOME").unwrap_or_else(|| usual(Base::Config));
        let chromium_config = folder("CHROME_CONFIG_HOME").unwrap_or_else(|| config.clone());
        let moved = |name, base| folder(name).unwrap_or_else(|| usual(base));
        Self {
            data: moved("XDG_DATA_HOME", Base::Data),
            cache: moved("XDG_CACHE_HOME", Base::Cache),
            local: moved("LOCALAPPDATA", Base::Local),
            roaming: moved("APPDATA", Base::Roaming),
            home,
            config,
            chromium_config,
            reach: Reach::OwnFiles,
            systems: &[system::HERE],
            running: RunningBrowsers::NotAsked,
            // What wrapper scripts of Chromium honour.
            named: folder("CHROME_USER_DATA_DIR").into_iter().collect(),
            history: UseHistory::Yes,
            left_out: None,
        }
    }

    /// Also looks for profiles of every engine in a folder that the person names: a browser's folder of
    /// profiles, one profile, or a folder that has some below it.
    #[must_use]
    pub fn with_folder(mut self, folder: PathBuf) -> Self {
        self.named.push(folder);
        self
    }

    /// Looks into no folder of this path when it looks through folders that the person names: our own data are
    /// nobody's browser.
    #[must_use]
    pub fn leaving_out(mut self, folder: &Path) -> Self {
        self.left_out = dunce::canonicalize(folder).ok();
        self
    }

    /// Also finds the profiles of browsers of this home that run with `--user-data-dir` or `-profile`
    /// elsewhere, from their command lines. Has no effect on a confined search.
    #[must_use]
    pub fn with_running_browsers(self) -> Self {
        Self { running: RunningBrowsers::Asked, ..self }
    }

    /// Opens no browser's history, nor what its defence against redirecting trackers noted.
    #[must_use]
    pub fn without_history(self) -> Self {
        Self { history: UseHistory::No, ..self }
    }

    /// The home folder, canonical where it exists.
    pub fn home(&self) -> &Path {
        &self.home
    }

    pub(crate) fn base(&self, base: Base) -> PathBuf {
        match base {
            Base::Home => self.home.clone(),
            Base::Config => self.config.clone(),
            Base::ChromiumConfig => self.chromium_config.clone(),
            Base::Data => self.data.clone(),
            Base::Cache => self.cache.clone(),
            Base::Flatpak | Base::Snap | Base::Support => self.home.join(base.usual()),
            Base::Local => self.local.clone(),
            Base::Roaming => self.roaming.clone(),
        }
    }

    pub(crate) fn named(&self) -> &[PathBuf] {
        &self.named
    }

    pub(crate) fn leaves_out(&self, folder: &Path) -> bool {
        self.left_out.as_deref() == Some(folder)
    }

    pub(crate) fn systems(&self) -> &'static [System] {
        self.systems
    }

    pub(crate) fn asks_running_browsers(&self) -> bool {
        self.running == RunningBrowsers::Asked && self.reach == Reach::OwnFiles
    }

    pub(crate) fn history(&self) -> UseHistory {
        self.history
    }

    pub(crate) fn reach(&self) -> Reach {
        self.reach
    }
}
