//! Statistical families: densities, expectations, Fisher metrics, divergences.
//!
//! In: named distributions with expressions as parameters. Out: expressions and metrics in the coordinates that
//! occur in the parameters. Nothing here knows which family it works on: a family is a value that states its
//! density, support and the standard law behind it ([`families`] and [`kernels`] hold them). It must not know source text or the engine; results are
//! not simplified.

pub mod by_parts;
mod counts;
pub mod distances;
mod divergences;
pub mod divergent;
pub mod error;
pub mod expectation;
pub mod exponential_family;
mod exponential_moments;
mod exponents;
pub mod families;
pub mod family;
pub mod finite_support;
pub mod fisher;
pub mod fisher_rao;
pub mod formal;
mod formal_fisher;
pub mod growth;
pub mod image;
mod infinite;
pub mod integrals;
mod inverse_pairs;
pub mod joint;
pub mod kernels;
pub mod kl_divergence;
pub mod law;
mod light_growth;
pub mod logistic_form;
pub mod monomials;
pub mod needs;
pub mod normal_combination;
pub mod own;
pub mod positive_on_box;
mod positive_sums;
mod rate;
mod rates;
pub mod rules;
mod softplus_form;
mod steps;
pub mod sums;
mod terms;
pub mod wasserstein;

#[cfg(test)]
mod distance_tests;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod quadrature_tests;

pub use by_parts::{Boundary, Used, boundary_marker, by_parts};
pub use counts::form::{CountForm, count_form};
pub use counts::means::formal_correction;
pub use distances::wasserstein_squared;
pub use error::{FamilyError, StatisticsError};
pub use expectation::{Expected, expectation};
pub use exponential_family::{ExponentialFamily, exponential_family};
pub use family::{
    Argument, BaseMeasure, Distribution, Family, LocationScale, ParameterDomain, Slot, Spelling, Support,
    standard_variable,
};
pub use finite_support::enumerated;
pub use fisher::{Information, fisher_information, fisher_information_from_hessian, score};
pub use fisher_rao::fisher_rao;
pub use formal::{
    FormalMean, STANDARD, evaluated, formal_mean, is_integrable, normalised, sample_of_integrands, standardised,
};
pub use formal_fisher::{FormalMeans, definite_by_points, formal_information};
pub use growth::moderate_growth;
pub use image::Image;
pub use infinite::{InfiniteMean, infinite_mean};
pub use kernels::Kernel;
pub use kl_divergence::{
    Compared, SUPPORT, cross_entropy, entropy, kl_divergence, log_of_second, log_ratio, log_weight,
};
pub use law::Law;
pub use logistic_form::{Branch, logistic_forms};
pub use needs::{Need, certainly_fails, certainly_holds};
pub use own::{OwnDensity, own_distribution, split_logarithm};
pub use positive_on_box::positive_on_box;
pub use wasserstein::wasserstein_metric;
