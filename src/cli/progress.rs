//! A line on standard error that says what takes so long; on a terminal only.

use std::io::{IsTerminal, Write};
use std::sync::mpsc;
use std::time::Duration;

/// Nothing is said before this.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shows the current step once a run takes long. Dropping it clears the line.
pub struct Progress {
    steps: Option<mpsc::Sender<String>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Progress {
    /// Watches from now on.
    #[must_use]
    pub fn start(quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self { steps: None, thread: None };
        }
        let (steps, receive) = mpsc::channel::<String>();
        let thread = std::thread::spawn(move || watch(&receive));
        Self { steps: Some(steps), thread: Some(thread) }
    }

    /// What is being done now.
    pub fn step(&self, text: &str) {
        if let Some(steps) = &self.steps {
            let _ = steps.send(text.to_owned());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.steps = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn watch(steps: &mpsc::Receiver<String>) {
    let begin = std::time::Instant::now();
    let (mut current, mut shown) = (String::new(), false);
    loop {
        match steps.recv_timeout(Duration::from_millis(250)) {
            Ok(step) => current = step,
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
        if begin.elapsed() >= PATIENCE {
            eprint!("\r\x1b[Kgeoflow: {current} ({} s)", begin.elapsed().as_secs());
            let _ = std::io::stderr().flush();
            shown = true;
        }
    }
    if shown {
        eprint!("\r\x1b[K");
    }
}
