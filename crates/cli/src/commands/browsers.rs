//! `crumbwise browsers`: where we look, and whether it can be read.

use std::io;

use crumbwise_app::{
    self as app,
    view::{BrowserView, Coverage, Partitions, ProfileView, StoreView},
};

use super::Work;
use crate::{
    escape::{shortened, shown},
    exit::Exit,
    terminal::{Form, Heading, Terminal, number, text},
    trouble::Trouble,
    voice::{Voice, local_time},
};

/// Lists browsers, profiles and stores.
pub(super) fn browsers(work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let coverage = app::browsers(work.places, work.now)?;
    match terminal.form {
        Form::Json => terminal.document(&coverage)?,
        Form::Text => panel(&coverage, terminal)?,
    }
    Ok(Exit::Done)
}

/// All there is to say: the stores by group, what keeps cookies apart, what to do.
fn panel(coverage: &Coverage, terminal: &mut Terminal) -> io::Result<()> {
    if coverage.browsers.is_empty() {
        terminal.line(&terminal.voice.say("cli_no_browsers"))?;
    }
    let mut first = true;
    for group in ["browser", "app"] {
        let of_group: Vec<&BrowserView> = coverage.browsers.iter().filter(|one| one.group == group).collect();
        if of_group.is_empty() {
            continue;
        }
        if !first {
            terminal.line("")?;
        }
        first = false;
        terminal.line(&terminal.voice.say(&format!("group_{group}")))?;
        table(&of_group, &COLUMNS, terminal)?;
    }
    for browser in &coverage.browsers {
        for profile in &browser.profiles {
            kept_apart(browser, profile, terminal)?;
        }
    }
    what_to_do(coverage, terminal)
}

/// The table of stores as the report of a scan has it, then the problems.
pub(super) fn show(coverage: &Coverage, terminal: &mut Terminal) -> io::Result<()> {
    if coverage.browsers.is_empty() {
        terminal.line(&terminal.voice.say("cli_no_browsers"))?;
    } else {
        table(&coverage.browsers.iter().collect::<Vec<_>>(), &SHORT, terminal)?;
    }
    problems(coverage, terminal)
}

/// A store with whose it is.
struct Place<'a> {
    browser: &'a BrowserView,
    profile: &'a ProfileView,
    store: &'a StoreView,
}

/// One column of the table.
struct Column {
    heading: Heading,
    /// The width of the terminal from which on there is room for it.
    from: u16,
    cell: fn(&Place<'_>, Voice) -> String,
}

const BROWSER: Column =
    Column { heading: text("cli_col_browser"), from: 0, cell: |at, _| shown(&at.browser.name) };
const PROFILE: Column =
    Column { heading: text("cli_col_profile"), from: 0, cell: |at, _| shortened(&at.profile.name, 30) };
const STATE: Column =
    Column { heading: text("cli_col_state"), from: 0, cell: |at, voice| state(at.store, voice) };
const COOKIES: Column = Column {
    heading: number("cli_col_cookies"),
    from: 0,
    cell: |at, voice| count(at.store, at.store.cookies, voice),
};
const TRACKERS: Column = Column {
    heading: number("cli_col_trackers"),
    from: 0,
    cell: |at, voice| count(at.store, at.store.trackers, voice),
};
const STORE: Column = Column { heading: text("cli_col_store"), from: 0, cell: |at, _| shown(&at.store.path) };

const SHORT: [Column; 6] = [BROWSER, PROFILE, STATE, COOKIES, TRACKERS, STORE];

const COLUMNS: [Column; 10] = [
    BROWSER,
    PROFILE,
    Column {
        heading: text("cli_col_part"),
        from: 100,
        cell: |at, voice| voice.say(&format!("part_{}", at.store.part)),
    },
    STATE,
    COOKIES,
    TRACKERS,
    Column { heading: number("cli_col_size"), from: 120, cell: |at, voice| voice.size(at.store.bytes) },
    Column { heading: text("cli_col_format"), from: 140, cell: format },
    Column {
        heading: text("cli_col_last_written"),
        from: 120,
        cell: |at, _| local_time(at.store.modified.as_deref()),
    },
    STORE,
];

/// One row a store; a browser without any gets one row that says so.
fn table(browsers: &[&BrowserView], columns: &[Column], terminal: &mut Terminal) -> io::Result<()> {
    let (voice, width) = (terminal.voice, terminal.width());
    let columns: Vec<&Column> = columns.iter().filter(|column| column.from <= width).collect();
    let mut rows = Vec::new();
    for browser in browsers {
        let before = rows.len();
        for profile in &browser.profiles {
            for store in &profile.stores {
                let at = Place { browser, profile, store };
                rows.push(columns.iter().map(|column| (column.cell)(&at, voice)).collect());
            }
        }
        if rows.len() == before {
            let mut cells = vec![String::new(); columns.len()];
            let state = voice.say(&format!("state_{}", browser.state));
            for (cell, said) in cells.iter_mut().zip([shown(&browser.name), state]) {
                *cell = said;
            }
            if let Some(last) = cells.last_mut() {
                *last = shown(&browser.root);
            }
            rows.push(cells);
        }
    }
    let headings: Vec<Heading> = columns.iter().map(|column| column.heading).collect();
    terminal.table(&headings, rows)
}

fn state(store: &StoreView, voice: Voice) -> String {
    let state = voice.say(&format!("state_{}", store.state));
    if store.running && store.state != "in_use" && store.part != "put_aside" {
        format!("{state}, {}", voice.say("cli_running"))
    } else {
        state
    }
}

/// A store that has only been found has no count yet, which is not the same as none.
fn count(store: &StoreView, cookies: u64, voice: Voice) -> String {
    if store.state == "read" { voice.number(cookies) } else { String::new() }
}

fn format(at: &Place<'_>, voice: Voice) -> String {
    let kind = voice.say(&format!("kind_{}", at.store.kind));
    at.store.version.map_or_else(|| kind.clone(), |version| format!("{kind} {version}"))
}

/// Containers by name, and the sites under which cookies are kept apart.
fn kept_apart(browser: &BrowserView, profile: &ProfileView, terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    let mut lines = Vec::new();
    let Some(apart) = &profile.kept_apart else { return Ok(()) };
    let filled: Vec<_> = apart.containers.iter().filter(|one| one.cookies > 0).collect();
    if !filled.is_empty() {
        let one = |one: &&app::view::ContainerCount| {
            format!("{} {}", voice.container(&one.container), voice.number(one.cookies))
        };
        let list: Vec<String> = filled.iter().map(one).collect();
        lines.push(voice.say_with("cli_containers", &[("list", &list.join(", "))]));
    }
    let Partitions { sites, cookies, most } = &apart.partitions;
    if *cookies > 0 {
        let list: Vec<String> = most.iter().map(|site| shortened(site, 40)).collect();
        let params =
            [("cookies", voice.number(*cookies)), ("sites", voice.number(*sites)), ("list", list.join(", "))];
        let params: Vec<(&str, &str)> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
        lines.push(voice.say_with("cli_partitions", &params));
    }
    if !lines.is_empty() {
        terminal.line("")?;
        terminal.line(&format!("{} · {}", shown(&browser.name), shortened(&profile.name, 30)))?;
    }
    lines.iter().try_for_each(|line| terminal.line(&format!("  {line}")))
}

/// What came in the way, with what to do, and who holds what.
fn what_to_do(coverage: &Coverage, terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    let stores = stores(coverage);
    for store in &stores {
        let told = coverage.problems.iter().any(|problem| is_at(store, &problem.path));
        let Some(advice) = store.advice.as_ref().filter(|_| !told) else { continue };
        let mut what = state(store, voice);
        if let Some(pid) = store.pid.filter(|_| store.part != "put_aside") {
            let program =
                store.program.as_deref().map_or_else(|| voice.say("cli_process"), |one| shortened(one, 40));
            let held = voice.say_with("cli_held_by", &[("program", &program), ("pid", &pid.to_string())]);
            what = format!("{what}, {held}");
        }
        terminal.line("")?;
        terminal.line(&format!("`{}`: {what}\n  {}", shown(&store.path), shown(&voice.sentence(advice))))?;
    }
    for store in stores {
        if let Some(link) = &store.link {
            terminal.line("")?;
            let met = voice.say_with("cli_met_under", &[("path", &shown(link))]);
            terminal.line(&format!("`{}`: {met}", shown(&store.path)))?;
        }
    }
    problems(coverage, terminal)
}

/// What went wrong while reading, and what to do about each.
pub(super) fn problems(coverage: &Coverage, terminal: &mut Terminal) -> io::Result<()> {
    let stores = stores(coverage);
    for problem in &coverage.problems {
        let own = stores.iter().find(|store| is_at(store, &problem.path));
        let advice = own.and_then(|store| store.advice.as_ref());
        let line = match advice {
            Some(advice) => terminal.voice.problem_with(problem, &shown(&terminal.voice.sentence(advice))),
            None => terminal.voice.problem(problem),
        };
        terminal.line("")?;
        terminal.line(&line)?;
    }
    Ok(())
}

fn stores(coverage: &Coverage) -> Vec<&StoreView> {
    let profiles = coverage.browsers.iter().flat_map(|browser| &browser.profiles);
    profiles.flat_map(|profile| &profile.stores).collect()
}

fn is_at(store: &StoreView, path: &str) -> bool {
    store.path == path || store.link.as_deref() == Some(path)
}
