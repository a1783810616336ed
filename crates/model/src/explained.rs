//! What the cookies of one table mean, laid out by number.

use crate::{
    CompanyId, Context, Cookie, Evidence, Pair, PairId, Said, SameSite, SiteId, StringId, Strings, Text,
    Timestamp, Verdict, Visited,
};

/// What is known about one host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostFacts {
    /// Its registrable domain.
    pub site: SiteId,
    /// The company behind it, where known.
    pub company: Option<CompanyId>,
}

/// What the cookies of one table mean: one entry a distinct host and one a distinct (host, name).
#[derive(Clone, Debug, Default)]
pub struct Explained {
    /// The registrable domains, by [`SiteId`].
    pub sites: Strings,
    /// By [`Pair::host`].
    pub hosts: Vec<HostFacts>,
    /// What the sources say, by [`PairId`].
    pub pairs: Vec<Verdict>,
    /// What a person said, ordered by pair; only pairs of which something was said.
    pub said: Vec<(PairId, Said)>,
    /// What the browser itself knows, by [`PairId`]; empty where it was not asked or tells nothing.
    pub evidence: Vec<Evidence>,
    /// The oldest visit that the browser's history holds.
    pub history_since: Timestamp,
}

impl Explained {
    /// What a cookie of the explained table means: what a person said, and for the rest what the sources say.
    pub fn verdict(&self, cookie: &Cookie) -> Verdict {
        let by_sources = self.by_sources(cookie);
        if self.said.is_empty() { by_sources } else { self.said(cookie.pair).over(by_sources) }
    }

    /// What a cookie of the explained table means as far as the sources know, whatever a person said.
    pub fn by_sources(&self, cookie: &Cookie) -> Verdict {
        let known = self.pairs.get(cookie.pair.0 as usize).copied().unwrap_or_default();
        known.refined(cookie, self.evidence(cookie))
    }

    /// What a (host, name) means before a cookie's own circumstances are looked at.
    pub fn pair(&self, pair: PairId) -> Verdict {
        self.said(pair).over(self.pairs.get(pair.0 as usize).copied().unwrap_or_default())
    }

    /// What a person said about a (host, name).
    pub fn said(&self, pair: PairId) -> Said {
        let place = self.said.binary_search_by_key(&pair, |(pair, _)| *pair);
        place.ok().and_then(|place| self.said.get(place)).map(|(_, said)| *said).unwrap_or_default()
    }

    /// What the browser itself knows about a cookie's host and site.
    ///
    /// A history that begins after the cookie was set cannot tell whether the person was there when it was.
    pub fn evidence(&self, cookie: &Cookie) -> Evidence {
        let evidence = self.evidence.get(cookie.pair.0 as usize).copied().unwrap_or_default();
        let reaches_back =
            self.history_since.is_some() && cookie.created.max(cookie.updated) >= self.history_since;
        match evidence.visited {
            Visited::No if !reaches_back => Evidence { visited: Visited::Unknown, ..evidence },
            Visited::No | Visited::Yes | Visited::Unknown => evidence,
        }
    }

    /// Where a cookie stands that is not kept apart under a site.
    ///
    /// One that says *Lax* or *Strict* was set by its own site at the top of a page: browsers take it from nobody
    /// else. Otherwise the browser's history tells.
    pub fn context(&self, cookie: &Cookie) -> Context {
        match (cookie.flags.same_site, self.evidence(cookie).visited) {
            (SameSite::Lax | SameSite::Strict, _) | (_, Visited::Yes) => Context::FirstParty,
            (SameSite::None | SameSite::Unspecified, Visited::No) => Context::ThirdParty,
            (SameSite::None | SameSite::Unspecified, Visited::Unknown) => Context::Unknown,
        }
    }

    /// The site number of a (host, name).
    pub fn site_id(&self, pair: Pair) -> SiteId {
        self.hosts.get(pair.host.0 as usize).copied().unwrap_or_default().site
    }

    /// The registrable domain of a (host, name) of the explained table.
    pub fn site(&self, pair: Pair) -> Text<'_> {
        self.sites.text(StringId(self.site_id(pair).0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        BrowserRule, CookieTable, Flags, Interaction, NewCookie, Purpose, Reason, SignIn, Source, Tracking,
        ValueSize,
    };

    const SET: i64 = 1_790_000_000;

    /// One cookie, as long-lived and as large as an identifier.
    fn cookie(flags: Flags, size: u32) -> CookieTable {
        let mut table = CookieTable::builder();
        let at = Timestamp::from_unix_seconds;
        table.push(&NewCookie {
            host: b".a.example",
            name: b"zqx",
            created: at(SET),
            updated: at(SET),
            expires: at(SET + 365 * 86_400),
            size: ValueSize::exact(size),
            flags: Flags { persistent: true, ..flags },
            ..NewCookie::default()
        });
        table.finish()
    }

    fn explained(known: Verdict, evidence: Evidence, since: i64) -> Explained {
        Explained {
            pairs: vec![known],
            evidence: vec![evidence],
            history_since: Timestamp::from_unix_seconds(since),
            ..Explained::default()
        }
    }

    fn visited(visited: Visited) -> Evidence {
        Evidence { visited, ..Evidence::default() }
    }

    const CAUGHT: Evidence =
        Evidence { visited: Visited::Unknown, interaction: Interaction::Never, rule: BrowserRule::None };

    #[test]
    fn evidence_makes_an_unknown_identifier_likely_at_most_and_a_visit_takes_that_back() {
        let elsewhere = Flags { same_site: SameSite::None, ..Flags::default() };
        let cases = [
            (elsewhere, Evidence::default(), Tracking::Likely, Reason::LooksLikeTracking),
            (elsewhere, visited(Visited::Yes), Tracking::No, Reason::Unknown),
            (elsewhere, visited(Visited::No), Tracking::Likely, Reason::NeverVisited),
            (elsewhere, CAUGHT, Tracking::Likely, Reason::NeverUsed),
            (Flags::default(), Evidence::default(), Tracking::No, Reason::Unknown),
            (Flags::default(), visited(Visited::No), Tracking::Likely, Reason::NeverVisited),
            (Flags::default(), CAUGHT, Tracking::Likely, Reason::NeverUsed),
        ];
        for (flags, evidence, tracking, reason) in cases {
            let table = cookie(flags, 40);
            let verdict = explained(Verdict::default(), evidence, SET - 1).verdict(&table.rows()[0]);
            assert_eq!((verdict.tracking, verdict.reason), (tracking, reason), "{evidence:?} {flags:?}");
            assert_eq!(verdict.confidence, crate::Confidence::Low, "evidence alone is never sure");
            assert!(!verdict.is_tracker(), "and never clears unasked");
        }
        let small = cookie(elsewhere, 2);
        let verdict = explained(Verdict::default(), CAUGHT, SET - 1).verdict(&small.rows()[0]);
        assert_eq!(verdict.tracking, Tracking::No, "what is no identifier follows nobody");
    }

    #[test]
    fn evidence_never_touches_what_a_rule_knows_or_a_sign_in() {
        let known = |purpose, tracking, sign_in| Verdict {
            purpose,
            tracking,
            sign_in,
            source: Source::OwnRule,
            confidence: crate::Confidence::High,
            ..Verdict::default()
        };
        let elsewhere = Flags { same_site: SameSite::None, ..Flags::default() };
        let table = cookie(elsewhere, 40);
        for known in [
            known(Purpose::Necessary, Tracking::No, SignIn::Yes),
            known(Purpose::Advertising, Tracking::CrossSite, SignIn::No),
            known(Purpose::Analytics, Tracking::SingleSite, SignIn::No),
        ] {
            for evidence in [visited(Visited::Yes), visited(Visited::No), CAUGHT, Evidence::default()] {
                assert_eq!(explained(known, evidence, SET - 1).verdict(&table.rows()[0]), known);
            }
        }
        let looks = Verdict { sign_in: SignIn::Likely, ..Verdict::default() };
        let verdict = explained(looks, CAUGHT, SET - 1).verdict(&table.rows()[0]);
        assert_eq!((verdict.sign_in, verdict.tracking), (SignIn::Likely, Tracking::No));
    }

    #[test]
    fn where_only_the_host_s_business_is_known_a_visit_leaves_a_doubt() {
        let listed = Verdict {
            purpose: Purpose::Advertising,
            tracking: Tracking::CrossSite,
            source: Source::ThirdPartyWeb,
            confidence: crate::Confidence::Medium,
            ..Verdict::default()
        };
        let table = cookie(Flags { same_site: SameSite::None, ..Flags::default() }, 40);
        let tracking = |evidence| explained(listed, evidence, SET - 1).verdict(&table.rows()[0]).tracking;
        assert_eq!(tracking(Evidence::default()), Tracking::CrossSite);
        assert_eq!(tracking(visited(Visited::No)), Tracking::CrossSite);
        assert_eq!(tracking(visited(Visited::Yes)), Tracking::Likely, "it may be the person's account there");
    }

    #[test]
    fn a_history_speaks_only_about_what_was_set_since_it_began() {
        let table = cookie(Flags::default(), 40);
        let evidence = |known, since| explained(Verdict::default(), known, since).evidence(&table.rows()[0]);
        assert_eq!(evidence(visited(Visited::No), SET).visited, Visited::No);
        assert_eq!(evidence(visited(Visited::No), SET + 1).visited, Visited::Unknown);
        assert_eq!(evidence(visited(Visited::Yes), SET + 1).visited, Visited::Yes);
        let none = Explained { evidence: vec![visited(Visited::No)], ..Explained::default() };
        assert_eq!(none.evidence(&table.rows()[0]).visited, Visited::Unknown, "no history, no answer");
    }

    #[test]
    fn the_context_follows_from_same_site_and_visits() {
        let context = |same_site, known| {
            let table = cookie(Flags { same_site, ..Flags::default() }, 40);
            explained(Verdict::default(), visited(known), SET).context(&table.rows()[0])
        };
        for explicit in [SameSite::Lax, SameSite::Strict] {
            for known in [Visited::Unknown, Visited::No, Visited::Yes] {
                assert_eq!(context(explicit, known), Context::FirstParty);
            }
        }
        for open in [SameSite::None, SameSite::Unspecified] {
            assert_eq!(context(open, Visited::Yes), Context::FirstParty);
            assert_eq!(context(open, Visited::No), Context::ThirdParty);
            assert_eq!(context(open, Visited::Unknown), Context::Unknown);
        }
    }
}
