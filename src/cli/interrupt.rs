//! Ctrl-C: the first asks a long computation to stop and keep what it has, the second ends the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a shell expects of a process that an interrupt ended.
const INTERRUPTED: i32 = 130;

/// Whether somebody asked to stop.
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    asked: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens from now on. Where signals cannot be had, nobody ever asks.
    #[must_use]
    pub fn listen() -> Self {
        let out = Self::default();
        let signal = signal_hook::consts::SIGINT;
        // In this order: a signal that finds the flag set already ends the process.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&out.asked));
        let _ = signal_hook::flag::register(signal, Arc::clone(&out.asked));
        out
    }

    /// Whether to stop.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}
