//! The child's side: reads jobs line by line from standard input, answers line by line.
//!
//! Answers go out through a private copy of descriptor 1; descriptor 1 itself leads to standard error from then on, so
//! whatever the engine prints is seen and never mixes with answers. A watcher ends the process when the parent has
//! gone: an orphan must not go on computing.

use super::job::WireJob;
use super::work::perform;
use algebra::{Engine, EngineLock};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::sync::mpsc;

/// The hidden subcommand under which geoflow starts itself as a worker.
pub const WORKER_COMMAND: &str = "engine-worker";

/// Stack of the thread that owns the engine. Address space only; pages are touched when used.
const STACK: usize = 1 << 30;

/// Serves jobs until standard input ends. Returns the exit code.
#[must_use]
pub fn serve() -> i32 {
    serve_lines(|engine| {
        move |line: &str| {
            let reply = serde_json::from_str::<WireJob>(line)
                .ok()
                .and_then(|job| job.unpack().ok())
                .and_then(|job| std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| perform(&engine, &job))).ok())
                .map(|reply| reply.to_wire());
            // A job that cannot be read or that panics is answered by `null`; the parent turns it into a failure.
            serde_json::to_string(&reply).unwrap_or_else(|_| "null".into())
        }
    })
}

/// Answers lines until standard input ends; `make` gets the engine on the thread that owns it. Returns the exit code.
#[must_use]
pub fn serve_lines<F: FnMut(&str) -> String>(make: impl FnOnce(Engine) -> F + Send + 'static) -> i32 {
    let Ok(saved) = rustix::io::dup(rustix::stdio::stdout()) else { return 70 };
    if rustix::stdio::dup2_stdout(rustix::stdio::stderr()).is_err() {
        return 70;
    }
    let (send, receive) = mpsc::channel::<String>();
    let worker = std::thread::Builder::new()
        .name("engine".into())
        .stack_size(STACK)
        .spawn(move || work(receive, File::from(saved), make));
    if worker.is_err() {
        return 70;
    }
    for line in BufReader::new(std::io::stdin()).lines() {
        let Ok(line) = line else { break };
        if send.send(line).is_err() {
            break;
        }
    }
    0
}

fn work<F: FnMut(&str) -> String>(lines: mpsc::Receiver<String>, mut answers: File, make: impl FnOnce(Engine) -> F) {
    // The engine greets when it opens: nobody is greeted where nothing is asked.
    let Ok(first) = lines.recv() else { return };
    let Ok(lock) = EngineLock::held_by_supervisor() else { return };
    let Ok(engine) = Engine::open(lock) else { return };
    let mut answer = make(engine);
    for line in std::iter::once(first).chain(lines) {
        let mut text = answer(&line);
        text.push('\n');
        if answers.write_all(text.as_bytes()).is_err() {
            return;
        }
    }
}
