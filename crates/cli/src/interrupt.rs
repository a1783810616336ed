//! Ctrl-C: the first one stops the work cleanly, the second one ends the process.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{consts::SIGINT, flag};

/// Whether Ctrl-C was pressed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupt {
    pressed: Arc<AtomicBool>,
    asking: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens from here on.
    pub(crate) fn listen() -> io::Result<Self> {
        let interrupt = Self::default();
        // Pressed again, or while a question waits for its answer: what the system does by itself.
        flag::register_conditional_default(SIGINT, Arc::clone(&interrupt.pressed))?;
        flag::register_conditional_default(SIGINT, Arc::clone(&interrupt.asking))?;
        flag::register(SIGINT, Arc::clone(&interrupt.pressed))?;
        Ok(interrupt)
    }

    /// Whether the work should stop.
    pub(crate) fn pressed(&self) -> bool {
        self.pressed.load(Ordering::Relaxed)
    }

    /// While `question` waits for its answer, Ctrl-C ends the process: nothing has begun yet.
    pub(crate) fn while_asking<T>(&self, question: impl FnOnce() -> T) -> T {
        self.asking.store(true, Ordering::Relaxed);
        let answer = question();
        self.asking.store(false, Ordering::Relaxed);
        answer
    }
}
