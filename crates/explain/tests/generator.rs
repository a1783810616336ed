//! What the generator refuses: patterns that would match strangers, and texts that are no patterns.

use crumbwise_model::{Purpose, Reason, SignIn, Tracking};

#[path = "../build/entry.rs"]
#[expect(dead_code, reason = "the generator uses the rest")]
mod entry;

use entry::{Entry, Meaning, Pattern, Scope, is_host};

fn rule(pattern: &str, domain: Option<&str>) -> Entry {
    let scopes: Vec<Scope> = domain.map(|domain| Scope::Domain(domain.to_owned())).into_iter().collect();
    Entry {
        pattern: Pattern::parse(pattern).expect("a pattern"),
        bound: !scopes.is_empty(),
        scopes,
        meaning: Meaning::of(Reason::AdvertisingId),
        file: "rules/test.toml".to_owned(),
        reference: String::new(),
        row: 0,
        examples: Vec::new(),
        counter_examples: Vec::new(),
    }
}

#[test]
fn short_wildcards_need_a_domain() {
    for pattern in ["P_*", "mp_*", "a*b", "*ad*"] {
        let refused = rule(pattern, None).check();
        assert!(
            refused.is_err_and(|why| why.contains("needs a domain")),
            "`{pattern}` would match strangers"
        );
        assert!(rule(pattern, Some("example.com")).check().is_ok(), "`{pattern}` is safe on its domain");
    }
    for pattern in ["_ga_*", "mp_*_mixpanel", "*csrf*", "_ga"] {
        assert!(rule(pattern, None).check().is_ok(), "`{pattern}` is long enough");
    }
}

#[test]
fn only_four_kinds_of_pattern_exist() {
    for (text, expected) in [
        ("a", Some(Pattern::Exact("a".into()))),
        ("a*", Some(Pattern::Affix("a".into(), String::new()))),
        ("a*b", Some(Pattern::Affix("a".into(), "b".into()))),
        ("*Ab*", Some(Pattern::Contains("ab".into()))),
        ("", None),
        ("*", None),
        ("**", None),
        ("*a", None),
        ("a*b*c", None),
    ] {
        assert_eq!(Pattern::parse(text).ok(), expected, "`{text}`");
    }
}

#[test]
fn what_a_site_needs_never_tracks_by_default() {
    for reason in Reason::ALL {
        let meaning = Meaning::of(reason);
        let needed = matches!(meaning.purpose, Purpose::Necessary | Purpose::Security | Purpose::Functional);
        assert!(!needed || meaning.tracking == Tracking::No, "{reason:?}");
        assert!(meaning.sign_in == SignIn::No || needed, "{reason:?}");
    }
}

#[test]
fn hosts_are_told_from_prose() {
    assert!(is_host("doubleclick.net") && is_host("a.b-c.example"));
    for text in ["", "localhost", "a..b", "ads-[account].adhese.com", "or 2o7.net", ".com"] {
        assert!(!is_host(text), "`{text}`");
    }
}

#[test]
fn the_guide_to_the_rules_says_what_each_reason_says() {
    let guide = include_str!("../rules/README.md");
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| `")).filter(|row| !row.contains(".toml"));
    let mut told = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [reasons, purpose, tracking, sign_in, ""] = cells.as_slice() else {
            panic!("the guide's table has another shape: {row}");
        };
        for word in reasons.trim_end_matches('`').split("`, `") {
            let reason = Reason::ALL.into_iter().find(|reason| reason.word() == word);
            let meaning = Meaning::of(reason.expect("a reason of the guide is one"));
            let says = [meaning.purpose.word(), meaning.tracking.word(), meaning.sign_in.word()];
            assert_eq!(says, [*purpose, *tracking, *sign_in], "`{word}` in rules/README.md");
            told.push(word.to_owned());
        }
    }
    let can_say = |reason: &Reason| Meaning::of(*reason).purpose != Purpose::Unclassified;
    let missing: Vec<_> = Reason::ALL.into_iter().filter(can_say).map(Reason::word).collect();
    let missing: Vec<_> = missing.into_iter().filter(|word| !told.iter().any(|one| one == word)).collect();
    assert!(missing.is_empty(), "rules/README.md leaves out {missing:?}");
}
