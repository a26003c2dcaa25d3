//! Moments of `y = softplus(v)` for a logistic `v`, which is a standard exponential variable.
//!
//! In: a product of a power of `y`, powers of `log y` and an exponential of `y`. Out: its mean. It must not know laws.
//!
//! `E[y^s (log y)^k e^(t y)] = d^k/ds^k Gamma(s + 1) (1 - t)^(-s - 1)`, finite where `s + 1 > 0` and `t < 1` (rule
//! **gamma-integral**, differentiated under the sign).

use super::kernels::Mean;
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Function, Kind, Role, Symbol};
use num_traits::ToPrimitive;

/// Derivatives by the exponent, at most.
const MOST_LOGARITHMS: u32 = 4;

/// The mean; nothing where another function of the variable occurs.
#[must_use]
pub fn moment_of_softplus(e: &Expr, v: &Symbol) -> Option<Mean> {
    let y = Expr::symbol(v).apply(Function::Softplus);
    let log = y.log();
    let factors = match e.kind() {
        Kind::Product(all) => all.clone(),
        _ => vec![e.clone()],
    };
    let (mut power, mut logs, mut rate) = (Expr::zero(), 0u32, Expr::zero());
    for f in &factors {
        let (base, exponent) = match f.kind() {
            Kind::Power(b, x) => (b.clone(), x.clone()),
            _ => (f.clone(), Expr::one()),
        };
        if base == y && !exponent.contains(v) {
            power = power + exponent;
        } else if base == log {
            logs += exponent.as_number().filter(|q| q.is_integer())?.to_integer().to_u32()?;
        } else if let Kind::Apply(Function::Exp, u) = f.kind() {
            let slope = u / &y;
            if slope.contains(v) {
                return None;
            }
            rate = rate + slope;
        } else {
            return None;
        }
    }
    if logs > MOST_LOGARITHMS {
        return None;
    }
    let one = Expr::one;
    let s = Symbol::new("expectation", "s", Role::Auxiliary, u32::MAX);
    let above = Expr::symbol(&s) + one();
    let falls = one() - &rate;
    let mut value = above.apply(Function::Gamma) * if rate.is_zero() { one() } else { falls.pow(&-&above) };
    for _ in 0..logs {
        value = value.derivative(&s);
    }
    let value = value.substitute([(s, power.clone())]);
    let finite_where = vec![Fact::positive(power + one()), Fact::positive(falls)];
    Some(Mean { value, finite_where, holds_where: Vec::new(), rule: rules::GAMMA_INTEGRAL })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_an_exponential_variable() {
        let v = Symbol::new("", "v", Role::Random, 7);
        let y = Expr::symbol(&v).apply(Function::Softplus);
        let of = |e: &Expr| moment_of_softplus(e, &v).map(|m| m.value);
        let gamma = |n: i64, d: i64| Expr::ratio(n, d).apply(Function::Gamma);
        assert_eq!(of(&y), Some(gamma(2, 1)));
        assert_eq!(of(&y.pow(&Expr::ratio(1, 2))), Some(gamma(3, 2)));
        // E[e^(-y)] = 1/2, E[log y] = Gamma'(1).
        assert_eq!(of(&(-&y).exp()), Some(gamma(1, 1) * Expr::ratio(1, 2)));
        assert_eq!(of(&y.log()), Some(gamma(1, 1) * Expr::one().apply(Function::Polygamma(0))));
        assert_eq!(of(&y.apply(Function::Tanh)), None);
        assert_eq!(of(&(&y * Expr::symbol(&v))), None);
        assert_eq!(of(&y.powi(2).exp()), None);
    }
}
