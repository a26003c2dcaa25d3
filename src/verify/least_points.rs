//! The points at which an expression may have its least value in one variable.
//!
//! In: an expression and a variable with its range. Out: the ends of the range, and simple numbers within at which the
//! derivative may vanish. Enclosures at low precision choose; that a point is of use is shown elsewhere.

use crate::enclosure::{Coordinate, Interval, Point, Program, Sign, Value, decide_sign, evaluate};
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Bound, Expr, Variable};

/// Precision, in bits.
const BITS: usize = 64;

/// Ends of the range, and simple numbers where the slope vanishes.
pub(super) fn least_points(e: &Expr, v: &Variable) -> Vec<Expr> {
    let ends = [&v.lower, &v.upper].into_iter().filter_map(Bound::value).cloned();
    let derivative = e.derivative(&v.symbol);
    let symbols = derivative.symbols();
    let alone = symbols.len() == 1 && symbols.contains(&v.symbol);
    let program = Some(&derivative).filter(|_| alone).and_then(|d| Program::new(std::slice::from_ref(d)).ok());
    let range = [&v.lower, &v.upper].map(|end| end.value().and_then(number));
    let flat = candidates().into_iter().filter(|at| {
        let Some(value) = number(at) else { return false };
        let [below, above] = &range;
        if below.as_ref().is_some_and(|end| value.is_below(end))
            || above.as_ref().is_some_and(|end| end.is_below(&value))
        {
            return false;
        }
        match &program {
            Some(program) => {
                let coordinate = at.as_number().map_or(Coordinate::Within(value), |q| Coordinate::Exact(q.clone()));
                let there = program.evaluate(&Point::default().with(&v.symbol, coordinate), BITS);
                let sign = there.ok().and_then(|values| values.first().map(Value::sign));
                matches!(sign, Some(Sign::Zero | Sign::Unknown))
            }
            None => vanishes(&Substitution::of([(v.symbol.clone(), at.clone())]).apply(&derivative)),
        }
    });
    ends.chain(flat).collect()
}

/// A constant, or one that cancels whatever the other symbols are, that may be 0.
fn vanishes(e: &Expr) -> bool {
    let zero = || decide_sign(e, &Point::default(), BITS).is_ok_and(|s| matches!(s, Sign::Zero | Sign::Unknown));
    e.is_zero() || (!e.has_symbols() && zero())
}

fn number(e: &Expr) -> Option<Interval> {
    if e.has_symbols() {
        return None;
    }
    evaluate(e, &Point::default(), BITS).ok()?.interval(BITS)
}

/// Numbers and constants at which functions often have extreme values.
pub(super) fn candidates() -> Vec<Expr> {
    let simple = [(0, 1), (1, 1), (-1, 1), (1, 2), (2, 1), (-2, 1), (4, 1), (1, 3), (3, 1), (-1, 2)];
    let e = Expr::one().exp();
    let pi = Expr::pi();
    let constants = [
        e.clone(),
        e.recip(),
        e.sqrt(),
        e.sqrt().recip(),
        e.powi(2),
        e.powi(-2),
        pi.clone(),
        &pi * &Expr::ratio(1, 2),
        &pi * &Expr::ratio(1, 4),
        Expr::integer(2).log(),
        Expr::integer(2).sqrt(),
        Expr::ratio(1, 2).sqrt(),
        Expr::integer(3).sqrt(),
        Expr::ratio(1, 3).sqrt(),
    ];
    simple.map(|(n, d)| Expr::ratio(n, d)).into_iter().chain(constants).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    #[test]
    fn flat_points_within_the_range_are_found() {
        let s = Symbol::new("", "x", Role::Parameter, 0);
        let x = Expr::symbol(&s);
        let real = Variable::real(s.clone());
        let positive = Variable { lower: Bound::Open(Expr::zero()), ..real.clone() };
        assert_eq!(least_points(&(x.powi(2) - &x), &real), [Expr::ratio(1, 2)]);
        // x log x is least at 1/e; at the end of the range nothing is asked of the slope.
        assert_eq!(least_points(&(&x * &x.log()), &positive), [Expr::zero(), Expr::one().exp().recip()]);
        // The slope of (x + 1)^2 vanishes at -1, which is no point of the range.
        assert_eq!(least_points(&(&x + &Expr::one()).powi(2), &positive), [Expr::zero()]);
        // With another symbol, where it cancels alone.
        let y = Expr::symbol(&Symbol::new("", "y", Role::Parameter, 1));
        assert_eq!(least_points(&(&y * &(x.powi(2) - &x)), &real), [Expr::ratio(1, 2)]);
        assert_eq!(least_points(&(&y * &x), &real), []);
    }
}
