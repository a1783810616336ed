//! Profiles of browsers that run with a folder of their own, from their command lines.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use crumbwise_model::{Browser, Group, Install};

use super::{
    Search,
    browsers::{self, GENERIC_CHROMIUM, GENERIC_GECKO},
    folder_name, is_there,
};
use crate::system;

/// Programs whose file name is not their browser's id.
const PROGRAMS: [(&str, &str); 9] = [
    ("brave-browser", "brave"),
    ("google-chrome", "chrome"),
    ("msedge", "edge"),
    ("vivaldi-bin", "vivaldi"),
    ("yandex_browser", "yandex"),
    ("firefox-bin", "firefox"),
    ("firefox-esr", "firefox"),
    ("mullvadbrowser", "mullvad"),
    ("palemoon", "pale-moon"),
];

impl Search<'_> {
    /// What the table of places did not find. A folder counts only if it looks like what the option names:
    /// other programs have such options too.
    pub(super) fn running(&mut self) -> Vec<Install> {
        let mut processes = system::processes_of(self.roots.home());
        processes.sort_by_key(|process| process.pid);
        let mut installs = Vec::new();
        for process in processes {
            if let Some(root) = option(&process.arguments, &["--user-data-dir"]) {
                let browser = browser_of(&process.program, GENERIC_CHROMIUM);
                if is_there(&root.join("Local State")) {
                    installs.extend(self.install(browser, &root));
                }
            } else if let Some(dir) = option(&process.arguments, &["--profile", "-profile"]) {
                let browser = browser_of(&process.program, GENERIC_GECKO);
                if is_there(&dir.join(system::PROFILE_LOCK)) || is_there(&dir.join("cookies.sqlite")) {
                    installs.extend(self.one_gecko_profile(browser, &dir));
                }
            }
        }
        installs
    }

    pub(super) fn one_gecko_profile(&mut self, browser: Browser, dir: &Path) -> Option<Install> {
        let named = [(dir.to_path_buf(), folder_name(dir))].into();
        let profiles =
            self.profiles(browser, named, |search, dir, name| search.gecko_stores(browser, dir, name));
        let root = profiles.first()?.dir.clone();
        Some(Install { browser, root, profiles })
    }
}

/// The absolute folder that one of `names` names, as `--name=folder` or `--name folder`.
fn option(arguments: &[OsString], names: &[&str]) -> Option<PathBuf> {
    let mut arguments = arguments.iter();
    let value = arguments.by_ref().find_map(|argument| {
        let argument = argument.to_str()?;
        let (name, value) =
            argument.split_once('=').map_or((argument, None), |(name, value)| (name, Some(value)));
        names.contains(&name).then(|| value.map(|value| OsStr::new(value).to_owned()))
    })?;
    let value = value.or_else(|| arguments.next().cloned())?;
    Some(PathBuf::from(value)).filter(|path| path.is_absolute())
}

/// The browser of the same engine whose program it is, or the engine's best known one.
fn browser_of(program: &str, generic: Browser) -> Browser {
    let program = program.strip_suffix(" (deleted)").unwrap_or(program);
    let id = PROGRAMS.iter().find(|(name, _)| *name == program).map_or(program, |(_, id)| id);
    browsers::browsers()
        .map(|known| known.browser)
        .find(|browser| {
            browser.id.0 == id && browser.engine == generic.engine && browser.group == Group::Browser
        })
        .unwrap_or(generic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_both_spellings() {
        let folder = |arguments: &[&str]| {
            option(&arguments.iter().map(OsString::from).collect::<Vec<_>>(), &["--profile", "-profile"])
        };
        let whole = if cfg!(windows) { r"C:\a b" } else { "/tmp/a b" };
        assert_eq!(folder(&["--headless", &format!("--profile={whole}")]), Some(whole.into()));
        assert_eq!(folder(&["-profile", whole, "x"]), Some(whole.into()));
        assert_eq!(folder(&["--profile", "relative"]), None, "relative to a folder that is not known");
        assert_eq!(folder(&["--profile"]), None);
        assert_eq!(folder(&["--profiles=/tmp/a"]), None);
    }

    #[test]
    fn programs_are_told_by_their_file() {
        assert_eq!(browser_of("firefox-esr", GENERIC_GECKO).id.0, "firefox");
        assert_eq!(browser_of("brave", GENERIC_CHROMIUM).id.0, "brave");
        assert_eq!(browser_of("something", GENERIC_CHROMIUM), GENERIC_CHROMIUM);
        assert_eq!(browser_of("slack", GENERIC_CHROMIUM), GENERIC_CHROMIUM, "an app is no browser");
    }
}
