//! The named families, one file each. To add one: write its file, list it here.

pub mod bernoulli;
pub mod beta;
pub mod binomial;
pub mod exponential;
pub mod gamma;
pub mod geometric;
pub mod inverse_gamma;
pub mod laplace;
pub mod log_normal;
pub mod logistic;
pub mod negative_binomial;
pub mod normal;
pub mod pareto;
pub mod poisson;
pub mod uniform;
pub mod von_mises;
pub mod weibull;

use super::error::FamilyError;
use super::family::Family;

/// All of them, by name.
pub static ALL: &[&Family] = &[
    &bernoulli::BERNOULLI,
    &beta::BETA,
    &binomial::BINOMIAL,
    &exponential::EXPONENTIAL,
    &gamma::GAMMA,
    &geometric::GEOMETRIC,
    &inverse_gamma::INVERSE_GAMMA,
    &laplace::LAPLACE,
    &log_normal::LOG_NORMAL,
    &logistic::LOGISTIC,
    &negative_binomial::NEGATIVE_BINOMIAL,
    &normal::NORMAL,
    &pareto::PARETO,
    &poisson::POISSON,
    &uniform::UNIFORM,
    &von_mises::VON_MISES,
    &weibull::WEIBULL,
];

/// The family of this name.
///
/// # Errors
/// `UnknownFamily` with the names there are.
pub fn family(name: &str) -> Result<&'static Family, FamilyError> {
    ALL.iter()
        .copied()
        .find(|f| f.name == name)
        .ok_or_else(|| FamilyError::UnknownFamily { name: name.into(), known: ALL.iter().map(|f| f.name).collect() })
}
