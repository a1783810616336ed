//! What a person says comes first: which corrections decide about which cookies.

use crumbwise_explain::{Corrections, Knowledge, host_of_correction};
use crumbwise_model::{
    CookieTable, Correction, CorrectionId, Covers, Explained, Flags, NewCookie, Purpose, Reason, SameSite,
    Says, SignIn, Source, Timestamp, Tracking, ValueSize, Verdict,
};
use proptest::prelude::*;

fn cookie(name: &str, host: &str) -> Covers {
    Covers::Cookie { name: name.to_owned(), host: host_of_correction(host) }
}

fn name(name: &str) -> Covers {
    Covers::Name(name.to_owned())
}

fn site(site: &str) -> Covers {
    Covers::Site(site.to_owned())
}

/// Corrections said one after the other.
fn said(all: &[(Covers, Says)]) -> Corrections {
    let all: Vec<Correction> = (1..)
        .zip(all)
        .map(|(number, (covers, says))| Correction {
            id: CorrectionId(number),
            covers: covers.clone(),
            says: says.clone(),
            at: Timestamp::from_unix_seconds(number),
        })
        .collect();
    Corrections::new(&all, Knowledge::built_in())
}

fn table(cookies: &[(&str, &str)]) -> CookieTable {
    let mut table = CookieTable::builder();
    for (name, host) in cookies {
        table.push(&NewCookie { host: host.as_bytes(), name: name.as_bytes(), ..NewCookie::default() });
    }
    table.finish()
}

/// What each cookie means, in their order, as a scan explains it.
fn explained(corrections: &Corrections, cookies: &[(&str, &str)]) -> Vec<Verdict> {
    let table = table(cookies);
    let mut explained = Knowledge::built_in().explain(&table);
    explained.said = corrections.of_table(&table, &explained);
    table.rows().iter().map(|cookie| explained.verdict(cookie)).collect()
}

const IDE: (&str, &str) = ("IDE", ".doubleclick.net");

#[test]
fn a_correction_covers_what_it_names_and_nothing_else() {
    let cookies = [
        ("sid", "a.example.com"),
        ("sid", ".A.Example.com"),
        ("sid", "b.example.com"),
        ("sid", "other.example"),
        ("SID", "a.example.com"),
        ("lang", "a.example.com"),
        ("lang", "notexample.com"),
    ];
    let cases = [
        (cookie("sid", ".a.example.com"), [true, true, false, false, false, false, false]),
        (name("sid"), [true, true, true, true, false, false, false]),
        (site("example.com"), [true, true, true, false, true, true, false]),
    ];
    for (covers, expected) in cases {
        let verdicts = explained(&said(&[(covers.clone(), Says::Tracking)]), &cookies);
        let covered: Vec<bool> = verdicts.iter().map(|verdict| verdict.source == Source::Person).collect();
        assert_eq!(covered, expected, "{covers:?}");
    }
}

#[test]
fn each_answer_moves_its_own_axis() {
    let of_ide = |says: Says| explained(&said(&[(cookie(IDE.0, IDE.1), says)]), &[IDE])[0];
    let known = explained(&Corrections::default(), &[IDE])[0];
    assert!(known.is_tracker() && known.source == Source::OwnRule, "the example is one the rules know");

    let sign_in = of_ide(Says::SignIn);
    assert_eq!((sign_in.sign_in, sign_in.reason), (SignIn::Yes, Reason::YouSaidSignIn));
    assert_eq!((sign_in.tracking, sign_in.purpose), (known.tracking, known.purpose), "the rest stays");
    assert!(!sign_in.is_tracker());

    let harmless = of_ide(Says::NotTracking);
    assert_eq!((harmless.tracking, harmless.reason), (Tracking::No, Reason::YouSaidNotTracking));

    let purpose = of_ide(Says::Purpose(Purpose::Functional));
    assert_eq!((purpose.purpose, purpose.reason), (Purpose::Functional, Reason::YouSaidPurpose));
    assert!(purpose.is_tracker(), "a purpose says nothing about following");

    let theirs = of_ide(Says::Company("Meta".to_owned()));
    assert_eq!(theirs.company.map(|id| Knowledge::built_in().company(id).name), Some("Meta"));
    assert_eq!(theirs.reason, Reason::YouSaidCompany);
    let nobody = of_ide(Says::Company("No Such Company Anywhere".to_owned()));
    assert_eq!(nobody, known, "a company that the knowledge does not hold says nothing");

    let sid =
        explained(&said(&[(cookie("SID", ".google.com"), Says::NotSignIn)]), &[("SID", ".google.com")])[0];
    assert_eq!((sid.sign_in, sid.reason), (SignIn::No, Reason::YouSaidNotSignIn));
    let strange = explained(&said(&[(name("zqx"), Says::Tracking)]), &[("zqx", "a.example")])[0];
    assert!(strange.is_tracker(), "what nobody knows is cleared when the person says so");
}

#[test]
fn the_narrower_decides_and_of_equals_the_later() {
    let one = ("sid", "a.example.com");
    let sign_in = |all: &[(Covers, Says)]| explained(&said(all), &[one])[0].sign_in;
    let (narrow, named, whole) = (cookie(one.0, one.1), name("sid"), site("example.com"));
    for wide in [named.clone(), whole.clone()] {
        assert_eq!(sign_in(&[(narrow.clone(), Says::SignIn), (wide.clone(), Says::NotSignIn)]), SignIn::Yes);
        assert_eq!(sign_in(&[(wide, Says::NotSignIn), (narrow.clone(), Says::SignIn)]), SignIn::Yes);
    }
    assert_eq!(sign_in(&[(named.clone(), Says::SignIn), (whole.clone(), Says::NotSignIn)]), SignIn::No);
    assert_eq!(sign_in(&[(whole.clone(), Says::NotSignIn), (named.clone(), Says::SignIn)]), SignIn::Yes);
    // Axis by axis: a narrow answer about one does not silence a wide one about another.
    let all =
        [(narrow, Says::SignIn), (whole, Says::Purpose(Purpose::Functional)), (named, Says::NotTracking)];
    let verdict = explained(&said(&all), &[one])[0];
    assert_eq!(
        (verdict.sign_in, verdict.purpose, verdict.tracking),
        (SignIn::Yes, Purpose::Functional, Tracking::No)
    );
    assert_eq!(verdict.reason, Reason::YouSaidSignIn, "the most consequential answer is the reason");
    let by: Vec<i64> = said(&all).about(one.0, one.1).by().map(|id| id.0).collect();
    assert_eq!(by, [1, 3, 2], "each decides about its axis");
}

#[test]
fn what_a_person_said_is_not_refined_away_by_a_rows_shape() {
    let mut table = CookieTable::builder();
    let flags = Flags { http_only: true, secure: true, same_site: SameSite::None, ..Flags::default() };
    let size = ValueSize::exact(40);
    table.push(&NewCookie { host: b"a.example", name: b"zqx", flags, size, ..NewCookie::default() });
    let table = table.finish();
    let mut explained = Knowledge::built_in().explain(&table);
    let verdict = |explained: &Explained| explained.verdict(&table.rows()[0]);
    assert_eq!(verdict(&explained).sign_in, SignIn::Likely, "its shape is that of a sign-in");
    let mut hear = |says: Says| {
        explained.said = said(&[(name("zqx"), says)]).of_table(&table, &explained);
        verdict(&explained)
    };
    assert_eq!(hear(Says::NotSignIn).sign_in, SignIn::No);
    assert_eq!(hear(Says::Tracking).tracking, Tracking::CrossSite);
    assert_eq!(
        hear(Says::Company("Meta".to_owned())).sign_in,
        SignIn::Likely,
        "what was not said keeps its shape"
    );
    explained.said = Corrections::default().of_table(&table, &explained);
    assert_eq!(verdict(&explained).source, Source::Evidence, "taken back, it is as before");
}

#[test]
fn one_cookie_and_a_table_are_told_the_same() {
    let all = [
        (cookie("a", "x.example.com"), Says::SignIn),
        (name("a"), Says::NotTracking),
        (site("example.com"), Says::Tracking),
        (site("co.uk"), Says::Tracking),
    ];
    let corrections = said(&all);
    let cookies = [
        ("a", ".x.example.com"),
        ("a", "y.example.com"),
        ("b", "x.example.com"),
        ("b", "co.uk"),
        ("", ""),
        ("a", ""),
    ];
    let table = table(&cookies);
    let mut explained = Knowledge::built_in().explain(&table);
    explained.said = corrections.of_table(&table, &explained);
    for (cookie, (name, host)) in table.rows().iter().zip(cookies) {
        assert_eq!(explained.said(cookie.pair), corrections.about(name, host).said(), "{name} {host}");
    }
    assert!(explained.said.is_sorted_by_key(|(pair, _)| *pair), "looked up by halves");
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c.]{0,6}", "[a-b]\\.example\\.com", any::<String>()]
}

fn any_correction() -> impl Strategy<Value = (Covers, Says)> {
    let covers = (0..3_u8, any_text(), any_text()).prop_map(|(kind, one, other)| match kind {
        0 => cookie(&one, &other),
        1 => name(&one),
        _ => site(&one),
    });
    let says = prop::sample::select(vec![
        Says::SignIn,
        Says::NotSignIn,
        Says::Tracking,
        Says::NotTracking,
        Says::Purpose(Purpose::Functional),
        Says::Company("Google".to_owned()),
    ]);
    (covers, says)
}

proptest! {
    #[test]
    fn whatever_is_said_about_whatever_name_both_ways_agree(
        all in prop::collection::vec(any_correction(), 0..8),
        cookies in prop::collection::vec((any_text(), any_text()), 0..8),
    ) {
        let corrections = said(&all);
        let cookies: Vec<(&str, &str)> = cookies.iter().map(|(name, host)| (&**name, &**host)).collect();
        let table = table(&cookies);
        let mut explained = Knowledge::built_in().explain(&table);
        explained.said = corrections.of_table(&table, &explained);
        for (cookie, (name, host)) in table.rows().iter().zip(&cookies) {
            let told = corrections.about(name, host).said();
            prop_assert_eq!(explained.said(cookie.pair), told);
            let verdict = explained.verdict(cookie);
            prop_assert!(told.sign_in != Some(SignIn::Yes) || !verdict.is_tracker());
            prop_assert!(told.tracking != Some(Tracking::No) || !verdict.is_tracker());
        }
    }
}
