//! Rule **tangent-means** (Jensen's inequality): an expression in formal expectations has the sign that all its tangents have.
//!
//! In: the rewritten expression `F(E_1, .., E_n)` with names for its expectations ([`Formal`]), and the domain in which the names
//! are variables ([`super::named_means`]). Out: its tangent `F(m) + sum_i dF/dm_i (E_i - m_i)`, affine in the expectations, with the
//! names `m_i` as further variables. It must not know claims.
//!
//! **Soundness.** Fix a point at which the expression is defined. There each `E_i` is a finite number
//! ([`crate::symbolic::mean`]), and these numbers lie in the ranges. With them for the `m_i` the tangent is `F(E)`, provided that the
//! derivatives have values there. So a sign that the tangent has for all `m` in the ranges where it is defined is the sign of
//! the expression. `F` has derivatives wherever it has a value when it is made of the names by sums, products, integer powers,
//! functions that have derivatives wherever they have values ([`is_smooth`]), and other powers with a number above 1 for
//! exponent, or with a negative one, or of what is positive in the ranges.
//!
//! `E[f^2] - E[f]^2` becomes `E[(f - m)^2]`, and `log E[f] - E[log f]` becomes `E[f/m - 1 - log(f/m)]`.

use super::formal::Formal;
use crate::geometry::range::Ranges;
use crate::symbolic::{Expr, Fact, Function, Kind, Region, Symbol};
use num_traits::{One, Signed};

/// The tangent; nothing where the expression may lack a derivative at a point where it has a value.
#[must_use]
pub fn tangent(formal: &Formal, domain: &Region) -> Option<Expr> {
    let [f] = formal.residuals.as_slice() else { return None };
    let names: Vec<&Symbol> = formal.named.iter().map(|(s, _)| s).filter(|s| f.contains(s)).collect();
    let mut ranges = Ranges::new(domain);
    if names.is_empty() || !f.nodes().iter().all(|node| has_derivative(node, &names, &mut ranges)) {
        return None;
    }
    let mut slope = vec![f.clone()];
    for (s, mean) in formal.named.iter().filter(|(s, _)| f.contains(s)) {
        let derivative = f.derivative(s);
        slope.push(-&derivative * Expr::symbol(s));
        slope.push(derivative * mean);
    }
    Some(Expr::sum(slope))
}

/// Whether a part that names occur in has derivatives by them wherever it has a value, as far as its last operation goes.
fn has_derivative(e: &Expr, names: &[&Symbol], ranges: &mut Ranges) -> bool {
    let named = |e: &Expr| names.iter().any(|s| e.contains(s));
    if !named(e) {
        return true;
    }
    match e.kind() {
        Kind::Symbol(_) | Kind::Sum(_) | Kind::Product(_) => true,
        Kind::Power(b, x) if !named(x) => match x.as_number() {
            Some(q) if q.is_integer() || q.is_negative() || *q >= crate::rational::Rational::one() => true,
            _ => ranges.shows(&Fact::positive(b.clone())),
        },
        Kind::Apply(f, _) => is_smooth(*f),
        _ => false,
    }
}

/// Functions that have a derivative wherever they have a value.
fn is_smooth(f: Function) -> bool {
    use Function as F;
    matches!(
        f,
        F::Exp
            | F::Log
            | F::Sin
            | F::Cos
            | F::Sinh
            | F::Cosh
            | F::Tanh
            | F::Atan
            | F::Asinh
            | F::Erf
            | F::Erfc
            | F::Logistic
            | F::Softplus
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Law, Role, Variable};

    /// A mean of a normal variable, and the tangent of a function of it.
    fn of(f: impl Fn(&Expr) -> Expr, domain: &[Variable]) -> Option<(Expr, Expr, Expr)> {
        let (z, x) = (Symbol::new("", "z", Role::Random, 7), Symbol::new("", "x", Role::Parameter, 1));
        let inside = (Expr::symbol(&x) + Expr::symbol(&z)).apply(Function::Tanh);
        let mean = Expr::mean(&[(z, Law::Gaussian)], &inside).unwrap();
        let formal = Formal::of(&[f(&mean)], &|_| false);
        let m = Expr::symbol(&formal.named[0].0);
        let region = Region { variables: domain.to_vec(), conditions: Vec::new() };
        Some((tangent(&formal, &region)?, formal.named[0].1.clone(), m))
    }

    #[test]
    fn the_tangent_of_a_square() {
        let (tangent, mean, m) = of(|e| e.powi(2), &[]).expect("a tangent");
        let by_hand = m.powi(2) + Expr::integer(-2) * m.powi(2) + Expr::integer(2) * &m * &mean;
        assert!((tangent - by_hand).is_zero());
    }

    #[test]
    fn what_has_a_corner_has_no_tangent() {
        assert!(of(|e| e.apply(Function::Abs), &[]).is_none());
        assert!(of(|e| e.apply(Function::Sign) * e, &[]).is_none());
        assert!(of(|e| (e + &Expr::one()).sqrt(), &[]).is_none(), "at -1 it has a value and no derivative");
        assert!(of(|e| e.pow(e), &[]).is_none());
        assert!(of(|e| (e + &Expr::one()).pow(&Expr::ratio(3, 2)), &[]).is_some());
        assert!(of(|e| (e + &Expr::one()).pow(&Expr::ratio(-1, 2)), &[]).is_some());
        assert!(of(|e| (e.exp() + Expr::one()).sqrt(), &[]).is_some(), "of what is positive");
    }
}
