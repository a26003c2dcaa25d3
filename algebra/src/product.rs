//! Sums and products of rational functions of a few terms in many generators.
//!
//! The engine multiplies polynomials in an array over all exponents up to the largest ones. Polynomials of geoflow have
//! few terms in many generators: four fifths of the time of a hard model went into such arrays, nearly empty. Here
//! small products are formed term by term. Common divisors and exact quotients are the engine's.

use crate::field::{P, R};
use std::collections::BTreeMap;
use symbolica::domains::rational_polynomial::FromNumeratorAndDenominator;
use symbolica::prelude::*;

/// Larger products, by pairs of terms, are left to the engine.
const LARGEST: usize = 20_000;

/// `a b` in lowest terms, because `a` and `b` are: what cancels is a divisor of one numerator and the other denominator.
pub(crate) fn product(a: &R, b: &R) -> R {
    if a.numerator.is_zero() || b.numerator.is_zero() {
        let zero = a.numerator.zero();
        let one = zero.one();
        return R { numerator: zero, denominator: one };
    }
    let (left, below_right) = cancelled(&a.numerator, &b.denominator);
    let (right, below_left) = cancelled(&b.numerator, &a.denominator);
    R::from_num_den(times(&left, &right), times(&below_left, &below_right), &Z, false)
}

/// `a + b` in lowest terms: with the common divisor `g` of the denominators, only a divisor of `g` can cancel.
pub(crate) fn sum(a: &R, b: &R) -> R {
    if a.denominator == b.denominator {
        let numerator = &a.numerator + &b.numerator;
        return reduced(numerator, a.denominator.clone(), &a.denominator);
    }
    if a.denominator.is_one() {
        return R::from_num_den(&times(&a.numerator, &b.denominator) + &b.numerator, b.denominator.clone(), &Z, false);
    }
    if b.denominator.is_one() {
        return R::from_num_den(&times(&b.numerator, &a.denominator) + &a.numerator, a.denominator.clone(), &Z, false);
    }
    let g = a.denominator.gcd(&b.denominator);
    let (left, right) = (over(&a.denominator, &g), over(&b.denominator, &g));
    let numerator = &times(&a.numerator, &right) + &times(&b.numerator, &left);
    let denominator = times(&left, &b.denominator);
    reduced(numerator, denominator, &g)
}

/// A quotient of which only divisors of `g` can cancel.
fn reduced(numerator: P, denominator: P, g: &P) -> R {
    if numerator.is_zero() {
        let one = numerator.one();
        return R { numerator, denominator: one };
    }
    if g.is_one() {
        return R::from_num_den(numerator, denominator, &Z, false);
    }
    let h = numerator.gcd(g);
    R::from_num_den(over(&numerator, &h), over(&denominator, &h), &Z, false)
}

/// Numerator and denominator without what divides both.
fn cancelled(numerator: &P, denominator: &P) -> (P, P) {
    if numerator.is_one() || denominator.is_one() {
        return (numerator.clone(), denominator.clone());
    }
    let g = numerator.gcd(denominator);
    (over(numerator, &g), over(denominator, &g))
}

/// The quotient by a divisor.
fn over(p: &P, divisor: &P) -> P {
    if divisor.is_one() { p.clone() } else { p / divisor }
}

/// The product of polynomials.
fn times(p: &P, q: &P) -> P {
    if p.is_one() {
        return q.clone();
    }
    if q.is_one() {
        return p.clone();
    }
    if p.nterms().saturating_mul(q.nterms()) > LARGEST {
        return p * q;
    }
    let mut terms: BTreeMap<Vec<u16>, Integer> = BTreeMap::new();
    for m in p {
        for n in q {
            let exponents = m.exponents.iter().zip(n.exponents).map(|(i, j)| i + j).collect();
            *terms.entry(exponents).or_insert_with(|| Integer::from(0)) += m.coefficient * n.coefficient;
        }
    }
    let mut out = p.zero();
    for (exponents, coefficient) in terms {
        if !coefficient.is_zero() {
            out.append_monomial(coefficient, &exponents);
        }
    }
    out
}
