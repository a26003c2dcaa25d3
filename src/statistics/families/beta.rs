//! The beta family on `(0, 1)`.
//!
//! `log p = log Gamma(a + b) - log Gamma(a) - log Gamma(b) + (a - 1) log x + (b - 1) log(1 - x)`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Function, Symbol};

const A: Slot =
    &[Spelling::new("a", 0, ParameterDomain::Positive), Spelling::new("alpha", 0, ParameterDomain::Positive)];
const B: Slot =
    &[Spelling::new("b", 0, ParameterDomain::Positive), Spelling::new("beta", 0, ParameterDomain::Positive)];

/// `Beta(a, b)`
pub static BETA: Family = Family { name: "Beta", discrete: false, slots: &[A, B], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (a, b) = (value(0), value(1));
    let x = Expr::symbol(variable);
    let log_gamma = |e: &Expr| e.apply(Function::LogGamma);
    let normaliser = log_gamma(&(&a + &b)) - log_gamma(&a) - log_gamma(&b);
    let one = Expr::one;
    Distribution {
        name: BETA.name.into(),
        variable: variable.clone(),
        support: Support::interval(Expr::zero(), one()),
        base: BaseMeasure::Lebesgue,
        log_density: normaliser + (&a - &one()) * x.log() + (&b - &one()) * (one() - &x).log(),
        kernel: Kernel::Beta { a, b },
        from_standard: Expr::symbol(&standard_variable()),
        location_scale: None,
    }
}
