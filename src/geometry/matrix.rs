//! Matrices of expressions.

use crate::symbolic::Expr;

/// A rectangular array of expressions, stored row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    cols: usize,
    entries: Vec<Expr>,
}

impl Matrix {
    /// The matrix with entry `f(i, j)` in row `i`, column `j` (from 0).
    #[must_use]
    pub fn from_fn(rows: usize, cols: usize, mut f: impl FnMut(usize, usize) -> Expr) -> Self {
        let entries = (0..rows * cols).map(|k| f(k / cols, k % cols)).collect();
        Self { rows, cols, entries }
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    #[must_use]
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// The entry in row `i`, column `j` (from 0).
    #[must_use]
    pub fn at(&self, i: usize, j: usize) -> &Expr {
        &self.entries[i * self.cols + j]
    }

    /// All entries, row by row.
    #[must_use]
    pub fn entries(&self) -> &[Expr] {
        &self.entries
    }
}
