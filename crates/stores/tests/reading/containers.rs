//! What keeps a Firefox cookie apart, with its names.

use crumbwise_model::{ContainerName, Engine, ProblemKind};
use crumbwise_stores::{Attributes, PartitionKey, Roots, containers, find};

use crate::made::{Place, gecko};

#[expect(clippy::unnecessary_wraps, reason = "compared with what may be missing")]
fn key(scheme: &str, site: &str, port: Option<u16>, foreign: bool) -> Option<PartitionKey> {
    Some(PartitionKey { scheme: scheme.into(), site: site.into(), port, foreign })
}

#[test]
fn attributes_are_decoded_as_firefox_encodes_them() {
    let read = |text: &str| Attributes::parse(Engine::Gecko, text.as_bytes());
    let partition = |text: &str| read(text).partition;
    assert_eq!(read(""), Attributes::default());
    assert_eq!(read("^userContextId=3").container, Some(3));
    let both = read("^userContextId=2&partitionKey=%28https%2Cexample.com%29");
    assert_eq!((both.container, both.partition), (Some(2), key("https", "example.com", None, false)));
    assert_eq!(
        partition("^partitionKey=%28https%2Cexample.com%2C8443%2Cf%29"),
        key("https", "example.com", Some(8443), true)
    );
    assert_eq!(partition("^partitionKey=example.com"), key("", "example.com", None, false));
    assert_eq!(
        partition("^partitionKey=%28http%2C%5B%2B%2B1%5D%29"),
        key("http", "[::1]", None, false),
        "a colon is stored as a plus sign"
    );
    assert_eq!(read("^firstPartyDomain=example.org").first_party.as_deref(), Some("example.org"));
    assert!(read("^geckoViewUserContextId=x&privateBrowsingId=1&inBrowser=1").eq(&Attributes::default()));
    assert!(![both.unknown, read("^userContextId=3").unknown].contains(&true));
}

#[test]
fn hostile_attributes_end_in_an_answer() {
    let read = |text: &[u8]| Attributes::parse(Engine::Gecko, text);
    for text in [
        &b"^partitionKey=%"[..],
        b"^partitionKey=%2",
        b"^partitionKey=%zz",
        b"^partitionKey=%ff%fe",
        b"no mark",
        b"^userContextId=-1",
        b"^userContextId=99999999999",
        b"^somethingNew=1",
        b"^",
    ] {
        assert!(read(text).unknown, "{}", String::from_utf8_lossy(text));
    }
    assert_eq!(read(b"^partitionKey=%zz").partition, key("", "%zz", None, false), "shown as it is");
    assert_eq!(read(b"^partitionKey=%28https%29").partition, key("", "(https)", None, false));
    assert_eq!(read(b"^partitionKey=%28a%2Cb%2Cc%29").partition, key("", "(a,b,c)", None, false));
    assert_eq!(read(b"^partitionKey=%00%0a%e2%80%ae").partition.unwrap().site, "\0\n\u{202e}");
}

#[test]
fn containers_have_their_names_in_old_and_new_files() {
    let place = Place::new();
    let home = place.path("home");
    let profile = "home/.mozilla/firefox/a";
    drop(gecko(&place.path(&format!("{profile}/cookies.sqlite")), 17, &[]));
    let (installs, _) = find(&Roots::confined(home));
    let store = &installs[0].profiles[0].stores[0];
    assert_eq!(containers(store).unwrap(), [], "no list, no containers");
    place.write(
        &format!("{profile}/containers.json"),
        r#"{"version":5,"lastUserContextId":9,"identities":[
            {"userContextId":2,"public":true,"icon":"briefcase","color":"orange","l10nId":"user-context-work"},
            {"userContextId":1,"public":true,"icon":"fingerprint","color":"blue",
             "l10nID":"userContextPersonal.label","accessKey":"x"},
            {"userContextId":7,"public":true,"icon":"pet","color":"red","name":"Trip \u202e"},
            {"userContextId":5,"public":false,"name":"userContextIdInternal.thumbnail"},
            {"userContextId":4294967295,"public":false,"name":"userContextIdInternal.webextStorageLocal"},
            {"userContextId":"8"}, 7, null, {"userContextId":-4,"name":"x"}]}"#,
    );
    let listed = containers(store).unwrap();
    let names: Vec<_> = listed.iter().map(|container| (container.id, &container.name)).collect();
    assert_eq!(
        names,
        [
            (1, &ContainerName::Personal),
            (2, &ContainerName::Work),
            (7, &ContainerName::Given("Trip \u{202e}".into()))
        ]
    );
    assert_eq!((listed[1].icon.as_str(), listed[1].color.as_str()), ("briefcase", "orange"));
    for content in ["{", &"[".repeat(100_000), "{\"identities\":7}"] {
        place.write(&format!("{profile}/containers.json"), content);
        assert_eq!(containers(store).unwrap_err().kind, ProblemKind::BadIndex);
    }
}
