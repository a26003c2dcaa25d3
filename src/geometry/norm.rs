//! Lengths of vectors and covectors, and the direction of steepest ascent.
//!
//! `|v|^2 = sum_ij G_ij v^i v^j`, `|w|^2 = sum_ij G^ij w_i w_j`, hence `|grad f| = |df|`. Where `df` is not 0,
//! `grad f / |grad f|` is the unit vector along which `f` grows fastest; at critical points it is undefined.

use super::error::GeometryError;
use super::gradient::gradient;
use super::metric::{Metric, bilinear};
use super::one_form::OneForm;
use super::scalar_field::ScalarField;
use super::vector_field::VectorField;
use crate::symbolic::Expr;

/// `sum_ij G_ij v^i v^j`
///
/// # Errors
/// `Shape` when the dimensions differ.
pub fn vector_norm_squared(v: &VectorField, g: &Metric) -> Result<Expr, GeometryError> {
    g.inner(&v.components, &v.components)
}

/// `sum_ij G^ij w_i w_j`
///
/// # Errors
/// Those of [`Metric::cometric`]; `Shape` when the dimensions differ.
pub fn covector_norm_squared(w: &OneForm, g: &Metric) -> Result<Expr, GeometryError> {
    bilinear(&g.cometric()?, &w.components, &w.components)
}

/// The length of a vector field.
///
/// # Errors
/// `Shape` when the dimensions differ.
pub fn vector_norm(v: &VectorField, g: &Metric) -> Result<Expr, GeometryError> {
    Ok(vector_norm_squared(v, g)?.sqrt())
}

/// The length of a one-form.
///
/// # Errors
/// Those of [`covector_norm_squared`].
pub fn covector_norm(w: &OneForm, g: &Metric) -> Result<Expr, GeometryError> {
    Ok(covector_norm_squared(w, g)?.sqrt())
}

/// `grad f / |grad f|`, defined off the critical points of `f`. Steepest descent is its negative.
///
/// # Errors
/// Those of [`gradient`].
pub fn steepest_direction(f: &ScalarField, g: &Metric) -> Result<VectorField, GeometryError> {
    let v = gradient(f, g)?;
    let length = vector_norm(&v, g)?;
    Ok(v.scaled(&length.recip()))
}
