//! Companies from all sources, one entry each.

use std::{collections::BTreeMap, fs, path::Path};

use crumbwise_model::Category;
use serde::Deserialize;

/// One company.
#[derive(Clone, Debug)]
pub(crate) struct Company {
    pub(crate) name: String,
    pub(crate) parent: String,
    pub(crate) category: Category,
    pub(crate) homepage: String,
}

/// Every company, and every way its name is written.
#[derive(Debug, Default)]
pub(crate) struct Companies {
    pub(crate) all: Vec<Company>,
    /// Domains that name a company and nothing else.
    pub(crate) domains: Vec<(String, u16)>,
    /// Families of sites that share one sign-in.
    pub(crate) families: Vec<(String, Vec<String>)>,
    by_spelling: BTreeMap<String, Option<u16>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompanyFile {
    company: Vec<CompanyRow>,
    /// Spellings that name software a site runs by itself, or nobody.
    site_operator: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompanyRow {
    name: String,
    #[serde(default)]
    parent: String,
    category: String,
    #[serde(default)]
    homepage: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    domains: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyFile {
    family: Vec<FamilyRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyRow {
    name: String,
    sites: Vec<String>,
}

impl Companies {
    /// From `companies.toml` and `families.toml`.
    pub(crate) fn read(rules: &Path) -> Result<Self, String> {
        let mut found = Self::default();
        let file: CompanyFile = parse(&rules.join("companies.toml"))?;
        for row in file.company {
            let category = Category::ALL
                .into_iter()
                .find(|category| category.word() == row.category)
                .ok_or_else(|| format!("company `{}`: category", row.name))?;
            let id = found.push(Company {
                name: row.name.clone(),
                parent: row.parent,
                category,
                homepage: row.homepage,
            })?;
            for spelling in row.aliases.iter().chain([&row.name]) {
                if found.by_spelling.insert(spelling_key(spelling), Some(id)).is_some() {
                    return Err(format!("companies.toml: `{spelling}` is written twice"));
                }
            }
            found.domains.extend(row.domains.into_iter().map(|domain| (domain, id)));
        }
        for spelling in file.site_operator {
            if found.by_spelling.insert(spelling_key(&spelling), None).is_some() {
                return Err(format!("companies.toml: `{spelling}` is written twice"));
            }
        }
        let families: FamilyFile = parse(&rules.join("families.toml"))?;
        found.families = families.family.into_iter().map(|row| (row.name, row.sites)).collect();
        Ok(found)
    }

    /// The company that a rule names: it must be known already.
    pub(crate) fn known(&self, name: &str) -> Result<u16, String> {
        self.by_spelling
            .get(&spelling_key(name))
            .copied()
            .flatten()
            .ok_or_else(|| format!("`{name}` is not a company of companies.toml or third-party-web"))
    }

    /// The company that a data set names, added when it is new; none for a site's own software.
    pub(crate) fn named(
        &mut self,
        name: &str,
        category: Category,
        homepage: &str,
    ) -> Result<Option<u16>, String> {
        let key = spelling_key(name);
        if key.is_empty() {
            return Ok(None);
        }
        if let Some(&id) = self.by_spelling.get(&key) {
            if let Some(company) = id.and_then(|id| self.all.get_mut(usize::from(id)))
                && company.homepage.is_empty()
            {
                homepage.clone_into(&mut company.homepage);
            }
            return Ok(id);
        }
        let (name, homepage) = (name.to_owned(), homepage.to_owned());
        let id = self.push(Company { name, parent: String::new(), category, homepage })?;
        self.by_spelling.insert(key, Some(id));
        Ok(Some(id))
    }

    fn push(&mut self, company: Company) -> Result<u16, String> {
        let id = u16::try_from(self.all.len()).map_err(|_| "more than 65,536 companies".to_owned())?;
        self.all.push(company);
        Ok(id)
    }
}

/// Spellings that differ only in case, spaces and punctuation are one company.
fn spelling_key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Reads one TOML file.
pub(crate) fn parse<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("`{}`: {error}", path.display()))
}
