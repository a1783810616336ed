//! `crumbwise scan`: the headline, who follows, and where we looked.

use std::io;

use crumbwise_app::{self as app, view::Overview};

use super::{Work, browsers};
use crate::{
    arguments::Reading,
    escape::shortened,
    exit::Exit,
    terminal::{Form, Terminal, number, text},
    trouble::Trouble,
};

/// Reads everything and sums it up.
pub(super) fn scan(reading: &Reading, work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let scanned = work.read(reading.store.as_deref(), terminal)?;
    let overview = app::overview(&scanned, work.places, work.now)?;
    match terminal.form {
        Form::Json => terminal.document(&overview)?,
        Form::Text => show(&overview, terminal)?,
    }
    Ok(Exit::Done)
}

fn show(overview: &Overview, terminal: &mut Terminal) -> io::Result<()> {
    headline(overview, terminal)?;
    if overview.counts.cookies > 0 {
        by_purpose(overview, terminal)?;
    }
    if !overview.top_companies.is_empty() {
        companies(overview, terminal)?;
    }
    terminal.line("")?;
    browsers::show(&overview.coverage, terminal)
}

fn headline(overview: &Overview, terminal: &mut Terminal) -> io::Result<()> {
    let (voice, counts) = (terminal.voice, &overview.counts);
    let (trackers, cookies) = (voice.number(counts.trackers), voice.number(counts.cookies));
    let key = match (counts.cookies, counts.trackers) {
        (0, _) => "cli_no_cookies",
        (_, 0) => "cli_headline_none",
        (_, _) => "cli_headline",
    };
    terminal.line(&voice.say_with(key, &[("count", &trackers), ("cookies", &cookies)]))?;
    if counts.cookies == 0 {
        return Ok(());
    }
    terminal.line("")?;
    let facts = [
        ("cli_fact_companies", counts.tracking_companies),
        ("cli_fact_signed_in", counts.signed_in_sites),
        ("cli_fact_sites", counts.sites),
        ("cli_fact_session", counts.session),
        ("cli_fact_persistent", counts.persistent),
        ("cli_fact_likely", counts.likely_trackers),
        ("cli_fact_expired", counts.expired),
    ];
    let rows: Vec<_> = facts.iter().map(|(key, count)| vec![voice.say(key), voice.number(*count)]).collect();
    terminal.columns(rows)
}

fn by_purpose(overview: &Overview, terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    let rows: Vec<_> = overview
        .by_purpose
        .iter()
        .map(|count| vec![voice.say(&format!("purpose_{}", count.purpose)), voice.number(count.cookies)])
        .collect();
    terminal.line("")?;
    terminal.table(&[text("cli_col_purpose"), number("cli_col_cookies")], rows)
}

fn companies(overview: &Overview, terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    let rows: Vec<_> = overview
        .top_companies
        .iter()
        .map(|company| {
            vec![
                shortened(&company.company, 40),
                voice.number(company.cookies),
                voice.number(company.browsers),
            ]
        })
        .collect();
    terminal.line("")?;
    terminal.table(&[text("cli_col_follower"), number("cli_col_trackers"), number("cli_col_browsers")], rows)
}
