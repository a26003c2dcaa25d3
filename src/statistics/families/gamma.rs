//! The gamma family on `(0, inf)`.
//!
//! `log p = shape log(rate) - log Gamma(shape) + (shape - 1) log x - rate x`; `x` is a standard gamma variable over the
//! rate.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Function, Symbol};

const SHAPE: Slot = &[Spelling::new("shape", 0, ParameterDomain::Positive)];
const RATE: Slot = &[
    Spelling::new("rate", -1, ParameterDomain::Positive),
    Spelling::new("scale", 1, ParameterDomain::Positive),
    Spelling::new("mean", 1, ParameterDomain::Positive),
];

/// `Gamma(shape, rate | scale | mean)`
pub static GAMMA: Family = Family { name: "Gamma", discrete: false, slots: &[SHAPE, RATE], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (shape, second) = (value(0), value(1));
    let (rate, log_rate) = match arguments.get(1).map(|a| a.name) {
        Some("scale") => (second.recip(), -second.log()),
        Some("mean") => (&shape / &second, shape.log() - second.log()),
        _ => (second.clone(), second.log()),
    };
    let x = Expr::symbol(variable);
    let normaliser = &shape * &log_rate - shape.apply(Function::LogGamma);
    Distribution {
        name: GAMMA.name.into(),
        variable: variable.clone(),
        support: Support::positive(),
        base: BaseMeasure::Lebesgue,
        log_density: normaliser + (&shape - &Expr::one()) * x.log() - &rate * &x,
        kernel: Kernel::Gamma { shape },
        from_standard: Expr::symbol(&standard_variable()) / rate,
        location_scale: None,
    }
}
