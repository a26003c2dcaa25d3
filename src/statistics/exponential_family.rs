//! Exponential families: natural parameters, sufficient statistics, log-partition.
//!
//! In: a law whose log-density is, as it is written, `sum theta_i(parameters) T_i(x) - psi(parameters) + log h(x)`. Out: its
//! natural parameters, statistics and log-partition. The terms are found by expanding the log-density; a term whose part
//! in `x` changes with a parameter (as `x^k` does) means that the family is none. (Amari, *Information Geometry and Its
//! Applications*, chapter 2.)

use super::error::StatisticsError;
use super::family::Distribution;
use super::joint::monomials as joint;
use super::law::Law;
use super::monomials::{Expansion, Ground, Monomial};
use crate::symbolic::{Bound, Expr, Function, Symbol};
use num_traits::Signed;

/// The structure of an exponential family.
#[derive(Clone, Debug, PartialEq)]
pub struct ExponentialFamily {
    /// `T_i`, in the random variables.
    pub statistics: Vec<Expr>,
    /// `theta_i`
    pub natural: Vec<Expr>,
    /// `psi`
    pub log_partition: Expr,
}

/// The structure of a law with these coordinates as parameters.
///
/// # Errors
/// `NotExponential`.
pub fn exponential_family(law: &Law, coordinates: &[Symbol]) -> Result<ExponentialFamily, StatisticsError> {
    let none = || StatisticsError::NotExponential;
    let varies = |e: &Expr| coordinates.iter().any(|c| e.contains(c));
    let terms: Vec<(Expr, Expr)> = match law {
        Law::One(d) => of_one(d).ok_or_else(none)?,
        _ => {
            let variables = law.variables();
            let log_density = law.log_density().ok_or_else(none)?;
            let positive = matches!(law, Law::Dirichlet(_));
            let terms = joint::expanded(&log_density, &variables, positive).ok_or_else(none)?;
            terms.into_iter().map(|(c, m)| (c, written(&m, &variables))).collect()
        }
    };
    if let Some(d) = law.one()
        && d.base.expressions().into_iter().chain(d.support.expressions()).any(varies)
    {
        return Err(none());
    }
    let mut out = ExponentialFamily { statistics: Vec::new(), natural: Vec::new(), log_partition: Expr::zero() };
    for (c, statistic) in terms {
        if varies(&statistic) {
            return Err(none());
        }
        if statistic.is_one() {
            out.log_partition = -c;
        } else if varies(&c) {
            out.natural.push(c);
            out.statistics.push(statistic);
        }
    }
    if out.natural.is_empty() { Err(none()) } else { Ok(out) }
}

/// The terms of the log-density of one variable.
fn of_one(d: &Distribution) -> Option<Vec<(Expr, Expr)>> {
    let ends = |b: &Bound| b.value().and_then(Expr::as_number).cloned();
    let ground = match (ends(&d.support.lower), ends(&d.support.upper)) {
        _ if d.support.spacing.is_some() => Ground::Count,
        _ if d.log_density.nodes().iter().any(|n| is_cosine(n, &d.variable)) => Ground::Circle,
        (Some(a), Some(b)) if num_traits::Zero::is_zero(&a) && num_traits::One::is_one(&b) => Ground::UnitInterval,
        (Some(a), _) if !a.is_negative() => Ground::HalfLine,
        _ => Ground::Line,
    };
    let x = Expr::symbol(&d.variable);
    let terms = Expansion { variable: &d.variable, ground }.of(&d.log_density).ok()?;
    let mut out: Vec<(Expr, Expr)> = terms.into_iter().map(|(c, m)| (c, of_monomial(&m, &x))).collect();
    out.sort_by(|(_, a), (_, b)| a.cmp(b));
    Some(out)
}

fn is_cosine(e: &Expr, x: &Symbol) -> bool {
    matches!(e.kind(), crate::symbolic::Kind::Apply(Function::Cos, u) if u.contains(x))
}

/// A monomial as an expression in the variable.
fn of_monomial(m: &Monomial, x: &Expr) -> Expr {
    let rest = Expr::one() - x;
    let sign = if m.signed { x.apply(Function::Sign) } else { Expr::one() };
    Expr::product([
        x.pow(&m.power),
        rest.pow(&m.co_power),
        x.log().powi(i64::from(m.logs)),
        rest.log().powi(i64::from(m.co_logs)),
        (&m.rate * x).exp(),
        x.apply(Function::Cos).powi(i64::from(m.cosines)),
        x.apply(Function::Sin).powi(i64::from(m.sines)),
        sign,
    ])
}

fn written(m: &joint::Monomial, variables: &[Symbol]) -> Expr {
    let factors = variables.iter().enumerate().map(|(i, v)| {
        let x = Expr::symbol(v);
        Expr::product([x.pow(&m.powers[i]), x.log().powi(i64::from(m.logs[i])), (&m.rates[i] * &x).exp()])
    });
    Expr::product(factors.collect::<Vec<_>>())
}
