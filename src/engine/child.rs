//! A supervised child of this very program: one line in, one line out.
//!
//! In: lines of text. Out: the child's answers, or why there is none. The parent holds the machine-wide lock from the
//! first line on. A line that ends the child or outruns its time costs itself: the child is killed and the next line
//! starts a new one. It must not know what the lines mean.

use super::supervisor::Failure;
use algebra::EngineLock;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child as Process, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A child that is started when it is needed.
#[derive(Debug)]
pub struct Child {
    binary: PathBuf,
    /// The hidden command under which it serves.
    command: &'static str,
    wait: Duration,
    lock: Option<EngineLock>,
    running: Option<Running>,
    broken: Option<Failure>,
    /// How long the last line waited for another geoflow.
    waited: Duration,
}

#[derive(Debug)]
struct Running {
    process: Process,
    lines: ChildStdin,
    answers: mpsc::Receiver<String>,
    /// Whether it has answered anything yet.
    proven: bool,
}

/// How long to wait before a child that ended before its first answer is started once more. The engine runs once per
/// machine, and the child of a geoflow that was killed a moment ago may still be on its way out.
const SECOND_TRY: Duration = Duration::from_millis(250);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Child {
    /// `binary command` will serve; another geoflow is waited for at most `wait`. Nothing starts before the first line.
    #[must_use]
    pub fn new(binary: PathBuf, command: &'static str, wait: Duration) -> Self {
        Self { binary, command, wait, lock: None, running: None, broken: None, waited: Duration::ZERO }
    }

    /// The failure after which no further line can be answered, if there was one.
    #[must_use]
    pub fn final_failure(&self) -> Option<&Failure> {
        self.broken.as_ref()
    }

    /// Sends a line (without its end) and waits for the answer.
    ///
    /// # Errors
    /// [`Failure`]; after a failure that is not final the next line starts afresh.
    pub fn exchange(&mut self, line: String, timeout: Duration) -> Result<String, Failure> {
        if let Some(failure) = &self.broken {
            return Err(failure.clone());
        }
        let fresh = self.running.as_ref().is_none_or(|r| !r.proven);
        let mut outcome = self.try_exchange(line.clone(), timeout);
        if fresh && outcome == Err(Failure::Died) && !self.running.as_ref().is_some_and(|r| r.proven) {
            self.running = None;
            std::thread::sleep(SECOND_TRY);
            outcome = self.try_exchange(line, timeout);
        }
        if let Err(failure) = &outcome {
            // Dropping kills and reaps the child.
            self.running = None;
            if failure.is_final() {
                self.broken = Some(failure.clone());
            }
        }
        outcome
    }

    /// Kills and reaps the child; the next line starts a new one.
    pub fn stop(&mut self) {
        self.running = None;
    }

    /// Ends the child and gives the lock back; the next line queues again.
    pub fn release(&mut self) {
        // The child is gone before anybody else may open the engine.
        self.running = None;
        self.lock = None;
    }

    /// Takes the lock if it is free and starts the child, so that it is there when the first line is. What fails here
    /// is tried again, and reported, with that line.
    pub fn start_ahead(&mut self) {
        if self.running.is_none() && self.broken.is_none() {
            if self.lock.is_none() {
                self.lock = EngineLock::acquire(Duration::ZERO, || ()).ok();
            }
            if self.lock.is_some() {
                self.running = start(&self.binary, self.command).ok();
            }
        }
    }

    /// How long the last line waited for another geoflow to leave the engine. It is nobody's time.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.waited
    }

    fn try_exchange(&mut self, mut line: String, timeout: Duration) -> Result<String, Failure> {
        self.waited = Duration::ZERO;
        if self.lock.is_none() {
            let begin = Instant::now();
            self.lock = Some(EngineLock::acquire(self.wait, notice).map_err(|e| Failure::from_lock(&e))?);
            self.waited = begin.elapsed();
        }
        if self.running.is_none() {
            self.running = Some(start(&self.binary, self.command)?);
        }
        let Some(running) = &mut self.running else { return Err(Failure::Died) };
        line.push('\n');
        running.lines.write_all(line.as_bytes()).and_then(|()| running.lines.flush()).map_err(|_| Failure::Died)?;
        let answer = running.answers.recv_timeout(timeout).map_err(|e| match e {
            mpsc::RecvTimeoutError::Timeout => Failure::TimedOut(timeout),
            mpsc::RecvTimeoutError::Disconnected => Failure::Died,
        })?;
        running.proven = true;
        Ok(answer)
    }
}

pub(super) fn notice() {
    eprintln!("geoflow: waiting for another geoflow process (the engine runs once per machine)");
}

fn start(binary: &PathBuf, command: &str) -> Result<Running, Failure> {
    let not_started = |e: std::io::Error| Failure::NotStarted(format!("{}: {e}", binary.display()));
    let mut process =
        Command::new(binary).arg(command).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(not_started)?;
    let (Some(lines), Some(output)) = (process.stdin.take(), process.stdout.take()) else { return Err(Failure::Died) };
    let (send, answers) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            let Ok(line) = line else { break };
            if send.send(line).is_err() {
                break;
            }
        }
    });
    Ok(Running { process, lines, answers, proven: false })
}
