//! Pushforward of vector fields along a map.
//!
//! `(F_* v)^i = sum_j J[i][j] v^j`. At the source point this needs no inverse; as a field on the target it is
//! composed with the inverse map (Lee, *Introduction to Riemannian Manifolds*, Appendix A).

use super::error::GeometryError;
use super::smooth_map::SmoothMap;
use super::transition::ChartMap;
use super::vector_field::VectorField;
use crate::symbolic::Expr;

/// The target components of the image of `v`, as functions of the *source* point: `J v`.
///
/// # Errors
/// `Shape` when the field does not live on the source.
pub fn push_forward_at_source(map: &SmoothMap, v: &VectorField) -> Result<Vec<Expr>, GeometryError> {
    map.jacobian().mul_vector(&v.components)
}

/// The image of `v` as a field in the target chart: `(J v) o F^-1`.
///
/// # Errors
/// `Shape` when the field does not live in the source chart.
pub fn push_forward(map: &ChartMap, v: &VectorField) -> Result<VectorField, GeometryError> {
    let along = push_forward_at_source(&map.map(), v)?;
    let mut back = map.inverse_map().substitution();
    let components = along.iter().map(|e| back.apply(e)).collect();
    VectorField::new(map.target.clone(), components)
}
