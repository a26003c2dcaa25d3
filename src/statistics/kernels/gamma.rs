//! The gamma distribution of rate 1.
//!
//! Rule **gamma-integral** (DLMF 5.2.1, 5.9.1): for `s + a > 0` and `t < 1`, with `w = (1 - t) z`,
//! `E[z^a (log z)^k e^(t z)] = (1 - t)^(-s - a) E'[..]`, where `E'[w^a (log w)^j] = d^j/da^j Gamma(s + a)/Gamma(s)` and
//! `log z = log w - log(1 - t)`. The derivatives are those of a function whose logarithm has the derivatives
//! `polygamma(i, s + a)`.

use super::{Mean, gamma_ratio, polygamma};
use crate::statistics::monomials::{Monomial, binomial};
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact};

pub(super) fn mean(shape: &Expr, m: &Monomial) -> Option<Mean> {
    let known = Monomial { power: m.power.clone(), logs: m.logs, rate: m.rate.clone(), ..Monomial::one() };
    if *m != known {
        return None;
    }
    let a = &m.power;
    let rest = Expr::one() - &m.rate;
    let derivatives = from_cumulants(m.logs, |i| polygamma(i - 1, shape, a));
    let scale = rest.log();
    let terms = derivatives.iter().zip(0u32..).map(|(d, j)| {
        let shift = (-&scale).powi(i64::from(m.logs - j));
        (d * shift).scaled(&binomial(m.logs, j))
    });
    let sum = Expr::sum(terms.collect::<Vec<_>>());
    let tilt = rest.pow(&-(shape + a));
    let out = Mean::new(rules::GAMMA_INTEGRAL, gamma_ratio(shape, a) * tilt * sum);
    Some(out.given(Fact::positive(shape + a)).given(Fact::positive(rest)))
}

/// The first `k + 1` derivatives of a function, divided by it, from those of its logarithm (`cumulant(i)`, `i >= 1`):
/// `m_(n+1) = sum_i binom(n, i) m_(n-i) c_(i+1)`.
pub(in crate::statistics) fn from_cumulants(k: u32, cumulant: impl Fn(u32) -> Expr) -> Vec<Expr> {
    let mut moments = vec![Expr::one()];
    for n in 0..k {
        let terms = (0..=n).map(|i| (&moments[(n - i) as usize] * &cumulant(i + 1)).scaled(&binomial(n, i)));
        let next = Expr::sum(terms.collect::<Vec<_>>());
        moments.push(next);
    }
    moments
}
