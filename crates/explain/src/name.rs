//! What a name says by itself.

use crumbwise_model::{Purpose, Tracking};

use crate::{
    grammar,
    host::is_named_by,
    knowledge::{Knowledge, NameRule, Names, Span},
    letters::letters,
};

/// The rules that may speak about one name, found once for all hosts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Candidates {
    own: Found,
    /// The same name without a `__Host-` or `__Secure-` in front, which only say how it was set.
    own_bare: Found,
    /// How much of the name stands before the bare one, in bytes.
    bare_from: u8,
    listed: Found,
    /// How much it is named like a session id or a key to an account.
    pub(crate) looks: Looks,
    /// What its words suggest where no source knows it.
    pub(crate) suggested: Option<(Purpose, Tracking)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Found {
    exact: Span,
    start: Option<u16>,
    part: Option<u16>,
}

/// A rule that speaks, and whether the host agrees with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) number: u16,
    pub(crate) rule: NameRule,
    pub(crate) agrees: bool,
}

impl Candidates {
    pub(crate) fn of(knowledge: &Knowledge<'_>, name: &str) -> Self {
        let Knowledge { own, listed, .. } = knowledge;
        let marks = ["__Host-Http-", "__Host-", "__Secure-", "__Http-"];
        let bare = marks.iter().find_map(|mark| name.strip_prefix(mark)).unwrap_or_default();
        let looks = Looks::of(name);
        Self {
            own: Found::of(own, name),
            own_bare: if bare.is_empty() { Found::default() } else { Found::of(own, bare) },
            bare_from: u8::try_from(name.len() - bare.len()).unwrap_or_default(),
            listed: Found::of(listed, name),
            looks,
            suggested: suggested(name, looks),
        }
    }

    /// The rule of ours that speaks about this name on this host.
    pub(crate) fn own(
        &self,
        knowledge: &Knowledge<'_>,
        name: &str,
        host: &str,
        family: Option<u8>,
    ) -> Option<Match> {
        let names = &knowledge.own;
        let applies = |rule: &NameRule| !rule.bound || is_named_by(names, rule, host, family);
        let measures = |rule: &NameRule| {
            let purpose = knowledge.meaning(rule.meaning).purpose;
            matches!(purpose, Purpose::Analytics | Purpose::Advertising | Purpose::SocialMedia)
        };
        let own = |found: &Found, name| found.rules(names, name, measures).find(|(_, rule)| applies(rule));
        let bare = || own(&self.own_bare, name.get(usize::from(self.bare_from)..)?);
        let (number, rule) = own(&self.own, name).or_else(bare)?;
        Some(Match { number, rule, agrees: true })
    }

    /// The entry of the Open Cookie Database that speaks about this name on this host: one that names the
    /// host, else one that names none, else the one that would clear least.
    pub(crate) fn listed(
        &self,
        knowledge: &Knowledge<'_>,
        name: &str,
        host: &str,
        family: Option<u8>,
    ) -> Option<Match> {
        let names = &knowledge.listed;
        let length = |rule: &NameRule| names.pattern(rule).len();
        let mut best: Option<Match> = None;
        for (number, rule) in self.listed.rules(names, name, |_| false) {
            let agrees = is_named_by(names, &rule, host, family);
            if agrees {
                return Some(Match { number, rule, agrees });
            }
            let longer = |best: &Match| length(&rule) < length(&best.rule);
            let unnamed = |best: &Match| best.rule.scopes.count > 0 && rule.scopes.count == 0;
            if !rule.bound && best.as_ref().is_none_or(|best| !longer(best) && unnamed(best)) {
                best = Some(Match { number, rule, agrees });
            }
        }
        best
    }
}

/// What the words of a name suggest. A session is needed unless another word says what it serves; a name that
/// speaks of an account is needed, whatever else it says.
fn suggested(name: &str, looks: Looks) -> Option<(Purpose, Tracking)> {
    let needed = Some((Purpose::Necessary, Tracking::No));
    match looks {
        Looks::Account => needed,
        Looks::Session => grammar::suggested(name).or(needed),
        Looks::Unlike => grammar::suggested(name),
    }
}

impl Found {
    fn of(names: &Names<'_>, name: &str) -> Self {
        let letters = letters(name);
        let part = names.parts().find(|part| {
            part.letters & !letters == 0 && contains_ignoring_case(name, names.texts.get(part.text))
        });
        Self { exact: names.exact(name), start: names.longest_start(name), part: part.map(|part| part.rule) }
    }

    /// Whole name first, then beginnings from the longest, then parts. A beginning that `measures` leaves the word
    /// to a part: it says whose a cookie is, and `_vwo_consent` keeps an answer all the same.
    fn rules<'a>(
        self,
        names: &'a Names<'a>,
        name: &'a str,
        measures: impl Fn(&NameRule) -> bool + 'a,
    ) -> impl Iterator<Item = (u16, NameRule)> + 'a {
        let starts = names.starts_from(self.start);
        let parts = self.part.map_or(Span::default(), |first| Span { first, count: 1 });
        names
            .span(self.exact)
            .chain(starts.flat_map(|start| names.span(start.rules)).filter(move |(_, rule)| {
                let (start, end) = names.affixes(rule);
                let fits = name.len() >= start.len() + end.len() && name.ends_with(end);
                fits && !(self.part.is_some() && measures(rule))
            }))
            .chain(names.span(parts))
    }
}

/// Whether `name` contains `part`, which is lower case, ASCII letters in either case. Ask for [`letters`] first:
/// nearly every name lacks one of nearly every part.
fn contains_ignoring_case(name: &str, part: &str) -> bool {
    !part.is_empty()
        && name.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// How much a name is like those of session and authentication cookies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Looks {
    /// Not at all.
    #[default]
    Unlike,
    /// A session or a key of some kind: a sign-in, unless a source knows better.
    Session,
    /// An account, a login: even a list that calls it advertising is not believed.
    Account,
}

const ACCOUNT_PARTS: [(&str, u32); 8] = [
    sought("auth"),
    sought("login"),
    sought("logged"),
    sought("jwt"),
    sought("signin"),
    sought("sign_in"),
    sought("remember"),
    sought("passport"),
];

const SESSION_PARTS: [(&str, u32); 2] = [sought("sess"), sought("token")];

/// A part with its letters.
const fn sought(part: &str) -> (&str, u32) {
    (part, letters(part))
}

/// Words that say so only when they stand alone, as in `connect.sid` or `sso_id`.
const SESSION_WORDS: [&str; 3] = ["sid", "sso", "ssid"];

impl Looks {
    fn of(name: &str) -> Self {
        /// Longer names are nobody's: they are tests, attacks or data stored by mistake.
        const LONGEST: usize = 128;
        if name.len() > LONGEST {
            return Self::Unlike;
        }
        let letters = letters(name);
        let has = |parts: &[(&str, u32)]| {
            parts.iter().any(|(part, theirs)| theirs & !letters == 0 && contains_ignoring_case(name, part))
        };
        let is_word = |word: &str| SESSION_WORDS.iter().any(|sign| word.eq_ignore_ascii_case(sign));
        if has(&ACCOUNT_PARTS) {
            Self::Account
        } else if has(&SESSION_PARTS) || name.split(|c: char| !c.is_ascii_alphanumeric()).any(is_word) {
            Self::Session
        } else {
            Self::Unlike
        }
    }
}
