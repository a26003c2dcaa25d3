//! Determinants, minors and inverses of matrices of expressions.
//!
//! In: a square matrix. Out: expressions that share their common minors. Nothing is expanded or divided out, and a
//! determinant is recognised as 0 only when it is literally so.
//!
//! Minors are computed by expansion along the last row, once for each set of columns (at most `2^n` of them),
//! and only where they are not literally 0.

use super::error::GeometryError;
use super::matrix::Matrix;
use crate::symbolic::Expr;
use std::collections::BTreeMap;

/// The largest irreducible block whose minors are expanded: `2^12` sets of columns.
pub const LARGEST_BLOCK: usize = 12;

impl Matrix {
    /// `det A`, as the product over the irreducible blocks. The empty matrix has determinant 1.
    ///
    /// # Errors
    /// `NotSquare`, `BlockTooLarge`.
    pub fn determinant(&self) -> Result<Expr, GeometryError> {
        self.expect_square()?;
        let mut factors = Vec::new();
        for block in self.blocks() {
            factors.push(self.submatrix(&block, &block).block_determinant()?);
        }
        Ok(Expr::product(factors))
    }

    /// The determinants of the upper left `k` by `k` submatrices, `k = 1..n` (Sylvester's criterion).
    ///
    /// # Errors
    /// `NotSquare`, `BlockTooLarge`.
    pub fn leading_principal_minors(&self) -> Result<Vec<Expr>, GeometryError> {
        self.expect_square()?;
        let leading = |k: usize| (0..k).collect::<Vec<_>>();
        (1..=self.rows()).map(|k| self.submatrix(&leading(k), &leading(k)).determinant()).collect()
    }

    /// The leading principal minors of each irreducible block in turn. After a permutation of rows and columns alike a
    /// symmetric matrix is diagonal in its blocks, so it is positive definite exactly where all these are positive.
    ///
    /// # Errors
    /// `NotSquare`, `BlockTooLarge`.
    pub fn minors_of_blocks(&self) -> Result<Vec<Expr>, GeometryError> {
        self.expect_square()?;
        let mut out = Vec::new();
        for block in self.blocks() {
            out.extend(self.submatrix(&block, &block).leading_principal_minors()?);
        }
        Ok(out)
    }

    /// The adjugate: `adj(A)_ij = (-1)^(i+j) det(A without row j and column i)`, so that `A adj(A) = det(A) I`.
    /// Literally symmetric when `A` is.
    ///
    /// # Errors
    /// `NotSquare`, `BlockTooLarge` (the matrix counts as one block).
    pub fn adjugate(&self) -> Result<Self, GeometryError> {
        self.expect_square()?;
        let n = self.rows();
        expect_expandable(n)?;
        let all = if n == 0 { 0 } else { (1u32 << n) - 1 };
        let without_row: Vec<BTreeMap<u32, Expr>> = (0..n)
            .map(|i| {
                let rows: Vec<usize> = (0..n).filter(|r| *r != i).collect();
                minors(self, &rows)
            })
            .collect();
        let cofactor = |i: usize, j: usize| {
            let minor = without_row[i].get(&(all & !(1 << j))).cloned().unwrap_or_else(Expr::zero);
            if (i + j).is_multiple_of(2) { minor } else { -minor }
        };
        let symmetric = self.is_literally_symmetric();
        Ok(Self::from_fn(n, n, |i, j| if symmetric && i > j { cofactor(i, j) } else { cofactor(j, i) }))
    }

    /// `A^-1`: reciprocals for blocks of size 1, `adj/det` for the others; entries between blocks are 0.
    ///
    /// # Errors
    /// `NotSquare`, `BlockTooLarge`, `Singular` when the determinant of a block is literally 0.
    pub fn inverse(&self) -> Result<Self, GeometryError> {
        self.expect_square()?;
        let n = self.rows();
        let mut entries = vec![Expr::zero(); n * n];
        for block in self.blocks() {
            let part = self.submatrix(&block, &block);
            let determinant = part.block_determinant()?;
            if determinant.is_zero() {
                return Err(GeometryError::Singular { block });
            }
            let reciprocal = determinant.recip();
            let adjugate = part.adjugate()?;
            for (a, i) in block.iter().enumerate() {
                for (b, j) in block.iter().enumerate() {
                    entries[i * n + j] = adjugate.at(a, b) * &reciprocal;
                }
            }
        }
        Ok(Self::from_fn(n, n, |i, j| entries[i * n + j].clone()))
    }

    fn expect_square(&self) -> Result<(), GeometryError> {
        if self.is_square() { Ok(()) } else { Err(GeometryError::NotSquare { rows: self.rows(), cols: self.cols() }) }
    }

    fn block_determinant(&self) -> Result<Expr, GeometryError> {
        let n = self.rows();
        expect_expandable(n)?;
        let rows: Vec<usize> = (0..n).collect();
        // Of all sets of columns, the one with every column is left after the last row.
        Ok(minors(self, &rows).into_values().next().unwrap_or_else(Expr::zero))
    }
}

fn expect_expandable(size: usize) -> Result<(), GeometryError> {
    if size <= LARGEST_BLOCK { Ok(()) } else { Err(GeometryError::BlockTooLarge { size, limit: LARGEST_BLOCK }) }
}

/// The minors of these rows for every set of as many columns (as a bit mask); those literally 0 are left out.
///
/// `M(r_1..r_k; S) = sum over c in S of (-1)^(number of columns of S after c) A(r_k, c) M(r_1..r_(k-1); S without c)`
fn minors(a: &Matrix, rows: &[usize]) -> BTreeMap<u32, Expr> {
    let mut layer = BTreeMap::from([(0u32, Expr::one())]);
    for &r in rows {
        let mut terms: BTreeMap<u32, Vec<Expr>> = BTreeMap::new();
        for (&columns, minor) in &layer {
            for c in (0..a.cols()).filter(|c| columns & (1 << c) == 0) {
                let entry = a.at(r, c);
                if entry.is_zero() {
                    continue;
                }
                let term = entry * minor;
                let odd = (columns >> c).count_ones() % 2 == 1;
                terms.entry(columns | 1 << c).or_default().push(if odd { -term } else { term });
            }
        }
        layer = terms.into_iter().map(|(s, t)| (s, Expr::sum(t))).filter(|(_, m)| !m.is_zero()).collect();
    }
    layer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::testing::{Chance, rational};

    fn numbers(rows: &[&[i64]]) -> Matrix {
        Matrix::from_rows(rows.iter().map(|r| r.iter().map(|n| Expr::integer(*n)).collect()).collect()).unwrap()
    }

    #[test]
    fn determinants_of_numbers_are_exact() {
        assert_eq!(numbers(&[&[2, 1], &[1, 3]]).determinant(), Ok(Expr::integer(5)));
        let m = numbers(&[&[0, 2, 1], &[1, 0, 3], &[4, 5, 6]]);
        assert_eq!(m.determinant(), Ok(Expr::integer(17)));
        assert_eq!(m.leading_principal_minors(), Ok(vec![Expr::zero(), Expr::integer(-2), Expr::integer(17)]));
    }

    #[test]
    fn blocks_have_minors_of_their_own() {
        let m = numbers(&[&[2, 0, 1], &[0, 5, 0], &[1, 0, 3]]);
        assert_eq!(m.minors_of_blocks(), Ok(vec![Expr::integer(2), Expr::integer(5), Expr::integer(5)]));
        let indefinite = numbers(&[&[1, 0, 2], &[0, 1, 0], &[2, 0, 1]]);
        assert_eq!(indefinite.minors_of_blocks().unwrap()[1], Expr::integer(-3));
    }

    #[test]
    fn inverse_times_matrix_is_the_identity() {
        let mut chance = Chance::new(1);
        for n in 1..=5 {
            let m = Matrix::from_fn(n, n, |i, j| {
                // The diagonal dominates, so the matrix is regular.
                Expr::number(rational(i64::from(chance.below(7)) + if i == j { 40 } else { 0 }, 3))
            });
            assert_eq!(m.inverse().unwrap().mul(&m), Ok(Matrix::identity(n)), "{m:?}");
        }
    }

    #[test]
    fn singular_blocks_are_named() {
        let m = numbers(&[&[1, 0, 0], &[0, 1, 2], &[0, 2, 4]]);
        assert_eq!(m.inverse(), Err(GeometryError::Singular { block: vec![1, 2] }));
        assert_eq!(numbers(&[&[1, 2]]).inverse(), Err(GeometryError::NotSquare { rows: 1, cols: 2 }));
    }

    #[test]
    fn large_dense_blocks_are_refused_and_large_diagonal_matrices_are_not() {
        let dense = Matrix::from_fn(13, 13, |i, j| Expr::integer(i64::from(i == j) + 1));
        assert_eq!(dense.inverse(), Err(GeometryError::BlockTooLarge { size: 13, limit: 12 }));
        let diagonal = Matrix::diagonal(&vec![Expr::integer(2); 50]);
        assert_eq!(diagonal.inverse(), Ok(Matrix::diagonal(&vec![Expr::ratio(1, 2); 50])));
    }
}
