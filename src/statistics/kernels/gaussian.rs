//! The standard normal distribution.
//!
//! Rule **gaussian-moments**: `E[z^n e^(t z)] = e^(t^2/2) E[(z + t)^n]` (completing the square), and `E[z^k]` is
//! `1 * 3 * .. * (k - 1)` for even `k`, 0 for odd `k`. Always finite.

use super::Mean;
use crate::statistics::monomials::{Monomial, binomial};
use crate::symbolic::{Expr, Rational};
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
    Some(Mean::new("gaussian-moments", tilt * shifted))
}
