//! The Weibull family on `(0, inf)`: a power of an exponential variable.
//!
//! `log p = log(shape) - log(scale) + (shape - 1) log(x/scale) - (x/scale)^shape`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Symbol};

const SHAPE: Slot = &[Spelling::new("shape", 0, ParameterDomain::Positive)];
const SCALE: Slot = &[Spelling::new("scale", 1, ParameterDomain::Positive)];

/// `Weibull(shape, scale)`
pub static WEIBULL: Family = Family { name: "Weibull", discrete: false, slots: &[SHAPE, SCALE], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (shape, scale) = (value(0), value(1));
    let x = Expr::symbol(variable);
    let log_ratio = x.log() - scale.log();
    Distribution {
        name: WEIBULL.name.into(),
        variable: variable.clone(),
        support: Support::positive(),
        base: BaseMeasure::Lebesgue,
        log_density: shape.log() - scale.log() + (&shape - &Expr::one()) * log_ratio - (&x / &scale).pow(&shape),
        kernel: Kernel::Gamma { shape: Expr::one() },
        from_standard: scale * Expr::symbol(&standard_variable()).pow(&shape.recip()),
        location_scale: None,
    }
}
