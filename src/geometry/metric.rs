//! Metrics in coordinates: the matrix `G_ij` and the cometric `G^ij`.
//!
//! In: components. Out: components. Whether the matrix is symmetric or positive definite is decided elsewhere
//! ([`crate::verify`]); here only shapes count.

use super::error::{GeometryError, expect_components};
use super::matrix::Matrix;
use crate::symbolic::{Expr, Symbol};

/// A metric in a chart: `g = sum_ij G_ij dx_i dx_j`.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Coordinates of the chart.
    pub coordinates: Vec<Symbol>,
    /// `components.at(i, j)` is `G_ij`.
    pub components: Matrix,
    given_cometric: Option<Matrix>,
}

impl Metric {
    /// The metric with the matrix `G_ij`.
    ///
    /// # Errors
    /// `NotSquare`, or `ComponentCount` when the size is not the number of coordinates.
    pub fn new(coordinates: Vec<Symbol>, components: Matrix) -> Result<Self, GeometryError> {
        expect_square(&coordinates, &components)?;
        Ok(Self { coordinates, components, given_cometric: None })
    }

    /// The metric whose cometric has the matrix `G^ij`.
    ///
    /// # Errors
    /// As [`Metric::new`], and those of [`Matrix::inverse`].
    pub fn from_cometric(coordinates: Vec<Symbol>, cometric: Matrix) -> Result<Self, GeometryError> {
        expect_square(&coordinates, &cometric)?;
        Ok(Self { coordinates, components: cometric.inverse()?, given_cometric: Some(cometric) })
    }

    /// The metric whose squared length is the sum of the squares of the coordinate differentials.
    #[must_use]
    pub fn euclidean(coordinates: Vec<Symbol>) -> Self {
        let components = Matrix::identity(coordinates.len());
        Self { coordinates, components, given_cometric: None }
    }

    /// Dimension of the chart.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.coordinates.len()
    }

    /// The cometric `G^ij`, the inverse matrix of `G_ij`; as it was given, when it was.
    ///
    /// # Errors
    /// `BlockTooLarge`, `Singular`.
    pub fn cometric(&self) -> Result<Matrix, GeometryError> {
        match &self.given_cometric {
            Some(matrix) => Ok(matrix.clone()),
            None => self.components.inverse(),
        }
    }

    /// The determinant of `G_ij`.
    ///
    /// # Errors
    /// `BlockTooLarge`.
    pub fn determinant(&self) -> Result<Expr, GeometryError> {
        self.components.determinant()
    }

    /// `g(u, v) = sum_ij G_ij u^i v^j`
    ///
    /// # Errors
    /// `Shape` when the dimensions differ.
    pub fn inner(&self, u: &[Expr], v: &[Expr]) -> Result<Expr, GeometryError> {
        bilinear(&self.components, u, v)
    }
}

/// `u^T A v`
pub(super) fn bilinear(a: &Matrix, u: &[Expr], v: &[Expr]) -> Result<Expr, GeometryError> {
    let av = a.mul_vector(v)?;
    if av.len() != u.len() {
        return Err(GeometryError::Shape { left: (1, u.len()), right: a.shape() });
    }
    Ok(Expr::sum(u.iter().zip(&av).map(|(x, y)| x * y)))
}

fn expect_square(coordinates: &[Symbol], m: &Matrix) -> Result<(), GeometryError> {
    if !m.is_square() {
        return Err(GeometryError::NotSquare { rows: m.rows(), cols: m.cols() });
    }
    expect_components(coordinates.len(), m.rows())
}
