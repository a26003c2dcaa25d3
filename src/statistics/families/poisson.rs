//! The Poisson family of counts.
//!
//! `log p = x log(rate) - rate` with respect to the weights `1/x!`. Moments (Touchard):
//! `m_(k+1) = rate * sum_j binomial(k, j) m_j`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Symbol};

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
        kernel: Kernel::Poisson { rate },
        from_standard: Expr::symbol(&standard_variable()),
        location_scale: None,
    }
}
