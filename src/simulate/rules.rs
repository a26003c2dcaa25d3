//! Rules repeated step by step, once or many times.
//!
//! In: a rule in a chart with values for all params, initial values, numbers of steps, a seed. Out: states at the steps to
//! keep with how the run ended, or the means over repetitions with their Monte-Carlo errors. It must not read text.
//!
//! A step is a result only if it is finite and inside the chart: the first one that is not ends the run. Repetition `r`
//! draws from stream `r` of the seed, and sums are taken in blocks of fixed size, so that numbers do not depend on how many
//! threads there are.

use super::draws::Draw;
use super::generator::Generator;
use super::problem::missing;
use super::system::System;
use crate::derive::{Assignment, ClosedForms};
use crate::model::{Model, RuleInChart, Subject};
use crate::numerics::interpret::Interpreter;
use crate::numerics::lower::{LoweringError, lower};
use crate::numerics::program::OperationCount;
use crate::symbolic::{Expr, Fact, Relation, Symbol};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A state beyond this has diverged, if the next step has no finite value.
const FAR: f64 = 1e50;
/// Blocks of repetitions that are summed by themselves.
const BLOCKS: u64 = 64;
/// Steps after which somebody is asked whether to go on.
const ASK_EVERY: u64 = 1024;

/// Why a rule cannot be repeated.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleError {
    /// Params without a value.
    NoValue {
        /// Their names.
        params: Vec<String>,
    },
    /// A random variable cannot be drawn; in words.
    NoDraw(String),
    /// Something has no value in doubles.
    Lowering(LoweringError),
}

/// A rule ready to be repeated; each thread works on its own clone.
#[derive(Clone, Debug)]
pub struct RuleProblem {
    step: Interpreter,
    draws: Vec<Draw>,
    watch: Interpreter,
    /// Conditions of the chart.
    chart: System,
    /// Conditions under which a run goes on.
    go_on: Vec<Fact>,
    go_on_values: Interpreter,
    dimension: usize,
}

/// How a run ended; the step is the last one.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleEnd {
    /// All steps were made.
    Reached,
    /// The last state lies outside the chart: a condition, as an index into [`RuleProblem::chart_conditions`].
    LeftChart(usize),
    /// A condition of the request fails at the last state.
    Condition,
    /// The state grew until it had no finite value.
    Diverged,
    /// The rule has no finite value after the last state.
    NoValue,
    /// Somebody asked to stop.
    Interrupted,
}

impl RuleEnd {
    /// An end that is a result: the border of the chart, or what the request asks for.
    #[must_use]
    pub fn is_result(&self) -> bool {
        matches!(self, Self::Reached | Self::LeftChart(_) | Self::Condition)
    }
}

/// One run.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRun {
    /// Steps that were kept.
    pub steps: Vec<u64>,
    /// The state at each, then what is watched.
    pub rows: Vec<Vec<f64>>,
    /// Steps made.
    pub last_step: u64,
    /// The state there; after [`RuleEnd::LeftChart`] it lies outside.
    pub last_state: Vec<f64>,
    /// Why it ended.
    pub end: RuleEnd,
}

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

/// Which steps are kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Keep {
    /// All.
    All,
    /// These, in order.
    At(Vec<u64>),
}

/// Steps from 0 to `last`, at most `count`, evenly spread.
#[must_use]
pub fn evenly(last: u64, count: u64) -> Vec<u64> {
    if last < count {
        return (0..=last).collect();
    }
    let parts = u128::from(count.max(2) - 1);
    (0..=parts).filter_map(|k| u64::try_from(u128::from(last) * k / parts).ok()).collect()
}

impl RuleProblem {
    /// A rule of a model with values for its params.
    ///
    /// # Errors
    /// [`RuleError`].
    pub fn new(
        model: &Model,
        rule: &RuleInChart,
        watch: &[Subject],
        go_on: &[Fact],
        values: &[(Symbol, Expr)],
        closed: ClosedForms<'_>,
    ) -> Result<Self, RuleError> {
        let at = Assignment { chart: None, values: values.to_vec() };
        let coordinates = model.chart(rule.chart).map(|c| c.symbols()).unwrap_or_default();
        let mut region = at.remaining(&model.region(Some(rule.chart)));
        let components: Vec<Expr> = rule.components.iter().map(|e| at.apply(e)).collect();
        // What is watched may hold expectations with a closed form; the rule is taken as it is written.
        let watched: Vec<Expr> = watch.iter().map(|s| s.expr.clone()).collect();
        let watched = closed(&watched, &model.region(Some(rule.chart)), &[], &[]);
        let watched: Vec<Expr> = watched.iter().map(|e| at.apply(e)).collect();
        let go_on: Vec<Fact> = go_on.iter().map(|f| Fact { expr: at.apply(&f.expr), relation: f.relation }).collect();
        let occurs = |symbol: &Symbol| components.iter().any(|e| e.contains(symbol));
        let variables: Vec<_> = model.randoms.iter().filter(|r| occurs(&r.symbol)).collect();
        let mut inputs = coordinates.clone();
        inputs.extend(variables.iter().map(|r| r.symbol.clone()));
        let all: Vec<Expr> = components.iter().chain(&watched).cloned().collect();
        let unknown = missing(&all, &go_on, &region, &inputs);
        if !unknown.is_empty() {
            return Err(RuleError::NoValue { params: unknown });
        }
        region.variables.retain(|v| coordinates.contains(&v.symbol));
        let draws = variables.iter().map(|r| Draw::new(r, values)).collect::<Result<Vec<_>, _>>();
        let conditions: Vec<Expr> = go_on.iter().map(|f| f.expr.clone()).collect();
        let program =
            |exprs: &[Expr], inputs: &[Symbol]| lower(exprs, inputs).map(Interpreter::new).map_err(RuleError::Lowering);
        Ok(Self {
            step: program(&components, &inputs)?,
            draws: draws.map_err(RuleError::NoDraw)?,
            watch: program(&watched, &coordinates)?,
            chart: System::new(&[], &region, &[]).map_err(RuleError::Lowering)?,
            go_on_values: program(&conditions, &coordinates)?,
            go_on,
            dimension: coordinates.len(),
        })
    }

    /// Operations of one step, without its random numbers.
    #[must_use]
    pub fn operation_count(&self) -> OperationCount {
        self.step.program().operation_count()
    }

    /// Random numbers of one step.
    #[must_use]
    pub fn random_count(&self) -> usize {
        self.draws.len()
    }

    /// Conditions of the chart.
    #[must_use]
    pub fn chart_conditions(&self) -> &[super::system::Condition] {
        &self.chart.conditions
    }

    /// The first condition that a state fails.
    fn failing(&mut self, state: &[f64]) -> Option<RuleEnd> {
        if !self.chart.conditions.is_empty() {
            let values = self.chart.guards(state);
            if let Some(k) = self.chart.failing(&values, &values) {
                return Some(RuleEnd::LeftChart(k));
            }
        }
        if self.go_on.is_empty() {
            return None;
        }
        let mut values = vec![f64::NAN; self.go_on.len()];
        let _ = self.go_on_values.evaluate(state, &mut values);
        let fails = |(fact, x): (&Fact, &f64)| match fact.relation {
            Relation::Positive => !(*x > 0.0),
            Relation::NonNegative => !(*x >= 0.0),
            Relation::NonZero => x.is_nan() || *x == 0.0,
            Relation::Zero => *x != 0.0,
        };
        self.go_on.iter().zip(&values).any(fails).then_some(RuleEnd::Condition)
    }

    fn row(&mut self, state: &[f64]) -> Vec<f64> {
        let mut row = state.to_vec();
        row.resize(self.dimension + self.watch.program().outputs.len(), f64::NAN);
        let (state, watched) = row.split_at_mut(self.dimension);
        let _ = self.watch.evaluate(state, watched);
        row
    }

    /// Repeats the rule; `ask` hears the steps made now and then, and says whether to go on. `see` sees what is kept.
    pub fn run(
        &mut self,
        start: &[f64],
        steps: u64,
        keep: &Keep,
        g: &mut Generator,
        ask: &dyn Fn(u64) -> bool,
        see: &mut dyn FnMut(u64, Vec<f64>),
    ) -> (RuleEnd, u64, Vec<f64>) {
        let mut wanted = match keep {
            Keep::All => [].iter(),
            Keep::At(list) => list.iter(),
        };
        let mut next = wanted.next();
        let mut inputs = start.to_vec();
        inputs.resize(self.dimension + self.draws.len(), 0.0);
        let mut new = vec![0.0; self.dimension];
        let mut made = 0;
        let end = loop {
            if let Some(end) = self.failing(&inputs[..self.dimension]) {
                break end;
            }
            if *keep == Keep::All || next == Some(&made) {
                let row = self.row(&inputs[..self.dimension]);
                see(made, row);
                next = wanted.next();
            }
            if made == steps {
                break RuleEnd::Reached;
            }
            if made % ASK_EVERY == 0 && !ask(made) {
                break RuleEnd::Interrupted;
            }
            for (slot, draw) in inputs[self.dimension..].iter_mut().zip(&mut self.draws) {
                *slot = draw.draw(g);
            }
            // Lengths agree by construction; where they do not, nothing is finite.
            let ran = self.step.evaluate(&inputs, &mut new).is_ok();
            if !ran || new.iter().any(|x| !x.is_finite()) {
                let far = inputs[..self.dimension].iter().any(|x| x.abs() > FAR) || new.iter().any(|x| x.is_infinite());
                break if far { RuleEnd::Diverged } else { RuleEnd::NoValue };
            }
            inputs[..self.dimension].copy_from_slice(&new);
            made += 1;
        };
        inputs.truncate(self.dimension);
        (end, made, inputs)
    }

    /// One run with everything that is kept.
    pub fn once(
        &mut self,
        start: &[f64],
        steps: u64,
        keep: &Keep,
        g: &mut Generator,
        ask: &dyn Fn(u64) -> bool,
    ) -> RuleRun {
        let (mut at, mut rows) = (Vec::new(), Vec::new());
        let (end, last_step, last_state) = self.run(start, steps, keep, g, ask, &mut |n, row| {
            at.push(n);
            rows.push(row);
        });
        RuleRun { steps: at, rows, last_step, last_state, end }
    }

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
        std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(&work))));
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
