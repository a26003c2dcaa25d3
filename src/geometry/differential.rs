//! The differential of a scalar field.
//!
//! `(df)_i = d f / d x_i`. It is a one-form; it becomes a vector only through a metric ([`super::gradient`]).

use super::one_form::OneForm;
use super::scalar_field::ScalarField;

/// `(df)_i = d f / d x_i`
#[must_use]
pub fn differential(f: &ScalarField) -> OneForm {
    let components = f.coordinates.iter().map(|x| f.value.derivative(x)).collect();
    OneForm { coordinates: f.coordinates.clone(), components }
}
