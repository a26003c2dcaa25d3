//! Positive definiteness, by Sylvester's criterion: a symmetric matrix is positive definite if and only if all its
//! leading principal minors are positive; a matrix of blocks is where each block is.

use super::decider::{Decider, Setting};
use super::equality::report;
use super::inequality::Wanted;
use super::verdict::{Evidence, Verdict};
use crate::certificate::Step;
use crate::enclosure::Comparison;
use crate::geometry::matrix::Matrix;
use crate::model::{InformationMetric, MetricSum, Model};
use crate::replay::definite::{LARGEST_DEPTH, is_about, parts_are_defined};
use crate::symbolic::Expr;
use crate::units::Unit;

/// Of matrices with more rows it is asked first whether they belong to a law of which it is known where they are definite.
const LARGEST_BY_MINORS: usize = 3;

impl Decider<'_> {
    /// Whether the matrix is positive definite at every point: by its minors, else by what it is made of.
    pub(super) fn positive_definite(&mut self, model: &Model, m: &Matrix, setting: &Setting) -> Verdict {
        // The minors of larger matrices are long, and of formal ones each value is a quadrature.
        let costly = m.rows() > LARGEST_BY_MINORS || m.entries().iter().any(Expr::has_mean);
        if costly && let Some(decided) = self.by_law(model, m, setting) {
            return decided;
        }
        match self.by_minors(m, setting) {
            Verdict::Undecided { remains, reason } => {
                let otherwise = self.by_law(model, m, setting);
                let otherwise = otherwise.or_else(|| self.by_parts(model, m, setting, 0));
                otherwise.unwrap_or(Verdict::Undecided { remains, reason })
            }
            decided => decided,
        }
    }

    /// Rule **information**: the matrix is the metric of a law, of which it is known where it is definite.
    fn by_law(&mut self, model: &Model, m: &Matrix, setting: &Setting) -> Option<Verdict> {
        const RULE: &str = "information: the covariance of independent statistics, in regular parameters";
        let of_law = |k: &InformationMetric| k.components == *m && is_about(k, setting);
        let number = model.informations.iter().position(of_law)?;
        let mut evidence = Evidence::from(Step::Information { number });
        for f in &model.informations.get(number)?.definite_where {
            evidence = evidence.then(self.condition(f, setting)?);
        }
        Some(Verdict::by(RULE, evidence.then(self.inhabited(m.entries(), setting)?)))
    }

    /// Rule **sum-of-metrics**: a sum of positive definite matrices with positive factors is positive definite. The parts have
    /// values wherever the sum has one ([`parts_are_defined`]), so that nothing cancels.
    fn by_parts(&mut self, model: &Model, m: &Matrix, setting: &Setting, depth: usize) -> Option<Verdict> {
        const RULE: &str = "sum-of-metrics: sums and positive multiples of positive definite metrics";
        if depth >= LARGEST_DEPTH {
            return None;
        }
        let made = |s: &MetricSum| s.sum == *m && Some(s.chart) == setting.chart;
        let number = model.metric_sums.iter().position(made)?;
        let sum = model.metric_sums.get(number)?;
        if !parts_are_defined(sum, setting) {
            return None;
        }
        let mut verdict = Verdict::by(RULE, Step::MetricSum { number });
        for (factor, part) in &sum.terms {
            let (rule, evidence) = self.sign_is(factor, Wanted::Positive, setting).ok()?;
            verdict = verdict.and(Verdict::by(rule, evidence));
            let definite = match self.by_minors(part, setting) {
                Verdict::Undecided { .. } => match self.by_law(model, part, setting) {
                    Some(decided) => decided,
                    None => self.by_parts(model, part, setting, depth + 1)?,
                },
                decided => decided,
            };
            if !definite.is_proved() {
                return None;
            }
            verdict = verdict.and(definite);
        }
        Some(verdict.and(Verdict::by(RULE, self.inhabited(m.entries(), setting)?)))
    }

    fn by_minors(&mut self, m: &Matrix, setting: &Setting) -> Verdict {
        let Ok(minors) = m.minors_of_blocks() else {
            return Verdict::undecided("the minors of a matrix of this size are not computed");
        };
        let mut verdict = Verdict::by("Sylvester's criterion", Evidence::default());
        for (k, minor) in minors.iter().enumerate() {
            let name = format!("leading minor {}", k + 1);
            let part = match self.sign_is(minor, Wanted::Positive, setting) {
                Ok((rule, evidence)) => Verdict::by(rule, evidence),
                Err(why) => match self.counterexample(minor, &Expr::zero(), Comparison::Greater, setting) {
                    Some(found) => Verdict::Refuted { witness: Box::new(report(found, name, Unit::one(), setting)) },
                    None => Verdict::Undecided { remains: vec![minor.clone()], reason: format!("{name}: {why}") },
                },
            };
            verdict = verdict.and(part);
        }
        if !verdict.is_proved() {
            return verdict;
        }
        match self.inhabited(m.entries(), setting) {
            Some(point) => verdict.and(Verdict::by("Sylvester's criterion", point)),
            None => Verdict::undecided("no point of the domain was found where the metric is defined"),
        }
    }
}
