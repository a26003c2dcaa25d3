//! The gradient and the musical isomorphisms.
//!
//! `sharp` raises an index, `(w#)^i = sum_j G^ij w_j`; `flat` lowers it, `(v b)_i = sum_j G_ij v^j`; the gradient is
//! `grad f = (df)#` (Lee, *Introduction to Riemannian Manifolds*, chapter 2).

use super::differential::differential;
use super::error::GeometryError;
use super::metric::Metric;
use super::one_form::OneForm;
use super::scalar_field::ScalarField;
use super::vector_field::VectorField;

/// `(w#)^i = sum_j G^ij w_j`
///
/// # Errors
/// Those of [`Metric::cometric`]; `Shape` when the dimensions differ.
pub fn sharp(w: &OneForm, g: &Metric) -> Result<VectorField, GeometryError> {
    let components = g.cometric()?.mul_vector(&w.components)?;
    Ok(VectorField { coordinates: w.coordinates.clone(), components })
}

/// `(v b)_i = sum_j G_ij v^j`
///
/// # Errors
/// `Shape` when the dimensions differ.
pub fn flat(v: &VectorField, g: &Metric) -> Result<OneForm, GeometryError> {
    let components = g.components.mul_vector(&v.components)?;
    Ok(OneForm { coordinates: v.coordinates.clone(), components })
}

/// `(grad f)^i = sum_j G^ij d f / d x_j`
///
/// # Errors
/// Those of [`sharp`].
pub fn gradient(f: &ScalarField, g: &Metric) -> Result<VectorField, GeometryError> {
    sharp(&differential(f), g)
}
