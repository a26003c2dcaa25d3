//! The log-normal family on `(0, inf)`: the exponential of a normal variable.
//!
//! `log p = -log x - log(log_sd) - log(2 pi)/2 - (log x - log_mean)^2/(2 log_sd^2)`. With a unit, the first parameter is
//! the median `e^log_mean`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Symbol};

const CENTRE: Slot = &[
    Spelling { name: "log_mean", unit_power: 0, logarithmic: true, domain: ParameterDomain::Real },
    Spelling::new("median", 1, ParameterDomain::Positive),
];
const SPREAD: Slot = &[
    Spelling::new("log_sd", 0, ParameterDomain::Positive),
    Spelling::new("log_variance", 0, ParameterDomain::Positive),
];

/// `LogNormal(log_mean | median, log_sd | log_variance)`
pub static LOG_NORMAL: Family = Family { name: "LogNormal", discrete: false, slots: &[CENTRE, SPREAD], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (first, second) = (value(0), value(1));
    let centre = if arguments.first().map(|a| a.name) == Some("median") { first.log() } else { first };
    let half = Expr::ratio(1, 2);
    let (sd, log_sd, variance) = match arguments.get(1).map(|a| a.name) {
        Some("log_variance") => (second.sqrt(), second.log() * &half, second.clone()),
        _ => (second.clone(), second.log(), second.powi(2)),
    };
    let log_x = Expr::symbol(variable).log();
    let normaliser = (Expr::integer(2) * Expr::pi()).log() * &half;
    let squared = (&log_x - &centre).powi(2);
    Distribution {
        name: LOG_NORMAL.name.into(),
        variable: variable.clone(),
        support: Support::positive(),
        base: BaseMeasure::Lebesgue,
        log_density: -&log_x - log_sd - normaliser - squared * half / variance,
        kernel: Kernel::Gaussian,
        from_standard: (centre + sd * Expr::symbol(&standard_variable())).exp(),
        location_scale: None,
    }
}
