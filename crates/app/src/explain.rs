//! Cookies explained by what is told about them.

use crumbwise_explain::{Corrections, Knowledge};
use crumbwise_model::{Context, CookieTable, Flags, NewCookie, SameSite, SignIn, Timestamp, ValueSize};

use crate::view::{Explanation, Question, SameSiteWord};
use crate::{
    detail,
    marks::{self, Attributes},
};

/// When a cookie that is only told about was set: any instant, for lifetimes are spans.
const SET: i64 = 1_600_000_000;

/// Explains cookies that are told about, as a scan explains those it reads: all in one table, so that cookies of
/// one host speak for each other, and what the person `said` goes before. The answers stand in the order of the
/// questions.
pub fn explain(questions: &[Question], knowledge: &Knowledge<'_>, said: &Corrections) -> Vec<Explanation> {
    let mut table = CookieTable::builder();
    for question in questions {
        let host = host(question);
        table.push(&NewCookie { host: host.as_bytes(), name: question.name.as_bytes(), ..facts(question) });
    }
    let table = table.finish();
    let mut explained = knowledge.explain(&table);
    explained.said = said.of_table(&table, &explained);
    let answers = questions.iter().zip(table.rows()).map(|(question, cookie)| {
        let known = explained.pair(cookie.pair);
        let verdict = if tells_name_only(question) { known } else { explained.verdict(cookie) };
        let site = explained.site(table.pair(cookie)).lossy().into_owned();
        let company = verdict.company.map(|id| knowledge.company(id).name.to_owned());
        Explanation {
            purpose: verdict.purpose.word().to_owned(),
            tracking: verdict.tracking.word().to_owned(),
            sign_in: verdict.sign_in.word().to_owned(),
            context: context(question).word().to_owned(),
            confidence: verdict.confidence.word().to_owned(),
            source: verdict.source.word().to_owned(),
            rule: detail::rule(knowledge, &verdict),
            reason: detail::reason(&verdict, &question.name, &site, company.as_deref()),
            marks: marks(question, verdict.sign_in),
            company,
            site,
        }
    });
    answers.collect()
}

/// Whether nothing is told but name and host: then nothing speaks against what they say.
fn tells_name_only(question: &Question) -> bool {
    let Question { name, host, .. } = question;
    let bare = Question { name: name.clone(), host: host.clone(), ..Question::default() };
    *question == Question { site_visited: question.site_visited.clone(), ..bare }
}

/// The host with the leading dot that browsers store.
fn host(question: &Question) -> String {
    let bare = question.host.strip_prefix('.').unwrap_or(&question.host);
    match question.host_only {
        Some(true) => bare.to_owned(),
        Some(false) if !bare.is_empty() => format!(".{bare}"),
        Some(false) | None => question.host.clone(),
    }
}

/// Everything but host and name.
fn facts(question: &Question) -> NewCookie<'static> {
    let created = Timestamp::from_unix_seconds(SET);
    let lifetime = question.lifetime_s.unwrap_or_default();
    let persistent = question.session.map_or(lifetime > 0, |session| !session);
    let expires = Timestamp::from_unix_seconds(SET.saturating_add(lifetime));
    NewCookie {
        created,
        expires: if persistent { expires } else { Timestamp::NONE },
        // A size that is not told may be any.
        size: question.value_bytes.map_or(ValueSize { min: 0, max: u32::MAX }, ValueSize::exact),
        flags: Flags {
            persistent,
            http_only: question.http_only.unwrap_or_default(),
            secure: question.secure.unwrap_or_default(),
            cross_site_ancestor: context(question) == Context::ThirdParty,
            same_site: question.same_site.map(same_site).unwrap_or_default(),
            ..Flags::default()
        },
        ..NewCookie::default()
    }
}

/// What stands out about it, as far as it is told. Of a bare host one cannot tell whether its subdomains are meant.
fn marks(question: &Question, sign_in: SignIn) -> Vec<String> {
    let lifetime = question.lifetime_s.filter(|_| question.session != Some(true));
    let told = Attributes {
        name: &question.name,
        sign_in,
        lifetime: lifetime.map(|seconds| seconds.saturating_mul(1_000_000)),
        secure: question.secure,
        http_only: question.http_only,
        host_only: question.host_only.or(question.host.starts_with('.').then_some(false)),
        whole_host: None,
        same_site: question.same_site.map(same_site),
    };
    marks::marks(&told).into_iter().map(|mark| mark.word().to_owned()).collect()
}

fn same_site(word: SameSiteWord) -> SameSite {
    match word {
        SameSiteWord::Unspecified => SameSite::Unspecified,
        SameSiteWord::None => SameSite::None,
        SameSiteWord::Lax => SameSite::Lax,
        SameSiteWord::Strict => SameSite::Strict,
    }
}

/// Whether the visited site set it, or another one.
fn context(question: &Question) -> Context {
    let visited = question.site_visited.as_deref().map(host_of).unwrap_or_default();
    if visited.is_empty() || question.host.is_empty() {
        return Context::Unknown;
    }
    let site = crumbwise_explain::site;
    if site(visited) == site(&question.host) { Context::FirstParty } else { Context::ThirdParty }
}

/// The host of an address, or of what is one already.
fn host_of(visited: &str) -> &str {
    let text = visited.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !host.ends_with(':') => host,
        Some(_) | None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &str, host: &str) -> Question {
        Question { name: name.to_owned(), host: host.to_owned(), ..Question::default() }
    }

    fn answer(question: &Question) -> Explanation {
        explain(std::slice::from_ref(question), Knowledge::built_in(), &Corrections::default()).remove(0)
    }

    #[test]
    fn name_and_host_are_enough() {
        let ide = answer(&asked("IDE", ".doubleclick.net"));
        assert_eq!((ide.purpose.as_str(), ide.tracking.as_str()), ("advertising", "cross_site"));
        assert_eq!((ide.company.as_deref(), ide.context.as_str()), (Some("Google"), "unknown"));
        assert!(ide.rule.is_some_and(|rule| !rule.file.is_empty() && !rule.licence.is_empty()));
        assert_eq!(answer(&asked("_ga", "")).purpose, "analytics", "a name alone may be known");
        assert_eq!(answer(&Question::default()).purpose, "unclassified");
    }

    #[test]
    fn an_answer_is_what_a_scan_says_of_the_same_cookie() {
        let strange = Question {
            session: Some(false),
            lifetime_s: Some(31_536_000),
            value_bytes: Some(40),
            secure: Some(true),
            same_site: Some(SameSiteWord::None),
            ..asked("zqx", "a.example")
        };
        assert_eq!(answer(&strange).tracking, "likely", "long-lived, identifier-sized, sent from elsewhere");
        let known = answer(&asked("zqx", "a.example"));
        assert_eq!(known.tracking, "no", "what is not told points nowhere");
        let server = Question { http_only: Some(true), ..strange };
        assert_eq!(answer(&server).sign_in, "likely");
    }

    #[test]
    fn relatives_speak_in_one_list_of_questions() {
        let both = explain(
            &[asked("zqbeak_lp", "a.test"), asked("zqbeak_visitor", "a.test")],
            Knowledge::built_in(),
            &Corrections::default(),
        );
        assert_eq!((both[0].purpose.as_str(), both[0].source.as_str()), ("analytics", "evidence"));
    }

    #[test]
    fn the_visited_site_tells_the_context() {
        let visiting = |site: &str| {
            let visited = Some(site.to_owned());
            answer(&Question { site_visited: visited, ..asked("x", ".shop.example.com") }).context
        };
        for own in ["example.com", "https://www.example.com/a:b?c", "www.example.com:8443"] {
            assert_eq!(visiting(own), "first_party", "{own}");
        }
        assert_eq!(visiting("other.example.org"), "third_party");
        assert_eq!(visiting(" "), "unknown");
    }
}
