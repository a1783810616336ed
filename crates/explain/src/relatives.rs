//! Cookies of one host whose names begin alike come from one program.
//!
//! Where no source knows `beaker_lp` and its words say nothing, `beaker_visitor` beside it may. All relatives
//! that have a purpose must agree on it, and what follows is a guess: it clears nothing. A name that only looks
//! like a session says nothing about the cookies beside it.

use std::collections::HashMap;

use crumbwise_model::{
    CompanyId, Confidence, CookieTable, Purpose, Reason, RuleId, SignIn, Source, StringId, Tracking, Verdict,
};
use rustc_hash::FxBuildHasher;

/// What the relatives of one beginning on one host say so far.
#[derive(Clone, Copy, Default)]
enum Said {
    #[default]
    Nothing,
    One(Purpose, Option<CompanyId>),
    Different,
}

impl Said {
    /// With one voice more. Of companies, only one that all name is kept.
    fn and(self, verdict: &Verdict) -> Self {
        match self {
            Self::Nothing => Self::One(verdict.purpose, verdict.company),
            Self::One(purpose, company) if purpose == verdict.purpose => {
                Self::One(purpose, company.filter(|_| company == verdict.company))
            }
            Self::One(..) | Self::Different => Self::Different,
        }
    }
}

/// Gives the pairs of a table that have no purpose the one on which their relatives agree.
pub(crate) fn speak(table: &CookieTable, verdicts: &mut [Verdict]) {
    let names = table.names().checked();
    let key = |place: usize| -> Option<(StringId, &str)> {
        let pair = table.pairs().get(place)?;
        Some((pair.host, beginning(names.text(pair.name)?)?))
    };
    let mut said: HashMap<(StringId, &str), Said, FxBuildHasher> = HashMap::default();
    for (place, _) in verdicts.iter().enumerate().filter(|(_, verdict)| is_open(verdict)) {
        said.extend(key(place).map(|key| (key, Said::Nothing)));
    }
    if said.is_empty() {
        return;
    }
    for (place, verdict) in verdicts.iter().enumerate() {
        if verdict.purpose != Purpose::Unclassified
            && verdict.reason != Reason::LooksLikeSignIn
            && let Some(so_far) = key(place).and_then(|key| said.get_mut(&key))
        {
            *so_far = so_far.and(verdict);
        }
    }
    for (place, verdict) in verdicts.iter_mut().enumerate().filter(|(_, verdict)| is_open(verdict)) {
        let Some(Said::One(purpose, company)) = key(place).and_then(|key| said.get(&key)).copied() else {
            continue;
        };
        let follows = matches!(purpose, Purpose::Advertising | Purpose::SocialMedia);
        *verdict = Verdict {
            purpose,
            tracking: if follows { Tracking::Likely } else { Tracking::No },
            company: verdict.company.or(company),
            confidence: Confidence::Low,
            source: Source::Evidence,
            reason: Reason::NamedLike,
            rule: RuleId::default(),
            sign_in: verdict.sign_in,
        };
    }
}

fn is_open(verdict: &Verdict) -> bool {
    verdict.purpose == Purpose::Unclassified && verdict.sign_in == SignIn::No
}

/// What stands before the first separator: `beaker` of `beaker_lp`. Short beginnings are anybody's.
fn beginning(name: &str) -> Option<&str> {
    const SHORTEST: usize = 4;
    const LONGEST: usize = 32;
    let end =
        name.bytes().skip(1).take(LONGEST).position(|byte| matches!(byte, b'_' | b'-' | b'.' | b':'))? + 1;
    name.get(..end).filter(|start| start.len() >= SHORTEST)
}

#[cfg(test)]
mod tests {
    use crumbwise_model::NewCookie;

    use super::*;
    use crate::Knowledge;

    fn verdict(cookies: &[(&str, &str)]) -> Verdict {
        let mut table = CookieTable::builder();
        for (name, host) in cookies {
            table.push(&NewCookie { host: host.as_bytes(), name: name.as_bytes(), ..NewCookie::default() });
        }
        Knowledge::built_in().explain(&table.finish()).pairs[0]
    }

    #[test]
    fn relatives_on_one_host_speak_for_each_other_when_they_agree() {
        let alone = verdict(&[("zqbeak_lp", "a.test")]);
        assert_eq!(alone.purpose, Purpose::Unclassified);
        let two = verdict(&[("zqbeak_lp", "a.test"), ("zqbeak_visitor", "a.test")]);
        assert_eq!((two.purpose, two.source), (Purpose::Analytics, Source::Evidence));
        let elsewhere = verdict(&[("zqbeak_lp", "a.test"), ("zqbeak_visitor", "b.test")]);
        assert_eq!(elsewhere.purpose, Purpose::Unclassified);
        let different =
            verdict(&[("zqbeak_lp", "a.test"), ("zqbeak_visitor", "a.test"), ("zqbeak_lang", "a.test")]);
        assert_eq!(different.purpose, Purpose::Unclassified);
        let session = verdict(&[("zqbeak_lp", "a.test"), ("zqbeak_sid", "a.test")]);
        assert_eq!(session.purpose, Purpose::Unclassified);
        let short = verdict(&[("zq_lp", "a.test"), ("zq_visitor", "a.test")]);
        assert_eq!(short.purpose, Purpose::Unclassified);
    }

    #[test]
    fn a_guess_never_follows_for_certain() {
        let ad = verdict(&[("zqbeak_lp", "a.test"), ("zqbeak_ads", "a.test")]);
        assert_eq!((ad.purpose, ad.tracking), (Purpose::Advertising, Tracking::Likely));
        assert!(!ad.is_tracker());
    }
}
