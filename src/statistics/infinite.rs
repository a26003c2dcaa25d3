//! Means that are certainly infinite somewhere.
//!
//! In: an integrand, the law of its variable, the place in which both are considered. Out: a point of the place and an end of
//! the support at which the mean of its size is infinite ([`crate::asymptotics::divergence`]); or nothing, which does not say
//! that it is finite. It must not know why it is asked.

use super::family::{Distribution, standard_variable};
use super::joint::unlogged;
use super::kernels::Kernel;
use super::law::Law;
use crate::asymptotics::divergence;
use crate::asymptotics::limits::End;
use crate::enclosure::sample::simple_points;
use crate::rational::Rational;
use crate::symbolic::{Expr, Region, Symbol};

/// Points of the place that are tried.
const POINTS: usize = 12;

/// Where a mean is infinite.
#[derive(Clone, Debug, PartialEq)]
pub struct InfiniteMean {
    /// The values of what occurs in it.
    pub point: Vec<(Symbol, Rational)>,
    /// The random variable.
    pub variable: Symbol,
    /// The end of its range at which the integral or sum diverges.
    pub end: End,
    /// Whether it is a sum.
    pub counts: bool,
}

/// A point of the place at which `E|f|` is infinite.
#[must_use]
pub fn infinite_mean(f: &Expr, law: &Law, place: &Region) -> Option<InfiniteMean> {
    let d = match law {
        Law::Product(parts) => {
            let mut used = parts.iter().filter(|p| p.variables().iter().any(|x| f.contains(x)));
            used.next().filter(|_| used.next().is_none())?.one()?
        }
        _ => law.one()?,
    };
    if d.support.spacing.as_ref().is_some_and(|s| !s.is_one()) {
        return None;
    }
    simple_points(place, POINTS).ok()?.find_map(|point| infinite_at(f, d, point))
}

fn infinite_at(f: &Expr, d: &Distribution, point: Vec<(Symbol, Rational)>) -> Option<InfiniteMean> {
    let values = |e: &Expr| e.substitute(point.iter().map(|(s, q)| (s.clone(), Expr::number(q.clone()))));
    let density = density(d);
    // With numbers in it a logarithm may be taken back as a power.
    let weighted = values(f) * density.of(&values);
    let support = d.support.map(&mut |e| values(e));
    let counts = support.spacing.is_some();
    let end = match counts {
        true if support.upper.value().is_none() => divergence::of_sum(&weighted, &d.variable).then_some(End::Above),
        true => None,
        false => divergence::of_integral(&weighted, &d.variable, &support.lower, &support.upper),
    }?;
    let ends = [&d.support.lower, &d.support.upper].map(|b| b.value());
    let named =
        |s: &Symbol| f.contains(s) || density.expr().contains(s) || ends.iter().flatten().any(|end| end.contains(s));
    let point = point.into_iter().filter(|(s, _)| named(s)).collect();
    Some(InfiniteMean { point, variable: d.variable.clone(), end, counts })
}

/// A density, or the mass at a count, or its logarithm.
enum Density {
    Plain(Expr),
    Logarithm(Expr),
}

impl Density {
    fn expr(&self) -> &Expr {
        match self {
            Self::Plain(e) | Self::Logarithm(e) => e,
        }
    }

    fn of(&self, values: &dyn Fn(&Expr) -> Expr) -> Expr {
        match self {
            Self::Plain(e) => values(e),
            Self::Logarithm(e) => unlogged(&values(e)),
        }
    }
}

fn density(d: &Distribution) -> Density {
    match &d.kernel {
        Kernel::Own(own) => Density::Plain(own.density.substitute([(standard_variable(), Expr::symbol(&d.variable))])),
        _ if d.support.spacing.is_some() => Density::Logarithm(d.log_mass()),
        _ => Density::Logarithm(d.log_density.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::families::family;
    use super::*;
    use crate::symbolic::{Bound, Role, Variable};

    fn found(law: &str, arguments: &[(&str, Expr)], place: &Region, f: impl Fn(&Expr) -> Expr) -> Option<InfiniteMean> {
        let x = Symbol::new("", "x", Role::Random, 1);
        let arguments: Vec<(String, Expr)> = arguments.iter().map(|(n, e)| ((*n).to_owned(), e.clone())).collect();
        let d = family(law).unwrap().distribution(&x, &arguments).unwrap();
        infinite_mean(&f(&Expr::symbol(&x)), &Law::One(d), place)
    }

    #[test]
    fn a_mean_may_be_infinite_at_some_points_only() {
        let a = Symbol::new("", "a", Role::Parameter, 1);
        let variable = Variable { lower: Bound::Open(Expr::zero()), ..Variable::real(a.clone()) };
        let place = Region { variables: vec![variable], conditions: Vec::new() };
        let pareto = [("shape", Expr::symbol(&a)), ("minimum", Expr::one())];
        let heavy = found("Pareto", &pareto, &place, |x| x.powi(2)).expect("a point");
        assert_eq!((heavy.end, heavy.counts), (End::Above, false));
        assert!(heavy.point[0].1 <= Rational::from_integer(2.into()));
        assert_eq!(found("Pareto", &pareto, &place, |x| x.powi(-1)), None);
    }

    #[test]
    fn counts_and_poles() {
        let here = Region::default();
        let half = [("p", Expr::ratio(1, 2))];
        assert!(found("Geometric", &half, &here, |k| (k * &Expr::integer(3).log()).exp()).is_some_and(|m| m.counts));
        assert_eq!(found("Geometric", &half, &here, |k| k.powi(9)), None);
        let waiting = [("rate", Expr::one())];
        let pole = found("Exponential", &waiting, &here, |x| x.powi(-1)).expect("a pole");
        assert_eq!(pole.end, End::DownTo(Expr::zero()));
        assert_eq!(found("Exponential", &waiting, &here, |x| x.sqrt().recip()), None);
    }
}
