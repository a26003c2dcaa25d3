//! The exponential family of waiting times on `(0, inf)`.
//!
//! `log p = log(rate) - rate x`, `E[x^k] = k!/rate^k`. Mean and standard deviation are both `1/rate`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, LocationScale, Moments, ParameterDomain, Slot, Spelling, Support,
};
use crate::symbolic::{Expr, Rational, Symbol};
use num_bigint::BigInt;

const RATE: Slot = &[
    Spelling::new("rate", -1, ParameterDomain::Positive),
    Spelling::new("mean", 1, ParameterDomain::Positive),
    Spelling::new("scale", 1, ParameterDomain::Positive),
];

/// `Exponential(rate | mean | scale)`
pub static EXPONENTIAL: Family = Family { name: "Exponential", discrete: false, slots: &[RATE], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = arguments.first().map_or_else(Expr::one, |a| a.value.clone());
    let (mean, rate, log_rate) = match arguments.first().map(|a| a.name) {
        Some("mean" | "scale") => (value.clone(), value.recip(), -value.log()),
        _ => (value.recip(), value.clone(), value.log()),
    };
    Distribution {
        name: EXPONENTIAL.name.into(),
        variable: variable.clone(),
        support: Support::positive(),
        base: BaseMeasure::Lebesgue,
        log_density: log_rate - rate * Expr::symbol(variable),
        moments: Moments { parameters: vec![mean.clone()], raw: Some(raw_moment), statistics: vec![] },
        location_scale: Some(LocationScale { location: mean.clone(), scale: mean, standard_moment }),
    }
}

fn raw_moment(parameters: &[Expr], k: u32) -> Option<Expr> {
    let factorial: BigInt = (1..=k).map(BigInt::from).product();
    Some(parameters.first()?.powi(i64::from(k)).scaled(&Rational::from_integer(factorial)))
}

/// The central moments of the unit exponential: `d_k = k d_(k-1) + (-1)^k`, `d_0 = 1`.
fn standard_moment(k: u32) -> Option<Rational> {
    let step = |d: BigInt, j: u32| d * j + if j.is_multiple_of(2) { 1 } else { -1 };
    Some(Rational::from_integer((1..=k).fold(BigInt::from(1), step)))
}
