//! Terms over `k + c`: rule **shifted-sum**.
//!
//! In: a term `k^n a^k b^(N - k)` times gamma functions, over factors `k + c` with positive integers `c`. Out: the same as terms with
//! one such factor and no power of `k` beside it, and their sums. As `1/(k + c)` is the integral of `t^(k + c - 1)` over (0, 1), the sum of
//! `m_k/(k + c)` is the integral of `t^(c - 1) g(t)` with the generating function `g(t) = sum m_k t^k`; sum and integral are exchanged
//! where the sum of `|m_k|/(k + c)` is finite (Fubini):
//! - `q^k/k!`: `int t^(c - 1) e^(q t) dt = (-1)^c (c - 1)!/q^c (1 - e^q sum_(i < c) (-q)^i/i!)` for `q` not 0.
//! - `q^k`: `q^-c (-log(1 - q) - sum_(0 < j < c) q^j/j)` for `-1 < q < 1`, not 0.
//! - `Gamma(r + k) q^k/k!`: with `v = 1 - q t`, `Gamma(r) q^-c sum_i binom(c - 1, i) (-1)^i (1 - (1 - q)^(i + 1 - r))/(i + 1 - r)`,
//!   for `r > 0`, `-1 < q < 1`, not 0, where no `i + 1 - r` is 0; there the quotient is `-log(1 - q)`.
//! - `a^k b^(N - k)/(k! (N - k)!)`: with `v = a t + b`,
//!   `a^-c/N! sum_i binom(c - 1, i) (-b)^(c - 1 - i) ((a + b)^(N + i + 1) - b^(N + i + 1))/(N + i + 1)` for `a` not 0, `b, a + b > 0`.
//! - `1` up to `N`: `digamma(N + 1 + c) - digamma(c)`.

use super::terms::Shape;
use super::{Piece, inside, may_be_positive, piece};
use crate::rational::Rational;
use crate::statistics::monomials::binomial;
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Function};
use num_bigint::BigInt;

/// Larger shifts are not expanded.
const LARGEST_SHIFT: i64 = 24;

/// The term by partial fractions, `1/((k + c)(k + d)) = (1/(k + c) - 1/(k + d))/(d - c)`, and by division,
/// `k^n/(k + c) = sum_(i < n) (-c)^(n - 1 - i) k^i + (-c)^n/(k + c)`. Nothing for a factor that occurs twice.
pub(super) fn apart(shape: &Shape) -> Option<Vec<(Rational, Shape)>> {
    if shape.poles.is_empty() {
        return Some(vec![(Rational::from_integer(1.into()), shape.clone())]);
    }
    let mut out = Vec::new();
    let number = |n: i64| Rational::from_integer(BigInt::from(n));
    for (place, c) in shape.poles.iter().enumerate() {
        let others = shape.poles.iter().enumerate().filter(|(k, _)| *k != place);
        let distances: Vec<i64> = others.map(|(_, d)| d - c).collect();
        if distances.contains(&0) || *c > LARGEST_SHIFT {
            return None;
        }
        let weight: Rational = number(distances.iter().product()).recip();
        let minus = number(-c);
        for i in 0..shape.power {
            let power = i32::try_from(shape.power - 1 - i).ok()?;
            out.push((&weight * minus.pow(power), Shape { power: i, poles: Vec::new(), ..shape.clone() }));
        }
        let rest = minus.pow(i32::try_from(shape.power).ok()?);
        out.push((&weight * rest, Shape { power: 0, poles: vec![*c], ..shape.clone() }));
    }
    Some(out)
}

/// The sum of a term over `k + c` alone, from 0 on or up to `last`.
pub(super) fn over(shape: &Shape, c: i64, last: Option<&Expr>) -> Option<Piece> {
    let made = |value: Expr, finite_where: Vec<Fact>, holds_where: Vec<Fact>| {
        Some(piece(value, rules::SHIFTED_SUM, finite_where, holds_where))
    };
    let (q, one) = (&shape.ratio, Expr::one());
    let rest = &one - q;
    let outside = q.powi(-c);
    match (last, shape.upwards.as_slice(), shape.below.as_slice()) {
        (None, [(a, -1)], []) if a.is_one() && shape.co_ratio.is_one() => {
            let mut factorial = BigInt::from(1);
            let mut terms = Vec::new();
            for i in 0..c {
                factorial *= i.max(1);
                terms.push((-q).powi(i).scaled(&Rational::new(1.into(), factorial.clone())));
            }
            // After the loop it is (c - 1)!.
            let sign = if c % 2 == 0 { 1 } else { -1 };
            let whole = (&one - q.exp() * Expr::sum(terms)).scaled(&Rational::from_integer(factorial * sign));
            made(outside * whole, Vec::new(), vec![Fact::nonzero(q.clone())])
        }
        (None, [], []) if shape.co_ratio.is_one() => {
            let first = Expr::sum((1..c).map(|j| q.powi(j).scaled(&Rational::new(1.into(), j.into()))));
            made(outside * (-rest.log() - first), inside(q), vec![Fact::nonzero(q.clone())])
        }
        (None, [(a, x), (b, y)], []) if shape.co_ratio.is_one() => {
            let r = match (x, y) {
                (1, -1) if b.is_one() => a,
                (-1, 1) if a.is_one() => b,
                _ => return None,
            };
            may_be_positive(r)?;
            let mut holds = vec![Fact::nonzero(q.clone()), Fact::positive(r.clone())];
            let mut terms = Vec::new();
            for i in 0..c {
                let exponent = Expr::integer(i + 1) - r;
                let quotient = if exponent.is_zero() {
                    -rest.log()
                } else {
                    holds.push(Fact::nonzero(exponent.clone()));
                    (&one - rest.pow(&exponent)) / &exponent
                };
                terms.push(quotient.scaled(&signed_binomial(c - 1, i)?));
            }
            // The terms are like k^(r - 2) q^k: for r < 1 they have a sum at the edge too, of another form.
            let heavy = r.as_number().is_some_and(|r| *r >= Rational::from_integer(1.into()));
            let edge = inside(q);
            let finite = if heavy {
                edge
            } else {
                holds.extend(edge.iter().cloned());
                edge.into_iter().map(|fact| Fact::nonnegative(fact.expr)).collect()
            };
            made(r.apply(Function::Gamma) * outside * Expr::sum(terms), finite, holds)
        }
        (Some(last), [(a, -1)], [(b, -1)]) if a.is_one() && b.is_one() => {
            let co = &shape.co_ratio;
            let total = q + co;
            may_be_positive(&total)?;
            may_be_positive(co)?;
            let mut terms = Vec::new();
            for i in 0..c {
                let exponent = last + &Expr::integer(i + 1);
                let upper = if total.is_one() { Expr::one() } else { total.pow(&exponent) };
                let lower = if co.is_one() { Expr::one() } else { co.pow(&exponent) };
                // (-b)^(c - 1 - i) = (-1)^(c - 1) (-1)^i b^(c - 1 - i)
                let weight = signed_binomial(c - 1, i)?;
                terms.push((co.powi(c - 1 - i) * (upper - lower) / &exponent).scaled(&weight));
            }
            let sign = if c % 2 == 0 { -Expr::one() } else { Expr::one() };
            let value = sign * outside * Expr::sum(terms) / (last + &one).apply(Function::Gamma);
            made(value, Vec::new(), vec![Fact::nonzero(q.clone()), Fact::positive(total), Fact::positive(co.clone())])
        }
        (Some(last), [], []) if q.is_one() && shape.co_ratio.is_one() => {
            let digamma = |e: Expr| e.apply(Function::Polygamma(0));
            made(digamma(last + &Expr::integer(c + 1)) - digamma(Expr::integer(c)), Vec::new(), Vec::new())
        }
        _ => None,
    }
}

/// `binom(n, i) (-1)^i`
fn signed_binomial(n: i64, i: i64) -> Option<Rational> {
    let value = binomial(u32::try_from(n).ok()?, u32::try_from(i).ok()?);
    Some(if i % 2 == 0 { value } else { -value })
}
