//! Systems of linear equations with a symmetric positive definite matrix, solved inside a straight-line program.
//!
//! In: the entries of the matrix and of the right sides as expressions. Out: a [`Program`] that computes the solution by
//! the square-root-free Cholesky factorisation `A = L D L^T` (Golub and Van Loan, *Matrix computations*, section 4.1),
//! unrolled, with entries that are literally 0 left out. Without pivots: it needs a definite matrix, and is backward
//! stable there. It must not know metrics or charts.

use super::lower::{Lowering, LoweringError};
use super::program::{Instruction, Program, Register};
use crate::geometry::matrix::Matrix;
use crate::symbolic::{Expr, Symbol};

/// `A X = B`, one column of `X` for each right side.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearSystem {
    /// Number of equations.
    pub size: usize,
    /// The symmetric positive definite matrix, row by row; only the lower triangle is read.
    pub matrix: Vec<Expr>,
    /// The right sides.
    pub right: Vec<Vec<Expr>>,
}

impl LinearSystem {
    /// Its matrix.
    #[must_use]
    pub fn matrix(&self) -> Matrix {
        let entry = |i: usize, j: usize| self.matrix.get(i * self.size + j).cloned().unwrap_or_else(Expr::zero);
        Matrix::from_fn(self.size, self.size, entry)
    }
}

/// Entries of a factorisation; none stands for 0.
type Entry = Option<Register>;

/// The program that solves a system; its outputs are `X`, row by row.
///
/// # Errors
/// As [`lower`](super::lower::lower).
pub fn lower_system(system: &LinearSystem, inputs: &[Symbol]) -> Result<Program, LoweringError> {
    let all: Vec<Expr> = system.matrix.iter().chain(system.right.iter().flatten()).cloned().collect();
    let mut lowering = Lowering::new(&all, inputs)?;
    let n = system.size;
    let entry = |lowering: &mut Lowering, e: &Expr| -> Result<Entry, LoweringError> {
        if e.is_zero() { Ok(None) } else { lowering.value_of_all(e).map(Some) }
    };
    let mut a: Vec<Vec<Entry>> = Vec::with_capacity(n);
    for row in system.matrix.chunks(n.max(1)) {
        // The upper triangle is the lower one.
        let lower = row.iter().take(a.len() + 1);
        a.push(lower.map(|e| entry(&mut lowering, e)).collect::<Result<_, _>>()?);
    }
    let mut right = Vec::with_capacity(system.right.len());
    for column in &system.right {
        right.push(column.iter().map(|e| entry(&mut lowering, e)).collect::<Result<Vec<Entry>, _>>()?);
    }
    let factors = Factors::of(&a, &mut lowering)?;
    let mut columns = Vec::with_capacity(right.len());
    for column in right {
        columns.push(factors.solve(column, &mut lowering));
    }
    let mut outputs = Vec::with_capacity(n * columns.len());
    for i in 0..n {
        for column in &columns {
            outputs.push(match column.get(i).copied().flatten() {
                Some(r) => r,
                None => lowering.value_of_all(&Expr::zero())?,
            });
        }
    }
    Ok(lowering.finish(inputs, outputs))
}

/// `L` below its diagonal of ones, and the reciprocals of the entries of `D`.
struct Factors {
    l: Vec<Vec<Entry>>,
    reciprocals: Vec<Register>,
}

impl Factors {
    /// `u_ij = a_ij - sum_k<j u_ik l_jk`, `l_ij = u_ij / d_j`, `d_i = a_ii - sum_k<i u_ik l_ik`.
    fn of(a: &[Vec<Entry>], lowering: &mut Lowering) -> Result<Self, LoweringError> {
        let one = lowering.value_of_all(&Expr::one())?;
        let mut out = Self { l: Vec::new(), reciprocals: Vec::new() };
        for row in a {
            let (mut u, mut l): (Vec<Entry>, Vec<Entry>) = (Vec::new(), Vec::new());
            for (j, start) in row.iter().enumerate() {
                let known = if j < out.l.len() { out.l[j].clone() } else { l.clone() };
                let mut value = *start;
                for (x, y) in u.iter().zip(&known) {
                    value = lowering.minus_product(value, *x, *y);
                }
                if j < out.l.len() {
                    let r = out.reciprocals[j];
                    l.push(value.map(|v| lowering.issue(Instruction::Multiply(v, r))));
                    u.push(value);
                } else {
                    // A diagonal that is literally 0 is no definite matrix: the quotient says so, as an infinity.
                    let d = match value {
                        Some(d) => d,
                        None => lowering.value_of_all(&Expr::zero())?,
                    };
                    out.reciprocals.push(lowering.issue(Instruction::Divide(one, d)));
                }
            }
            out.l.push(l);
        }
        Ok(out)
    }

    /// `L y = b`, `D z = y`, `L^T x = z`.
    fn solve(&self, right: Vec<Entry>, lowering: &mut Lowering) -> Vec<Entry> {
        let mut x = right;
        for i in 0..x.len() {
            for k in 0..i {
                x[i] = lowering.minus_product(x[i], self.l[i][k], x[k]);
            }
        }
        for (entry, r) in x.iter_mut().zip(&self.reciprocals) {
            *entry = entry.map(|y| lowering.issue(Instruction::Multiply(y, *r)));
        }
        for i in (0..x.len()).rev() {
            for k in i + 1..x.len() {
                x[i] = lowering.minus_product(x[i], self.l[k][i], x[k]);
            }
        }
        x
    }
}

impl Lowering {
    /// `a - x y`
    fn minus_product(&mut self, a: Entry, x: Entry, y: Entry) -> Entry {
        let (Some(x), Some(y)) = (x, y) else { return a };
        let product = self.issue(Instruction::Multiply(x, y));
        Some(match a {
            Some(a) => self.issue(Instruction::Subtract(a, product)),
            None => self.issue(Instruction::Negate(product)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    fn symbols(n: u32) -> Vec<Symbol> {
        (0..n).map(|i| Symbol::new("", &format!("a{i}"), Role::Parameter, i)).collect()
    }

    /// A Gram matrix of vectors of numbers plus the unit matrix, as inputs of the program.
    fn system(n: usize, zero: impl Fn(usize, usize) -> bool) -> (LinearSystem, Vec<Symbol>, Vec<f64>) {
        let value =
            |i: usize, j: usize| (0..n).map(|k| ((i * 7 + k * 3) % 5 * ((j * 7 + k * 3) % 5)) as f64).sum::<f64>();
        let inputs = symbols(u32::try_from(n * n + n).unwrap());
        let mut values = Vec::new();
        let mut matrix = Vec::new();
        for i in 0..n {
            for j in 0..n {
                let (low, high) = (i.min(j), i.max(j));
                let empty = i != j && zero(low, high);
                values.push(if empty { 0.0 } else { value(i, j) + if i == j { 100.0 } else { 0.0 } });
                matrix.push(if empty { Expr::zero() } else { Expr::symbol(&inputs[low * n + high]) });
            }
        }
        let right = (0..n).map(|i| Expr::symbol(&inputs[n * n + i])).collect();
        values.extend((0..n).map(|i| i as f64 - 1.5));
        (LinearSystem { size: n, matrix, right: vec![right] }, inputs, values)
    }

    #[test]
    fn the_solution_solves_the_system() {
        for n in [1, 2, 3, 6, 9] {
            for zero in [|_, _| false, |i, j| i + 1 < j, |i: usize, j: usize| i > 0 || j + 1 < 3] {
                let (system, inputs, values) = system(n, zero);
                let program = lower_system(&system, &inputs).unwrap();
                let x = program.evaluate(&values).unwrap();
                for i in 0..n {
                    let found: f64 = (0..n).map(|j| values[i.min(j) * n + i.max(j)] * x[j]).sum();
                    assert!((found - values[n * n + i]).abs() < 1e-13, "{n}: row {i}: {found}");
                }
            }
        }
    }

    #[test]
    fn empty_entries_cost_nothing_and_a_full_matrix_a_third_of_the_cube() {
        let (diagonal, inputs, _) = system(20, |_, _| true);
        let count = lower_system(&diagonal, &inputs).unwrap().operation_count();
        assert_eq!((count.additions, count.products, count.quotients), (0, 20, 20));
        let (tridiagonal, inputs, _) = system(20, |i, j| i + 1 < j);
        assert!(lower_system(&tridiagonal, &inputs).unwrap().operation_count().total() < 9 * 20);
        let (full, inputs, _) = system(9, |_, _| false);
        let count = lower_system(&full, &inputs).unwrap().operation_count();
        // n^3/6 and lower powers, twice, and n^2 for each of the two triangles.
        assert_eq!((count.additions, count.products, count.quotients), (120 + 72, 120 + 36 + 72 + 9, 9));
    }

    #[test]
    fn a_matrix_that_is_not_definite_gives_no_finite_number() {
        let inputs = symbols(1);
        let b = Expr::symbol(&inputs[0]);
        let matrix = vec![Expr::one(), Expr::one(), Expr::one(), Expr::one()];
        let system = LinearSystem { size: 2, matrix, right: vec![vec![b, Expr::integer(2)]] };
        let x = lower_system(&system, &inputs).unwrap().evaluate(&[1.0]).unwrap();
        assert!(x.iter().all(|x| !x.is_finite()), "{x:?}");
    }
}
