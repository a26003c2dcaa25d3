//! Refuting at points that are no rational numbers: roots of the equations among the conditions, and points where the sides of a strict
//! comparison are equal (`sin(x) < 1` at `x = pi/2`).
//!
//! In: a comparison in its setting. Out: a point whose coordinates are constants, at which it certainly fails. It must not prove anything
//! else.
//!
//! **Soundness.** [`is_point`] makes sure that the point lies in the domain and that both sides, as they are written, have values at it. The
//! sides there are constants; how they compare is the sign of their difference, by an enclosure, or 0 by what is known of algebraic numbers
//! and inverse functions ([`crate::replay::place`]). An unknown sign refutes nothing.

use super::decider::{Decider, GLANCE, Setting, search_region};
use super::least_points;
use super::solutions::{MANY, equations_of, point_on};
use super::verdict::WitnessReport;
use crate::enclosure::{Comparison, Point, Sign, Value, evaluate, simple_points};
use crate::replay::claim::CONSTANT_BITS;
use crate::replay::place::{is_point, sign};
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, Region, Symbol};
use crate::units::Unit;

/// Attempts of a first look.
const FEW: usize = 12;

/// A point with constants as coordinates, and both sides there.
pub(super) struct ExactPoint {
    point: Vec<(Symbol, Expr)>,
    left: Value,
    right: Value,
}

impl ExactPoint {
    /// As a counterexample is reported.
    pub(super) fn report(self, component: String, unit: Unit, setting: &Setting) -> WitnessReport {
        let Self { point, left, right } = self;
        WitnessReport { chart: setting.chart, point, functions: Vec::new(), component, left, right, unit }
    }
}

/// Where a comparison is looked at.
pub(super) enum Where {
    /// At roots of the equations among the conditions, with a few attempts: where no rational point is at hand.
    FirstRoots,
    /// At these roots, with all attempts.
    Roots,
    /// Where the sides of a strict comparison are equal.
    Equal,
}

impl Decider<'_> {
    /// A point with constants as coordinates at which the comparison fails.
    pub(super) fn fails_at_constants(
        &mut self,
        left: &Expr,
        right: &Expr,
        comparison: Comparison,
        setting: &Setting,
        place: Where,
    ) -> Option<ExactPoint> {
        let mut equations = equations_of(setting);
        match place {
            Where::FirstRoots => {
                // Where there are rational points, these are shown.
                let region = search_region(left, right, setting);
                if equations.is_empty() || simple_points(&region, GLANCE).ok()?.next().is_some() {
                    return None;
                }
                self.fails_on(&equations, left, right, comparison, setting, FEW)
            }
            Where::Roots => self.fails_on(&equations, left, right, comparison, setting, MANY),
            Where::Equal if matches!(comparison, Comparison::Less | Comparison::Greater | Comparison::NotEqual) => {
                equations.push(left - right);
                let at_root = self.fails_on(&equations, left, right, comparison, setting, MANY);
                at_root.or_else(|| self.fails_at_candidates(left, right, comparison, setting))
            }
            Where::Equal => None,
        }
    }

    /// Where a root cannot be read off: at constants that often are one.
    fn fails_at_candidates(
        &mut self,
        left: &Expr,
        right: &Expr,
        comparison: Comparison,
        setting: &Setting,
    ) -> Option<ExactPoint> {
        let [v] = setting.region.variables.as_slice() else { return None };
        let x = Expr::symbol(&v.symbol);
        let constants = least_points::candidates().into_iter().filter(|c| c.as_number().is_none());
        let mut equations = constants.map(|c| [&x - &c]);
        equations.find_map(|at| self.fails_on(&at, left, right, comparison, setting, FEW))
    }

    fn fails_on(
        &mut self,
        equations: &[Expr],
        left: &Expr,
        right: &Expr,
        comparison: Comparison,
        setting: &Setting,
        attempts: usize,
    ) -> Option<ExactPoint> {
        let sides = [left.clone(), right.clone()];
        if sides.iter().any(Expr::has_mean) || self.budget.is_over() {
            return None;
        }
        let symbols: Vec<Symbol> = setting.region.variables.iter().map(|v| v.symbol.clone()).collect();
        let difference = |values: &[Expr]| {
            let mut there = Substitution::of(symbols.iter().cloned().zip(values.iter().cloned()));
            let [l, r] = [left, right].map(|side| there.apply(side));
            (sign(&(&l - &r)), [l, r])
        };
        let fails = |values: &[Expr]| fails_by(comparison, difference(values).0);
        let found = point_on(equations, &sides, setting, (attempts, self.budget.until), &mut |values| fails(values))?;
        // The same point in its simplest form.
        let shown = self.closed_forms(&found, &Region::default(), &[], &[]);
        let values = if is_point(&sides, setting, &shown) && fails(&shown) { shown } else { found };
        let (order, [l, r]) = difference(&values);
        let value = |e: &Expr| evaluate(e, &Point::default(), CONSTANT_BITS).ok();
        let (left, right) = match order {
            // One value, so that both sides are printed alike.
            Sign::Zero => {
                let either = [&l, &r].into_iter().find(|e| e.as_number().is_some()).unwrap_or(&l);
                (value(either)?, value(either)?)
            }
            _ => (value(&l)?, value(&r)?),
        };
        Some(ExactPoint { point: symbols.into_iter().zip(values).collect(), left, right })
    }
}

/// Whether a difference of this sign contradicts the comparison.
fn fails_by(comparison: Comparison, difference: Sign) -> bool {
    use Comparison as C;
    match difference {
        Sign::Unknown | Sign::Undefined => false,
        Sign::Zero => matches!(comparison, C::NotEqual | C::Greater | C::Less),
        Sign::Positive => matches!(comparison, C::Equal | C::Less | C::LessOrEqual),
        Sign::Negative => matches!(comparison, C::Equal | C::Greater | C::GreaterOrEqual),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_contradicts_what_it_must() {
        use Comparison as C;
        let all = [C::Equal, C::NotEqual, C::Less, C::LessOrEqual, C::Greater, C::GreaterOrEqual];
        let by = |sign| all.map(|c| fails_by(c, sign));
        assert_eq!(by(Sign::Zero), [false, true, true, false, true, false]);
        assert_eq!(by(Sign::Positive), [true, false, true, true, false, false]);
        assert_eq!(by(Sign::Negative), [true, false, false, false, true, true]);
        assert_eq!(by(Sign::Unknown), [false; 6]);
        assert_eq!(by(Sign::Undefined), [false; 6]);
    }
}
