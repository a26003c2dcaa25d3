//! Scalar fields in coordinates.

use crate::symbolic::{Expr, Symbol};

/// A function of the coordinates of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ScalarField {
    /// Coordinates of the chart.
    pub coordinates: Vec<Symbol>,
    /// The value at the point with these coordinates.
    pub value: Expr,
}

impl ScalarField {
    /// A scalar field.
    #[must_use]
    pub fn new(coordinates: Vec<Symbol>, value: Expr) -> Self {
        Self { coordinates, value }
    }
}
