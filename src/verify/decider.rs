//! The decider: what every decision needs at hand.

use super::limits::Limits;
use super::memory::Memory;
use super::solutions::{MANY, equations_of, point_on};
use crate::certificate::{Step, Witness};
use crate::enclosure::sign::FIRST_PRECISION;
use crate::enclosure::{Budget, Claim, Comparison, Counterexample, find_counterexample};
use crate::engine::{Answer, Job, Jobs, Reply, Task};
use crate::model::{ChartId, Model};
pub(super) use crate::replay::Setting;
use crate::symbolic::definition::definition;
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Expr, Fact, Region, Symbol};
use std::time::{Duration, Instant};

/// Attempts to lead a sign back to others, for one claim.
const ATTEMPTS: usize = 40;
/// Rules within rules, where nothing else is said.
const SHALLOW: usize = 4;
/// Points of the first glance.
pub(super) const GLANCE: usize = 5;

/// Decides claims, one engine job at a time.
pub struct Decider<'s> {
    engine: &'s mut dyn Jobs,
    pub(super) limits: Limits,
    /// What the limits leave to the claim at hand.
    pub(super) budget: Budget,
    /// What is to be said beside the verdict of the claim at hand.
    pub(super) remarks: Vec<String>,
    /// Rules that lead to other signs, one within the other.
    pub(super) nested: usize,
    /// Attempts with such rules that are left to the claim at hand.
    pub(super) attempts: usize,
    /// The most rules within each other.
    pub(super) deepest: usize,
    /// How long its jobs waited for another geoflow: nobody's time.
    pub(crate) idle: Duration,
    /// What was not looked at because it lay too deep.
    pub(super) too_deep: usize,
    /// What was not looked at because attempts or time were used up.
    pub(super) cut_short: usize,
    /// What the claim at hand has asked before.
    pub(super) memory: Memory,
}

impl<'s> Decider<'s> {
    /// A decider that sends its jobs to `engine`.
    #[must_use]
    pub fn new(engine: &'s mut dyn Jobs) -> Self {
        Self::limited(engine, Limits::default())
    }

    /// The same with other limits.
    #[must_use]
    pub fn limited(engine: &'s mut dyn Jobs, limits: Limits) -> Self {
        Self {
            engine,
            limits,
            budget: limits.budget(),
            remarks: Vec::new(),
            nested: 0,
            attempts: ATTEMPTS,
            deepest: SHALLOW,
            idle: Duration::ZERO,
            too_deep: 0,
            cut_short: 0,
            memory: Memory::default(),
        }
    }

    /// A new claim: its time begins.
    pub(super) fn begin(&mut self) {
        self.budget = self.limits.budget();
        self.remarks.clear();
        self.memory.clear();
        self.look_as_deep_as(SHALLOW);
    }

    /// From here on so many rules within each other, with all attempts.
    pub(super) fn look_as_deep_as(&mut self, depth: usize) {
        self.deepest = depth;
        self.attempts = ATTEMPTS;
    }

    /// Why a statement about these is not even tried.
    pub(super) fn too_large(&self, exprs: &[Expr]) -> Option<String> {
        let size = Expr::deep_nodes_of(exprs).len();
        let most = self.limits.size;
        (size > most).then(|| format!("the statement has {size} distinct parts, and {most} are the limit (size)"))
    }

    /// Runs a job; `Err` says why there is no reply.
    pub(super) fn ask(
        &mut self,
        task: Task,
        exprs: &[Expr],
        setting: &Setting,
    ) -> Result<(Vec<Answer>, Vec<Expr>), String> {
        self.run(task, exprs, setting, false).map(|r| (r.answers, r.kernels))
    }

    /// The same with hints for the checker of proofs.
    pub(super) fn ask_recorded(&mut self, task: Task, exprs: &[Expr], setting: &Setting) -> Result<Reply, String> {
        self.run(task, exprs, setting, true)
    }

    fn run(&mut self, task: Task, exprs: &[Expr], setting: &Setting, record: bool) -> Result<Reply, String> {
        let Self { memory, engine, budget, limits, idle, .. } = self;
        memory.reply(task, record, exprs, setting, || {
            // No job is begun after one and a half times the claim's time, and none goes on beyond twice of it.
            let mut left = None;
            if let (Some(end), Some(time)) = (budget.until, limits.time) {
                let last = end.checked_add(time).map(|end| end.saturating_duration_since(Instant::now()));
                if last.is_some_and(|last| last < time / 2) {
                    return Err(format!(
                        "the time for the claim ({} s) was over before the next job",
                        time.as_secs_f64()
                    ));
                }
                left = last;
            }
            let job = Job {
                task,
                exprs: exprs.to_vec(),
                region: setting.region.clone(),
                defined_where: setting.defined_where.clone(),
                abbreviations: Vec::new(),
                record,
            };
            let reply = engine.run_within(&job, left).map_err(|e| e.to_string());
            let waited = engine.waited();
            *idle += waited;
            budget.until = budget.until.map(|end| end.checked_add(waited).unwrap_or(end));
            reply
        })
    }

    /// Readable closed forms; where the engine fails, the expression as it stands.
    pub fn closed_forms(
        &mut self,
        exprs: &[Expr],
        region: &Region,
        defined_where: &[Fact],
        abbreviations: &[(Symbol, Expr)],
    ) -> Vec<Expr> {
        let job = Job {
            task: Task::Readable,
            exprs: exprs.to_vec(),
            region: region.clone(),
            defined_where: defined_where.to_vec(),
            abbreviations: abbreviations.to_vec(),
            record: false,
        };
        let Ok(reply) = self.engine.run(&job) else { return exprs.to_vec() };
        exprs
            .iter()
            .zip(reply.answers)
            .map(|(e, a)| match a {
                Answer::ClosedForm(form) => form,
                _ => e.clone(),
            })
            .collect()
    }

    /// Where a statement about `exprs` is considered.
    pub(super) fn setting(
        model: &Model,
        chart: Option<ChartId>,
        region: &Region,
        defined_where: &[Fact],
        exprs: &[Expr],
    ) -> Setting {
        Setting::new(model, chart, region, defined_where, exprs)
    }

    /// A certain counterexample to `left (comparison) right` where both are defined.
    pub(super) fn counterexample(
        &self,
        left: &Expr,
        right: &Expr,
        comparison: Comparison,
        setting: &Setting,
    ) -> Option<Counterexample> {
        search(left, right, comparison, setting, self.budget)
    }

    /// A few simple points at low precision: most false statements fail there, and the engine need not be asked.
    pub(super) fn at_first_glance(
        &self,
        left: &Expr,
        right: &Expr,
        comparison: Comparison,
        setting: &Setting,
    ) -> Option<Counterexample> {
        let budget = Budget { points: self.budget.points.min(GLANCE), max_bits: FIRST_PRECISION, ..self.budget };
        search(left, right, comparison, setting, budget)
    }

    /// Whether at some rational point of the domain everything is certainly defined: without one, a proof would be of
    /// nothing. The search looks for a point where `s == s + 1` fails with `s` the sum of the squares of all sides: that
    /// is any point at all at which every side has a value.
    pub(super) fn inhabited(&self, exprs: &[Expr], setting: &Setting) -> Option<Step> {
        // Evaluating the sum makes sure that every side has a value at the point.
        // A formal expectation has a value wherever its integrand has one for some value of its variables: no condition of
        // definition is about these.
        let probe = Expr::sum(exprs.iter().map(crate::statistics::sample_of_integrands).map(|e| &e * &e));
        let offset = &probe + &Expr::one();
        let Some(found) = self.counterexample(&probe, &offset, Comparison::Equal, setting) else {
            let sampled: Vec<Expr> = exprs.iter().map(crate::statistics::sample_of_integrands).collect();
            let equations = equations_of(setting);
            let values = point_on(&equations, &sampled, setting, (MANY, self.budget.until), &mut |_| true)?;
            return Some(Step::Place { values: Bundle::pack(&values) });
        };
        let point = found.point.iter().map(|(_, q)| q.to_string()).collect();
        Some(Step::Point(Witness { instance: found.turn, point }))
    }
}

/// A certain counterexample within a budget.
fn search(
    left: &Expr,
    right: &Expr,
    comparison: Comparison,
    setting: &Setting,
    budget: Budget,
) -> Option<Counterexample> {
    let claim = Claim { left: left.clone(), right: right.clone(), comparison };
    find_counterexample(&claim, &search_region(left, right, setting), &setting.functions, budget).ok().flatten()
}

/// Where a counterexample is sought. An instance in the place of an unspecified function may make a product vanish of
/// which another factor is then undefined (`0 * 1/0`), and the product is written 0; so what the sides need to be
/// defined is read off before anything is put in, and demanded of every point.
pub(super) fn search_region(left: &Expr, right: &Expr, setting: &Setting) -> Region {
    let mut region = setting.defined_region();
    if !setting.functions.is_empty() {
        for fact in definition(left).into_iter().chain(definition(right)) {
            if !region.conditions.contains(&fact) {
                region.conditions.push(fact);
            }
        }
    }
    region
}
