//! The Fisher information metric of a family.
//!
//! `G_ij = E[s_i s_j]` with the score `s_i = d log p / d x_i`; under the usual conditions also
//! `G_ij = -E[d^2 log p / d x_i d x_j]` (Amari, *Information Geometry and Its Applications*, chapter 2).
//! The support must not move with the coordinates.

use super::error::StatisticsError;
use super::expectation::{Expected, expectation};
use super::family::Distribution;
use super::needs::Need;
use crate::geometry::{Matrix, Metric};
use crate::statistics::integrals::corners::{corner, one_sided};
use crate::statistics::monomials::plainly_positive;
use crate::symbolic::differentiate::Differentiator;
use crate::symbolic::{Binary, Bound, Expr, Function, Kind, Rational, Symbol};
use num_traits::{Signed, Zero};

/// A Fisher metric with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Information {
    /// `G_ij`, lower indices, in the coordinates asked for.
    pub metric: Metric,
    /// It is finite where these hold.
    pub finite_where: Vec<Need>,
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
    expect_no_jump(p, coordinates)?;
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
    expect_no_jump(p, coordinates)?;
    expect_smooth(p, coordinates)?;
    let s = score(p, coordinates);
    information(coordinates, |i, j| {
        let second = Differentiator::new(&coordinates[j]).derivative(&s[i]);
        Ok(expectation(&second, p)?.map(|e| -e))
    })
}

/// A corner of the log-density that moves with a coordinate carries a mass of its second derivative, which the
/// derivative off the corner misses.
///
/// Roots and inverse functions have corners too (`sqrt((x - m)^2)`, `acosh(cosh(x - m))`): they are refused where their
/// argument mixes a coordinate with the random variable, unless it plainly vanishes nowhere inside of the support.
pub(super) fn expect_smooth(p: &Distribution, coordinates: &[Symbol]) -> Result<(), StatisticsError> {
    use Function as F;
    nowhere(p, coordinates, false, |part, moves| match part.kind() {
        Kind::Apply(F::Abs | F::Sign | F::Cbrt | F::Asin | F::Acos | F::Acosh, u) => Some(u.clone()),
        Kind::Binary(Binary::Min | Binary::Max, u, v) => Some(u - v),
        Kind::Power(b, x) if !x.as_number().is_some_and(Rational::is_integer) && moves(b) => Some(b.clone()),
        _ => None,
    })
}

/// A jump of the density that moves with a coordinate is a support that moves, in all but name; the score does not see
/// it. Where a function may jump, or divides by what may vanish inside of the support, there is no Fisher metric.
pub(super) fn expect_no_jump(p: &Distribution, coordinates: &[Symbol]) -> Result<(), StatisticsError> {
    use Function as F;
    nowhere(p, coordinates, true, |part, moves| match part.kind() {
        Kind::Apply(F::Sign, _) if is_continuous_at_its_corner(p) => None,
        Kind::Apply(F::Sign | F::Acot, u) => Some(u.clone()),
        Kind::Apply(F::Tan | F::Sec, u) => Some(u.apply(F::Cos)),
        Kind::Apply(F::Cot | F::Csc, u) => Some(u.apply(F::Sin)),
        Kind::Binary(Binary::Atan2, y, _) => Some(y.clone()),
        Kind::Power(b, x) if !x.as_number().is_some_and(Signed::is_positive) && moves(b) => Some(b.clone()),
        _ => None,
    })
}

/// All signs change at one place, where the log-density has the same value from both sides: a corner, not a jump.
fn is_continuous_at_its_corner(p: &Distribution) -> bool {
    let x = &p.variable;
    let Some(m) = corner(&p.log_density, x) else { return false };
    let side = |above| one_sided(&p.log_density, x, &m, above).map(|e| e.substitute([(x.clone(), m.clone())]));
    side(true).zip(side(false)).is_some_and(|(a, b)| (a - b).is_zero())
}

/// No part of the log-density is of the kind found, with an argument that mixes a coordinate and the random variable and
/// may vanish inside of the support.
fn nowhere(
    p: &Distribution,
    coordinates: &[Symbol],
    jump: bool,
    found: impl Fn(&Expr, &dyn Fn(&Expr) -> bool) -> Option<Expr>,
) -> Result<(), StatisticsError> {
    let moves =
        |u: &Expr| coordinates.iter().any(|c| u.contains(c)) && u.contains(&p.variable) && !keeps_off_zero(u, p);
    for part in p.log_density.nodes() {
        if let Some(corner) = found(&part, &moves).filter(|u| moves(u)) {
            return Err(StatisticsError::NotSmooth { corner, jump });
        }
    }
    Ok(())
}

/// Plainly positive, or a multiple of a power of a variable whose support does not reach beyond 0.
fn keeps_off_zero(u: &Expr, p: &Distribution) -> bool {
    let nonnegative = |b: &Bound| b.value().and_then(Expr::as_number).is_some_and(|q| !Signed::is_negative(q));
    let x = &p.variable;
    let own = |f: &Expr| match f.kind() {
        Kind::Symbol(s) => s == x,
        Kind::Power(b, n) => b.as_symbol() == Some(x) && !n.contains(x),
        _ => false,
    };
    let monomial = match u.kind() {
        Kind::Product(v) => v.iter().all(|f| own(f) || !f.contains(x)),
        _ => own(u),
    };
    (monomial && nonnegative(&p.support.lower)) || positive_sum(u) || stands_still(u, x)
}

/// A power of the variable, or a distance from 0, times what vanishes nowhere: it vanishes at 0 alone, whatever the coordinates are.
fn stands_still(u: &Expr, x: &Symbol) -> bool {
    let never_zero = |f: &Expr| match f.kind() {
        Kind::Number(q) => !q.is_zero(),
        Kind::Pi | Kind::Apply(Function::Exp | Function::Cosh | Function::Logistic | Function::Softplus, _) => true,
        Kind::Power(_, n) => n.as_number().is_some_and(Signed::is_negative),
        _ => false,
    };
    match u.kind() {
        Kind::Symbol(s) => s == x,
        Kind::Apply(Function::Abs, v) => stands_still(v, x),
        Kind::Product(v) => v.iter().all(|f| if f.contains(x) { stands_still(f, x) } else { never_zero(f) }),
        _ => false,
    }
}

/// A positive number and squares.
fn positive_sum(u: &Expr) -> bool {
    let square = |e: &Expr| {
        let (c, body) = e.split_coefficient();
        let even = |e: &Expr| match e.kind() {
            Kind::Power(_, n) => n.as_number().is_some_and(|n| n.is_integer() && (n.numer() % 2u8).is_zero()),
            _ => false,
        };
        let squares = match body.kind() {
            Kind::Product(v) => v.iter().all(|f| even(f) || plainly_positive(f)),
            _ => even(&body),
        };
        Signed::is_positive(&c) && squares
    };
    match u.kind() {
        Kind::Sum(v) => v.iter().any(plainly_positive) && v.iter().all(|t| plainly_positive(t) || square(t)),
        _ => plainly_positive(u),
    }
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
