//! What makes a table trustworthy: everything the generator and the tests make sure of, asked of the table itself.
//!
//! The built-in table is tried by a test, a brought one before it is used. The look-ups are tried by looking up.

use std::collections::{BTreeMap, BTreeSet};

use crumbwise_model::{Purpose, Reason, SignIn, Source, Tracking};

use super::{
    Hosts, Knowledge, Meaning, NameRule, Names, Unfit,
    records::{FamilySite, HostRule, Packed, PackedCompany, Scope},
};
use crate::{host, letters::letters, sources::SOURCES};

/// Fewer rules or entries of a source than this, and the table is not what it should be.
const LEAST: usize = 500;

/// Shortest wildcard that may stand without a domain, and shortest whole name.
const SHORTEST: (usize, usize) = (4, 2);

/// No longer name, domain or reference is believed, in bytes.
const LONGEST: usize = 512;

impl Knowledge<'_> {
    /// Whether this table may stand in for `present`: sound in itself, not older, and nothing that `present` knows to
    /// keep people signed in or safe would be cleared as a tracker.
    ///
    /// # Errors
    /// The first thing that speaks against it.
    pub fn check(&self, present: &Knowledge<'_>) -> Result<(), Unfit> {
        let first = |faults: Vec<String>| match faults.into_iter().next() {
            Some(fault) => Err(Unfit::Rule(fault)),
            None => Ok(()),
        };
        first(self.faults())?;
        let (date, than) = (self.date(), present.date());
        if date < than {
            return Err(Unfit::Older { date: date.to_owned(), than: than.to_owned() });
        }
        first(self.against(present))
    }

    /// The day of the project's own rules, `YYYY-MM-DD`.
    pub fn date(&self) -> &str {
        self.sources().next().map_or("", |source| source.date)
    }

    /// Everything that is wrong with it.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.texts.0.chars().any(char::is_control) {
            faults.push("its texts hold control characters".to_owned());
        }
        self.check_sources(&mut faults);
        self.check_meanings(&mut faults);
        self.check_companies(&mut faults);
        self.check_names("own rule", &self.own, &mut faults);
        self.check_names("listed name", &self.listed, &mut faults);
        self.check_hosts("own domain", &self.own_hosts, &mut faults);
        self.check_hosts("listed domain", &self.listed_hosts, &mut faults);
        if faults.is_empty() {
            faults = self.faults_of_examples();
        }
        faults
    }

    fn check_sources(&self, faults: &mut Vec<String>) {
        if self.sources.len() != SOURCES.len() {
            faults.push(format!("{} sources in place of {}", self.sources.len(), SOURCES.len()));
        }
        for source in self.sources() {
            if [source.name, source.version, source.licence].contains(&"") {
                faults.push(format!("source `{}` lacks name, version or licence", source.name));
            }
            if !is_date(source.date) {
                faults.push(format!("source `{}` has no date: `{}`", source.name, source.date));
            }
            if source.entries < LEAST {
                faults.push(format!("source `{}` has only {} entries", source.name, source.entries));
            }
        }
    }

    /// Each answer is one of the known ones, and what a site needs is never tracking.
    fn check_meanings(&self, faults: &mut Vec<String>) {
        for (number, row) in self.meanings.iter() {
            let Some(meaning) = Meaning::read(row) else {
                faults.push(format!("answer {number} means nothing"));
                continue;
            };
            if !is_for_rules(meaning.reason) {
                faults.push(format!("answer {number}: no rule can say `{}`", meaning.reason.word()));
            }
            let is_needed =
                matches!(meaning.purpose, Purpose::Necessary | Purpose::Security | Purpose::Functional);
            if (is_needed || meaning.sign_in != SignIn::No) && meaning.tracking != Tracking::No {
                faults.push(format!(
                    "answer {number}: sign-in, security and what a site needs is never tracking"
                ));
            }
            if meaning.company.is_some_and(|id| usize::from(id.0) >= self.companies.len()) {
                faults.push(format!("answer {number} names a company that is not there"));
            }
        }
    }

    fn check_companies(&self, faults: &mut Vec<String>) {
        for (number, row) in self.companies.iter() {
            let company = PackedCompany::read(row);
            if !is_short(self.texts.get(company.name)) || company.category.is_none() {
                faults.push(format!("company {number} lacks its name or business"));
            }
        }
        for (_, row) in self.families.names.iter() {
            if self.texts.get(Packed::read(row)).is_empty() {
                faults.push("a family without a name".to_owned());
            }
        }
        for (_, row) in self.families.sites.iter() {
            let FamilySite { site, family } = FamilySite::read(row);
            let site = self.texts.get(site);
            if host::site_of(site) != site || !is_host(site) {
                faults.push(format!("family site `{site}` is not a registrable domain"));
            }
            if self.families.of(site) != Some(family) || self.families.name(family).is_none() {
                faults.push(format!("family site `{site}` is not found"));
            }
        }
    }

    fn check_names(&self, what: &str, names: &Names<'_>, faults: &mut Vec<String>) {
        for (number, row) in names.rules.iter() {
            let rule = NameRule::read(row);
            let pattern = names.pattern(&rule);
            let mut wrong = |why: &str| faults.push(format!("{what} `{pattern}`: {why}"));
            if !is_short(pattern) || !is_pattern(pattern, rule.bound) {
                wrong("matches strangers or nothing");
            }
            if self.origin(rule.file).is_empty() || usize::from(rule.meaning) >= self.meanings.len() {
                wrong("leads to no file or answer");
            }
            if names.scopes(&rule).count() != usize::from(rule.scopes.count)
                || (rule.bound && rule.scopes.count == 0)
                || !names.scopes(&rule).all(|scope| self.is_scope(scope))
            {
                wrong("is bound to what is no domain and no family");
            }
            if !is_found(names, number, &rule) {
                wrong("is not found by its own name");
            }
        }
        check_indexes(what, names, faults);
    }

    fn is_scope(&self, scope: Scope) -> bool {
        match scope {
            Scope::Domain(domain) => is_host(self.texts.get(domain)),
            Scope::Family(number) => self.families.name(number).is_some(),
        }
    }

    fn check_hosts(&self, what: &str, hosts: &Hosts<'_>, faults: &mut Vec<String>) {
        for (number, row) in hosts.rules.iter() {
            let rule = HostRule::read(row);
            let domain = self.texts.get(rule.domain);
            if !is_host(domain) || domain.bytes().any(|byte| byte.is_ascii_uppercase()) {
                faults.push(format!("{what} `{domain}` is not a domain"));
            }
            if hosts.find(domain).map(|(found, _)| found) != Some(number) {
                faults.push(format!("{what} `{domain}` is not found"));
            }
            if self.origin(rule.file).is_empty() || usize::from(rule.meaning) >= self.meanings.len() {
                faults.push(format!("{what} `{domain}` leads to no file or answer"));
            }
        }
    }

    /// Every row of ours decides its examples, and neither its counter-examples nor strangers.
    pub(crate) fn faults_of_examples(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.own_rows.len() != self.own.rules.len() {
            faults.push("rows of rules are missing".to_owned());
        }
        let mut rules: BTreeMap<u16, Vec<NameRule>> = BTreeMap::new();
        for ((_, row), (_, rule)) in self.own_rows.iter().zip(self.own.rules.iter()) {
            rules.entry(u16::from_le_bytes(row)).or_default().push(NameRule::read(rule));
        }
        let mut without_example: BTreeSet<u16> = rules.keys().copied().collect();
        for example in self.examples() {
            let text = self.texts.get(example.text);
            let Some((name, host)) = text.rsplit_once(' ') else {
                faults.push(format!("`{text}` is not `name host`"));
                continue;
            };
            if (self.row(name, host) == Some(example.row)) != example.decides {
                faults.push(format!("example `{text}`: {:?}", self.explain_one(name, host).0));
            }
            if example.decides {
                let rules = rules.get(&example.row).map(Vec::as_slice).unwrap_or_default();
                self.check_strangers(example.row, rules, name, host, &mut faults);
                without_example.remove(&example.row);
            }
        }
        faults.extend(without_example.iter().map(|row| format!("row {row} has no example")));
        faults
    }

    /// A row that is bound leaves other hosts alone; one that knows how names begin leaves others alone.
    fn check_strangers(
        &self,
        row: u16,
        rules: &[NameRule],
        name: &str,
        host: &str,
        faults: &mut Vec<String>,
    ) {
        if rules.iter().all(|rule| rule.bound) && self.row(name, "stranger.example") == Some(row) {
            faults.push(format!("`{name}` is ruled on a strange host"));
        }
        let by_part = rules.iter().any(|rule| self.own.pattern(rule).starts_with('*'));
        if !by_part && self.row(&format!("zq{name}"), host) == Some(row) {
            faults.push(format!("`zq{name}` at `{host}` is ruled like `{name}`"));
        }
    }

    /// The row of ours that decides about a name on a host.
    fn row(&self, name: &str, host: &str) -> Option<u16> {
        let (verdict, _) = self.explain_one(name, host);
        self.own_row(verdict.rule.0).filter(|_| verdict.source == Source::OwnRule)
    }

    /// What `present` keeps and this table would clear as a tracker.
    fn against(&self, present: &Knowledge<'_>) -> Vec<String> {
        let examples = present.examples().filter(|example| example.decides);
        let cookies = examples.filter_map(|example| present.texts.get(example.text).rsplit_once(' '));
        let cleared = cookies.filter(|(name, host)| {
            let (known, _) = present.explain_one(name, host);
            let is_kept = known.sign_in != SignIn::No
                || matches!(known.purpose, Purpose::Necessary | Purpose::Security);
            is_kept && self.explain_one(name, host).0.is_tracker()
        });
        cleared.map(|(name, host)| format!("`{name}` at `{host}` would be cleared as a tracker")).collect()
    }
}

/// The rule is among those that a name made from its own pattern leads to.
fn is_found(names: &Names<'_>, number: u16, rule: &NameRule) -> bool {
    let pattern = names.pattern(rule);
    if pattern.starts_with('*') {
        return names.parts().any(|part| part.rule == number);
    }
    match pattern.split_once('*') {
        None => names.exact(pattern).numbers().any(|found| found == number),
        Some((start, end)) => {
            let from = names.longest_start(&format!("{start}{end}"));
            names.starts_from(from).any(|start| start.rules.numbers().any(|found| found == number))
        }
    }
}

/// The look-ups lead to nothing but rules that say what the look-up says.
fn check_indexes(what: &str, names: &Names<'_>, faults: &mut Vec<String>) {
    let mut before = None;
    for (number, _) in names.starts.iter() {
        let Some(start) = names.start(number) else { continue };
        let text = names.texts.get(start.text);
        let own = |rule: &NameRule| !names.pattern(rule).starts_with('*') && names.affixes(rule).0 == text;
        let mut rules = names.span(start.rules);
        let parent = start.parent.and_then(|parent| names.start(parent));
        let continues = parent.is_none_or(|parent| text.starts_with(names.texts.get(parent.text)));
        if before >= Some(text) || !continues || text.is_empty() || !rules.all(|(_, rule)| own(&rule)) {
            faults.push(format!("{what}: the beginning `{text}` is out of order"));
        }
        before = Some(text);
    }
    for part in names.parts() {
        let text = names.texts.get(part.text);
        let pattern = names.rule(part.rule).map_or("", |rule| names.pattern(&rule));
        let is_its = pattern.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')) == Some(text);
        if !is_its || part.letters != letters(text) || text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            faults.push(format!("{what}: the part `{text}` is not that of its rule"));
        }
    }
}

/// Whether a rule can give this reason; the others are given by what a cookie looks like, or by a person.
const fn is_for_rules(reason: Reason) -> bool {
    match reason {
        Reason::SignIn
        | Reason::SessionId
        | Reason::Security
        | Reason::Consent
        | Reason::Cart
        | Reason::LoadBalancer
        | Reason::NetworkBalancer
        | Reason::NetworkSecurity
        | Reason::Preference
        | Reason::AdvertisingId
        | Reason::AdvertisingHelper
        | Reason::Campaign
        | Reason::SocialId
        | Reason::AnalyticsId
        | Reason::AnalyticsHelper
        | Reason::Support
        | Reason::ListedName
        | Reason::KnownHost
        | Reason::CompanyOnly => true,
        Reason::Unknown
        | Reason::NamedLike
        | Reason::LooksLikeTracking
        | Reason::NeverVisited
        | Reason::NeverUsed
        | Reason::LooksLikeSignIn
        | Reason::YouSaidSignIn
        | Reason::YouSaidNotSignIn
        | Reason::YouSaidTracking
        | Reason::YouSaidNotTracking
        | Reason::YouSaidPurpose
        | Reason::YouSaidCompany => false,
    }
}

/// `name`, `start*`, `start*end` or `*part*`, and long enough to be nobody else's by chance.
fn is_pattern(pattern: &str, bound: bool) -> bool {
    let given = pattern.bytes().filter(|&byte| byte != b'*').count();
    let (shape, shortest) = match pattern.bytes().filter(|&byte| byte == b'*').count() {
        0 => (true, SHORTEST.1),
        1 => (!pattern.starts_with('*'), SHORTEST.0),
        2 => (pattern.starts_with('*') && pattern.ends_with('*'), SHORTEST.0),
        _ => (false, 0),
    };
    shape && given > 0 && (bound || given >= shortest)
}

/// Whether a text can be a host: labels of letters, digits, hyphens and underscores.
fn is_host(text: &str) -> bool {
    is_short(text)
        && text.contains('.')
        && text.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
}

fn is_short(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST
}

/// `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let is_number = |(place, byte): (usize, u8)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u8>().ok());
    text.len() == 10
        && text.bytes().enumerate().all(is_number)
        && part(5..7).is_some_and(|month| (1..=12).contains(&month))
        && part(8..10).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_keeps_every_rule_of_the_house() {
        let built_in = Knowledge::built_in();
        assert!(built_in.examples().count() > 200, "the rules lost their examples");
        let faults = built_in.faults();
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        assert_eq!(built_in.check(built_in), Ok(()));
        assert_eq!(
            Knowledge::read(built_in.bytes()).map(|read| read.rules(Source::OwnRule)),
            Ok(built_in.rules(Source::OwnRule))
        );
    }
}
