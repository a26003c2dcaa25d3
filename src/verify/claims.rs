//! Claims, one kind after the other.

use super::decider::{Decider, Setting};
use super::equality::report;
use super::inequality::Wanted;
use super::verdict::{ClaimOutcome, Verdict};
use crate::enclosure::Comparison;
use crate::engine::{Answer, Task};
use crate::geometry::matrix::Matrix;
use crate::model::{Claim, ClaimKind, Compared, Model};
use crate::symbolic::{Expr, Fact};
use crate::syntax::ast::{CompareOp, Verb};
use crate::units::Unit;

impl Decider<'_> {
    /// Decides a claim.
    pub fn claim(&mut self, model: &Model, claim: &Claim) -> ClaimOutcome {
        let mut undefined_on: Vec<Fact> = Vec::new();
        let mut notes = Vec::new();
        let verdict = self.statement(model, &claim.kind, &mut undefined_on, &mut notes);
        let verdict = match verdict {
            Verdict::Proved { .. } if claim.strict && !undefined_on.is_empty() => {
                Verdict::undecided("the claim is strict, and a side may be undefined on part of the domain")
            }
            other => other,
        };
        let came_out = match claim.verb {
            Verb::Prove => verdict.is_proved(),
            Verb::Refute => verdict.is_refuted(),
        };
        ClaimOutcome { verdict, came_out, undefined_on, notes }
    }

    fn statement(
        &mut self,
        model: &Model,
        kind: &ClaimKind,
        undefined_on: &mut Vec<Fact>,
        notes: &mut Vec<String>,
    ) -> Verdict {
        match kind {
            ClaimKind::Compare { op, parts, chart_dependent, .. } => {
                if *chart_dependent {
                    notes.push("a side is a recipe of the chart at hand: made in the chart shown".into());
                }
                self.parts(model, parts, *op, undefined_on)
            }
            ClaimKind::Invariant { parts, .. } => self.parts(model, parts, CompareOp::Eq, undefined_on),
            ClaimKind::Inverse { parts }
            | ClaimKind::Isometry { parts }
            | ClaimKind::Conserved { parts }
            | ClaimKind::Closed { parts } => self.parts(model, parts, CompareOp::Eq, undefined_on),
            ClaimKind::Solves { parts, inside } => {
                let parts: Vec<Compared> = parts
                    .iter()
                    .map(|p| {
                        let mut p = p.clone();
                        p.defined_where.extend(inside.iter().cloned());
                        p
                    })
                    .collect();
                self.parts(model, &parts, CompareOp::Eq, undefined_on)
            }
            ClaimKind::PositiveDefinite { metric } => {
                let crate::model::Value::Metric(g) = &metric.value else {
                    return Verdict::undecided("the claim is not about a metric");
                };
                let exprs = g.components.entries();
                let setting = Self::setting(model, Some(metric.chart), &metric.region, &g.defined_where, exprs);
                undefined_on.extend(self.uncertain(&g.defined_where, &setting));
                self.positive_definite(&g.components, &setting)
            }
            ClaimKind::Decreasing { strictly, chart, region, rate, flow, differential, defined_where, gradient_of } => {
                let mut exprs = vec![rate.clone()];
                exprs.extend(flow.iter().cloned());
                let setting = Self::setting(model, Some(*chart), region, defined_where, &exprs);
                undefined_on.extend(self.uncertain(defined_where, &setting));
                self.decreasing(*strictly, rate, flow, differential, gradient_of.as_ref(), &setting)
            }
        }
    }

    fn parts(&mut self, model: &Model, parts: &[Compared], op: CompareOp, undefined_on: &mut Vec<Fact>) -> Verdict {
        let mut verdict: Option<Verdict> = None;
        for part in parts {
            let mut exprs = part.left.clone();
            exprs.extend(part.right.iter().cloned());
            let setting = Self::setting(model, part.chart, &part.region, &part.defined_where, &exprs);
            for f in self.uncertain(&part.defined_where, &setting) {
                if !undefined_on.contains(&f) {
                    undefined_on.push(f);
                }
            }
            let decided = if op == CompareOp::Eq {
                self.equal(&part.left, &part.right, &part.entries, &part.units, &setting)
            } else {
                self.componentwise(part, op, &setting)
            };
            verdict = Some(match verdict {
                Some(v) => v.and(decided),
                None => decided,
            });
            if verdict.as_ref().is_some_and(Verdict::is_refuted) {
                break;
            }
        }
        verdict.unwrap_or_else(|| Verdict::undecided("the statement compares nothing"))
    }

    fn componentwise(&mut self, part: &Compared, op: CompareOp, setting: &Setting) -> Verdict {
        if op == CompareOp::Ne && part.left.len() != 1 {
            return Verdict::undecided("`!=` of several components is not decided: state it for one component");
        }
        let mut verdict: Option<Verdict> = None;
        for (k, (l, r)) in part.left.iter().zip(&part.right).enumerate() {
            let name = part.entries.get(k).cloned().unwrap_or_default();
            let unit = part.units.get(k).cloned().unwrap_or_default();
            let decided = self.compare(l, op, r, &name, &unit, setting);
            verdict = Some(match verdict {
                Some(v) => v.and(decided),
                None => decided,
            });
        }
        verdict.unwrap_or_else(|| Verdict::undecided("the statement compares nothing"))
    }

    /// `dC/dt <= 0`. Rule **gradient-descent**: for `v = -K dC` with `K` positive definite, `dC/dt = -dC K dC`, which is
    /// negative where `dC` (hence `v`) is not 0.
    fn decreasing(
        &mut self,
        strictly: bool,
        rate: &Expr,
        flow: &[Expr],
        differential: &[Expr],
        cometric: Option<&Matrix>,
        setting: &Setting,
    ) -> Verdict {
        let zero = Expr::zero();
        let minus = -rate;
        let direct = self.sign_is(&minus, if strictly { Wanted::Positive } else { Wanted::NonNegative }, setting);
        if let Ok(rule) = direct {
            if self.inhabited(std::slice::from_ref(rate), setting) {
                return Verdict::by(rule);
            }
            return Verdict::undecided("no point of the domain was found where the rate is defined");
        }
        if let Some(found) = self.counterexample(rate, &zero, Comparison::LessOrEqual, setting) {
            return Verdict::Refuted { witness: Box::new(report(found, "dC/dt".into(), Unit::one(), setting)) };
        }
        if strictly {
            if let Some(verdict) = self.stands_still(rate, flow, setting) {
                return verdict;
            }
        }
        match cometric {
            Some(k) => self.gradient_descent(flow, differential, k, setting),
            None => {
                Verdict::Undecided { remains: vec![rate.clone()], reason: "no rule settles the sign of dC/dt".into() }
            }
        }
    }

    fn gradient_descent(&mut self, flow: &[Expr], differential: &[Expr], k: &Matrix, setting: &Setting) -> Verdict {
        let Ok(raised) = k.mul_vector(differential) else {
            return Verdict::undecided("the cometric does not match the flow");
        };
        let residuals: Vec<Expr> = flow.iter().zip(&raised).map(|(v, g)| v + g).filter(|e| !e.is_zero()).collect();
        if !residuals.is_empty() {
            match self.ask(Task::Zero, &residuals, setting) {
                Ok((answers, _)) if answers.iter().all(|a| *a == Answer::Zero) => {}
                Ok(_) => return Verdict::undecided("the flow is not -grad(C, g) exactly"),
                Err(why) => return Verdict::undecided(why),
            }
        }
        let definite = self.positive_definite(k, setting);
        match definite {
            Verdict::Proved { .. } => {
                Verdict::by("gradient-descent: dC/dt = -dC K dC with K positive definite").and(definite)
            }
            Verdict::Undecided { remains, reason } => {
                Verdict::Undecided { remains, reason: format!("the metric's definiteness: {reason}") }
            }
            Verdict::Refuted { .. } => Verdict::undecided("the metric is not positive definite"),
        }
    }

    /// For a strict claim: a point where the flow moves but the rate is exactly 0.
    fn stands_still(&self, rate: &Expr, flow: &[Expr], setting: &Setting) -> Option<Verdict> {
        let speed = Expr::sum(flow.iter().map(|v| v * v));
        let mut moving = setting.clone();
        moving.region.conditions.push(Fact::positive(speed));
        let found = self.counterexample(rate, &Expr::zero(), Comparison::Less, &moving)?;
        Some(Verdict::Refuted { witness: Box::new(report(found, "dC/dt".into(), Unit::one(), setting)) })
    }
}
