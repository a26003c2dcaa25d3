//! Where the Fisher metric of a law on finitely many points is positive definite, by its scores at these points.
//!
//! In: a law given by the logarithm of its mass. Out: the conditions, or nothing where too few scores are independent.
//!
//! Rule **information**: `c^T F c = sum_x p(x) (c s(x))^2` with the score `s(x)`, the derivatives of `log p(x)`. If it is 0, then
//! `c s(x) = 0` at every point `x` of positive mass, so `c (s(x) - s(y)) = 0` for each two of them. Where as many of these
//! differences as there are parameters are independent, `c = 0`. Each difference that is taken is a factor times a row of
//! numbers; the rows are independent by exact elimination, and that the factors do not vanish are the conditions. Every point
//! has positive mass wherever the logarithms of all masses have values.

use super::Finite;
use crate::rational::Rational;
use crate::symbolic::{Expr, Fact, Function, Kind, Symbol};
use num_traits::{One, Zero};

/// Points beyond this are not compared in pairs.
const MOST_POINTS: usize = 256;

/// Where the Fisher metric is positive definite.
pub(super) fn definite_where(law: &Finite, coordinates: &[Symbol]) -> Option<Vec<Fact>> {
    // A logarithm of the mass that takes a logarithm itself may stand for a mass of 0.
    let takes_logarithm = |e: &Expr| e.nodes().iter().any(|n| matches!(n.kind(), Kind::Apply(Function::Log, _)));
    let n = coordinates.len();
    if law.log_mass().is_none() || law.points.len() > MOST_POINTS || law.log_masses.iter().any(takes_logarithm) {
        return None;
    }
    let mut rows = Rows::default();
    let mut conditions: Vec<Fact> = Vec::new();
    // Numbers come first: they need no condition.
    let differences: Vec<(Expr, Vec<Rational>)> = neighbours(law).filter_map(|d| direction(&d, coordinates)).collect();
    let (plain, others): (Vec<_>, Vec<_>) = differences.into_iter().partition(|(factor, _)| factor.is_one());
    for (factor, row) in plain.into_iter().chain(others) {
        if rows.count() < n && rows.takes(row) && !factor.is_one() {
            conditions.push(Fact::nonzero(factor));
        }
    }
    (n > 0 && rows.count() == n).then_some(conditions)
}

/// The differences of the logarithms of the masses of points that differ in one variable.
fn neighbours(law: &Finite) -> impl Iterator<Item = Expr> + '_ {
    let differ = |a: &[Expr], b: &[Expr]| a.iter().zip(b).filter(|(x, y)| x != y).count();
    let pairs = law.points.iter().zip(&law.log_masses).enumerate().flat_map(move |(i, (a, p))| {
        let later = law.points.iter().zip(&law.log_masses).skip(i + 1);
        later.filter(move |(b, _)| differ(a, b) == 1).map(move |(_, q)| q - p)
    });
    pairs.filter(|d| !d.is_zero())
}

/// The derivatives of a difference as a factor times numbers of which the first that is not 0 is 1.
fn direction(difference: &Expr, coordinates: &[Symbol]) -> Option<(Expr, Vec<Rational>)> {
    let slopes: Vec<Expr> = coordinates.iter().map(|c| difference.derivative(c)).collect();
    let (first, factor) = slopes.iter().find(|s| !s.is_zero())?.split_coefficient();
    let mut row = Vec::new();
    for slope in &slopes {
        let (c, rest) = slope.split_coefficient();
        if slope.is_zero() {
            row.push(Rational::zero());
        } else if rest == factor {
            row.push(&c / &first);
        } else {
            return None;
        }
    }
    Some((factor, row))
}

/// Independent rows of numbers, each reduced by those before it.
#[derive(Default)]
struct Rows(Vec<(usize, Vec<Rational>)>);

impl Rows {
    fn count(&self) -> usize {
        self.0.len()
    }

    /// Takes a row in, unless it depends on the others.
    fn takes(&mut self, mut row: Vec<Rational>) -> bool {
        for (pivot, known) in &self.0 {
            let Some(c) = row.get(*pivot).filter(|c| !c.is_zero()).cloned() else { continue };
            row = row.iter().zip(known).map(|(x, y)| x - &(&c * y)).collect();
        }
        let Some(pivot) = row.iter().position(|x| !x.is_zero()) else { return false };
        let Some(lead) = row.get(pivot).map(|lead| &Rational::one() / lead) else { return false };
        self.0.push((pivot, row.iter().map(|x| x * &lead).collect()));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64) -> Rational {
        Rational::from_integer(n.into())
    }

    #[test]
    fn dependent_rows_are_not_taken() {
        let mut rows = Rows::default();
        assert!(rows.takes(vec![q(0), q(2), q(4)]));
        assert!(rows.takes(vec![q(1), q(1), q(1)]));
        assert!(!rows.takes(vec![q(2), q(3), q(4)]));
        assert!(!rows.takes(vec![q(0), q(0), q(0)]));
        assert!(rows.takes(vec![q(0), q(0), q(1)]));
        assert_eq!(rows.count(), 3);
    }
}
