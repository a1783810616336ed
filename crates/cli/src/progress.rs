//! How far the work is: a line on standard error while somebody watches, gone at the end.

use std::{
    io::{self, IsTerminal as _},
    time::Duration,
};

use crumbwise_app::{
    CleanObserver, ScanObserver,
    view::{CleanProgress, ScanProgress},
};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{interrupt::Interrupt, voice::Voice};

/// Shows progress and hears Ctrl-C. Draws nothing where standard error is no terminal.
pub(crate) struct Watch {
    bar: ProgressBar,
    voice: Voice,
    interrupt: Interrupt,
}

impl Watch {
    /// A line that is empty until the first report.
    pub(crate) fn new(voice: Voice, interrupt: Interrupt) -> Self {
        if !io::stderr().is_terminal() {
            // No spinner, and no thread that turns it.
            return Self { bar: ProgressBar::hidden(), voice, interrupt };
        }
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, voice, interrupt }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl ScanObserver for Watch {
    fn progress(&self, progress: &ScanProgress) {
        if self.bar.is_hidden() {
            return;
        }
        let params = [
            ("done", progress.stores_done.to_string()),
            ("stores", progress.stores.to_string()),
            ("cookies", self.voice.number(progress.cookies)),
        ];
        let params = params.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.bar.set_message(self.voice.say_with("cli_scanning", &params));
    }

    fn stopped(&self) -> bool {
        self.interrupt.pressed()
    }
}

impl CleanObserver for Watch {
    fn progress(&mut self, progress: &CleanProgress) {
        if self.bar.is_hidden() {
            return;
        }
        let step = self.voice.say(&format!("step_{}", progress.step));
        let browser = progress.browser.as_deref().map(|name| format!("{name}: ")).unwrap_or_default();
        let (done, total) = (self.voice.number(progress.done), self.voice.number(progress.total));
        self.bar.set_message(format!("{browser}{step} {done}/{total}"));
    }

    fn stopped(&self) -> bool {
        self.interrupt.pressed()
    }
}
