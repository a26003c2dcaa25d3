//! Forms that neither cancel nor overflow, found in the expressions before they are lowered.
//!
//! In: factors of a product, arguments of functions. Out: equal expressions in the stable functions. It must not know
//! programs. Every rewriting is an identity on all reals.
//!
//! `1/(1 + exp(y))` is `logistic(-y)`, and `exp(y)/(1 + exp(y))` is `logistic(y)`; `log(1 + exp(y))` is `softplus(y)`.

use crate::symbolic::{Expr, Function, Kind};
use num_traits::{One, Signed, ToPrimitive};

/// Larger powers are left alone.
const MAX_POWER: u32 = 64;

/// The factors with quotients by `1 + exp(y)` as logistic functions.
pub(super) fn factors(factors: &[Expr]) -> Vec<Expr> {
    let mut out = factors.to_vec();
    for at in 0..factors.len() {
        let Some((y, n)) = logistic_denominator(&factors[at]) else { continue };
        let exponential = y.exp();
        // exp(k y) cancels k of the n quotients: each pair is logistic(y).
        let above = out.iter().position(|f| exponent_over(f, &exponential).is_some());
        let k = above.and_then(|i| exponent_over(&out[i], &exponential)).unwrap_or(0).min(n);
        let falling = (-&y).apply(Function::Logistic).powi(i64::from(n - k));
        let rising = y.apply(Function::Logistic).powi(i64::from(k));
        out[at] = falling;
        if let (Some(i), true) = (above, k > 0) {
            let whole = exponent_over(&out[i], &exponential).unwrap_or(0);
            let rest = if whole == k { Expr::one() } else { exponential.powi(i64::from(whole - k)) };
            out[i] = rising;
            out.push(rest);
        }
    }
    out.retain(|f| !f.is_one());
    // A product of several parts again is one list of factors.
    out
}

/// `y` and `n` of `(1 + exp(y))^(-n)`.
fn logistic_denominator(factor: &Expr) -> Option<(Expr, u32)> {
    let Kind::Power(base, exponent) = factor.kind() else { return None };
    let q = exponent.as_number().filter(|q| q.is_integer() && q.is_negative())?;
    let n = (-q.numer()).to_u32().filter(|n| *n <= MAX_POWER)?;
    Some((one_plus_exponential(base)?, n))
}

/// `n` where the factor is `exponential^n`, `n > 0`.
fn exponent_over(factor: &Expr, exponential: &Expr) -> Option<u32> {
    if factor == exponential {
        return Some(1);
    }
    let (Kind::Apply(Function::Exp, whole), Kind::Apply(Function::Exp, y)) = (factor.kind(), exponential.kind()) else {
        return None;
    };
    let (a, whole) = whole.split_coefficient();
    let (b, y) = y.split_coefficient();
    let ratio = (whole == y).then(|| a / b)?;
    (ratio.is_integer() && ratio.is_positive()).then(|| ratio.numer().to_u32()).flatten()
}

/// `y` of `1 + exp(y)`.
pub(super) fn one_plus_exponential(e: &Expr) -> Option<Expr> {
    let Kind::Sum(terms) = e.kind() else { return None };
    match terms.as_slice() {
        [a, b] if a.is_one() => exponent(b),
        [a, b] if b.is_one() => exponent(a),
        _ => None,
    }
}

fn exponent(e: &Expr) -> Option<Expr> {
    let (c, rest) = e.split_coefficient();
    match rest.kind() {
        Kind::Apply(Function::Exp, y) if c.is_one() => Some(y.clone()),
        _ => None,
    }
}
