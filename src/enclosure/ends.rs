//! Ends of ranges as rational numbers.
//!
//! In: an end. Out: the number that it is, or for a constant that is none (`pi/2`, `1/E`) a number just outside the range, on a
//! fixed grid, so that whoever computes it gets the same one.

use super::evaluate::{Point, Value, evaluate};
use crate::rational::Rational;
use crate::symbolic::Bound;
use num_traits::One;

/// The distance of two numbers of the grid is 1 over this.
const GRID: i64 = 1024;
/// Precision of the enclosure.
const BITS: usize = 96;

/// A number that no value of the range lies beyond, and whether it may be one of them.
#[must_use]
pub fn rational_end(bound: &Bound, lower: bool) -> Option<(Rational, bool)> {
    let end = bound.value()?;
    if let Some(q) = end.as_number() {
        return Some((q.clone(), matches!(bound, Bound::Closed(_))));
    }
    if end.has_symbols() {
        return None;
    }
    let (low, high) = evaluate(end, &Point::default(), BITS).ok().as_ref().and_then(Value::bounds)?;
    let grid = Rational::from_integer(GRID.into());
    // Strictly outside, also where the enclosure is a number of the grid: the end may belong to the range.
    let one = Rational::one();
    let outside = if lower {
        let at = low * &grid;
        if at.is_integer() { at - one } else { at.floor() }
    } else {
        let at = high * &grid;
        if at.is_integer() { at + one } else { at.ceil() }
    };
    Some((outside / grid, false))
}

#[cfg(test)]
mod tests {
    use super::rational_end;
    use crate::rational::Rational;
    use crate::symbolic::{Bound, Expr};

    #[test]
    fn constants_are_rounded_outwards() {
        let half_turn = Bound::Closed(Expr::pi());
        let number = |n: i64, d: i64| Rational::new(n.into(), d.into());
        assert_eq!(rational_end(&half_turn, false), Some((number(3217, 1024), false)));
        assert_eq!(rational_end(&half_turn, true), Some((number(3216, 1024), false)));
        assert_eq!(rational_end(&Bound::Closed(Expr::integer(2)), true), Some((number(2, 1), true)));
        assert_eq!(rational_end(&Bound::Infinite, true), None);
    }
}
