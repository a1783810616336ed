//! Where knowledge comes from: companies, rules, files and licences.

use crumbwise_model::{Company, CompanyId, RuleId, Source};

use crate::knowledge::{
    Hosts, Knowledge, Names, Scope,
    records::{PackedCompany, PackedSource},
};

/// One source of knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceInfo<'a> {
    /// Which verdicts name it.
    pub source: Source,
    /// Its name.
    pub name: &'a str,
    /// The version compiled in.
    pub version: &'a str,
    /// The day of that version, `YYYY-MM-DD`.
    pub date: &'a str,
    /// Its licence.
    pub licence: &'a str,
    /// How many rules or entries are compiled in.
    pub entries: usize,
}

/// One rule or entry, for tracing a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleInfo<'a> {
    /// The file it stands in.
    pub file: &'a str,
    /// The name, name pattern or domain it speaks about.
    pub pattern: &'a str,
    /// The first domain or family it is bound to or agrees with; empty for everywhere.
    pub scope: &'a str,
    /// Where it can be looked up, or what the data set calls its origin; may be empty.
    pub reference: &'a str,
    /// The licence of that file.
    pub licence: &'a str,
}

/// The sources of a table, strongest first.
pub(crate) const SOURCES: [Source; 3] = [Source::OwnRule, Source::OpenCookieDatabase, Source::ThirdPartyWeb];

/// Which part of a host is its site: no verdict names it, every verdict rests on it. It is compiled into the program
/// and not part of a table. The list carries no date of its own.
pub const fn suffix_list() -> SourceInfo<'static> {
    SourceInfo {
        source: Source::Nothing,
        name: "Public Suffix List (psl)",
        version: "2.1.247",
        date: "",
        licence: "MPL-2.0",
        entries: 10_396,
    }
}

impl<'a> Knowledge<'a> {
    /// The sources, strongest first.
    pub fn sources(&self) -> impl Iterator<Item = SourceInfo<'a>> {
        SOURCES.into_iter().zip(self.sources.0).map(|(source, row)| {
            let told = PackedSource::read(*row);
            SourceInfo {
                source,
                name: self.texts.get(told.name),
                version: self.texts.get(told.version),
                date: self.texts.get(told.date),
                licence: self.texts.get(told.licence),
                entries: self.rules(source),
            }
        })
    }

    /// How many rules or entries a source has; each has a number below that.
    pub fn rules(&self, source: Source) -> usize {
        match source {
            Source::OwnRule => self.own.rules.len() + self.own_hosts.rules.len(),
            Source::OpenCookieDatabase => self.listed.rules.len(),
            Source::ThirdPartyWeb => self.listed_hosts.rules.len(),
            Source::Nothing | Source::Person | Source::Evidence => 0,
        }
    }

    /// The company of a number; nameless for a number that is not in here.
    pub fn company(&self, id: CompanyId) -> Company<'a> {
        let found = self.companies.get(id.0).map(PackedCompany::read);
        found.map_or_else(Company::default, |found| self.unpacked(found))
    }

    /// Every company with its number.
    pub fn companies(&self) -> impl Iterator<Item = (CompanyId, Company<'a>)> {
        let all = self.companies.iter();
        all.map(|(number, row)| (CompanyId(number), self.unpacked(PackedCompany::read(row))))
    }

    /// The company of a name, as this knowledge writes it.
    pub fn company_named(&self, name: &str) -> Option<CompanyId> {
        self.companies().find(|(_, company)| company.name == name).map(|(id, _)| id)
    }

    fn unpacked(&self, company: PackedCompany) -> Company<'a> {
        Company {
            name: self.texts.get(company.name),
            parent: self.texts.get(company.parent),
            category: company.category.unwrap_or_default(),
            homepage: self.texts.get(company.homepage),
        }
    }

    /// The family of sites that share one sign-in with `site` (a registrable domain), such as `Google`.
    pub fn sign_in_family(&self, site: &str) -> Option<&'a str> {
        self.families.name(self.families.of(site)?)
    }

    /// The rule behind a verdict; none where no rule decided.
    pub fn rule(&self, source: Source, id: RuleId) -> Option<RuleInfo<'a>> {
        let licence = self.sources().find(|info| info.source == source)?.licence;
        let number = id.0;
        let info = match source {
            Source::OwnRule => self.name_rule(&self.own, number).or_else(|| {
                let number = usize::from(number).checked_sub(self.own.rules.len())?;
                self.host_rule(&self.own_hosts, u16::try_from(number).ok()?)
            }),
            Source::OpenCookieDatabase => self.name_rule(&self.listed, number),
            Source::ThirdPartyWeb => self.host_rule(&self.listed_hosts, number),
            Source::Nothing | Source::Person | Source::Evidence => None,
        };
        info.map(|info| RuleInfo { licence, ..info })
    }

    fn name_rule(&self, names: &Names<'a>, number: u16) -> Option<RuleInfo<'a>> {
        let rule = names.rule(number)?;
        let scope = match names.scopes(&rule).next() {
            Some(Scope::Domain(domain)) => self.texts.get(domain),
            Some(Scope::Family(number)) => self.families.name(number).unwrap_or_default(),
            None => "",
        };
        Some(RuleInfo {
            file: self.origin(rule.file),
            pattern: names.pattern(&rule),
            scope,
            reference: self.origin(rule.reference),
            licence: "",
        })
    }

    fn host_rule(&self, hosts: &Hosts<'a>, number: u16) -> Option<RuleInfo<'a>> {
        let rule = hosts.rule(number)?;
        Some(RuleInfo {
            file: self.origin(rule.file),
            pattern: self.texts.get(rule.domain),
            scope: "",
            reference: self.origin(rule.reference),
            licence: "",
        })
    }
}
