//! `third-party-web`: which company stands behind a host.

use crumbwise_model::{Category, Purpose, Reason, SignIn, Tracking};
use serde::Deserialize;

use crate::{companies::Companies, entry::Meaning};

/// Inside `knowledge/node_modules`.
pub(crate) const FILE: &str = "third-party-web/dist/entities-nostats.json";

/// Fewer entities than this, and the file is not what it should be.
const LEAST_ENTITIES: usize = 2_000;

/// One host pattern.
#[derive(Clone, Debug)]
pub(crate) struct Domain {
    pub(crate) host: String,
    /// Whether subdomains are meant too.
    pub(crate) wildcard: bool,
    pub(crate) meaning: Meaning,
}

#[derive(Deserialize)]
struct Entity {
    name: String,
    #[serde(default)]
    company: String,
    #[serde(default)]
    homepage: String,
    category: String,
    domains: Vec<String>,
}

/// Reads the entities, adding companies that are new.
pub(crate) fn read(json: &str, companies: &mut Companies) -> Result<Vec<Domain>, String> {
    let entities: Vec<Entity> = serde_json::from_str(json).map_err(|error| format!("{FILE}: {error}"))?;
    if entities.len() < LEAST_ENTITIES {
        return Err(format!("{FILE}: only {} entities", entities.len()));
    }
    let mut found = Vec::new();
    for entity in entities {
        let category = listed_category(&entity.category)
            .ok_or_else(|| format!("{FILE}: unknown category `{}`", entity.category))?;
        let name = if entity.company.is_empty() { &entity.name } else { &entity.company };
        let company = companies.named(name, category, &entity.homepage)?;
        for pattern in entity.domains {
            let (domain, wildcard) = match pattern.strip_prefix("*.") {
                Some(domain) => (domain, true),
                None => (pattern.as_str(), false),
            };
            if domain.is_empty() || domain.contains('*') {
                return Err(format!("{FILE}: `{pattern}` is not a host pattern"));
            }
            let meaning = Meaning { company, ..meaning(&entity.category) };
            found.push(Domain { host: domain.to_ascii_lowercase(), wildcard, meaning });
        }
    }
    found.sort_by(|a, b| a.host.cmp(&b.host).then(a.wildcard.cmp(&b.wildcard)));
    found.dedup_by(|later, first| later.host == first.host);
    Ok(found)
}

/// What a host of a category says about a cookie whose name nobody knows.
///
/// An advertising network's host serves nothing but advertising. Marketing and social companies also run
/// the sites on which people sign in, so there it stays at *likely*.
fn meaning(category: &str) -> Meaning {
    let (purpose, tracking) = match category {
        "ad" => (Purpose::Advertising, Tracking::CrossSite),
        "marketing" => (Purpose::Advertising, Tracking::Likely),
        "social" => (Purpose::SocialMedia, Tracking::Likely),
        "analytics" => (Purpose::Analytics, Tracking::SingleSite),
        "consent-provider" => (Purpose::Necessary, Tracking::No),
        "customer-success" => (Purpose::Functional, Tracking::No),
        _ => (Purpose::Unclassified, Tracking::No),
    };
    let reason = if purpose == Purpose::Unclassified { Reason::CompanyOnly } else { Reason::KnownHost };
    Meaning { purpose, tracking, sign_in: SignIn::No, reason, company: None }
}

/// The words of third-party-web.
fn listed_category(word: &str) -> Option<Category> {
    Some(match word {
        "ad" | "marketing" => Category::Advertising,
        "social" => Category::Social,
        "analytics" => Category::Analytics,
        "consent-provider" => Category::Consent,
        "customer-success" => Category::Support,
        "cdn" | "hosting" | "utility" => Category::Infrastructure,
        "content" | "other" | "tag-manager" | "video" => Category::Other,
        _ => return None,
    })
}
