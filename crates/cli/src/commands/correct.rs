//! `crumbwise correct`: what the person says about cookies.

use crumbwise_app::{
    self as app,
    view::{CorrectionView, CoversWord},
};
use serde::Serialize;

use super::Work;
use crate::{
    arguments::{Correcting, Covering},
    escape::shown,
    exit::Exit,
    terminal::{Form, Terminal},
    trouble::Trouble,
    voice::Voice,
};

/// `correct --json`.
#[derive(Serialize)]
struct Document {
    corrections: Vec<CorrectionView>,
}

/// Lists, notes or takes back.
pub(super) fn correct(asked: &Correcting, work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let answers = asked.answers();
    let Some(first) = &asked.name else {
        if asked.undo || !answers.is_empty() {
            return Err(Trouble::Usage(terminal.voice.say("cli_correct_what")));
        }
        return list(&app::corrections(work.places)?, "cli_correct_none", terminal);
    };
    let (name, host) = match (asked.covering, &asked.host) {
        // A site needs no name.
        (Covering::Site, None) => ("", first.as_str()),
        (Covering::Cookie, None) => return Err(Trouble::Usage(terminal.voice.say("cli_correct_host"))),
        (Covering::Name, None) => (first.as_str(), ""),
        (Covering::Cookie | Covering::Name | Covering::Site, Some(host)) => (first.as_str(), host.as_str()),
    };
    let covers = covers(asked.covering);
    if asked.undo {
        let taken = app::take_back_named(work.places, covers, (name, host))?;
        let exit = if taken.is_empty() { Exit::NothingToUndo } else { Exit::Done };
        if !taken.is_empty() && terminal.form == Form::Text {
            terminal.line(&terminal.voice.say("cli_correct_taken_back"))?;
        }
        list(&taken, "cli_correct_nothing", terminal)?;
        return Ok(exit);
    }
    if answers.is_empty() {
        return Err(Trouble::Usage(terminal.voice.say("cli_correct_what")));
    }
    let answers: Vec<(&str, &str)> = answers.iter().map(|(axis, answer)| (*axis, answer.as_str())).collect();
    let noted = app::correct_named(work.places, covers, (name, host), &answers, work.now)?;
    list(&noted, "cli_correct_none", terminal)
}

const fn covers(covering: Covering) -> CoversWord {
    match covering {
        Covering::Cookie => CoversWord::Cookie,
        Covering::Name => CoversWord::Name,
        Covering::Site => CoversWord::Site,
    }
}

fn list(corrections: &[CorrectionView], none: &str, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    match terminal.form {
        Form::Json => terminal.document(&Document { corrections: corrections.to_vec() })?,
        Form::Text if corrections.is_empty() => terminal.line(&terminal.voice.say(none))?,
        Form::Text => corrections.iter().try_for_each(|one| terminal.line(&worded(one, terminal.voice)))?,
    }
    Ok(Exit::Done)
}

/// `a cookie sid of example.com: keeps you signed in`, with what is worth knowing beneath.
pub(super) fn worded(correction: &CorrectionView, voice: Voice) -> String {
    let CorrectionView { covers, name, place, axis, answer, known, .. } = correction;
    let (name, place) = (shown(name), shown(place));
    let which = match covers {
        CoversWord::Cookie => voice.say_with("said_of_cookie", &[("name", &name), ("place", &place)]),
        CoversWord::Name => voice.say_with("said_of_name", &[("name", &name)]),
        CoversWord::Site => voice.say_with("said_of_site", &[("place", &place)]),
    };
    let what = match axis.as_str() {
        "purpose" => voice.say_with("said_purpose", &[("purpose", &voice.say(&format!("purpose_{answer}")))]),
        "company" => voice.say_with("said_company", &[("company", &shown(answer))]),
        _ => voice.say(&format!("said_{axis}_{answer}")),
    };
    let mut line = format!("{which}: {what}");
    if axis == "sign_in" && answer == "no" {
        line.push_str("\n  ");
        line.push_str(&voice.say("said_sign_in_no_warning"));
    }
    if !known {
        line.push_str("\n  ");
        line.push_str(&voice.say("said_company_unknown"));
    }
    line
}
