//! `crumbwise plan`: what a clean-up would do.

use std::io;

use crumbwise_app::{
    self as app, Planned,
    view::{Coverage, Effects, InUseView, PlanGroup, PlanRow, PlanView, ProblemView, SignOut},
};
use serde::{Serialize, Serializer};

use super::{Work, browsers, selecting};
use crate::{
    arguments::Planning,
    escape::{shortened, shown},
    exit::Exit,
    terminal::{Form, Terminal, number, text},
    trouble::Trouble,
    voice::Voice,
};

/// Rows that the engine gives at a time.
const PAGE: u32 = 1_000;

/// Groups that are listed; the rest is summed up.
const GROUPS: usize = 15;

/// Sites that are named in one sentence.
const NAMED: usize = 12;

/// Shows a plan and does nothing.
pub(super) fn plan(planning: &Planning, work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let scanned = work.read(None, terminal)?;
    let request = selecting::request(&planning.selecting, &scanned, terminal.voice)?;
    let planned = app::plan(&scanned, work.places, &request, work.now)?;
    let coverage = app::coverage(&scanned);
    let told = Told::of(&planned, &coverage);
    let rows = planning.rows.then_some(Rows(&planned));
    match terminal.form {
        Form::Json => terminal.document(&Document { plan: &told, rows })?,
        Form::Text => {
            show(&told, &coverage, terminal)?;
            if let Some(rows) = rows {
                list(&rows, terminal)?;
            }
        }
    }
    Ok(Exit::Done)
}

/// A plan with all its groups, which the window asks for by the page, and what could not be read for it.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    #[serde(flatten)]
    pub(super) view: PlanView,
    groups: Vec<&'a PlanGroup>,
    problems: &'a [ProblemView],
}

impl<'a> Told<'a> {
    pub(super) fn of(planned: &'a Planned, coverage: &'a Coverage) -> Self {
        let groups = planned.groups().collect();
        Self { view: planned.view(), groups, problems: &coverage.problems }
    }
}

/// `plan --json`: a plan, with its rows when asked for.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    plan: &'a Told<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Rows<'a>>,
}

struct Rows<'a>(&'a Planned);

impl Rows<'_> {
    fn iter(&self) -> impl Iterator<Item = PlanRow> {
        let first = self.0.page(0, PAGE);
        let total = u32::try_from(first.total).unwrap_or(u32::MAX);
        let later = (PAGE..total.max(PAGE)).step_by(PAGE as usize);
        first.rows.into_iter().chain(later.flat_map(|offset| self.0.page(offset, PAGE).rows))
    }
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// How many, what it means, and whose.
pub(super) fn show(told: &Told<'_>, coverage: &Coverage, terminal: &mut Terminal) -> io::Result<()> {
    let (voice, plan) = (terminal.voice, &told.view);
    let numbers = [("clear", voice.number(plan.clear)), ("keep", voice.number(plan.keep))];
    let numbers = numbers.each_ref().map(|(name, value)| (*name, value.as_str()));
    terminal.line(&voice.say_with("cli_plan", &numbers))?;
    effects(&plan.effects, terminal)?;
    groups(&told.groups, terminal)?;
    browsers::problems(coverage, terminal)
}

fn effects(effects: &Effects, terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    if effects.signs_out.is_empty() {
        terminal.line(&voice.say("cli_signs_out_none"))?;
    } else {
        let sites = sentence(effects.signs_out.iter().map(sign_out), voice);
        terminal.line(&voice.say_with("cli_signs_out", &[("sites", &sites)]))?;
    }
    if !effects.stays_signed_in.is_empty() {
        let sites = sentence(effects.stays_signed_in.iter().map(|site| shortened(site, 60)), voice);
        terminal.line(&voice.say_with("cli_stays_signed_in", &[("sites", &sites)]))?;
    }
    for waiting in &effects.in_use {
        terminal.line(&in_use(waiting, voice))?;
    }
    for (key, count) in
        [("cli_not_cleared_yet", effects.not_cleared_yet), ("cli_kept_by_rule", effects.kept_by_rule)]
    {
        if count > 0 {
            terminal.line(&voice.say_with(key, &[("count", &voice.number(count))]))?;
        }
    }
    if !effects.allowed_in_browser.is_empty() {
        let sites = sentence(effects.allowed_in_browser.iter().map(|site| shortened(site, 60)), voice);
        terminal.line(&voice.say_with("cli_allowed_in_browser", &[("sites", &sites)]))?;
    }
    Ok(())
}

/// A store whose browser runs.
pub(super) fn in_use(waiting: &InUseView, voice: Voice) -> String {
    let cookies = voice.number(waiting.cookies);
    let params = [
        ("browser", shown(&waiting.browser_name)),
        ("profile", shortened(&waiting.profile, 40)),
        ("count", cookies),
    ];
    voice.say_with("cli_in_use", &params.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn sign_out(sign_out: &SignOut) -> String {
    let site = shortened(&sign_out.site, 60);
    sign_out.family.as_ref().map_or_else(|| site.clone(), |family| format!("{site} ({})", shown(family)))
}

/// The first few, and how many more.
fn sentence(sites: impl ExactSizeIterator<Item = String>, voice: Voice) -> String {
    let left = sites.len().saturating_sub(NAMED);
    let named: Vec<String> = sites.take(NAMED).collect();
    let named = named.join(", ");
    if left == 0 {
        return named;
    }
    let more = u64::try_from(left).unwrap_or(u64::MAX);
    voice.say_with("cli_and_more", &[("sites", &named), ("count", &voice.number(more))])
}

fn groups(groups: &[&PlanGroup], terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    let clearing: Vec<_> = groups.iter().filter(|group| group.clear > 0).collect();
    if clearing.is_empty() {
        return Ok(());
    }
    let rows = clearing
        .iter()
        .take(GROUPS)
        .map(|group| vec![shortened(&group.label, 40), voice.number(group.clear), voice.number(group.keep)]);
    terminal.line("")?;
    terminal.table(&[text("cli_col_whose"), number("cli_col_clear"), number("cli_col_keep")], rows)?;
    let left = clearing.len().saturating_sub(GROUPS);
    if left > 0 {
        let left = voice.number(u64::try_from(left).unwrap_or(u64::MAX));
        terminal.line(&voice.say_with("cli_more", &[("count", &left)]))?;
    }
    Ok(())
}

fn list(rows: &Rows<'_>, terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    let headings = [
        text("cli_col_fate"),
        text("cli_col_name"),
        text("cli_col_host"),
        text("cli_col_whose"),
        text("cli_col_why"),
        text("cli_col_browser"),
    ];
    let cells = rows.iter().map(|row| {
        vec![
            voice.say(if row.clear { "cli_fate_clear" } else { "cli_fate_keep" }),
            shortened(&row.cookie.name, 32),
            shortened(&row.cookie.host, 40),
            shortened(&row.group, 24),
            voice.say(&format!("plan_{}", row.why)),
            format!("{} · {}", shown(&row.cookie.browser_name), shortened(&row.cookie.profile, 20)),
        ]
    });
    terminal.line("")?;
    terminal.table(&headings, cells)
}
