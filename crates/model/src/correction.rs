//! What a person says about cookies: the first rule in the order.

use crate::{CompanyId, Confidence, Purpose, Reason, SignIn, Source, Timestamp, Tracking, Verdict};

/// The number of a correction in the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CorrectionId(pub i64);

/// One thing that a person says about some cookies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its number; a later one is larger.
    pub id: CorrectionId,
    /// About which cookies.
    pub covers: Covers,
    /// What.
    pub says: Says,
    /// When it was said.
    pub at: Timestamp,
}

/// The cookies that a correction is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Covers {
    /// One name on one host, in every browser and profile. Both as text, invalid bytes replaced; the host in lower
    /// case, without a dot in front.
    Cookie {
        /// The cookie's name.
        name: String,
        /// The host it belongs to.
        host: String,
    },
    /// One name, whatever the host.
    Name(String),
    /// Every cookie of one registrable domain.
    Site(String),
}

impl Covers {
    /// The stable word for JSON and the ledger.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Cookie { .. } => "cookie",
            Self::Name(_) => "name",
            Self::Site(_) => "site",
        }
    }

    /// The name it is bound to; empty for none.
    pub fn name(&self) -> &str {
        match self {
            Self::Cookie { name, .. } | Self::Name(name) => name,
            Self::Site(_) => "",
        }
    }

    /// The host or site it is bound to; empty for none.
    pub fn place(&self) -> &str {
        match self {
            Self::Cookie { host, .. } => host,
            Self::Name(_) => "",
            Self::Site(site) => site,
        }
    }

    /// What a word, a name and a host or site stand for.
    pub fn from_words(word: &str, name: &str, place: &str) -> Option<Self> {
        match word {
            "cookie" => Some(Self::Cookie { name: name.to_owned(), host: place.to_owned() }),
            "name" => Some(Self::Name(name.to_owned())),
            "site" => Some(Self::Site(place.to_owned())),
            _ => None,
        }
    }
}

/// What a person can say: one answer about one axis.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Says {
    /// It keeps me signed in.
    SignIn,
    /// It does not keep me signed in.
    NotSignIn,
    /// It follows me from site to site.
    Tracking,
    /// It does not follow me.
    NotTracking,
    /// It serves this purpose.
    Purpose(Purpose),
    /// This company is behind it, by its name in the knowledge.
    Company(String),
}

impl Says {
    /// The axis it is about, as a stable word.
    pub const fn axis(&self) -> &'static str {
        match self {
            Self::SignIn | Self::NotSignIn => "sign_in",
            Self::Tracking | Self::NotTracking => "tracking",
            Self::Purpose(_) => "purpose",
            Self::Company(_) => "company",
        }
    }

    /// The answer, as a stable word; for a company its name.
    pub fn answer(&self) -> &str {
        match self {
            Self::SignIn | Self::Tracking => "yes",
            Self::NotSignIn | Self::NotTracking => "no",
            Self::Purpose(purpose) => purpose.word(),
            Self::Company(name) => name,
        }
    }

    /// What an axis and an answer stand for.
    pub fn from_words(axis: &str, answer: &str) -> Option<Self> {
        match (axis, answer) {
            ("sign_in", "yes") => Some(Self::SignIn),
            ("sign_in", "no") => Some(Self::NotSignIn),
            ("tracking", "yes") => Some(Self::Tracking),
            ("tracking", "no") => Some(Self::NotTracking),
            ("purpose", word) => {
                Purpose::ALL.into_iter().find(|purpose| purpose.word() == word).map(Self::Purpose)
            }
            ("company", name) if !name.is_empty() => Some(Self::Company(name.to_owned())),
            _ => None,
        }
    }
}

/// What a person said about one (host, name), axis by axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What for.
    pub purpose: Option<Purpose>,
    /// Whether it follows people: yes or no, nothing between.
    pub tracking: Option<Tracking>,
    /// Whether clearing it signs out: yes or no, nothing between.
    pub sign_in: Option<SignIn>,
    /// Who is behind it.
    pub company: Option<CompanyId>,
}

impl Said {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A verdict with what the person said in place of what the sources say. The reason is the most consequential
    /// thing that was said.
    #[must_use]
    pub fn over(self, verdict: Verdict) -> Verdict {
        let Some(reason) = self.reason() else { return verdict };
        Verdict {
            purpose: self.purpose.unwrap_or(verdict.purpose),
            tracking: self.tracking.unwrap_or(verdict.tracking),
            sign_in: self.sign_in.unwrap_or(verdict.sign_in),
            company: self.company.or(verdict.company),
            confidence: Confidence::Certain,
            source: Source::Person,
            reason,
            rule: crate::RuleId::default(),
        }
    }

    fn reason(self) -> Option<Reason> {
        let sign_in = self.sign_in.map(|sign_in| match sign_in {
            SignIn::Yes | SignIn::Likely => Reason::YouSaidSignIn,
            SignIn::No => Reason::YouSaidNotSignIn,
        });
        let tracking = self.tracking.map(|tracking| match tracking {
            Tracking::CrossSite | Tracking::Likely => Reason::YouSaidTracking,
            Tracking::No | Tracking::SingleSite => Reason::YouSaidNotTracking,
        });
        let purpose = self.purpose.map(|_| Reason::YouSaidPurpose);
        let company = self.company.map(|_| Reason::YouSaidCompany);
        sign_in.or(tracking).or(purpose).or(company)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_as_what_they_stood_for() {
        let all = [
            Says::SignIn,
            Says::NotSignIn,
            Says::Tracking,
            Says::NotTracking,
            Says::Purpose(Purpose::SocialMedia),
            Says::Company("Example".to_owned()),
        ];
        for says in all {
            assert_eq!(Says::from_words(says.axis(), says.answer()), Some(says));
        }
        assert_eq!(Says::from_words("sign_in", "likely"), None, "a person says yes or no");
        assert_eq!(Says::from_words("company", ""), None);
        let places = [
            Covers::Cookie { name: "a".to_owned(), host: "b.example".to_owned() },
            Covers::Name("a".to_owned()),
            Covers::Site("b.example".to_owned()),
        ];
        for covers in places {
            let back = Covers::from_words(covers.word(), covers.name(), covers.place());
            assert_eq!(back, Some(covers));
        }
    }

    #[test]
    fn what_was_not_said_stays() {
        let known = Verdict {
            purpose: Purpose::Advertising,
            tracking: Tracking::CrossSite,
            source: Source::OwnRule,
            ..Verdict::default()
        };
        assert_eq!(Said::default().over(known), known);
        let mine = Said { sign_in: Some(SignIn::Yes), ..Said::default() }.over(known);
        assert_eq!((mine.purpose, mine.tracking), (Purpose::Advertising, Tracking::CrossSite));
        assert_eq!((mine.source, mine.confidence), (Source::Person, Confidence::Certain));
        assert!(!mine.is_tracker(), "a sign-in is no tracker, whatever else it is");
    }
}
