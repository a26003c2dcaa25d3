//! The multivariate normal law.
//!
//! With mean `m` and covariance `S`:
//! - **isserlis** (by parts): `E[x_i f] = m_i E[f] + sum_j S_ij E[d_j f]` lowers the degree of a polynomial; a factor
//!   `e^(t x)` has the mean `e^(t m + t S t/2)` and moves the mean to `m + S t`.
//! - **normal-information**: `G_ij = d_i m S^-1 d_j m + tr(S^-1 d_i S S^-1 d_j S)/2`.
//! - **normal-divergence**: `KL = (tr(S_2^-1 S_1) + (m_2 - m_1) S_2^-1 (m_2 - m_1) - n + log(det S_2/det S_1))/2`.
//!
//! (Amari, *Information Geometry and Its Applications*, chapter 1; the first is Stein's identity.)

use super::monomials::expanded;
use crate::geometry::{GeometryError, Matrix};
use crate::statistics::error::StatisticsError;
use crate::statistics::expectation::Expected;
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Symbol};
use std::collections::BTreeMap;

/// A normal law of several variables.
#[derive(Clone, Debug, PartialEq)]
pub struct MultivariateNormal {
    /// The random variables.
    pub variables: Vec<Symbol>,
    /// The mean.
    pub mean: Vec<Expr>,
    /// The covariance matrix, symmetric and positive definite.
    pub covariance: Matrix,
    /// Its inverse.
    pub precision: Matrix,
    /// `log det` of the covariance matrix.
    pub log_determinant: Expr,
}

/// Which moments the coordinates move, and how.
pub(super) struct Moments {
    /// The derivatives of the moments, those of the means first.
    pub jacobian: Matrix,
    /// The means that move.
    pub means: Vec<usize>,
    /// The covariances.
    pub pairs: Vec<(usize, usize)>,
}

impl Moments {
    /// The inverse of a metric that is given in the moments, a block for means and one for covariances.
    pub fn carried_back(
        &self,
        of_means: impl Fn(usize, usize) -> Expr,
        of_pairs: impl Fn((usize, usize), (usize, usize)) -> Expr,
    ) -> Option<Matrix> {
        let back = self.jacobian.inverse().ok()?;
        let (n, k) = (self.means.len(), self.jacobian.rows());
        let inner = Matrix::from_fn(k, k, |a, b| match (a.checked_sub(n), b.checked_sub(n)) {
            (None, None) => of_means(self.means[a], self.means[b]),
            (Some(a), Some(b)) => of_pairs(self.pairs[a], self.pairs[b]),
            _ => Expr::zero(),
        });
        let full = back.mul(&inner.mul(&back.transpose()).ok()?).ok()?;
        Some(Matrix::from_fn(k, k, |a, b| full.at(a.min(b), a.max(b)).clone()))
    }
}

impl MultivariateNormal {
    /// From mean and covariance matrix.
    ///
    /// # Errors
    /// A singular or too large matrix.
    pub fn of_covariance(variables: Vec<Symbol>, mean: Vec<Expr>, covariance: Matrix) -> Result<Self, GeometryError> {
        let precision = covariance.inverse()?;
        let log_determinant = log_of_product(&covariance.determinant()?, &covariance);
        Ok(Self { variables, mean, covariance, precision, log_determinant })
    }

    /// From mean and precision matrix.
    ///
    /// # Errors
    /// A singular or too large matrix.
    pub fn of_precision(variables: Vec<Symbol>, mean: Vec<Expr>, precision: Matrix) -> Result<Self, GeometryError> {
        let covariance = precision.inverse()?;
        let log_determinant = -log_of_product(&precision.determinant()?, &precision);
        Ok(Self { variables, mean, covariance, precision, log_determinant })
    }

    /// The same with every expression replaced.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        Self {
            variables: self.variables.clone(),
            mean: self.mean.iter().map(&mut *f).collect(),
            covariance: self.covariance.map(&mut *f),
            precision: self.precision.map(&mut *f),
            log_determinant: f(&self.log_determinant),
        }
    }

    /// Number of variables.
    fn dim(&self) -> i64 {
        i64::try_from(self.variables.len()).unwrap_or(i64::MAX)
    }

    /// `-(n log(2 pi) + log det S + (x - m) S^-1 (x - m))/2`
    #[must_use]
    pub fn log_density(&self) -> Expr {
        let away: Vec<Expr> = self.variables.iter().zip(&self.mean).map(|(x, m)| Expr::symbol(x) - m).collect();
        let constant = (Expr::integer(2) * Expr::pi()).log() * Expr::integer(self.dim());
        (constant + &self.log_determinant + quadratic(&self.precision, &away, &away)) * Expr::ratio(-1, 2)
    }

    /// `E[f]`
    ///
    /// # Errors
    /// `NoRule`.
    pub fn expectation(&self, f: &Expr) -> Result<Expected, StatisticsError> {
        let no_rule = || StatisticsError::NoRule { expr: f.clone() };
        let mut parts = Vec::new();
        for (c, m) in expanded(f, &self.variables, false).ok_or_else(no_rule)? {
            let powers = m.naturals().ok_or_else(no_rule)?;
            let tilted: Vec<Expr> = (0..self.mean.len())
                .map(|i| {
                    &self.mean[i] + &Expr::sum((0..self.mean.len()).map(|j| self.covariance.at(i, j) * &m.rates[j]))
                })
                .collect();
            let drift = Expr::sum(m.rates.iter().zip(&self.mean).map(|(t, m)| t * m));
            let spread = quadratic(&self.covariance, &m.rates, &m.rates) * Expr::ratio(1, 2);
            let mut known = BTreeMap::new();
            parts.push(c * (drift + spread).exp() * self.moment(&powers, &tilted, &mut known));
        }
        let mut out = Expected::certain(Expr::sum(parts));
        out.join(Vec::new(), &[rules::ISSERLIS]);
        Ok(out)
    }

    /// `E[x_1^n_1 ..]` around this mean.
    fn moment(&self, powers: &[u32], mean: &[Expr], known: &mut BTreeMap<Vec<u32>, Expr>) -> Expr {
        let Some(i) = powers.iter().position(|n| *n > 0) else { return Expr::one() };
        if let Some(e) = known.get(powers) {
            return e.clone();
        }
        let mut rest = powers.to_vec();
        rest[i] -= 1;
        let mut terms = vec![&mean[i] * &self.moment(&rest, mean, known)];
        for j in 0..rest.len() {
            if rest[j] == 0 {
                continue;
            }
            let mut lower = rest.clone();
            lower[j] -= 1;
            let weight = self.covariance.at(i, j) * &Expr::integer(i64::from(rest[j]));
            terms.push(weight * self.moment(&lower, mean, known));
        }
        let value = Expr::sum(terms);
        known.insert(powers.to_vec(), value.clone());
        value
    }

    /// The Fisher metric's components.
    ///
    /// # Errors
    /// Shapes that do not fit.
    pub fn information(&self, coordinates: &[Symbol]) -> Result<Matrix, GeometryError> {
        let mut scaled = Vec::with_capacity(coordinates.len());
        let mut moved: Vec<Vec<Expr>> = Vec::with_capacity(coordinates.len());
        for c in coordinates {
            scaled.push(self.precision.mul(&self.covariance.map(|e| e.derivative(c)))?);
            moved.push(self.mean.iter().map(|m| m.derivative(c)).collect());
        }
        let entry = |i: usize, j: usize| {
            let through_mean = quadratic(&self.precision, &moved[i], &moved[j]);
            through_mean + trace_of_product(&scaled[i], &scaled[j]) * Expr::ratio(1, 2)
        };
        let n = coordinates.len();
        Ok(Matrix::from_fn(n, n, |i, j| entry(i.min(j), i.max(j))))
    }

    /// Mean and covariance as functions of the coordinates: the Jacobian matrix of `(m_i, S_ij)`, `i <= j` (of `S_ii` alone for
    /// a diagonal matrix), where it is square. Means that are fixed play no part: the metrics here are sums of one for the
    /// mean and one for the covariance.
    pub(super) fn moments_by(&self, coordinates: &[Symbol]) -> Option<Moments> {
        let n = self.variables.len();
        let full = !self.covariance.is_diagonal();
        let pairs: Vec<(usize, usize)> =
            (0..n).flat_map(|i| (i..n).map(move |j| (i, j))).filter(|(i, j)| full || i == j).collect();
        let means: Vec<usize> = (0..n).filter(|i| coordinates.iter().any(|c| self.mean[*i].contains(c))).collect();
        let moments: Vec<&Expr> =
            means.iter().map(|i| &self.mean[*i]).chain(pairs.iter().map(|(i, j)| self.covariance.at(*i, *j))).collect();
        if moments.len() != coordinates.len() {
            return None;
        }
        let k = moments.len();
        let jacobian = Matrix::from_fn(k, k, |a, b| moments[a].derivative(&coordinates[b]));
        Some(Moments { jacobian, means, pairs })
    }

    /// Where the Fisher metric is positive definite, for a positive definite covariance: where mean and covariance are
    /// local coordinates, for in these it is a sum of `dm S^-1 dm` and `tr((S^-1 dS)^2)/2`, which vanishes for `dS = 0` alone.
    #[must_use]
    pub fn definite_where(&self, coordinates: &[Symbol]) -> Option<Vec<Fact>> {
        Some(vec![Fact::nonzero(self.moments_by(coordinates)?.jacobian.determinant().ok()?)])
    }

    /// The inverse of the Fisher metric: in the coordinates `(m, S)` it is `S_ij` for the means, and for the covariances
    /// `S_ik S_jl + S_il S_jk`; the inverse Jacobian carries it over.
    #[must_use]
    pub fn inverse_information(&self, coordinates: &[Symbol]) -> Option<Matrix> {
        let moments = self.moments_by(coordinates)?;
        let s = |i: usize, j: usize| self.covariance.at(i, j);
        moments.carried_back(|i, j| s(i, j).clone(), |(i, j), (p, q)| s(i, p) * s(j, q) + s(i, q) * s(j, p))
    }

    /// `KL(self, q)`
    #[must_use]
    pub fn divergence(&self, q: &Self) -> Expected {
        let away: Vec<Expr> = q.mean.iter().zip(&self.mean).map(|(a, b)| a - b).collect();
        let sum = trace_of_product(&q.precision, &self.covariance) + quadratic(&q.precision, &away, &away)
            - Expr::integer(self.dim())
            + (&q.log_determinant - &self.log_determinant);
        let mut out = Expected::certain(sum * Expr::ratio(1, 2));
        out.join(Vec::new(), &[rules::NORMAL_DIVERGENCE]);
        out
    }

    /// `(n (1 + log(2 pi)) + log det S)/2`
    #[must_use]
    pub fn entropy(&self) -> Expected {
        let each = Expr::one() + (Expr::integer(2) * Expr::pi()).log();
        Expected::certain((each * Expr::integer(self.dim()) + &self.log_determinant) * Expr::ratio(1, 2))
    }
}

/// The logarithm of a determinant; that of a diagonal matrix entry by entry, since every entry is positive.
fn log_of_product(determinant: &Expr, m: &Matrix) -> Expr {
    if m.is_diagonal() {
        return Expr::sum((0..m.rows()).map(|i| m.at(i, i).log()).collect::<Vec<_>>());
    }
    determinant.log()
}

/// `x A y`
fn quadratic(a: &Matrix, x: &[Expr], y: &[Expr]) -> Expr {
    let n = a.rows();
    let terms = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
    Expr::sum(terms.map(|(i, j)| Expr::product([x[i].clone(), a.at(i, j).clone(), y[j].clone()])).collect::<Vec<_>>())
}

/// `tr(A B)`
pub(super) fn trace_of_product(a: &Matrix, b: &Matrix) -> Expr {
    let n = a.rows();
    let terms = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
    Expr::sum(terms.map(|(i, j)| a.at(i, j) * b.at(j, i)).collect::<Vec<_>>())
}
