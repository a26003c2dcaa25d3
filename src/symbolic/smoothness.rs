//! Where an expression has continuous derivatives, read off its form.
//!
//! In: an expression. Out: facts under which every part of it has continuous first derivatives at a point where the
//! expression is defined. They are sufficient, not necessary: `x*abs(x)` has a derivative at 0, but not by its parts, and
//! the rules of differentiation, which go by the parts, do not give it there. Nothing is decided here.

use super::{Binary, Expr, Fact, Function, Kind, Rational};
use num_traits::{One, Signed};

/// Facts under which every part of a defined `e` has continuous derivatives.
#[must_use]
pub fn smooth_where(e: &Expr) -> Vec<Fact> {
    let mut facts = corners(e);
    let mut need = |fact: Fact| {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    };
    for part in Expr::nodes_of(std::slice::from_ref(e)) {
        match part.kind() {
            // Below the power 1 the derivative of a root has no value at 0; above it, it is 0 there.
            Kind::Power(b, x) => match x.as_number() {
                Some(q) if q.is_positive() && *q < Rational::one() => need(Fact::positive(b.clone())),
                _ => {}
            },
            Kind::Apply(Function::Cbrt, x) => need(Fact::nonzero(x.clone())),
            Kind::Apply(Function::Asin | Function::Acos, x) => need(Fact::positive(Expr::one() - x.powi(2))),
            Kind::Apply(Function::Acosh, x) => need(Fact::positive(x - &Expr::one())),
            // The angle jumps where the first is 0 and the second is not positive, which is where this is 0.
            Kind::Binary(Binary::Atan2, y, x) => {
                need(Fact::positive((y.powi(2) + x.powi(2)).sqrt() + x.clone()));
            }
            Kind::Mean { body, .. } => {
                smooth_where(body).into_iter().filter(|fact| !fact.expr.mentions_bound()).for_each(&mut need);
            }
            _ => {}
        }
    }
    facts
}

/// Facts that keep away from the points at which the formula of a derivative has a value that need not be the derivative:
/// `abs` and `sign` at 0, `min` and `max` where both are equal.
#[must_use]
pub fn corners(e: &Expr) -> Vec<Fact> {
    let mut facts = Vec::new();
    for part in Expr::nodes_of(std::slice::from_ref(e)) {
        let fact = match part.kind() {
            Kind::Apply(Function::Abs | Function::Sign, x) => Fact::nonzero(x.clone()),
            Kind::Binary(Binary::Min | Binary::Max, x, y) => Fact::nonzero(x - y),
            _ => continue,
        };
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    #[test]
    fn parts_without_a_derivative_bring_conditions() {
        let x = Expr::symbol(&Symbol::new("M", "x", Role::Coordinate, 0));
        let abs = x.apply(Function::Abs);
        assert_eq!(smooth_where(&abs), vec![Fact::nonzero(x.clone())]);
        assert_eq!(corners(&abs), vec![Fact::nonzero(x.clone())]);
        assert_eq!(smooth_where(&x.apply(Function::Cbrt)), vec![Fact::nonzero(x.clone())]);
        assert!(corners(&x.apply(Function::Cbrt)).is_empty(), "the formula of its derivative has no value at 0");
        assert_eq!(smooth_where(&x.sqrt()), vec![Fact::positive(x.clone())]);
        assert!(smooth_where(&x.pow(&Expr::ratio(3, 2))).is_empty());
        assert!(smooth_where(&(x.powi(3) + x.apply(Function::Exp))).is_empty());
    }
}
