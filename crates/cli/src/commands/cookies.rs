//! `crumbwise cookies`: the table of cookies.

use std::io;

use crumbwise_app::{
    self as app, Scanned,
    view::{CookiePage, CookieQuery, CookieRow, Coverage, Direction, Filter, ProblemView, Sort, SortColumn},
};
use serde::{Serialize, Serializer};

use super::{Work, browsers};
use crate::{
    arguments::{By, Cookies, Which},
    escape::shortened,
    exit::Exit,
    terminal::{self, Form, Heading, Terminal, text},
    trouble::Trouble,
    voice::{Voice, local_time},
};

/// Rows that the engine gives at a time.
pub(super) const PAGE: u32 = 1_000;

/// Rows that a terminal shows unless asked otherwise.
const SCREENFUL: u64 = 100;

/// Lists cookies.
pub(super) fn cookies(asked: &Cookies, work: &Work<'_>, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let scanned = work.read(asked.reading.store.as_deref(), terminal)?;
    let usual = if terminal.form == Form::Text && terminal::is_watched() { SCREENFUL } else { 0 };
    let most = match asked.limit.unwrap_or(usual) {
        0 => u64::MAX,
        most => most,
    };
    let listing = Listing::new(&scanned, query(asked), most);
    let coverage = app::coverage(&scanned);
    match terminal.form {
        Form::Json => terminal.document(&listing.document(&coverage.problems))?,
        Form::Text => show(&listing, &coverage, terminal)?,
    }
    Ok(Exit::Done)
}

fn show(listing: &Listing<'_>, coverage: &Coverage, terminal: &mut Terminal) -> io::Result<()> {
    let voice = terminal.voice;
    let total = listing.first.total;
    if total == 0 {
        terminal.line(&voice.say("cli_no_cookies"))?;
    } else {
        let width = terminal.width();
        let any_apart = listing.first.rows.iter().any(|row| !apart(row, voice).is_empty());
        let has_room = |column: &&Column| column.from <= width && (any_apart || column.heading != APART);
        let columns: Vec<&Column> = COLUMNS.iter().filter(has_room).collect();
        let headings: Vec<Heading> = columns.iter().map(|column| text(column.heading)).collect();
        let cells = |row: CookieRow| columns.iter().map(|column| (column.cell)(&row, voice)).collect();
        terminal.table(&headings, listing.rows().map(cells))?;
    }
    browsers::problems(coverage, terminal)?;
    if total > listing.most {
        let left = voice.number(total - listing.most);
        terminal.remark(&voice.say_with("cli_more", &[("count", &left)]));
    }
    Ok(())
}

/// One column of the table.
struct Column {
    heading: &'static str,
    /// The width of the terminal from which on there is room for it.
    from: u16,
    cell: fn(&CookieRow, Voice) -> String,
}

/// The heading of the column that is left out where nothing would stand in it.
const APART: &str = "cli_col_kept_apart";

const COLUMNS: [Column; 9] = [
    Column { heading: "cli_col_name", from: 0, cell: |row, _| shortened(&row.name, 32) },
    Column { heading: "cli_col_host", from: 0, cell: |row, _| shortened(&row.host, 40) },
    Column {
        heading: "cli_col_company",
        from: 100,
        cell: |row, _| shortened(row.company.as_deref().unwrap_or_default(), 24),
    },
    Column {
        heading: "cli_col_purpose",
        from: 80,
        cell: |row, voice| voice.say(&format!("purpose_{}", row.purpose)),
    },
    Column { heading: "cli_col_about", from: 0, cell: about },
    Column { heading: "cli_col_last_used", from: 140, cell: |row, _| local_time(row.last_used.as_deref()) },
    Column { heading: "cli_col_expires", from: 80, cell: expires },
    Column { heading: "cli_col_browser", from: 120, cell: browser },
    Column { heading: APART, from: 100, cell: apart },
];

fn expires(row: &CookieRow, voice: Voice) -> String {
    row.expires.as_deref().map_or_else(|| voice.say("lifetime_session"), |time| local_time(Some(time)))
}

fn browser(row: &CookieRow, _: Voice) -> String {
    format!("{} · {}", row.browser_name, shortened(&row.profile, 20))
}

/// The site and the container that keep it apart.
fn apart(row: &CookieRow, voice: Voice) -> String {
    let site = row.partition_site.as_deref().map(|site| shortened(site, 40));
    let site = site.map(|site| voice.say_with("cli_under", &[("site", &site)]));
    let name = row.container.as_ref().map(|container| voice.container(container));
    let container = name.map(|name| voice.say_with("cli_in_container", &[("name", &name)]));
    site.into_iter().chain(container).collect::<Vec<_>>().join(", ")
}

/// The one thing most worth knowing about it.
fn about(row: &CookieRow, voice: Voice) -> String {
    let key = match (row.tracker, row.sign_in.as_str(), row.tracking.as_str()) {
        (true, _, _) => "cli_about_tracker",
        (false, "yes", _) => "cli_about_sign_in",
        (false, "likely", _) => "cli_about_likely_sign_in",
        (false, _, "likely") => "cli_about_likely_tracker",
        (false, _, _) => return String::new(),
    };
    voice.say(key)
}

fn query(asked: &Cookies) -> CookieQuery {
    let direction = if asked.reverse { Direction::Descending } else { Direction::Ascending };
    CookieQuery {
        filter: filter(&asked.which),
        sort: Sort { column: column(asked.sort), direction },
        offset: 0,
        limit: PAGE,
    }
}

fn filter(which: &Which) -> Filter {
    let lifetime = match (which.session, which.persistent) {
        (true, _) => Some("session".to_owned()),
        (false, true) => Some("persistent".to_owned()),
        (false, false) => None,
    };
    Filter {
        text: which.search.clone().unwrap_or_default(),
        browsers: which.browser.clone(),
        purposes: which.purpose.iter().map(|purpose| purpose.word().to_owned()).collect(),
        lifetime,
        trackers_only: which.trackers,
        expired_only: which.expired,
        left_over: which.left_over,
        company: which.company.clone(),
        site: which.site.clone(),
        ..Filter::default()
    }
}

const fn column(by: By) -> SortColumn {
    match by {
        By::Site => SortColumn::Site,
        By::Name => SortColumn::Name,
        By::Host => SortColumn::Host,
        By::Company => SortColumn::Company,
        By::Purpose => SortColumn::Purpose,
        By::Browser => SortColumn::Browser,
        By::Created => SortColumn::Created,
        By::LastUsed => SortColumn::LastUsed,
        By::Expires => SortColumn::Expires,
        By::Size => SortColumn::Size,
    }
}

/// Rows in pages, so that a million of them never stand in memory as text at once.
pub(super) struct Listing<'a> {
    scanned: &'a Scanned,
    query: CookieQuery,
    first: CookiePage,
    most: u64,
}

impl<'a> Listing<'a> {
    /// At most `most` of the rows that pass.
    pub(super) fn new(scanned: &'a Scanned, query: CookieQuery, most: u64) -> Self {
        let first = app::cookies(scanned, &query);
        Self { scanned, query, first, most }
    }

    /// The rows, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = CookieRow> {
        let total = u32::try_from(self.first.total.min(self.most)).unwrap_or(u32::MAX);
        let pages = (0..total).step_by(PAGE as usize).map(move |offset| {
            let limit = PAGE.min(total - offset);
            app::cookies(self.scanned, &CookieQuery { offset, limit, ..self.query.clone() })
        });
        pages.flat_map(|page| page.rows)
    }

    fn document<'b>(&'b self, problems: &'b [ProblemView]) -> Document<'b> {
        let CookiePage { scan, total, trackers, .. } = self.first;
        Document { scan, total, trackers, rows: Rows(self), problems }
    }
}

/// `cookies --json`: a [`CookiePage`] with the problems beside it.
#[derive(Serialize)]
struct Document<'a> {
    scan: u32,
    total: u64,
    trackers: u64,
    rows: Rows<'a>,
    problems: &'a [ProblemView],
}

struct Rows<'a>(&'a Listing<'a>);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.rows())
    }
}
