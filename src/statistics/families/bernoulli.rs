//! The Bernoulli family on `{0, 1}`.
//!
//! `log p = x log(p) + (1 - x) log(1 - p)`; since `x^k = x`, every moment is `p`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Symbol};

const P: Slot = &[
    Spelling::new("p", 0, ParameterDomain::UnitInterval),
    Spelling::new("probability", 0, ParameterDomain::UnitInterval),
    Spelling::new("mean", 0, ParameterDomain::UnitInterval),
];

/// `Bernoulli(p | mean)`
pub static BERNOULLI: Family = Family { name: "Bernoulli", discrete: true, slots: &[P], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let p = arguments.first().map_or_else(|| Expr::ratio(1, 2), |a| a.value.clone());
    let x = Expr::symbol(variable);
    Distribution {
        name: BERNOULLI.name.into(),
        variable: variable.clone(),
        support: Support::naturals(Some(Expr::one())),
        base: BaseMeasure::Counting,
        log_density: &x * p.log() + (Expr::one() - &x) * (Expr::one() - &p).log(),
        kernel: Kernel::Binomial { trials: Expr::one(), chance: p },
        from_standard: Expr::symbol(&standard_variable()),
        location_scale: None,
    }
}
