//! The exponential family of waiting times on `(0, inf)`.
//!
//! `log p = log(rate) - rate x`, `E[x^k] = k!/rate^k`. Mean and standard deviation are both `1/rate`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, LocationScale, ParameterDomain, Slot, Spelling, Support,
    standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Symbol};

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
        kernel: Kernel::Gamma { shape: Expr::one() },
        from_standard: &mean * &Expr::symbol(&standard_variable()),
        location_scale: Some(LocationScale { location: mean.clone(), scale: mean }),
    }
}
