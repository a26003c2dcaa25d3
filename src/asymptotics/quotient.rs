//! Rational functions of one variable as quotients of polynomials whose coefficients are listed, the constant one first.

use crate::rational::Rational;
use crate::symbolic::{Expr, Kind, Symbol};
use num_traits::{One, ToPrimitive, Zero};

/// The largest exponent of a rational function.
const LARGEST_POWER: i64 = 24;
/// Coefficients of a polynomial.
const LARGEST_DEGREE: usize = 60;

/// A rational function as a quotient of polynomials.
pub(super) fn quotient(e: &Expr, t: &Symbol) -> Option<(Vec<Rational>, Vec<Rational>)> {
    let one = || vec![Rational::one()];
    match e.kind() {
        Kind::Number(q) => Some((vec![q.clone()], one())),
        Kind::Symbol(s) if s == t => Some((vec![Rational::zero(), Rational::one()], one())),
        Kind::Sum(terms) => terms.iter().try_fold((vec![Rational::zero()], one()), |(p, q), term| {
            let (r, s) = quotient(term, t)?;
            Some((plus(&times(&p, &s)?, &times(&r, &q)?), times(&q, &s)?))
        }),
        Kind::Product(factors) => factors.iter().try_fold((one(), one()), |(p, q), factor| {
            let (r, s) = quotient(factor, t)?;
            Some((times(&p, &r)?, times(&q, &s)?))
        }),
        Kind::Power(base, n) => {
            let n = n.as_number().filter(|n| n.is_integer())?.to_integer().to_i64()?;
            let (p, q) = quotient(base, t).filter(|_| n.abs() <= LARGEST_POWER)?;
            let (p, q) = if n < 0 { (q, p) } else { (p, q) };
            (0..n.abs()).try_fold((one(), one()), |(r, s), _| Some((times(&r, &p)?, times(&s, &q)?)))
        }
        _ => None,
    }
}

fn plus(p: &[Rational], q: &[Rational]) -> Vec<Rational> {
    let zero = Rational::zero();
    (0..p.len().max(q.len())).map(|k| p.get(k).unwrap_or(&zero) + q.get(k).unwrap_or(&zero)).collect()
}

fn times(p: &[Rational], q: &[Rational]) -> Option<Vec<Rational>> {
    let size = (p.len() + q.len()).checked_sub(1).filter(|n| *n <= LARGEST_DEGREE)?;
    let mut out = vec![Rational::zero(); size];
    for (i, a) in p.iter().enumerate() {
        for (j, b) in q.iter().enumerate() {
            if let Some(slot) = out.get_mut(i + j) {
                *slot = &*slot + &(a * b);
            }
        }
    }
    Some(out)
}
