//! What is kept and what goes, as a table to read and as rules that hold for any scan.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what a test builds for itself may fail the test"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use crumbwise_cleanup::{
    ClearReason, Decision, KeepReason, KeepRules, Options, Plan, Preset, Selection, plan,
};
use crumbwise_model::{
    Browser, BrowserId, CookieRef, CookieTable, Engine, Explained, Flags, Group, HostFacts, InUse, NewCookie,
    Part, Purpose, Reason, Said, Scan, ScannedStore, SignIn, SiteId, Source, Store, StoreKind, StoreState,
    StringsBuilder, Timestamp, Tracking, ValueSize, Verdict,
};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_unix_micros(1_790_000_000_000_000);

#[derive(Clone, Debug)]
struct Row {
    site: String,
    name: String,
    verdict: Verdict,
    said: Said,
    flags: Flags,
    expires: Timestamp,
}

fn row(site: &str, name: &str, verdict: Verdict) -> Row {
    Row {
        site: site.to_owned(),
        name: name.to_owned(),
        verdict,
        said: Said::default(),
        flags: Flags::default(),
        expires: Timestamp::NONE,
    }
}

fn store(kind: StoreKind, state: StoreState, in_use: InUse, rows: &[Row]) -> ScannedStore {
    let mut table = CookieTable::builder();
    for row in rows {
        table.push(&NewCookie {
            host: row.site.as_bytes(),
            name: row.name.as_bytes(),
            flags: row.flags,
            expires: row.expires,
            size: ValueSize::exact(4),
            ..NewCookie::default()
        });
    }
    let cookies = table.finish();
    // A host's site is the host itself here.
    let mut sites = StringsBuilder::default();
    let hosts = cookies
        .hosts()
        .iter()
        .map(|(_, host)| HostFacts { site: SiteId(sites.intern(host.0).0), company: None })
        .collect();
    let mut pairs = vec![Verdict::default(); cookies.pairs().len()];
    let mut said = BTreeMap::new();
    for (cookie, row) in cookies.rows().iter().zip(rows) {
        pairs[cookie.pair.0 as usize] = row.verdict;
        said.insert(cookie.pair, row.said);
    }
    let said = said.into_iter().collect();
    ScannedStore {
        store: Store {
            browser: Browser {
                id: BrowserId("firefox"),
                name: "Firefox",
                engine: Engine::Gecko,
                group: Group::Browser,
            },
            root: "/profile".into(),
            profile: "default".to_owned(),
            kind,
            part: Part::Sites,
            path: "/profile/store".into(),
            link: None,
            state,
            in_use,
            version: Some(17),
            bytes: 0,
            modified: Timestamp::NONE,
        },
        cookies,
        explained: Explained { sites: sites.finish(), hosts, pairs, said, ..Explained::default() },
        containers: Vec::new(),
    }
}

fn known(purpose: Purpose, tracking: Tracking, sign_in: SignIn) -> Verdict {
    Verdict { purpose, tracking, sign_in, source: Source::OwnRule, ..Verdict::default() }
}

fn family(site: &str) -> Option<&'static str> {
    matches!(site, "google.com" | "youtube.com" | "blogger.com").then_some("Google")
}

fn scan() -> Scan {
    use {Purpose as P, SignIn as S, Tracking as T};
    let http_only = Flags { http_only: true, ..Flags::default() };
    let old = Timestamp::from_unix_seconds(1_700_000_000);
    let database = [
        row("ads.example", "track", known(P::Advertising, T::CrossSite, S::No)),
        row("ads.example", "maybe", known(P::Advertising, T::Likely, S::No)),
        row("social.example", "signed_tracker", known(P::SocialMedia, T::CrossSite, S::Yes)),
        row("shop.example", "stats", known(P::Analytics, T::SingleSite, S::No)),
        row("shop.example", "session", known(P::Necessary, T::No, S::Yes)),
        row("forum.example", "looks", known(P::Necessary, T::No, S::Likely)),
        Row { flags: http_only, ..row("plain.example", "unknown_http_only", Verdict::default()) },
        row("plain.example", "unknown_session", Verdict { reason: Reason::SessionId, ..Verdict::default() }),
        row("plain.example", "unknown", Verdict::default()),
        row("google.com", "SID", known(P::Necessary, T::No, S::Yes)),
        row("youtube.com", "LOGIN", known(P::Necessary, T::No, S::Yes)),
        row("kept.example", "track", known(P::Advertising, T::CrossSite, S::No)),
        Row {
            flags: Flags { persistent: true, ..Flags::default() },
            expires: old,
            ..row("gone.example", "expired_session", known(P::Necessary, T::No, S::Yes))
        },
    ];
    let session = [
        row("ads.example", "track", known(P::Advertising, T::CrossSite, S::No)),
        row("bank.example", "session", known(P::Necessary, T::No, S::Yes)),
    ];
    let running = InUse::Yes { pid: Some(7), program: None };
    Scan {
        at: NOW,
        stores: vec![
            store(StoreKind::Database, StoreState::Read, InUse::No, &database),
            store(StoreKind::SessionStore, StoreState::Read, InUse::No, &session),
            store(StoreKind::Database, StoreState::Read, running, &database[..2]),
            store(StoreKind::Database, StoreState::Damaged, InUse::No, &database[..1]),
        ],
        ..Scan::default()
    }
}

fn planned(scan: &Scan, selection: &Selection, include_sign_ins: bool, keep: &[&str]) -> Plan {
    let keep = KeepRules { sites: keep.iter().map(|site| (*site).to_owned()).collect() };
    plan(scan, selection, &keep, Options { include_sign_ins, family: &family }, NOW)
}

fn shown(scan: &Scan, plan: &Plan) -> String {
    let mut text = format!("{}\n", plan.selection.word());
    for (at, store, cookie) in scan.iter() {
        let decision = plan.decision(at).unwrap();
        let verb = if decision.clears() { "clear" } else { "keep " };
        let (host, name) = (store.cookies.host(cookie), store.cookies.name(cookie));
        writeln!(text, "{} {verb} {:13} {host} {name}", at.store, decision.word()).unwrap();
    }
    writeln!(text, "{:#?}", plan.effects).unwrap();
    text
}

#[test]
fn presets_decide_as_described() {
    let scan = scan();
    for preset in Preset::ALL {
        for include_sign_ins in [false, true] {
            let plan = planned(&scan, &Selection::Preset(preset), include_sign_ins, &["kept.example"]);
            let with = if include_sign_ins { "_with_sign_ins" } else { "" };
            insta::assert_snapshot!(format!("{}{with}", preset.word()), shown(&scan, &plan));
        }
    }
}

#[test]
fn a_selection_clears_what_it_names_unless_its_site_is_kept() {
    let scan = scan();
    let all = |store, rows| (0..rows).map(move |row| CookieRef { store, row });
    let chosen: Vec<_> = all(0, 13).filter(|at| at.row >= 9).chain(all(1, 1)).chain(all(9, 1)).collect();
    let plan = planned(&scan, &Selection::Cookies(chosen), false, &["kept.example"]);
    insta::assert_snapshot!("selection", shown(&scan, &plan));
}

#[test]
fn presets_leave_alone_what_belongs_to_an_app_or_was_put_aside_and_a_choice_does_not() {
    let tracker = [row("ads.example", "track", known(Purpose::Advertising, Tracking::CrossSite, SignIn::No))];
    let made = || store(StoreKind::Database, StoreState::Read, InUse::No, &tracker);
    let mut scan = Scan { at: NOW, stores: vec![made(), made(), made(), made()], ..Scan::default() };
    scan.stores[1].store.browser.group = Group::App;
    scan.stores[2].store.part = Part::PutAside;
    scan.stores[3].store.browser.engine = Engine::Libsoup;
    let decisions = |selection: &Selection| {
        let plan = planned(&scan, selection, true, &[]);
        plan.decisions.iter().map(|rows| rows[0].word()).collect::<Vec<_>>()
    };
    for preset in Preset::ALL {
        let [browser, app, aside, libsoup] = decisions(&Selection::Preset(preset)).try_into().unwrap();
        assert!(!browser.contains("preset"), "{preset:?} clears the browser's own: {browser}");
        assert_eq!([app, aside], ["not_in_preset"; 2], "{preset:?}");
        assert_eq!(libsoup, "not_cleared", "{preset:?}: read only");
    }
    let all = (0..4).map(|store| CookieRef { store, row: 0 }).collect();
    assert_eq!(decisions(&Selection::Cookies(all)), ["chosen", "chosen", "chosen", "not_cleared"]);
}

#[test]
fn words_are_the_words_of_the_message_catalogue() {
    assert_eq!(Preset::from_word("trackers"), Some(Preset::Trackers));
    assert_eq!(Preset::from_word("nonsense"), None);
    assert_eq!(Decision::Clear(ClearReason::NotSignIn).word(), "not_sign_in");
    assert_eq!(Decision::Keep(KeepReason::NotCleared).word(), "not_cleared");
}

#[test]
fn what_a_person_says_decides_whatever_the_rules_say() {
    let tracker = known(Purpose::Advertising, Tracking::CrossSite, SignIn::No);
    let sign_in = known(Purpose::Necessary, Tracking::No, SignIn::Yes);
    let said = |said: Said, verdict: Verdict| Row { said, ..row("a.example", "x", verdict) };
    let yes = Said { sign_in: Some(SignIn::Yes), ..Said::default() };
    let no = Said { sign_in: Some(SignIn::No), ..Said::default() };
    let harmless = Said { tracking: Some(Tracking::No), ..Said::default() };
    let follows = Said { tracking: Some(Tracking::CrossSite), ..Said::default() };
    let hidden = |row: Row| Row { flags: Flags { http_only: true, ..Flags::default() }, ..row };
    let cases = [
        (said(Said::default(), tracker), "tracker", "not_sign_in"),
        (said(yes, tracker), "sign_in", "sign_in"),
        (said(harmless, tracker), "not_in_preset", "not_sign_in"),
        (said(follows, Verdict::default()), "tracker", "not_sign_in"),
        (said(follows, sign_in), "sign_in", "sign_in"),
        (said(no, sign_in), "not_in_preset", "not_sign_in"),
        (hidden(said(Said::default(), Verdict::default())), "not_in_preset", "maybe_sign_in"),
        (hidden(said(no, Verdict::default())), "not_in_preset", "not_sign_in"),
    ];
    for (row, trackers, but_sign_ins) in cases {
        let shown = format!("{row:?}");
        let stores = vec![store(StoreKind::Database, StoreState::Read, InUse::No, &[row])];
        let scan = Scan { at: NOW, stores, ..Scan::default() };
        let options = Options { include_sign_ins: false, family: &family };
        let told = |preset| {
            let plan = plan(&scan, &Selection::Preset(preset), &KeepRules::default(), options, NOW);
            plan.decisions[0][0].word()
        };
        assert_eq!(told(Preset::Trackers), trackers, "{shown}");
        assert_eq!(told(Preset::EverythingButSignIns), but_sign_ins, "{shown}");
    }
}

fn any_row() -> impl Strategy<Value = Row> {
    let purposes = prop::sample::select(Purpose::ALL.to_vec());
    let tracking =
        prop::sample::select(vec![Tracking::No, Tracking::SingleSite, Tracking::Likely, Tracking::CrossSite]);
    let sign_ins = prop::sample::select(vec![SignIn::No, SignIn::Likely, SignIn::Yes]);
    let reasons = prop::sample::select(Reason::ALL.to_vec());
    let facts = (purposes, tracking, sign_ins, reasons, any::<bool>(), any::<bool>());
    ("[a-e]\\.example", "[a-z]{1,3}", facts, any_said()).prop_map(
        |(site, name, (purpose, tracking, sign_in, reason, http_only, secure), said)| Row {
            said,
            verdict: Verdict { purpose, tracking, sign_in, reason, ..Verdict::default() },
            flags: Flags { http_only, secure, ..Flags::default() },
            ..row(&site, &name, Verdict::default())
        },
    )
}

/// Mostly nothing; else one answer or several.
fn any_said() -> impl Strategy<Value = Said> {
    let purpose = prop::option::weighted(0.2, prop::sample::select(Purpose::ALL.to_vec()));
    let tracking = prop::option::weighted(0.2, prop::sample::select(vec![Tracking::No, Tracking::CrossSite]));
    let sign_in = prop::option::weighted(0.2, prop::sample::select(vec![SignIn::No, SignIn::Yes]));
    (purpose, tracking, sign_in).prop_map(|(purpose, tracking, sign_in)| Said {
        purpose,
        tracking,
        sign_in,
        company: None,
    })
}

fn any_store() -> impl Strategy<Value = ScannedStore> {
    let kinds =
        prop::sample::select(vec![StoreKind::Database, StoreKind::SessionStore, StoreKind::BinaryCookies]);
    let states = prop::sample::select(vec![StoreState::Read, StoreState::Read, StoreState::Damaged]);
    let running = prop::sample::select(vec![InUse::No, InUse::Yes { pid: None, program: None }]);
    (kinds, states, running, prop::collection::vec(any_row(), 0..20))
        .prop_map(|(kind, state, in_use, rows)| store(kind, state, in_use, &rows))
}

fn any_selection() -> impl Strategy<Value = Selection> {
    let cookie = (0_u32..4, 0_u32..20).prop_map(|(store, row)| CookieRef { store, row });
    prop_oneof![
        prop::sample::select(Preset::ALL.to_vec()).prop_map(Selection::Preset),
        prop::collection::vec(cookie, 0..30).prop_map(Selection::Cookies),
    ]
}

proptest! {
    #[test]
    fn every_plan_keeps_its_promises(
        stores in prop::collection::vec(any_store(), 0..4),
        selection in any_selection(),
        include_sign_ins in any::<bool>(),
        kept in prop::collection::btree_set("[a-e]\\.example", 0..3),
    ) {
        let scan = Scan { at: NOW, stores, ..Scan::default() };
        let keep = KeepRules { sites: kept.clone() };
        let options = Options { include_sign_ins, family: &family };
        let plan = plan(&scan, &selection, &keep, options, NOW);

        let shape: Vec<usize> = plan.decisions.iter().map(Vec::len).collect();
        let expected: Vec<usize> = scan.stores.iter().map(|store| store.cookies.rows().len()).collect();
        prop_assert_eq!(shape, expected, "a decision for every row");

        let mut cleared = 0;
        let mut signed_out = BTreeSet::new();
        for (at, store, cookie) in scan.iter() {
            if !plan.decision(at).unwrap().clears() {
                continue;
            }
            cleared += 1;
            let site = store.explained.site(store.pair(cookie)).to_string();
            let verdict = store.verdict(cookie);
            prop_assert!(!kept.contains(&site), "a kept site is never cleared");
            prop_assert_eq!(store.store.kind, StoreKind::Database, "only databases are cleared");
            prop_assert_eq!(store.store.state, StoreState::Read, "only what was read is cleared");
            if verdict.sign_in != SignIn::No {
                signed_out.insert(site);
            }
            if include_sign_ins {
                continue;
            }
            let said = store.explained.said(cookie.pair);
            if let Selection::Preset(Preset::Trackers | Preset::EverythingButSignIns) = &selection {
                prop_assert_ne!(said.sign_in, Some(SignIn::Yes), "what the person calls a sign-in stays");
            }
            if selection == Selection::Preset(Preset::Trackers) {
                prop_assert_ne!(said.tracking, Some(Tracking::No), "what the person calls harmless stays");
            }
            match &selection {
                Selection::Preset(Preset::Trackers) => prop_assert!(verdict.is_tracker()),
                Selection::Preset(Preset::EverythingButSignIns) => prop_assert_eq!(verdict.sign_in, SignIn::No),
                Selection::Preset(Preset::Everything) => {}
                Selection::Cookies(chosen) => prop_assert!(chosen.contains(&at)),
            }
        }
        prop_assert_eq!(plan.effects.clear, cleared, "the number shown is the number cleared");
        prop_assert!(plan.effects.clear_in_use <= plan.effects.clear);
        let told: BTreeSet<String> =
            plan.effects.signs_out.iter().flat_map(|out| out.sites.iter().cloned()).collect();
        prop_assert_eq!(told, signed_out.clone(), "every site signed out of is told");
        prop_assert!(plan.effects.stays_signed_in.iter().all(|site| !signed_out.contains(site)));
    }
}
