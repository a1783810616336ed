//! Where the knowledge comes from: listed, brought as a file, taken back.

use std::fs;

use crumbwise_app::view::{Coverage, Overview};
use serde_json::Value;

use crate::common::Home;

#[test]
fn the_knowledge_lists_its_sources() {
    let home = Home::empty();
    let document = home.run(&["explain", "--knowledge", "--json"]).json();
    let sources = document["sources"].as_array().unwrap();
    assert!(sources.len() >= 4);
    for source in sources {
        assert!(source["licence"].as_str().is_some_and(|licence| !licence.is_empty()), "{source}");
        assert!(source["entries"].as_u64().is_some_and(|entries| entries > 500), "{source}");
    }
    let text = home.run(&["explain", "--knowledge"]).out;
    assert!(text.contains("Open Cookie Database") && text.contains("Apache-2.0"), "{text}");
    assert_eq!(home.run(&["explain", "--knowledge", "_ga"]).code, 2);
}

#[test]
fn knowledge_is_written_brought_and_taken_back() {
    let home = Home::with_browsers();
    let file = home.path().join("newer.table");
    let path = file.to_str().unwrap();
    let imported = || home.run(&["explain", "--knowledge", "--json"]).json()["imported"].clone();
    assert_eq!(home.run(&["knowledge", "export", path]).code, 0);
    assert_eq!(home.run(&["knowledge", "export", path]).code, 1, "a file is not overwritten");
    let said = home.run(&["knowledge", "import", path]);
    assert!(said.code == 0 && said.out.contains("a table that you imported"), "{said:?}");
    assert_eq!(imported(), Value::from(true));
    assert_eq!(home.run(&["scan", "--json"]).shape::<Overview>().counts.trackers, 4, "and it explains");
    assert_eq!(home.run(&["explain", "IDE", ".doubleclick.net", "--json"]).json()["company"], "Google");
    fs::write(&file, "no table").unwrap();
    let said = home.run(&["knowledge", "import", path]);
    assert!(said.code == 1 && said.err.contains("no table of knowledge"), "{said:?}");
    assert_eq!(imported(), Value::from(true), "what is refused changes nothing");
    assert_eq!(home.run(&["knowledge", "revert"]).code, 0);
    assert_eq!(imported(), Value::from(false));
}

#[test]
fn a_brought_table_that_was_damaged_is_one_line_and_the_built_in_one_answers() {
    let home = Home::with_browsers();
    let file = home.path().join("newer.table");
    let path = file.to_str().unwrap();
    home.run(&["knowledge", "export", path]);
    let sound = home.run(&["scan", "--json"]).shape::<Overview>().counts;
    home.run(&["knowledge", "import", path]);
    let kept = home.path().join(".local/share/crumbwise/knowledge.table");
    let mut table = fs::read(&kept).unwrap();
    let middle = table.len() / 2;
    table[middle] ^= 1;
    fs::write(&kept, table).unwrap();
    let line = "The table of knowledge that you imported cannot be used.";
    for command in ["scan", "browsers", "cookies", "plan"] {
        let said = home.run(&[command]);
        assert_eq!((said.code, said.out.matches(line).count()), (0, 1), "{command}: {said:?}");
    }
    let overview = home.run(&["scan", "--json"]).shape::<Overview>();
    assert_eq!(overview.counts, sound);
    let Coverage { problems, .. } = overview.coverage;
    let kinds: Vec<&str> = problems.iter().map(|problem| problem.kind.as_str()).collect();
    assert_eq!(kinds, ["knowledge_left_aside"]);
    let said = home.run(&["explain", "IDE", ".doubleclick.net", "--json"]);
    assert_eq!((said.code, &said.json()["company"]), (0, &Value::from("Google")));
    assert!(said.err.contains("damaged") && said.err.contains("built-in"), "{said:?}");
    home.run(&["knowledge", "revert"]);
    assert_eq!(home.run(&["explain", "IDE", ".doubleclick.net"]).err, "");
}
