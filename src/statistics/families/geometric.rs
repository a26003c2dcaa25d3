//! The geometric family: failures before the first success.
//!
//! `log p = log(p) + x log(1 - p)`, with mean `(1 - p)/p`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Symbol};

const P: Slot = &[
    Spelling::new("p", 0, ParameterDomain::UnitInterval),
    Spelling::new("probability", 0, ParameterDomain::UnitInterval),
    Spelling::new("mean", 0, ParameterDomain::Positive),
];

/// `Geometric(p | mean)`
pub static GEOMETRIC: Family = Family { name: "Geometric", discrete: true, slots: &[P], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = arguments.first().map_or_else(|| Expr::ratio(1, 2), |a| a.value.clone());
    let one = Expr::one;
    let (chance, failing) = match arguments.first().map(|a| a.name) {
        Some("mean") => ((one() + &value).recip(), &value / &(one() + &value)),
        _ => (value.clone(), one() - &value),
    };
    Distribution {
        name: GEOMETRIC.name.into(),
        variable: variable.clone(),
        support: Support::naturals(None),
        base: BaseMeasure::Counting,
        log_density: chance.log() + Expr::symbol(variable) * failing.log(),
        kernel: Kernel::NegativeBinomial { size: one(), chance },
        from_standard: Expr::symbol(&standard_variable()),
        location_scale: None,
    }
}
