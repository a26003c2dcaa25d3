//! Integrals over `(0, 1)`, to which every bounded interval is carried.
//!
//! - **power-integral**: for `s > 0`, `int x^(s-1) (log x)^n dx = (-1)^n n! s^(-n-1)`.
//! - **beta-power-integral** (DLMF 5.12.1 after `y = x^k`): for `k > 0`, `s/k > 0`, `q + 1 > 0`,
//!   `int x^(s-1) (1 - x^k)^q dx = B(s/k, q + 1)/k`; logarithms are derivatives by `s` and `q`.
//! - **antiderivative-exponential**: with `r = a + i w` not 0, `x^n e^(r x)` has the antiderivative
//!   `e^(r x) sum_j (-1)^j n!/(n-j)! x^(n-j) r^(-j-1)`, smooth on `[0, 1]`.
//! - **antiderivative-gaussian**: for `a > 0`, `I_0` through `erf`, and by parts
//!   `2 a I_n = (n - 1) I_(n-2) + b I_(n-1) - e^(b-a)` with an additional 1 for `n = 1`.
//! - **antiderivative-binomial**: for `1 + d > 0`, `d` not 0, with `v = 1 + d x`, powers of `x` are polynomials in `v`, and
//!   `v^m (log v)^l` has an elementary antiderivative, smooth where `v > 0`.

use super::complex::Complex;
use super::terms::{Binomial, Shape};
use super::{Piece, beta_function, factorial, take};
use crate::statistics::kernels::joint_derivative;
use crate::statistics::monomials::binomial;
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Function};
use num_traits::Signed;

pub(super) fn term(shape: &Shape) -> Option<Piece> {
    match &shape.binomial {
        Some(b) if shape.exponential.is_empty() && shape.wave.is_none() => {
            if (&b.ratio + &Expr::one()).is_zero() {
                Some(beta_power(shape, b))
            } else {
                power_of_binomial(shape, b)
            }
        }
        Some(_) => None,
        None if shape.exponential.is_empty() && shape.wave.is_none() => Some(power(shape)),
        None if shape.logs == 0 => exponential(shape).or_else(|| gaussian(shape)),
        None => None,
    }
}

fn power(shape: &Shape) -> Piece {
    let s = &shape.power + &Expr::one();
    let n = shape.logs;
    let sign = Expr::integer(if n.is_multiple_of(2) { 1 } else { -1 });
    let value = sign * s.powi(-i64::from(n) - 1).scaled(&factorial(n));
    Piece::new(rules::POWER_INTEGRAL, value).given(Fact::positive(s))
}

fn beta_power(shape: &Shape, b: &Binomial) -> Piece {
    let k = &b.step;
    let p = (&shape.power + &Expr::one()) / k;
    let q = &b.exponent + &Expr::one();
    let total = &p + &q;
    let polygamma = |order: u32, x: &Expr| x.apply(Function::Polygamma(order));
    let cumulant = |i: u32, j: u32| {
        let both = polygamma(i + j - 1, &total);
        match (i, j) {
            (_, 0) => (polygamma(i - 1, &p) - both) / k.powi(i64::from(i)),
            (0, _) => polygamma(j - 1, &q) - both,
            _ => -both / k.powi(i64::from(i)),
        }
    };
    let value = beta_function(&p, &q) / k * joint_derivative(shape.logs, b.logs, cumulant);
    Piece::new(rules::BETA_POWER_INTEGRAL, value)
        .where_it_holds(Fact::positive(k.clone()))
        // At 0 log(1 - x^k) vanishes, at 1 log x.
        .given_if(b.logs == 0, Fact::positive(p))
        .given_if(shape.logs == 0, Fact::positive(q))
}

fn exponential(shape: &Shape) -> Option<Piece> {
    let n = shape.natural()?;
    let mut all = shape.exponential.clone();
    let rate = take(&mut all, 1).unwrap_or_else(Expr::zero);
    if !all.is_empty() {
        return None;
    }
    let (w, phase) = shape.wave.as_ref().map_or((Expr::zero(), Expr::zero()), |w| (w.rate.clone(), w.phase.clone()));
    let r = Complex::new(rate.clone(), w.clone());
    let inverse = r.recip();
    let coefficient = |j: u32| {
        let sign = Expr::integer(if j.is_multiple_of(2) { 1 } else { -1 });
        inverse.power(j + 1).scaled(&(sign.scaled(&(factorial(n) / factorial(n - j)))))
    };
    let at_one = (0..=n).map(coefficient).fold(Complex::real(Expr::zero()), |s, t| s.plus(&t));
    let grown = Complex::turn(&w).scaled(&rate.exp()).times(&at_one);
    // Of the sum at 0 only the constant remains, j = n.
    let difference = grown.plus(&coefficient(n).scaled(&-Expr::one()));
    let value = Complex::turn(&phase).times(&difference).re;
    Some(Piece::new(rules::ANTIDERIVATIVE_EXPONENTIAL, value).where_it_holds(Fact::nonzero(r.squared())))
}

fn gaussian(shape: &Shape) -> Option<Piece> {
    let n = shape.natural().filter(|_| shape.wave.is_none())?;
    let mut all = shape.exponential.clone();
    // For `a < 0` the integral is finite, but this is not its form.
    let a = Some(-take(&mut all, 2)?).filter(|a| a.as_number().is_none_or(Signed::is_positive))?;
    let b = take(&mut all, 1).unwrap_or_else(Expr::zero);
    if !all.is_empty() {
        return None;
    }
    let (twice, half) = (&a * &Expr::integer(2), Expr::ratio(1, 2));
    let shift = &b / (Expr::integer(2) * a.sqrt());
    let between = (a.sqrt() - &shift).apply(Function::Erf) + shift.apply(Function::Erf);
    let size = (Expr::pi() / &a).sqrt() * &half * (b.powi(2) / &twice * &half).exp();
    let end = (&b - &a).exp();
    let mut moments = vec![size * between];
    for m in 1..=i64::from(n) {
        let previous = moments.last().map_or_else(Expr::zero, |i| i * &b);
        let before =
            if m >= 2 { moments.get(m as usize - 2).map(|i| i * &Expr::integer(m - 1)) } else { Some(Expr::one()) };
        moments.push((previous + before.unwrap_or_else(Expr::zero) - &end) / &twice);
    }
    let value = moments.pop().unwrap_or_else(Expr::zero);
    Some(Piece::new(rules::ANTIDERIVATIVE_GAUSSIAN, value).where_it_holds(Fact::positive(a)))
}

fn power_of_binomial(shape: &Shape, b: &Binomial) -> Option<Piece> {
    let n = shape.natural().filter(|_| shape.logs == 0 && b.step.is_one())?;
    let d = &b.ratio;
    let end = d + &Expr::one();
    let mut facts = vec![Fact::positive(end.clone()), Fact::nonzero(d.clone())];
    // x^n = d^-n sum_m binom(n, m) (-1)^(n-m) v^m, dx = dv/d
    let mut terms = Vec::new();
    for m in 0..=n {
        let power = &b.exponent + &Expr::integer(i64::from(m) + 1);
        let sign = if (n - m).is_multiple_of(2) { 1 } else { -1 };
        let weight = Expr::integer(sign).scaled(&binomial(n, m));
        if power.is_zero() {
            // int (log v)^l dv/v
            let l = i64::from(b.logs) + 1;
            terms.push(weight * end.log().powi(l) * Expr::ratio(1, l));
            continue;
        }
        // The antiderivative v^p sum_j (-1)^j l!/(l-j)! (log v)^(l-j) p^(-j-1) at 1 + d, less that at 1, j = l.
        let part = |j: u32| {
            let sign = Expr::integer(if j.is_multiple_of(2) { 1 } else { -1 });
            sign * power.powi(-i64::from(j) - 1).scaled(&(factorial(b.logs) / factorial(b.logs - j)))
        };
        let upper = (0..=b.logs).map(|j| part(j) * end.log().powi(i64::from(b.logs - j)));
        let value = end.pow(&power) * Expr::sum(upper.collect::<Vec<_>>()) - part(b.logs);
        facts.push(Fact::nonzero(power));
        terms.push(weight * value);
    }
    let value = Expr::sum(terms) * d.powi(-i64::from(n) - 1);
    Some(facts.into_iter().fold(Piece::new(rules::ANTIDERIVATIVE_BINOMIAL, value), Piece::where_it_holds))
}
