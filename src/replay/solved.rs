//! Equations among the conditions of a domain, solved for a variable (part of rule **inversion**, [`super::inverted`]).
//!
//! In: the left side of `e = 0`, and the region with the ranges of the variables. Out: facts that hold at every point of the region at which
//! `e` is 0.
//!
//! **Soundness.** Fix such a point. With constants `a`, not 0, and `c`, `e` is `a g(u) - a c`. Then
//! - for functions that take no value twice, `u` is the inverse's value at `c`, where the inverse certainly has one;
//! - `u^n = c` with `n > 0`, `c > 0` has one root of a variable that is not negative, and one of any for odd `n`;
//! - `a f(u) = a f(v)` for functions that take no value twice and odd powers says `u = v`;
//! - a cosine, sine or tangent is that of one angle where the range of a variable has no other;
//! - `u v = c` with a constant `c`, not 0, says that `u` is not 0 and `v = c/u`.

use super::inverted::{affine, distributed, exceeds_one, inverse, is_positive, not_negative, sign};
use crate::enclosure::Sign;
use crate::rational::Rational;
use crate::symbolic::{Bound, Expr, Fact, Function, Kind, Region, Symbol};
use num_traits::{Signed, Zero};

/// The equation `e = 0` solved for a variable, where it is a power, a product or a function; or its arguments compared.
pub(super) fn solved(e: &Expr, region: &Region) -> Vec<Fact> {
    if let Some(same) = same_arguments(e) {
        return vec![same];
    }
    let Some((factor, inner, rest)) = affine(e) else { return Vec::new() };
    if !matches!(sign(&factor), Some(Sign::Positive | Sign::Negative)) {
        return Vec::new();
    }
    let c = -&rest * factor.recip();
    match inner.kind() {
        Kind::Power(b, u) if exceeds_one(b) && is_positive(&c) => {
            vec![Fact::zero(u - &(c.log() * b.log().recip()))]
        }
        Kind::Power(u, n) => {
            let (Some(s), Some(n)) = (u.as_symbol(), n.as_number()) else { return Vec::new() };
            let integer = region.variables.iter().any(|v| v.symbol == *s && v.integer);
            let odd = n.is_integer() && !(n.to_integer() % 2_i32).is_zero();
            let one_root = n.is_positive() && is_positive(&c) && (odd || !n.is_integer() || not_negative(u, region));
            if one_root && !integer { vec![Fact::zero(u - c.pow_rational(&n.recip()))] } else { Vec::new() }
        }
        Kind::Product(factors) => {
            let nonzero = matches!(sign(&c), Some(Sign::Positive | Sign::Negative));
            let real = |s: &Symbol| region.variables.iter().any(|v| v.symbol == *s && !v.integer);
            let mut places = factors.iter().enumerate().rev();
            let alone = places.find_map(|(place, f)| f.as_symbol().filter(|s| nonzero && real(s)).map(|s| (place, s)));
            let Some((place, s)) = alone else { return Vec::new() };
            let others = factors.iter().enumerate().filter(|(k, _)| *k != place).map(|(_, f)| f.clone());
            let others = Expr::product(others);
            if others.contains(s) {
                return Vec::new();
            }
            vec![Fact::nonzero(others.clone()), Fact::zero(Expr::symbol(s) - c * others.recip())]
        }
        Kind::Apply(f, u) => match inverse(*f, &c).or_else(|| angle(*f, u, &c, region)) {
            Some(value) if *f != Function::Abs => vec![Fact::zero(u - &value)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// `a f(u) = a f(v)` for a function that takes no value twice: `u = v`. Both have values where the equation holds.
fn same_arguments(e: &Expr) -> Option<Fact> {
    use Function as F;
    let e = &distributed(e);
    let Kind::Sum(terms) = e.kind() else { return None };
    let [s, t] = terms.as_slice() else { return None };
    let ((a, f), (b, g)) = (s.split_coefficient(), t.split_coefficient());
    if a != -b {
        return None;
    }
    match (f.kind(), g.kind()) {
        (Kind::Apply(f, u), Kind::Apply(g, v)) if f == g => {
            let injective = matches!(
                f,
                F::Exp
                    | F::Log
                    | F::Sinh
                    | F::Asinh
                    | F::Atan
                    | F::Tanh
                    | F::Cbrt
                    | F::Logistic
                    | F::Logit
                    | F::Erf
                    | F::Softplus
                    | F::Asin
                    | F::Acos
                    | F::Acosh
                    | F::Atanh
            );
            injective.then(|| Fact::zero(u - v))
        }
        // Odd powers, and roots, which are powers of what is not negative.
        (Kind::Power(u, n), Kind::Power(v, m)) if n == m => {
            let n = n.as_number().filter(|n| !n.is_zero())?;
            let odd = !n.is_integer() || !(n.to_integer() % 2_i32).is_zero();
            odd.then(|| Fact::zero(u - v))
        }
        _ => None,
    }
}

/// The one angle `u` with this cosine, sine or tangent, where `u` is a variable whose range has no other:
/// within `[0, pi]`, `[-pi/2, pi/2]`, `(-pi/2, pi/2)`.
fn angle(f: Function, u: &Expr, c: &Expr, region: &Region) -> Option<Expr> {
    let s = u.as_symbol()?;
    let v = region.variables.iter().find(|v| v.symbol == *s)?;
    let half = || Expr::pi().scaled(&Rational::new(1.into(), 2.into()));
    let inside = |low: &Expr, high: &Expr, open: bool| {
        let reaches = |end: &Bound, gap: &dyn Fn(&Expr) -> Expr| {
            end.value().is_some_and(|e| match sign(&gap(e)) {
                Some(Sign::Positive) => true,
                Some(Sign::Zero) => !open || matches!(end, Bound::Open(_)),
                _ => false,
            })
        };
        reaches(&v.lower, &|e| e - low) && reaches(&v.upper, &|e| high - e)
    };
    let one = Expr::one();
    let possible = || is_positive(&(&one - c)) && is_positive(&(&one + c));
    match f {
        Function::Cos if inside(&Expr::zero(), &Expr::pi(), false) && possible() => Some(c.apply(Function::Acos)),
        Function::Sin if inside(&-half(), &half(), false) && possible() => Some(c.apply(Function::Asin)),
        Function::Tan if inside(&-half(), &half(), true) => Some(c.apply(Function::Atan)),
        _ => None,
    }
}
