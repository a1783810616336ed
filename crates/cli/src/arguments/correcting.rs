//! What a person can say about cookies, and how it is carried.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::ForWhat;

/// What to say about which cookies.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
pub(crate) struct Correcting {
    /// Name of the cookie; without it, everything you said is listed
    ///
    /// With `--for site` the name may be left out: `crumbwise correct --for site example.com --not-tracking`.
    pub(crate) name: Option<String>,
    /// Host it belongs to, for example .example.com
    pub(crate) host: Option<String>,
    /// How far it goes
    #[arg(long = "for", value_enum, value_name = "WHICH", default_value_t = Covering::Cookie)]
    pub(crate) covering: Covering,
    /// It keeps you signed in: only the preset `everything` clears it
    #[arg(long, conflicts_with = "not_sign_in")]
    pub(crate) sign_in: bool,
    /// It does not keep you signed in; if it does after all, clearing it signs you out
    #[arg(long)]
    pub(crate) not_sign_in: bool,
    /// It follows you from site to site
    #[arg(long, conflicts_with = "not_tracking")]
    pub(crate) tracking: bool,
    /// It does not follow you
    #[arg(long)]
    pub(crate) not_tracking: bool,
    /// It is for this
    #[arg(long, value_enum, value_name = "PURPOSE")]
    pub(crate) purpose: Option<ForWhat>,
    /// This company is behind it, by a name that Crumbwise knows
    #[arg(long, value_name = "COMPANY")]
    pub(crate) company: Option<String>,
    /// Take back what you said about exactly these cookies
    #[arg(long, conflicts_with_all = ["sign_in", "not_sign_in", "tracking", "not_tracking", "purpose", "company"])]
    pub(crate) undo: bool,
}

impl Correcting {
    /// Each answer, as axis and word.
    pub(crate) fn answers(&self) -> Vec<(&'static str, String)> {
        let flags = [
            (self.sign_in, "sign_in", "yes"),
            (self.not_sign_in, "sign_in", "no"),
            (self.tracking, "tracking", "yes"),
            (self.not_tracking, "tracking", "no"),
        ];
        let flags = flags.into_iter().filter(|(given, ..)| *given);
        let mut answers: Vec<_> = flags.map(|(_, axis, answer)| (axis, answer.to_owned())).collect();
        answers.extend(self.purpose.map(|purpose| ("purpose", purpose.word().to_owned())));
        answers.extend(self.company.clone().map(|company| ("company", company)));
        answers
    }
}

/// Which cookies a correction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Covering {
    /// This name on this host, in every browser and profile
    Cookie,
    /// This name, whatever the host
    Name,
    /// Every cookie of the host's site
    Site,
}

/// Settings that are carried.
#[derive(Debug, Subcommand)]
pub(crate) enum Carrying {
    /// Write settings, kept sites, added folders and corrections as JSON, to a file that is not there yet
    ///
    /// The file names the sites you keep and the cookies you corrected; only you can read it. No cookie's value is in it.
    Export {
        /// The file; without it, standard output
        file: Option<PathBuf>,
    },
    /// Take settings, kept sites, added folders and corrections over from such a file
    ///
    /// The file is checked whole first; if anything in it is wrong, nothing is changed. What it says goes before what
    /// was said here, which is told; what it does not mention stays.
    Import {
        /// The file; - is standard input
        file: PathBuf,
    },
}
