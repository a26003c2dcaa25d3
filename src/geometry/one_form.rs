//! One-forms in coordinates.
//!
//! `w = sum_i w_i dx_i`; component `i` belongs to coordinate `i`.

use super::error::{GeometryError, expect_components};
use super::vector_field::VectorField;
use crate::symbolic::{Expr, Symbol};

/// A one-form (lower index) in a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct OneForm {
    /// Coordinates of the chart.
    pub coordinates: Vec<Symbol>,
    /// `components[i]` is `w_i`.
    pub components: Vec<Expr>,
}

impl OneForm {
    /// A one-form.
    ///
    /// # Errors
    /// `ComponentCount` unless there is one component for each coordinate.
    pub fn new(coordinates: Vec<Symbol>, components: Vec<Expr>) -> Result<Self, GeometryError> {
        expect_components(coordinates.len(), components.len())?;
        Ok(Self { coordinates, components })
    }

    /// `w(v) = sum_i w_i v^i`
    ///
    /// # Errors
    /// `ComponentCount` when the dimensions differ.
    pub fn pairing(&self, v: &VectorField) -> Result<Expr, GeometryError> {
        expect_components(self.components.len(), v.components.len())?;
        Ok(Expr::sum(self.components.iter().zip(&v.components).map(|(w, v)| w * v)))
    }

    /// The components of the exterior derivative above the diagonal: `(dw)_ij = d_i w_j - d_j w_i` for `i < j`,
    /// as `(i, j, expression)`. The form is closed where all of them vanish.
    #[must_use]
    pub fn exterior_derivative(&self) -> Vec<(usize, usize, Expr)> {
        let j = super::jacobian::jacobian(&self.components, &self.coordinates);
        let n = self.components.len();
        (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).map(|(a, b)| (a, b, j.at(b, a) - j.at(a, b))).collect()
    }
}
