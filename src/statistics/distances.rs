//! The Wasserstein-2 distance between two laws.
//!
//! On the line, for two laws that differ by location and scale, `W^2 = (m_1 - m_2)^2 + (s_1 - s_2)^2` with means and standard
//! deviations (Villani, *Topics in Optimal Transportation*, section 2.2); for normal laws of several variables see
//! [`MultivariateNormal::transport`](super::joint::MultivariateNormal::transport).

use super::error::StatisticsError;
use super::law::Law;
use crate::symbolic::Expr;

/// The squared Wasserstein-2 distance.
///
/// # Errors
/// `NoTransport`, `NoBures`.
pub fn wasserstein_squared(p: &Law, q: &Law) -> Result<Expr, StatisticsError> {
    if let (Law::Normal(p), Law::Normal(q)) = (p, q) {
        return if p.variables.len() == q.variables.len() { p.transport(q) } else { Err(StatisticsError::NoTransport) };
    }
    let (Some(a), Some(b)) = (p.one(), q.one()) else { return Err(StatisticsError::NoTransport) };
    match (&a.location_scale, &b.location_scale) {
        (Some(x), Some(y)) if a.kernel == b.kernel => {
            Ok((&x.location - &y.location).powi(2) + (&x.scale - &y.scale).powi(2))
        }
        _ => Err(StatisticsError::NoTransport),
    }
}
