//! A folder that the person names.

use std::path::Path;

use crumbwise_model::{Engine, Install, ProblemKind};

use super::{
    Search,
    browsers::{GENERIC_CHROMIUM, GENERIC_GECKO, GENERIC_LIBSOUP, GENERIC_SAFARI},
    is_there,
    named::store_at,
};
use crate::trouble::Trouble;

impl Search<'_> {
    /// What kind of folder it is shows by what lies in it. One that the table of places has found already is
    /// listed there and not again; one that is none is a problem.
    pub(super) fn named_folder(&mut self, folder: &Path) -> Option<Install> {
        let before = self.problems.len();
        let Some(root) = self.resolve(GENERIC_CHROMIUM, folder).filter(|root| root.is_dir()) else {
            if self.problems.len() == before {
                self.problems.push(Trouble::new(ProblemKind::Missing, "no folder").at(folder, None));
            }
            return None;
        };
        let database = root.join("cookies.sqlite");
        let binary = root.join("Cookies.binarycookies");
        if is_there(&root.join("profiles.ini")) || is_there(&root.join("Profile Groups")) {
            return self.install(GENERIC_GECKO, &root);
        }
        if is_there(&binary) {
            return self.install(GENERIC_SAFARI, &binary);
        }
        if is_there(&database) {
            // Resolved first: a link out of a confined home is not looked into.
            let database = self.resolve(GENERIC_GECKO, &database)?;
            let engine = store_at(&database).map_or(Engine::Gecko, |store| store.browser.engine);
            return match engine {
                Engine::Libsoup => self.install(GENERIC_LIBSOUP, &root),
                Engine::Gecko | Engine::Chromium | Engine::Safari => {
                    self.one_gecko_profile(GENERIC_GECKO, &root)
                }
            };
        }
        let seen = self.seen.has(&root);
        let install = self.install(GENERIC_CHROMIUM, &root);
        if install.is_none() && !seen && self.problems.len() == before {
            let trouble = Trouble::new(ProblemKind::Missing, "no profile in this folder");
            self.problems.push(trouble.at(folder, None));
        }
        install
    }
}
