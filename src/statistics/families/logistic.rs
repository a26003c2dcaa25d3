//! The logistic family on the line: the logarithm of the odds of a uniform variable.
//!
//! With `y = (x - mean)/scale`, `log p = -log(scale) - softplus(y) - softplus(-y)`; the standard deviation is
//! `pi scale/sqrt(3)`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, LocationScale, ParameterDomain, Slot, Spelling, Support,
    standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Function, Symbol};

const MEAN: Slot =
    &[Spelling::new("mean", 1, ParameterDomain::Real), Spelling::new("location", 1, ParameterDomain::Real)];
const SCALE: Slot = &[Spelling::new("scale", 1, ParameterDomain::Positive)];

/// `Logistic(mean | location, scale)`
pub static LOGISTIC: Family = Family { name: "Logistic", discrete: false, slots: &[MEAN, SCALE], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (mean, scale) = (value(0), value(1));
    let y = (Expr::symbol(variable) - &mean) / &scale;
    let softplus = |e: &Expr| e.apply(Function::Softplus);
    let sd = Expr::pi() * &scale / Expr::integer(3).sqrt();
    Distribution {
        name: LOGISTIC.name.into(),
        variable: variable.clone(),
        support: Support::line(),
        base: BaseMeasure::Lebesgue,
        log_density: -scale.log() - softplus(&y) - softplus(&-&y),
        kernel: Kernel::Logistic,
        from_standard: &mean + &(&scale * &Expr::symbol(&standard_variable())),
        location_scale: Some(LocationScale { location: mean, scale: sd }),
    }
}
