//! What can be typed. Every option here makes the help, the man page and the completions.

mod correcting;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use correcting::{Carrying, Correcting, Covering};

/// See which cookies your browsers keep, who set them and why, and clear the ones that follow you.
///
/// Crumbwise reads the cookie stores of every browser and profile on this computer, tells trackers from sign-ins,
/// and clears what you choose, with an undo. It never reads a cookie's value and opens no network connection.
#[derive(Debug, Parser)]
#[command(name = "crumbwise", bin_name = "crumbwise", version, max_term_width = 100, after_long_help = EXIT_CODES, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// What holds for every subcommand.
    #[command(flatten)]
    pub(crate) common: Common,
    /// What to do.
    #[command(subcommand)]
    pub(crate) task: Task,
}

/// The exit codes, as help and man page say them.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    something failed; the message says what
  2    wrong usage, or a question that nobody could answer (use --yes)
  3    refused: the browser runs, or another clean-up or undo does
  4    nothing to undo, or no such clean-up
  5    partly done: some cookies were skipped, or some lines could not be read; the output says which and why
  130  stopped, by Ctrl-C or by answering no

Environment:
  NO_COLOR                  no colours
  LC_ALL, LC_MESSAGES, LANG the language of the output, unless --lang says it";

/// Heading of the options that every subcommand has.
const EVERYWHERE: &str = "Options of every subcommand";

/// What holds for every subcommand.
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// Look at this home folder instead of your own, for example on a mounted disk
    ///
    /// Environment variables are then ignored, and no store outside the folder is opened.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// Keep Crumbwise's own data in this folder
    ///
    /// Without it: the data folder of your system (on Linux ~/.local/share/crumbwise); with --home, the folder
    /// .local/share/crumbwise in that home.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) json: bool,
    /// Language of the output
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "LANGUAGE")]
    pub(crate) lang: Option<Tongue>,
    /// Tell on standard error what is being done; twice: names and paths too
    #[arg(short, long, global = true, help_heading = EVERYWHERE, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// The languages of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tongue {
    /// English
    En,
    /// German
    De,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// List the browsers, apps and profiles found, each store of theirs, and what to do about what was not read
    Browsers(Looking),
    /// Read all cookies and say how many there are, how many follow you, and who sets them
    Scan(Reading),
    /// List cookies: who set them, what for, and until when
    Cookies(Cookies),
    /// Say what a cookie is for, who sets it, whether it follows you, and why
    Explain(Explaining),
    /// Show what a clean-up would clear and what it would mean, without doing it
    Plan(Planning),
    /// Clear cookies, after showing the plan and asking
    Clean(Cleaning),
    /// Bring back what a clean-up removed
    Undo(Undoing),
    /// Complete a clean-up that was interrupted
    Finish(Finishing),
    /// List the clean-ups, latest first
    History,
    /// The sites whose cookies every preset keeps
    #[command(subcommand)]
    Keep(Keeping),
    /// Say what a cookie is when Crumbwise is wrong about it, list what you said, or take it back
    Correct(Correcting),
    /// Carry settings, kept sites, added folders and corrections to another computer
    #[command(subcommand)]
    Settings(Carrying),
    /// Where the knowledge about cookies comes from, and newer knowledge from a file
    #[command(subcommand)]
    Knowledge(Knowing),
    /// The folders that are looked through beside the usual places
    #[command(subcommand)]
    Folder(Foldering),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the man page
    #[command(hide = true)]
    Man,
}

/// What may be looked at beside the cookies.
#[derive(Args, Debug)]
pub(crate) struct Looking {
    /// Leave the browsers' histories alone: less is known about which sites you visit
    ///
    /// For this once. The window's settings turn it off for good, and the command then keeps to that.
    #[arg(long)]
    pub(crate) no_history: bool,
}

/// What to read.
#[derive(Args, Debug)]
pub(crate) struct Reading {
    /// Read only this store file, wherever it lies
    #[arg(long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    /// Read sample data, made anew in our own folder, to see what it looks like
    #[arg(long, conflicts_with = "store")]
    pub(crate) sample: bool,
    #[command(flatten)]
    pub(crate) looking: Looking,
}

/// Which cookies to list, and how.
#[derive(Args, Debug)]
pub(crate) struct Cookies {
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) which: Which,
    /// Order by this
    #[arg(long, value_enum, default_value_t = By::Site)]
    pub(crate) sort: By,
    /// Turn the order round
    #[arg(long)]
    pub(crate) reverse: bool,
    /// List at most this many; 0 lists all
    ///
    /// Without it: 100 on a terminal, all in a pipe or as JSON.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) limit: Option<u64>,
}

/// Which cookies.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
pub(crate) struct Which {
    /// Only trackers: what the preset `trackers` clears
    #[arg(long)]
    pub(crate) trackers: bool,
    /// Only cookies of this site (a registrable domain such as example.com)
    #[arg(long, value_name = "SITE")]
    pub(crate) site: Option<String>,
    /// Only cookies of this browser, by its id (see `crumbwise browsers --json`)
    #[arg(long, value_name = "BROWSER")]
    pub(crate) browser: Vec<String>,
    /// Only cookies with this purpose
    #[arg(long, value_enum, value_name = "PURPOSE")]
    pub(crate) purpose: Vec<ForWhat>,
    /// Only cookies of this company
    #[arg(long, value_name = "COMPANY")]
    pub(crate) company: Option<String>,
    /// Only cookies whose name, host, company, container or site they are kept apart under contains this
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,
    /// Only cookies that live until the browser closes
    #[arg(long, conflicts_with = "persistent")]
    pub(crate) session: bool,
    /// Only cookies that live until a date
    #[arg(long)]
    pub(crate) persistent: bool,
    /// Only cookies that have expired and are still stored
    #[arg(long)]
    pub(crate) expired: bool,
    /// Only cookies in older copies that a browser put aside; they count nowhere else
    #[arg(long)]
    pub(crate) left_over: bool,
}

/// What to explain.
#[derive(Args, Debug)]
pub(crate) struct Explaining {
    /// Name of the cookie; without it, cookies are read from standard input
    ///
    /// Either one JSON object a line, or CSV whose first line names the columns: `name`, `host`, `site_visited`,
    /// `session`, `lifetime_s`, `http_only`, `secure`, `host_only`, `same_site`, `value_bytes`. Only the name is
    /// needed; other columns are left aside. With --json, each cookie is answered by one line of JSON, in order.
    #[arg(conflicts_with = "knowledge")]
    pub(crate) name: Option<String>,
    /// Host it belongs to, for example .example.com
    pub(crate) host: Option<String>,
    /// List where the knowledge comes from, and how old it is
    #[arg(long)]
    pub(crate) knowledge: bool,
}

/// What can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Site, then host, then name
    Site,
    /// Name
    Name,
    /// Host
    Host,
    /// Company
    Company,
    /// Purpose
    Purpose,
    /// Browser and profile
    Browser,
    /// When it was set
    Created,
    /// When it was last sent
    LastUsed,
    /// When it expires; session cookies first
    Expires,
    /// Size of the value
    Size,
}

/// Purposes, as they are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ForWhat {
    /// Shows or measures advertisements
    Advertising,
    /// Buttons and embeds of social networks
    SocialMedia,
    /// Measures how a site is used
    Analytics,
    /// Remembers a choice
    Functional,
    /// The site does not work without it
    Necessary,
    /// Protects against fraud and forgery
    Security,
    /// Not known
    Unclassified,
}

impl ForWhat {
    /// The word of the engine.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Advertising => "advertising",
            Self::SocialMedia => "social_media",
            Self::Analytics => "analytics",
            Self::Functional => "functional",
            Self::Necessary => "necessary",
            Self::Security => "security",
            Self::Unclassified => "unclassified",
        }
    }
}

/// What to clear.
#[derive(Args, Debug)]
pub(crate) struct Selecting {
    /// What to clear
    #[arg(long, value_enum, default_value_t = Preset::Trackers)]
    pub(crate) preset: Preset,
    /// Only on this site (a registrable domain such as example.com)
    #[arg(long, value_name = "SITE")]
    pub(crate) site: Option<String>,
    /// Only in this browser, by its id; may be repeated
    #[arg(long, value_name = "BROWSER")]
    pub(crate) browser: Vec<String>,
    /// Exactly this cookie, whatever it is for; may be repeated
    #[arg(long, value_name = "NAME@HOST", conflicts_with_all = ["preset", "site", "browser"])]
    pub(crate) cookie: Vec<String>,
    #[command(flatten)]
    pub(crate) looking: Looking,
}

/// What a clean-up clears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Preset {
    /// Cookies that follow you from site to site; signs you out of nothing
    Trackers,
    /// Everything except what keeps you signed in
    EverythingButSignIns,
    /// Everything: signs you out everywhere
    Everything,
}

impl Preset {
    /// The word of the engine.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Trackers => "trackers",
            Self::EverythingButSignIns => "everything_but_sign_ins",
            Self::Everything => "everything",
        }
    }
}

/// What to plan.
#[derive(Args, Debug)]
pub(crate) struct Planning {
    #[command(flatten)]
    pub(crate) selecting: Selecting,
    /// List every cookie with its fate and the reason
    #[arg(long)]
    pub(crate) rows: bool,
}

/// What to clear, and whether to ask.
#[derive(Args, Debug)]
pub(crate) struct Cleaning {
    #[command(flatten)]
    pub(crate) selecting: Selecting,
    /// Do not ask
    #[arg(short, long)]
    pub(crate) yes: bool,
}

/// What to bring back, and whether to ask.
#[derive(Args, Debug)]
pub(crate) struct Undoing {
    /// Number of the clean-up (see `crumbwise history`); without it, the latest
    pub(crate) run: Option<i64>,
    /// Do not ask
    #[arg(short, long)]
    pub(crate) yes: bool,
}

/// What to complete, and whether to ask.
#[derive(Args, Debug)]
pub(crate) struct Finishing {
    /// Number of the clean-up, as the report of the interruption says it
    pub(crate) run: i64,
    /// Do not ask
    #[arg(short, long)]
    pub(crate) yes: bool,
}

/// What to do with the kept sites.
#[derive(Debug, Subcommand)]
pub(crate) enum Keeping {
    /// List them
    List,
    /// Keep these sites' cookies
    Add {
        /// Registrable domains such as example.com
        #[arg(required = true, value_name = "SITE")]
        sites: Vec<String>,
    },
    /// Take these sites off the list
    Remove {
        /// Registrable domains such as example.com
        #[arg(required = true, value_name = "SITE")]
        sites: Vec<String>,
    },
}

/// What to do with the knowledge.
#[derive(Debug, Subcommand)]
pub(crate) enum Knowing {
    /// List every source with its version, date and licence
    List,
    /// Use a newer table of knowledge from the next scan on
    ///
    /// Crumbwise never goes on-line. A table comes from a newer Crumbwise (`crumbwise knowledge export FILE`) or from
    /// its source code (`cargo xtask knowledge FILE`). It is checked as the built-in one is; one that would clear what
    /// keeps people signed in is refused. Its rules decide what the clean-ups clear: take it only from someone you
    /// trust.
    Import {
        /// The table
        file: PathBuf,
    },
    /// Go back to the built-in knowledge
    Revert,
    /// Write the table in use to a file
    Export {
        /// The file; it must not exist yet
        file: PathBuf,
    },
}

/// What to do with the folders.
#[derive(Debug, Subcommand)]
pub(crate) enum Foldering {
    /// List them
    List,
    /// Look through these folders too, for profiles of every browser
    ///
    /// A folder is refused, with the reason, when it holds no browser's cookies, or none that are not read already.
    Add {
        /// A browser's folder, one profile, or a folder with some below it, for example a copy of an old home
        #[arg(required = true, value_name = "DIR")]
        folders: Vec<PathBuf>,
    },
    /// Look through these folders no longer; nothing in them is touched
    Remove {
        /// Folders of the list
        #[arg(required = true, value_name = "DIR")]
        folders: Vec<PathBuf>,
    },
}
