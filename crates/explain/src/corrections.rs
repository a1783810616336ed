//! What a person said about cookies: the first rule in the order.
//!
//! What the sources say stays beside it untouched, so that a correction can be made and taken back without reading
//! or explaining anything again.

use std::collections::HashMap;

use crumbwise_model::{
    CompanyId, CookieTable, Correction, CorrectionId, Covers, Explained, PairId, Purpose, Said, Says, SignIn,
    SiteId, StringId, Tracking,
};

use crate::{Knowledge, host};

/// A person's corrections, ready to be looked up by name, host and site.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    names: HashMap<String, OfName>,
    sites: HashMap<String, Told>,
}

/// What was said about one name.
#[derive(Clone, Debug, Default)]
struct OfName {
    everywhere: Told,
    hosts: HashMap<String, Told>,
}

/// What was said, axis by axis, and in which correction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    purpose: Option<By<Purpose>>,
    tracking: Option<By<Tracking>>,
    sign_in: Option<By<SignIn>>,
    company: Option<By<CompanyId>>,
}

/// An answer, its place among all corrections from the earliest on, and the correction's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct By<T> {
    answer: T,
    place: usize,
    id: CorrectionId,
}

impl Corrections {
    /// Corrections to be looked up, given the earliest first.
    ///
    /// One that names a company which the knowledge does not hold says nothing.
    pub fn new(all: &[Correction], knowledge: &Knowledge<'_>) -> Self {
        let mut corrections = Self::default();
        for (place, correction) in all.iter().enumerate() {
            let told = match &correction.covers {
                Covers::Cookie { name, host } => {
                    corrections.names.entry(name.clone()).or_default().hosts.entry(host.clone()).or_default()
                }
                Covers::Name(name) => &mut corrections.names.entry(name.clone()).or_default().everywhere,
                Covers::Site(site) => corrections.sites.entry(site.clone()).or_default(),
            };
            told.hear(&correction.says, place, correction.id, knowledge);
        }
        corrections
    }

    /// Whether nothing was said about anything.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.sites.is_empty()
    }

    /// What was said about one cookie. Of two corrections about one axis the narrower decides, and of two equally
    /// wide ones (about a name, about a site) the later.
    pub fn about(&self, name: &str, host: &str) -> Told {
        let host = host::canonical(host);
        let of_site = self.sites.get(host::site_of(&host)).copied().unwrap_or_default();
        told(self.names.get(name), &host, of_site)
    }

    /// What was said about each (host, name) of an explained table, for [`Explained::said`]. Without corrections it
    /// looks at nothing.
    pub fn of_table(&self, table: &CookieTable, explained: &Explained) -> Vec<(PairId, Said)> {
        if self.is_empty() {
            return Vec::new();
        }
        let names: Vec<_> =
            table.names().iter().map(|(_, name)| self.names.get(name.lossy().as_ref())).collect();
        let of_site =
            |SiteId(id)| self.sites.get(explained.sites.text(StringId(id)).lossy().as_ref()).copied();
        let of_host: Vec<_> = explained.hosts.iter().map(|facts| of_site(facts.site)).collect();
        let said = (0..).map(PairId).zip(table.pairs()).filter_map(|(id, pair)| {
            let of_name = names.get(pair.name.0 as usize).copied().flatten();
            let of_site = of_host.get(pair.host.0 as usize).copied().flatten();
            if of_name.is_none() && of_site.is_none() {
                return None;
            }
            let host = table.hosts().text(pair.host).lossy();
            let said = told(of_name, &host::canonical(&host), of_site.unwrap_or_default()).said();
            (!said.is_empty()).then_some((id, said))
        });
        said.collect()
    }
}

fn told(of_name: Option<&OfName>, host: &str, of_site: Told) -> Told {
    let Some(of_name) = of_name else { return of_site };
    let wide = of_site.or_later(of_name.everywhere);
    of_name.hosts.get(host).map_or(wide, |narrow| narrow.or(wide))
}

impl Told {
    fn hear(&mut self, says: &Says, place: usize, id: CorrectionId, knowledge: &Knowledge<'_>) {
        match says {
            Says::SignIn => self.sign_in = Some(By { answer: SignIn::Yes, place, id }),
            Says::NotSignIn => self.sign_in = Some(By { answer: SignIn::No, place, id }),
            Says::Tracking => self.tracking = Some(By { answer: Tracking::CrossSite, place, id }),
            Says::NotTracking => self.tracking = Some(By { answer: Tracking::No, place, id }),
            Says::Purpose(purpose) => self.purpose = Some(By { answer: *purpose, place, id }),
            Says::Company(name) => {
                let known = knowledge.company_named(name);
                self.company = known.map(|answer| By { answer, place, id }).or(self.company);
            }
        }
    }

    /// This, and where it is silent, `wider`.
    fn or(self, wider: Self) -> Self {
        Self {
            purpose: self.purpose.or(wider.purpose),
            tracking: self.tracking.or(wider.tracking),
            sign_in: self.sign_in.or(wider.sign_in),
            company: self.company.or(wider.company),
        }
    }

    /// Of both, axis by axis, what was said later.
    fn or_later(self, other: Self) -> Self {
        Self {
            purpose: later(self.purpose, other.purpose),
            tracking: later(self.tracking, other.tracking),
            sign_in: later(self.sign_in, other.sign_in),
            company: later(self.company, other.company),
        }
    }

    /// The answers.
    pub fn said(self) -> Said {
        Said {
            purpose: self.purpose.map(|by| by.answer),
            tracking: self.tracking.map(|by| by.answer),
            sign_in: self.sign_in.map(|by| by.answer),
            company: self.company.map(|by| by.answer),
        }
    }

    /// The corrections that decide, the most consequential axis first.
    pub fn by(self) -> impl Iterator<Item = CorrectionId> {
        let ids = [
            self.sign_in.map(|by| by.id),
            self.tracking.map(|by| by.id),
            self.purpose.map(|by| by.id),
            self.company.map(|by| by.id),
        ];
        ids.into_iter().flatten()
    }
}

fn later<T: Copy>(one: Option<By<T>>, other: Option<By<T>>) -> Option<By<T>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.place > one.place { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// A host as corrections name it: in lower case, without a dot in front.
pub fn host_of_correction(host: &str) -> String {
    host::canonical(host).into_owned()
}
