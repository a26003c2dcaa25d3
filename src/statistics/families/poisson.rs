//! The Poisson family of counts.
//!
//! `log p = x log(rate) - rate` with respect to the weights `1/x!`. Moments (Touchard):
//! `m_(k+1) = rate * sum_j binomial(k, j) m_j`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, Moments, ParameterDomain, Slot, Spelling, Support,
};
use crate::symbolic::{Expr, Rational, Symbol};
use num_bigint::BigInt;

const RATE: Slot =
    &[Spelling::new("rate", 0, ParameterDomain::Positive), Spelling::new("mean", 0, ParameterDomain::Positive)];

/// `Poisson(rate | mean)`
pub static POISSON: Family = Family { name: "Poisson", discrete: true, slots: &[RATE], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let rate = arguments.first().map_or_else(Expr::one, |a| a.value.clone());
    Distribution {
        name: POISSON.name.into(),
        variable: variable.clone(),
        support: Support::naturals(None),
        base: BaseMeasure::InverseFactorial,
        log_density: Expr::symbol(variable) * rate.log() - &rate,
        moments: Moments { parameters: vec![rate], raw: Some(raw_moment), statistics: vec![] },
        location_scale: None,
    }
}

fn raw_moment(parameters: &[Expr], k: u32) -> Option<Expr> {
    let rate = parameters.first()?;
    let mut moments = vec![Expr::one()];
    for n in 0..k {
        let mut binomial = BigInt::from(1);
        let mut terms = Vec::new();
        for (m, j) in moments.iter().zip(0u32..) {
            terms.push((rate * m).scaled(&Rational::from_integer(binomial.clone())));
            binomial = binomial * (n - j) / (j + 1);
        }
        moments.push(Expr::sum(terms));
    }
    moments.pop()
}
