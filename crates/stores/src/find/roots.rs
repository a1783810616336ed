//! Where to look.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// The folders to start from, settled by the binaries: nothing here asks the environment by itself.
#[derive(Clone, Debug)]
pub struct Roots {
    home: PathBuf,
    config: PathBuf,
    chromium_config: PathBuf,
    reach: Reach,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// The home folder.
    Home,
    /// `$XDG_CONFIG_HOME`.
    Config,
    /// Where Chromium looks: `$CHROME_CONFIG_HOME`, otherwise as `Config`.
    ChromiumConfig,
}

impl Roots {
    /// Another home folder or a mounted disk: the environment is ignored and no file outside is opened.
    pub fn confined(home: PathBuf) -> Self {
        let home = fs::canonicalize(&home).unwrap_or(home);
        let config = home.join(".config");
        Self { chromium_config: config.clone(), config, home, reach: Reach::InsideHome }
    }

    /// The home of the user who runs this, with the environment variables that move configuration.
    pub fn of_user(home: PathBuf, env: &dyn Fn(&str) -> Option<OsString>) -> Self {
        // The specification of XDG says to ignore relative paths.
        let folder = |name| env(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = fs::canonicalize(&home).unwrap_or(home);
        let config = folder("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"));
        let chromium_config = folder("CHROME_CONFIG_HOME").unwrap_or_else(|| config.clone());
        Self { home, config, chromium_config, reach: Reach::OwnFiles }
    }

    /// The home folder, canonical where it exists.
    pub fn home(&self) -> &Path {
        &self.home
    }

    pub(crate) fn base(&self, base: Base) -> &Path {
        match base {
            Base::Home => &self.home,
            Base::Config => &self.config,
            Base::ChromiumConfig => &self.chromium_config,
        }
    }

    pub(crate) fn reach(&self) -> Reach {
        self.reach
    }
}
