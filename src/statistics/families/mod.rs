//! The named families, one file each. To add one: write its file, list it here.

pub mod bernoulli;
pub mod exponential;
pub mod normal;
pub mod poisson;

use super::error::FamilyError;
use super::family::Family;

/// All of them, by name.
pub static ALL: &[&Family] = &[&bernoulli::BERNOULLI, &exponential::EXPONENTIAL, &normal::NORMAL, &poisson::POISSON];

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
