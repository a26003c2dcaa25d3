//! The inverse gamma family on `(0, inf)`: the reciprocal of a gamma variable.
//!
//! `log p = shape log(scale) - log Gamma(shape) - (shape + 1) log x - scale/x`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Function, Symbol};

const SHAPE: Slot = &[Spelling::new("shape", 0, ParameterDomain::Positive)];
const SCALE: Slot = &[Spelling::new("scale", 1, ParameterDomain::Positive)];

/// `InverseGamma(shape, scale)`
pub static INVERSE_GAMMA: Family = Family { name: "InverseGamma", discrete: false, slots: &[SHAPE, SCALE], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (shape, scale) = (value(0), value(1));
    let x = Expr::symbol(variable);
    let normaliser = &shape * &scale.log() - shape.apply(Function::LogGamma);
    Distribution {
        name: INVERSE_GAMMA.name.into(),
        variable: variable.clone(),
        support: Support::positive(),
        base: BaseMeasure::Lebesgue,
        log_density: normaliser - (&shape + &Expr::one()) * x.log() - &scale / &x,
        kernel: Kernel::Gamma { shape },
        from_standard: scale / Expr::symbol(&standard_variable()),
        location_scale: None,
    }
}
