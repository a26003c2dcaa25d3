//! The uniform family on an interval.
//!
//! `log p = -log(upper - lower)`. The support moves with its ends, so there is no Fisher metric by them.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, LocationScale, ParameterDomain, Slot, Spelling, Support,
    standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Symbol};

const LOWER: Slot = &[Spelling::new("lower", 1, ParameterDomain::Real)];
const UPPER: Slot = &[Spelling::new("upper", 1, ParameterDomain::Real)];

/// `Uniform(lower, upper)`
pub static UNIFORM: Family = Family { name: "Uniform", discrete: false, slots: &[LOWER, UPPER], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize, default: Expr| arguments.get(i).map_or(default, |a| a.value.clone());
    let (lower, upper) = (value(0, Expr::zero()), value(1, Expr::one()));
    let width = &upper - &lower;
    let location = (&lower + &upper) * Expr::ratio(1, 2);
    let scale = &width / &Expr::integer(12).sqrt();
    Distribution {
        name: UNIFORM.name.into(),
        variable: variable.clone(),
        support: Support::interval(lower.clone(), upper),
        base: BaseMeasure::Lebesgue,
        log_density: -width.log(),
        kernel: Kernel::Beta { a: Expr::one(), b: Expr::one() },
        from_standard: lower + width * Expr::symbol(&standard_variable()),
        location_scale: Some(LocationScale { location, scale }),
    }
}
