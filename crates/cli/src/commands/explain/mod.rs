//! `crumbwise explain`: what a cookie is for, by its name and host, and where that knowledge comes from.

use std::io::{self, IsTerminal as _, Read as _};

use crumbwise_app::{
    self as app, Corrections, Error, Knowledge, Places,
    view::{ErrorView, Explanation, Question, RuleView},
};
use crumbwise_model::Timestamp;
use serde::Serialize;

use super::knowledge::{left_aside, list};
use crate::{
    arguments::Explaining,
    escape::{shortened, shown},
    exit::Exit,
    terminal::{Form, Terminal},
    trouble::Trouble,
    voice::Voice,
};

mod read;

/// Explains one cookie, those of standard input, or lists the sources.
///
/// Without places, as where nobody has a home, what is compiled in answers.
pub(crate) fn explain(
    asked: &Explaining,
    places: Option<&Places>,
    now: Timestamp,
    terminal: &mut Terminal,
) -> Result<Exit, Trouble> {
    if asked.knowledge {
        return list(places, now, terminal);
    }
    let knowledge = places.map_or_else(Knowledge::built_in, app::knowledge_in_use);
    let trouble = places.and_then(|places| app::knowledge(places, now).trouble);
    let voice = terminal.voice;
    for remark in trouble.iter().flat_map(|trouble| left_aside(trouble, voice)) {
        terminal.remark(&remark);
    }
    let told = match &asked.name {
        Some(name) => {
            let host = asked.host.clone().unwrap_or_default();
            vec![Ok(Question { name: name.clone(), host, ..Question::default() })]
        }
        None if io::stdin().is_terminal() => {
            return Err(Trouble::Usage(terminal.voice.say("cli_explain_what")));
        }
        None => read::told(&standard_input()?),
    };
    let said = places.map(app::said).transpose()?.unwrap_or_default();
    answer(told, knowledge, &said, terminal)
}

fn standard_input() -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    io::stdin().lock().read_to_end(&mut text)?;
    Ok(text)
}

/// Answers each in its place; a line that tells of no cookie is told so there, and the others are answered.
fn answer(
    told: Vec<read::Told>,
    knowledge: &Knowledge<'_>,
    said: &Corrections,
    terminal: &mut Terminal,
) -> Result<Exit, Trouble> {
    let mut questions = Vec::with_capacity(told.len());
    let places: Vec<Result<usize, Error>> = told
        .into_iter()
        .map(|told| {
            told.map(|question| {
                questions.push(question);
                questions.len() - 1
            })
        })
        .collect();
    let answers = app::explain(&questions, knowledge, said);
    let mut exit = Exit::Done;
    for (place, number) in places.iter().zip(0_u64..) {
        match place {
            Ok(at) => {
                if let Some((question, answer)) = questions.get(*at).zip(answers.get(*at)) {
                    say(question, answer, number, terminal)?;
                }
            }
            Err(error) => {
                exit = Exit::Partly;
                wrong(error, terminal)?;
            }
        }
    }
    Ok(exit)
}

fn say(
    question: &Question,
    answer: &Explanation,
    number: u64,
    terminal: &mut Terminal,
) -> Result<(), Trouble> {
    let voice = terminal.voice;
    match terminal.form {
        Form::Json => terminal.json_line(&Line::new(answer, voice)),
        Form::Text => {
            if number > 0 {
                terminal.line("")?;
            }
            Ok(lines(question, answer, voice).iter().try_for_each(|line| terminal.line(line))?)
        }
    }
}

fn wrong(error: &Error, terminal: &mut Terminal) -> Result<(), Trouble> {
    let view = error.view();
    terminal.remark(&format!("crumbwise: {}", terminal.voice.error(&view)));
    match terminal.form {
        Form::Json => terminal.json_line(&Wrong { error: &view }),
        Form::Text => Ok(()),
    }
}

/// A line that could not be answered, in its place.
#[derive(Serialize)]
struct Wrong<'a> {
    error: &'a ErrorView,
}

/// `explain --json`: one line for each cookie.
#[derive(Serialize)]
struct Line<'a> {
    purpose: &'a str,
    tracking: &'a str,
    sign_in: &'a str,
    company: Option<&'a str>,
    context: &'a str,
    confidence: &'a str,
    source: &'a str,
    rule: Option<&'a RuleView>,
    why: String,
    marks: &'a [String],
}

impl<'a> Line<'a> {
    fn new(answer: &'a Explanation, voice: Voice) -> Self {
        Self {
            purpose: &answer.purpose,
            tracking: &answer.tracking,
            sign_in: &answer.sign_in,
            company: answer.company.as_deref(),
            context: &answer.context,
            confidence: &answer.confidence,
            source: &answer.source,
            rule: answer.rule.as_ref(),
            why: voice.sentence(&answer.reason),
            marks: &answer.marks,
        }
    }
}

/// Which cookie, what for, why, what stands out, and who says so.
fn lines(question: &Question, answer: &Explanation, voice: Voice) -> Vec<String> {
    let word = |kind: &str, word: &str| voice.say(&format!("{kind}_{word}"));
    let mut lines = vec![format!("{}  {}", shortened(&question.name, 80), shortened(&question.host, 80))];
    lines.push(format!(
        "  {} · {} · {}",
        word("purpose", &answer.purpose),
        word("tracking", &answer.tracking),
        word("sign_in", &answer.sign_in),
    ));
    lines.push(format!("  {}", shown(&voice.sentence(&answer.reason))));
    if let Some(company) = &answer.company {
        lines.push(format!("  {}: {}", voice.say("cli_col_company"), shown(company)));
    }
    if answer.context != "unknown" {
        lines.push(format!("  {}", word("context", &answer.context)));
    }
    lines.extend(answer.marks.iter().map(|mark| format!("  {}", word("note", mark))));
    let by = format!("  {} · {}", word("confidence", &answer.confidence), word("source", &answer.source));
    lines.push(match &answer.rule {
        Some(rule) => format!("{by} · {} · {} · {}", shown(&rule.pattern), rule.file, rule.licence),
        None => by,
    });
    lines
}
