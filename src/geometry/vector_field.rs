//! Vector fields in coordinates.
//!
//! `v = sum_i v^i d/dx_i`; component `i` belongs to coordinate `i`.

use super::error::{GeometryError, expect_components};
use super::scalar_field::ScalarField;
use crate::symbolic::{Expr, Symbol};

/// A vector field (upper index) in a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorField {
    /// Coordinates of the chart.
    pub coordinates: Vec<Symbol>,
    /// `components[i]` is `v^i`.
    pub components: Vec<Expr>,
}

impl VectorField {
    /// A vector field.
    ///
    /// # Errors
    /// `ComponentCount` unless there is one component for each coordinate.
    pub fn new(coordinates: Vec<Symbol>, components: Vec<Expr>) -> Result<Self, GeometryError> {
        expect_components(coordinates.len(), components.len())?;
        Ok(Self { coordinates, components })
    }

    /// `(c v)^i = c v^i`
    #[must_use]
    pub fn scaled(&self, c: &Expr) -> Self {
        Self { coordinates: self.coordinates.clone(), components: self.components.iter().map(|v| c * v).collect() }
    }

    /// `-v`
    #[must_use]
    pub fn negated(&self) -> Self {
        self.scaled(&Expr::integer(-1))
    }

    /// The derivative of a function along the field: `v f = sum_i v^i d f / d x_i`.
    #[must_use]
    pub fn derivative_of(&self, f: &ScalarField) -> Expr {
        Expr::sum(self.coordinates.iter().zip(&self.components).map(|(x, v)| v * f.value.derivative(x)))
    }
}
