//! The binomial family of counts on `0..n`.
//!
//! `log p = x log(p) + (n - x) log(1 - p)` with respect to the weights `binom(n, x)`.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Symbol};

const N: Slot =
    &[Spelling::new("n", 0, ParameterDomain::Natural), Spelling::new("trials", 0, ParameterDomain::Natural)];
const P: Slot = &[
    Spelling::new("p", 0, ParameterDomain::UnitInterval),
    Spelling::new("probability", 0, ParameterDomain::UnitInterval),
];

/// `Binomial(n | trials, p)`
pub static BINOMIAL: Family = Family { name: "Binomial", discrete: true, slots: &[N, P], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (trials, chance) = (value(0), value(1));
    let x = Expr::symbol(variable);
    Distribution {
        name: BINOMIAL.name.into(),
        variable: variable.clone(),
        support: Support::naturals(Some(trials.clone())),
        base: BaseMeasure::BinomialCoefficient(trials.clone()),
        log_density: &x * chance.log() + (&trials - &x) * (Expr::one() - &chance).log(),
        kernel: Kernel::Binomial { trials, chance },
        from_standard: Expr::symbol(&standard_variable()),
        location_scale: None,
    }
}
