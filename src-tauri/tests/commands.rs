//! Every command over the real IPC of Tauri, without a display: who may call it, and what it answers.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Mutex,
};

use crumbwise_app::{
    Places, Roots,
    view::{
        AppInfo, CookieDetail, CookiePage, Coverage, KnowledgeView, Overview, PlanLines, PlanView,
        PresetCount, Timeline,
    },
};
use crumbwise_desktop::{
    desk::Desk,
    folder_dialog::{Chosen, FolderDialog, Question},
    shell,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tauri::{
    App, Manager as _, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;

/// The commands as `build.rs` makes permissions for them.
const COMMANDS: &[&str] = &include!("../src/commands.in");

/// A person who gives one answer to the dialog, and then gives up.
#[derive(Default)]
struct Answering(Mutex<Vec<PathBuf>>);

impl FolderDialog for Answering {
    fn ask(&self, question: Question) -> Chosen {
        assert_eq!(question.title, "Ordner mit Browsern oder Profilen wählen");
        let mut asked = self.0.lock().unwrap();
        asked.push(question.from.clone());
        let answer = (asked.len() == 1).then(|| question.from.join("chosen"));
        Box::pin(async { answer })
    }
}

/// A program with the real configuration and capability on an empty home.
struct Program {
    app: App<MockRuntime>,
    dir: TempDir,
}

impl Program {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let places = Places::new(Roots::confined(dir.path().join("home")), dir.path().join("data"));
        std::fs::create_dir(dir.path().join("home")).unwrap();
        let desk = Desk::new(places, "de-AT".to_owned());
        let app = shell(mock_builder(), desk).build(tauri::generate_context!()).unwrap();
        app.manage::<Box<dyn FolderDialog>>(Box::new(Answering(Mutex::default())));
        Self { app, dir }
    }

    fn window(&self, label: &str) -> WebviewWindow<MockRuntime> {
        WebviewWindowBuilder::new(&self.app, label, tauri::WebviewUrl::default()).build().unwrap()
    }

    fn data(&self) -> &Path {
        self.dir.path()
    }
}

fn request(command: &str, arguments: &Value, url: &str) -> InvokeRequest {
    InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: url.parse().unwrap(),
        body: InvokeBody::Json(arguments.clone()),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    }
}

fn ask(window: &WebviewWindow<MockRuntime>, command: &str, arguments: &Value) -> Result<Value, Value> {
    let answer = get_ipc_response(window, request(command, arguments, "tauri://localhost"));
    answer.map(|body| body.deserialize().unwrap())
}

fn told<T: DeserializeOwned>(window: &WebviewWindow<MockRuntime>, command: &str, arguments: &Value) -> T {
    let answer = ask(window, command, arguments);
    serde_json::from_value(answer.unwrap_or_else(|error| panic!("{command} answers: {error}")))
        .unwrap_or_else(|error| panic!("{command} answers in its shape: {error}"))
}

fn channel() -> Value {
    json!("__CHANNEL__:7")
}

#[test]
fn the_capability_grants_each_command_by_name_and_nothing_else() {
    let capability: Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
    assert_eq!(capability["windows"], json!(["main"]), "one capability, for one window");
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap().to_owned())
        .collect();
    let own = COMMANDS.iter().map(|command| format!("allow-{}", command.replace('_', "-"))).collect();
    assert_eq!(granted, own);
    let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities")).unwrap();
    assert_eq!(files.count(), 1, "a second capability file would grant more than this test knows");
}

#[test]
fn the_policy_lets_nothing_in_from_elsewhere() {
    let config: Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
    let policy = config["app"]["security"]["csp"].as_str().unwrap();
    let (first, rest) = policy.split_once("; ").unwrap();
    assert_eq!(first, "default-src 'none'", "what is not named is refused");
    for directive in rest.split("; ") {
        let (name, sources) = directive.split_once(' ').unwrap();
        let expected = if name == "connect-src" { "ipc: http://ipc.localhost" } else { "'self'" };
        assert_eq!(sources, expected, "{name} allows our own files, or our own commands");
    }
    assert_eq!(config["app"]["security"]["freezePrototype"], true);
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(config["app"]["windows"][0]["visible"], false, "the window appears when it has painted");
    assert_eq!(config.get("plugins"), None, "there is no plugin to configure");
}

#[test]
fn a_window_without_the_capability_may_call_nothing() {
    let program = Program::new();
    let stranger = program.window("stranger");
    for command in COMMANDS {
        let refused = ask(&stranger, command, &json!({})).unwrap_err();
        let why = refused.as_str().unwrap_or_default();
        assert!(
            why.contains("not allowed"),
            "`{command}` is refused to a window without the capability: {refused}"
        );
    }
}

#[test]
fn a_page_from_elsewhere_may_call_nothing() {
    let program = Program::new();
    let window = program.window("main");
    for command in COMMANDS {
        let from = request(command, &json!({}), "https://example.com");
        let refused = get_ipc_response(&window, from).unwrap_err();
        let why = refused.as_str().unwrap_or_default();
        assert!(why.contains("not allowed"), "`{command}` is refused to a foreign page: {refused}");
    }
}

#[test]
fn the_main_window_may_call_every_command() {
    let program = Program::new();
    let window = program.window("main");
    for command in COMMANDS {
        // Without arguments many answer that one is missing; what counts is that they are reached.
        if let Err(refused) = ask(&window, command, &json!({})) {
            let why = refused.to_string();
            assert!(
                !why.contains("not allowed") && !why.contains("not found"),
                "`{command}` is granted: {why}"
            );
        }
    }
}

#[test]
fn commands_of_tauri_itself_are_refused() {
    let program = Program::new();
    let window = program.window("main");
    for command in
        ["plugin:window|close", "plugin:webview|create_webview", "plugin:event|emit", "plugin:app|version"]
    {
        assert!(ask(&window, command, &json!({})).is_err(), "`{command}` is not granted");
    }
}

#[test]
fn the_program_tells_its_places_and_language() {
    let program = Program::new();
    let window = program.window("main");
    let info: AppInfo = told(&window, "app_info", &json!({}));
    assert_eq!((info.locale.as_str(), info.language.as_str(), info.sample), ("de-AT", "de", false));
    assert!(Path::new(&info.data).starts_with(program.data()));
    let info: AppInfo = told(&window, "set_setting", &json!({"key": "language", "value": "en"}));
    assert_eq!(info.language, "en");
    let refused = ask(&window, "set_setting", &json!({"key": "shell", "value": "sh"})).unwrap_err();
    assert_eq!(refused["code"], "no_such_setting");
}

#[test]
fn before_a_scan_there_is_nothing_to_show() {
    let program = Program::new();
    let window = program.window("main");
    let asked = json!({"query": {}, "id": {"scan": 1, "store": 0, "row": 0}, "plan": 1, "offset": 0, "limit": 1, "folds": {"open": [], "rest": false},
        "request": {"selection": {"kind": "preset", "preset": "trackers"}}, "onProgress": channel()});
    for command in ["overview", "coverage", "cookies", "cookie", "timeline", "presets", "plan", "clean"] {
        let refused = ask(&window, command, &asked).unwrap_err();
        assert_eq!(refused["code"], "old_scan", "`{command}` needs a scan first");
    }
    assert_eq!(ask(&window, "plan_lines", &asked).unwrap_err()["code"], "old_plan");
}

#[test]
fn an_empty_home_is_scanned_planned_and_left_alone() {
    let program = Program::new();
    let window = program.window("main");
    let overview: Overview = told(&window, "scan", &json!({"onProgress": channel()}));
    assert_eq!(overview.counts.cookies, 0);
    assert!(told::<Coverage>(&window, "coverage", &json!({})).browsers.is_empty());
    assert_eq!(told::<CookiePage>(&window, "cookies", &json!({"query": {"limit": 10}})).total, 0);
    told::<Timeline>(&window, "timeline", &json!({"query": {}}));
    told::<Vec<PresetCount>>(&window, "presets", &json!({}));
    let request = json!({"request": {"selection": {"kind": "preset", "preset": "trackers"}}});
    let first: PlanView = told(&window, "plan", &request);
    let second: PlanView = told(&window, "plan", &request);
    assert_eq!(second.clear, 0);
    let folds = json!({"open": [], "rest": false});
    let rows = |plan: u32| {
        ask(&window, "plan_lines", &json!({"plan": plan, "folds": folds, "offset": 0, "limit": 10}))
    };
    assert_eq!(
        rows(first.plan).unwrap_err()["code"],
        "old_plan",
        "a newer plan takes the place of an older one"
    );
    let page: PlanLines = serde_json::from_value(rows(second.plan).unwrap()).unwrap();
    assert_eq!(page.total, 0);
    let refused = ask(&window, "undo", &json!({"run": null, "onProgress": channel()})).unwrap_err();
    assert_eq!(refused["code"], "nothing_to_undo");
}

#[test]
fn sample_data_are_scanned_cleaned_and_brought_back() {
    let program = Program::new();
    let window = program.window("main");
    told::<()>(&window, "use_sample", &json!({}));
    assert!(told::<AppInfo>(&window, "app_info", &json!({})).sample);
    let overview: Overview = told(&window, "scan", &json!({"onProgress": channel()}));
    assert!(overview.sample && overview.counts.trackers > 0, "the samples hold trackers");
    let page: CookiePage = told(&window, "cookies", &json!({"query": {"limit": 1}}));
    let id = serde_json::to_value(page.rows.first().unwrap().id).unwrap();
    told::<CookieDetail>(&window, "cookie", &json!({"id": id}));
    let request = json!({"request": {"selection": {"kind": "preset", "preset": "trackers"}}});
    let plan: PlanView = told(&window, "plan", &request);
    let cleaned: Value = told(&window, "clean", &json!({"plan": plan.plan, "onProgress": channel()}));
    assert_eq!(cleaned["removed"], overview.counts.trackers);
    let undone: Value = told(&window, "undo", &json!({"run": cleaned["run"], "onProgress": channel()}));
    assert_eq!(undone["restored"], cleaned["removed"]);
    told::<()>(&window, "use_real", &json!({}));
    assert!(!told::<AppInfo>(&window, "app_info", &json!({})).sample);
    assert_eq!(
        ask(&window, "overview", &json!({})).unwrap_err()["code"],
        "old_scan",
        "samples are not left on screen"
    );
}

#[test]
fn kept_sites_are_listed_after_each_change() {
    let program = Program::new();
    let window = program.window("main");
    let kept: Vec<String> = told(&window, "keep_add", &json!({"site": "www.example.com"}));
    assert_eq!(kept, ["example.com"]);
    assert_eq!(told::<Vec<String>>(&window, "keep_sites", &json!({})), ["example.com"]);
    assert!(told::<Vec<String>>(&window, "keep_remove", &json!({"site": "example.com"})).is_empty());
}

#[test]
fn a_correction_is_honoured_at_once_and_settings_go_out_and_come_in() {
    let program = Program::new();
    let home = program.dir.path().join("home");
    plant(&home);
    let window = program.window("main");
    let _: Overview = told(&window, "scan", &json!({"onProgress": channel()}));
    let page: CookiePage = told(&window, "cookies", &json!({"query": {"limit": 10}}));
    let id = json!(page.rows.first().unwrap().id);
    let follows = json!({"covers": "name", "axis": "tracking", "answer": "yes"});
    let effect: Value = told(&window, "correction_effect", &json!({"id": id, "saying": follows}));
    assert_eq!((&effect["cookies"], &effect["more_trackers"]), (&json!(1), &json!(1)));
    let counted = |window| told::<Overview>(window, "overview", &json!({})).counts.trackers;
    assert_eq!(counted(&window), 0, "asking notes nothing");
    let detail: CookieDetail = told(&window, "correct", &json!({"id": id, "saying": follows}));
    assert_eq!((detail.row.tracker, detail.said.len()), (true, 1));
    assert_eq!(counted(&window), 1);
    let request = json!({"request": {"selection": {"kind": "preset", "preset": "trackers"}, "toggles": []}});
    let plan: PlanView = told(&window, "plan", &request);
    assert_eq!(plan.clear, 1);

    let file: String = told(&window, "export_settings", &json!({"path": " ~/mine.json "}));
    assert_eq!(Path::new(&file), home.join("mine.json"));
    let text = std::fs::read_to_string(&file).unwrap();
    let refused = ask(&window, "export_settings", &json!({"path": "mine.json"})).unwrap_err();
    assert_eq!(refused["code"], "settings_file_exists");

    let left: Value = told(&window, "take_back", &json!({"correction": detail.said.first().unwrap().id}));
    assert_eq!((left, counted(&window)), (json!([]), 0));
    let refused = ask(&window, "clean", &json!({"plan": plan.plan, "onProgress": channel()})).unwrap_err();
    assert_eq!(refused["code"], "old_plan", "what was planned before is not what was said since");
    let report: Value = told(&window, "import_settings", &json!({"text": text}));
    assert_eq!(report["corrections"].as_array().map(Vec::len), Some(1));
    assert_eq!(counted(&window), 1);
    assert_eq!(ask(&window, "import_settings", &json!({"text": "{}"})).unwrap_err()["code"], "not_settings");
    let listed: Value = told(&window, "corrections", &json!({}));
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    let names: Vec<String> = told(&window, "company_names", &json!({}));
    assert!(names.iter().any(|name| name == "Google"));
}

#[test]
fn the_knowledge_is_told_and_taken_back() {
    let program = Program::new();
    let window = program.window("main");
    let known: KnowledgeView = told(&window, "knowledge", &json!({}));
    assert!(known.sources.len() >= 4 && !known.imported, "{known:?}");
    assert_eq!(told::<KnowledgeView>(&window, "knowledge_revert", &json!({})), known);
}

/// A name that would be a script if anything took it for a page.
const HOSTILE: &str = "</script><img src=x onerror=alert(1)>\u{2028}\u{202e}\u{0}\\\"'`";

/// Puts one cookie of that name into the home's Chromium.
fn plant(home: &Path) {
    let profile = home.join(".config/chromium/Default");
    std::fs::create_dir_all(&profile).unwrap();
    let store = rusqlite::Connection::open(profile.join("Cookies")).unwrap();
    let columns = "creation_utc, host_key, top_frame_site_key, name, value, encrypted_value, path, expires_utc, \
        is_secure, is_httponly, last_access_utc, has_expires, is_persistent, priority, samesite, source_scheme, \
        source_port, last_update_utc, source_type, has_cross_site_ancestor";
    store
        .execute_batch(&format!(
            "CREATE TABLE meta(key PRIMARY KEY, value); INSERT INTO meta VALUES('version', '24'); \
             CREATE TABLE cookies({columns});"
        ))
        .unwrap();
    let row = "INSERT INTO cookies VALUES(13400000000000000, ?1, '', ?1, '', x'76313000', '/', 0, 1, 0, \
        13400000000000000, 0, 0, 1, 0, 2, 443, 13400000000000000, 1, 0)";
    store.execute(row, [HOSTILE]).unwrap();
}

#[test]
fn a_foreign_string_arrives_as_the_text_it_is() {
    let program = Program::new();
    plant(&program.dir.path().join("home"));
    let window = program.window("main");
    let overview: Overview = told(&window, "scan", &json!({"onProgress": channel()}));
    assert_eq!(overview.counts.cookies, 1);
    let page: CookiePage = told(&window, "cookies", &json!({"query": {"limit": 10}}));
    let row = page.rows.first().unwrap();
    assert_eq!((row.name.as_str(), row.host.as_str()), (HOSTILE, HOSTILE));
    let shown =
        serde_json::to_string(&ask(&window, "cookies", &json!({"query": {"limit": 10}})).unwrap()).unwrap();
    assert!(!shown.contains("\"value\""), "no message has a field for a cookie's value");
}

#[test]
fn the_scan_begun_before_the_window_is_taken_over_once() {
    let program = Program::new();
    crumbwise_desktop::ahead::begin(program.app.handle());
    let window = program.window("main");
    let scan_number = |window| told::<CookiePage>(window, "cookies", &json!({ "query": {} })).scan;
    let _: Overview = told(&window, "scan", &json!({ "onProgress": channel() }));
    let first = scan_number(&window);
    let _: Overview = told(&window, "overview", &json!({}));
    let _: Overview = told(&window, "scan", &json!({ "onProgress": channel() }));
    assert_ne!(scan_number(&window), first, "asking again reads again");
}

#[test]
fn a_chosen_folder_is_answered_and_not_yet_added() {
    let program = Program::new();
    let window = program.window("main");
    let home = program.data().join("home");
    let below = home.join("old");
    std::fs::create_dir(&below).unwrap();
    let choose = |from: &str| ask(&window, "folder_choose", &json!({ "from": from })).unwrap();
    let typed = below.join("not/there");
    assert_eq!(
        choose(typed.to_str().unwrap()),
        json!(below.join("chosen")),
        "the dialog opens as near as it can to what is typed"
    );
    assert_eq!(choose(""), Value::Null, "giving up is an answer, not an error");
    assert_eq!(ask(&window, "folders", &json!({})).unwrap(), json!([]), "choosing adds nothing by itself");
}
