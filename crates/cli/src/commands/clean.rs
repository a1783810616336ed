//! `crumbwise clean`: show the plan, ask, clear, say what came of it.

use std::io;

use crumbwise_app::{
    self as app,
    view::{CleanResult, Skipped, Unfinished},
};
use serde::Serialize;

use super::{WHO, Work, plan, selecting};
use crate::{
    arguments::Cleaning,
    escape::shown,
    exit::Exit,
    progress::Watch,
    terminal::{Answer, Form, Terminal},
    trouble::Trouble,
    voice::local_time,
};

/// `clean --json` and `finish --json`: a [`CleanResult`], with the plan it followed where there was one.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    #[serde(flatten)]
    pub(super) result: &'a CleanResult,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) plan: Option<&'a plan::Told<'a>>,
    pub(super) unfinished: &'a [Unfinished],
}

/// Clears what is chosen.
pub(super) fn clean(cleaning: &Cleaning, work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let scanned = work.read(None, terminal)?;
    let request = selecting::request(&cleaning.selecting, &scanned, terminal.voice)?;
    let planned = app::plan(&scanned, work.places, &request, work.now)?;
    let coverage = app::coverage(&scanned);
    let told = plan::Told::of(&planned, &coverage);
    let view = &told.view;
    if terminal.form == Form::Text {
        plan::show(&told, &coverage, terminal)?;
    }
    let waiting: u64 = view.effects.in_use.iter().map(|store| store.cookies).sum();
    if view.clear == 0 {
        return nothing(&told, work, terminal);
    }
    // With every store in use there is nothing to ask about; the engine looks again and says what it left alone.
    if view.clear > waiting && !cleaning.yes && !confirmed("cli_clean_ask", work, terminal)? {
        return Ok(Exit::Stopped);
    }
    let mut watch = Watch::new(terminal.voice, work.interrupt.clone());
    let result = app::clean(&scanned, &planned, work.places, WHO, work.now, &mut watch)?;
    drop(watch);
    let exit = exit(&result, waiting);
    match terminal.form {
        Form::Json => {
            let document = Document { result: &result, plan: Some(&told), unfinished: work.unfinished };
            terminal.document(&document)?;
        }
        Form::Text => show(&result, terminal)?,
    }
    if exit == Exit::Refused {
        terminal.remark(&terminal.voice.say("cli_close_first"));
    }
    Ok(exit)
}

/// The plan clears nothing, so nothing is done or recorded.
fn nothing(plan: &plan::Told<'_>, work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let result = CleanResult {
        run: None,
        removed: 0,
        skipped: Vec::new(),
        still_there: 0,
        cancelled: false,
        undo_until: None,
    };
    match terminal.form {
        Form::Json => {
            let document = Document { result: &result, plan: Some(plan), unfinished: work.unfinished };
            terminal.document(&document)?;
        }
        Form::Text => terminal.line(&terminal.voice.say("cli_nothing_to_clear"))?,
    }
    Ok(Exit::Done)
}

/// Asks, and explains when there is nobody to ask.
pub(super) fn confirmed(question: &str, work: &Work<'_>, terminal: &mut Terminal) -> Result<bool, Trouble> {
    let question = terminal.voice.say(question);
    match work.interrupt.while_asking(|| terminal.ask(&question))? {
        Answer::Yes => Ok(true),
        Answer::No => Ok(false),
        Answer::Nobody => Err(Trouble::Usage(terminal.voice.say("cli_nobody_to_ask"))),
    }
}

/// How a clean-up ended; `waiting` cookies lie in stores that were in use when it was planned.
pub(super) fn exit(result: &CleanResult, waiting: u64) -> Exit {
    let in_use = result.skipped.iter().any(|skipped| skipped.why == "in_use") || waiting > 0;
    if result.cancelled {
        Exit::Stopped
    } else if in_use && result.removed == 0 {
        Exit::Refused
    } else if in_use || result.still_there > 0 || !result.skipped.is_empty() {
        Exit::Partly
    } else {
        Exit::Done
    }
}

/// What came of it.
pub(super) fn show(result: &CleanResult, terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    terminal.line("")?;
    terminal.line(&voice.say_with("cli_removed", &[("count", &voice.number(result.removed))]))?;
    skipped(&result.skipped, terminal)?;
    if result.still_there > 0 {
        let count = voice.number(result.still_there);
        terminal.line(&voice.say_with("cli_still_there", &[("count", &count)]))?;
    }
    if result.cancelled {
        terminal.line(&voice.say("cli_stopped"))?;
    }
    if let (Some(run), Some(until)) = (result.run, result.undo_until.as_deref()) {
        let (run, until) = (run.to_string(), local_time(Some(until)));
        terminal.line(&voice.say_with("cli_undo_until", &[("run", &run), ("until", &until)]))?;
    }
    Ok(())
}

/// What was left alone, and why.
pub(super) fn skipped(skipped: &[Skipped], terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    for left in skipped {
        let why = voice.say(&format!("skipped_{}", left.why));
        let detail =
            if left.detail.is_empty() { String::new() } else { format!(" ({})", shown(&left.detail)) };
        let (count, store) = (voice.number(left.cookies), shown(&left.store));
        terminal.line(&format!("  {count} × {why}{detail}: `{store}`"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crumbwise_app::view::{CleanResult, Skipped};

    use super::exit;
    use crate::exit::Exit;

    fn result(removed: u64, why: Option<&str>) -> CleanResult {
        let skipped = why.map(|why| Skipped {
            why: why.to_owned(),
            browser: "chromium".to_owned(),
            store: String::new(),
            cookies: 1,
            detail: String::new(),
        });
        CleanResult {
            run: Some(1),
            removed,
            skipped: skipped.into_iter().collect(),
            still_there: 0,
            cancelled: false,
            undo_until: None,
        }
    }

    #[test]
    fn the_exit_code_tells_refused_from_partly() {
        assert_eq!(exit(&result(3, None), 0), Exit::Done);
        assert_eq!(exit(&result(3, Some("changed")), 0), Exit::Partly);
        assert_eq!(exit(&result(3, Some("in_use")), 0), Exit::Partly);
        assert_eq!(
            exit(&result(3, None), 2),
            Exit::Partly,
            "cookies that wait in a running browser are not done"
        );
        assert_eq!(exit(&result(0, Some("in_use")), 0), Exit::Refused);
        assert_eq!(exit(&result(0, None), 2), Exit::Refused);
        assert_eq!(exit(&CleanResult { cancelled: true, ..result(3, None) }, 0), Exit::Stopped);
        assert_eq!(exit(&CleanResult { still_there: 1, ..result(3, None) }, 0), Exit::Partly);
    }
}
