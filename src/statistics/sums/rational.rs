//! Sums of rational functions over all counts: rule **polygamma-sum**.
//!
//! In: a summand. Out: its sum from 0 on, where it is a rational function whose poles are negative rational numbers and whose parts fall
//! fast enough together. By partial fractions the summand is `sum_(a, j) A_(a, j)/(k + a)^j` with `a > 0`. For `j >= 2`,
//! `sum_k 1/(k + a)^j = (-1)^j polygamma(j - 1, a)/(j - 1)!`. Where the `A_(a, 1)` add up to 0, `sum_k sum_a A_(a, 1)/(k + a) = -sum_a A_(a, 1)
//! digamma(a)`, since `digamma(a) = -gamma_0 + sum_k (1/(k + 1) - 1/(k + a))` (Abramowitz and Stegun 6.3.16, 6.4.10). Polygamma functions at
//! `a + m` are written by those at `a`, `0 < a <= 1`, so that sums which telescope are numbers.

use super::super::counts::form::stepped;
use crate::rational::Rational;
use crate::symbolic::{Expr, Function, Kind, Symbol};
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::BTreeMap;

/// Factors of numerators and denominators, at most.
const HIGHEST_DEGREE: usize = 24;
/// Poles further out are not followed.
const FARTHEST: i64 = 200;

/// `numerator/prod (k + a)^m`
#[derive(Clone, Debug)]
struct Fraction {
    /// Coefficients of the powers of `k`.
    numerator: Vec<Rational>,
    poles: BTreeMap<Rational, u32>,
}

/// Coefficients of `1/(k + a)^j`.
type Parts = BTreeMap<(Rational, u32), Vec<Expr>>;

/// The sum from 0 on; nothing where the summand has another form.
pub(super) fn sum(f: &Expr, k: &Symbol) -> Option<Expr> {
    let mut parts = Parts::new();
    for (coefficient, fraction) in fractions(f, k)? {
        for (at, c) in fraction.apart()? {
            parts.entry(at).or_default().push(coefficient.scaled(&c));
        }
    }
    let simple = parts.iter().filter(|((_, j), _)| *j == 1).flat_map(|(_, c)| c.iter().cloned());
    if parts.is_empty() || !Expr::sum(simple.collect::<Vec<_>>()).is_zero() {
        return None;
    }
    let values = parts.into_iter().map(|((a, j), c)| Some(Expr::sum(c) * sum_of_power(&a, j)?));
    values.collect::<Option<Vec<Expr>>>().map(Expr::sum)
}

/// `sum_k 1/(k + a)^j`, for `j = 1` what counts of it: `-digamma(a)`.
fn sum_of_power(a: &Rational, j: u32) -> Option<Expr> {
    let steps = (a.ceil() - Rational::one()).to_integer().to_i64().filter(|n| *n <= FARTHEST)?;
    let least = Expr::number(a - &Rational::from_integer(steps.into()));
    let value = stepped(Function::Polygamma(j - 1), &least, steps)?;
    let factorial = (1..i64::from(j)).fold(Rational::one(), |n, i| n * Rational::from_integer(i.into()));
    let sign = Rational::from_integer(if j.is_multiple_of(2) { 1 } else { -1 }.into());
    Some(value.scaled(&(sign / factorial)))
}

fn fractions(e: &Expr, k: &Symbol) -> Option<Vec<(Expr, Fraction)>> {
    let one = || Fraction { numerator: vec![Rational::one()], poles: BTreeMap::new() };
    if !e.contains(k) {
        return Some(vec![(e.clone(), one())]);
    }
    match e.kind() {
        Kind::Symbol(_) => {
            Some(vec![(Expr::one(), Fraction { numerator: vec![Rational::zero(), Rational::one()], ..one() })])
        }
        Kind::Sum(v) => {
            let terms: Option<Vec<_>> = v.iter().map(|t| fractions(t, k)).collect();
            Some(terms?.into_iter().flatten().collect())
        }
        Kind::Product(v) => v.iter().try_fold(vec![(Expr::one(), one())], |out, f| product(&out, &fractions(f, k)?)),
        Kind::Power(b, x) => {
            let n = x.as_number().filter(|q| q.is_integer())?.to_integer().to_i64()?;
            let times = usize::try_from(n.unsigned_abs()).ok().filter(|n| *n <= HIGHEST_DEGREE)?;
            let base = if n < 0 { vec![reciprocal(b, k)?] } else { fractions(b, k)? };
            (0..times).try_fold(vec![(Expr::one(), one())], |out, _| product(&out, &base))
        }
        _ => None,
    }
}

fn product(a: &[(Expr, Fraction)], b: &[(Expr, Fraction)]) -> Option<Vec<(Expr, Fraction)>> {
    let times = |(c, x): &(Expr, Fraction), (d, y): &(Expr, Fraction)| {
        let mut poles = x.poles.clone();
        for (at, m) in &y.poles {
            *poles.entry(at.clone()).or_default() += m;
        }
        let numerator = series_product(&x.numerator, &y.numerator, x.numerator.len() + y.numerator.len() - 1);
        (c * d, Fraction { numerator, poles })
    };
    let all: Vec<_> = a.iter().flat_map(|x| b.iter().map(move |y| times(x, y))).collect();
    let small = |(_, f): &(Expr, Fraction)| f.numerator.len() <= HIGHEST_DEGREE && f.order() <= HIGHEST_DEGREE;
    all.iter().all(small).then_some(all)
}

/// `1/(s k + s a)` for a rational `a > 0`.
fn reciprocal(b: &Expr, k: &Symbol) -> Option<(Expr, Fraction)> {
    let slope = b.derivative(k);
    if slope.contains(k) || slope.is_zero() {
        return None;
    }
    let at = b.substitute([(k.clone(), Expr::zero())]) / &slope;
    let a = at.as_number().filter(|a| a.is_positive())?.clone();
    Some((slope.recip(), Fraction { numerator: vec![Rational::one()], poles: BTreeMap::from([(a, 1)]) }))
}

impl Fraction {
    /// The degree of the denominator.
    fn order(&self) -> usize {
        self.poles.values().map(|m| usize::try_from(*m).unwrap_or(usize::MAX)).fold(0, usize::saturating_add)
    }

    /// Its partial fractions; nothing where it has a polynomial part.
    fn apart(&self) -> Option<Vec<((Rational, u32), Rational)>> {
        let degree = self.numerator.iter().rposition(|c| !c.is_zero()).map_or(0, |d| d + 1);
        if degree > self.order() {
            return None;
        }
        let mut out = Vec::new();
        for (a, m) in &self.poles {
            let length = usize::try_from(*m).ok()?;
            // In t = k + a: the part at t^-j is the coefficient of t^(m - j).
            let mut series = shifted(&self.numerator, &-a, length);
            for (b, n) in self.poles.iter().filter(|(b, _)| *b != a) {
                for _ in 0..*n {
                    series = over_affine(&series, &(b - a));
                }
            }
            for (j, c) in (1..=*m).rev().zip(series) {
                if !c.is_zero() {
                    out.push(((a.clone(), j), c));
                }
            }
        }
        Some(out)
    }
}

/// The first coefficients of `p(t + s)`.
fn shifted(p: &[Rational], s: &Rational, length: usize) -> Vec<Rational> {
    let affine = [s.clone(), Rational::one()];
    let zero = vec![Rational::zero(); length];
    p.iter().rev().fold(zero, |sum, c| {
        let mut next = series_product(&sum, &affine, length);
        if let Some(first) = next.first_mut() {
            *first = &*first + c;
        }
        next
    })
}

/// The first coefficients of a product.
fn series_product(a: &[Rational], b: &[Rational], length: usize) -> Vec<Rational> {
    let mut out = vec![Rational::zero(); length];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            if let Some(c) = out.get_mut(i + j) {
                *c = &*c + &(x * y);
            }
        }
    }
    out
}

/// The first coefficients of `p(t)/(t + d)`, `d` not 0.
fn over_affine(p: &[Rational], d: &Rational) -> Vec<Rational> {
    let mut before = Rational::zero();
    let mut out = Vec::with_capacity(p.len());
    for c in p {
        before = (c - &before) / d;
        out.push(before.clone());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    fn of(f: impl Fn(&Expr) -> Expr) -> Option<Expr> {
        let k = Symbol::new("", "k", Role::Auxiliary, 0);
        sum(&f(&Expr::symbol(&k)), &k)
    }

    #[test]
    fn sums_that_telescope_are_numbers() {
        let n = Expr::integer;
        assert_eq!(of(|k| (k + &n(1)).recip() * (k + &n(2)).recip()), Some(n(1)));
        assert_eq!(of(|k| (k + &n(1)).recip() * (k + &n(3)).recip()), Some(Expr::ratio(3, 4)));
        assert_eq!(of(|k| (k + &n(1)).recip() - (k + &n(2)).recip()), Some(n(1)));
        // 1/4 = sum 1/((k + 1)(k + 2)(k + 3)), (2 k + 3)/((k + 1)^2 (k + 2)^2) = 1/(k + 1)^2 - 1/(k + 2)^2.
        let three = |k: &Expr| (k + &n(1)).recip() * (k + &n(2)).recip() * (k + &n(3)).recip();
        assert_eq!(of(three), Some(Expr::ratio(1, 4)));
        let squares = |k: &Expr| (k * &n(2) + n(3)) * ((k + &n(1)) * (k + &n(2))).powi(-2);
        assert_eq!(of(squares), Some(n(1)));
    }

    #[test]
    fn powers_are_polygamma_functions() {
        let one = Expr::one();
        let trigamma = |x: Expr| x.apply(Function::Polygamma(1));
        assert_eq!(of(|k| (k + &one).powi(-2)), Some(trigamma(one.clone())));
        let half = Expr::ratio(1, 2);
        assert_eq!(of(|k| (k * &Expr::integer(2) + &one).powi(-2)), Some(trigamma(half) * Expr::ratio(1, 4)));
        let third = one.apply(Function::Polygamma(2)) * Expr::ratio(-1, 2);
        assert_eq!(of(|k| (k + &one).powi(-3)), Some(third));
    }

    #[test]
    fn what_diverges_has_no_sum() {
        let one = Expr::one();
        assert_eq!(of(|k| (k + &one).recip()), None);
        assert_eq!(of(|k| k * &(k + &one).powi(-2)), None);
        assert_eq!(of(|k| (k + &one).recip() + (k + &Expr::integer(2)).recip()), None);
        assert_eq!(of(|k| k.powi(2) * &(k + &one).powi(-2)), None);
        // A pole among the counts.
        assert_eq!(of(|k| (k - &one).powi(-2)), None);
    }
}
