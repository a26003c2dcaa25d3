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
use crate::symbolic::{Bound, Expr, Fact, Function, Kind, Symbol};
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
/// Statistics with one natural parameter are added up. Counts of categories add up to the number of draws, and the
/// indicators of categories to 1, so that the last one is left out: `sum_i T_i log p_i = sum_(i < k) T_i log(p_i/p_k) + n log p_k`.
///
/// # Errors
/// `NotExponential`.
pub fn exponential_family(law: &Law, coordinates: &[Symbol]) -> Result<ExponentialFamily, StatisticsError> {
    let varies = |e: &Expr| coordinates.iter().any(|c| e.contains(c));
    let none = || StatisticsError::NotExponential;
    let found = match law {
        Law::Multinomial(m) if !varies(&m.trials) => {
            let statistics = m.variables.iter().map(Expr::symbol).collect();
            categories(statistics, &m.log_chances, &m.trials, &varies)
        }
        Law::Finite(p) if p.variables.len() == 1 && !p.points.iter().flatten().any(varies) => {
            let statistics: Option<Vec<Expr>> = (0..p.points.len()).map(|i| p.indicator(i)).collect();
            let whole = in_variables(law, coordinates);
            match (whole, statistics) {
                // Fewer parameters than categories where the formula says so.
                (Ok(few), Some(all)) if few.natural.len() < all.len() - 1 => Ok(few),
                (_, Some(all)) => categories(all, &p.log_masses, &Expr::one(), &varies),
                (other, None) => other,
            }
        }
        Law::Product(parts) => {
            let moving = parts.iter().filter(|p| mentions(p, &varies));
            let parts: Result<Vec<_>, _> = moving.map(|p| exponential_family(p, coordinates)).collect();
            let parts = parts.or_else(|_| in_variables(law, coordinates).map(|whole| vec![whole]))?;
            Ok(ExponentialFamily {
                statistics: parts.iter().flat_map(|p| p.statistics.clone()).collect(),
                natural: parts.iter().flat_map(|p| p.natural.clone()).collect(),
                log_partition: Expr::sum(parts.iter().map(|p| p.log_partition.clone())),
            })
        }
        _ => in_variables(law, coordinates),
    }?;
    let mut out = ExponentialFamily { statistics: Vec::new(), natural: Vec::new(), ..found };
    for (theta, statistic) in found.natural.into_iter().zip(found.statistics) {
        match out.natural.iter().position(|known| *known == theta) {
            Some(k) => out.statistics[k] = &out.statistics[k] + &statistic,
            None => {
                out.natural.push(theta);
                out.statistics.push(statistic);
            }
        }
    }
    if out.natural.is_empty() { Err(none()) } else { Ok(out) }
}

/// Whether a coordinate occurs in the law.
fn mentions(law: &Law, varies: &dyn Fn(&Expr) -> bool) -> bool {
    let mut found = false;
    let _ = law.map(&mut |e| {
        found = found || varies(e);
        e.clone()
    });
    found
}

/// Statistics that add up to `total`, with the logarithms of the chances as their parameters.
fn categories(
    statistics: Vec<Expr>,
    logs: &[Expr],
    total: &Expr,
    varies: &dyn Fn(&Expr) -> bool,
) -> Result<ExponentialFamily, StatisticsError> {
    let (Some((last, others)), false) = (logs.split_last(), logs.iter().any(|l| !is_defined_log(l))) else {
        return Err(StatisticsError::NotExponential);
    };
    let pairs = others.iter().map(|l| l - last).zip(statistics).filter(|(theta, _)| varies(theta));
    let (natural, statistics): (Vec<Expr>, Vec<Expr>) = pairs.unzip();
    Ok(ExponentialFamily { statistics, natural, log_partition: -(total * last) })
}

/// The logarithm of a mass that is plainly 0 is none.
fn is_defined_log(log: &Expr) -> bool {
    !log.nodes().iter().any(|n| matches!(n.kind(), Kind::Apply(Function::Log, a) if a.is_zero()))
}

/// By the terms of the log-density, as it is written.
fn in_variables(law: &Law, coordinates: &[Symbol]) -> Result<ExponentialFamily, StatisticsError> {
    let none = || StatisticsError::NotExponential;
    let varies = |e: &Expr| coordinates.iter().any(|c| e.contains(c));
    let variables = law.variables();
    let log_density = law.log_density().ok_or_else(none)?;
    let separated = Separation { variables: &variables, coordinates }.of(&log_density).map(gathered);
    let terms: Vec<(Expr, Expr)> = match (separated, law) {
        (Some(terms), _) => terms,
        (None, Law::One(d)) => of_one(d).ok_or_else(none)?,
        (None, _) => {
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

/// Where the Fisher metric is positive definite, as that of an exponential family: it is `J^T Cov(T) J` with `J` the derivatives
/// of the natural parameters, so where these are local coordinates, if no linear combination of the statistics is constant
/// on the support. That is so for different functions among powers of `x`, `log x`, `log(1 - x)`, `cos x` and `sin x` on an
/// interval (they differ in growth or in their singularities), for powers on infinitely many integers, and for one statistic
/// `x` on two integers or more.
#[must_use]
pub fn definite_where(law: &Law, coordinates: &[Symbol]) -> Option<Vec<Fact>> {
    let d = law.one()?;
    let structure = exponential_family(law, coordinates).ok()?;
    let x = Expr::symbol(&d.variable);
    let rest = Expr::one() - &x;
    let power = |t: &Expr| *t == x || matches!(t.kind(), Kind::Power(b, n) if *b == x && n.as_number().is_some());
    let simple = |t: &Expr| match t.kind() {
        Kind::Apply(Function::Log, u) => *u == x || *u == rest,
        Kind::Apply(Function::Cos | Function::Sin, u) => *u == x,
        _ => power(t),
    };
    let counts = d.support.spacing.is_some();
    let independent = match (counts, &d.support.upper) {
        (false, _) => structure.statistics.iter().all(simple),
        (true, Bound::Infinite) => structure.statistics.iter().all(power),
        (true, _) => structure.statistics == [x.clone()],
    };
    if !independent || structure.natural.len() != coordinates.len() {
        return None;
    }
    let jacobian = crate::geometry::jacobian::jacobian(&structure.natural, coordinates);
    Some(vec![Fact::nonzero(jacobian.determinant().ok()?)])
}

/// Highest power of a sum that is multiplied out.
const HIGHEST_POWER: u32 = 8;

/// Takes expressions apart into functions of the coordinates times functions of the variables.
struct Separation<'a> {
    variables: &'a [Symbol],
    coordinates: &'a [Symbol],
}

impl Separation<'_> {
    fn of(&self, e: &Expr) -> Option<Vec<(Expr, Expr)>> {
        let symbols = e.symbols();
        if !self.variables.iter().any(|v| symbols.contains(v)) {
            return Some(vec![(e.clone(), Expr::one())]);
        }
        match e.kind() {
            Kind::Sum(v) => {
                let parts: Option<Vec<_>> = v.iter().map(|t| self.of(t)).collect();
                Some(parts?.into_iter().flatten().collect())
            }
            Kind::Product(v) => {
                let mut out = vec![(Expr::one(), Expr::one())];
                for factor in v {
                    out = multiplied(&out, &self.of(factor)?);
                }
                Some(out)
            }
            _ if !self.coordinates.iter().any(|c| symbols.contains(c)) => Some(vec![(Expr::one(), e.clone())]),
            Kind::Power(b, n) => {
                let n =
                    super::monomials::integer(n).and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= HIGHEST_POWER)?;
                let base = self.of(b)?;
                Some((0..n).fold(vec![(Expr::one(), Expr::one())], |out, _| multiplied(&out, &base)))
            }
            _ => None,
        }
    }
}

fn multiplied(a: &[(Expr, Expr)], b: &[(Expr, Expr)]) -> Vec<(Expr, Expr)> {
    a.iter().flat_map(|(c, s)| b.iter().map(move |(d, t)| (c * d, s * t))).collect()
}

/// Equal statistics together, in their order.
fn gathered(terms: Vec<(Expr, Expr)>) -> Vec<(Expr, Expr)> {
    let mut sums: std::collections::BTreeMap<Expr, Vec<Expr>> = std::collections::BTreeMap::new();
    for (c, s) in terms {
        // A number belongs to the coefficient.
        let (number, s) = s.split_coefficient();
        sums.entry(s).or_default().push(c.scaled(&number));
    }
    sums.into_iter().map(|(s, c)| (Expr::sum(c), s)).filter(|(c, _)| !c.is_zero()).collect()
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
    let terms = Expansion { variable: &d.variable, ground, formal: false }.of(&d.log_density).ok()?;
    let mut out: Vec<(Expr, Expr)> = terms.into_iter().map(|(c, m)| (c, of_monomial(&m, &x))).collect();
    out.sort_by(|(_, a), (_, b)| a.cmp(b));
    Some(out)
}

fn is_cosine(e: &Expr, x: &Symbol) -> bool {
    matches!(e.kind(), Kind::Apply(Function::Cos, u) if u.contains(x))
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
