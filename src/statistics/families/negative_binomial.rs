//! The negative binomial family: failures before the `size`-th success, for any positive `size`.
//!
//! `log p = size log(p) + x log(1 - p)` with respect to the weights `Gamma(size + x)/(Gamma(size) x!)`; the mean is
//! `size (1 - p)/p`. By the size there is no closed Fisher metric.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Symbol};

const SIZE: Slot =
    &[Spelling::new("size", 0, ParameterDomain::Positive), Spelling::new("r", 0, ParameterDomain::Positive)];
const P: Slot = &[
    Spelling::new("p", 0, ParameterDomain::UnitInterval),
    Spelling::new("probability", 0, ParameterDomain::UnitInterval),
    Spelling::new("mean", 0, ParameterDomain::Positive),
];

/// `NegativeBinomial(size, p | mean)`
pub static NEGATIVE_BINOMIAL: Family = Family { name: "NegativeBinomial", discrete: true, slots: &[SIZE, P], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (size, second) = (value(0), value(1));
    let (chance, failing) = match arguments.get(1).map(|a| a.name) {
        Some("mean") => (&size / &(&size + &second), &second / &(&size + &second)),
        _ => (second.clone(), Expr::one() - &second),
    };
    Distribution {
        name: NEGATIVE_BINOMIAL.name.into(),
        variable: variable.clone(),
        support: Support::naturals(None),
        base: BaseMeasure::RisingFactorial(size.clone()),
        log_density: &size * &chance.log() + Expr::symbol(variable) * failing.log(),
        kernel: Kernel::NegativeBinomial { size, chance },
        from_standard: Expr::symbol(&standard_variable()),
        location_scale: None,
    }
}
