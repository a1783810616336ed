//! Firefox's session store.

use std::fs;

use crumbwise_model::{Lifetime, ProblemKind, SameSite, Scheme, StoreKind, StoreState};
use crumbwise_stores::{Roots, find};

use crate::made::{Place, SECRET, kinds, listed, packed};

fn session(cookies: &str) -> Vec<u8> {
    format!(r#"{{"version":["sessionrestore",1],"windows":[],"cookies":{cookies}}}"#).into_bytes()
}

#[test]
fn session_cookies_are_read_with_their_defaults() {
    let place = Place::new();
    let json = session(&format!(
        r#"[{{"host":"shop.example","value":"{SECRET}","name":"cart","path":"/","secure":true,"httponly":true,
             "originAttributes":{{"firstPartyDomain":"","geckoViewSessionContextId":"","inIsolatedMozBrowser":false,
             "partitionKey":"(https,news.example)","privateBrowsingId":0,"userContextId":3}},
             "sameSite":256,"schemeMap":2}},
            {{"host":".plain.example","value":""}}]"#
    ));
    let path = place.write("sessionstore.jsonlz4", packed(&json));
    let reading = place.read(&path);
    assert_eq!((reading.store.kind, reading.store.state), (StoreKind::SessionStore, StoreState::Read));
    assert_eq!(kinds(&reading), []);
    let cookies = &reading.cookies;
    assert_eq!(listed(cookies), ["shop.example cart", ".plain.example "]);
    let [full, bare] = cookies.rows() else { panic!() };
    assert_eq!((full.row, bare.row), (0, 1), "a row is a position");
    assert!(full.flags.secure && full.flags.http_only && full.flags.partitioned);
    assert_eq!((full.flags.same_site, full.flags.scheme), (SameSite::Unspecified, Scheme::Secure));
    assert_eq!(
        cookies.partition(full).to_string(),
        "^userContextId=3&partitionKey=%28https%2Cnews.example%29"
    );
    assert_eq!((full.size.min as usize, full.size.max as usize), (SECRET.len(), SECRET.len()));
    assert_eq!((bare.size.max, bare.flags.partitioned), (0, false));
    assert_eq!(bare.flags.same_site, SameSite::None, "what is not written is 0");
    assert_eq!([full.lifetime(), bare.lifetime()], [Lifetime::Session; 2]);
    assert!(!full.created.is_some() && !full.expires.is_some());
}

#[test]
fn what_serde_s_tree_would_refuse_elsewhere_does_no_harm() {
    let place = Place::new();
    let tabs = format!(
        r#"{{"windows":[{{"tabs":"\ud83d","n":123456789012345678901234,"deep":{}{},"form":"{}"}}],
            "cookies":[{{"host":"a.test","name":"\ud83d","value":"\"\u00e9\ud800"}}]}}"#,
        "[".repeat(5_000),
        "]".repeat(5_000),
        "x".repeat(3 << 20)
    );
    let path = place.write("sessionstore.jsonlz4", packed(tabs.as_bytes()));
    let reading = place.read(&path);
    assert_eq!(kinds(&reading), [], "lone surrogates, 24 digits and deep nesting in a tab");
    assert_eq!(reading.cookies.rows().len(), 1);
    assert_eq!(reading.cookies.rows()[0].size.max, 6, "a quote, two bytes of é and three of the surrogate");
}

#[test]
fn one_broken_cookie_leaves_the_others() {
    let place = Place::new();
    let json = session(
        r#"[{"host":"a.test","name":"x","value":"1"}, 7, {"name":"hostless","value":""}, null,
        {"host":"b.test","name":"y","value":"1"}]"#,
    );
    let path = place.write("recovery.jsonlz4", packed(&json));
    let reading = place.read(&path);
    assert_eq!(listed(&reading.cookies), ["a.test x", "b.test y"]);
    assert_eq!(reading.cookies.rows()[1].row, 4, "positions count what was left out");
    assert_eq!(kinds(&reading), [ProblemKind::BadRows]);
    assert!(reading.problems[0].detail.starts_with('3'), "{}", reading.problems[0].detail);
}

#[test]
fn a_file_without_cookies_holds_none() {
    let place = Place::new();
    let path = place.write("sessionstore.jsonlz4", packed(br#"{"windows":[]}"#));
    let reading = place.read(&path);
    assert_eq!((reading.store.state, reading.cookies.rows().len()), (StoreState::Read, 0));
}

#[test]
fn lies_and_cuts_are_damage() {
    let whole = packed(&session(r#"[{"host":"a.test","value":"1"}]"#));
    let mut four_gib = whole.clone();
    four_gib[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut too_short = whole.clone();
    too_short[8..12].copy_from_slice(&3_u32.to_le_bytes());
    let cut = whole[..whole.len() - 9].to_vec();
    let no_json = packed(b"{\"cookies\": [");
    let cases = [
        (four_gib, ProblemKind::Damaged),
        (too_short, ProblemKind::Damaged),
        (cut, ProblemKind::Damaged),
        (no_json, ProblemKind::Damaged),
        (whole[..10].to_vec(), ProblemKind::NotADatabase),
    ];
    for (number, (content, expected)) in cases.into_iter().enumerate() {
        let place = Place::new();
        let path = place.write("sessionstore.jsonlz4", content);
        let reading = place.read(&path);
        assert_eq!(kinds(&reading), [expected], "case {number}");
        assert_eq!(
            (reading.store.state, reading.cookies.rows().len()),
            (StoreState::Damaged, 0),
            "case {number}"
        );
    }
}

#[test]
fn literal_only_and_overlapping_blocks_are_both_lz4() {
    let place = Place::new();
    let json = br#"{"cookies":[]}"#;
    let mut literal = b"mozLz40\0".to_vec();
    literal.extend(u32::try_from(json.len()).unwrap().to_le_bytes());
    literal.push(u8::try_from(json.len()).unwrap() << 4);
    literal.extend(json);
    assert_eq!(place.read(&place.write("literal.jsonlz4", literal)).store.state, StoreState::Read);
    let long = session(&format!(r#"[{{"host":"a.test","name":"{}","value":""}}]"#, "a".repeat(5000)));
    let reading = place.read(&place.write("overlap.jsonlz4", packed(&long)));
    assert_eq!(reading.cookies.names().iter().next().unwrap().1.0.len(), 5000);
}

#[test]
fn the_file_firefox_would_restore_from_counts_and_the_others_are_left_over() {
    let place = Place::new();
    let home = place.path("home");
    let profile = "home/.mozilla/firefox/x.default";
    let file = |name: &str| packed(&session(&format!(r#"[{{"host":"{name}.test","value":""}}]"#)));
    let order = [
        "sessionstore-backups/upgrade.jsonlz4-20260101000000",
        "sessionstore-backups/upgrade.jsonlz4-20260901000000",
        "sessionstore-backups/previous.jsonlz4",
        "sessionstore-backups/recovery.baklz4",
        "sessionstore-backups/recovery.jsonlz4",
        "sessionstore.jsonlz4",
    ];
    place.write(
        "home/.mozilla/firefox/profiles.ini",
        "[Profile0]\nName=default\nIsRelative=1\nPath=x.default\n",
    );
    let mut written = 0;
    for name in order {
        place.write(&format!("{profile}/{name}"), file("any"));
        let (installs, problems) = find(&Roots::confined(home.clone()));
        assert_eq!(problems, []);
        let stores = &installs[0].profiles[0].stores;
        let (live, left_over): (Vec<_>, Vec<_>) = stores.iter().partition(|store| !store.is_left_over());
        assert_eq!(live.len(), 1, "one session store a profile counts");
        assert!(live[0].path.ends_with(name), "{} is there, {} was taken", name, live[0].path.display());
        assert!(live[0].root.ends_with("x.default"), "its lock is the profile's");
        written += 1;
        assert_eq!(left_over.len(), written - 1, "whatever else holds cookies is listed");
        for store in left_over {
            assert_eq!(place.read_store(store).cookies.rows().len(), 1, "and read: {}", store.path.display());
            assert!(!store.is_in_presets(), "but belongs to no preset");
        }
    }
    place.write(&format!("{profile}/sessionstore-backups/recovery.baklz4"), "");
    let (installs, problems) = find(&Roots::confined(home.clone()));
    assert_eq!(problems, [], "an empty copy holds nothing to speak of");
    assert_eq!(installs[0].profiles[0].stores.len(), written - 1);
    fs::write(place.path(&format!("{profile}/sessionstore.jsonlz4")), b"").unwrap();
    let (installs, problems) = find(&Roots::confined(home));
    let live = installs[0].profiles[0].stores.iter().find(|store| !store.is_left_over()).unwrap();
    assert!(live.path.ends_with("recovery.jsonlz4"), "a broken one is passed over");
    assert_eq!(problems.len(), 1, "and named");
}
