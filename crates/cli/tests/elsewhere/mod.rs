//! Cookies that lie elsewhere: in folders that were added, in containers and partitions.

use crate::common::{HOSTILE, Home};

#[test]
fn an_added_folder_is_read_and_forgotten_again() {
    let home = Home::with_browsers();
    home.add_backup();
    let cookies = || home.run(&["cookies", "--json"]).json()["total"].as_u64().unwrap();
    let before = cookies();
    let backup = home.path().join("backup");
    let backup = backup.to_str().unwrap();
    let refused = |folder: &str| {
        let said = home.run(&["folder", "add", folder, "--json"]);
        assert_eq!(said.code, 1, "{said:?}");
        said.json()["error"]["code"].as_str().unwrap().to_owned()
    };
    let at = |path: &str| home.path().join(path).to_str().unwrap().to_owned();
    std::fs::create_dir_all(at("nothing")).unwrap();
    std::fs::write(at("file"), "").unwrap();
    assert_eq!(refused(&at("nowhere")), "folder_missing");
    assert_eq!(refused(&at("file")), "folder_none");
    assert_eq!(refused(&at("nothing")), "folder_empty");
    assert_eq!(refused("/etc"), "folder_outside", "with a home named, nothing outside is looked at");
    assert_eq!(refused(&at(".config/chromium")), "folder_covered");
    assert_eq!(refused(&at(".local/share/crumbwise")), "folder_own_data");
    assert!(home.run(&["folder", "list"]).out.starts_with("No folders added."));

    let added = home.run(&["folder", "add", backup]);
    assert_eq!((added.code, added.out.trim_end()), (0, backup), "{added:?}");
    assert_eq!(cookies(), before + 1, "its cookies are read");
    assert_eq!(refused(backup), "folder_covered", "once is enough");
    let listed = home.run(&["browsers", "--json"]);
    let store = if cfg!(windows) { r"backup\\cookies.sqlite" } else { "backup/cookies.sqlite" };
    assert!(listed.out.contains(store), "and its store is listed: {listed:?}");

    std::fs::rename(backup, at("moved")).unwrap();
    assert_eq!(home.run(&["folder", "list"]).out.trim_end(), format!("{backup} (not there)"));
    assert!(home.run(&["browsers"]).out.contains(backup), "a folder that is gone is said to be");
    std::fs::rename(at("moved"), backup).unwrap();
    assert_eq!(home.run(&["folder", "remove", backup]).code, 0);
    assert_eq!(cookies(), before, "forgotten, and nothing in it is touched");
    assert!(std::path::Path::new(backup).join("cookies.sqlite").exists());
    assert_eq!(home.run(&["folder", "remove", backup, "--json"]).json()["error"]["code"], "folder_not_added");
}

#[test]
fn containers_and_partitions_are_named_and_found() {
    let home = Home::with_browsers();
    home.add_containers();
    let rows = |search: &str| {
        let page = home.run(&["cookies", "--search", search, "--json"]).json();
        let rows = page["rows"].as_array().unwrap().clone();
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rows("trip"), ["in-trip"], "by the container's name");
    assert_eq!(rows("arbeit"), ["in-work"], "by Firefox's own, in any language");
    assert_eq!(rows("shop.example"), ["under-shop", HOSTILE], "by the site it is kept apart under");
    let text = home.run(&["cookies", "--search", "in-"]).out;
    assert!(text.contains("container Trip") && text.contains("container Work"), "{text}");
    let browsers = home.run(&["browsers"]).out;
    assert!(browsers.contains("Containers: Work 1, Trip 1"), "{browsers}");
    assert!(browsers.contains("under sites: 1 (sites: 1; most: shop.example)"), "{browsers}");
}
