//! Exact values of functions at rational numbers.
//!
//! In: a function, a rational number. Out: the value where it is rational and known at once. It must not know expressions.

use super::{Function, Rational};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Gamma functions of natural numbers up to this one are numbers.
const LARGEST_FACTORIAL: u32 = 100;

/// `f(0)`, where it is rational.
pub(super) fn value_at_zero(f: Function) -> Option<Rational> {
    use Function as F;
    match f {
        F::Exp | F::Cos | F::Cosh | F::Sec | F::Erfc | F::BesselI(0) => Some(Rational::one()),
        F::Sin | F::Tan | F::Sinh | F::Tanh | F::Asin | F::Atan | F::Asinh | F::Atanh | F::Abs | F::Sign => {
            Some(Rational::zero())
        }
        F::Cbrt | F::Erf | F::BesselI(_) => Some(Rational::zero()),
        F::Logistic => Some(Rational::new(BigInt::one(), BigInt::from(2))),
        _ => None,
    }
}

/// The rational values at other rational numbers that are written down at once.
pub(super) fn value_at_number(f: Function, q: &Rational) -> Option<Rational> {
    use Function as F;
    match f {
        F::Log | F::Acosh if q.is_one() => Some(Rational::zero()),
        F::LogGamma if q.is_one() || *q == Rational::from_integer(BigInt::from(2)) => Some(Rational::zero()),
        F::Logit if *q == Rational::new(BigInt::one(), BigInt::from(2)) => Some(Rational::zero()),
        F::Abs => Some(q.abs()),
        F::Sign => Some(q.signum()),
        F::Cbrt if q.is_negative() => exact_root(&-q, 3).map(|r| -r),
        F::Cbrt => exact_root(q, 3),
        F::Gamma => factorial_before(q),
        _ => None,
    }
}

/// `gamma(n) = (n - 1)!` of a natural number that is not too large.
#[must_use]
pub fn factorial_before(q: &Rational) -> Option<Rational> {
    let n = if q.is_integer() { q.to_integer().to_u32() } else { None };
    let n = n.filter(|n| (1..=LARGEST_FACTORIAL).contains(n))?;
    Some(Rational::from_integer((1..n).map(BigInt::from).product()))
}

/// The exact positive root of a positive rational, if it is rational.
#[must_use]
pub fn exact_root(b: &Rational, degree: u32) -> Option<Rational> {
    let root = |n: &BigInt| {
        let r = n.nth_root(degree);
        (r.pow(degree) == *n).then_some(r)
    };
    Some(Rational::new(root(&b.numer())?, root(&b.denom())?))
}
