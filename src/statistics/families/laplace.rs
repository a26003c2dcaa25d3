//! The Laplace family on the line.
//!
//! `log p = -log(2 scale) - |x - mean|/scale`; the standard deviation is `sqrt(2) scale`. The log-density has a corner at
//! the mean: the score is defined almost everywhere, which is enough for its square.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, LocationScale, ParameterDomain, Slot, Spelling, Support,
    standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Function, Symbol};

const MEAN: Slot =
    &[Spelling::new("mean", 1, ParameterDomain::Real), Spelling::new("location", 1, ParameterDomain::Real)];
const SCALE: Slot = &[Spelling::new("scale", 1, ParameterDomain::Positive)];

/// `Laplace(mean | location, scale)`
pub static LAPLACE: Family = Family { name: "Laplace", discrete: false, slots: &[MEAN, SCALE], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (mean, scale) = (value(0), value(1));
    let distance = (Expr::symbol(variable) - &mean).apply(Function::Abs);
    Distribution {
        name: LAPLACE.name.into(),
        variable: variable.clone(),
        support: Support::line(),
        base: BaseMeasure::Lebesgue,
        log_density: -Expr::integer(2).log() - scale.log() - distance / &scale,
        kernel: Kernel::Laplace,
        from_standard: &mean + &(&scale * &Expr::symbol(&standard_variable())),
        location_scale: Some(LocationScale { location: mean, scale: Expr::integer(2).sqrt() * scale }),
    }
}
