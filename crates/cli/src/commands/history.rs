//! `crumbwise history`: the clean-ups and what became of them.

use crumbwise_app::{
    self as app,
    view::{RunView, Unfinished},
};
use serde::Serialize;

use super::Work;
use crate::{
    escape::shown,
    exit::Exit,
    terminal::{Form, Terminal, number, text},
    trouble::Trouble,
    voice::{Voice, local_time},
};

/// `history --json`.
#[derive(Serialize)]
struct Document<'a> {
    runs: &'a [RunView],
    unfinished: &'a [Unfinished],
}

/// Lists the clean-ups, latest first.
pub(super) fn history(work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let runs = app::history(work.places, work.now)?;
    let voice = terminal.voice;
    match terminal.form {
        Form::Json => terminal.document(&Document { runs: &runs, unfinished: work.unfinished })?,
        Form::Text if runs.is_empty() => terminal.line(&voice.say("cli_history_none"))?,
        Form::Text => {
            let headings = [
                number("cli_col_run"),
                text("cli_col_when"),
                text("cli_col_what"),
                text("cli_col_state"),
                number("cli_col_removed"),
                number("cli_col_restored"),
                text("cli_col_undo_until"),
            ];
            terminal.table(&headings, runs.iter().map(|run| cells(run, voice)))?;
        }
    }
    Ok(Exit::Done)
}

fn cells(run: &RunView, voice: Voice) -> Vec<String> {
    vec![
        run.run.to_string(),
        local_time(Some(&run.at)),
        shown(&voice.say(&format!("preset_{}", run.preset))),
        voice.say(&format!("cli_run_{}", run.state)),
        voice.number(run.removed),
        voice.number(run.restored),
        if run.can_undo { local_time(Some(&run.undo_until)) } else { String::new() },
    ]
}
