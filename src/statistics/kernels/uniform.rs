//! The uniform law on (-1, 1).
//!
//! Rule **uniform-moments**: `E[z^n] = 1/(n + 1)` for even `n`, 0 for odd `n`. Rule **uniform-exponential**, for `t != 0`:
//! `E[z^n e^(t z)]` is the difference of `F(1)` and `F(-1)` for the antiderivative
//! `F(z) = e^(t z)/2 * sum_k (-1)^k n!/(n - k)! z^(n - k)/t^(k + 1)`.

use super::Mean;
use crate::statistics::monomials::Monomial;
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Rational};
use num_bigint::BigInt;

pub(super) fn mean(m: &Monomial) -> Option<Mean> {
    let n = m.natural()?;
    let plain = Monomial { power: m.power.clone(), rate: m.rate.clone(), ..Monomial::one() };
    if *m != plain {
        return None;
    }
    let t = &m.rate;
    if t.is_zero() {
        let value = if n.is_multiple_of(2) { Expr::ratio(1, i64::from(n) + 1) } else { Expr::zero() };
        return Some(Mean::new(rules::UNIFORM_MOMENTS, value));
    }
    let mut falling = BigInt::from(1);
    let mut terms = Vec::new();
    for k in 0..=n {
        let sign = |odd: u32| if odd.is_multiple_of(2) { 1i64 } else { -1 };
        // e^t at 1, and e^-t (-1)^(n - k) at -1.
        let ends = t.exp() - (-t).exp() * Expr::integer(sign(n - k));
        let weight = Rational::new(&falling * sign(k), BigInt::from(2));
        terms.push((ends * t.powi(-i64::from(k) - 1)).scaled(&weight));
        falling *= n - k;
    }
    Some(Mean::new(rules::UNIFORM_EXPONENTIAL, Expr::sum(terms)).where_it_holds(Fact::nonzero(t.clone())))
}
