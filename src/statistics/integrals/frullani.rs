//! Integrals over `x > 0` of terms that diverge at 0 one by one and not together.
//!
//! - **frullani** (Frullani's integral for exponentials): for `r_i > 0` and `sum c_i = 0`,
//!   `int sum_i c_i e^(-r_i x)/x dx = -sum_i c_i log r_i`. From `e` on each term gives `c_i E_1(r_i e) = -c_i (g + log(r_i e)) + O(e)`
//!   with Euler's constant `g`, and what does not depend on `r_i` adds up to 0. The whole integrand is bounded at 0.
//!
//! Other terms of the sum have rules of their own.

use super::half_line;
use super::terms::{Expansion, Ground, Shape};
use crate::statistics::expectation::Expected;
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Symbol};
use std::collections::BTreeMap;

pub(super) fn frullani(f: &Expr, x: &Symbol) -> Option<Expected> {
    let (mut poles, mut others) = (Vec::new(), Vec::new());
    for (c, shape) in (Expansion { variable: x, ground: Ground::Positive }).of(f)? {
        match rate(&shape) {
            Some(rate) => poles.push((c, rate)),
            None => others.push((c, shape)),
        }
    }
    if poles.len() < 2 || !Expr::sum(poles.iter().map(|(c, _)| c.clone())).is_zero() {
        return None;
    }
    let value = Expr::sum(poles.iter().map(|(c, r)| -(c * &r.log())));
    let mut out = Expected::certain(value);
    out.join(Vec::new(), &[rules::FRULLANI]);
    if !others.is_empty() {
        out = out.plus(super::by_terms(others, half_line::term)?);
    }
    Some(poles.into_iter().fold(out, |out, (_, r)| out.under(Fact::positive(r), rules::FRULLANI)))
}

/// `r` of `e^(-r x)/x`.
fn rate(shape: &Shape) -> Option<Expr> {
    let (power, minus) = shape.exponential.iter().next().filter(|_| shape.exponential.len() == 1)?;
    let plain =
        Shape { power: -Expr::one(), exponential: BTreeMap::from([(Expr::one(), minus.clone())]), ..Shape::one() };
    (power.is_one() && *shape == plain).then(|| -minus)
}
