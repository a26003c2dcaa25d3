//! How large the closed form of an inverse matrix would be, before anyone makes it.
//!
//! In: a matrix. Out: an upper bound of the number of terms of its expanded determinant. Nothing is expanded.

use crate::geometry::determinant::LARGEST_BLOCK;
use crate::geometry::matrix::Matrix;
use crate::symbolic::{Expr, Kind};
use num_traits::{Signed, ToPrimitive};
use std::collections::HashMap;

/// Blocks up to this size have inverses that people write down, whatever stands in them.
const SMALL_BLOCK: usize = 3;
/// Determinants with more terms than this are no formulas any more.
const MOST_TERMS: f64 = 5000.0;

/// Whether the inverse in closed form is not worth an attempt: a block is large, and its determinant has too many terms.
#[must_use]
pub fn inverse_explodes(matrix: &Matrix) -> bool {
    matrix.blocks().into_iter().any(|block| {
        if block.len() <= SMALL_BLOCK {
            return false;
        }
        block.len() > LARGEST_BLOCK || permanent(&matrix.submatrix(&block, &block)) > MOST_TERMS
    })
}

/// The permanent of the matrix of numbers of terms: the terms of the determinant when nothing cancels.
fn permanent(matrix: &Matrix) -> f64 {
    let n = matrix.rows();
    let mut known = HashMap::new();
    let terms: Vec<f64> = matrix.entries().iter().map(|e| terms(e, &mut known)).collect();
    let mut layer = vec![0.0_f64; 1 << n];
    layer[0] = 1.0;
    for columns in 1..layer.len() {
        let row = columns.count_ones() as usize - 1;
        let ways = (0..n).filter(|c| columns & (1 << c) != 0).map(|c| layer[columns & !(1 << c)] * terms[row * n + c]);
        layer[columns] = ways.sum();
    }
    layer.last().copied().unwrap_or(1.0)
}

/// Terms of the expanded numerator; 0 for the number 0.
fn terms(e: &Expr, known: &mut HashMap<Expr, f64>) -> f64 {
    if let Some(n) = known.get(e) {
        return *n;
    }
    let n = match e.kind() {
        Kind::Number(_) if e.is_zero() => 0.0,
        Kind::Sum(v) => v.iter().map(|t| terms(t, known)).sum(),
        Kind::Product(v) => v.iter().map(|t| terms(t, known)).product(),
        Kind::Power(b, x) => match x.as_number() {
            Some(q) if q.is_integer() && q.is_positive() => {
                terms(b, known).powi(q.numer().to_i32().unwrap_or(i32::MAX))
            }
            _ => 1.0,
        },
        _ => 1.0,
    };
    known.insert(e.clone(), n);
    n
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    fn full(n: usize, terms: usize) -> Matrix {
        let x = |i: usize| Expr::symbol(&Symbol::new("", &format!("x{i}"), Role::Parameter, u32::try_from(i).unwrap()));
        Matrix::from_fn(n, n, |i, j| Expr::sum((0..terms).map(|k| x((i.min(j) * n + i.max(j)) * terms + k))))
    }

    #[test]
    fn terms_of_determinants_are_counted_without_expanding() {
        assert_eq!(permanent(&full(3, 1)), 6.0);
        assert_eq!(permanent(&full(4, 2)), 24.0 * 16.0);
        assert_eq!(permanent(&Matrix::identity(9)), 1.0);
    }

    #[test]
    fn full_matrices_explode_and_small_or_sparse_ones_do_not() {
        assert!(!inverse_explodes(&full(3, 50)));
        assert!(!inverse_explodes(&full(4, 2)));
        assert!(inverse_explodes(&full(6, 2)));
        assert!(inverse_explodes(&full(13, 1)));
        assert!(!inverse_explodes(&Matrix::diagonal(&vec![Expr::integer(2); 20])));
    }
}
