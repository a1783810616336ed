//! What a browser knows about sites beside their cookies: which were visited, which its defence against
//! redirecting trackers caught, and what it is told to do with their cookies.
//!
//! Of the addresses in a history only the registrable domain is taken, and of that only a fingerprint is held, for
//! as long as the question lasts: which sites a person visits can be asked one by one and cannot be listed.

mod aside;
mod rules;
mod sites;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crumbwise_model::{
    Browser, Engine, Evidence, Group, Install, Interaction, Part, Problem, ProblemKind, Profile, Timestamp,
    Visited,
};
use rusqlite::Connection;

pub(crate) use rules::{Reach, Rules};
pub use sites::SiteOf;
pub(crate) use sites::{Sites, host_of, without_port};

use crate::{
    Roots, Snapshots, chromium, files,
    find::{UseHistory, resolve},
    gecko, libsoup, safari,
    times::Reckoned,
    trouble::Trouble,
};

/// How to ask.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Where files may lie, and whether histories may be opened.
    pub roots: &'a Roots,
    /// Where copies of files go that are written meanwhile.
    pub snapshots: &'a Snapshots,
    /// The registrable domain of a host in small letters.
    pub site_of: SiteOf,
    /// Exceptions that have run out by now do not count.
    pub now: Timestamp,
}

/// What the browser of one profile knows. Says what it knows about a site that is named, and never which there are.
#[derive(Default)]
pub struct ProfileEvidence {
    history: Option<History>,
    noted: Noted,
    rules: Rules,
}

/// The sites a history holds.
#[derive(Debug)]
pub(crate) struct History {
    pub(crate) visited: Sites,
    /// The oldest visit.
    pub(crate) since: Timestamp,
}

impl History {
    /// An empty history says nothing, and neither does one without a beginning.
    pub(crate) fn new(visited: Sites, since: Reckoned) -> Option<Self> {
        match since {
            Reckoned::Time(since) if since.is_some() && !visited.is_empty() => Some(Self { visited, since }),
            Reckoned::Time(_) | Reckoned::Absurd => None,
        }
    }
}

/// What the defence against redirecting trackers noted.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    /// Where the person clicked or typed.
    pub(crate) used: Sites,
    /// What passed the person on or stored data without that.
    pub(crate) unused: Sites,
}

impl ProfileEvidence {
    /// The oldest visit that the history holds; none where it is empty or was not asked.
    pub fn history_since(&self) -> Timestamp {
        self.history.as_ref().map_or(Timestamp::NONE, |history| history.since)
    }

    /// What is known about a host (in small letters, no dots around it) and its registrable domain.
    pub fn about(&self, host: &str, site: &str) -> Evidence {
        let interaction = if self.noted.used.contains(site) {
            Interaction::Seen
        } else if self.noted.unused.contains(site) {
            Interaction::Never
        } else {
            Interaction::Unknown
        };
        // A click is a visit, even if the history has forgotten it.
        let visited = match &self.history {
            _ if interaction == Interaction::Seen => Visited::Yes,
            Some(history) if history.visited.contains(site) => Visited::Yes,
            Some(_) => Visited::No,
            None => Visited::Unknown,
        };
        Evidence { visited, interaction, rule: self.rules.of(host) }
    }

    /// Whether there is nothing to say about any site.
    pub fn is_empty(&self) -> bool {
        self.history.is_none()
            && self.noted.used.is_empty()
            && self.noted.unused.is_empty()
            && self.rules.is_empty()
    }
}

/// Counts only.
impl fmt::Debug for ProfileEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileEvidence")
            .field("history", &self.history)
            .field("noted", &self.noted)
            .field("rules", &self.rules)
            .finish()
    }
}

/// Asks the browser of one profile. Never fails: a file that cannot be read is one problem, one that is not there
/// is none.
///
/// Programs with a browser inside are not asked: nobody visits sites with them.
pub fn evidence(install: &Install, profile: &Profile, asking: Asking<'_>) -> (ProfileEvidence, Vec<Problem>) {
    let browser = install.browser;
    let mut files = Files { browser, asking, problems: Vec::new() };
    if !is_asked(browser, profile) {
        return (ProfileEvidence::default(), files.problems);
    }
    let dir = profile.dir.as_path();
    let (mut history, mut noted) = (None, None);
    if asking.roots.history() == UseHistory::Yes {
        history = files.first(&history_places(install, profile), visits_of(browser.engine));
        noted = noted_place(browser, dir).and_then(|path| files.database(&path, notes_of(browser.engine)));
    }
    let rules = rules_place(browser, dir).and_then(|path| files.rules(&path));
    let evidence = ProfileEvidence {
        history: history.flatten(),
        noted: noted.unwrap_or_default(),
        rules: rules.unwrap_or_default(),
    };
    (evidence, files.problems)
}

/// Reads one kind of database.
type Read<T> = fn(&Connection, SiteOf) -> Result<T, Trouble>;

fn visits_of(engine: Engine) -> Read<Option<History>> {
    match engine {
        Engine::Chromium => chromium::visits::read,
        Engine::Gecko => gecko::visits::read,
        Engine::Libsoup => libsoup::visits::read,
        Engine::Safari => safari::visits::read,
    }
}

fn notes_of(engine: Engine) -> Read<Noted> {
    match engine {
        Engine::Chromium => chromium::bounces::read,
        Engine::Gecko => gecko::bounces::read,
        Engine::Libsoup | Engine::Safari => |_, _| Ok(Noted::default()),
    }
}

/// How large the files are that [`evidence`] opens, in bytes: what it costs, roughly. Nothing where it opens none.
pub fn evidence_size(install: &Install, profile: &Profile, roots: &Roots) -> u64 {
    if !is_asked(install.browser, profile) {
        return 0;
    }
    let dir = profile.dir.as_path();
    let mut files = Vec::new();
    if roots.history() == UseHistory::Yes {
        files.extend(history_places(install, profile));
        files.extend(noted_place(install.browser, dir));
    }
    files.extend(rules_place(install.browser, dir));
    let size = |path: &PathBuf| std::fs::symlink_metadata(path).map_or(0, |metadata| metadata.len());
    files.iter().map(size).sum()
}

fn history_places(install: &Install, profile: &Profile) -> Vec<PathBuf> {
    let dir = profile.dir.as_path();
    match install.browser.engine {
        Engine::Chromium => chromium::visits::places(dir),
        Engine::Gecko => gecko::visits::places(dir),
        Engine::Libsoup => libsoup::visits::places(dir),
        Engine::Safari => safari::visits::places(&install.root, profile),
    }
}

fn noted_place(browser: Browser, dir: &Path) -> Option<PathBuf> {
    match browser.engine {
        Engine::Chromium => Some(dir.join(chromium::bounces::FILE)),
        Engine::Gecko => Some(dir.join(gecko::bounces::FILE)),
        Engine::Libsoup | Engine::Safari => None,
    }
}

fn rules_place(browser: Browser, dir: &Path) -> Option<PathBuf> {
    match browser.engine {
        Engine::Chromium => Some(dir.join(chromium::exceptions::FILE)),
        Engine::Gecko => Some(dir.join(gecko::exceptions::FILE)),
        Engine::Libsoup | Engine::Safari => None,
    }
}

fn is_asked(browser: Browser, profile: &Profile) -> bool {
    browser.group == Group::Browser && profile.stores.iter().any(|store| store.part == Part::Sites)
}

/// Opens files one by one and notes what goes wrong.
struct Files<'a> {
    browser: Browser,
    asking: Asking<'a>,
    problems: Vec<Problem>,
}

impl Files<'_> {
    /// What the first file says that is there.
    fn first<T>(&mut self, paths: &[PathBuf], read: Read<T>) -> Option<T> {
        paths.iter().find_map(|path| self.database(path, read))
    }

    fn database<T>(&mut self, path: &Path, read: Read<T>) -> Option<T> {
        let Asking { snapshots, site_of, .. } = self.asking;
        self.open(path, |file| aside::ask(file, snapshots, &|database| read(database, site_of)))
    }

    fn rules(&mut self, path: &Path) -> Option<Rules> {
        /// The largest settings file that is read; a real one has some 100 KB.
        const LARGEST: u64 = 64 << 20;
        let Asking { snapshots, now, .. } = self.asking;
        match self.browser.engine {
            Engine::Chromium => self.open(path, |file| {
                files::read_all(file, LARGEST).and_then(|content| chromium::exceptions::read(&content))
            }),
            Engine::Gecko => self.open(path, |file| {
                aside::ask(file, snapshots, &|database| gecko::exceptions::read(database, now))
            }),
            Engine::Libsoup | Engine::Safari => None,
        }
    }

    fn open<T>(&mut self, path: &Path, read: impl FnOnce(&Path) -> Result<T, Trouble>) -> Option<T> {
        let answer = resolve(self.asking.roots, path).and_then(|file| match file {
            Some(file) => read(&file).map(Some),
            None => Ok(None),
        });
        match answer {
            Ok(answer) => answer,
            Err(trouble) if trouble.kind == ProblemKind::Missing => None,
            Err(trouble) => {
                let detail = [trouble.kind.word(), trouble.detail.as_str()]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(": ");
                let trouble = Trouble::new(ProblemKind::NoEvidence, detail);
                self.problems.push(trouble.at(path, Some(self.browser.id)));
                None
            }
        }
    }
}
