//! The Fisher information metric of a family.
//!
//! `G_ij = E[s_i s_j]` with the score `s_i = d log p / d x_i`; under the usual conditions also
//! `G_ij = -E[d^2 log p / d x_i d x_j]` (Amari, *Information Geometry and Its Applications*, chapter 2).
//! The support must not move with the coordinates.

use super::error::StatisticsError;
use super::expectation::{Expected, expectation};
use super::family::Distribution;
use crate::geometry::{Matrix, Metric};
use crate::symbolic::differentiate::Differentiator;
use crate::symbolic::{Binary, Expr, Fact, Function, Kind, Symbol};

/// A Fisher metric with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Information {
    /// `G_ij`, lower indices, in the coordinates asked for.
    pub metric: Metric,
    /// It is finite where these hold.
    pub finite_where: Vec<Fact>,
    /// The rules of expectation used.
    pub rules: Vec<&'static str>,
}

/// The score: `s_i = d log p / d x_i`.
#[must_use]
pub fn score(p: &Distribution, coordinates: &[Symbol]) -> Vec<Expr> {
    coordinates.iter().map(|x| p.log_density.derivative(x)).collect()
}

/// `G_ij = E[s_i s_j]`
///
/// # Errors
/// `MovingSupport`, `MovingMeasure`; `NoRule` when an expectation is not known.
pub fn fisher_information(p: &Distribution, coordinates: &[Symbol]) -> Result<Information, StatisticsError> {
    expect_fixed_support(p, coordinates)?;
    let s = score(p, coordinates);
    information(coordinates, |i, j| expectation(&(&s[i] * &s[j]), p))
}

/// `G_ij = -E[d^2 log p / d x_i d x_j]`, an independent way to the same metric. It is the same where differentiation
/// may be taken under the integral, as it may for densities with a fixed support that are smooth in the parameters and
/// whose expectations here are finite on open sets.
///
/// # Errors
/// As [`fisher_information`].
pub fn fisher_information_from_hessian(
    p: &Distribution,
    coordinates: &[Symbol],
) -> Result<Information, StatisticsError> {
    expect_fixed_support(p, coordinates)?;
    expect_smooth(&p.log_density, coordinates)?;
    let s = score(p, coordinates);
    information(coordinates, |i, j| {
        let second = Differentiator::new(&coordinates[j]).derivative(&s[i]);
        Ok(expectation(&second, p)?.map(|e| -e))
    })
}

/// A corner of the log-density that moves with a coordinate carries a mass of its second derivative, which the
/// derivative off the corner misses.
pub(super) fn expect_smooth(log_density: &Expr, coordinates: &[Symbol]) -> Result<(), StatisticsError> {
    for part in log_density.nodes() {
        let corner = match part.kind() {
            Kind::Apply(Function::Abs | Function::Sign, u) => vec![u.clone()],
            Kind::Binary(Binary::Min | Binary::Max, u, v) => vec![u - v],
            _ => Vec::new(),
        };
        if let Some(u) = corner.into_iter().find(|u| coordinates.iter().any(|c| u.contains(c))) {
            return Err(StatisticsError::NotSmooth { corner: u });
        }
    }
    Ok(())
}

/// The metric with this upper triangle.
pub(super) fn information(
    coordinates: &[Symbol],
    entry: impl Fn(usize, usize) -> Result<Expected, StatisticsError>,
) -> Result<Information, StatisticsError> {
    let n = coordinates.len();
    let mut upper = vec![Expr::zero(); n * n];
    let (mut finite_where, mut rules) = (Vec::new(), Vec::new());
    for i in 0..n {
        for j in i..n {
            let e = entry(i, j)?;
            upper[i * n + j] = e.value;
            for fact in e.finite_where {
                if !finite_where.contains(&fact) {
                    finite_where.push(fact);
                }
            }
            for rule in e.rules {
                if !rules.contains(&rule) {
                    rules.push(rule);
                }
            }
        }
    }
    let components = Matrix::from_fn(n, n, |i, j| upper[i.min(j) * n + i.max(j)].clone());
    Ok(Information { metric: Metric::new(coordinates.to_vec(), components)?, finite_where, rules })
}

pub(super) fn expect_fixed_support(p: &Distribution, coordinates: &[Symbol]) -> Result<(), StatisticsError> {
    let moved = |exprs: Vec<&Expr>| coordinates.iter().find(|x| exprs.iter().any(|e| e.contains(x))).cloned();
    if let Some(coordinate) = moved(p.support.expressions()) {
        return Err(StatisticsError::MovingSupport { coordinate, support: p.support.clone() });
    }
    match moved(p.base.expressions()) {
        Some(coordinate) => Err(StatisticsError::MovingMeasure { coordinate, base: p.base.clone() }),
        None => Ok(()),
    }
}
