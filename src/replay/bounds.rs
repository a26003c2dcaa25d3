//! Bounds of functions by simpler ones.
//!
//! In: a sum, and for each of its terms the lemma that bounds it. Out: a lower bound of the sum, and what must not be
//! negative for it. Each lemma is an inequality of real functions with its argument:
//!
//! | lemma | inequality | because |
//! |---|---|---|
//! | tangent | `exp u >= 1 + u`, `log u <= u - 1` | a convex (concave) function lies above (below) its tangent at 0 (at 1) |
//! | reciprocal | `log u >= 1 - 1/u` | `-log u = log(1/u) <= 1/u - 1` |
//! | series | `cosh u >= 1 + u^2/2`; `sinh u >= u`, `atanh u >= u` for `u >= 0` | power series with nonnegative coefficients |
//! | circular | `cos u >= 1 - u^2/2`; `sin u <= u` for `u >= 0` | `1 - cos` and `u - sin u` integrate `sin u <= u` and `1 - cos u >= 0` |
//! | slope | `tanh u`, `atan u`, `asinh u` `<= u`, `asin u >= u`, `erf u <= 2u/sqrt(pi)` for `u >= 0` | their derivative lies on that side of its value at 0, where they vanish |
//! | above | `softplus u > u` | `log(1 + e^u) > log e^u` |
//! | positive | `softplus u > 0` | `log(1 + e^u) > log 1` |
//! | range | `-1 <= sin, cos <= 1` | |
//! | convex-sum | `1/u + 1/(2u^2) < trigamma u < 1/u + 1/u^2`; `log u - 1/u < digamma u < log u - 1/(2u)`, for `u > 0` | `trigamma u = sum 1/(u + k)^2`, its trapezoids lie above, the sum without its first term below the integral `1/u`; the second pair follows by integration from infinity, where the differences vanish; at `u = 0` there is no value |
//!
//! **Soundness.** Where the sum has a value, its terms have, hence the arguments of their functions have, and so has the
//! bound. A term `c w f(u)` with a number `c` and `w >= 0` is bounded below by `c w` times the lower bound of `f(u)` where
//! `c > 0`, times the upper one where `c < 0`; `w >= 0` is one of the things that must not be negative. Where `w` is absent
//! and a lemma is strict, the sum lies strictly above its bound.

use crate::certificate::Lemma;
use crate::symbolic::{Expr, Function, Kind, Rational};
use num_traits::Signed;

/// A lower bound of a term, and what must not be negative for it.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The lemma; nothing for the term itself.
    pub lemma: Option<Lemma>,
    /// The bound.
    pub value: Expr,
    /// What must not be negative.
    pub needs: Vec<Expr>,
    /// Whether the term lies strictly above it.
    pub strict: bool,
}

/// A lower bound of a sum.
#[derive(Clone, Debug, PartialEq)]
pub struct LowerBound {
    /// The bound.
    pub value: Expr,
    /// What must not be negative.
    pub needs: Vec<Expr>,
    /// Whether the sum lies strictly above it.
    pub strict: bool,
}

impl LowerBound {
    /// Of bounds of the terms.
    #[must_use]
    pub fn of(terms: &[Bound]) -> Self {
        Self {
            value: Expr::sum(terms.iter().map(|b| b.value.clone())),
            needs: terms.iter().flat_map(|b| b.needs.iter().cloned()).collect(),
            strict: terms.iter().any(|b| b.strict),
        }
    }
}

/// The terms of a sum.
#[must_use]
pub fn terms(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![e.clone()],
    }
}

/// Lower bounds of one term, the best first, the term itself last.
#[must_use]
pub fn of_term(t: &Expr) -> Vec<Bound> {
    let (c, body) = t.split_coefficient();
    let mut out = Vec::new();
    let of = |f: Function, u: &Expr| if c.is_negative() { above(f, u) } else { below(f, u) };
    if let Kind::Apply(f, u) = body.kind() {
        out.extend(of(*f, u).into_iter().map(|b| Bound { value: b.value.scaled(&c), ..b }));
    }
    if let Kind::Product(factors) = body.kind() {
        for (k, factor) in factors.iter().enumerate() {
            let Kind::Apply(f, u) = factor.kind() else { continue };
            let others = factors.iter().enumerate().filter(|(j, _)| *j != k).map(|(_, g)| g.clone());
            let weight = Expr::product(others);
            out.extend(of(*f, u).into_iter().map(|b| weighted(b, &weight.scaled(&c), &weight)));
            // Which factor a lemma is about is not said: one at most.
            break;
        }
    }
    out.push(Bound { lemma: None, value: t.clone(), needs: Vec::new(), strict: false });
    out
}

/// The bound times `scaled`, a multiple of the weight, which must not be negative.
fn weighted(mut bound: Bound, scaled: &Expr, weight: &Expr) -> Bound {
    bound.needs.push(weight.clone());
    Bound { value: bound.value * scaled.clone(), strict: false, ..bound }
}

/// The lower bound of a sum by these lemmas, one for each term; `None` where one does not apply.
#[must_use]
pub fn of_sum(e: &Expr, lemmas: &[Option<Lemma>]) -> Option<LowerBound> {
    let terms = terms(e);
    if terms.len() != lemmas.len() {
        return None;
    }
    let bound = |(t, lemma): (&Expr, &Option<Lemma>)| of_term(t).into_iter().find(|b| b.lemma == *lemma);
    let found: Vec<Bound> = terms.iter().zip(lemmas).map(bound).collect::<Option<_>>()?;
    Some(LowerBound::of(&found))
}

fn always(lemma: Lemma, value: Expr) -> Bound {
    Bound { lemma: Some(lemma), value, needs: Vec::new(), strict: matches!(lemma, Lemma::Above | Lemma::Positive) }
}

fn where_nonnegative(lemma: Lemma, value: Expr, u: &Expr) -> Bound {
    Bound { lemma: Some(lemma), value, needs: vec![u.clone()], strict: false }
}

fn of_sum_of_squares(value: Expr, u: &Expr) -> Bound {
    Bound { strict: true, ..where_nonnegative(Lemma::ConvexSum, value, u) }
}

/// Lower bounds of `f(u)`.
fn below(f: Function, u: &Expr) -> Vec<Bound> {
    use Function as F;
    let half_square = u.powi(2) * Expr::ratio(1, 2);
    match f {
        F::Exp => vec![always(Lemma::Tangent, Expr::one() + u)],
        F::Log => vec![always(Lemma::Reciprocal, Expr::one() - u.recip())],
        F::Cosh => vec![always(Lemma::Series, Expr::one() + half_square)],
        F::Cos => vec![always(Lemma::Circular, Expr::one() - half_square), always(Lemma::Range, -Expr::one())],
        F::Sin => vec![always(Lemma::Range, -Expr::one())],
        F::Sinh | F::Atanh => vec![where_nonnegative(Lemma::Series, u.clone(), u)],
        F::Asin => vec![where_nonnegative(Lemma::Slope, u.clone(), u)],
        F::Polygamma(0) => vec![of_sum_of_squares(u.log() - u.recip(), u)],
        F::Polygamma(1) => vec![of_sum_of_squares(u.recip() + u.powi(-2) * Expr::ratio(1, 2), u)],
        F::Softplus => vec![always(Lemma::Above, u.clone()), always(Lemma::Positive, Expr::zero())],
        _ => Vec::new(),
    }
}

/// Upper bounds of `f(u)`.
fn above(f: Function, u: &Expr) -> Vec<Bound> {
    use Function as F;
    match f {
        F::Log => vec![always(Lemma::Tangent, u - &Expr::one())],
        F::Sin => vec![where_nonnegative(Lemma::Circular, u.clone(), u), always(Lemma::Range, Expr::one())],
        F::Cos => vec![always(Lemma::Range, Expr::one())],
        F::Polygamma(0) => vec![of_sum_of_squares(u.log() - u.recip() * Expr::ratio(1, 2), u)],
        F::Polygamma(1) => vec![of_sum_of_squares(u.recip() + u.powi(-2), u)],
        F::Tanh | F::Atan | F::Asinh => vec![where_nonnegative(Lemma::Slope, u.clone(), u)],
        F::Erf => {
            let slope = Expr::pi().pow_rational(&Rational::new((-1).into(), 2.into()));
            vec![where_nonnegative(Lemma::Slope, u * &slope * Expr::integer(2), u)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    #[test]
    fn a_lemma_bounds_the_side_that_the_coefficient_says() {
        let x = Expr::symbol(&Symbol::new("", "x", Role::Parameter, 0));
        let exp = x.exp();
        let bound = |value: Expr, needs: Vec<Expr>| Some(LowerBound { value, needs, strict: false });
        assert_eq!(of_sum(&exp, &[Some(Lemma::Tangent)]), bound(Expr::one() + &x, Vec::new()));
        // -exp x has no lower bound by its tangent.
        assert_eq!(of_sum(&-&exp, &[Some(Lemma::Tangent)]), None);
        assert_eq!(of_sum(&x.log(), &[Some(Lemma::Tangent)]), None);
        // sin u <= u holds for u >= 0 only.
        let minus_sine = -x.apply(Function::Sin);
        assert_eq!(of_sum(&minus_sine, &[Some(Lemma::Circular)]), bound(-&x, vec![x.clone()]));
        assert_eq!(of_sum(&x.apply(Function::Sin), &[Some(Lemma::Circular)]), None);
        assert_eq!(of_sum(&(&exp + &x), &[Some(Lemma::Tangent)]), None, "one lemma for each term");
    }

    #[test]
    fn a_weight_must_not_be_negative_and_takes_the_strictness() {
        let x = Expr::symbol(&Symbol::new("", "x", Role::Parameter, 0));
        let y = Expr::symbol(&Symbol::new("", "y", Role::Parameter, 1));
        let bound = of_sum(&(&y * &x.log()), &[Some(Lemma::Reciprocal)]).unwrap();
        assert_eq!(bound.value, &y * &(Expr::one() - x.recip()));
        assert_eq!((bound.needs, bound.strict), (vec![y.clone()], false));
        let softplus = x.apply(Function::Softplus);
        assert!(of_sum(&softplus, &[Some(Lemma::Above)]).unwrap().strict);
        assert!(!of_sum(&(&y * &softplus), &[Some(Lemma::Above)]).unwrap().strict, "y may be 0");
    }
}
