//! The Jacobian matrix of a map in coordinates.
//!
//! `J[i][j] = d f_i / d x_j`: rows are components of the map, columns are coordinates of its source
//! (Lee, *Introduction to Riemannian Manifolds*, Appendix A).

use super::matrix::Matrix;
use crate::symbolic::differentiate::Differentiator;
use crate::symbolic::{Expr, Symbol};

/// `J[i][j] = d f_i / d x_j`
#[must_use]
pub fn jacobian(components: &[Expr], by: &[Symbol]) -> Matrix {
    let columns: Vec<Vec<Expr>> = by
        .iter()
        .map(|x| {
            let mut d = Differentiator::new(x);
            components.iter().map(|f| d.derivative(f)).collect()
        })
        .collect();
    Matrix::from_fn(components.len(), by.len(), |i, j| columns[j][i].clone())
}
