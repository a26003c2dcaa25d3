//! Rule **monotone**: `f(u) - f(v)` has the sign of `u - v` where `f` is strictly increasing.
//!
//! In: a difference. Out: the two arguments. **Soundness.** Where the difference has a value, `u` and `v` lie in the domain
//! of `f`; on that domain, an interval for every function of the list, `f` is strictly increasing, so the differences are
//! positive, zero and negative together. For a multiple `c (f(u) - f(v))` with `c < 0` the arguments change places.

use crate::symbolic::{Expr, Function, Kind, Rational};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Signed;

/// `(u, v)` where `e` is a positive multiple of `f(u) - f(v)`.
#[must_use]
pub fn arguments(e: &Expr) -> Option<(Expr, Expr)> {
    let Kind::Sum(terms) = e.kind() else { return None };
    let [first, second] = terms.as_slice() else { return None };
    let ((a, f), (b, g)) = (first.split_coefficient(), second.split_coefficient());
    if a != -&b {
        return None;
    }
    let (u, v) = match (f.kind(), g.kind()) {
        (Kind::Apply(f, u), Kind::Apply(g, v)) if f == g && increases(*f) => (u, v),
        (Kind::Power(u, m), Kind::Power(v, n)) if m == n && m.as_number().is_some_and(power_increases) => (u, v),
        _ => return None,
    };
    Some(if a.is_negative() { (v.clone(), u.clone()) } else { (u.clone(), v.clone()) })
}

/// Strictly, on the whole of its domain, which is an interval.
fn increases(f: Function) -> bool {
    use Function as F;
    matches!(
        f,
        F::Exp
            | F::Log
            | F::Sinh
            | F::Tanh
            | F::Asin
            | F::Atan
            | F::Asinh
            | F::Acosh
            | F::Atanh
            | F::Logistic
            | F::Softplus
            | F::Logit
            | F::Cbrt
            | F::Erf
    )
}

/// An odd power increases on the line; a positive power that is no integer has the domain `b >= 0` and increases there.
fn power_increases(q: &Rational) -> bool {
    q.is_positive() && (!q.is_integer() || q.numer().mod_floor(&BigInt::from(2)) == BigInt::from(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    #[test]
    fn only_increasing_functions_with_opposite_coefficients_count() {
        let symbol = |name, rank| Expr::symbol(&Symbol::new("", name, Role::Parameter, rank));
        let (x, y) = (symbol("x", 0), symbol("y", 1));
        let higher = |e: Expr| arguments(&e).map(|(u, _)| u);
        assert_eq!(higher(y.exp() - x.exp()), Some(y.clone()));
        assert_eq!(higher(x.exp() * Expr::integer(2) - y.exp() * Expr::integer(2)), Some(x.clone()));
        assert_eq!(higher(y.powi(3) - x.powi(3)), Some(y.clone()));
        assert_eq!(higher(y.powi(2) - x.powi(2)), None);
        assert_eq!(higher(y.powi(-3) - x.powi(-3)), None);
        assert_eq!(higher(y.exp() + x.exp()), None);
        assert_eq!(higher(y.exp() - x.exp() * Expr::integer(2)), None);
        assert_eq!(higher(y.apply(Function::Cos) - x.apply(Function::Cos)), None);
        assert_eq!(higher(y.apply(Function::Cosh) - x.apply(Function::Cosh)), None);
        assert_eq!(higher(y.apply(Function::Tan) - x.apply(Function::Tan)), None, "its domain has gaps");
    }
}
