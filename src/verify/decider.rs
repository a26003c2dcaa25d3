//! The decider: what every decision needs at hand.

use crate::certificate::{Step, Witness};
use crate::enclosure::{Budget, Claim, Comparison, Counterexample, find_counterexample};
use crate::engine::{Answer, Job, Reply, Supervisor, Task};
pub(super) use crate::replay::Setting;
use crate::symbolic::{Expr, Fact, Region, Symbol};

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

    /// Runs a job; `Err` says why there is no reply. `record`: with hints for the checker of proofs.
    pub(super) fn ask(&mut self, task: Task, exprs: &[Expr], setting: &Setting, record: bool) -> Result<Reply, String> {
        let job = Job {
            task,
            exprs: exprs.to_vec(),
            region: setting.region.clone(),
            defined_where: setting.defined_where.clone(),
            abbreviations: Vec::new(),
            record,
        };
        self.engine.run(&job).map_err(|e| e.to_string())
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
    pub(super) fn inhabited(&self, exprs: &[Expr], setting: &Setting) -> Option<Step> {
        // Evaluating the sum makes sure that every side has a value at the point.
        let probe = Expr::sum(exprs.iter().map(|e| e * e));
        let offset = &probe + &Expr::one();
        let found = self.counterexample(&probe, &offset, Comparison::Equal, setting)?;
        let point = found.point.iter().map(|(_, q)| q.to_string()).collect();
        Some(Step::Point(Witness { instance: found.turn, point }))
    }
}
