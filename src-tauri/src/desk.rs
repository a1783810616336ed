//! What the window has on its desk: the places, the present scan, the present plan, and the means to stop.

use std::{
    collections::BTreeMap,
    fmt,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use crumbwise_app::{
    self as app, CleanObserver, Places, Planned, ScanObserver, Scanned,
    messages::Language,
    view::{CleanProgress, ErrorView, ScanProgress},
};
use crumbwise_model::Timestamp;
use tauri::ipc::Channel;

use crate::ahead::Ahead;

/// Who holds the lock of a clean-up, as another window or command will say it.
pub const WHO: &str = "window";

/// Raised to stop what runs.
pub type Stop = Arc<AtomicBool>;

/// The state behind the commands.
pub struct Desk {
    own: Arc<Places>,
    locale: String,
    places: Mutex<Arc<Places>>,
    scanned: Mutex<Option<Arc<Scanned>>>,
    planned: Mutex<Option<Arc<Planned>>>,
    scanning: Mutex<Stop>,
    cleaning: Mutex<Stop>,
    ahead: Mutex<Option<Ahead>>,
}

impl Desk {
    /// A desk with nothing on it yet.
    pub fn new(places: Places, locale: String) -> Self {
        let own = Arc::new(places);
        Self {
            places: Mutex::new(Arc::clone(&own)),
            own,
            locale,
            scanned: Mutex::default(),
            planned: Mutex::default(),
            scanning: Mutex::default(),
            cleaning: Mutex::default(),
            ahead: Mutex::default(),
        }
    }

    /// The places looked at.
    pub fn places(&self) -> Arc<Places> {
        Arc::clone(&held(&self.places))
    }

    /// The folder of our own data, also while samples are shown.
    pub fn data(&self) -> &Path {
        &self.own.data
    }

    /// The system's locale as a language tag.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// The language of what the shell itself says.
    pub fn language(&self) -> Language {
        app::language(&self.own, &self.locale)
    }

    /// Looks at other places from here on; the scan and the plan of the former ones go.
    pub fn use_places(&self, places: Places) {
        self.turn_to(Arc::new(places));
    }

    /// Looks at the person's own browsers.
    pub fn use_own_places(&self) {
        self.turn_to(Arc::clone(&self.own));
    }

    fn turn_to(&self, places: Arc<Places>) {
        self.stop_scan();
        let mut present = held(&self.places);
        *present = places;
        *held(&self.scanned) = None;
        *held(&self.planned) = None;
    }

    /// The present scan.
    ///
    /// # Errors
    /// `old_scan` when there is none (any more).
    pub fn scanned(&self) -> Result<Arc<Scanned>, ErrorView> {
        held(&self.scanned).clone().ok_or_else(|| refusal("old_scan"))
    }

    /// Makes this the present scan, unless other places are looked at by now.
    ///
    /// # Errors
    /// `old_scan` when they are.
    pub fn keep_scan(&self, scanned: Scanned, of: &Arc<Places>) -> Result<Arc<Scanned>, ErrorView> {
        let places = held(&self.places);
        if !Arc::ptr_eq(&places, of) {
            return Err(refusal("old_scan"));
        }
        let scanned = Arc::new(scanned);
        *held(&self.scanned) = Some(Arc::clone(&scanned));
        Ok(scanned)
    }

    /// Puts the same reading in the present scan's place, told more than `before`. Where another scan has taken the
    /// place of `before` meanwhile, that one stays and is the answer.
    ///
    /// # Errors
    /// `old_scan` when there is no present scan (any more).
    pub fn replace_scan(&self, before: &Arc<Scanned>, told: Scanned) -> Result<Arc<Scanned>, ErrorView> {
        let mut present = held(&self.scanned);
        match &mut *present {
            Some(scanned) if Arc::ptr_eq(scanned, before) => {
                *scanned = Arc::new(told);
                Ok(Arc::clone(scanned))
            }
            Some(scanned) => Ok(Arc::clone(scanned)),
            None => Err(refusal("old_scan")),
        }
    }

    /// The present plan, if it is the one meant.
    ///
    /// # Errors
    /// `old_plan` when another has taken its place, or there is none.
    pub fn planned(&self, id: u32) -> Result<Arc<Planned>, ErrorView> {
        held(&self.planned).clone().filter(|planned| planned.id() == id).ok_or_else(|| refusal("old_plan"))
    }

    /// Makes this the present plan.
    pub fn keep_plan(&self, planned: Planned) -> Arc<Planned> {
        let planned = Arc::new(planned);
        *held(&self.planned) = Some(Arc::clone(&planned));
        planned
    }

    /// Stops the scan that runs and gives the next one its flag.
    pub fn begin_scan(&self) -> Stop {
        renewed(&self.scanning)
    }

    /// Gives the next clean-up its flag. One that runs goes on: the lock refuses the next one.
    pub fn begin_clean(&self) -> Stop {
        let stop = Stop::default();
        *held(&self.cleaning) = Arc::clone(&stop);
        stop
    }

    /// Keeps a scan that nobody has asked for yet.
    pub fn keep_ahead(&self, ahead: Ahead) {
        *held(&self.ahead) = Some(ahead);
    }

    /// The scan that was begun before anybody asked; once.
    pub fn take_ahead(&self) -> Option<Ahead> {
        held(&self.ahead).take()
    }

    /// Stops the scan that runs.
    pub fn stop_scan(&self) {
        held(&self.scanning).store(true, Ordering::Relaxed);
    }

    /// Stops the clean-up or undo that runs.
    pub fn stop_clean(&self) {
        held(&self.cleaning).store(true, Ordering::Relaxed);
    }
}

/// Tells the window how far things are, and the engine when to stop.
pub struct Reporting<T> {
    channel: Channel<T>,
    stop: Stop,
}

impl<T> Reporting<T> {
    /// Progress goes to `channel`; `stop` ends the work.
    pub const fn new(channel: Channel<T>, stop: Stop) -> Self {
        Self { channel, stop }
    }
}

impl ScanObserver for Reporting<ScanProgress> {
    fn progress(&self, progress: &ScanProgress) {
        // A window that is closing no longer listens; the work ends by itself.
        _ = self.channel.send(progress.clone());
    }

    fn stopped(&self) -> bool {
        is_raised(&self.stop)
    }
}

impl CleanObserver for Reporting<CleanProgress> {
    fn progress(&mut self, progress: &CleanProgress) {
        _ = self.channel.send(progress.clone());
    }

    fn stopped(&self) -> bool {
        is_raised(&self.stop)
    }
}

/// Whether someone has asked for the end.
pub fn is_raised(stop: &Stop) -> bool {
    stop.load(Ordering::Relaxed)
}

/// The present instant; only the outermost code asks the clock.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_unix_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// An answer of the shell itself.
fn refusal(code: &str) -> ErrorView {
    ErrorView { code: code.to_owned(), params: BTreeMap::new(), detail: String::new(), retry: true }
}

/// Work that ended in a panic; the detail is for the curious.
pub(crate) fn broken(why: &dyn fmt::Display) -> ErrorView {
    ErrorView { detail: why.to_string(), retry: false, ..refusal("broken") }
}

fn renewed(flag: &Mutex<Stop>) -> Stop {
    let next = Stop::default();
    let before = std::mem::replace(&mut *held(flag), Arc::clone(&next));
    before.store(true, Ordering::Relaxed);
    next
}

/// What is behind a mutex. Each holds one pointer, which a panic elsewhere cannot leave half-written.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use crumbwise_app::{
        CleanObserver, Knowledge, Places, Roots, ScanObserver, Scanned, view::CleanProgress,
    };
    use crumbwise_model::Scan;
    use tauri::ipc::Channel;

    use super::{Desk, Reporting};

    fn desk() -> Desk {
        let places = Places::new(Roots::confined("/nowhere".into()), "/nowhere".into());
        Desk::new(places, "en".to_owned())
    }

    #[test]
    fn a_new_scan_stops_the_one_before() {
        let desk = desk();
        let silent = || Channel::new(|_| Ok(()));
        let first = Reporting::new(silent(), desk.begin_scan());
        assert!(!ScanObserver::stopped(&first));
        let second = Reporting::new(silent(), desk.begin_scan());
        assert!(ScanObserver::stopped(&first), "two scans at once would race for the screen");
        assert!(!ScanObserver::stopped(&second));
        desk.stop_scan();
        assert!(ScanObserver::stopped(&second));
    }

    #[test]
    fn progress_goes_to_the_window_and_cancel_comes_back() {
        let desk = desk();
        let (heard, hear) = channel();
        let listening = Channel::new(move |body| {
            heard.send(body.deserialize::<CleanProgress>().unwrap()).unwrap();
            Ok(())
        });
        let mut reporting = Reporting::new(listening, desk.begin_clean());
        let progress = CleanProgress { step: "committed".to_owned(), browser: None, done: 1, total: 2 };
        CleanObserver::progress(&mut reporting, &progress);
        assert_eq!(hear.recv().unwrap(), progress);
        assert!(!CleanObserver::stopped(&reporting));
        desk.stop_clean();
        assert!(CleanObserver::stopped(&reporting));
    }

    #[test]
    fn a_scan_of_former_places_is_not_kept() {
        let desk = desk();
        let former = desk.places();
        let scan = || Scanned::new(Scan::default(), Knowledge::built_in());
        assert!(desk.keep_scan(scan(), &former).is_ok());
        let others = Places::new(Roots::confined("/else".into()), "/else".into());
        desk.use_places(Places { sample: true, ..others });
        assert!(desk.keep_scan(scan(), &former).is_err(), "the person's own cookies never appear as samples");
        assert!(desk.keep_scan(scan(), &desk.places()).is_ok());
    }

    #[test]
    fn other_places_leave_nothing_of_the_former_on_screen() {
        let desk = desk();
        let running = desk.begin_scan();
        desk.use_own_places();
        assert!(running.load(std::sync::atomic::Ordering::Relaxed), "a scan of the former places is stopped");
        assert_eq!(desk.scanned().err().map(|error| error.code).as_deref(), Some("old_scan"));
    }
}
