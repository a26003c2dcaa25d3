//! Sums over integers in closed form.
//!
//! In: an expression, its variable, the first and the last index (or none). Out: the sum, where it is finite, and the
//! rules used; or that no rule gives it. The summand is written as a sum of terms ([`terms`]) and each has its rule.
//!
//! With falling factorials `k_(i) = k (k - 1) .. (k - i + 1)`, and `k^n = sum_i S(n, i) k_(i)` with Stirling's numbers:
//! - **finite-sum**: both ends are numbers; the values are added up.
//! - **geometric-sum**: `sum_(k >= 0) k_(i) q^k = i! q^i/(1 - q)^(i + 1)` for `-1 < q < 1`.
//! - **exponential-sum**: `sum_(k >= 0) k_(i) q^k/k! = q^i e^q`.
//! - **negative-binomial-series**: `sum_(k >= 0) k_(i) Gamma(r + k)/k! q^k = Gamma(r + i) q^i (1 - q)^(-r - i)` for `r > 0`,
//!   `-1 < q < 1`.
//! - **logarithmic-sum**: `sum_(k >= 1) q^k/k = -log(1 - q)` for `-1 < q < 1`.
//! - **binomial-theorem**: `sum_(k = 0..N) k_(i) a^k b^(N - k)/(k! (N - k)!) = a^i (a + b)^(N - i)/(N - i)!`.
//! - **faulhaber-sum**: `sum_(k = 0..N) k_(i) = (N + 1)_(i + 1)/(i + 1)`.
//! - **shifted-sum** ([`poles`]): terms over `k + c`, as integrals of the generating function.
//! - **polygamma-sum** ([`rational`]): rational functions over all counts.
//! - **finite-geometric-sum**: `sum_(k = 0..N) q^k = (1 - q^(N + 1))/(1 - q)` for `q` not 1.

mod poles;
mod rational;
mod terms;

use super::error::StatisticsError;
use super::expectation::Expected;
use super::monomials::{integer, stirling};
use super::needs::{Part, together};
use crate::enclosure::facts;
use crate::statistics::rules;
use crate::symbolic::definition::definition;
use crate::symbolic::{Expr, Fact, Function, Kind, Symbol};
use num_traits::Signed;
use terms::{Expansion, Shape};

/// So many terms are taken off a sum from 0 on.
const LONGEST_HEAD: i64 = 16;
/// Longer sums between numbers are not added up.
const LONGEST: i64 = 2_000;

/// `sum f(k)` for `k` from `first` to `last`, or without end.
///
/// # Errors
/// `NoSum` with the summand.
pub fn definite_sum(f: &Expr, k: &Symbol, first: &Expr, last: Option<&Expr>) -> Result<Expected, StatisticsError> {
    if f.is_zero() {
        return Ok(Expected::certain(Expr::zero()));
    }
    if let (Some(a), Some(b)) = (integer(first), last.and_then(integer))
        && b - a < LONGEST
    {
        let values = (a..=b).map(|n| f.substitute([(k.clone(), Expr::integer(n))]));
        let mut out = Expected::certain(Expr::sum(values.collect::<Vec<_>>()));
        out.join(Vec::new(), &[rules::FINITE_SUM]);
        return Ok(out);
    }
    let no_sum = || StatisticsError::NoSum { expr: f.clone(), variable: k.clone() };
    logarithmic(f, k, first, last)
        .or_else(|| {
            let shifted = f.substitute([(k.clone(), first + &Expr::symbol(k))]);
            by_rules(&shifted, k, last.map(|b| b - first).as_ref())
        })
        .or_else(|| over_all_counts(f, k, first, last))
        .or_else(|| without_head(f, k, integer(first)?, last))
        .or_else(|| from_its_factorial(f, k, integer(first)?, last))
        .ok_or_else(no_sum)
}

/// A rational function, from a number on without end.
fn over_all_counts(f: &Expr, k: &Symbol, first: &Expr, last: Option<&Expr>) -> Option<Expected> {
    if last.is_some() {
        return None;
    }
    let value = rational::sum(&f.substitute([(k.clone(), first + &Expr::symbol(k))]), k)?;
    Some(Expected { value, finite_where: Vec::new(), rules: vec![rules::POLYGAMMA_SUM] })
}

/// The sum by the number whose factorial stands in it: `a^(k+1)/(k+1)!` from 0 on is `a^j/j!` from 1 on.
fn from_its_factorial(f: &Expr, k: &Symbol, first: i64, last: Option<&Expr>) -> Option<Expected> {
    let x = Expr::symbol(k);
    let steps = |node: &Expr| match node.kind() {
        Kind::Apply(Function::Gamma, u) => integer(&(u - &x)).map(|c| c - 1).filter(|c| *c > 0),
        _ => None,
    };
    let by = f.nodes().iter().filter_map(steps).min()?;
    let moved = f.substitute([(k.clone(), &x - &Expr::integer(by))]);
    without_head(&moved, k, first + by, last.map(|b| b + &Expr::integer(by)).as_ref())
}

/// The sum from 0 on less the terms before the first one, each of which has a value: `a^k/k!` from 1 on.
fn without_head(f: &Expr, k: &Symbol, first: i64, last: Option<&Expr>) -> Option<Expected> {
    if !(1..=LONGEST_HEAD).contains(&first) {
        return None;
    }
    let conditions: Vec<Fact> = definition(f).into_iter().filter(|fact| fact.expr.contains(k)).collect();
    let at = |e: &Expr, n: i64| e.substitute([(k.clone(), Expr::integer(n))]);
    let has_value = |n: i64| conditions.iter().all(|c| facts::holds(&c.with(at(&c.expr, n))) == Some(true));
    if !(0..first).all(has_value) {
        return None;
    }
    let mut out = by_rules(f, k, last)?;
    out.value = out.value - Expr::sum((0..first).map(|n| at(f, n)).collect::<Vec<_>>());
    out.join(Vec::new(), &[rules::FINITE_SUM]);
    Some(out)
}

/// The sum of one term.
type Piece = Part<()>;

fn piece(value: Expr, rule: &'static str, finite_where: Vec<Fact>, holds_where: Vec<Fact>) -> Piece {
    Part { coefficient: Expr::one(), value, rule, finite_where, holds_where, growth: None }
}

/// From 0 on.
fn by_rules(f: &Expr, k: &Symbol, last: Option<&Expr>) -> Option<Expected> {
    let mut parts = Vec::new();
    for (coefficient, shape) in (Expansion { variable: k, last }).of(f)? {
        for (factor, simple) in poles::apart(&shape)? {
            let piece = match (simple.poles.first(), last) {
                (Some(c), last) => poles::over(&simple, *c, last)?,
                (None, None) => series(&simple)?,
                (None, Some(last)) => up_to(&simple, last)?,
            };
            parts.push(Part { coefficient: coefficient.scaled(&factor), ..piece });
        }
    }
    together(parts)
}

/// `sum_i S(n, i) term(i)`
fn by_falling_factorials(n: u32, term: impl Fn(u32) -> Expr) -> Expr {
    Expr::sum(stirling(n).into_iter().zip(0u32..).map(|(s, i)| term(i).scaled(&s)).collect::<Vec<_>>())
}

/// `x (x + 1) .. (x + i - 1)`
fn rising(x: &Expr, i: u32) -> Expr {
    Expr::product((0..i).map(|j| x + &Expr::integer(i64::from(j))))
}

/// `x (x - 1) .. (x - i + 1)`
fn falling(x: &Expr, i: u32) -> Expr {
    Expr::product((0..i).map(|j| x - &Expr::integer(i64::from(j))))
}

/// `-1 < q < 1`
fn inside(q: &Expr) -> Vec<Fact> {
    vec![Fact::positive(Expr::one() - q), Fact::positive(Expr::one() + q)]
}

/// Nothing for a number that is not positive: the sum may be finite, but this rule does not give it.
fn may_be_positive(e: &Expr) -> Option<()> {
    e.as_number().is_none_or(Signed::is_positive).then_some(())
}

fn series(shape: &Shape) -> Option<Piece> {
    let (n, q) = (shape.power, shape.ratio.clone());
    let rest = Expr::one() - &q;
    let power = |i: u32| q.powi(i64::from(i));
    if !shape.co_ratio.is_one() || !shape.below.is_empty() {
        return None;
    }
    match shape.upwards.as_slice() {
        [] => {
            let value = by_falling_factorials(n, |i| rising(&Expr::one(), i) * power(i) * rest.powi(-i64::from(i) - 1));
            Some(piece(value, rules::GEOMETRIC_SUM, inside(&q), Vec::new()))
        }
        [(c, -1)] if c.is_one() => {
            let value = q.exp() * by_falling_factorials(n, power);
            Some(piece(value, rules::EXPONENTIAL_SUM, Vec::new(), Vec::new()))
        }
        [(a, x), (b, y)] => {
            let r = match (x, y) {
                (1, -1) if b.is_one() => a,
                (-1, 1) if a.is_one() => b,
                _ => return None,
            };
            may_be_positive(r)?;
            let term = |i: u32| rising(r, i) * power(i) * rest.pow(&-(r + &Expr::integer(i64::from(i))));
            let value = r.apply(Function::Gamma) * by_falling_factorials(n, term);
            Some(piece(value, rules::NEGATIVE_BINOMIAL_SERIES, inside(&q), vec![Fact::positive(r.clone())]))
        }
        _ => None,
    }
}

fn up_to(shape: &Shape, last: &Expr) -> Option<Piece> {
    let n = shape.power;
    match (shape.upwards.as_slice(), shape.below.as_slice()) {
        ([(c, -1)], [(d, -1)]) if c.is_one() && d.is_one() => {
            let (a, b) = (&shape.ratio, &shape.co_ratio);
            let total = a + b;
            may_be_positive(&total)?;
            let term = |i: u32| {
                let exponent = last - &Expr::integer(i64::from(i));
                let power = if total.is_one() { Expr::one() } else { total.pow(&exponent) };
                falling(last, i) * a.powi(i64::from(i)) * power
            };
            let value = by_falling_factorials(n, term) / (last + &Expr::one()).apply(Function::Gamma);
            // A power with a symbolic exponent is read for a positive base.
            let facts = if total.is_one() { Vec::new() } else { vec![Fact::positive(total)] };
            Some(piece(value, rules::BINOMIAL_THEOREM, Vec::new(), facts))
        }
        ([], []) => {
            let q = &shape.ratio / &shape.co_ratio;
            let outside = if shape.co_ratio.is_one() { Expr::one() } else { shape.co_ratio.pow(last) };
            let after = last + &Expr::one();
            if q.is_one() {
                let term = |i: u32| falling(&after, i + 1) * Expr::ratio(1, i64::from(i) + 1);
                let value = outside * by_falling_factorials(n, term);
                return Some(piece(value, rules::FAULHABER_SUM, Vec::new(), Vec::new()));
            }
            if n > 0 {
                return None;
            }
            may_be_positive(&q)?;
            let rest = Expr::one() - &q;
            let value = outside * (Expr::one() - q.pow(&after)) / &rest;
            Some(piece(value, rules::FINITE_GEOMETRIC_SUM, Vec::new(), vec![Fact::nonzero(rest), Fact::positive(q)]))
        }
        _ => None,
    }
}

/// `sum_(k >= 1) k^n q^k/k`
fn logarithmic(f: &Expr, k: &Symbol, first: &Expr, last: Option<&Expr>) -> Option<Expected> {
    if !first.is_one() || last.is_some() {
        return None;
    }
    // k f(k) has the other rules; what it holds of k^0 is divided by k, the rest goes on without.
    let whole = Expansion { variable: k, last: None }.of(&(f * &Expr::symbol(k)))?;
    let (over_k, others): (Vec<_>, Vec<_>) = whole.into_iter().partition(|(_, s)| s.power == 0);
    if others.iter().any(|(_, s)| !s.poles.is_empty()) {
        return None;
    }
    if over_k.is_empty() || over_k.iter().any(|(_, s)| s.only_ratio().is_none()) {
        return None;
    }
    let mut parts = Vec::new();
    for (coefficient, shape) in over_k {
        let q = shape.only_ratio()?;
        let value = -(Expr::one() - &q).log();
        parts.push(Part { coefficient, ..piece(value, rules::LOGARITHMIC_SUM, inside(&q), Vec::new()) });
    }
    for (c, shape) in others {
        let lower = Shape { power: shape.power - 1, ..shape };
        // From 1 on: less the term at 0.
        let piece = series(&lower)?;
        let at_zero = if lower.power == 0 { lower.at_zero()? } else { Expr::zero() };
        parts.push(Part { coefficient: c, value: &piece.value - &at_zero, ..piece });
    }
    together(parts)
}

#[cfg(test)]
mod tests;
