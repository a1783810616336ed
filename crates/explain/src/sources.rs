//! Where knowledge comes from: companies, rules, files and licences.

use crumbwise_model::{Category, Company, CompanyId, RuleId, Source};

use crate::knowledge::{
    COMPANIES, FAMILIES, FAMILY_SITES, HostRule, LISTED_HOSTS, LISTED_RULES, NameRule, OWN_HOSTS, OWN_RULES,
    Scope,
};

/// One source of knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceInfo {
    /// Which verdicts name it.
    pub source: Source,
    /// Its name.
    pub name: &'static str,
    /// The version compiled in.
    pub version: &'static str,
    /// The day of that version, `YYYY-MM-DD`.
    pub date: &'static str,
    /// Its licence.
    pub licence: &'static str,
    /// How many rules or entries are compiled in.
    pub entries: usize,
}

/// One rule or entry, for tracing a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// The file it stands in.
    pub file: &'static str,
    /// The name, name pattern or domain it speaks about.
    pub pattern: &'static str,
    /// The first domain or family it is bound to or agrees with; empty for everywhere.
    pub scope: &'static str,
    /// Where it can be looked up, or what the data set calls its origin; may be empty.
    pub reference: &'static str,
    /// The licence of that file.
    pub licence: &'static str,
}

/// The sources, strongest first.
pub fn knowledge() -> &'static [SourceInfo] {
    static SOURCES: &[SourceInfo] = &[
        SourceInfo {
            source: Source::OwnRule,
            name: "Crumbwise rules",
            version: env!("CARGO_PKG_VERSION"),
            date: "2026-11-24",
            licence: "MIT OR Apache-2.0",
            entries: OWN_RULES.len() + OWN_HOSTS.len(),
        },
        SourceInfo {
            source: Source::OpenCookieDatabase,
            name: "Open Cookie Database (@slashgear/gdpr-cookie-scanner)",
            version: "3.8.2",
            date: "2026-09-23",
            licence: "Apache-2.0",
            entries: LISTED_RULES.len(),
        },
        SourceInfo {
            source: Source::ThirdPartyWeb,
            name: "third-party-web",
            version: "0.30.0",
            date: "2026-09-14",
            licence: "MIT",
            entries: LISTED_HOSTS.len(),
        },
    ];
    SOURCES
}

/// Which part of a host is its site: no verdict names it, every verdict rests on it. The list carries no date of
/// its own.
pub const fn suffix_list() -> SourceInfo {
    SourceInfo {
        source: Source::Nothing,
        name: "Public Suffix List (psl)",
        version: "2.1.247",
        date: "",
        licence: "MPL-2.0",
        entries: 10_396,
    }
}

/// The company of a number; nameless for a number that is not in the compiled knowledge.
pub fn company(id: CompanyId) -> Company {
    let nobody = Company { name: "", parent: "", category: Category::Other, homepage: "" };
    COMPANIES.get(usize::from(id.0)).map_or(nobody, |company| company.unpacked())
}

/// Every company with its number.
pub fn companies() -> impl Iterator<Item = (CompanyId, Company)> {
    (0..).map(CompanyId).zip(COMPANIES.iter().map(|company| company.unpacked()))
}

/// The company of a name, as the knowledge writes it.
pub fn company_named(name: &str) -> Option<CompanyId> {
    companies().find(|(_, company)| company.name == name).map(|(id, _)| id)
}

/// The family of sites that share one sign-in with `site` (a registrable domain), such as `Google`.
pub fn sign_in_family(site: &str) -> Option<&'static str> {
    FAMILIES.get(usize::from(*FAMILY_SITES.get(site)?)).copied()
}

/// The rule behind a verdict; none where no rule decided.
pub fn rule(source: Source, id: RuleId) -> Option<RuleInfo> {
    let number = usize::from(id.0);
    let licence = knowledge().iter().find(|info| info.source == source)?.licence;
    match source {
        Source::OwnRule => match OWN_RULES.get(number) {
            Some(rule) => Some(name_rule(rule, licence)),
            None => OWN_HOSTS.get(number - OWN_RULES.len()).map(|rule| host_rule(rule, licence)),
        },
        Source::OpenCookieDatabase => LISTED_RULES.get(number).map(|rule| name_rule(rule, licence)),
        Source::ThirdPartyWeb => LISTED_HOSTS.get(number).map(|rule| host_rule(rule, licence)),
        Source::Nothing | Source::Person | Source::Evidence => None,
    }
}

fn name_rule(rule: &NameRule, licence: &'static str) -> RuleInfo {
    let scope = match rule.scopes().first() {
        Some(Scope::Domain(domain)) => domain.text(),
        Some(Scope::Family(number)) => FAMILIES.get(usize::from(*number)).copied().unwrap_or_default(),
        None => "",
    };
    let (file, reference) = rule.origin();
    RuleInfo { file, pattern: rule.pattern.text(), scope, reference, licence }
}

fn host_rule(rule: &HostRule, licence: &'static str) -> RuleInfo {
    let (file, reference) = rule.origin();
    RuleInfo { file, pattern: rule.domain.text(), scope: "", reference, licence }
}
