//! Determinants, inverses and Jacobians of arrays of expressions, as the elaborator needs them.
//!
//! In: matrices of expressions. Out: matrices of expressions, exact and not simplified. It must not know charts or units.

use crate::geometry::matrix::Matrix;
use crate::symbolic::differentiate::Differentiator;
use crate::symbolic::{Expr, Symbol};

/// `J^a_i = ∂f^a/∂x^i`, row `a`, column `i`.
#[must_use]
pub fn jacobian(functions: &[Expr], symbols: &[Symbol]) -> Matrix {
    let columns: Vec<Vec<Expr>> = symbols
        .iter()
        .map(|s| {
            let mut by = Differentiator::new(s);
            functions.iter().map(|f| by.derivative(f)).collect()
        })
        .collect();
    Matrix::from_fn(functions.len(), symbols.len(), |a, i| columns[i][a].clone())
}

/// The determinant, by expansion along the row with most zeros; zero entries cost nothing.
#[must_use]
pub fn determinant(m: &Matrix) -> Expr {
    let all: Vec<usize> = (0..m.rows()).collect();
    minor(m, &all, &all)
}

/// The determinant of the submatrix with the given rows and columns.
#[must_use]
pub fn minor(m: &Matrix, rows: &[usize], cols: &[usize]) -> Expr {
    let Some((&row, rest)) = rows.split_first() else { return Expr::one() };
    let terms = cols.iter().enumerate().filter(|(_, j)| !m.at(row, **j).is_zero()).map(|(k, j)| {
        let others: Vec<usize> = cols.iter().copied().filter(|c| c != j).collect();
        let term = m.at(row, *j) * &minor(m, rest, &others);
        if k % 2 == 0 { term } else { -term }
    });
    Expr::sum(terms)
}

/// The inverse: block by block where the zeros of the matrix split it, by cofactors within a block.
#[must_use]
pub fn inverse(m: &Matrix) -> Matrix {
    let n = m.rows();
    let mut entries = vec![vec![Expr::zero(); n]; n];
    for block in blocks(m) {
        let det = minor(m, &block, &block);
        for (a, &i) in block.iter().enumerate() {
            for (b, &j) in block.iter().enumerate() {
                let without = |k: usize| block.iter().copied().filter(|x| *x != k).collect::<Vec<_>>();
                let cofactor = minor(m, &without(j), &without(i));
                let signed = if (a + b) % 2 == 0 { cofactor } else { -cofactor };
                entries[i][j] = signed / det.clone();
            }
        }
    }
    Matrix::from_fn(n, n, |i, j| entries[i][j].clone())
}

/// Index sets that no entry off zero connects.
fn blocks(m: &Matrix) -> Vec<Vec<usize>> {
    let n = m.rows();
    let mut block_of: Vec<usize> = (0..n).collect();
    for i in 0..n {
        for j in 0..n {
            if !m.at(i, j).is_zero() && block_of[i] != block_of[j] {
                let (keep, drop) = (block_of[i].min(block_of[j]), block_of[i].max(block_of[j]));
                block_of.iter_mut().filter(|b| **b == drop).for_each(|b| *b = keep);
            }
        }
    }
    let mut names: Vec<usize> = block_of.clone();
    names.sort_unstable();
    names.dedup();
    names.iter().map(|name| (0..n).filter(|i| block_of[*i] == *name).collect()).collect()
}

/// `a b`.
#[must_use]
pub fn product(a: &Matrix, b: &Matrix) -> Matrix {
    Matrix::from_fn(a.rows(), b.cols(), |i, j| Expr::sum((0..a.cols()).map(|k| a.at(i, k) * b.at(k, j))))
}

/// `a^T`.
#[must_use]
pub fn transpose(a: &Matrix) -> Matrix {
    Matrix::from_fn(a.cols(), a.rows(), |i, j| a.at(j, i).clone())
}

/// `a v`.
#[must_use]
pub fn apply(a: &Matrix, v: &[Expr]) -> Vec<Expr> {
    (0..a.rows()).map(|i| Expr::sum(v.iter().enumerate().map(|(k, x)| a.at(i, k) * x))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inverse_of_a_block_matrix_keeps_its_zeros() {
        let rows = [[2, 1, 0], [1, 3, 0], [0, 0, 4]];
        let m = Matrix::from_fn(3, 3, |i, j| Expr::integer(rows[i][j]));
        assert_eq!(determinant(&m), Expr::integer(20));
        let inv = inverse(&m);
        assert_eq!(product(&m, &inv), Matrix::from_fn(3, 3, |i, j| Expr::integer(i64::from(i == j))));
        assert_eq!(*inv.at(0, 2), Expr::zero());
    }
}
