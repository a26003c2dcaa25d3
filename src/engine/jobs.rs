//! Who runs jobs: a supervisor, several deciders' share of one, or the engine at hand.

use super::job::{Job, Reply};
use super::supervisor::{Failure, Supervisor};
use super::work::perform;
use algebra::Engine;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Runs jobs, one at a time.
pub trait Jobs {
    /// Runs a job, within this time where one is given.
    ///
    /// # Errors
    /// [`Failure`]; after a failure that is not final the next job starts afresh.
    fn run_within(&mut self, job: &Job, time: Option<Duration>) -> Result<Reply, Failure>;

    /// Runs a job, as long as jobs may take.
    ///
    /// # Errors
    /// [`Failure`]; after a failure that is not final the next job starts afresh.
    fn run(&mut self, job: &Job) -> Result<Reply, Failure> {
        self.run_within(job, None)
    }

    /// How long the last job waited: for another geoflow, or behind others of this process. It is nobody's time.
    fn waited(&self) -> Duration {
        Duration::ZERO
    }
}

/// One supervisor among several deciders, each on its own thread. The engine still does one job at a time: the others
/// wait, or search and check meanwhile.
pub struct Shared<'s> {
    supervisor: &'s Mutex<&'s mut Supervisor>,
    waited: Duration,
}

impl<'s> Shared<'s> {
    /// A share of the supervisor.
    #[must_use]
    pub fn of(supervisor: &'s Mutex<&'s mut Supervisor>) -> Self {
        Self { supervisor, waited: Duration::ZERO }
    }
}

impl Jobs for Shared<'_> {
    fn run_within(&mut self, job: &Job, time: Option<Duration>) -> Result<Reply, Failure> {
        let begin = Instant::now();
        let mut supervisor = self.supervisor.lock().unwrap_or_else(PoisonError::into_inner);
        let queued = begin.elapsed();
        let reply = supervisor.run_within(job, time);
        self.waited = queued + supervisor.waited();
        reply
    }

    fn waited(&self) -> Duration {
        self.waited
    }
}

/// For a process that is supervised itself: jobs run on this thread, on an engine that is open. Nothing bounds their
/// time here; whoever waits for this process does.
#[derive(Debug)]
pub struct Within(Engine);

impl Within {
    /// Jobs on this engine.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self(engine)
    }
}

impl Jobs for Within {
    fn run_within(&mut self, job: &Job, _: Option<Duration>) -> Result<Reply, Failure> {
        if job.exprs.is_empty() {
            return Ok(Reply::default());
        }
        let engine = &self.0;
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| perform(engine, job))).map_err(|_| Failure::Died)
    }
}
