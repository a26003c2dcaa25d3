//! The Pareto family on `(minimum, inf)`: `minimum` times the exponential of an exponential variable.
//!
//! `log p = log(shape) + shape log(minimum) - (shape + 1) log x`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Bound, Expr, Symbol};

const SHAPE: Slot = &[Spelling::new("shape", 0, ParameterDomain::Positive)];
const MINIMUM: Slot =
    &[Spelling::new("minimum", 1, ParameterDomain::Positive), Spelling::new("scale", 1, ParameterDomain::Positive)];

/// `Pareto(shape, minimum)`
pub static PARETO: Family = Family { name: "Pareto", discrete: false, slots: &[SHAPE, MINIMUM], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (shape, minimum) = (value(0), value(1));
    let x = Expr::symbol(variable);
    Distribution {
        name: PARETO.name.into(),
        variable: variable.clone(),
        support: Support { lower: Bound::Open(minimum.clone()), ..Support::line() },
        base: BaseMeasure::Lebesgue,
        log_density: shape.log() + &shape * &minimum.log() - (&shape + &Expr::one()) * x.log(),
        kernel: Kernel::Gamma { shape: Expr::one() },
        from_standard: minimum * (Expr::symbol(&standard_variable()) / shape).exp(),
        location_scale: None,
    }
}
