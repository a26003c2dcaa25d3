//! Whether a recipe makes the same vector field in two charts.
//!
//! In: the field that the recipe makes in chart a, and the one it makes in chart b. Out: what is left of their
//! difference, in coordinates of a. The recipe is invariant on the overlap exactly where this vanishes.

use super::error::{GeometryError, expect_components};
use super::pushforward::push_forward_at_source;
use super::transition::ChartMap;
use super::vector_field::VectorField;
use crate::symbolic::Expr;

/// `r^i = sum_j J[i][j] a^j - b^i o F`: components along the coordinates of chart b, as functions of the point in a.
///
/// # Errors
/// `Shape` or `ComponentCount` when a field does not live in its chart.
pub fn push_forward_residual(
    map: &ChartMap,
    made_in_a: &VectorField,
    made_in_b: &VectorField,
) -> Result<Vec<Expr>, GeometryError> {
    let (pushed, there) = push_forward_sides(map, made_in_a, made_in_b)?;
    Ok(pushed.iter().zip(&there).map(|(p, b)| p - b).collect())
}

/// The two sides of the comparison, `J a` and `b o F`, as functions of the point in chart a.
///
/// # Errors
/// As [`push_forward_residual`].
pub fn push_forward_sides(
    map: &ChartMap,
    made_in_a: &VectorField,
    made_in_b: &VectorField,
) -> Result<(Vec<Expr>, Vec<Expr>), GeometryError> {
    let forward = map.map();
    let pushed = push_forward_at_source(&forward, made_in_a)?;
    expect_components(pushed.len(), made_in_b.components.len())?;
    let mut compose = forward.substitution();
    let there = made_in_b.components.iter().map(|e| compose.apply(e)).collect();
    Ok((pushed, there))
}
