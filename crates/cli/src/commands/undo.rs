//! `crumbwise undo` and `crumbwise finish`: what to do with a clean-up afterwards.

use std::io;

use crumbwise_app::{
    self as app,
    view::{RunView, UndoResult, Unfinished},
};
use serde::Serialize;

use super::{WHO, Work, clean};
use crate::{
    arguments::{Finishing, Undoing},
    exit::Exit,
    progress::Watch,
    terminal::{Form, Terminal},
    trouble::Trouble,
    voice::local_time,
};

/// `undo --json`: an [`UndoResult`] with what is unfinished beside it.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    result: &'a UndoResult,
    unfinished: &'a [Unfinished],
}

/// Brings back what a clean-up removed.
pub(super) fn undo(undoing: &Undoing, work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    if !undoing.yes {
        let runs = app::history(work.places, work.now)?;
        let meant = runs.iter().find(|run| undoing.run.map_or(run.can_undo, |number| run.run == number));
        // Where there is no such clean-up the engine says so; there is nothing to ask about.
        if let Some(meant) = meant {
            announce(meant, terminal)?;
            if !clean::confirmed("cli_undo_ask", work, terminal)? {
                return Ok(Exit::Stopped);
            }
        }
    }
    let mut watch = Watch::new(terminal.voice, work.interrupt.clone());
    let result = app::undo(work.places, undoing.run, WHO, work.now, &mut watch)?;
    drop(watch);
    match terminal.form {
        Form::Json => terminal.document(&Document { result: &result, unfinished: work.unfinished })?,
        Form::Text => show(&result, terminal)?,
    }
    Ok(exit(&result))
}

/// Completes a clean-up that was interrupted.
pub(super) fn finish(
    finishing: &Finishing,
    work: &Work<'_>,
    terminal: &mut Terminal,
) -> Result<Exit, Trouble> {
    let meant = work.unfinished.iter().any(|unfinished| unfinished.run == finishing.run);
    if meant && !finishing.yes && !clean::confirmed("cli_finish_ask", work, terminal)? {
        return Ok(Exit::Stopped);
    }
    let mut watch = Watch::new(terminal.voice, work.interrupt.clone());
    let result = app::finish(work.places, finishing.run, WHO, work.now, &mut watch)?;
    drop(watch);
    match terminal.form {
        Form::Json => {
            terminal.document(&clean::Document {
                result: &result,
                plan: None,
                unfinished: work.unfinished,
            })?;
        }
        Form::Text => clean::show(&result, terminal)?,
    }
    Ok(clean::exit(&result, 0))
}

/// Which clean-up an undo is about: on standard error, beside the question.
fn announce(run: &RunView, terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    let params = [
        ("run", run.run.to_string()),
        ("at", local_time(Some(&run.at))),
        ("count", voice.number(run.removed.saturating_sub(run.restored))),
    ];
    let params = params.each_ref().map(|(name, value)| (*name, value.as_str()));
    terminal.remark(&voice.say_with("cli_undo_which", &params));
    terminal.finish()
}

fn exit(result: &UndoResult) -> Exit {
    let in_use = result.skipped.iter().any(|skipped| skipped.why == "in_use");
    if result.cancelled {
        Exit::Stopped
    } else if in_use && result.restored == 0 {
        Exit::Refused
    } else if result.skipped.is_empty() {
        Exit::Done
    } else {
        Exit::Partly
    }
}

fn show(result: &UndoResult, terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    terminal.line(&voice.say_with("cli_restored", &[("count", &voice.number(result.restored))]))?;
    if result.kept_newer > 0 {
        terminal.line(&voice.say_with("cli_kept_newer", &[("count", &voice.number(result.kept_newer))]))?;
    }
    clean::skipped(&result.skipped, terminal)?;
    if result.cancelled {
        terminal.line(&voice.say("cli_stopped"))?;
    }
    Ok(())
}
