//! Rules repeated many times: means with their Monte-Carlo errors.
//!
//! In: a rule, an initial value, a seed, how often. Out: the mean of every column at the steps to keep, its standard error,
//! and which runs ended early. Repetition `r` draws from stream `r` of the seed, and sums are taken in blocks of fixed size,
//! so that numbers do not depend on how many threads there are.

use super::generator::Generator;
use super::rules::{Keep, RuleEnd, RuleProblem};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Blocks of repetitions that are summed by themselves.
const BLOCKS: u64 = 64;

/// Means over repetitions.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeated {
    /// Steps that were kept.
    pub steps: Vec<u64>,
    /// How many runs reached each.
    pub counts: Vec<u64>,
    /// Mean of each column over those.
    pub means: Vec<Vec<f64>>,
    /// Its standard error.
    pub errors: Vec<Vec<f64>>,
    /// Runs that were made.
    pub runs: u64,
    /// Runs that ended early, and the earliest with its step.
    pub early: Vec<(RuleEnd, u64, u64)>,
}

impl RuleProblem {
    /// Independent repetitions from one initial value. `watch` hears how many are done.
    #[must_use]
    pub fn repeat(
        &self,
        start: &[f64],
        steps: u64,
        keep: &[u64],
        (seed, runs): (&Generator, u64),
        watch: &(dyn Fn(u64) -> bool + Sync),
    ) -> Repeated {
        let length = runs.div_ceil(BLOCKS).max(1);
        let mut jobs = Vec::new();
        let (mut stream, mut first) = (seed.clone(), 0);
        while first < runs {
            let count = length.min(runs - first);
            jobs.push(Mutex::new(Some((self.clone(), stream.clone(), count))));
            (0..count).for_each(|_| stream = stream.next_stream());
            first += count;
        }
        let columns = self.dimension + self.watch.program().outputs.len();
        let results: Vec<Mutex<Option<Block>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
        let (next, done, stop) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
        let work = || {
            loop {
                let k = next.fetch_add(1, Ordering::Relaxed);
                let (Some(job), Some(result)) = (jobs.get(k), results.get(k)) else { return };
                let Some((mut problem, mut stream, count)) = job.lock().ok().and_then(|mut job| job.take()) else {
                    return;
                };
                let mut block = Block::new(keep.len(), columns);
                let keep_at = Keep::At(keep.to_vec());
                for _ in 0..count {
                    let before = done.fetch_add(1, Ordering::Relaxed);
                    if !watch(u64::try_from(before).unwrap_or(u64::MAX)) {
                        stop.store(true, Ordering::Relaxed);
                    }
                    let ask = |_| !stop.load(Ordering::Relaxed);
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let mut g = stream.clone();
                    let mut k = 0;
                    let (end, last, _) = problem.run(start, steps, &keep_at, &mut g, &ask, &mut |_, row| {
                        block.add(k, &row);
                        k += 1;
                    });
                    block.end(end, last);
                    stream = stream.next_stream();
                }
                if let Ok(mut slot) = result.lock() {
                    *slot = Some(block);
                }
            }
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len().max(1));
        std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        let mut all = Block::new(keep.len(), columns);
        for block in results.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()) {
            all.merge(&block);
        }
        all.finish(keep)
    }
}

/// Sums of a block of repetitions: counts, means and squared deviations (Welford; Chan, Golub and LeVeque for merging).
struct Block {
    counts: Vec<f64>,
    means: Vec<Vec<f64>>,
    squares: Vec<Vec<f64>>,
    runs: u64,
    early: Vec<(RuleEnd, u64, u64)>,
}

impl Block {
    fn new(rows: usize, columns: usize) -> Self {
        let zeros = || vec![vec![0.0; columns]; rows];
        Self { counts: vec![0.0; rows], means: zeros(), squares: zeros(), runs: 0, early: Vec::new() }
    }

    fn add(&mut self, k: usize, row: &[f64]) {
        self.counts[k] += 1.0;
        let n = self.counts[k];
        for ((x, mean), square) in row.iter().zip(&mut self.means[k]).zip(&mut self.squares[k]) {
            let off = x - *mean;
            *mean += off / n;
            *square += off * (x - *mean);
        }
    }

    fn end(&mut self, end: RuleEnd, last: u64) {
        self.runs += 1;
        if end != RuleEnd::Reached {
            self.note(&end, 1, last);
        }
    }

    fn note(&mut self, end: &RuleEnd, count: u64, first: u64) {
        match self.early.iter_mut().find(|(e, ..)| e == end) {
            Some((_, n, earliest)) => {
                *n += count;
                *earliest = first.min(*earliest);
            }
            None => self.early.push((end.clone(), count, first)),
        }
    }

    fn merge(&mut self, other: &Self) {
        for k in 0..self.counts.len() {
            let (a, b) = (self.counts[k], other.counts[k]);
            if b == 0.0 {
                continue;
            }
            for j in 0..self.means[k].len() {
                let off = other.means[k][j] - self.means[k][j];
                self.means[k][j] += off * b / (a + b);
                self.squares[k][j] += other.squares[k][j] + off * off * a * b / (a + b);
            }
            self.counts[k] = a + b;
        }
        self.runs += other.runs;
        for (end, count, first) in &other.early {
            self.note(end, *count, *first);
        }
    }

    fn finish(mut self, keep: &[u64]) -> Repeated {
        self.early.sort_by_key(|(_, _, first)| *first);
        let error = |(squares, n): (&Vec<f64>, &f64)| {
            squares.iter().map(|s| (s / (n - 1.0).max(1.0) / n).sqrt()).collect::<Vec<f64>>()
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // counts
        let counts = self.counts.iter().map(|n| *n as u64).collect();
        let errors = self.squares.iter().zip(&self.counts).map(error).collect();
        Repeated { steps: keep.to_vec(), counts, means: self.means, errors, runs: self.runs, early: self.early }
    }
}
