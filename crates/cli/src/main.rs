//! The `crumbwise` command: the engine's answers in a terminal, as text for people or JSON for programs.
//!
//! It parses, asks `crumbwise-app` and prints. What must not be here: anything that decides about cookies or reads a
//! browser's file.
//!
//! ```console
//! $ crumbwise scan
//! $ crumbwise clean --preset trackers
//! $ crumbwise undo
//! ```

mod arguments;
mod commands;
mod escape;
mod exit;
mod interrupt;
mod places;
mod progress;
mod terminal;
mod trouble;
mod voice;

use std::{io, process::ExitCode};

use clap::Parser as _;
use crumbwise_app::{
    self as app,
    view::{ErrorView, Unfinished},
};
use serde::Serialize;
use tracing_subscriber::filter::LevelFilter;

use crate::{
    arguments::{Arguments, Task},
    commands::{WHO, Work},
    exit::Exit,
    interrupt::Interrupt,
    terminal::{Form, Terminal},
    trouble::Trouble,
    voice::{Voice, local_time},
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let common = &arguments.common;
    log_to_stderr(common.verbose);
    let voice = Voice::choose(common.lang, &|name| std::env::var_os(name));
    let form = if common.json { Form::Json } else { Form::Text };
    let mut terminal = Terminal::new(form, voice);
    let done = run(&arguments, &mut terminal).and_then(|exit| {
        terminal.finish()?;
        Ok(exit)
    });
    done.unwrap_or_else(|trouble| explain(trouble, &mut terminal)).into()
}

/// What is done, on standard error. Names and paths are logged at DEBUG only.
fn log_to_stderr(verbose: u8) {
    let level = match verbose {
        0 => LevelFilter::ERROR,
        1 => LevelFilter::INFO,
        2.. => LevelFilter::DEBUG,
    };
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_max_level(level)
        .with_ansi(false)
        .without_time()
        .init();
}

fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    match &arguments.task {
        Task::Completions { shell } => return commands::completions(*shell, terminal),
        Task::Man => return commands::man(terminal),
        Task::Explain(asked) => {
            let own = places::places(&arguments.common, &|name| std::env::var_os(name));
            return commands::explain(asked, own.as_ref(), places::now(), terminal);
        }
        Task::Browsers(_)
        | Task::Scan(_)
        | Task::Cookies(_)
        | Task::Plan(_)
        | Task::Clean(_)
        | Task::Undo(_)
        | Task::Finish(_)
        | Task::History
        | Task::Keep(_)
        | Task::Correct(_)
        | Task::Settings(_)
        | Task::Knowledge(_)
        | Task::Folder(_) => {}
    }
    let Some(own) = places::places(&arguments.common, &|name| std::env::var_os(name)) else {
        return Err(Trouble::Usage(terminal.voice.say("cli_no_home")));
    };
    let interrupt = Interrupt::listen()?;
    let now = places::now();
    let mut places = if reads_sample(&arguments.task) { app::sample::build(&own.data, now)? } else { own };
    if leaves_history(&arguments.task) {
        places.roots = places.roots.without_history();
    }
    let unfinished = recover(&places, now, terminal);
    let work = Work { places: &places, now, interrupt: &interrupt, unfinished: &unfinished };
    commands::run(&arguments.task, &work, terminal)
}

/// Whether sample data are to be read in place of this computer's browsers.
fn reads_sample(task: &Task) -> bool {
    match task {
        Task::Scan(reading) => reading.sample,
        Task::Cookies(cookies) => cookies.reading.sample,
        Task::Browsers(_)
        | Task::Explain(_)
        | Task::Plan(_)
        | Task::Clean(_)
        | Task::Undo(_)
        | Task::Finish(_)
        | Task::History
        | Task::Keep(_)
        | Task::Correct(_)
        | Task::Settings(_)
        | Task::Knowledge(_)
        | Task::Folder(_)
        | Task::Completions { .. }
        | Task::Man => false,
    }
}

/// Whether the browsers' histories are to be left alone.
fn leaves_history(task: &Task) -> bool {
    let looking = match task {
        Task::Browsers(looking) => looking,
        Task::Scan(reading) => &reading.looking,
        Task::Cookies(cookies) => &cookies.reading.looking,
        Task::Plan(planning) => &planning.selecting.looking,
        Task::Clean(cleaning) => &cleaning.selecting.looking,
        Task::Explain(_)
        | Task::Correct(_)
        | Task::Settings(_)
        | Task::Undo(_)
        | Task::Finish(_)
        | Task::History
        | Task::Keep(_)
        | Task::Knowledge(_)
        | Task::Folder(_)
        | Task::Completions { .. }
        | Task::Man => return false,
    };
    looking.no_history
}

/// What each start does first. A data folder that cannot be used does not keep anybody from looking.
fn recover(
    places: &app::Places,
    now: crumbwise_model::Timestamp,
    terminal: &mut Terminal,
) -> Vec<Unfinished> {
    match app::recover(places, WHO, now) {
        Ok(unfinished) => {
            for left in &unfinished {
                terminal.remark(&interrupted(left, terminal.voice));
            }
            unfinished
        }
        Err(error) => {
            terminal.remark(&terminal.voice.error(&error.view()));
            Vec::new()
        }
    }
}

/// What was interrupted, and the two ways on.
fn interrupted(left: &Unfinished, voice: Voice) -> String {
    let params = [
        ("run", left.run.to_string()),
        ("at", local_time(Some(&left.at))),
        ("removed", voice.number(left.removed)),
        ("left", voice.number(left.not_removed)),
    ];
    voice.say_with(
        &format!("cli_interrupted_{}", left.interrupted),
        &params.each_ref().map(|(name, value)| (*name, value.as_str())),
    )
}

/// An error as a JSON document.
#[derive(Serialize)]
struct ErrorDocument<'a> {
    error: &'a ErrorView,
}

/// Says what ended the command early.
fn explain(trouble: Trouble, terminal: &mut Terminal) -> Exit {
    match trouble {
        Trouble::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Trouble::Output(error) => {
            terminal.remark(&format!("crumbwise: {error}"));
            Exit::Failed
        }
        Trouble::Usage(sentence) => {
            terminal.remark(&format!("crumbwise: {sentence}"));
            Exit::Usage
        }
        Trouble::Engine(error) => {
            let view = error.view();
            let exit = of_error(&view);
            terminal.remark(&format!("crumbwise: {}", terminal.voice.error(&view)));
            let written = match terminal.form {
                Form::Json => terminal.document(&ErrorDocument { error: &view }),
                Form::Text => Ok(()),
            };
            // Nothing is left to say when the result cannot even be written.
            _ = written.and_then(|()| Ok(terminal.finish()?));
            exit
        }
    }
}

/// How the command ends after an error of the engine.
fn of_error(error: &ErrorView) -> Exit {
    match error.code.as_str() {
        "busy" => Exit::Refused,
        "cancelled" => Exit::Stopped,
        "nothing_to_undo" | "no_such_run" | "expired" | "not_unfinished" => Exit::NothingToUndo,
        "not_a_site" | "not_a_correction" | "no_such_company" => Exit::Usage,
        _ => Exit::Failed,
    }
}
