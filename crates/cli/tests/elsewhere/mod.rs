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
    let line = format!("{backup}`: A folder that you added is not there.");
    assert!(home.run(&["browsers"]).out.contains(&line), "a folder that is gone is said to be");
    std::fs::rename(at("moved"), backup).unwrap();
    assert_eq!(home.run(&["folder", "remove", backup]).code, 0);
    assert_eq!(cookies(), before, "forgotten, and nothing in it is touched");
    assert!(std::path::Path::new(backup).join("cookies.sqlite").exists());
    assert_eq!(home.run(&["folder", "remove", backup, "--json"]).json()["error"]["code"], "folder_not_added");
}

#[test]
fn added_folders_are_carried_to_another_computer_and_may_be_missing_there() {
    let here = Home::with_browsers();
    here.add_backup();
    here.run(&["folder", "add", here.path().join("backup").to_str().unwrap()]);
    let file = here.path().join("carried.json");
    let file = file.to_str().unwrap();
    assert_eq!(here.run(&["settings", "export", file]).code, 0);
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("\"~/backup\""), "it means the same in every home: {text}");

    let there = Home::with_browsers();
    let meant = there.path().join("backup");
    let meant = meant.to_str().unwrap();
    let said = there.run(&["settings", "import", file]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains(&format!("looked through from now on: {meant} (not there)")), "{said:?}");
    let listed = there.run(&["browsers"]);
    assert_eq!(listed.code, 0, "{listed:?}");
    let line = format!("{meant}`: A folder that you added is not there.");
    assert_eq!(listed.out.matches(&line).count(), 1, "one plain line: {listed:?}");
    let before = there.run(&["cookies", "--json"]).json()["total"].as_u64().unwrap();
    there.add_backup();
    assert_eq!(there.run(&["cookies", "--json"]).json()["total"], before + 1, "it is read when it comes");
    let again = there.run(&["settings", "import", file, "--json"]).json();
    assert_eq!((&again["folders"], &again["unchanged"]), (&serde_json::json!([]), &serde_json::json!(1)));
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
