//! `crumbwise keep`: the sites whose cookies every preset keeps.

use crumbwise_app as app;
use serde::Serialize;

use super::Work;
use crate::{
    arguments::Keeping,
    escape::shown,
    exit::Exit,
    terminal::{Form, Terminal},
    trouble::Trouble,
};

/// `keep --json`.
#[derive(Serialize)]
struct Document {
    sites: Vec<String>,
}

/// Lists or changes the kept sites; a change is followed by the list as it is then.
pub(super) fn keep(keeping: &Keeping, work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    match keeping {
        Keeping::List => Ok(()),
        Keeping::Add { sites } => {
            sites.iter().try_for_each(|site| app::keep_add(work.places, site, work.now))
        }
        Keeping::Remove { sites } => sites.iter().try_for_each(|site| app::keep_remove(work.places, site)),
    }?;
    let sites = app::keep_sites(work.places)?;
    match terminal.form {
        Form::Json => terminal.document(&Document { sites })?,
        Form::Text if sites.is_empty() => terminal.line(&terminal.voice.say("cli_keep_none"))?,
        Form::Text => sites.iter().try_for_each(|site| terminal.line(&shown(site)))?,
    }
    Ok(Exit::Done)
}
