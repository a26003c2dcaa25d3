//! The normal family on the line.
//!
//! `log p = -log(2 pi)/2 - log(sd) - (x - mean)^2/(2 sd^2)`. The scale enters as it is given, so that derivatives by
//! a variance, precision or logarithm stay as short as they are on paper.

use crate::statistics::family::{
    Argument, BaseMeasure, Distribution, Family, LocationScale, ParameterDomain, Slot, Spelling, Support,
    standard_variable,
};
use crate::statistics::kernels::Kernel;
use crate::symbolic::{Expr, Rational, Symbol};

const MEAN: Slot =
    &[Spelling::new("mean", 1, ParameterDomain::Real), Spelling::new("location", 1, ParameterDomain::Real)];
const SCALE: Slot = &[
    Spelling::new("sd", 1, ParameterDomain::Positive),
    Spelling::new("std", 1, ParameterDomain::Positive),
    Spelling::new("variance", 2, ParameterDomain::Positive),
    Spelling::new("precision", -2, ParameterDomain::Positive),
    Spelling { name: "log_sd", unit_power: 0, logarithmic: true, domain: ParameterDomain::Real },
];

/// `Normal(mean, sd | std | variance | precision | log_sd)`
pub static NORMAL: Family = Family { name: "Normal", discrete: false, slots: &[MEAN, SCALE], build };

fn build(variable: &Symbol, arguments: &[Argument]) -> Distribution {
    let value = |i: usize| arguments.get(i).map_or_else(Expr::zero, |a| a.value.clone());
    let (mean, s) = (value(0), value(1));
    let half = Rational::new(1.into(), 2.into());
    // sd, its logarithm, and 1/sd^2.
    let (sd, log_sd, precision) = match arguments.get(1).map(|a| a.name) {
        Some("variance") => (s.sqrt(), s.log().scaled(&half), s.recip()),
        Some("precision") => (s.sqrt().recip(), s.log().scaled(&-&half), s.clone()),
        Some("log_sd") => (s.exp(), s.clone(), s.exp().powi(-2)),
        _ => (s.clone(), s.log(), s.powi(-2)),
    };
    let squared = (Expr::symbol(variable) - &mean).powi(2);
    let normaliser = (Expr::integer(2) * Expr::pi()).log().scaled(&half);
    Distribution {
        name: NORMAL.name.into(),
        variable: variable.clone(),
        support: Support::line(),
        base: BaseMeasure::Lebesgue,
        log_density: -normaliser - log_sd - (squared * precision).scaled(&half),
        kernel: Kernel::Gaussian,
        from_standard: &mean + &(&sd * &Expr::symbol(&standard_variable())),
        location_scale: Some(LocationScale { location: mean, scale: sd }),
    }
}
