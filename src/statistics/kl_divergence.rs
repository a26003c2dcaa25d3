//! The Kullback-Leibler divergence.
//!
//! `KL(p, q) = D(p || q) = E_p[log p - log q]` with the natural logarithm (Amari, *Information Geometry and Its
//! Applications*, chapter 1). Base measures cancel when they are the same.

use super::error::StatisticsError;
use super::expectation::{Expected, expectation};
use super::family::{Distribution, Support};
use crate::symbolic::{Bound, Expr};

/// `E_p[log p - log q]`
///
/// # Errors
/// `SupportNotContained` when `p` may put mass where `q` has none; `BaseMeasures`; `NoRule`.
pub fn kl_divergence(p: &Distribution, q: &Distribution) -> Result<Expected, StatisticsError> {
    if !contains(&q.support, &p.support) {
        return Err(StatisticsError::SupportNotContained { first: p.support.clone(), second: q.support.clone() });
    }
    if p.base != q.base {
        return Err(StatisticsError::BaseMeasures { first: p.base.clone(), second: q.base.clone() });
    }
    let log_q = q.log_density.substitute([(q.variable.clone(), Expr::symbol(&p.variable))]);
    expectation(&(&p.log_density - &log_q), p)
}

/// Whether `outer` contains `inner`, as far as equal expressions and numbers tell.
fn contains(outer: &Support, inner: &Support) -> bool {
    let same_points = match (&outer.spacing, &inner.spacing) {
        (None, None) => true,
        // Lattices of one spacing with one origin.
        (Some(a), Some(b)) => a == b && outer.lower == inner.lower,
        _ => false,
    };
    let reaches = |outer: &Bound, inner: &Bound, outwards: i64| match (outer.value(), inner.value()) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(a), Some(b)) => {
            // A single end point carries no mass on an interval, and lattices have closed ends.
            let beyond = (a - b).scaled(&crate::symbolic::Rational::from_integer(outwards.into()));
            beyond.as_number().is_some_and(|d| !num_traits::Signed::is_negative(d))
        }
    };
    same_points && reaches(&outer.lower, &inner.lower, -1) && reaches(&outer.upper, &inner.upper, 1)
}
