//! The von Mises family of angles.
//!
//! `log p = concentration cos(x - mean) - log(2 pi I_0(concentration))`. Angles are counted modulo `2 pi`, so only
//! functions of that period have an expectation here.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, ParameterDomain, Slot, Spelling, Support, standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Function, Symbol};

const MEAN: Slot =
    &[Spelling::new("mean", 0, ParameterDomain::Real), Spelling::new("location", 0, ParameterDomain::Real)];
const CONCENTRATION: Slot = &[
    Spelling::new("concentration", 0, ParameterDomain::Positive),
    Spelling::new("kappa", 0, ParameterDomain::Positive),
];

/// `VonMises(mean, concentration)`
pub static VON_MISES: Family = Family { name: "VonMises", discrete: false, slots: &[MEAN, CONCENTRATION], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::one, |a| a.value.clone());
    let (mean, concentration) = (value(0), value(1));
    let angle = Expr::symbol(variable) - &mean;
    let normaliser = (Expr::integer(2) * Expr::pi()).log() + concentration.apply(Function::BesselI(0)).log();
    Distribution {
        name: VON_MISES.name.into(),
        variable: variable.clone(),
        support: Support::interval(-Expr::pi(), Expr::pi()),
        base: BaseMeasure::Lebesgue,
        log_density: &concentration * &angle.apply(Function::Cos) - normaliser,
        kernel: Kernel::VonMises { concentration },
        from_standard: mean + Expr::symbol(&standard_variable()),
        location_scale: None,
    }
}
