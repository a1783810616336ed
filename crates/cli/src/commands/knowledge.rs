//! `crumbwise knowledge`: where what we know comes from, how old it is, and a newer table brought as a file.

use crumbwise_app::{
    self as app, Knowledge, Places,
    view::{ErrorView, KnowledgeView, SourceView},
};
use crumbwise_model::Timestamp;

use super::Work;
use crate::{
    arguments::Knowing,
    escape::shown,
    exit::Exit,
    terminal::{Form, Terminal, number, text},
    trouble::Trouble,
    voice::Voice,
};

/// Lists, brings, takes back or writes out.
pub(super) fn knowledge(
    knowing: &Knowing,
    work: &Work<'_>,
    terminal: &mut Terminal,
) -> Result<Exit, Trouble> {
    let Work { places, now, .. } = *work;
    let (shown_then, sentence) = match knowing {
        Knowing::List => (app::knowledge(places, now), None),
        Knowing::Import { file } => (app::knowledge_import(places, file, now)?, None),
        Knowing::Revert => {
            (app::knowledge_revert(places, now)?, Some(terminal.voice.say("cli_knowledge_reverted")))
        }
        Knowing::Export { file } => {
            app::knowledge_export(places, file)?;
            let path = shown(&file.display().to_string());
            let sentence = terminal.voice.say_with("cli_knowledge_exported", &[("path", &path)]);
            (app::knowledge(places, now), Some(sentence))
        }
    };
    if let (Some(sentence), Form::Text) = (sentence, terminal.form) {
        terminal.line(&sentence)?;
        return Ok(Exit::Done);
    }
    show(&shown_then, terminal)
}

/// Every source with its version, date and licence. Without places, as where nobody has a home, what is compiled in.
pub(super) fn list(
    places: Option<&Places>,
    now: Timestamp,
    terminal: &mut Terminal,
) -> Result<Exit, Trouble> {
    let view = places
        .map_or_else(|| app::knowledge_of(Knowledge::built_in(), now), |places| app::knowledge(places, now));
    show(&view, terminal)
}

/// That a brought table is not used, and why.
pub(super) fn left_aside(trouble: &ErrorView, voice: Voice) -> [String; 2] {
    [voice.error(trouble), voice.say("cli_knowledge_trouble")]
}

fn show(view: &KnowledgeView, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    if terminal.form == Form::Json {
        terminal.document(view)?;
        return Ok(Exit::Done);
    }
    let voice = terminal.voice;
    let headings = [
        text("cli_col_source"),
        text("cli_col_version"),
        text("cli_col_date"),
        number("cli_col_entries"),
        text("cli_col_licence"),
    ];
    let row = |source: &SourceView| {
        let date = source.date.clone().unwrap_or_else(|| "–".to_owned());
        [&source.name, &source.version, &date, &voice.number(source.entries), &source.licence]
            .map(|text| shown(text))
            .to_vec()
    };
    terminal.table(&headings, view.sources.iter().map(row))?;
    let old: Vec<String> =
        view.sources.iter().filter(|source| source.old).map(|source| shown(&source.name)).collect();
    let mut remarks = Vec::new();
    if view.imported {
        remarks.push(voice.say("cli_knowledge_imported"));
    }
    if let Some(trouble) = &view.trouble {
        remarks.extend(left_aside(trouble, voice));
    }
    if !old.is_empty() {
        remarks.push(voice.say_with("cli_knowledge_old", &[("sources", &old.join(", "))]));
    }
    if !remarks.is_empty() {
        terminal.line("")?;
    }
    remarks.iter().try_for_each(|remark| terminal.line(remark))?;
    Ok(Exit::Done)
}
