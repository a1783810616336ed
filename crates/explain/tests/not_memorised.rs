//! Rules state public facts; they do not remember rows of the labelled cookies they were tuned on.
//!
//! The labelled cookies are not part of this repository. Their file is named by `CRUMBWISE_LABELLED`, or lies
//! beside the checkout; without it the test says so and ends.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

use crumbwise_explain::Knowledge;
use crumbwise_model::Source;

fn file() -> PathBuf {
    let beside =
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/eval/labelled-cookies-dev.csv");
    env::var_os("CRUMBWISE_LABELLED").map_or_else(beside, PathBuf::from)
}

#[test]
fn a_rule_for_one_site_of_the_file_stands_on_something_public() {
    let path = file();
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("skipped: `{}` is not there; CRUMBWISE_LABELLED can name it", path.display());
        return;
    };
    // By rule: the visited sites, and whether a company, framework or standard is behind it.
    let mut seen: BTreeMap<(u16, &str), (BTreeSet<&str>, bool)> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut cells: Vec<&str> = line.rsplitn(11, ',').collect();
        cells.reverse();
        let (verdict, _) = Knowledge::built_in().explain_one(cells[0], cells[1]);
        let Some(info) = Knowledge::built_in()
            .rule(verdict.source, verdict.rule)
            .filter(|_| verdict.source == Source::OwnRule)
        else {
            continue;
        };
        let public = verdict.company.is_some() || info.reference.starts_with("https://");
        let (sites, is_public) = seen.entry((verdict.rule.0, info.pattern)).or_default();
        sites.insert(cells[2]);
        *is_public = public;
    }
    assert!(seen.len() > 50, "the file has too few rows to tell: {}", seen.len());
    let memorised: Vec<_> = seen
        .iter()
        .filter(|(_, (sites, public))| sites.len() == 1 && !public)
        .map(|((_, pattern), _)| format!("`{pattern}`"))
        .collect();
    assert!(
        memorised.is_empty(),
        "rules for one site with nothing public behind them: {}",
        memorised.join(", ")
    );
}
