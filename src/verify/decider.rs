//! The decider: what every decision needs at hand.

use crate::enclosure::{
    Budget, Claim, Comparison, Counterexample, QuantifiedFunctions, SymbolicMetric, find_counterexample,
};
use crate::engine::{Answer, Job, Supervisor, Task};
use crate::model::{ChartId, Model};
use crate::symbolic::{Expr, Fact, FunctionSymbol, Kind, Region, Symbol};
use std::collections::BTreeSet;

/// A statement's place: where it is considered and what it quantifies over.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// The chart, for witnesses.
    pub chart: Option<ChartId>,
    /// Variables with ranges, and conditions of the domain.
    pub region: Region,
    /// Conditions of definition.
    pub defined_where: Vec<Fact>,
    /// Unspecified functions and generic metrics that occur.
    pub functions: QuantifiedFunctions,
}

impl Setting {
    /// The part of the region where everything is defined.
    pub fn defined_region(&self) -> Region {
        let mut region = self.region.clone();
        for f in &self.defined_where {
            if !region.conditions.contains(f) {
                region.conditions.push(f.clone());
            }
        }
        region
    }
}

/// Decides claims, one engine job at a time.
pub struct Decider<'s> {
    engine: &'s mut Supervisor,
    pub(super) budget: Budget,
}

impl<'s> Decider<'s> {
    /// A decider that sends its jobs to `engine`.
    #[must_use]
    pub fn new(engine: &'s mut Supervisor) -> Self {
        Self { engine, budget: Budget { points: 160, max_bits: 512 } }
    }

    /// Runs a job; `Err` says why there is no reply.
    pub(super) fn ask(
        &mut self,
        task: Task,
        exprs: &[Expr],
        setting: &Setting,
    ) -> Result<(Vec<Answer>, Vec<Expr>), String> {
        let job = Job {
            task,
            exprs: exprs.to_vec(),
            region: setting.region.clone(),
            defined_where: setting.defined_where.clone(),
            abbreviations: Vec::new(),
            record: false,
        };
        self.engine.run(&job).map(|r| (r.answers, r.kernels)).map_err(|e| e.to_string())
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
            task: Task::ClosedForm,
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
        let mut all: Vec<Expr> = exprs.to_vec();
        all.extend(region.conditions.iter().chain(defined_where).map(|f| f.expr.clone()));
        Setting {
            chart,
            region: region.clone(),
            defined_where: defined_where.to_vec(),
            functions: functions_in(model, &all),
        }
    }

    /// A certain counterexample to `left (comparison) right` where both are defined.
    pub(super) fn counterexample(
        &self,
        left: &Expr,
        right: &Expr,
        comparison: Comparison,
        setting: &Setting,
    ) -> Option<Counterexample> {
        let claim = Claim { left: left.clone(), right: right.clone(), comparison };
        find_counterexample(&claim, &setting.defined_region(), &setting.functions, self.budget).ok().flatten()
    }

    /// Whether at some rational point of the domain everything is certainly defined: without one, a proof would be of
    /// nothing. The search looks for a point where `s == s + 1` fails with `s` the sum of the squares of all sides: that
    /// is any point at all at which every side has a value.
    pub(super) fn inhabited(&self, exprs: &[Expr], setting: &Setting) -> bool {
        // Evaluating the sum makes sure that every side has a value at the point.
        let probe = Expr::sum(exprs.iter().map(|e| e * e));
        let offset = &probe + &Expr::one();
        self.counterexample(&probe, &offset, Comparison::Equal, setting).is_some()
    }
}

/// The unspecified functions of expressions; components of a generic metric are kept together.
fn functions_in(model: &Model, exprs: &[Expr]) -> QuantifiedFunctions {
    let mut names: BTreeSet<FunctionSymbol> = BTreeSet::new();
    for e in Expr::nodes_of(exprs) {
        if let Kind::Unspecified { function, .. } = e.kind() {
            names.insert(function.clone());
        }
    }
    let mut out = QuantifiedFunctions { functions: Vec::new(), metrics: Vec::new() };
    for g in &model.symbolic_metrics {
        if g.functions.iter().any(|f| names.contains(f)) {
            let dim = model.chart(g.chart).map_or(0, crate::geometry::chart::Chart::dim);
            let place = |i: usize, j: usize| {
                let (i, j) = (i.min(j), i.max(j));
                i * dim - i * (i + 1) / 2 + j
            };
            let entries: Option<Vec<Vec<FunctionSymbol>>> =
                (0..dim).map(|i| (0..dim).map(|j| g.functions.get(place(i, j)).cloned()).collect()).collect();
            if let Some(entries) = entries {
                out.metrics.push(SymbolicMetric { entries });
                for f in &g.functions {
                    names.remove(f);
                }
            }
        }
    }
    out.functions = names.into_iter().collect();
    out
}
