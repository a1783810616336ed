//! A table of a few rules of each kind, written by the generator: what the fuzz target of the reader grows from.

use std::{fs, path::Path};

use crumbwise_explain::Knowledge;
use crumbwise_model::{Category, Purpose, Reason, SignIn, Source, Tracking};

#[path = "../build/companies.rs"]
mod companies;
#[path = "../build/domains.rs"]
#[expect(dead_code, reason = "the data set is not read here")]
mod domains;
#[path = "../build/emit.rs"]
mod emit;
#[path = "../build/entry.rs"]
mod entry;
#[path = "../build/files.rs"]
mod files;
#[path = "../build/rules.rs"]
mod rules;
#[path = "../build/sources.rs"]
#[expect(dead_code, reason = "the sources of the whole table are not read here")]
mod sources;

use entry::{Entry, Meaning, Pattern, Scope};

/// A company, a domain of its own, and a whole name, two beginnings of which one continues the other, an end and a part.
const COMPANY: &str = r#"
name = "Zed Ads"
parent = "Zed"
category = "advertising"
homepage = "https://zed.example"
reference = "https://zed.example/cookies"
domains = ["zed.example"]
[[domain]]
domains = ["ads.zed.example"]
reason = "advertising_id"
[[rule]]
names = ["zed_sid"]
reason = "sign_in"
families = ["Zed"]
examples = ["zed_sid zedmail.example"]
not = ["zed_sid other.example"]
[[rule]]
names = ["zedvisit*", "zedvisitor_*", "*zedtrack*"]
reason = "advertising_id"
examples = ["zedvisitor_1 shop.example"]
"#;

/// A name of nobody.
const COMMON: &str = r#"
[[rule]]
names = ["z*_on"]
domains = ["zed.example"]
reason = "consent"
reference = "https://zed.example/cookies"
examples = ["z_on www.zed.example"]
"#;

const FAMILIES: &str = r#"
[[family]]
name = "Zed"
sites = ["zed.example", "zedmail.example"]
"#;

fn small() -> Result<Vec<u8>, String> {
    let folder = tempfile::tempdir().expect("a folder of one's own");
    for part in ["companies", "common"] {
        fs::create_dir(folder.path().join(part)).expect("a folder of one's own");
    }
    for (name, text) in [
        ("companies/zed-ads.toml", COMPANY),
        ("common/consent.toml", COMMON),
        ("families.toml", FAMILIES),
        ("site-operators.toml", "site_operators = []"),
    ] {
        fs::write(folder.path().join(name), text).expect("a file of one's own");
    }
    let files = files::Files::read(folder.path())?;
    let mut companies = companies::Companies::of(&files)?;
    let own = rules::read(&files, &companies)?;
    let by_host = companies.named("Zed Hosts", Category::Analytics, "")?;
    let measuring = |company| Meaning { company, ..Meaning::of(Reason::AnalyticsId) };
    let listed = |pattern: &str, scopes: Vec<Scope>| -> Result<Entry, String> {
        Ok(Entry {
            pattern: Pattern::parse(pattern)?,
            scopes,
            bound: false,
            meaning: measuring(None),
            file: "listed.json".to_owned(),
            reference: "Zed".to_owned(),
            row: 0,
            examples: Vec::new(),
            counter_examples: Vec::new(),
        })
    };
    let listed = vec![
        listed("zedlisted", vec![Scope::Domain("zed.example".to_owned())])?,
        listed("zedlisted_*", Vec::new())?,
    ];
    let domain = |host: &str, wildcard| domains::Domain {
        host: host.to_owned(),
        wildcard,
        meaning: measuring(by_host),
    };
    let domains = vec![domain("hosts.example", true), domain("one.hosts.example", false)];
    let source = |name| {
        let told = format!("name = '{name}'\nversion = '1'\ndate = '2026-01-02'\nlicence = 'MIT'");
        toml::from_str(&told).map_err(|error| error.to_string())
    };
    let sources = ["rules", "listed", "hosts"].map(source).into_iter().collect::<Result<_, _>>()?;
    emit::emit(&emit::Knowledge { sources, companies, own, listed, domains })
}

#[test]
fn the_seed_of_the_fuzz_target_is_a_table_of_this_format() {
    let written = small().expect("the rules are right");
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/knowledge/small");
    let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join("small");
    fs::write(&new, &written).expect("a file of one's own");
    let kept = fs::read(&seed).unwrap_or_default();
    assert!(kept == written, "hint: the format is another, so copy `{}` over the seed", new.display());
}

#[test]
fn a_small_table_speaks_by_every_kind_of_rule() {
    let written = small().expect("the rules are right");
    let small = Knowledge::read(&written).expect("the generator wrote it");
    let told = |name: &str, host: &str| {
        let (verdict, _) = small.explain_one(name, host);
        (verdict.source, verdict.purpose, verdict.tracking, verdict.sign_in)
    };
    let (no, crossing) = (SignIn::No, Tracking::CrossSite);
    let tracker = (Source::OwnRule, Purpose::Advertising, crossing, no);
    for name in ["zedvisit", "zedvisitor_7", "my_ZedTrack_id"] {
        assert_eq!(told(name, "shop.example"), tracker, "{name}");
    }
    assert_eq!(told("anything", "eu.ads.zed.example"), tracker);
    let sign_in = (Source::OwnRule, Purpose::Necessary, Tracking::No, SignIn::Yes);
    assert_eq!(told("zed_sid", ".zed.example"), sign_in);
    assert_eq!(told("z_b_on", "zed.example"), (Source::OwnRule, Purpose::Necessary, Tracking::No, no));
    let listed = (Source::OpenCookieDatabase, Purpose::Analytics, Tracking::SingleSite, no);
    assert_eq!(told("zedlisted_2", "shop.example"), listed);
    let by_host = (Source::ThirdPartyWeb, Purpose::Analytics, Tracking::SingleSite, no);
    assert_eq!(told("zz", "deep.hosts.example"), by_host);
    assert_eq!(small.sign_in_family("zedmail.example"), Some("Zed"));
}
