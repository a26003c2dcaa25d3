//! The Kullback-Leibler divergence, cross-entropy and entropy.
//!
//! `KL(p, q) = D(p || q) = E_p[log p - log q]` with the natural logarithm (Amari, *Information Geometry and Its
//! Applications*, chapter 1). Base measures cancel when they are the same. `CrossEntropy(p, q) = -E_p[log q]` and
//! `Entropy(p) = -E_p[log p]` are with respect to length or to the number of points: the logarithm of a weight is part of them.

use super::error::StatisticsError;
use super::expectation::{Expected, expectation};
use super::family::{BaseMeasure, Distribution, Support};
use super::finite_support::mass_where_none;
use super::needs::Need;
use crate::symbolic::{Bound, Expr, Fact, Function};

/// `E_p[log p - log q]`
///
/// # Errors
/// `SupportNotContained` when `p` puts mass where `q` has none; `MassWhereNone`; `NoRule`.
pub fn kl_divergence(p: &Distribution, q: &Distribution) -> Result<Expected, StatisticsError> {
    let ratio = log_ratio(p, q)?;
    Ok(ratio.over(expectation(&ratio.value, p)?))
}

/// A logarithm that is averaged, and where the first law has no mass outside of the second one's support.
#[derive(Clone, Debug)]
pub struct Compared {
    /// it
    pub value: Expr,
    /// where these fail, the divergence is infinite
    pub contained_where: Vec<Fact>,
}

impl Compared {
    /// The mean, with these conditions: where one of them fails, the first law puts mass where the second has none.
    #[must_use]
    pub fn over(&self, mut mean: Expected) -> Expected {
        let need = |fact: &Fact| Need { fact: fact.clone(), rule: SUPPORT, exact: Some(Vec::new()) };
        mean.finite_where.extend(self.contained_where.iter().map(need));
        mean
    }

    fn map(self, f: impl FnOnce(Expr) -> Expr) -> Self {
        Self { value: f(self.value), ..self }
    }
}

/// What the conditions of [`Compared`] are said to come from.
pub const SUPPORT: &str = "support";

/// `log p - log q` at the variable of `p`, weights included where they differ.
///
/// # Errors
/// As [`kl_divergence`]; `BaseMeasures` where a weight has no simple form.
pub fn log_ratio(p: &Distribution, q: &Distribution) -> Result<Compared, StatisticsError> {
    let log_q = comparable(p, q)?;
    if p.base == q.base {
        return Ok(log_q.map(|log_q| &p.log_density - &log_q));
    }
    let x = Expr::symbol(&p.variable);
    let p_weight = log_weight(&p.base, &x).ok_or_else(|| bases(p, q))?;
    let q_weight = log_weight(&q.base, &x).ok_or_else(|| bases(p, q))?;
    Ok(log_q.map(|log_q| &p.log_density - &log_q + (p_weight - q_weight)))
}

/// `-E_p[log q]`
///
/// # Errors
/// As [`kl_divergence`].
pub fn cross_entropy(p: &Distribution, q: &Distribution) -> Result<Expected, StatisticsError> {
    let log_q = log_of_second(p, q)?;
    Ok(log_q.over(expectation(&-&log_q.value, p)?))
}

/// `-E_p[log p]`
///
/// # Errors
/// `NoRule`.
pub fn entropy(p: &Distribution) -> Result<Expected, StatisticsError> {
    cross_entropy(p, p)
}

fn bases(p: &Distribution, q: &Distribution) -> StatisticsError {
    StatisticsError::BaseMeasures { first: p.base.clone(), second: q.base.clone() }
}

/// `log q` with its weight, at the variable of `p`.
///
/// # Errors
/// `SupportNotContained`, `BaseMeasures`.
pub fn log_of_second(p: &Distribution, q: &Distribution) -> Result<Compared, StatisticsError> {
    let log_q = comparable(p, q)?;
    let weight = log_weight(&q.base, &Expr::symbol(&p.variable)).ok_or_else(|| bases(p, q))?;
    Ok(log_q.map(|log_q| log_q + weight))
}

/// The log-density of `q` at the variable of `p`, where `q` has mass wherever `p` has.
fn comparable(p: &Distribution, q: &Distribution) -> Result<Compared, StatisticsError> {
    let Some(contained_where) = contains(&q.support, &p.support) else {
        return Err(StatisticsError::SupportNotContained { first: p.support.clone(), second: q.support.clone() });
    };
    if let Some(point) = mass_where_none(p, q) {
        return Err(StatisticsError::MassWhereNone { point: vec![point] });
    }
    let value = q.log_density.substitute([(q.variable.clone(), Expr::symbol(&p.variable))]);
    Ok(Compared { value, contained_where })
}

/// The logarithm of the weight that a mass function is written against; nothing where it has no simple form.
#[must_use]
pub fn log_weight(base: &BaseMeasure, x: &Expr) -> Option<Expr> {
    let after = |e: &Expr| e + &Expr::one();
    let log_gamma = |e: Expr| e.apply(Function::LogGamma);
    Some(match base {
        BaseMeasure::Lebesgue | BaseMeasure::Counting => Expr::zero(),
        BaseMeasure::InverseFactorial => -log_gamma(after(x)),
        // On 0 and 1 alone the weights are 1.
        BaseMeasure::BinomialCoefficient(n) if n.is_one() => Expr::zero(),
        BaseMeasure::BinomialCoefficient(n) => log_gamma(after(n)) - log_gamma(after(x)) - log_gamma(after(&(n - x))),
        BaseMeasure::RisingFactorial(r) if r.is_one() => Expr::zero(),
        BaseMeasure::RisingFactorial(r) => log_gamma(r + x) - log_gamma(r.clone()) - log_gamma(after(x)),
    })
}

impl Distribution {
    /// The logarithm of the density, or of the mass at a point: the weight of the base measure is part of it.
    #[must_use]
    pub fn log_mass(&self) -> Expr {
        let weight = log_weight(&self.base, &Expr::symbol(&self.variable));
        weight.map_or_else(|| self.log_density.clone(), |w| &self.log_density + &w)
    }
}

/// Where `outer` contains `inner`: nothing where it certainly does not, or where lattices cannot be compared.
fn contains(outer: &Support, inner: &Support) -> Option<Vec<Fact>> {
    let same_points = match (&outer.spacing, &inner.spacing) {
        (None, None) => true,
        // Lattices of one spacing whose origins differ by whole steps.
        (Some(a), Some(b)) => {
            let steps = outer.lower.value().zip(inner.lower.value()).map(|(p, q)| q - p);
            let whole = steps.and_then(|d| (d / a).as_number().map(crate::symbolic::Rational::is_integer));
            a == b && (outer.lower == inner.lower || whole == Some(true))
        }
        _ => false,
    };
    let reaches = |outer: &Bound, inner: &Bound, outwards: i64| match (outer.value(), inner.value()) {
        (None, _) => Some(None),
        (Some(_), None) => None,
        (Some(a), Some(b)) => {
            // A single end point carries no mass on an interval, and lattices have closed ends.
            let beyond = (a - b).scaled(&crate::symbolic::Rational::from_integer(outwards.into()));
            match beyond.as_number() {
                Some(d) => (!num_traits::Signed::is_negative(d)).then_some(None),
                None => Some(Some(Fact::nonnegative(beyond))),
            }
        }
    };
    let ends = [reaches(&outer.lower, &inner.lower, -1)?, reaches(&outer.upper, &inner.upper, 1)?];
    same_points.then(|| ends.into_iter().flatten().collect())
}
