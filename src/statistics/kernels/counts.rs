//! Counts: Poisson, binomial, negative binomial.
//!
//! Each rule is the classical sum: tilting by `e^(t z)` gives a distribution of the same kind, and powers are sums of
//! falling factorials, `z^n = sum_k S(n, k) z (z - 1) .. (z - k + 1)` with Stirling's numbers.
//! - **poisson-sum**: `E[e^(t z)] = e^(rate (e^t - 1))`, then rate `rate e^t`; falling factorials have mean `rate^k`.
//! - **binomial-sum**: `E[e^(t z)] = (1 - p + p e^t)^n`, then chance `p e^t/(1 - p + p e^t)`; falling factorials have mean
//!   `n (n - 1) .. (n - k + 1) p^k`.
//! - **negative-binomial-sum**, for `(1 - p) e^t < 1`: `E[e^(t z)] = (p/(1 - (1 - p) e^t))^r`, then chance
//!   `1 - (1 - p) e^t`; falling factorials have mean `r (r + 1) .. (r + k - 1) ((1 - p)/p)^k`.

use super::Mean;
use crate::statistics::joint::finite::unlogged;
use crate::statistics::monomials::{Monomial, stirling};
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact};

/// The exponent of `z`, where the monomial is `z^n e^(t z)`.
fn powers(m: &Monomial) -> Option<u32> {
    let known = Monomial { power: m.power.clone(), rate: m.rate.clone(), ..Monomial::one() };
    if *m == known { m.natural() } else { None }
}

/// `sum_k S(n, k) factorial(k)`
fn moment(n: u32, factorial: impl Fn(u32) -> Expr) -> Expr {
    let terms = stirling(n).into_iter().zip(0u32..).map(|(s, k)| factorial(k).scaled(&s));
    Expr::sum(terms.collect::<Vec<_>>())
}

pub(super) fn poisson(rate: &Expr, m: &Monomial) -> Option<Mean> {
    let n = powers(m)?;
    let tilt = unlogged(&m.rate);
    let total = (rate * (&tilt - &Expr::one())).exp();
    let tilted = rate * &tilt;
    Some(Mean::new(rules::POISSON_SUM, total * moment(n, |k| tilted.powi(i64::from(k)))))
}

pub(super) fn binomial_mean(trials: &Expr, chance: &Expr, m: &Monomial) -> Option<Mean> {
    let n = powers(m)?;
    let tilt = unlogged(&m.rate);
    let bottom = if m.rate.is_zero() { Expr::one() } else { Expr::one() - chance + chance * &tilt };
    let tilted = chance * &tilt / &bottom;
    let factorial = |k: u32| {
        let falling = Expr::product((0..k).map(|j| trials - &Expr::integer(i64::from(j))));
        falling * tilted.powi(i64::from(k))
    };
    Some(Mean::new(rules::BINOMIAL_SUM, bottom.pow(trials) * moment(n, factorial)))
}

pub(super) fn negative_binomial(size: &Expr, chance: &Expr, m: &Monomial) -> Option<Mean> {
    let n = powers(m)?;
    let failing = (Expr::one() - chance) * unlogged(&m.rate);
    let tilted = if m.rate.is_zero() { chance.clone() } else { Expr::one() - &failing };
    let total = if m.rate.is_zero() { Expr::one() } else { (chance / &tilted).pow(size) };
    let factorial = |k: u32| {
        let rising = Expr::product((0..k).map(|j| size + &Expr::integer(i64::from(j))));
        rising * (&failing / &tilted).powi(i64::from(k))
    };
    let out = Mean::new(rules::NEGATIVE_BINOMIAL_SUM, total * moment(n, factorial));
    Some(if m.rate.is_zero() { out } else { out.given(Fact::positive(tilted)) })
}
