//! The parent's side: holds the lock, starts the child, waits with a limit, starts anew after a failure.

use super::job::{Job, Reply, WireReply};
use super::{thread, worker::WORKER_COMMAND};
use algebra::{EngineLock, LockError};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How to run the engine.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// The geoflow binary that serves as the child; `None`: a thread of this process.
    pub binary: Option<PathBuf>,
    /// How long to wait for another geoflow.
    pub wait: Duration,
    /// How long one job may take.
    pub timeout: Duration,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self { binary: None, wait: Duration::from_secs(60), timeout: Duration::from_secs(20) }
    }
}

/// Why a job has no reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Another process used the engine for the whole waiting time.
    Busy(Duration),
    /// The lock file or the child could not be had.
    NotStarted(String),
    /// The job took longer than allowed.
    TimedOut(Duration),
    /// The child ended during the job (an abort or a stack overflow), or the job panicked.
    Died,
}

impl Failure {
    pub(super) fn from_lock(e: &LockError) -> Self {
        match e {
            LockError::Busy { waited } => Self::Busy(*waited),
            LockError::Unavailable { path, error } => Self::NotStarted(format!("{}: {error}", path.display())),
        }
    }

    /// Whether trying the next job makes no sense either.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::NotStarted(_))
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Busy(d) => write!(f, "another process used the engine for {:.1} s", d.as_secs_f64()),
            Self::NotStarted(why) => write!(f, "the engine could not be started: {why}"),
            Self::TimedOut(d) => write!(f, "the engine took longer than {:.1} s", d.as_secs_f64()),
            Self::Died => write!(f, "the engine's process ended during the work"),
        }
    }
}

/// Runs jobs, one at a time.
#[derive(Debug)]
pub struct Supervisor {
    options: EngineOptions,
    lock: Option<EngineLock>,
    child: Option<Running>,
    broken: Option<Failure>,
}

#[derive(Debug)]
struct Running {
    process: Child,
    jobs: ChildStdin,
    replies: mpsc::Receiver<String>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Supervisor {
    /// A supervisor. Nothing starts before the first job.
    #[must_use]
    pub fn new(options: EngineOptions) -> Self {
        Self { options, lock: None, child: None, broken: None }
    }

    /// The failure after which no further job can run, if there was one.
    #[must_use]
    pub fn final_failure(&self) -> Option<&Failure> {
        self.broken.as_ref()
    }

    /// Runs a job.
    ///
    /// # Errors
    /// [`Failure`]; after a failure that is not final the next job starts afresh.
    pub fn run(&mut self, job: &Job) -> Result<Reply, Failure> {
        if job.exprs.is_empty() {
            return Ok(Reply { answers: Vec::new(), kernels: Vec::new(), records: Vec::new() });
        }
        if let Some(failure) = &self.broken {
            return Err(failure.clone());
        }
        let text = serde_json::to_string(&job.to_wire()).map_err(|e| Failure::NotStarted(e.to_string()))?;
        let outcome = match self.options.binary.clone() {
            Some(binary) => self.in_child(&binary, text),
            None => thread::run(&text, self.options.wait, self.options.timeout, &notice),
        };
        match outcome {
            Ok(text) => decode(&text),
            Err(failure) => {
                if failure.is_final() {
                    self.broken = Some(failure.clone());
                }
                Err(failure)
            }
        }
    }

    fn in_child(&mut self, binary: &PathBuf, mut text: String) -> Result<String, Failure> {
        if self.lock.is_none() {
            self.lock = Some(EngineLock::acquire(self.options.wait, notice).map_err(|e| Failure::from_lock(&e))?);
        }
        if self.child.is_none() {
            self.child = Some(start(binary)?);
        }
        let Some(running) = &mut self.child else { return Err(Failure::Died) };
        text.push('\n');
        let sent = running.jobs.write_all(text.as_bytes()).and_then(|()| running.jobs.flush());
        let outcome = match sent {
            Err(_) => Err(Failure::Died),
            Ok(()) => match running.replies.recv_timeout(self.options.timeout) {
                Ok(reply) => Ok(reply),
                Err(mpsc::RecvTimeoutError::Timeout) => Err(Failure::TimedOut(self.options.timeout)),
                Err(mpsc::RecvTimeoutError::Disconnected) => Err(Failure::Died),
            },
        };
        if outcome.is_err() {
            // Dropping kills and reaps the child; the next job starts a new one.
            self.child = None;
        }
        outcome
    }
}

fn notice() {
    eprintln!("geoflow: waiting for another geoflow process (the engine runs once per machine)");
}

fn start(binary: &PathBuf) -> Result<Running, Failure> {
    let not_started = |e: std::io::Error| Failure::NotStarted(format!("{}: {e}", binary.display()));
    let mut process = Command::new(binary)
        .arg(WORKER_COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(not_started)?;
    let (Some(jobs), Some(output)) = (process.stdin.take(), process.stdout.take()) else { return Err(Failure::Died) };
    let (send, replies) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            let Ok(line) = line else { break };
            if send.send(line).is_err() {
                break;
            }
        }
    });
    Ok(Running { process, jobs, replies })
}

fn decode(text: &str) -> Result<Reply, Failure> {
    serde_json::from_str::<Option<WireReply>>(text).ok().flatten().and_then(|w| w.unpack().ok()).ok_or(Failure::Died)
}
