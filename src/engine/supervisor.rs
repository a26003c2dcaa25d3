//! The parent's side: jobs to text, to the child or the engine's thread, and replies back.

use super::child::{Child, notice};
use super::job::{Job, Reply, WireReply};
use super::jobs::Jobs;
use super::{thread, worker::WORKER_COMMAND};
use algebra::LockError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    place: Place,
    broken: Option<Failure>,
    /// Replies by the jobs they answer: claims of one model ask for the same signs again and again.
    answered: BTreeMap<String, Reply>,
    /// Whether the last job was answered from there.
    at_once: bool,
}

/// How many replies are kept before all are forgotten.
const KEPT: usize = 4096;

/// Where the engine runs.
#[derive(Debug)]
enum Place {
    Child(Child),
    Thread,
    /// It did not answer before; nothing is asked again.
    Nowhere(Failure),
}

impl Supervisor {
    /// A supervisor. Nothing starts before the first job.
    #[must_use]
    pub fn new(options: EngineOptions) -> Self {
        let place = match options.binary.clone() {
            Some(binary) => Place::Child(Child::new(binary, WORKER_COMMAND, options.wait)),
            None => Place::Thread,
        };
        Self { options, place, broken: None, answered: BTreeMap::new(), at_once: false }
    }

    /// Without an engine: every job fails for this reason. What rests on enclosures alone can still be decided.
    #[must_use]
    pub fn without_engine(why: Failure) -> Self {
        let mut supervisor = Self::new(EngineOptions::default());
        supervisor.place = Place::Nowhere(why);
        supervisor
    }

    /// Starts the child now if no other geoflow is at work, while the model is still read. It greets nobody and opens
    /// nothing before its first job.
    pub fn start_ahead(&mut self) {
        if let Place::Child(child) = &mut self.place {
            child.start_ahead();
        }
    }

    /// Lets other programs have the engine; the next job queues for it again. A long run does this now and then. The
    /// thread of a process keeps the engine until the process ends.
    pub fn release(&mut self) {
        if let Place::Child(child) = &mut self.place {
            child.release();
        }
    }

    /// The failure after which no further job can run, if there was one.
    #[must_use]
    pub fn final_failure(&self) -> Option<&Failure> {
        self.broken.as_ref()
    }
}

impl Jobs for Supervisor {
    fn run_within(&mut self, job: &Job, time: Option<Duration>) -> Result<Reply, Failure> {
        if job.exprs.is_empty() {
            return Ok(Reply::default());
        }
        if let Some(failure) = &self.broken {
            return Err(failure.clone());
        }
        if let Place::Nowhere(failure) = &self.place {
            return Err(failure.clone());
        }
        let text = serde_json::to_string(&job.to_wire()).map_err(|e| Failure::NotStarted(e.to_string()))?;
        self.at_once = false;
        if let Some(reply) = self.answered.get(&text) {
            self.at_once = true;
            return Ok(reply.clone());
        }
        let outcome = self.exchange(&text, time);
        match outcome {
            Ok(reply) => {
                if self.answered.len() >= KEPT {
                    self.answered.clear();
                }
                self.answered.insert(text, reply.clone());
                Ok(reply)
            }
            Err(failure) => Err(failure),
        }
    }

    fn waited(&self) -> Duration {
        match &self.place {
            Place::Child(child) if !self.at_once => child.waited(),
            _ => Duration::ZERO,
        }
    }
}

impl Supervisor {
    fn exchange(&mut self, text: &str, time: Option<Duration>) -> Result<Reply, Failure> {
        let timeout = time.map_or(self.options.timeout, |time| time.min(self.options.timeout));
        let outcome = match &mut self.place {
            Place::Child(child) => child.exchange(text.to_owned(), timeout),
            Place::Thread | Place::Nowhere(_) => thread::run(text, self.options.wait, timeout, &notice),
        };
        match outcome.and_then(|text| decode(&text)) {
            Ok(reply) => Ok(reply),
            Err(failure) => {
                if failure.is_final() {
                    self.broken = Some(failure.clone());
                }
                // A child whose answer makes no sense is not asked again: the next job starts a new one.
                if let Place::Child(child) = &mut self.place {
                    child.stop();
                }
                Err(failure)
            }
        }
    }
}

fn decode(text: &str) -> Result<Reply, Failure> {
    serde_json::from_str::<Option<WireReply>>(text).ok().flatten().and_then(|w| w.unpack().ok()).ok_or(Failure::Died)
}
