//! The Fisher information metric of a family.
//!
//! `G_ij = E[s_i s_j]` with the score `s_i = d log p / d x_i`; under the usual conditions also
//! `G_ij = -E[d^2 log p / d x_i d x_j]` (Amari, *Information Geometry and Its Applications*, chapter 2).
//! The support must not move with the coordinates.

use super::error::StatisticsError;
use super::expectation::expectation;
use super::family::Distribution;
use crate::geometry::{Matrix, Metric};
use crate::symbolic::differentiate::Differentiator;
use crate::symbolic::{Expr, Symbol};

/// The score: `s_i = d log p / d x_i`.
#[must_use]
pub fn score(p: &Distribution, coordinates: &[Symbol]) -> Vec<Expr> {
    coordinates.iter().map(|x| p.log_density.derivative(x)).collect()
}

/// `G_ij = E[s_i s_j]`
///
/// # Errors
/// `MovingSupport`; `NoRule` when an expectation is not known.
pub fn fisher_information(p: &Distribution, coordinates: &[Symbol]) -> Result<Metric, StatisticsError> {
    expect_fixed_support(p, coordinates)?;
    let s = score(p, coordinates);
    metric_of(coordinates, |i, j| expectation(&(&s[i] * &s[j]), p))
}

/// `G_ij = -E[d^2 log p / d x_i d x_j]`, an independent way to the same metric.
///
/// # Errors
/// As [`fisher_information`].
pub fn fisher_information_from_hessian(p: &Distribution, coordinates: &[Symbol]) -> Result<Metric, StatisticsError> {
    expect_fixed_support(p, coordinates)?;
    let s = score(p, coordinates);
    metric_of(coordinates, |i, j| {
        let second = Differentiator::new(&coordinates[j]).derivative(&s[i]);
        Ok(-expectation(&second, p)?)
    })
}

/// The metric with this upper triangle.
fn metric_of(
    coordinates: &[Symbol],
    entry: impl Fn(usize, usize) -> Result<Expr, StatisticsError>,
) -> Result<Metric, StatisticsError> {
    let n = coordinates.len();
    let mut upper = vec![Expr::zero(); n * n];
    for i in 0..n {
        for j in i..n {
            upper[i * n + j] = entry(i, j)?;
        }
    }
    let components = Matrix::from_fn(n, n, |i, j| upper[i.min(j) * n + i.max(j)].clone());
    Ok(Metric::new(coordinates.to_vec(), components)?)
}

fn expect_fixed_support(p: &Distribution, coordinates: &[Symbol]) -> Result<(), StatisticsError> {
    let moved = coordinates.iter().find(|x| p.support.expressions().iter().any(|e| e.contains(x)));
    match moved {
        None => Ok(()),
        Some(x) => Err(StatisticsError::MovingSupport { coordinate: x.clone(), support: p.support.clone() }),
    }
}
