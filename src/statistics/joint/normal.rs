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
    /// a diagonal matrix), where it is square.
    fn moments_by(&self, coordinates: &[Symbol]) -> Option<(Matrix, Vec<(usize, usize)>)> {
        let n = self.variables.len();
        let full = !self.covariance.is_diagonal();
        let pairs: Vec<(usize, usize)> =
            (0..n).flat_map(|i| (i..n).map(move |j| (i, j))).filter(|(i, j)| full || i == j).collect();
        let moments: Vec<&Expr> =
            self.mean.iter().chain(pairs.iter().map(|(i, j)| self.covariance.at(*i, *j))).collect();
        if moments.len() != coordinates.len() {
            return None;
        }
        let k = moments.len();
        Some((Matrix::from_fn(k, k, |a, b| moments[a].derivative(&coordinates[b])), pairs))
    }

    /// Where the Fisher metric is positive definite, for a positive definite covariance: where mean and covariance are
    /// local coordinates, for in these it is a sum of `dm S^-1 dm` and `tr((S^-1 dS)^2)/2`, which vanishes for `dS = 0` alone.
    #[must_use]
    pub fn definite_where(&self, coordinates: &[Symbol]) -> Option<Vec<Fact>> {
        let (jacobian, _) = self.moments_by(coordinates)?;
        Some(vec![Fact::nonzero(jacobian.determinant().ok()?)])
    }

    /// The inverse of the Fisher metric: in the coordinates `(m, S)` it is `S_ij` for the means, and for the covariances
    /// `S_ik S_jl + S_il S_jk`; the inverse Jacobian carries it over.
    #[must_use]
    pub fn inverse_information(&self, coordinates: &[Symbol]) -> Option<Matrix> {
        let (jacobian, pairs) = self.moments_by(coordinates)?;
        let back = jacobian.inverse().ok()?;
        let (n, k) = (self.variables.len(), coordinates.len());
        let s = |i: usize, j: usize| self.covariance.at(i, j);
        let inner = Matrix::from_fn(k, k, |a, b| match (a.checked_sub(n), b.checked_sub(n)) {
            (None, None) => s(a, b).clone(),
            (Some(a), Some(b)) => {
                let ((i, j), (p, q)) = (pairs[a], pairs[b]);
                s(i, p) * s(j, q) + s(i, q) * s(j, p)
            }
            _ => Expr::zero(),
        });
        let full = back.mul(&inner.mul(&back.transpose()).ok()?).ok()?;
        Some(Matrix::from_fn(k, k, |a, b| full.at(a.min(b), a.max(b)).clone()))
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

    /// The Wasserstein-2 metric: `G_ij = d_i m d_j m + tr(L_i d_j S)/2` with `S L_i + L_i S = d_i S`. For a diagonal matrix that
    /// stays diagonal `L = H/(2 s_i)`; in two dimensions `L = (det S H + adj S H adj S)/(2 tr S det S)`, as one sees for a
    /// diagonal `S`, where both sides are `H_ij/(s_i + s_j)`, and both turn with it.
    ///
    /// # Errors
    /// `NoTransport` in other cases.
    pub fn transport_metric(&self, coordinates: &[Symbol]) -> Result<Matrix, StatisticsError> {
        let n = self.variables.len();
        let s = &self.covariance;
        let moved: Vec<Matrix> = coordinates.iter().map(|c| s.map(|e| e.derivative(c))).collect();
        let solve = |h: &Matrix| -> Result<Matrix, StatisticsError> {
            if s.is_diagonal() && h.is_diagonal() {
                let entry = |i: usize| h.at(i, i) / &(Expr::integer(2) * s.at(i, i));
                return Ok(Matrix::diagonal(&(0..n).map(entry).collect::<Vec<_>>()));
            }
            if n != 2 {
                return Err(StatisticsError::NoTransport);
            }
            let (adjugate, determinant) = (s.adjugate()?, s.determinant()?);
            let below = Expr::integer(2) * (s.at(0, 0) + s.at(1, 1)) * &determinant;
            let around = adjugate.mul(&h.mul(&adjugate)?)?;
            Ok(h.map(|e| e * &determinant).add(&around)?.map(|e| e / &below))
        };
        let solved: Result<Vec<Matrix>, StatisticsError> = moved.iter().map(solve).collect();
        let solved = solved?;
        let entry = |i: usize, j: usize| {
            let through = |m: &Expr| m.derivative(&coordinates[i]) * m.derivative(&coordinates[j]);
            let through_mean = Expr::sum(self.mean.iter().map(through).collect::<Vec<_>>());
            through_mean + trace_of_product(&solved[i], &moved[j]) * Expr::ratio(1, 2)
        };
        let k = coordinates.len();
        Ok(Matrix::from_fn(k, k, |i, j| entry(i.min(j), i.max(j))))
    }

    /// The squared Wasserstein-2 (Bures) distance in two dimensions, and for diagonal matrices in any:
    /// `|m_1 - m_2|^2 + tr S_1 + tr S_2 - 2 tr (S_1^(1/2) S_2 S_1^(1/2))^(1/2)`; a positive semidefinite `2x2` matrix `A`
    /// has `tr A^(1/2) = sqrt(tr A + 2 sqrt(det A))`, and trace and determinant are those of `S_1 S_2`.
    ///
    /// # Errors
    /// `NoTransport` in other cases.
    pub fn transport(&self, q: &Self) -> Result<Expr, StatisticsError> {
        let away = Expr::sum(self.mean.iter().zip(&q.mean).map(|(a, b)| (a - b).powi(2)));
        let trace = |m: &Matrix| Expr::sum((0..m.rows()).map(|i| m.at(i, i).clone()));
        let (a, b) = (&self.covariance, &q.covariance);
        let n = self.variables.len();
        if a.is_diagonal() && b.is_diagonal() {
            let gaps = (0..n).map(|i| (a.at(i, i).sqrt() - b.at(i, i).sqrt()).powi(2));
            return Ok(away + Expr::sum(gaps.collect::<Vec<_>>()));
        }
        if n != 2 {
            return Err(StatisticsError::NoTransport);
        }
        let determinant = a.determinant()? * b.determinant()?;
        let root = (trace_of_product(a, b) + Expr::integer(2) * determinant.sqrt()).sqrt();
        Ok(away + trace(a) + trace(b) - Expr::integer(2) * root)
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
fn trace_of_product(a: &Matrix, b: &Matrix) -> Expr {
    let n = a.rows();
    let terms = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
    Expr::sum(terms.map(|(i, j)| a.at(i, j) * b.at(j, i)).collect::<Vec<_>>())
}
