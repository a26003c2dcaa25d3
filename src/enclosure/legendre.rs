//! Nodes and weights of Gauss-Legendre rules, enclosed.
//!
//! In: the number of nodes, a precision. Out: intervals that contain them. It must not know integrands.
//!
//! A node is found by Newton steps and then shown: `P_n` has opposite signs at both ends of its interval. `n` such
//! intervals that do not meet contain all `n` zeros. The weight is `2/((1 - x^2) P_n'(x)^2)` over the interval.

use super::interval::{Failure, Interval};
use crate::symbolic::{Function, Rational};
use std::sync::{Mutex, PoisonError};

/// Newton steps; each doubles the digits of a start with three.
const STEPS: usize = 7;

/// A node with its weight.
pub type Node = (Interval, Interval);

/// A rule: how many nodes, the precision, the nodes.
type Rule = ((i32, usize), Vec<Node>);

/// Rules made before.
static KNOWN: Mutex<Vec<Rule>> = Mutex::new(Vec::new());
/// Rules kept.
const MOST_KNOWN: usize = 16;

/// The rule with `n` nodes on `(-1, 1)`.
///
/// # Errors
/// [`Failure::Unclear`] where a node could not be shown at this precision.
pub fn nodes(n: i32, bits: usize) -> Result<Vec<Node>, Failure> {
    let table = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, rule)) = table().iter().find(|(key, _)| *key == (n, bits)) {
        return Ok(rule.clone());
    }
    let rule = computed(n, bits)?;
    let mut known = table();
    if known.len() >= MOST_KNOWN {
        drop(known.remove(0));
    }
    known.push(((n, bits), rule.clone()));
    Ok(rule)
}

/// `P_n` and `P_(n - 1)`
fn values(n: i32, x: &Interval, bits: usize) -> Result<(Interval, Interval), Failure> {
    let (mut before, mut last) = (Interval::integer(1), x.clone());
    for k in 2..=n {
        // k P_k = (2 k - 1) x P_(k - 1) - (k - 1) P_(k - 2)
        let up = x.times(&last, bits)?.times(&Interval::integer(2 * k - 1), bits)?;
        let down = before.times(&Interval::integer(k - 1), bits)?;
        before = last;
        last = up.minus(&down, bits)?.over(&Interval::integer(k), bits)?;
    }
    Ok((last, before))
}

/// `P_n' = n (P_(n - 1) - x P_n)/(1 - x^2)`
fn slope(n: i32, x: &Interval, bits: usize) -> Result<Interval, Failure> {
    let (last, before) = values(n, x, bits)?;
    let above = before.minus(&x.times(&last, bits)?, bits)?.times(&Interval::integer(n), bits)?;
    above.over(&below(x, bits)?, bits)
}

fn below(x: &Interval, bits: usize) -> Result<Interval, Failure> {
    Interval::integer(1).minus(&x.times(x, bits)?, bits)
}

fn computed(n: i32, bits: usize) -> Result<Vec<Node>, Failure> {
    let fine = 2 * bits + 32;
    let point = |q: &Rational| Interval::from_rational(q, fine);
    let radius = Rational::new(1.into(), num_bigint::BigInt::from(1) << bits);
    let mut out: Vec<Node> = Vec::new();
    let mut before: Option<Rational> = None;
    for k in 1..=n {
        // cos(pi (k - 1/4)/(n + 1/2)), rounded to a point
        let angle =
            Interval::pi(64)?.times(&Interval::integer(4 * k - 1), 64)?.over(&Interval::integer(4 * n + 2), 64)?;
        let mut x = angle.elementary(Function::Cos, 64)?.midpoint();
        for _ in 0..STEPS {
            let at = point(&x)?;
            let step = values(n, &at, fine)?.0.over(&slope(n, &at, fine)?, fine)?;
            x = point(&(x - step.midpoint()))?.midpoint();
        }
        let (left, right) = (&x - &radius, &x + &radius);
        let (a, b) = (values(n, &point(&left)?, fine)?.0, values(n, &point(&right)?, fine)?.0);
        let changes = (a.is_positive() && b.is_negative()) || (a.is_negative() && b.is_positive());
        // From right to left.
        if !changes || before.is_some_and(|last| right >= last) {
            return Err(Failure::Unclear);
        }
        before = Some(left.clone());
        let node = Interval::between(&left, &right, fine)?;
        let square = slope(n, &node, fine)?.powi(2, fine)?;
        let weight = Interval::integer(2).over(&below(&node, fine)?.times(&square, fine)?, fine)?;
        out.push((node, weight));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_integrated_exactly_up_to_twice_the_number_of_nodes() {
        for n in [1, 2, 5, 12, 24] {
            let rule = nodes(n, 96).unwrap();
            for power in 0..=2 * n {
                let mut sum = Interval::integer(0);
                for (x, w) in &rule {
                    let value = if power == 0 { Interval::integer(1) } else { x.powi(i64::from(power), 96).unwrap() };
                    sum = sum.plus(&w.times(&value, 96).unwrap(), 96).unwrap();
                }
                let exact = if power % 2 == 0 {
                    Rational::new(2.into(), (power + 1).into())
                } else {
                    Rational::from_integer(0.into())
                };
                assert_eq!(sum.contains(&exact), power < 2 * n, "{n} {power}");
                assert!(sum.width() < Rational::new(1.into(), num_bigint::BigInt::from(1) << 60));
            }
        }
    }
}
