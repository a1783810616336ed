//! The window's types come from the shapes in `view`: this writes them, or proves that they are current.
//!
//! `TS_RS_EXPORT_DIR=<folder> cargo test -p crumbwise-app --test bindings` writes; without the variable the
//! committed files are compared (`cargo xtask gen` does the former, `cargo xtask check` the latter).

use std::{collections::BTreeMap, fs, path::Path};

use crumbwise_app::view;
use ts_rs::{Config, TS};

#[test]
fn export_bindings() {
    if let Some(dir) = std::env::var_os("TS_RS_EXPORT_DIR") {
        export(Path::new(&dir));
        return;
    }
    let fresh = tempfile::tempdir().expect("a temporary folder");
    export(fresh.path());
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/lib/bindings");
    assert_eq!(
        files(&committed),
        files(fresh.path()),
        "ui/src/lib/bindings is what the shapes say; run `cargo xtask gen`"
    );
}

/// Writes one file a type and an index of them all.
fn export(dir: &Path) {
    let config = Config::new().with_out_dir(dir);
    view::AppInfo::export_all(&config).expect("AppInfo");
    view::CleanProgress::export_all(&config).expect("CleanProgress");
    view::CleanResult::export_all(&config).expect("CleanResult");
    view::CookieDetail::export_all(&config).expect("CookieDetail");
    view::CookiePage::export_all(&config).expect("CookiePage");
    view::CookieQuery::export_all(&config).expect("CookieQuery");
    view::CorrectionEffect::export_all(&config).expect("CorrectionEffect");
    view::FolderView::export_all(&config).expect("FolderView");
    view::ErrorView::export_all(&config).expect("ErrorView");
    view::ImportReport::export_all(&config).expect("ImportReport");
    view::KnowledgeView::export_all(&config).expect("KnowledgeView");
    view::Overview::export_all(&config).expect("Overview");
    view::PlanFolds::export_all(&config).expect("PlanFolds");
    view::PlanLines::export_all(&config).expect("PlanLines");
    view::PlanRequest::export_all(&config).expect("PlanRequest");
    view::PlanView::export_all(&config).expect("PlanView");
    view::PresetCount::export_all(&config).expect("PresetCount");
    view::Saying::export_all(&config).expect("Saying");
    view::ScanProgress::export_all(&config).expect("ScanProgress");
    view::Timeline::export_all(&config).expect("Timeline");
    view::TimelineQuery::export_all(&config).expect("TimelineQuery");
    view::UndoResult::export_all(&config).expect("UndoResult");
    let types: Vec<String> = files(dir)
        .into_keys()
        .filter_map(|name| name.strip_suffix(".ts").map(str::to_owned))
        .filter(|name| name != "index")
        .map(|name| format!("export type {{ {name} }} from './{name}';\n"))
        .collect();
    fs::write(dir.join("index.ts"), types.concat()).expect("the index");
}

fn files(dir: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        files.insert(entry.file_name().to_string_lossy().into_owned(), text);
    }
    files
}
