//! Names and hosts that no honest server sets: never a panic, never a vendor by accident.

use crumbwise_explain::Knowledge;
use crumbwise_model::{CookieTable, NewCookie, Purpose, Source, Tracking, Verdict};
use proptest::prelude::*;

/// Hosts that have no registrable domain, or none that anyone is known behind.
const NOBODY: [&str; 15] = [
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
    "xn--e1afmkfd.xn--p1ai",
    "a..b",
    "-.-",
    "\u{202e}moc.elgoog",
];

#[test]
fn hosts_without_a_domain_name_nobody() {
    for host in NOBODY {
        for name in ["", " ", "\0", "\u{202e}sid", "x", &"a".repeat(4096), "zzqqzz", "%00%0d%0a"] {
            let (verdict, _) = Knowledge::built_in().explain_one(name, host);
            assert_eq!(verdict.company, None, "`{name:.20}` at `{host}` is nobody's: {verdict:?}");
            assert_eq!(
                verdict.tracking,
                Tracking::No,
                "`{name:.20}` at `{host}` follows nobody: {verdict:?}"
            );
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
        assert_eq!(Knowledge::built_in().explain_one("x", host).1, site, "the site of `{host}`");
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
        let (verdict, _) = Knowledge::built_in().explain_one("IDE", host);
        assert_eq!(
            (verdict.purpose, verdict.company),
            (Purpose::Unclassified, None),
            "`{host}`: {verdict:?}"
        );
    }
}

#[test]
fn bytes_that_are_no_text_are_explained_as_unknown() {
    let mut table = CookieTable::builder();
    table.push(&NewCookie { host: &[0xff, b'.', b'x'], name: &[0xfe, 0x00], ..NewCookie::default() });
    table.push(&NewCookie { host: b".doubleclick.net", name: &[0xfe, 0x00], ..NewCookie::default() });
    table.push(&NewCookie { host: b"example.com", name: b"_ga", ..NewCookie::default() });
    let explained = Knowledge::built_in().explain(&table.finish());
    assert_eq!(explained.pairs.len(), 3);
    assert_eq!(explained.pairs[0].purpose, Purpose::Unclassified);
    assert_eq!(explained.pairs[2].purpose, Purpose::Analytics, "the rows beside it are still explained");
}

/// Every verdict can be traced: to the rule that gave it, or to nothing.
fn is_traceable(verdict: &Verdict) -> bool {
    match verdict.source {
        Source::OwnRule | Source::OpenCookieDatabase | Source::ThirdPartyWeb => {
            Knowledge::built_in().rule(verdict.source, verdict.rule).is_some()
        }
        Source::Nothing | Source::Person | Source::Evidence => {
            Knowledge::built_in().rule(verdict.source, verdict.rule).is_none()
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_explained(name in "\\PC{0,80}", host in "\\PC{0,80}") {
        let (verdict, site) = Knowledge::built_in().explain_one(&name, &host);
        prop_assert!(is_traceable(&verdict));
        prop_assert!(site.len() <= host.len() * 3);
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
        let explained = Knowledge::built_in().explain(&table);
        prop_assert_eq!(explained.pairs.len(), table.pairs().len());
        prop_assert_eq!(explained.hosts.len(), table.hosts().len());
        for cookie in table.rows() {
            prop_assert!(is_traceable(&explained.verdict(cookie)));
            let _ = explained.site(table.pair(cookie));
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
        let explained = Knowledge::built_in().explain(&table);
        for cookie in table.rows() {
            let (host, name) = (table.host(cookie).to_string(), table.name(cookie).to_string());
            let (verdict, site) = Knowledge::built_in().explain_one(&name, &host);
            prop_assert_eq!(explained.pairs[cookie.pair.0 as usize], verdict);
            prop_assert_eq!(explained.site(table.pair(cookie)).to_string(), site);
        }
    }

    #[test]
    fn random_hosts_and_names_match_no_vendor(name in "zq[b-z0-9]{6,20}q", host in "zq[b-df-hj-np-tv-xz]{8,16}q\\.example") {
        let (verdict, _) = Knowledge::built_in().explain_one(&name, &host);
        prop_assert_eq!((verdict.company, verdict.tracking), (None, Tracking::No));
    }
}
