//! Companies from all sources, one entry each.

use std::collections::BTreeMap;

use crumbwise_model::Category;

use crate::files::{CompanyFile, Files, Written};

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
    pub(crate) domains: Vec<OfCompany>,
    /// Families of sites that share one sign-in.
    pub(crate) families: Vec<(String, Vec<String>)>,
    by_spelling: BTreeMap<String, Option<u16>>,
}

/// A domain that names a company and nothing else.
#[derive(Clone, Debug)]
pub(crate) struct OfCompany {
    pub(crate) host: String,
    pub(crate) company: u16,
    /// The file it stands in.
    pub(crate) file: String,
}

impl Companies {
    /// Those that the project's own files tell about.
    pub(crate) fn of(files: &Files) -> Result<Self, String> {
        let mut found = Self::default();
        for Written { file, said } in &files.companies {
            if let Some(category) = &said.category {
                found.add(file, said, category)?;
            } else if !(said.parent.is_empty() && said.homepage.is_empty() && said.domains.is_empty()) {
                return Err(format!("{file}: without a category, third-party-web tells about the company"));
            }
        }
        for spelling in &files.site_operators {
            if found.by_spelling.insert(spelling_key(spelling), None).is_some() {
                return Err(format!("site-operators.toml: `{spelling}` is a company too"));
            }
        }
        found.families = files.families.iter().map(|row| (row.name.clone(), row.sites.clone())).collect();
        Ok(found)
    }

    fn add(&mut self, file: &str, said: &CompanyFile, category: &str) -> Result<(), String> {
        let category = Category::ALL.into_iter().find(|known| known.word() == category);
        let id = self.push(Company {
            name: said.name.clone(),
            parent: said.parent.clone(),
            category: category.ok_or_else(|| format!("{file}: category"))?,
            homepage: said.homepage.clone(),
        })?;
        for spelling in said.aliases.iter().chain([&said.name]) {
            if self.by_spelling.insert(spelling_key(spelling), Some(id)).is_some() {
                return Err(format!("{file}: `{spelling}` is another company too"));
            }
        }
        let domains = said.domains.iter().cloned();
        self.domains.extend(domains.map(|host| OfCompany { host, company: id, file: file.to_owned() }));
        Ok(())
    }

    /// The company that a rule names: it must be known already.
    pub(crate) fn known(&self, name: &str) -> Result<u16, String> {
        self.by_spelling
            .get(&spelling_key(name))
            .copied()
            .flatten()
            .ok_or_else(|| format!("`{name}` is not a company of companies/ or third-party-web"))
    }

    /// Where a company can be looked up; may be empty.
    pub(crate) fn homepage(&self, company: u16) -> &str {
        self.all.get(usize::from(company)).map_or("", |company| &company.homepage)
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
