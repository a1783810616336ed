//! The files under `rules/` as they are written: one a company, with all that is known about it, and one a purpose
//! for names that belong to nobody.

use std::{fs, path::Path};

use serde::Deserialize;

/// Everything that the folder holds.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) companies: Vec<Written<CompanyFile>>,
    pub(crate) common: Vec<Written<CommonFile>>,
    pub(crate) families: Vec<FamilyRow>,
    /// Spellings that name software a site runs by itself, or nobody.
    pub(crate) site_operators: Vec<String>,
}

/// What a file says, and its path as a verdict shows it.
#[derive(Debug)]
pub(crate) struct Written<T> {
    pub(crate) file: String,
    pub(crate) said: T,
}

/// `companies/*.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompanyFile {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) parent: String,
    /// A word of `Category`; none where third-party-web has the company.
    pub(crate) category: Option<String>,
    #[serde(default)]
    pub(crate) homepage: String,
    /// Where its rules can be looked up, unless one says otherwise; the home page where nothing is said.
    #[serde(default)]
    pub(crate) reference: String,
    /// Other spellings, in public data sets.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// Domains that are its own, which says nothing about what their cookies do.
    #[serde(default)]
    pub(crate) domains: Vec<String>,
    #[serde(default)]
    pub(crate) domain: Vec<DomainRow>,
    #[serde(default)]
    pub(crate) rule: Vec<RuleRow>,
}

/// `common/*.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommonFile {
    pub(crate) rule: Vec<RuleRow>,
}

/// What names mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleRow {
    pub(crate) names: Vec<String>,
    /// A word of `Reason`; it says every axis unless the next three do.
    pub(crate) reason: String,
    pub(crate) purpose: Option<String>,
    pub(crate) tracking: Option<String>,
    pub(crate) sign_in: Option<String>,
    /// Only under these domains.
    #[serde(default)]
    pub(crate) domains: Vec<String>,
    /// Only on the sites of these families.
    #[serde(default)]
    pub(crate) families: Vec<String>,
    pub(crate) reference: Option<String>,
    /// `name host`, each decided by this row.
    pub(crate) examples: Vec<String>,
    /// `name host`, each not decided by this row.
    #[serde(default)]
    pub(crate) not: Vec<String>,
}

/// What every cookie of some hosts means, unless a rule knows its name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DomainRow {
    pub(crate) domains: Vec<String>,
    pub(crate) reason: String,
    pub(crate) purpose: Option<String>,
    pub(crate) tracking: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyFile {
    family: Vec<FamilyRow>,
}

/// Sites that share one sign-in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FamilyRow {
    pub(crate) name: String,
    pub(crate) sites: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteOperatorFile {
    site_operators: Vec<String>,
}

impl Files {
    /// Reads the folder; files in the order of their names, which is also the order of rule numbers.
    pub(crate) fn read(rules: &Path) -> Result<Self, String> {
        let families: FamilyFile = parse(&rules.join("families.toml"))?;
        let operators: SiteOperatorFile = parse(&rules.join("site-operators.toml"))?;
        let companies: Vec<Written<CompanyFile>> = all(rules, "companies")?;
        for Written { file, said } in &companies {
            if !is_named_for(file, &said.name) {
                return Err(format!(
                    "{file}: a file is named for its company, and this one is `{}`",
                    said.name
                ));
            }
        }
        Ok(Self {
            companies,
            common: all(rules, "common")?,
            families: families.family,
            site_operators: operators.site_operators,
        })
    }
}

/// Every file of a folder.
fn all<T: for<'a> Deserialize<'a>>(rules: &Path, folder: &str) -> Result<Vec<Written<T>>, String> {
    let path = rules.join(folder);
    let mut names: Vec<String> = fs::read_dir(&path)
        .map_err(|error| format!("`{}`: {error}", path.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "toml"))
        .collect();
    names.sort();
    let read = |name: String| {
        Ok(Written { said: parse(&path.join(&name))?, file: format!("rules/{folder}/{name}") })
    };
    names.into_iter().map(read).collect()
}

/// Reads one TOML file.
pub(crate) fn parse<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("`{}`: {error}", path.display()))
}

/// Whether a file has its company's name, in lower case and with hyphens for everything between the words. Letters
/// beyond ASCII may be written any way.
fn is_named_for(file: &str, company: &str) -> bool {
    let words = company.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    !company.is_ascii() || Path::new(file).file_stem().is_some_and(|stem| stem == name.as_str())
}
