//! Distances between two members of a family: Wasserstein-2 and Fisher-Rao.
//!
//! Wasserstein-2: on the line, for two laws that differ by location and scale, `(m_1 - m_2)^2 + (s_1 - s_2)^2` with means
//! and standard deviations (Villani, *Topics in Optimal Transportation*, section 2.2); for normal laws see
//! [`MultivariateNormal::transport`](super::joint::MultivariateNormal::transport).
//!
//! Fisher-Rao: the length of the shortest curve in the Fisher metric of the *whole* named family. With one parameter it is
//! the integral of `sqrt G`:
//! - exponential laws, gamma laws of one shape `k`: `sqrt k |log(scale_1/scale_2)|`;
//! - Poisson: `2 |sqrt r_1 - sqrt r_2|`;
//! - binomial with `n` draws: `2 sqrt n |asin sqrt p_1 - asin sqrt p_2|`;
//! - negative binomial of one size `r`: `2 sqrt r |atanh sqrt(1 - p_1) - atanh sqrt(1 - p_2)|`;
//! - multinomial with `n` draws: `2 sqrt n acos(sum sqrt(p_i q_i))`, an arc on the sphere.
//!
//! With location and scale the metric is that of a half-plane, `c (dm^2/k + ds^2)/s^2`, with the distance
//! `sqrt c arcosh(1 + (dm^2/k + ds^2)/(2 s_1 s_2))`: normal laws `c = k = 2`, Laplace laws `c = k = 1`, logistic laws
//! `c = (pi^2 + 3)/9`, `k = (pi^2 + 3)/3`; `m` and `s` as in the density.

use super::error::StatisticsError;
use super::family::{Distribution, LocationScale};
use super::kernels::Kernel;
use super::law::Law;
use crate::symbolic::{Expr, Function};

/// The squared Wasserstein-2 distance.
///
/// # Errors
/// `NoTransport`.
pub fn wasserstein_squared(p: &Law, q: &Law) -> Result<Expr, StatisticsError> {
    if let (Law::Normal(p), Law::Normal(q)) = (p, q) {
        return if p.variables.len() == q.variables.len() { p.transport(q) } else { Err(StatisticsError::NoTransport) };
    }
    let (Some(a), Some(b)) = (p.one(), q.one()) else { return Err(StatisticsError::NoTransport) };
    match (&a.location_scale, &b.location_scale) {
        (Some(x), Some(y)) if a.kernel == b.kernel => Ok(gap(&x.location, &y.location, &x.scale, &y.scale)),
        _ => Err(StatisticsError::NoTransport),
    }
}

fn gap(m: &Expr, n: &Expr, s: &Expr, t: &Expr) -> Expr {
    (m - n).powi(2) + (s - t).powi(2)
}

/// The Fisher-Rao distance.
///
/// # Errors
/// `NoTransport`.
pub fn fisher_rao(p: &Law, q: &Law) -> Result<Expr, StatisticsError> {
    let found = match (p, q) {
        (Law::Finite(a), Law::Finite(b)) if a.points == b.points => arc(&a.masses, &b.masses, &Expr::one()),
        (Law::Multinomial(a), Law::Multinomial(b)) if a.trials == b.trials && a.chances.len() == b.chances.len() => {
            arc(&a.chances, &b.chances, &a.trials)
        }
        (Law::One(a), Law::One(b)) if a.name == b.name => of_one(a, b).ok_or(StatisticsError::NoTransport)?,
        _ => return Err(StatisticsError::NoTransport),
    };
    Ok(found)
}

fn arc(p: &[Expr], q: &[Expr], trials: &Expr) -> Expr {
    let overlap = Expr::sum(p.iter().zip(q).map(|(a, b)| if a == b { a.clone() } else { a.sqrt() * b.sqrt() }));
    Expr::integer(2) * trials.sqrt() * overlap.apply(Function::Acos)
}

fn of_one(p: &Distribution, q: &Distribution) -> Option<Expr> {
    let size = |e: Expr| e.apply(Function::Abs);
    let two = || Expr::integer(2);
    if let (Some(a), Some(b)) = (&p.location_scale, &q.location_scale)
        && let Some(distance) = half_plane(&p.kernel, a, b)
    {
        return Some(distance);
    }
    match (p.name.as_str(), &p.kernel, &q.kernel) {
        ("Exponential" | "Gamma", Kernel::Gamma { shape: k }, Kernel::Gamma { shape: l }) if k == l => {
            let z = super::family::standard_variable();
            let (s, t) = (p.from_standard.derivative(&z), q.from_standard.derivative(&z));
            if s.contains(&z) || t.contains(&z) {
                return None;
            }
            Some(k.sqrt() * size(s.log() - t.log()))
        }
        ("Poisson", Kernel::Poisson { rate: r }, Kernel::Poisson { rate: s }) => {
            Some(two() * size(r.sqrt() - s.sqrt()))
        }
        (_, Kernel::Binomial { trials: n, chance: a }, Kernel::Binomial { trials: m, chance: b }) if n == m => {
            let angle = |p: &Expr| p.sqrt().apply(Function::Asin);
            Some(two() * n.sqrt() * size(angle(a) - angle(b)))
        }
        (_, Kernel::NegativeBinomial { size: r, chance: a }, Kernel::NegativeBinomial { size: s, chance: b })
            if r == s =>
        {
            let depth = |p: &Expr| (Expr::one() - p).sqrt().apply(Function::Atanh);
            Some(two() * r.sqrt() * size(depth(a) - depth(b)))
        }
        _ => None,
    }
}

/// `sqrt c arcosh(1 + (dm^2/k + ds^2)/(2 s t))`, with `s` a multiple of the standard deviation.
fn half_plane(kernel: &Kernel, a: &LocationScale, b: &LocationScale) -> Option<Expr> {
    let pi_squared = Expr::pi().powi(2);
    // c, k, and the standard deviation of the standard law squared.
    let (c, k, variance) = match kernel {
        Kernel::Gaussian => (Expr::integer(2), Expr::integer(2), Expr::one()),
        Kernel::Laplace => (Expr::one(), Expr::one(), Expr::integer(2)),
        Kernel::Logistic => {
            let sum = &pi_squared + &Expr::integer(3);
            (&sum * &Expr::ratio(1, 9), sum * Expr::ratio(1, 3), pi_squared * Expr::ratio(1, 3))
        }
        _ => return None,
    };
    let away = (&a.location - &b.location).powi(2) * &variance / k;
    let spread = (&a.scale - &b.scale).powi(2);
    let inside = Expr::one() + (away + spread) / (Expr::integer(2) * &a.scale * &b.scale);
    Some(c.sqrt() * inside.apply(Function::Acosh))
}
