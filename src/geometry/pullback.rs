//! Pullback of functions, one-forms and metrics along a smooth map.
//!
//! With `J[i][j] = d f_i / d x_j` and everything composed with the map:
//! `(F* h) = h o F`, `(F* w)_j = sum_i J[i][j] w_i`, `(F* g)_ij = sum_kl J[k][i] G_kl J[l][j]`
//! (Lee, *Introduction to Riemannian Manifolds*, Appendix B). Nothing needs an inverse.

use super::error::GeometryError;
use super::metric::Metric;
use super::one_form::OneForm;
use super::scalar_field::ScalarField;
use super::smooth_map::SmoothMap;

/// `F* h = h o F`
#[must_use]
pub fn pullback_function(map: &SmoothMap, h: &ScalarField) -> ScalarField {
    ScalarField { coordinates: map.source.clone(), value: map.substitution().apply(&h.value) }
}

/// `(F* w)_j = sum_i J[i][j] (w_i o F)`
///
/// # Errors
/// `Shape` when the form does not live on the target.
pub fn pullback_one_form(map: &SmoothMap, w: &OneForm) -> Result<OneForm, GeometryError> {
    let mut compose = map.substitution();
    let along: Vec<_> = w.components.iter().map(|e| compose.apply(e)).collect();
    let components = map.jacobian().transpose().mul_vector(&along)?;
    Ok(OneForm { coordinates: map.source.clone(), components })
}

/// `F* g = J^T (G o F) J`, literally symmetric when `G` is.
///
/// # Errors
/// `Shape` when the metric does not live on the target.
pub fn pullback_metric(map: &SmoothMap, g: &Metric) -> Result<Metric, GeometryError> {
    let mut compose = map.substitution();
    let along = g.components.map(|e| compose.apply(e));
    let j = map.jacobian();
    let full = j.transpose().mul(&along)?.mul(&j)?;
    let symmetric = g.components.is_literally_symmetric();
    let n = full.rows();
    // The two triangles are equal but differently written; one of them is kept.
    let components = super::matrix::Matrix::from_fn(n, n, |i, k| {
        full.at(if symmetric { i.min(k) } else { i }, if symmetric { i.max(k) } else { k }).clone()
    });
    Metric::new(map.source.clone(), components)
}
