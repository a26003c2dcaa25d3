//! Integrals over `x > 0`.
//!
//! In all of these `k` is not 0.
//!
//! - **gamma-power-integral** (DLMF 5.9.1 after `y = r x^k`): for `r > 0`, `s/k > 0`,
//!   `int x^(s-1) e^(-r x^k) dx = r^(-s/k) Gamma(s/k)/|k|`; powers of `log x` are derivatives by `s`.
//! - **damped-wave-integral** (DLMF 5.9.1 at complex rate): for `r > 0`,
//!   `int x^n e^(-r x) cos(w x + h) dx = n! Re(e^(ih) (r + i w)^(n+1))/(r^2 + w^2)^(n+1)`.
//! - **beta-prime-integral** (DLMF 5.12.3 after `y = d x^k`): for `d > 0`, `s/k > 0`, `n - s/k > 0`,
//!   `int x^(s-1) (1 + d x^k)^(-n) dx = d^(-s/k) B(s/k, n - s/k)/|k|`; powers of `log x` and of `log(1 + d x^k)` are
//!   derivatives by `s` and `-n`.
//! - **half-gaussian-integral** (DLMF 7.7.3, then by parts): for `a > 0`, `I_0 = sqrt(pi/a)/2 e^(b^2/(4a)) erfc(-b/(2 sqrt a))`,
//!   `2 a I_n = (n - 1) I_(n-2) + b I_(n-1)` with an additional 1 for `n = 1`.
//! - **first-passage-integral** (DLMF 10.32.10 and 10.49.12 after `y = x^k`): for `a > 0`, `b > 0` and `s/k = ±(n + 1/2)`,
//!   `int x^(s-1) e^(-a x^k - b x^-k) dx = (2/|k|) (b/a)^(s/(2k)) K_(s/k)(2 w)`, `w = sqrt(a b)`, where
//!   `K_(n + 1/2)(2 w) = sqrt(pi/w)/2 e^(-2 w) sum_(j <= n) (n + j)!/(j! (n - j)!) (4 w)^-j`.

use super::complex::Complex;
use super::terms::{Binomial, Shape};
use super::{Piece, beta_function, factorial, take};
use crate::statistics::kernels::{from_cumulants, joint_derivative};
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Function, Rational};
use num_traits::{Signed, ToPrimitive};

/// Higher orders of the Bessel function are not written out.
const HIGHEST_ORDER: u32 = 24;

pub(super) fn term(shape: &Shape) -> Option<Piece> {
    match (&shape.binomial, &shape.wave) {
        (Some(b), None) if shape.exponential.is_empty() => Some(beta_prime(shape, b)),
        (None, Some(_)) if shape.logs == 0 => damped_wave(shape),
        (None, None) => gamma_power(shape).or_else(|| half_gaussian(shape)).or_else(|| first_passage(shape)),
        _ => None,
    }
}

fn polygamma(order: u32, x: &Expr) -> Expr {
    x.apply(Function::Polygamma(order))
}

fn gamma_power(shape: &Shape) -> Option<Piece> {
    let mut all = shape.exponential.iter();
    let (Some((k, c)), None) = (all.next(), all.next()) else { return None };
    let rate = -c;
    let s = &shape.power + &Expr::one();
    let ratio = &s / k;
    let scale = rate.pow(&-&ratio) / k.apply(Function::Abs);
    let moments = from_cumulants(shape.logs, |i| {
        let through = polygamma(i - 1, &ratio) / k.powi(i64::from(i));
        if i == 1 { through - rate.log() / k } else { through }
    });
    let last = moments.last().cloned().unwrap_or_else(Expr::one);
    let value = scale * ratio.apply(Function::Gamma) * last;
    Some(
        Piece::new(rules::GAMMA_POWER_INTEGRAL, value)
            .where_it_holds(Fact::nonzero(k.clone()))
            .given(Fact::positive(rate))
            .given(Fact::positive(ratio)),
    )
}

fn damped_wave(shape: &Shape) -> Option<Piece> {
    let n = shape.natural()?;
    let mut exponential = shape.exponential.clone();
    let rate = -take(&mut exponential, 1)?;
    let wave = shape.wave.as_ref().filter(|_| exponential.is_empty())?;
    let turned = Complex::turn(&wave.phase).times(&Complex::new(rate.clone(), wave.rate.clone()).power(n + 1));
    let square = rate.powi(2) + wave.rate.powi(2);
    let value = turned.re * square.powi(-i64::from(n) - 1).scaled(&factorial(n));
    Some(Piece::new(rules::DAMPED_WAVE_INTEGRAL, value).given(Fact::positive(rate)))
}

fn beta_prime(shape: &Shape, b: &Binomial) -> Piece {
    let s = &shape.power + &Expr::one();
    let k = &b.step;
    let n = -&b.exponent;
    let p = &s / k;
    let q = &n - &p;
    let cumulant = |i: u32, j: u32| match (i, j) {
        (_, 0) => {
            let sum = (polygamma(i - 1, &p) + power_of_minus(i) * polygamma(i - 1, &q)) / k.powi(i64::from(i));
            if i == 1 { sum - b.ratio.log() / k } else { sum }
        }
        // Derivatives by the exponent -n.
        (0, _) => power_of_minus(j) * (polygamma(j - 1, &q) - polygamma(j - 1, &n)),
        _ => power_of_minus(i + j) * polygamma(i + j - 1, &q) / k.powi(i64::from(i)),
    };
    let size = b.ratio.pow(&-&p) * beta_function(&p, &q) / k.apply(Function::Abs);
    let value = size * joint_derivative(shape.logs, b.logs, cumulant);
    Piece::new(rules::BETA_PRIME_INTEGRAL, value)
        .where_it_holds(Fact::positive(b.ratio.clone()))
        .where_it_holds(Fact::nonzero(k.clone()))
        // log(1 + d x^k) vanishes at one of the ends.
        .given_if(b.logs == 0, Fact::positive(p))
        .given_if(b.logs == 0, Fact::positive(q))
}

fn power_of_minus(n: u32) -> Expr {
    Expr::integer(if n.is_multiple_of(2) { 1 } else { -1 })
}

fn half_gaussian(shape: &Shape) -> Option<Piece> {
    let n = shape.natural().filter(|_| shape.logs == 0)?;
    let mut exponential = shape.exponential.clone();
    let a = -take(&mut exponential, 2)?;
    let b = take(&mut exponential, 1)?;
    if !exponential.is_empty() {
        return None;
    }
    let twice = &a * &Expr::integer(2);
    let argument = -&b / (Expr::integer(2) * a.sqrt());
    let half = Expr::ratio(1, 2);
    let size = (Expr::pi() / &a).sqrt() * &half * (b.powi(2) / &twice * &half).exp();
    let mut moments = vec![size * argument.apply(Function::Erfc)];
    for m in 1..=i64::from(n) {
        let previous = moments.last().map_or_else(Expr::zero, |i| i * &b);
        let before =
            if m >= 2 { moments.get(m as usize - 2).map(|i| i * &Expr::integer(m - 1)) } else { Some(Expr::one()) };
        moments.push((previous + before.unwrap_or_else(Expr::zero)) / &twice);
    }
    let value = moments.pop().unwrap_or_else(Expr::zero);
    Some(Piece::new(rules::HALF_GAUSSIAN_INTEGRAL, value).where_it_holds(Fact::positive(a)))
}

fn first_passage(shape: &Shape) -> Option<Piece> {
    let [(low, b), (k, a)] = shape.exponential.iter().collect::<Vec<_>>().try_into().ok()?;
    if shape.logs > 0 || !(low + k).is_zero() {
        return None;
    }
    let (k, a, b) = if k.as_number().is_some_and(Signed::is_positive) { (k, -a, -b) } else { (low, -b, -a) };
    let order = (&shape.power + &Expr::one()) / k;
    // order = sign (n + 1/2)
    let doubled = order.as_number()? * Rational::from_integer(2.into());
    let odd = doubled.is_integer().then(|| doubled.to_integer().abs().to_u32())?.filter(|odd| odd % 2 == 1)?;
    let n = (odd - 1) / 2;
    if n > HIGHEST_ORDER {
        return None;
    }
    let w = (&a * &b).sqrt();
    let sum = Expr::sum((0..=n).map(|j| {
        let weight = factorial(n + j) / (factorial(j) * factorial(n - j));
        (&w * &Expr::integer(4)).powi(-i64::from(j)).scaled(&weight)
    }));
    // (b/a)^(order/2) / sqrt(w) = (b/a)^(order/2) (a b)^(-1/4)
    let half = Expr::ratio(1, 2);
    let exponent = |sign: i64| (&order * &half * Expr::integer(sign)) - Expr::ratio(1, 4);
    let size = Expr::pi().sqrt() * b.pow(&exponent(1)) * a.pow(&exponent(-1));
    let value = size * sum * (w * Expr::integer(-2)).exp() / k.apply(Function::Abs);
    Some(
        Piece::new(rules::FIRST_PASSAGE_INTEGRAL, value)
            .where_it_holds(Fact::nonzero(k.clone()))
            .where_it_holds(Fact::positive(a))
            .where_it_holds(Fact::positive(b)),
    )
}
