//! Many walks at once, on threads of their own.
//!
//! In: systems and initial values. Out: trajectories, in the order of the initial values whatever thread made them.

use super::integrate::{Options, integrate};
use super::system::{StartError, System};
use super::trajectory::Trajectory;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Told how far a walk has come (its index, the fraction behind it); says whether to go on.
pub type Watch<'a> = &'a (dyn Fn(usize, f64) -> bool + Sync);

/// One walk. A system counts its evaluations, so each walk owns one.
#[derive(Clone, Debug)]
pub struct Walk {
    /// The field.
    pub system: System,
    /// The initial value.
    pub start: Vec<f64>,
    /// For how long.
    pub duration: f64,
    /// How.
    pub options: Options,
}

/// How a walk came out.
pub type Outcome = Result<Trajectory, StartError>;

/// Walks all, on as many threads as the machine has processors.
#[must_use]
pub fn all(walks: Vec<Walk>, watch: Watch<'_>) -> Vec<Outcome> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(walks.len());
    let results: Vec<Mutex<Option<Outcome>>> = walks.iter().map(|_| Mutex::new(None)).collect();
    let jobs: Vec<Mutex<Option<Walk>>> = walks.into_iter().map(|w| Mutex::new(Some(w))).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let k = next.fetch_add(1, Ordering::Relaxed);
            let (Some(job), Some(result)) = (jobs.get(k), results.get(k)) else { return };
            let Some(walk) = job.lock().ok().and_then(|mut job| job.take()) else { return };
            let found = integrate(&walk.system, &walk.start, walk.duration, &walk.options, &|s| watch(k, s));
            if let Ok(mut slot) = result.lock() {
                *slot = Some(found);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    // Every job was taken by some thread.
    results.into_iter().map(|slot| slot.into_inner().ok().flatten().unwrap_or(Err(StartError::NoValue))).collect()
}
