//! One file a subcommand: ask the engine, show the answer.

mod about;
mod browsers;
mod clean;
mod cookies;
mod correct;
mod explain;
mod folder;
mod history;
mod keep;
mod knowledge;
mod plan;
mod scan;
mod selecting;
mod settings;
mod undo;

use std::path::Path;

use crumbwise_app::{self as app, Places, Scanned, view::Unfinished};
use crumbwise_model::Timestamp;

pub(crate) use about::{completions, man};
pub(crate) use explain::explain;

use crate::{
    arguments::Task, exit::Exit, interrupt::Interrupt, progress::Watch, terminal::Terminal, trouble::Trouble,
};

/// Who holds the lock of a clean-up, as another window or command will say it.
pub(crate) const WHO: &str = "command";

/// What every subcommand works with.
pub(crate) struct Work<'a> {
    /// Where.
    pub(crate) places: &'a Places,
    /// The present instant.
    pub(crate) now: Timestamp,
    /// Ctrl-C.
    pub(crate) interrupt: &'a Interrupt,
    /// What a crash left unfinished.
    pub(crate) unfinished: &'a [Unfinished],
}

impl Work<'_> {
    /// Reads the stores, showing progress.
    fn read(&self, only: Option<&Path>, terminal: &Terminal) -> Result<Scanned, Trouble> {
        let watch = Watch::new(terminal.voice, self.interrupt.clone());
        Ok(app::scan(self.places, only, self.now, &watch)?)
    }
}

/// Does what was asked for.
pub(crate) fn run(task: &Task, work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    match task {
        Task::Browsers(_) => browsers::browsers(work, terminal),
        Task::Scan(reading) => scan::scan(reading, work, terminal),
        Task::Cookies(asked) => cookies::cookies(asked, work, terminal),
        Task::Explain(asked) => explain(asked, Some(work.places), work.now, terminal),
        Task::Knowledge(knowing) => knowledge::knowledge(knowing, work, terminal),
        Task::Plan(planning) => plan::plan(planning, work, terminal),
        Task::Clean(cleaning) => clean::clean(cleaning, work, terminal),
        Task::Undo(undoing) => undo::undo(undoing, work, terminal),
        Task::Finish(finishing) => undo::finish(finishing, work, terminal),
        Task::History => history::history(work, terminal),
        Task::Keep(keeping) => keep::keep(keeping, work, terminal),
        Task::Correct(asked) => correct::correct(asked, work, terminal),
        Task::Settings(carrying) => settings::settings(carrying, work, terminal),
        Task::Folder(task) => folder::folder(task, work, terminal),
        Task::Completions { shell } => completions(*shell, terminal),
        Task::Man => man(terminal),
    }
}
