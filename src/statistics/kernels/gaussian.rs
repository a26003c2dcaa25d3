//! The standard normal distribution.
//!
//! Rule **gaussian-moments**: `E[z^n e^(t z)] = e^(t^2/2) E[(z + t)^n]` (completing the square), and `E[z^k]` is
//! `1 * 3 * .. * (k - 1)` for even `k`, 0 for odd `k`. Always finite.
//!
//! Rule **gaussian-distance**: `E|z - c| = c erf(c/sqrt 2) + sqrt(2/pi) e^(-c^2/2)`, since its derivative by `c` is
//! `P(z < c) - P(z > c) = erf(c/sqrt 2)`, and at 0 it is `sqrt(2/pi)`.

use super::Mean;
use crate::statistics::monomials::{Monomial, binomial};
use crate::statistics::rules;
use crate::symbolic::{Expr, Function, Rational};
use num_bigint::BigInt;

pub(super) fn mean(m: &Monomial) -> Option<Mean> {
    let n = m.natural()?;
    let plain = Monomial { power: m.power.clone(), rate: m.rate.clone(), ..Monomial::one() };
    if *m != plain {
        return None;
    }
    let t = &m.rate;
    let terms = (0..=n).step_by(2).map(|k| {
        let odd: BigInt = (1..k).step_by(2).map(BigInt::from).product();
        t.powi(i64::from(n - k)).scaled(&(binomial(n, k) * Rational::from_integer(odd)))
    });
    let shifted = Expr::sum(terms.collect::<Vec<_>>());
    let tilt = (t.powi(2) * Expr::ratio(1, 2)).exp();
    Some(Mean::new(rules::GAUSSIAN_MOMENTS, tilt * shifted))
}

pub(super) fn mean_distance(c: &Expr) -> Mean {
    let half = Expr::ratio(1, 2);
    let below = c * &(c * &half.sqrt()).apply(Function::Erf);
    let at_point = (Expr::integer(2) / Expr::pi()).sqrt() * (-(c.powi(2) * half)).exp();
    Mean::new(rules::GAUSSIAN_DISTANCE, below + at_point)
}
