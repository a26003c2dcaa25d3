//! Claims, one kind after the other.

use super::decider::{Decider, Setting};
use super::equality::{derivations, plain, report};
use super::expectations::remarks;
use super::inequality::Wanted;
use super::verdict::{ClaimOutcome, Evidence, Verdict};
use crate::certificate::Step;
use crate::enclosure::Comparison;
use crate::engine::{Answer, Task};
use crate::geometry::matrix::Matrix;
use crate::model::statements::Rate;
use crate::model::{Claim, ClaimKind, Compared, Model};
use crate::replay::claim as replay;
use crate::replay::conditions::{conditions, rule_conditions};
use crate::replay::definite;
use crate::symbolic::definition::definition;
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Expr, Fact};
use crate::syntax::ast::{CompareOp, Verb};
use crate::units::Unit;

impl Decider<'_> {
    /// Decides a claim.
    pub fn claim(&mut self, model: &Model, claim: &Claim) -> ClaimOutcome {
        self.begin();
        let mut undefined_on: Vec<Fact> = Vec::new();
        let mut notes = Vec::new();
        let verdict = self.statement(model, &claim.kind, &mut undefined_on, &mut notes);
        let mut rests_on = Vec::new();
        let verdict = match verdict {
            proved @ Verdict::Proved { .. } => self.where_rules_hold(model, &claim.kind, proved, &mut rests_on),
            other => other,
        };
        let verdict = match verdict {
            Verdict::Proved { .. } if claim.strict && !undefined_on.is_empty() => {
                Verdict::undecided("the claim is strict, and a side may be undefined on part of the domain")
            }
            proved @ Verdict::Proved { .. } if claim.strict => self.defined_everywhere(model, &claim.kind, proved),
            other => other,
        };
        let verdict = verdict.unless_rejected(|steps| replay::claim(model, claim, steps));
        let verdict = match verdict {
            Verdict::Undecided { remains, reason } if self.budget.is_over() => {
                Verdict::Undecided { remains, reason: format!("{reason} (the time for the search was over)") }
            }
            other => other,
        };
        if let (Verdict::Refuted { .. } | Verdict::Undecided { .. }, ClaimKind::Compare { parts, .. }) =
            (&verdict, &claim.kind)
        {
            let sides: Vec<Expr> = parts.iter().flat_map(|p| p.left.iter().chain(&p.right).cloned()).collect();
            notes.extend(super::expectations::assumption(&sides));
        }
        notes.append(&mut self.remarks);
        let came_out = match claim.verb {
            Verb::Prove => verdict.is_proved(),
            Verb::Refute => verdict.is_refuted(),
        };
        ClaimOutcome { verdict, came_out, undefined_on: super::distinct(undefined_on), rests_on, notes }
    }

    /// What the closed forms of expectations need is proved as well, or the proof rests on it.
    fn where_rules_hold(
        &mut self,
        model: &Model,
        kind: &ClaimKind,
        proved: Verdict,
        rests_on: &mut Vec<Fact>,
    ) -> Verdict {
        let mut verdict = proved;
        for (facts, setting) in rule_conditions(model, kind) {
            for f in &facts {
                let shown = self.condition(f, &setting).filter(|evidence| evidence.gap.is_none());
                let evidence = shown.unwrap_or_else(|| {
                    rests_on.push(f.clone());
                    Step::Supposed.into()
                });
                verdict = verdict.and(Verdict::Proved { by: Vec::new(), kernels: Vec::new(), evidence });
            }
        }
        verdict
    }

    /// A strict claim: the conditions of definition are proved as well.
    fn defined_everywhere(&mut self, model: &Model, kind: &ClaimKind, proved: Verdict) -> Verdict {
        let mut verdict = proved;
        for (facts, setting) in conditions(model, kind) {
            for f in facts.iter().filter(|f| f.rule.is_none()) {
                verdict = verdict.and(self.fact(f, &setting));
            }
        }
        verdict
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
                self.parts(model, &replay::solved(parts, inside), CompareOp::Eq, undefined_on)
            }
            ClaimKind::PositiveDefinite { metric } => {
                let crate::model::Value::Metric(g) = &metric.value else {
                    return Verdict::undecided("the claim is not about a metric");
                };
                let exprs = g.components.entries();
                let setting = Setting::new(model, Some(metric.chart), &metric.region, &g.defined_where, exprs);
                undefined_on.extend(self.undefined(&g.defined_where, &setting));
                self.positive_definite(model, &g.components, &setting)
            }
            ClaimKind::Decreasing { strictly, rates } => {
                let mut verdict: Option<Verdict> = None;
                for r in rates {
                    let mut exprs = vec![r.rate.clone()];
                    exprs.extend(r.flow.iter().cloned());
                    let setting = Setting::new(model, Some(r.chart), &r.region, &r.defined_where, &exprs);
                    undefined_on.extend(self.undefined(&r.defined_where, &setting));
                    let decided = self.decreasing(model, *strictly, r, &setting);
                    verdict = Some(match verdict {
                        Some(v) => v.and(decided),
                        None => decided,
                    });
                }
                verdict.unwrap_or_else(|| Verdict::undecided("the statement compares nothing"))
            }
        }
    }

    fn parts(&mut self, model: &Model, parts: &[Compared], op: CompareOp, undefined_on: &mut Vec<Fact>) -> Verdict {
        let mut verdict: Option<Verdict> = None;
        for part in parts {
            let mut exprs = part.left.clone();
            exprs.extend(part.right.iter().cloned());
            if let Some(why) = self.too_large(&exprs) {
                return Verdict::undecided(why);
            }
            let setting = Setting::new(model, part.chart, &part.region, &part.defined_where, &exprs);
            for f in self.undefined(&part.defined_where, &setting) {
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

    /// `dC/dt <= 0`. Rule **gradient-descent**: where `G v = -c dC` with `G` positive definite and `c > 0`,
    /// `dC/dt = dC v = -(v G v)/c`, which is negative where `v` is not 0.
    fn decreasing(&mut self, model: &Model, strictly: bool, r: &Rate, setting: &Setting) -> Verdict {
        let zero = Expr::zero();
        let wanted = if strictly { Wanted::Positive } else { Wanted::NonNegative };
        let falls = -&r.rate;
        let candidates = definite::candidates(model, r);
        // Where the flow is written as a gradient, no sign of a long expression is asked for.
        let as_written =
            |g: &Matrix| definite::descent_residuals(r, g, &Expr::one()).is_some_and(|rest| rest.is_empty());
        if let Some((k, metric)) = candidates.iter().enumerate().find(|(_, g)| as_written(g)) {
            let verdict = self.gradient_descent(model, r, (k, metric), setting);
            if verdict.is_certified() {
                return verdict;
            }
        }
        if let Ok(found) = self.sign_at_once(&falls, wanted, setting) {
            return self.by_its_sign(r, found, setting);
        }
        // A proof is cheaper than a search that finds nothing.
        let mut verdict = Verdict::undecided("");
        for (k, metric) in candidates.iter().enumerate() {
            verdict = self.gradient_descent(model, r, (k, metric), setting);
            if verdict.is_certified() {
                return verdict;
            }
        }
        if let Some(found) = self.sign_in_steps(&falls, wanted, setting) {
            return self.by_its_sign(r, found, setting);
        }
        if let Some(found) = self.counterexample(&r.rate, &zero, Comparison::LessOrEqual, setting) {
            return Verdict::Refuted { witness: Box::new(report(found, "dC/dt".into(), Unit::one(), setting)) };
        }
        if strictly && let Some(verdict) = self.stands_still(&r.rate, &r.flow, setting) {
            return verdict;
        }
        match verdict {
            Verdict::Undecided { .. } if r.descends_by.is_empty() => {
                Verdict::Undecided { remains: vec![r.rate.clone()], reason: "no rule settles the sign of dC/dt".into() }
            }
            other => other,
        }
    }

    fn by_its_sign(&self, r: &Rate, (rule, evidence): (&str, Evidence), setting: &Setting) -> Verdict {
        match self.inhabited(std::slice::from_ref(&r.rate), setting) {
            Some(point) => Verdict::by(rule, evidence.then(point)),
            None => Verdict::undecided("no point of the domain was found where the rate is defined"),
        }
    }

    /// `G v = -c dC` exactly, with one factor `c` that is positive and defined on the whole domain, and `G` is positive
    /// definite.
    fn gradient_descent(
        &mut self,
        model: &Model,
        r: &Rate,
        (number, metric): (usize, &Matrix),
        setting: &Setting,
    ) -> Verdict {
        const RULE: &str =
            "gradient-descent: the flow is -c grad(C, G) with G positive definite, so dC/dt = -(v G v)/c";
        let (rate, reduced, said) = match self.descent_factor(r, metric, setting) {
            Ok(found) => found,
            Err(why) => return Verdict::undecided(why),
        };
        let step = Step::Descent { metric: number, rate: Bundle::pack(std::slice::from_ref(&rate)) };
        let mut evidence = Evidence::from(step).then(reduced);
        let divisors = definite::divisors(&rate);
        if divisors.is_none() {
            evidence = evidence.then(Evidence::missing("the rate of the flow is not rational"));
        }
        let divisors = divisors.unwrap_or_default();
        let place = definite::place_of_metric(metric, &rate, setting);
        match self.sign_is(&rate, Wanted::Positive, &place) {
            Ok((_, found)) => evidence = evidence.then(found),
            Err(why) => return Verdict::undecided(format!("the rate of the flow: {why}")),
        }
        for d in &divisors {
            evidence = evidence.then(match self.sign_is(d, Wanted::NonZero, &place) {
                Ok((_, found)) => found,
                Err(why) => Evidence::missing(why),
            });
        }
        let mut exprs = vec![r.rate.clone()];
        exprs.extend(r.flow.iter().cloned());
        match self.positive_definite(model, metric, &place) {
            definite @ Verdict::Proved { .. } => match self.inhabited(&exprs, setting) {
                Some(point) => {
                    said.into_iter().for_each(|remark| {
                        if !self.remarks.contains(&remark) {
                            self.remarks.push(remark);
                        }
                    });
                    Verdict::by(RULE, evidence).and(definite).and(Verdict::by(RULE, point))
                }
                None => Verdict::undecided("no point of the domain was found where the rate is defined"),
            },
            Verdict::Undecided { remains, reason } => {
                Verdict::Undecided { remains, reason: format!("the metric's definiteness: {reason}") }
            }
            Verdict::Refuted { .. } => Verdict::undecided("the metric is not positive definite"),
        }
    }

    /// `c` with `G v = -c dC` in every component. It is read off one component as a closed form; at a point where that
    /// component of `dC` vanishes the quotient says nothing, so `c` counts only if it is defined everywhere and the
    /// equation holds everywhere. The remarks are those of the rewriting of formal means.
    fn descent_factor(
        &mut self,
        r: &Rate,
        metric: &Matrix,
        setting: &Setting,
    ) -> Result<(Expr, Evidence, Vec<String>), String> {
        let lowered = metric.mul_vector(&r.flow).map_err(|_| "the metric does not match the flow".to_owned())?;
        let quotients: Vec<Expr> =
            lowered.iter().zip(&r.differential).filter(|(_, d)| !d.is_zero()).map(|(v, d)| -(v / d)).collect();
        if quotients.is_empty() {
            return Err("the differential vanishes identically".into());
        }
        // Most flows are gradients themselves: no quotient is reduced for these.
        for quotient in std::iter::once(None).chain(quotients.iter().map(Some)) {
            let rate = match quotient {
                None => Expr::one(),
                Some(quotient) => {
                    let (forms, _) = self.ask(Task::ClosedForm, std::slice::from_ref(quotient), setting)?;
                    let Some(Answer::ClosedForm(rate)) = forms.into_iter().next() else { continue };
                    rate
                }
            };
            let Some(rest) = definite::descent_residuals(r, metric, &rate) else { continue };
            // With names for formal expectations, as in an equation.
            let (named, facts) = match rest.iter().any(Expr::has_mean) {
                true => self.integrated(&rest, setting),
                false => plain(&rest),
            };
            let reply = self.ask_recorded(Task::Zero, &named.residuals, setting)?;
            let zero = reply.answers.iter().all(|a| *a == Answer::Zero);
            if zero && self.uncertain(&definition(&rate), setting).is_empty() {
                let mut evidence = match derivations(&named.residuals, setting, &reply.records) {
                    Ok(reduced) => Step::Zero(reduced).into(),
                    Err(why) => Evidence::missing(why.to_string()),
                };
                let mut said = Vec::new();
                if rest.iter().any(Expr::has_mean) {
                    evidence = self.rewritten(&facts, setting, evidence);
                    said = remarks(&named.used, &rest);
                }
                return Ok((rate, evidence, said));
            }
        }
        Err("it was not seen that the flow is a multiple of grad(C, g)".into())
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
