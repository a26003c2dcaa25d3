//! Laws on few points, point by point.
//!
//! In: any law of counts. Out: the same law as an enumeration, where its points are a short list of numbers; and the first
//! point at which one law has mass and another has none. So laws of different kinds that live on the same points are compared.
//! It must not know expectations.

use super::family::{BaseMeasure, Distribution};
use super::joint::{Finite, Multinomial};
use super::kernels::Kernel;
use super::law::Law;
use super::monomials::{binomial, integer};
use crate::statistics::joint::finite::unlogged;
use crate::symbolic::{Expr, Function, Kind};
use num_traits::ToPrimitive;

/// Longer lists are not made.
const MOST_POINTS: usize = 256;
/// Points of a law without end at which its masses are compared with those of another.
const FIRST_POINTS: i64 = 64;

/// The law as an enumeration; nothing where the points are no numbers, or too many.
#[must_use]
pub fn enumerated(law: &Law) -> Option<Finite> {
    match law {
        Law::Finite(f) => Some((**f).clone()),
        Law::Multinomial(m) => counts(m),
        _ => law.one().and_then(on_a_lattice),
    }
}

fn on_a_lattice(d: &Distribution) -> Option<Finite> {
    let last = integer(d.support.upper.value()?)?;
    let points = first_points(d, MOST_POINTS.to_i64()?)?;
    if points.last().and_then(integer) != Some(last) {
        return None;
    }
    let weight = |x: &Expr| match &d.base {
        BaseMeasure::Counting => Some(Expr::one()),
        BaseMeasure::BinomialCoefficient(n) => {
            let number = |e: &Expr| integer(e).and_then(|n| u32::try_from(n).ok());
            Some(Expr::number(binomial(number(n)?, number(x)?)))
        }
        _ => None,
    };
    let mut out = Finite {
        variables: vec![d.variable.clone()],
        points: Vec::new(),
        log_masses: Vec::new(),
        masses: Vec::new(),
        formula: None,
    };
    for x in points {
        let weight = weight(&x)?;
        let log = d.log_density.substitute([(d.variable.clone(), x.clone())]);
        let mass = match &d.kernel {
            Kernel::Own(own) => own.density.substitute([(super::family::standard_variable(), x.clone())]),
            _ => &weight * &unlogged(&log),
        };
        out.log_masses.push(if weight.is_one() { log } else { weight.log() + log });
        out.masses.push(mass);
        out.points.push(vec![x]);
    }
    Some(out)
}

/// The points from the lower end on, at most so many; all where there are fewer.
fn first_points(d: &Distribution, most: i64) -> Option<Vec<Expr>> {
    let first = integer(d.support.lower.value()?)?;
    if !d.support.spacing.as_ref()?.is_one() {
        return None;
    }
    let last = match d.support.upper.value() {
        None => first + most - 1,
        Some(last) => integer(last)?.min(first + most - 1),
    };
    Some((first..=last).map(Expr::integer).collect())
}

/// All counts that add up to the number of draws.
fn counts(m: &Multinomial) -> Option<Finite> {
    let n = integer(&m.trials).and_then(|n| u32::try_from(n).ok())?;
    let mut partial: Vec<(Vec<u32>, u32)> = vec![(Vec::new(), n)];
    for k in 0..m.chances.len() {
        let last = k + 1 == m.chances.len();
        partial = partial
            .into_iter()
            .flat_map(|(counts, left)| {
                let range = if last { left..=left } else { 0..=left };
                range.map(move |c| ([counts.clone(), vec![c]].concat(), left - c))
            })
            .collect();
        if partial.len() > MOST_POINTS {
            return None;
        }
    }
    let mut out = Finite {
        variables: m.variables.clone(),
        points: Vec::new(),
        log_masses: Vec::new(),
        masses: Vec::new(),
        formula: None,
    };
    for (counts, _) in partial {
        // n!/(x_1! .. x_k!), as a product of binomial coefficients.
        let mut left = n;
        let mut coefficient = Expr::one();
        for c in &counts {
            coefficient = coefficient.scaled(&binomial(left, *c));
            left -= c;
        }
        let powers = counts.iter().zip(&m.chances).map(|(c, p)| p.powi(i64::from(*c)));
        let logs = counts.iter().zip(&m.log_chances).map(|(c, l)| Expr::integer(i64::from(*c)) * l);
        out.masses.push(&coefficient * &Expr::product(powers));
        let log = Expr::sum(logs.collect::<Vec<_>>());
        out.log_masses.push(if coefficient.is_one() { log } else { coefficient.log() + log });
        out.points.push(counts.into_iter().map(|c| Expr::integer(i64::from(c))).collect());
    }
    Some(out)
}

/// The first point with mass in `p` and certainly none in `q`, both of one variable: there the logarithm of the mass is
/// written as that of 0. Of laws without end the first points are looked at.
#[must_use]
pub fn mass_where_none(p: &Distribution, q: &Distribution) -> Option<Expr> {
    let empty = |d: &Distribution, x: &Expr| {
        let log = d.log_density.substitute([(d.variable.clone(), x.clone())]);
        log.nodes().iter().any(|n| matches!(n.kind(), Kind::Apply(Function::Log, a) if a.is_zero()))
    };
    first_points(p, FIRST_POINTS)?.into_iter().find(|x| !empty(p, x) && empty(q, x))
}
