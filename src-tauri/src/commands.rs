//! What the window can ask. Each command delegates; what may take time runs on a blocking thread, so that the
//! window never waits.
//!
//! The names stand in `commands.in` too, from which `build.rs` makes one permission each, and every permission is
//! granted by name in `capabilities/main.json`.

use std::{path::PathBuf, sync::Arc};

use crumbwise_app::{
    self as app, Error, ScanObserver, Scanned, messages,
    view::{
        AppInfo, CleanProgress, CleanResult, CookieDetail, CookieId, CookiePage, CookieQuery,
        CorrectionEffect, CorrectionView, Coverage, ErrorView, FolderView, ImportReport, KnowledgeView,
        Overview, PlanFolds, PlanLines, PlanRequest, PlanView, PresetCount, RunView, Saying, ScanProgress,
        Timeline, TimelineQuery, UndoResult, Unfinished,
    },
};
use tauri::{Runtime, State, WebviewWindow, ipc::Channel};

use crate::{
    desk::{Desk, Reporting, WHO, now},
    folder_dialog::{FolderDialog, Question},
    window::{self, Painted},
};

/// What a command answers.
pub type Answer<T> = Result<T, ErrorView>;

/// Runs what may take time on a blocking thread.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Answer<T> {
    match tauri::async_runtime::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| error.view()),
        Err(panic) => Err(crate::desk::broken(&panic)),
    }
}

/// The present scan, told what the person said by now, here or by the command meanwhile.
async fn present(desk: &Desk) -> Answer<Arc<Scanned>> {
    let (scanned, places) = (desk.scanned()?, desk.places());
    let before = Arc::clone(&scanned);
    Ok(match aside(move || app::corrected(&scanned, &places)).await? {
        Some(corrected) => desk.replace_scan(&before, corrected)?,
        None => before,
    })
}

/// The program, its language and its places.
#[tauri::command]
pub async fn app_info(desk: State<'_, Desk>) -> Answer<AppInfo> {
    let (places, locale) = (desk.places(), desk.locale().to_owned());
    aside(move || app::info(&places, &locale)).await
}

/// Reads every store; the result becomes the present scan. A scan that still runs is stopped, but for the one that
/// was begun before the window stood: the first call takes that over.
#[tauri::command]
pub async fn scan(desk: State<'_, Desk>, on_progress: Channel<ScanProgress>) -> Answer<Overview> {
    if let Some(ahead) = desk.take_ahead() {
        return ahead.take_over(on_progress).await;
    }
    let watched = Reporting::new(on_progress, desk.begin_scan());
    read_all(&desk, watched).await
}

/// Reads every store of the present places and keeps the result.
pub(crate) async fn read_all(desk: &Desk, watched: impl ScanObserver + Send + 'static) -> Answer<Overview> {
    let places = desk.places();
    let read = places.clone();
    let scanned = aside(move || app::scan(&read, None, now(), &watched)).await?;
    let scanned = desk.keep_scan(scanned, &places)?;
    // Beside the first drawing, so that the first page of the table answers as fast as the next.
    let table = scanned.clone();
    drop(tauri::async_runtime::spawn_blocking(move || table.prepare()));
    aside(move || app::overview(&scanned, &places, now())).await
}

/// Stops the running scan, if any.
#[tauri::command]
pub async fn cancel_scan(desk: State<'_, Desk>) -> Answer<()> {
    desk.stop_scan();
    Ok(())
}

/// The first screen of the present scan.
#[tauri::command]
pub async fn overview(desk: State<'_, Desk>) -> Answer<Overview> {
    let (scanned, places) = (desk.scanned()?, desk.places());
    aside(move || app::overview(&scanned, &places, now())).await
}

/// Where the present scan looked.
#[tauri::command]
pub async fn coverage(desk: State<'_, Desk>) -> Answer<Coverage> {
    let scanned = desk.scanned()?;
    aside(move || Ok(app::coverage(&scanned))).await
}

/// One page of the table.
#[tauri::command]
pub async fn cookies(desk: State<'_, Desk>, query: CookieQuery) -> Answer<CookiePage> {
    let scanned = desk.scanned()?;
    aside(move || Ok(app::cookies(&scanned, &query))).await
}

/// One cookie explained.
#[tauri::command]
pub async fn cookie(desk: State<'_, Desk>, id: CookieId) -> Answer<CookieDetail> {
    let scanned = desk.scanned()?;
    aside(move || app::cookie(&scanned, id)).await
}

/// The charts over time.
#[tauri::command]
pub async fn timeline(desk: State<'_, Desk>, query: TimelineQuery) -> Answer<Timeline> {
    let scanned = desk.scanned()?;
    aside(move || Ok(app::timeline(&scanned, &query))).await
}

/// What each preset would clear.
#[tauri::command]
pub async fn presets(desk: State<'_, Desk>) -> Answer<Vec<PresetCount>> {
    let (scanned, places) = (present(&desk).await?, desk.places());
    aside(move || app::presets(&scanned, &places, now())).await
}

/// Makes a plan; it becomes the present one.
#[tauri::command]
pub async fn plan(desk: State<'_, Desk>, request: PlanRequest) -> Answer<PlanView> {
    let (scanned, places) = (present(&desk).await?, desk.places());
    let planned = aside(move || app::plan(&scanned, &places, &request, now())).await?;
    Ok(desk.keep_plan(planned).view())
}

/// A part of the present plan's table.
#[tauri::command]
pub async fn plan_lines(
    desk: State<'_, Desk>,
    plan: u32,
    folds: PlanFolds,
    offset: u64,
    limit: u32,
) -> Answer<PlanLines> {
    let planned = desk.planned(plan)?;
    aside(move || Ok(planned.lines(&folds, offset, limit))).await
}

/// Applies the present plan.
#[tauri::command]
pub async fn clean(
    desk: State<'_, Desk>,
    plan: u32,
    on_progress: Channel<CleanProgress>,
) -> Answer<CleanResult> {
    let (scanned, planned, places) = (desk.scanned()?, desk.planned(plan)?, desk.places());
    let mut watched = Reporting::new(on_progress, desk.begin_clean());
    aside(move || app::clean(&scanned, &planned, &places, WHO, now(), &mut watched)).await
}

/// Stops the running clean-up or undo; what is done stays done and in the journal.
#[tauri::command]
pub async fn cancel_clean(desk: State<'_, Desk>) -> Answer<()> {
    desk.stop_clean();
    Ok(())
}

/// Takes a clean-up back; without a number, the latest.
#[tauri::command]
pub async fn undo(
    desk: State<'_, Desk>,
    run: Option<i64>,
    on_progress: Channel<CleanProgress>,
) -> Answer<UndoResult> {
    let places = desk.places();
    let mut watched = Reporting::new(on_progress, desk.begin_clean());
    aside(move || app::undo(&places, run, WHO, now(), &mut watched)).await
}

/// Completes a clean-up that a crash left unfinished.
#[tauri::command]
pub async fn finish(
    desk: State<'_, Desk>,
    run: i64,
    on_progress: Channel<CleanProgress>,
) -> Answer<CleanResult> {
    let places = desk.places();
    let mut watched = Reporting::new(on_progress, desk.begin_clean());
    aside(move || app::finish(&places, run, WHO, now(), &mut watched)).await
}

/// The clean-ups, latest first.
#[tauri::command]
pub async fn history(desk: State<'_, Desk>) -> Answer<Vec<RunView>> {
    let places = desk.places();
    aside(move || app::history(&places, now())).await
}

/// Compares journal and stores after a crash; what is unfinished.
#[tauri::command]
pub async fn recover(desk: State<'_, Desk>) -> Answer<Vec<Unfinished>> {
    let places = desk.places();
    aside(move || app::recover(&places, WHO, now())).await
}

/// The sites whose cookies are kept.
#[tauri::command]
pub async fn keep_sites(desk: State<'_, Desk>) -> Answer<Vec<String>> {
    let places = desk.places();
    aside(move || app::keep_sites(&places)).await
}

/// Keeps a site's cookies from every preset.
#[tauri::command]
pub async fn keep_add(desk: State<'_, Desk>, site: String) -> Answer<Vec<String>> {
    let places = desk.places();
    aside(move || app::keep_add(&places, &site, now()).and_then(|()| app::keep_sites(&places))).await
}

/// Takes a site off the list.
#[tauri::command]
pub async fn keep_remove(desk: State<'_, Desk>, site: String) -> Answer<Vec<String>> {
    let places = desk.places();
    aside(move || app::keep_remove(&places, &site).and_then(|()| app::keep_sites(&places))).await
}

/// What the person said about cookies, the earliest first.
#[tauri::command]
pub async fn corrections(desk: State<'_, Desk>) -> Answer<Vec<CorrectionView>> {
    let places = desk.places();
    aside(move || app::corrections(&places)).await
}

/// What saying this about a cookie would change; nothing is noted.
#[tauri::command]
pub async fn correction_effect(
    desk: State<'_, Desk>,
    id: CookieId,
    saying: Saying,
) -> Answer<CorrectionEffect> {
    let scanned = desk.scanned()?;
    aside(move || app::correction_effect(&scanned, id, &saying)).await
}

/// Notes what the person says about a cookie; the answer is that cookie as it is explained from here on.
#[tauri::command]
pub async fn correct(desk: State<'_, Desk>, id: CookieId, saying: Saying) -> Answer<CookieDetail> {
    let (scanned, places) = (desk.scanned()?, desk.places());
    aside(move || app::correct(&scanned, &places, id, &saying, now())).await?;
    let scanned = present(&desk).await?;
    aside(move || app::cookie(&scanned, id)).await
}

/// Takes a correction back; the answer is what remains.
#[tauri::command]
pub async fn take_back(desk: State<'_, Desk>, correction: i64) -> Answer<Vec<CorrectionView>> {
    let places = desk.places();
    let left =
        aside(move || app::take_back(&places, correction).and_then(|_| app::corrections(&places))).await?;
    // Without a scan there is nothing that would have to hear of it.
    _ = present(&desk).await;
    Ok(left)
}

/// The companies that a correction can name, ordered.
#[tauri::command]
pub async fn company_names(desk: State<'_, Desk>) -> Answer<Vec<String>> {
    let places = desk.places();
    aside(move || Ok(app::company_names(&places))).await
}

/// Writes settings, kept sites and corrections to a file that is not there yet; the answer is where it stands.
#[tauri::command]
pub async fn export_settings(desk: State<'_, Desk>, path: String) -> Answer<String> {
    let places = desk.places();
    aside(move || {
        let path = app::in_home(&places, &path);
        app::export_settings_to(&places, &path).map(|()| path.display().to_string())
    })
    .await
}

/// Takes the settings of a file's text over, all or none.
#[tauri::command]
pub async fn import_settings(desk: State<'_, Desk>, text: String) -> Answer<ImportReport> {
    let places = desk.places();
    let report = aside(move || app::import_settings(&places, &text, now())).await?;
    // As above.
    _ = present(&desk).await;
    Ok(report)
}

/// What we know about cookies, where it comes from and how old it is.
#[tauri::command]
pub async fn knowledge(desk: State<'_, Desk>) -> Answer<KnowledgeView> {
    let places = desk.places();
    aside(move || Ok(app::knowledge(&places, now()))).await
}

/// Goes back to the knowledge that is compiled in; verdicts follow with the next scan.
#[tauri::command]
pub async fn knowledge_revert(desk: State<'_, Desk>) -> Answer<KnowledgeView> {
    let places = desk.places();
    aside(move || app::knowledge_revert(&places, now())).await
}

/// The folders that are looked through beside the usual places.
#[tauri::command]
pub async fn folders(desk: State<'_, Desk>) -> Answer<Vec<FolderView>> {
    let places = desk.places();
    aside(move || app::folders(&places)).await
}

/// Lets the person choose a folder in the system's own dialog, which opens where `from` leads as far as that is there.
/// The answer is its path, or nothing when they gave up; nothing is added by that.
#[tauri::command]
pub async fn folder_choose(
    desk: State<'_, Desk>,
    dialog: State<'_, Box<dyn FolderDialog>>,
    from: PathBuf,
) -> Answer<Option<String>> {
    let (places, locale) = (desk.places(), desk.locale().to_owned());
    let question = aside(move || {
        let language = app::language(&places, &locale);
        let title = messages::text(language, "shell_choose_folder", &messages::Params::new());
        Ok(Question { title, from: app::folder_near(&places, &from) })
    });
    let chosen = dialog.ask(question.await?).await;
    Ok(chosen.map(|folder| folder.display().to_string()))
}

/// Looks through a folder too, from the next scan on.
#[tauri::command]
pub async fn folder_add(desk: State<'_, Desk>, path: PathBuf) -> Answer<Vec<FolderView>> {
    let places = desk.places();
    aside(move || app::folder_add(&places, &path, now()).and_then(|()| app::folders(&places))).await
}

/// Looks through a folder no longer, from the next scan on.
#[tauri::command]
pub async fn folder_remove(desk: State<'_, Desk>, path: PathBuf) -> Answer<Vec<FolderView>> {
    let places = desk.places();
    aside(move || app::folder_remove(&places, &path).and_then(|()| app::folders(&places))).await
}

/// Changes a setting (`theme` or `language`); the answer is what [`app_info`] says from here on.
#[tauri::command]
pub async fn set_setting(desk: State<'_, Desk>, key: String, value: String) -> Answer<AppInfo> {
    let (places, locale) = (desk.places(), desk.locale().to_owned());
    aside(move || app::set_setting(&places, &key, &value).and_then(|()| app::info(&places, &locale))).await
}

/// Builds the sample profiles and looks at them from here on.
#[tauri::command]
pub async fn use_sample(desk: State<'_, Desk>) -> Answer<()> {
    let data = desk.data().to_owned();
    desk.use_places(aside(move || app::sample::build(&data, now())).await?);
    Ok(())
}

/// Looks at the person's own browsers again.
#[tauri::command]
pub async fn use_real(desk: State<'_, Desk>) -> Answer<()> {
    desk.use_own_places();
    Ok(())
}

/// The first screen has been painted: shows the window.
#[tauri::command]
pub async fn painted<R: Runtime>(window: WebviewWindow<R>, painted: State<'_, Painted>) -> Answer<()> {
    painted.say();
    window::show(&window);
    Ok(())
}
