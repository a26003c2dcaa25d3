//! Positive definiteness, by Sylvester's criterion: a symmetric matrix is positive definite if and only if all its
//! leading principal minors are positive; a matrix of blocks is where each block is.

use super::decider::{Decider, Setting};
use super::equality::report;
use super::inequality::Wanted;
use super::verdict::{Evidence, Verdict};
use crate::enclosure::Comparison;
use crate::geometry::matrix::Matrix;
use crate::symbolic::Expr;
use crate::units::Unit;

impl Decider<'_> {
    /// Whether the matrix is positive definite at every point.
    pub(super) fn positive_definite(&mut self, m: &Matrix, setting: &Setting) -> Verdict {
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
