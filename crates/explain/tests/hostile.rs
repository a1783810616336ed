//! Names and hosts that no honest server sets: never a panic, never a vendor by accident, whatever table speaks.

use std::{fs, path::Path, sync::LazyLock};

use crumbwise_explain::Knowledge;
use crumbwise_model::{CookieTable, NewCookie, Purpose, Source, Tracking, Verdict};
use proptest::prelude::*;

/// Hosts that have no registrable domain, or none that anyone is known behind.
const NOBODY: [&str; 18] = [
    "",
    ".",
    "..",
    "localhost",
    ".localhost",
    "127.0.0.1",
    "10.0.0.1",
    "[::1]",
    "::1",
    "com",
    "co.uk",
    // These are listed by mistake, or for what is below them.
    "net.pl",
    ".de.com",
    "blogspot.com",
    "xn--e1afmkfd.xn--p1ai",
    "a..b",
    "-.-",
    "\u{202e}moc.elgoog",
];

/// The table that is compiled in, a newer edition of it and a very small one, both brought as bytes.
static TABLES: LazyLock<[&Knowledge<'static>; 3]> = LazyLock::new(|| {
    let built_in = Knowledge::built_in();
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/knowledge/small");
    let small = Knowledge::keep(fs::read(small).expect("the seed of the fuzz target"));
    [built_in, newer(built_in), small.expect("a table")]
});

/// The table with a later day in every place of its day, as somebody would bring it.
fn newer(table: &Knowledge<'_>) -> &'static Knowledge<'static> {
    let day = table.date().as_bytes();
    let mut bytes = table.bytes().to_vec();
    while let Some(at) = bytes.windows(day.len()).position(|window| window == day) {
        bytes.splice(at..at + day.len(), *b"2031-05-06");
    }
    let sum = crc32fast::hash(bytes.split_at(16).1);
    bytes.splice(12..16, sum.to_le_bytes());
    let newer = Knowledge::keep(bytes).expect("a table");
    assert_eq!((newer.date(), newer.check(table)), ("2031-05-06", Ok(())));
    newer
}

/// Nobody's, and it follows nobody.
fn is_nobodys(verdict: &Verdict) -> bool {
    verdict.company.is_none() && verdict.tracking == Tracking::No
}

#[test]
fn hosts_without_a_domain_name_nobody() {
    for table in *TABLES {
        for host in NOBODY {
            for name in ["", " ", "\0", "\u{202e}sid", "x", &"a".repeat(4096), "zzqqzz", "%00%0d%0a"] {
                let (verdict, _) = table.explain_one(name, host);
                assert!(is_nobodys(&verdict), "`{name:.20}` at `{host}`: {verdict:?}");
            }
            // Names that mean something, and only where they belong.
            for name in ["IDE", "SID", "li_at", "c_user", "zed_sid"] {
                let (verdict, _) = table.explain_one(name, host);
                assert_eq!(verdict.company, None, "`{name}` at `{host}`: {verdict:?}");
            }
        }
    }
}

#[test]
fn addresses_and_public_suffixes_are_their_own_site() {
    for (host, site) in [
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("localhost", "localhost"),
        (".co.uk", "co.uk"),
        ("github.io", "github.io"),
        ("me.github.io", "me.github.io"),
        (".www.Example.COM.", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("", ""),
    ] {
        for table in *TABLES {
            assert_eq!(table.explain_one("x", host).1, site, "the site of `{host}`");
        }
    }
}

#[test]
fn a_domain_is_not_its_lookalike() {
    for host in [
        "notdoubleclick.net",
        "doubleclick.net.example.com",
        "doubleclick.net.evil",
        "xdoubleclick.net",
        "doubleclick.ne",
    ] {
        for table in *TABLES {
            let (verdict, _) = table.explain_one("IDE", host);
            let told = (verdict.purpose, verdict.company);
            assert_eq!(told, (Purpose::Unclassified, None), "`{host}`: {verdict:?}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_explained_as_unknown() {
    let mut table = CookieTable::builder();
    table.push(&NewCookie { host: &[0xff, b'.', b'x'], name: &[0xfe, 0x00], ..NewCookie::default() });
    table.push(&NewCookie { host: b".doubleclick.net", name: &[0xfe, 0x00], ..NewCookie::default() });
    table.push(&NewCookie { host: b"example.com", name: b"_ga", ..NewCookie::default() });
    let table = table.finish();
    for knowledge in *TABLES {
        let explained = knowledge.explain(&table);
        assert_eq!(explained.pairs.len(), 3);
        assert_eq!(explained.pairs[0].purpose, Purpose::Unclassified);
        let knows = knowledge.explain_one("_ga", "example.com").0;
        assert_eq!(explained.pairs[2], knows, "the rows beside it are still explained");
    }
    assert_eq!(Knowledge::built_in().explain(&table).pairs[2].purpose, Purpose::Analytics);
}

/// Every verdict can be traced: to the rule that gave it, or to nothing.
fn is_traceable(knowledge: &Knowledge<'_>, verdict: &Verdict) -> bool {
    let rule = knowledge.rule(verdict.source, verdict.rule);
    match verdict.source {
        Source::OwnRule | Source::OpenCookieDatabase | Source::ThirdPartyWeb => rule.is_some(),
        Source::Nothing | Source::Person | Source::Evidence => rule.is_none(),
    }
}

/// Names that nobody gives: random ones up to 4 KB, with and without what no header carries. Their digits stand
/// together, since three letters between digits may be a word by chance (`dsp`).
fn strange_name() -> impl Strategy<Value = String> {
    let written = "zq[b-df-hj-np-tv-xz]{6,20}[0-9]{0,8}q";
    prop_oneof![
        written,
        "(zq[b-df-hj-np-tv-xz]{50}[0-9]{10}q){65}",
        (written, "[\\x00-\\x1f\\x7f\u{80}-\u{9f}\u{200b}\u{202e}]{1,8}")
            .prop_map(|(name, control)| format!("{control}{name}{control}")),
    ]
}

/// Hosts behind which nobody stands: addresses, `localhost`, public suffixes, punycode, unknown names.
fn strange_host() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<std::net::Ipv4Addr>().prop_map(|address| address.to_string()),
        any::<std::net::Ipv6Addr>().prop_map(|address| format!("[{address}]")),
        any::<std::net::Ipv6Addr>().prop_map(|address| address.to_string()),
        "[.]?(localhost|com|co[.]uk|net[.]pl|github[.]io|cloudfront[.]net|xn--p1ai)[.]?",
        "[.]?xn--zq[a-z0-9]{6,20}[.](example|xn--p1ai|xn--fiqs8s)",
        "zq[b-df-hj-np-tv-xz]{8,16}q[.]example",
    ]
}

proptest! {
    #[test]
    fn any_text_is_explained(name in "\\PC{0,80}", host in "\\PC{0,80}") {
        for table in *TABLES {
            let (verdict, site) = table.explain_one(&name, &host);
            prop_assert!(is_traceable(table, &verdict));
            prop_assert!(site.len() <= host.len() * 3);
        }
    }

    #[test]
    fn any_bytes_are_explained(
        rows in proptest::collection::vec((any::<Vec<u8>>(), any::<Vec<u8>>()), 0..20)
    ) {
        let mut table = CookieTable::builder();
        for (host, name) in &rows {
            table.push(&NewCookie { host, name, ..NewCookie::default() });
        }
        let table = table.finish();
        for knowledge in *TABLES {
            let explained = knowledge.explain(&table);
            prop_assert_eq!(explained.pairs.len(), table.pairs().len());
            prop_assert_eq!(explained.hosts.len(), table.hosts().len());
            for cookie in table.rows() {
                prop_assert!(is_traceable(knowledge, &explained.verdict(cookie)));
                let _ = explained.site(table.pair(cookie));
            }
        }
    }

    #[test]
    fn a_table_says_what_one_by_one_says(
        names in proptest::collection::vec("[_a-zA-Z]{1,12}", 1..12),
        hosts in proptest::collection::vec("[.]?([a-z]{1,8}[.]){1,3}(com|net|co[.]uk|io)", 1..6),
    ) {
        let mut table = CookieTable::builder();
        for host in &hosts {
            for name in names.iter().map(String::as_str).chain(["IDE", "_ga", "sid"]) {
                table.push(&NewCookie { host: host.as_bytes(), name: name.as_bytes(), ..NewCookie::default() });
            }
        }
        let table = table.finish();
        for knowledge in *TABLES {
            let explained = knowledge.explain(&table);
            for cookie in table.rows() {
                let (host, name) = (table.host(cookie).to_string(), table.name(cookie).to_string());
                let (verdict, site) = knowledge.explain_one(&name, &host);
                prop_assert_eq!(explained.pairs[cookie.pair.0 as usize], verdict);
                prop_assert_eq!(explained.site(table.pair(cookie)).to_string(), site);
            }
        }
    }

    #[test]
    fn strange_names_and_hosts_match_no_vendor(name in strange_name(), host in strange_host()) {
        for table in *TABLES {
            let (verdict, _) = table.explain_one(&name, &host);
            prop_assert!(is_nobodys(&verdict), "{verdict:?}");
        }
    }
}
