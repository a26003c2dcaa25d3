//! Matrices of expressions: products, structure, blocks.
//!
//! In: entries. Out: matrices. Structure (zero entries, symmetry, blocks) is read off literally: an entry counts as
//! zero when it is written as the number 0. Determinants and inverses are in [`super::determinant`].

use super::error::GeometryError;
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

    /// The matrix with the given rows.
    ///
    /// # Errors
    /// `Shape` when a row is longer or shorter than the first.
    pub fn from_rows(rows: Vec<Vec<Expr>>) -> Result<Self, GeometryError> {
        let (count, cols) = (rows.len(), rows.first().map_or(0, Vec::len));
        if let Some(bad) = rows.iter().find(|r| r.len() != cols) {
            return Err(GeometryError::Shape { left: (1, cols), right: (1, bad.len()) });
        }
        Ok(Self { rows: count, cols, entries: rows.into_iter().flatten().collect() })
    }

    /// The identity matrix.
    #[must_use]
    pub fn identity(n: usize) -> Self {
        Self::from_fn(n, n, |i, j| if i == j { Expr::one() } else { Expr::zero() })
    }

    /// The diagonal matrix with these entries.
    #[must_use]
    pub fn diagonal(entries: &[Expr]) -> Self {
        Self::from_fn(entries.len(), entries.len(), |i, j| if i == j { entries[i].clone() } else { Expr::zero() })
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

    /// The matrix of the images of the entries.
    #[must_use]
    pub fn map(&self, f: impl FnMut(&Expr) -> Expr) -> Self {
        Self { rows: self.rows, cols: self.cols, entries: self.entries.iter().map(f).collect() }
    }

    /// The rows and columns of these indices, in this order.
    #[must_use]
    pub fn submatrix(&self, rows: &[usize], cols: &[usize]) -> Self {
        Self::from_fn(rows.len(), cols.len(), |i, j| self.at(rows[i], cols[j]).clone())
    }

    /// `A^T`
    #[must_use]
    pub fn transpose(&self) -> Self {
        Self::from_fn(self.cols, self.rows, |i, j| self.at(j, i).clone())
    }

    /// `(A + B)_ij = A_ij + B_ij`
    ///
    /// # Errors
    /// `Shape` when the shapes differ.
    pub fn add(&self, other: &Self) -> Result<Self, GeometryError> {
        if self.shape() != other.shape() {
            return Err(GeometryError::Shape { left: self.shape(), right: other.shape() });
        }
        Ok(Self::from_fn(self.rows, self.cols, |i, j| self.at(i, j) + other.at(i, j)))
    }

    /// `(A B)_ij = sum_k A_ik B_kj`
    ///
    /// # Errors
    /// `Shape` when `A` has not as many columns as `B` has rows.
    pub fn mul(&self, other: &Self) -> Result<Self, GeometryError> {
        if self.cols != other.rows {
            return Err(GeometryError::Shape { left: self.shape(), right: other.shape() });
        }
        let entry = |i, j| Expr::sum((0..self.cols).map(|k| product(self.at(i, k), other.at(k, j))));
        Ok(Self::from_fn(self.rows, other.cols, entry))
    }

    /// `(A v)_i = sum_k A_ik v_k`
    ///
    /// # Errors
    /// `Shape` when `v` has not as many components as `A` has columns.
    pub fn mul_vector(&self, v: &[Expr]) -> Result<Vec<Expr>, GeometryError> {
        if self.cols != v.len() {
            return Err(GeometryError::Shape { left: self.shape(), right: (v.len(), 1) });
        }
        let component = |i| Expr::sum(v.iter().enumerate().map(|(k, x)| product(self.at(i, k), x)));
        Ok((0..self.rows).map(component).collect())
    }

    /// (rows, columns)
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    /// As many rows as columns.
    #[must_use]
    pub fn is_square(&self) -> bool {
        self.rows == self.cols
    }

    /// Every entry off the diagonal is literally 0.
    #[must_use]
    pub fn is_diagonal(&self) -> bool {
        let off = |i: usize| (0..self.cols).all(|j| i == j || self.at(i, j).is_zero());
        self.is_square() && (0..self.rows).all(off)
    }

    /// `A_ij` and `A_ji` are written alike. A matrix may be symmetric without this.
    #[must_use]
    pub fn is_literally_symmetric(&self) -> bool {
        self.is_square() && (0..self.rows).all(|i| (0..i).all(|j| self.at(i, j) == self.at(j, i)))
    }

    /// The finest partition of the indices such that entries between two parts are literally 0 in both directions.
    /// Each part is sorted; parts are ordered by their first index. Needs a square matrix; otherwise one part.
    #[must_use]
    pub fn blocks(&self) -> Vec<Vec<usize>> {
        if !self.is_square() {
            return vec![(0..self.rows).collect()];
        }
        let mut placed = vec![false; self.rows];
        let mut out = Vec::new();
        for start in 0..self.rows {
            if placed[start] {
                continue;
            }
            placed[start] = true;
            let mut block = vec![start];
            let mut next = 0;
            while next < block.len() {
                let i = block[next];
                next += 1;
                for (j, seen) in placed.iter_mut().enumerate() {
                    let joined = !self.at(i, j).is_zero() || !self.at(j, i).is_zero();
                    if joined && !*seen {
                        *seen = true;
                        block.push(j);
                    }
                }
            }
            block.sort_unstable();
            out.push(block);
        }
        out
    }
}

/// A product that does not build factors next to a literal 0.
fn product(a: &Expr, b: &Expr) -> Expr {
    if a.is_zero() || b.is_zero() { Expr::zero() } else { a * b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_the_components_of_the_non_zero_pattern() {
        let n = Expr::integer;
        let m = Matrix::from_rows(vec![
            vec![n(1), n(0), n(2)],
            vec![n(0), n(3), n(0)],
            vec![n(0), n(0), n(4)], // one direction suffices to join 0 and 2
        ])
        .unwrap();
        assert_eq!(m.blocks(), vec![vec![0, 2], vec![1]]);
    }

    #[test]
    fn products_of_unfitting_shapes_are_refused() {
        let m = Matrix::identity(2);
        assert_eq!(m.mul(&Matrix::identity(3)), Err(GeometryError::Shape { left: (2, 2), right: (3, 3) }));
        assert!(m.mul_vector(&[Expr::one()]).is_err());
    }
}
