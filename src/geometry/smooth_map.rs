//! Smooth maps in coordinates: components, Jacobian matrix, composition.
//!
//! In: components as expressions in source coordinates. Out: compositions. It must not know charts or domains;
//! [`super::transition`] adds the inverse and the overlap.

use super::error::{GeometryError, expect_components};
use super::jacobian::jacobian;
use super::matrix::Matrix;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, Symbol};

/// A map from a space with coordinates `source` to one with coordinates `target`; dimensions may differ.
#[derive(Clone, Debug, PartialEq)]
pub struct SmoothMap {
    /// Coordinates of the source.
    pub source: Vec<Symbol>,
    /// Coordinates of the target.
    pub target: Vec<Symbol>,
    /// Each target coordinate as an expression in the source coordinates.
    pub components: Vec<Expr>,
}

impl SmoothMap {
    /// A map.
    ///
    /// # Errors
    /// `ComponentCount` unless there is one component for each target coordinate.
    pub fn new(source: Vec<Symbol>, target: Vec<Symbol>, components: Vec<Expr>) -> Result<Self, GeometryError> {
        expect_components(target.len(), components.len())?;
        Ok(Self { source, target, components })
    }

    /// `J[i][j]`: derivative of target coordinate `i` by source coordinate `j`.
    #[must_use]
    pub fn jacobian(&self) -> Matrix {
        jacobian(&self.components, &self.source)
    }

    /// The replacement of target coordinates by their expressions in source coordinates.
    #[must_use]
    pub fn substitution(&self) -> Substitution {
        Substitution::of(self.target.iter().cloned().zip(self.components.iter().cloned()))
    }

    /// First `self`, then `next` (whose source coordinates are the targets of `self`).
    ///
    /// # Errors
    /// `ComponentCount` when the dimensions in the middle differ.
    pub fn then(&self, next: &Self) -> Result<Self, GeometryError> {
        expect_components(next.source.len(), self.components.len())?;
        let mut inner = Substitution::of(next.source.iter().cloned().zip(self.components.iter().cloned()));
        let components = next.components.iter().map(|e| inner.apply(e)).collect();
        Ok(Self { source: self.source.clone(), target: next.target.clone(), components })
    }
}
