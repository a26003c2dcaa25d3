//! Rule **integers**: the sign of a polynomial in one integer variable, by its values.
//!
//! In: an expression and the ranges of the variables. Out: whether it has the wanted sign at every integer of its
//! variable's range. Everything is exact and computed here; nothing is taken from the certificate.
//!
//! **Soundness.** A real root of `a_n x^n + .. + a_0` is at most `1 + max |a_k/a_n|` in size (Cauchy). Beyond that bound the
//! polynomial keeps its sign, so its values at the integers up to the bound, and at one integer beyond on each side, or at the
//! first of the range where the range begins there, show all its signs. An end that is no rational number is taken to be infinite.

use super::claim::Wanted;
use super::sturm::{End, Polynomial, end, polynomial, value};
use crate::rational::Rational;
use crate::symbolic::{Expr, Region};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// The largest bound of roots.
const LARGEST: i64 = 1_000;

/// Whether the expression is a polynomial in one integer variable with the wanted sign at every integer of the range.
#[must_use]
pub fn has_sign(e: &Expr, wanted: Wanted, region: &Region) -> bool {
    decided(e, wanted, region).unwrap_or(false)
}

fn decided(e: &Expr, wanted: Wanted, region: &Region) -> Option<bool> {
    let symbols = e.symbols();
    let x = symbols.first().filter(|_| symbols.len() == 1)?;
    let variable = region.variables.iter().find(|v| v.symbol == *x && v.integer)?;
    let p = polynomial(e, x)?;
    let beyond = bound_of_roots(&p)? + 1;
    let beyond = BigInt::from(beyond);
    let least = first_integer(&end(&variable.lower));
    let most = first_integer(&end(&variable.upper).map(|(q, closed)| (-q, closed))).map(|n| -n);
    if least.iter().zip(&most).any(|(a, b)| a > b) {
        return None;
    }
    let (from, to) = match (least, most) {
        // Where the whole range lies beyond the roots, the integer next to them speaks for all.
        (Some(least), _) if least > beyond => (least.clone(), least),
        (_, Some(most)) if most < -&beyond => (most.clone(), most),
        (least, most) => {
            let from = least.map_or_else(|| -&beyond, |n| n.max(-&beyond));
            (from, most.map_or_else(|| beyond.clone(), |n| n.min(beyond.clone())))
        }
    };
    let holds = |n: i64| {
        let v = value(&p, &Rational::from_integer(n.into()));
        let excluded = variable.nonzero && n == 0;
        excluded
            || match wanted {
                Wanted::Positive => v.is_positive(),
                Wanted::NonNegative => !v.is_negative(),
                Wanted::NonZero => !v.is_zero(),
            }
    };
    Some((from.to_i64()?..=to.to_i64()?).all(holds))
}

/// An integer that bounds the roots in size.
fn bound_of_roots(p: &Polynomial) -> Option<i64> {
    let leading = p.last()?;
    let largest = p.iter().map(|c| (c / leading).abs()).max()?;
    (largest + Rational::one()).ceil().to_integer().to_i64().filter(|n| *n <= LARGEST)
}

/// The least integer of a range with this lower end.
fn first_integer(end: &End) -> Option<BigInt> {
    let (q, closed) = end.as_ref()?;
    let up = q.ceil().to_integer();
    Some(if q.is_integer() && !closed { up + 1 } else { up })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Bound, Role, Symbol, Variable};

    fn holds(e: impl Fn(&Expr) -> Expr, wanted: Wanted, lower: Option<i64>, upper: Option<i64>) -> bool {
        let s = Symbol::new("", "n", Role::Parameter, 0);
        let bound = |b: Option<i64>| b.map_or(Bound::Infinite, |b| Bound::Closed(Expr::integer(b)));
        let v = Variable { lower: bound(lower), upper: bound(upper), integer: true, ..Variable::real(s.clone()) };
        let e = e(&Expr::symbol(&s));
        let real = Region { variables: vec![Variable { integer: false, ..v.clone() }], conditions: Vec::new() };
        assert!(!has_sign(&e, wanted, &real), "not for real numbers");
        has_sign(&e, wanted, &Region { variables: vec![v], conditions: Vec::new() })
    }

    #[test]
    fn signs_at_integers_need_not_be_signs_at_real_numbers() {
        let n = Expr::integer;
        assert!(holds(|x| x.powi(2) - x, Wanted::NonNegative, None, None));
        assert!(!holds(|x| x.powi(2) - x, Wanted::Positive, None, None));
        assert!(holds(|x| x.powi(2) - x, Wanted::Positive, Some(2), None));
        assert!(holds(|x| x * &n(2) - n(1), Wanted::NonZero, None, None));
        assert!(!holds(|x| x * &n(2) - n(4), Wanted::NonZero, None, None));
        assert!(holds(|x| x * &n(2) - n(4), Wanted::NonZero, Some(3), None));
        assert!(holds(|x| x * &(x - &n(7)) + n(12), Wanted::NonNegative, None, None));
        assert!(!holds(|x| x * &(x - &n(7)) + Expr::ratio(23, 2), Wanted::NonNegative, None, None));
        assert!(holds(|x| x * &(x - &n(1)) * (x - &n(2)), Wanted::NonNegative, Some(0), None));
        assert!(!holds(|x| x * &(x - &n(1)) * (x - &n(2)), Wanted::NonNegative, Some(-1), None));
        assert!(!holds(|x| x * &(x - &n(1)) * (x - &n(2)), Wanted::NonNegative, None, Some(5)));
        // The whole range lies beyond the roots, on either side.
        assert!(holds(|x| x.powi(3) - n(1), Wanted::Positive, Some(50), None));
        assert!(holds(|x| -x.powi(3) - n(1), Wanted::Positive, None, Some(-50)));
        assert!(!holds(|x| x.powi(3) - n(1), Wanted::Positive, None, Some(-50)));
        assert!(!holds(|x| x.powi(2), Wanted::NonNegative, Some(3), Some(2)), "nothing is said of an empty range");
    }
}
