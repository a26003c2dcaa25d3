//! Whether a function of bounded variables is positive, by enclosures over boxes.
//!
//! In: an expression whose only symbols are standard uniform variables. Out: whether it is positive on the closed box
//! `[-1, 1]^n`. Rule **positive-on-box**: interval arithmetic over a box contains all values there; boxes that leave the sign
//! open are halved. A positive lower end for each of finitely many boxes proves it; there is no other way to say yes.

use crate::enclosure::{Coordinate, Interval, Point, evaluate};
use crate::symbolic::{Expr, Law, Rational, Symbol};
use num_traits::Signed;

/// Boxes, at most.
const MOST_BOXES: usize = 2_000;
/// Precision in bits.
const BITS: usize = 64;

/// Whether `e > 0` wherever all variables lie in `[-1, 1]`.
#[must_use]
pub fn positive_on_box(e: &Expr, variables: &[(Symbol, Law)]) -> bool {
    let symbols = e.symbols();
    let uniform = |s: &Symbol| variables.iter().any(|(z, law)| z == s && *law == Law::Uniform);
    if symbols.is_empty() || !symbols.iter().all(uniform) {
        return false;
    }
    let one = || Rational::from_integer(1.into());
    let mut pending: Vec<Vec<(Rational, Rational)>> = vec![symbols.iter().map(|_| (-one(), one())).collect()];
    let mut boxes = 1;
    while let Some(sides) = pending.pop() {
        let mut point = Point::default();
        for (s, (a, b)) in symbols.iter().zip(&sides) {
            let Ok(range) = Interval::between(a, b, BITS) else { return false };
            point = point.with(s, Coordinate::Within(range));
        }
        let value = evaluate(e, &point, BITS).ok().and_then(|v| v.interval(BITS));
        match value {
            Some(v) if v.lower_end().is_positive() => continue,
            // Not positive on the whole box: no smaller one will be.
            Some(v) if !v.upper_end().is_positive() => return false,
            _ => {}
        }
        boxes += 2;
        let widest = (0..sides.len()).max_by_key(|k| &sides[*k].1 - &sides[*k].0);
        let Some(k) = widest.filter(|_| boxes <= MOST_BOXES) else { return false };
        let middle = (&sides[k].0 + &sides[k].1) / Rational::from_integer(2.into());
        for (a, b) in [(sides[k].0.clone(), middle.clone()), (middle, sides[k].1.clone())] {
            let mut half = sides.clone();
            half[k] = (a, b);
            pending.push(half);
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    #[test]
    fn the_least_value_decides_and_params_do_not() {
        let u = Symbol::new("", "u", Role::Random, 1);
        let variables = [(u.clone(), Law::Uniform)];
        let e = Expr::symbol(&u);
        let quadratic = |c: Expr| e.powi(2) - &e + c;
        // The least value of u^2 - u is -1/4.
        assert!(positive_on_box(&quadratic(Expr::ratio(26, 100)), &variables));
        assert!(!positive_on_box(&quadratic(Expr::ratio(1, 4)), &variables));
        assert!(!positive_on_box(&quadratic(Expr::ratio(24, 100)), &variables));
        // Only at the end of the range is it 0.
        assert!(!positive_on_box(&(&e + &Expr::one()), &variables));
        let p = Expr::symbol(&Symbol::new("", "p", Role::Parameter, 1));
        assert!(!positive_on_box(&(&e + &p.exp() + Expr::integer(2)), &variables));
        assert!(!positive_on_box(&(&e + &Expr::integer(2)), &[(u, Law::Gaussian)]));
    }
}
