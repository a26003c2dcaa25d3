//! Refuting what simple points do not: far and guided points, and points where the sides are equal.
//!
//! In: a comparison in its setting. Out: a counterexample. It must not prove anything but equalities of constants.
//!
//! **Soundness.** A far point refutes by enclosures, as any other. A point where the sides agree to all digits refutes a
//! strict order, or `!=`, once it is proved that they are equal there: the point certainly lies in the domain, both sides
//! have values at it, and their difference, a constant, is shown to be 0 by the rules for equality, with its replay.

use super::decider::{Decider, Setting, search_region};
use super::equality::derivations;
use crate::enclosure::sample::Place;
use crate::enclosure::{Claim, Comparison, Counterexample, Point, Value, evaluate, find_far_counterexample};
use crate::engine::{Answer, Reply, Task};
use crate::replay::{between_roots, separation};
use crate::symbolic::{Expr, Region};
use std::slice::from_ref;

/// Precision for the sides at a point where they are equal, in bits.
const BITS: usize = 128;
/// Points where the sides look equal that are tried.
const MOST_TOUCHING: usize = 3;

impl Decider<'_> {
    /// A counterexample to a comparison of polynomials in one variable: their signs show between their roots.
    pub(super) fn between_roots(
        &self,
        left: &Expr,
        right: &Expr,
        comparison: Comparison,
        setting: &Setting,
    ) -> Option<Counterexample> {
        let polynomial = between_roots::is_polynomial(&(left - right));
        polynomial.then(|| self.far(left, right, comparison, setting))?.ok()
    }

    /// A counterexample at a far or guided point, or at one where the sides are equal.
    pub(super) fn far_counterexample(
        &mut self,
        left: &Expr,
        right: &Expr,
        comparison: Comparison,
        setting: &Setting,
    ) -> Option<Counterexample> {
        let touching = match self.far(left, right, comparison, setting) {
            Ok(found) => return Some(found),
            Err(touching) => touching,
        };
        let strict = matches!(comparison, Comparison::Less | Comparison::Greater | Comparison::NotEqual);
        let mut points = touching.into_iter().filter(|_| strict).take(MOST_TOUCHING);
        points.find_map(|point| self.equal_at(left, right, point))
    }

    /// A counterexample, or the points where the sides look equal.
    fn far(
        &self,
        left: &Expr,
        right: &Expr,
        comparison: Comparison,
        setting: &Setting,
    ) -> Result<Counterexample, Vec<Place>> {
        let formal = left.has_mean() || right.has_mean() || !setting.functions.is_empty();
        if formal || self.budget.is_over() {
            return Err(Vec::new());
        }
        if setting.region.variables.is_empty() {
            return Err(vec![Vec::new()]);
        }
        let claim = Claim { left: left.clone(), right: right.clone(), comparison };
        let numbers = between_roots::numbers(&(left - right));
        match find_far_counterexample(&claim, &search_region(left, right, setting), &numbers, self.budget) {
            Ok((Some(found), _)) => Ok(found),
            Ok((None, touching)) => Err(touching),
            Err(_) => Err(Vec::new()),
        }
    }

    /// The point as a counterexample, where both sides have one value at it.
    fn equal_at(&mut self, left: &Expr, right: &Expr, point: Place) -> Option<Counterexample> {
        let images = point.iter().map(|(s, q)| (s.clone(), Expr::number(q.clone())));
        let [l, r] = [left, right].map(|side| side.substitute(images.clone()));
        let place = Point::exact(point.iter().cloned());
        // What simplifies at the point may be undefined there, so the sides are evaluated as they are written.
        let value = evaluate(left, &place, BITS).ok().filter(has_value)?;
        evaluate(right, &place, BITS).ok().filter(has_value)?;
        let residual = &l - &r;
        let nowhere = Setting::of_region(Region::default());
        let is_zero = residual.is_zero() || separation::is_zero(&residual) || {
            let Reply { answers, records, .. } = self.ask_recorded(Task::Zero, from_ref(&residual), &nowhere).ok()?;
            matches!(answers.first(), Some(Answer::Zero))
                && derivations(from_ref(&residual), &nowhere, &records).is_ok()
        };
        // One value, so that both sides are printed alike.
        let value = [&r, &l].into_iter().find_map(Expr::as_number).map_or(value, |q| Value::Exact(q.clone()));
        is_zero.then(|| Counterexample { point, turn: 0, functions: Vec::new(), left: value.clone(), right: value })
    }
}

fn has_value(value: &Value) -> bool {
    matches!(value, Value::Exact(_) | Value::Enclosed(_))
}
