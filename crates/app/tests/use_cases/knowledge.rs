//! The age of the knowledge, and a newer table that a person brings.

use std::fs;

use chrono::{Months, NaiveDate};
use crumbwise_app::{
    Error, Knowledge, Places, browsers, knowledge, knowledge_export, knowledge_import, knowledge_in_use,
    knowledge_revert, sample,
};
use crumbwise_model::Timestamp;

use crate::common::{now, places};

fn code(error: Result<impl Sized, Error>) -> String {
    error.err().map(|error| error.view().code).unwrap_or_default()
}

/// The built-in table as a file.
fn exported(folder: &tempfile::TempDir, places: &Places) -> std::path::PathBuf {
    let file = folder.path().join("brought.table");
    knowledge_export(places, &file).expect("a file of our own");
    file
}

/// A table with its checksum put right.
fn summed(mut table: Vec<u8>) -> Vec<u8> {
    let sum = crc32fast::hash(table.split_at(16).1);
    table.splice(12..16, sum.to_le_bytes());
    table
}

/// The table with another text of the same length in every place of one.
fn changed(table: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let (mut rest, mut changed) = (table, Vec::new());
    while let Some(at) = rest.windows(from.len()).position(|window| window == from.as_bytes()) {
        let (before, after) = rest.split_at(at);
        changed.extend_from_slice(before);
        changed.extend_from_slice(to.as_bytes());
        rest = after.split_at(from.len()).1;
    }
    assert!(!changed.is_empty(), "`{from}` is in the table");
    changed.extend_from_slice(rest);
    summed(changed)
}

#[test]
fn our_own_table_can_be_brought_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let file = exported(&folder, &places);
    assert_eq!(
        code(knowledge_export(&places, &file)),
        "knowledge_file",
        "a file that exists is not overwritten"
    );
    let fresh = knowledge(&places, now());
    assert!(!fresh.imported && fresh.trouble.is_none());
    let shown = knowledge_import(&places, &file, now()).expect("our own table passes its own check");
    assert!(shown.imported, "{shown:?}");
    assert_eq!(shown.sources, fresh.sources);
    assert_eq!(knowledge(&places, now()), shown, "and it is still so later");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(places.data.join("knowledge.table")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(knowledge_revert(&places, now()).unwrap(), fresh);
    assert_eq!(knowledge_revert(&places, now()).unwrap(), fresh, "twice is once");
}

#[test]
fn a_newer_table_speaks_from_the_next_scan_on() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let file = exported(&folder, &places);
    let date = Knowledge::built_in().date();
    let table = changed(&fs::read(&file).unwrap(), date, "2031-05-06");
    let table = changed(&table, "Criteo", "Kriteo");
    fs::write(&file, table).unwrap();
    let shown = knowledge_import(&places, &file, now()).unwrap();
    assert_eq!(shown.sources[0].date.as_deref(), Some("2031-05-06"));
    let knowledge = knowledge_in_use(&places);
    let company = |knowledge: &Knowledge<'static>| {
        let (verdict, _) = knowledge.explain_one("cto_bundle", ".criteo.com");
        verdict.company.map(|id| knowledge.company(id).name.to_owned())
    };
    assert_eq!(company(knowledge).as_deref(), Some("Kriteo"));
    assert!(std::ptr::eq(knowledge, knowledge_in_use(&places)), "the same table is held once");
    knowledge_revert(&places, now()).unwrap();
    assert_eq!(company(knowledge_in_use(&places)).as_deref(), Some("Criteo"));
}

#[test]
fn what_is_no_usable_table_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let file = exported(&folder, &places);
    let table = fs::read(&file).unwrap();
    let date = Knowledge::built_in().date();
    let with = |at: usize, byte: u8| {
        let mut table = table.clone();
        table[at] = byte;
        table
    };
    let tracking = {
        // The first own rule's answer, made to track what signs in: found by the check, not by the checksum.
        let section = |number: usize| {
            let at = 16 + number * 8;
            let field = |at: usize| u32::from_le_bytes(table[at..at + 4].try_into().unwrap()) as usize;
            (field(at), field(at + 4))
        };
        let (start, len) = section(4);
        let mut table = table.clone();
        let answers = table[start..start + len].chunks_exact_mut(6);
        for answer in answers.filter(|answer| answer[2] == 2) {
            answer[1] = 3;
        }
        summed(table)
    };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("knowledge_foreign", Vec::new()),
        ("knowledge_foreign", b"%PDF-1.7".to_vec()),
        ("knowledge_damaged", table[..table.len() - 1].to_vec()),
        ("knowledge_damaged", table[..40].to_vec()),
        ("knowledge_damaged", with(table.len() / 2, table[table.len() / 2] ^ 1)),
        ("knowledge_newer", with(8, 2)),
        ("knowledge_newer", changed(&table, "load_balancer", "load_balanced")),
        ("knowledge_older", changed(&table, date, "2020-01-01")),
        ("knowledge_refused", changed(&table, date, "2026-13-01")),
        ("knowledge_refused", tracking),
    ];
    for (expected, bytes) in cases {
        fs::write(&file, &bytes).unwrap();
        assert_eq!(code(knowledge_import(&places, &file, now())), expected);
        assert!(!places.data.join("knowledge.table").exists(), "{expected}");
    }
    assert_eq!(code(knowledge_import(&places, &folder.path().join("none"), now())), "knowledge_file");
}

#[test]
fn a_table_that_went_bad_is_left_aside_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let file = exported(&folder, &places);
    knowledge_import(&places, &file, now()).unwrap();
    let own = places.data.join("knowledge.table");
    let mut table = fs::read(&own).unwrap();
    let middle = table.len() / 2;
    table[middle] ^= 0x40;
    fs::write(&own, &table).unwrap();
    assert!(std::ptr::eq(knowledge_in_use(&places), Knowledge::built_in()));
    let shown = knowledge(&places, now());
    assert_eq!(shown.trouble.map(|trouble| trouble.code).as_deref(), Some("knowledge_damaged"));
    assert!(!shown.imported);
    // As after an update of the program that knows more.
    let date = Knowledge::built_in().date();
    fs::write(&own, changed(&fs::read(&file).unwrap(), date, "2020-01-01")).unwrap();
    assert!(std::ptr::eq(knowledge_in_use(&places), Knowledge::built_in()));
    let shown = knowledge(&places, now());
    assert_eq!(shown.trouble.map(|trouble| trouble.code).as_deref(), Some("knowledge_older"));
    assert_eq!(knowledge_revert(&places, now()).unwrap().trouble, None);
}

#[test]
fn whatever_became_of_the_file_a_start_goes_on_with_the_built_in_table_and_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    fs::create_dir_all(places.roots.home()).unwrap();
    let table = fs::read(exported(&folder, &places)).unwrap();
    let own = places.data.join("knowledge.table");
    fs::create_dir_all(&places.data).unwrap();
    let told = || browsers(&places, now()).unwrap().problems;
    let falls_back = |what: &str| {
        assert!(std::ptr::eq(knowledge_in_use(&places), Knowledge::built_in()), "{what}");
        let problems = told();
        let [problem] = problems.as_slice() else { panic!("{what}: {problems:?}") };
        assert_eq!(problem.kind, "knowledge_left_aside", "{what}");
        assert_eq!(problem.path, own.display().to_string(), "{what}");
        assert!(!problem.detail.is_empty(), "{what}");
    };
    // Every bit of the head, and one of many a place behind it.
    let head = (0..208).flat_map(|at| (0..8).map(move |bit| (at, bit)));
    let behind = (208..table.len()).step_by(table.len() / 150).map(|at| (at, at % 8));
    for (at, bit) in head.step_by(7).chain(behind) {
        let mut flipped = table.clone();
        flipped[at] ^= 1 << bit;
        fs::write(&own, flipped).unwrap();
        falls_back(&format!("bit {bit} of byte {at}"));
    }
    for len in (0..table.len()).step_by(table.len() / 40).chain([1, 8, 12, 16, 207, table.len() - 1]) {
        fs::write(&own, table.split_at(len).0).unwrap();
        falls_back(&format!("cut to {len} bytes"));
    }
    let mut longer = table.clone();
    longer.extend_from_slice(&table);
    let mut other_format = table.clone();
    other_format[8] += 1;
    for (what, bytes) in [("longer", longer), ("of another format", summed(other_format))] {
        fs::write(&own, bytes).unwrap();
        falls_back(what);
    }
    fs::remove_file(&own).unwrap();
    fs::create_dir(&own).unwrap();
    falls_back("a folder");
    fs::remove_dir(&own).unwrap();
    #[cfg(unix)]
    {
        assert!(std::process::Command::new("mkfifo").arg(&own).status().unwrap().success());
        falls_back("a pipe that nobody writes to");
        fs::remove_file(&own).unwrap();
    }
    assert_eq!(told(), [], "no file, no line");
    fs::write(&own, table).unwrap();
    assert_eq!(told(), [], "a sound file, no line");
}

#[test]
fn the_sample_is_explained_by_the_knowledge_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let file = exported(&folder, &places);
    let newer = changed(&fs::read(&file).unwrap(), Knowledge::built_in().date(), "2031-05-07");
    fs::write(&file, newer).unwrap();
    let sample = sample::build(&places.data, now()).unwrap();
    knowledge_import(&sample, &file, now()).unwrap();
    assert_eq!(knowledge_in_use(&sample).date(), "2031-05-07");
    assert_eq!(knowledge_in_use(&places).date(), "2031-05-07", "and it is there when the sample is gone");
    let again = sample::build(&places.data, now()).unwrap();
    assert_eq!(knowledge_in_use(&again).date(), "2031-05-07");
}

#[test]
fn knowledge_is_old_after_twelve_months() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let on = |day: NaiveDate| {
        let noon = day.and_hms_opt(12, 0, 0).unwrap();
        knowledge(&places, Timestamp::from_unix_seconds(noon.and_utc().timestamp())).sources
    };
    let old = |day: NaiveDate| on(day).iter().filter(|source| source.old).count();
    let dates = Knowledge::built_in().sources().filter_map(|info| info.date.parse().ok());
    let newest: NaiveDate = dates.max().unwrap();
    assert_eq!(old(newest), 0, "what is compiled in is fresh on its own day");
    let later = newest + Months::new(12);
    let with_date = on(newest).iter().filter(|source| source.date.is_some()).count();
    assert_eq!(old(later + chrono::Days::new(1)), with_date);
    assert!(old(later) < with_date, "the newest is not old on the day itself");
}
