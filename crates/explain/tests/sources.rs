//! What stands behind the verdicts: companies, families, rules and their origins.

use crumbwise_explain::{Knowledge, suffix_list};
use crumbwise_model::{CompanyId, RuleId, Source};

#[test]
fn every_verdict_leads_to_its_file_and_licence() {
    for (name, host, source, file, licence) in [
        ("_ga", "example.com", Source::OwnRule, "rules/companies/google.toml", "MIT OR Apache-2.0"),
        ("zz", ".adnxs.com", Source::OwnRule, "rules/companies/xandr.toml", "MIT OR Apache-2.0"),
        ("zz", ".github.com", Source::OwnRule, "rules/companies/github.toml", "MIT OR Apache-2.0"),
        (
            "BLUEID",
            ".getblue.io",
            Source::OpenCookieDatabase,
            "@slashgear/gdpr-cookie-scanner/dist/data/open-cookie-database.json",
            "Apache-2.0",
        ),
        ("zz", ".smaato.net", Source::ThirdPartyWeb, "third-party-web/dist/entities-nostats.json", "MIT"),
    ] {
        let (verdict, _) = Knowledge::built_in().explain_one(name, host);
        assert_eq!(verdict.source, source, "`{name}` at `{host}`: {verdict:?}");
        let info = Knowledge::built_in()
            .rule(verdict.source, verdict.rule)
            .expect("a source that decided has a rule");
        assert_eq!((info.file, info.licence), (file, licence));
        assert!(!info.pattern.is_empty());
    }
    assert_eq!(Knowledge::built_in().rule(Source::Nothing, RuleId(0)), None);
    assert_eq!(
        Knowledge::built_in().rule(Source::OwnRule, RuleId(u16::MAX)),
        None,
        "a number out of range is no rule"
    );
}

#[test]
fn companies_are_named_once_and_keep_their_owner() {
    let mut names: Vec<String> =
        Knowledge::built_in().companies().map(|(_, company)| company.name.to_lowercase()).collect();
    assert!(names.len() > 1_500, "third-party-web names more companies than {}", names.len());
    names.sort();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "a company in several sources is one company");
    let (verdict, _) = Knowledge::built_in().explain_one("uuid2", ".adnxs.com");
    let xandr = verdict.company.map(|id| Knowledge::built_in().company(id)).expect("Xandr");
    assert_eq!((xandr.name, xandr.parent), ("Xandr", "Microsoft"));
    let spellings: Vec<_> = [("fr", ".facebook.com"), ("zz", ".fbcdn.net"), ("_fbp", "example.com")]
        .map(|(name, host)| Knowledge::built_in().explain_one(name, host).0.company)
        .into();
    assert!(
        spellings.iter().all(|id| id.is_some_and(|id| Knowledge::built_in().company(id).name == "Meta")),
        "{spellings:?}"
    );
    assert_eq!(Knowledge::built_in().company(CompanyId(u16::MAX)).name, "");
}

#[test]
fn families_share_a_sign_in() {
    for (site, family) in [
        ("google.com", Some("Google")),
        ("google.co.uk", Some("Google")),
        ("youtube.com", Some("Google")),
        ("live.com", Some("Microsoft")),
        ("microsoftonline.com", Some("Microsoft")),
        ("bing.com", Some("Microsoft")),
        ("icloud.com", Some("Apple")),
        ("instagram.com", Some("Meta")),
        ("amazon.de", Some("Amazon")),
        ("aol.com", Some("Yahoo")),
        ("example.com", None),
        ("www.google.com", None),
        ("", None),
    ] {
        assert_eq!(Knowledge::built_in().sign_in_family(site), family, "the family of `{site}`");
    }
}

#[test]
fn families_list_registrable_domains() {
    let text = include_str!("../rules/families.toml");
    let sites: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("    "))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .collect();
    assert!(sites.len() > 200, "the families lost sites: {}", sites.len());
    for site in sites {
        assert_eq!(
            Knowledge::built_in().explain_one("x", &format!("a.{site}")).1,
            site,
            "`{site}` is not a registrable domain"
        );
        assert!(Knowledge::built_in().sign_in_family(site).is_some(), "`{site}` was not compiled in");
    }
}

#[test]
fn the_knowledge_names_version_and_size() {
    let lock = include_str!("../knowledge/package.json");
    for info in Knowledge::built_in().sources() {
        assert!(info.entries > 500, "{} shrank to {}", info.name, info.entries);
        let pinned = lock.contains(&format!("\"{}\"", info.version));
        assert!(
            pinned || info.source == Source::OwnRule,
            "{} {} is not the version pinned",
            info.name,
            info.version
        );
    }
}

#[test]
fn the_suffix_list_named_is_the_one_compiled_in() {
    let lock = include_str!("../../../Cargo.lock");
    let pinned = format!("name = \"psl\"\nversion = \"{}\"", suffix_list().version);
    assert!(lock.contains(&pinned), "psl {} is not the version pinned", suffix_list().version);
}
