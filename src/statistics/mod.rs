//! Statistical families: densities, expectations, Fisher metrics, divergences.
//!
//! In: named distributions with expressions as parameters. Out: expressions and metrics in the coordinates that
//! occur in the parameters. Nothing here knows which family it works on: a family is a value that states its
//! density, support and moments ([`families`] holds them). It must not know source text or the engine; results are
//! not simplified.

pub mod error;
pub mod expectation;
pub mod families;
pub mod family;
pub mod fisher;
pub mod kl_divergence;
pub mod wasserstein;

#[cfg(test)]
mod laws;

pub use error::{FamilyError, StatisticsError};
pub use expectation::expectation;
pub use family::{
    Argument, BaseMeasure, Distribution, Family, LocationScale, Moments, ParameterDomain, Slot, Spelling, Support,
};
pub use fisher::{fisher_information, fisher_information_from_hessian, score};
pub use kl_divergence::kl_divergence;
pub use wasserstein::wasserstein_metric;
