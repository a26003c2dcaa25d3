//! The Wasserstein-2 metric and distance of normal laws of several variables.
//!
//! With mean `m` and covariance `S`, `L` the solution of Lyapunov's equation `S L + L S = H`:
//! - **bures-metric**: `G(H, K) = dm_H dm_K + tr(L_H K)/2` (Takatsu, Wasserstein geometry of Gaussian measures, Osaka J. Math.
//!   48 (2011)).
//! - **lyapunov**: `L` is `H_ij/(2 s_i)` for diagonal matrices, and in two and three dimensions a polynomial in `S`, `H` over
//!   invariants of `S`. Both sides turn with `S`, so it is enough to see it for a diagonal one, where `L_ij = H_ij/(s_i + s_j)`:
//!   in two, `(det S H + adj S H adj S)/(2 tr S det S)`; in three, with `I_1 = tr S`, `I_2`, `I_3 = det S`,
//!   `2 I_3 (I_1 I_2 - I_3) L = I_1 S^2 H S^2 - I_1^2 (S^2 H S + S H S^2) + (I_1 I_2 - I_3)(S^2 H + H S^2)
//!   + (I_1^3 + I_3) S H S - I_1^2 I_2 (S H + H S) + (I_1^2 I_3 + I_2 (I_1 I_2 - I_3)) H` (Hoger and Carlson, Quart. Appl.
//!   Math. 42 (1984)), where `I_1 I_2 - I_3` is the product of the `s_i + s_j`.
//! - **bures-cometric**: the inverse needs no equation. For a covector `P`, paired by `tr(P H)`, `L = 2 P`, so
//!   `H = 2 (S P + P S)` is the vector that belongs to it, in any dimension.

use super::normal::{MultivariateNormal, trace_of_product};
use crate::geometry::{GeometryError, Matrix};
use crate::statistics::error::StatisticsError;
use crate::symbolic::{Expr, Symbol};

impl MultivariateNormal {
    /// The Wasserstein-2 metric.
    ///
    /// # Errors
    /// `NoLyapunov` in more than three dimensions, but for diagonal matrices.
    pub fn transport_metric(&self, coordinates: &[Symbol]) -> Result<Matrix, StatisticsError> {
        let s = &self.covariance;
        let moved: Vec<Matrix> = coordinates.iter().map(|c| s.map(|e| e.derivative(c))).collect();
        let solved: Result<Vec<Matrix>, StatisticsError> = moved.iter().map(|h| lyapunov(s, h)).collect();
        let solved = solved?;
        let entry = |i: usize, j: usize| {
            let through = |m: &Expr| m.derivative(&coordinates[i]) * m.derivative(&coordinates[j]);
            let through_mean = Expr::sum(self.mean.iter().map(through).collect::<Vec<_>>());
            through_mean + trace_of_product(&solved[i], &moved[j]) * Expr::ratio(1, 2)
        };
        let k = coordinates.len();
        Ok(Matrix::from_fn(k, k, |i, j| entry(i.min(j), i.max(j))))
    }

    /// The inverse of the Wasserstein-2 metric, where mean and covariance are coordinates: in these it is the identity for the
    /// means, and `S_ik d_jl + S_jk d_il + S_il d_jk + S_jl d_ik` for the covariances `S_ij`, `S_kl`; the inverse Jacobian
    /// carries it over.
    #[must_use]
    pub fn inverse_transport(&self, coordinates: &[Symbol]) -> Option<Matrix> {
        let moments = self.moments_by(coordinates)?;
        let s = |i: usize, j: usize, same: bool| if same { self.covariance.at(i, j).clone() } else { Expr::zero() };
        moments.carried_back(
            |i, j| if i == j { Expr::one() } else { Expr::zero() },
            |(i, j), (p, q)| Expr::sum([s(i, p, j == q), s(j, p, i == q), s(i, q, j == p), s(j, q, i == p)]),
        )
    }

    /// The squared Wasserstein-2 (Bures) distance: `|m_1 - m_2|^2 + tr S_1 + tr S_2 - 2 tr (S_1^(1/2) S_2 S_1^(1/2))^(1/2)`, a sum
    /// over blocks of variables that are uncorrelated in both laws. For a single variable the last term is `-2 sqrt(s_1 s_2)`;
    /// a positive semidefinite `2x2` matrix `A` has `tr A^(1/2) = sqrt(tr A + 2 sqrt(det A))`, and trace and determinant are those
    /// of `S_1 S_2`; where `S_2 = c S_1` it is `sqrt(c) tr S_1`;
    /// where all variables of each law are alike the matrices commute.
    ///
    /// # Errors
    /// `NoBures` for larger blocks: a root of a matrix with an irreducible cubic characteristic polynomial.
    pub fn transport(&self, q: &Self) -> Result<Expr, StatisticsError> {
        let away = Expr::sum(self.mean.iter().zip(&q.mean).map(|(a, b)| (a - b).powi(2)));
        let (a, b) = (&self.covariance, &q.covariance);
        let n = self.variables.len();
        let correlated = Matrix::from_fn(n, n, |i, j| {
            let apart = i != j && a.at(i, j).is_zero() && b.at(i, j).is_zero();
            if apart { Expr::zero() } else { Expr::one() }
        });
        let mut sum = away;
        for block in correlated.blocks() {
            sum = sum + block_distance(&a.submatrix(&block, &block), &b.submatrix(&block, &block))?;
        }
        Ok(sum)
    }
}

/// The squared distance of centred laws with these covariances.
fn block_distance(a: &Matrix, b: &Matrix) -> Result<Expr, StatisticsError> {
    let trace = |m: &Matrix| Expr::sum((0..m.rows()).map(|i| m.at(i, i).clone()));
    if a.rows() == 1 {
        return Ok((a.at(0, 0).sqrt() - b.at(0, 0).sqrt()).powi(2));
    }
    let ratio = b.at(0, 0) / a.at(0, 0);
    if a.entries().iter().zip(b.entries()).all(|(x, y)| *y == &ratio * x) {
        return Ok(trace(a) * (Expr::one() - ratio.sqrt()).powi(2));
    }
    if a.rows() > 2
        && let (Some((x, y)), Some((u, v))) = (exchangeable(a), exchangeable(b))
    {
        // Both have the eigenvector (1, .., 1), and its complement: they commute, and eigenvalues are compared one by one.
        let others = Expr::integer(i64::try_from(a.rows() - 1).unwrap_or(0));
        let apart = |x: &Expr, u: &Expr| (x.sqrt() - u.sqrt()).powi(2);
        let along = apart(&(&x + &others * &y), &(&u + &others * &v));
        return Ok(along + &others * apart(&(x - y), &(u - v)));
    }
    if a.rows() != 2 {
        return Err(StatisticsError::NoBures);
    }
    let determinant = a.determinant()? * b.determinant()?;
    let root = (trace_of_product(a, b) + Expr::integer(2) * determinant.sqrt()).sqrt();
    Ok(trace(a) + trace(b) - Expr::integer(2) * root)
}

/// The entries on and off the diagonal, where each of these is one and the same: all variables are alike.
fn exchangeable(m: &Matrix) -> Option<(Expr, Expr)> {
    let (on, off) = (m.at(0, 0), m.at(0, 1));
    let alike = (0..m.rows()).all(|i| (0..m.rows()).all(|j| m.at(i, j) == if i == j { on } else { off }));
    alike.then(|| (on.clone(), off.clone()))
}

/// `L` with `S L + L S = H`, both symmetric and `S` positive definite.
fn lyapunov(s: &Matrix, h: &Matrix) -> Result<Matrix, StatisticsError> {
    let n = s.rows();
    if h.entries().iter().all(Expr::is_zero) {
        return Ok(h.clone());
    }
    if s.is_diagonal() {
        return Ok(Matrix::from_fn(n, n, |i, j| h.at(i, j) / &(s.at(i, i) + s.at(j, j))));
    }
    match n {
        2 => {
            let (adjugate, determinant) = (s.adjugate()?, s.determinant()?);
            let below = Expr::integer(2) * (s.at(0, 0) + s.at(1, 1)) * &determinant;
            let around = adjugate.mul(&h.mul(&adjugate)?)?;
            Ok(h.map(|e| e * &determinant).add(&around)?.map(|e| e / &below))
        }
        3 => Ok(lyapunov_in_three_dimensions(s, h)?),
        _ => Err(StatisticsError::NoLyapunov { dimension: n }),
    }
}

fn lyapunov_in_three_dimensions(s: &Matrix, h: &Matrix) -> Result<Matrix, GeometryError> {
    let square = s.mul(s)?;
    let trace = |m: &Matrix| Expr::sum((0..3).map(|i| m.at(i, i).clone()));
    let first = trace(s);
    let second = (first.powi(2) - trace(&square)) * Expr::ratio(1, 2);
    let third = s.determinant()?;
    let pairs = &first * &second - &third;
    // A H B + B H A, once where they are one.
    let around = |a: &Matrix, b: &Matrix| -> Result<Matrix, GeometryError> {
        let one = a.mul(&h.mul(b)?)?;
        if a == b { Ok(one) } else { one.add(&b.mul(&h.mul(a)?)?) }
    };
    let identity = Matrix::identity(3);
    let terms = [
        (first.clone(), around(&square, &square)?),
        (-first.powi(2), around(&square, s)?),
        (pairs.clone(), around(&square, &identity)?),
        (first.powi(3) + &third, around(s, s)?),
        (-(first.powi(2) * &second), around(s, &identity)?),
        (first.powi(2) * &third + &second * &pairs, h.clone()),
    ];
    let below = Expr::integer(2) * &third * &pairs;
    Ok(Matrix::from_fn(3, 3, |i, j| Expr::sum(terms.iter().map(|(c, m)| c * m.at(i, j))) / &below))
}
