//! What one row's own circumstances change about the verdict on its (host, name).

use crumbwise_explain::Knowledge;
use crumbwise_model::{
    CookieTable, Flags, NewCookie, Purpose, Reason, SameSite, SignIn, Source, Timestamp, Tracking, ValueSize,
    Verdict,
};

fn row(name: &str, host: &str, size: u32, flags: Flags) -> Verdict {
    let mut table = CookieTable::builder();
    table.push(&NewCookie {
        host: host.as_bytes(),
        name: name.as_bytes(),
        size: ValueSize::exact(size),
        created: Timestamp::from_unix_seconds(1_700_000_000),
        expires: Timestamp::from_unix_seconds(1_700_000_000 + 200 * 86_400),
        flags,
        ..NewCookie::default()
    });
    let table = table.finish();
    let cookie = table.rows().first().expect("one row was pushed");
    crumbwise_explain::Knowledge::built_in().explain(&table).verdict(cookie)
}

const LONG_LIVED: Flags = Flags {
    persistent: true,
    secure: false,
    http_only: false,
    partitioned: false,
    cross_site_ancestor: false,
    same_site: SameSite::Unspecified,
    scheme: crumbwise_model::Scheme::Unknown,
    set_by: crumbwise_model::SetBy::Unknown,
};

#[test]
fn a_known_host_with_a_value_too_short_to_be_an_identifier_does_not_follow() {
    let long = row("zzunknown", ".doubleclick.net", 24, LONG_LIVED);
    assert_eq!(long.tracking, Tracking::CrossSite);
    let short = row("zzunknown", ".doubleclick.net", 1, LONG_LIVED);
    assert_eq!((short.tracking, short.reason), (Tracking::No, Reason::AdvertisingHelper));
    let named = row("IDE", ".doubleclick.net", 1, LONG_LIVED);
    assert_eq!(named.tracking, Tracking::CrossSite, "a rule that knows the cookie needs no evidence");
}

#[test]
fn an_advertising_company_s_own_visitors_are_not_its_targets() {
    let (by_host, _) = Knowledge::built_in().explain_one("zzunknown", ".smaato.net");
    assert_eq!((by_host.source, by_host.tracking), (Source::ThirdPartyWeb, Tracking::CrossSite));
    let kept = row("zzunknown", ".smaato.net", 24, LONG_LIVED);
    assert_eq!((kept.purpose, kept.tracking), (Purpose::Advertising, Tracking::Likely));
    let sent = row("zzunknown", ".smaato.net", 24, Flags { same_site: SameSite::None, ..LONG_LIVED });
    assert_eq!(sent.tracking, Tracking::CrossSite);
    let key = Flags { http_only: true, secure: true, ..LONG_LIVED };
    let customer = row("zzunknown", ".doubleclick.net", 40, key);
    assert_eq!((customer.tracking, customer.sign_in), (Tracking::Likely, SignIn::Likely));
    let sent = row("zzunknown", ".doubleclick.net", 40, Flags { same_site: SameSite::None, ..key });
    assert!(sent.is_tracker(), "what is sent from other sites is no key to the company's own");
    let (session, _) = Knowledge::built_in().explain_one("zzunknown_session", ".doubleclick.net");
    assert_eq!((session.tracking, session.sign_in), (Tracking::Likely, SignIn::Likely));
    let (paper, _) = Knowledge::built_in().explain_one("GU_U", ".theguardian.com");
    assert_eq!((paper.purpose, paper.tracking), (Purpose::Unclassified, Tracking::No));
}

#[test]
fn shape_speaks_only_where_nothing_is_known_and_only_as_likely() {
    let cross_site = Flags { same_site: SameSite::None, ..LONG_LIVED };
    let shaped = row("zzunknown", "example.org", 24, cross_site);
    assert_eq!((shaped.tracking, shaped.source), (Tracking::Likely, Source::Evidence));
    assert_eq!(shaped.purpose, Purpose::Unclassified, "shape never tells a purpose");
    assert!(!shaped.is_tracker(), "likely is shown, never cleared unasked");
    let embedded = Flags { partitioned: true, cross_site_ancestor: true, ..LONG_LIVED };
    assert_eq!(row("zzunknown", "example.org", 24, embedded).tracking, Tracking::Likely);
    assert_eq!(row("zzunknown", "example.org", 24, LONG_LIVED).tracking, Tracking::No);
    assert_eq!(row("theme", "example.org", 24, cross_site).tracking, Tracking::No);
}

#[test]
fn what_a_network_needs_for_itself_serves_its_buttons_on_another_site() {
    let visited = row("lidc", ".linkedin.com", 60, LONG_LIVED);
    assert_eq!((visited.purpose, visited.reason), (Purpose::Necessary, Reason::NetworkBalancer));
    let embedded = row("lidc", ".linkedin.com", 60, Flags { cross_site_ancestor: true, ..LONG_LIVED });
    assert_eq!((embedded.purpose, embedded.tracking), (Purpose::SocialMedia, Tracking::No));
    assert!(!embedded.is_tracker(), "it tells nobody apart");
    let elsewhere = row("AWSALB", "shop.test", 60, Flags { cross_site_ancestor: true, ..LONG_LIVED });
    assert_eq!(elsewhere.purpose, Purpose::Necessary);
    for (name, host) in [("bscookie", ".www.linkedin.com"), ("datr", ".facebook.com")] {
        let visited = row(name, host, 60, LONG_LIVED);
        assert_eq!((visited.purpose, visited.reason), (Purpose::Security, Reason::NetworkSecurity));
        let embedded = row(name, host, 60, Flags { cross_site_ancestor: true, ..LONG_LIVED });
        assert_eq!((embedded.purpose, embedded.tracking), (Purpose::SocialMedia, Tracking::No));
        assert!(!embedded.is_tracker(), "what protects an account is cleared by nobody unasked");
    }
}

#[test]
fn a_host_of_advertising_says_more_than_a_name_that_is_anybody_s() {
    let (anybody, _) = Knowledge::built_in().explain_one("visitorId", "example.com");
    assert_eq!((anybody.purpose, anybody.source), (Purpose::Analytics, Source::OwnRule));
    let (advertising, _) = Knowledge::built_in().explain_one("visitorId", ".liadm.com");
    assert_eq!(advertising.purpose, Purpose::Advertising);
    let (session, _) = Knowledge::built_in().explain_one("JSESSIONID", ".liadm.com");
    assert_eq!(session.purpose, Purpose::Necessary);
}

#[test]
fn an_unknown_key_out_of_reach_of_scripts_may_be_a_sign_in() {
    let key = Flags { http_only: true, secure: true, same_site: SameSite::None, ..LONG_LIVED };
    let verdict = row("zzunknown", "example.org", 40, key);
    assert_eq!((verdict.sign_in, verdict.tracking), (SignIn::Likely, Tracking::No));
    assert_eq!(row("theme", "example.org", 40, key).sign_in, SignIn::No);
}

#[test]
fn lists_that_call_sign_ins_advertising_are_not_believed() {
    for (name, host) in [
        ("SID", ".google.com"),
        ("HSID", ".google.fr"),
        ("__Secure-1PSIDTS", ".youtube.com"),
        ("OSID", "mail.google.com"),
        ("datr", ".facebook.com"),
        ("xs", ".messenger.com"),
        ("sessionid", ".instagram.com"),
        ("auth_token", ".x.com"),
        ("_twitter_sess", ".twitter.com"),
        ("li_at", ".www.linkedin.com"),
        ("bscookie", ".www.linkedin.com"),
        ("_pinterest_sess", ".pinterest.com"),
        ("msToken", ".tiktok.com"),
        ("sid", "example.my.salesforce.com"),
        ("svSession", "example.com"),
        ("intercom-id-x", "example.com"),
        ("locale", "example.com"),
        ("unheard_of_login_state", ".adnxs.com"),
    ] {
        let (verdict, _) = Knowledge::built_in().explain_one(name, host);
        assert!(!verdict.is_tracker(), "the one button must leave `{name}` at `{host}` alone: {verdict:?}");
    }
}

#[test]
fn on_account_sites_only_our_own_rules_say_that_a_cookie_follows() {
    let (verdict, _) = Knowledge::built_in().explain_one("__Secure-UNHEARD", ".google.com");
    assert!(!verdict.is_tracker());
    let (listed, _) = Knowledge::built_in().explain_one("li_oatml", ".linkedin.com");
    assert_eq!((listed.source, listed.tracking), (Source::OpenCookieDatabase, Tracking::Likely));
    let (own, _) = Knowledge::built_in().explain_one("NID", ".google.com");
    assert_eq!((own.source, own.tracking), (Source::OwnRule, Tracking::CrossSite));
}

#[test]
fn short_listed_names_count_on_their_domain_only() {
    for (name, host) in [
        ("tp", "example.com"),
        ("fr", "example.com"),
        ("i", "example.com"),
        ("SR1", "example.com"),
        ("ab", "a.test"),
    ] {
        let (verdict, _) = Knowledge::built_in().explain_one(name, host);
        assert_eq!(verdict.purpose, Purpose::Unclassified, "`{name}` at `{host}`: {verdict:?}");
    }
    let (verdict, _) = Knowledge::built_in().explain_one("tp", ".t.tailtarget.com");
    assert_eq!((verdict.source, verdict.purpose), (Source::OpenCookieDatabase, Purpose::Advertising));
}
