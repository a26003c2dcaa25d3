//! Laws on finitely many points: categories, and histories of a few steps.
//!
//! Rule **enumeration**: an expectation is the sum over all points of the value times the mass. Over a grid the sum is taken
//! one variable after the other ([`elimination`](super::elimination)).

use super::elimination::total;
use crate::statistics::error::StatisticsError;
use crate::statistics::expectation::Expected;
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Function, Kind, Symbol};

/// A law given by its points.
#[derive(Clone, Debug, PartialEq)]
pub struct Finite {
    /// The random variables.
    pub variables: Vec<Symbol>,
    /// The points, each a value for every variable.
    pub points: Vec<Vec<Expr>>,
    /// The logarithms of their masses.
    pub log_masses: Vec<Expr>,
    /// The masses themselves.
    pub masses: Vec<Expr>,
    /// The logarithm of the mass in the random variables, where it was given so.
    pub formula: Option<Expr>,
}

impl Finite {
    /// The categories 1, .., k with these chances and their logarithms. The logarithm of the mass is the sum of these, each
    /// times the polynomial that is 1 at its category and 0 at the others (Lagrange's).
    #[must_use]
    pub fn categories(variable: &Symbol, masses: Vec<Expr>, log_masses: Vec<Expr>) -> Self {
        let points: Vec<Vec<Expr>> = (1_i64..).map(|i| vec![Expr::integer(i)]).take(masses.len()).collect();
        let mut out = Self { variables: vec![variable.clone()], points, log_masses, masses, formula: None };
        let terms = out.log_masses.iter().enumerate().map(|(i, log)| Some(out.indicator(i)? * log));
        let formula = terms.collect::<Option<Vec<Expr>>>().map(Expr::sum);
        out.formula = formula;
        out
    }

    /// The polynomial of one variable that is 1 at the `i`th point and 0 at all others, where the points are numbers.
    #[must_use]
    pub fn indicator(&self, i: usize) -> Option<Expr> {
        let [variable] = self.variables.as_slice() else { return None };
        let x = Expr::symbol(variable);
        let place = |k: usize| self.points.get(k)?.first();
        let here = place(i)?;
        let others = (0..self.points.len()).filter(|k| *k != i);
        let factors = others.map(|k| {
            let there = place(k)?;
            let apart = (here - there).as_number()?.clone();
            (!num_traits::Zero::is_zero(&apart)).then(|| (&x - there).scaled(&apart.recip()))
        });
        factors.collect::<Option<Vec<Expr>>>().map(Expr::product)
    }

    /// A polynomial of one variable that is 0 at the points and nowhere else.
    #[must_use]
    pub fn vanishing(&self) -> Option<Expr> {
        let [variable] = self.variables.as_slice() else { return None };
        let x = Expr::symbol(variable);
        let factors = self.points.iter().map(|p| Some(&x - p.first()?));
        factors.collect::<Option<Vec<Expr>>>().map(Expr::product)
    }

    /// The same with every expression replaced.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        Self {
            variables: self.variables.clone(),
            points: self.points.iter().map(|p| p.iter().map(&mut *f).collect()).collect(),
            log_masses: self.log_masses.iter().map(&mut *f).collect(),
            masses: self.masses.iter().map(&mut *f).collect(),
            formula: self.formula.as_ref().map(f),
        }
    }

    /// `sum f(x) p(x)`
    #[must_use]
    pub fn expectation(&self, f: &Expr) -> Expected {
        self.by_elimination(f).unwrap_or_else(|| self.mean_of(|k| self.at(f, k)))
    }

    /// `sum p(x)`
    #[must_use]
    pub fn total(&self) -> Expected {
        self.expectation(&Expr::one())
    }

    /// `f` at a point.
    fn at(&self, f: &Expr, k: usize) -> Expr {
        f.substitute(self.variables.iter().cloned().zip(self.points[k].iter().cloned()))
    }

    /// The values of each of several variables, where the points are all choices of them.
    fn grid(&self) -> Option<Vec<Vec<Expr>>> {
        let values_of = |v: usize| {
            let mut out: Vec<Expr> = Vec::new();
            for x in self.points.iter().filter_map(|p| p.get(v)) {
                if !out.contains(x) {
                    out.push(x.clone());
                }
            }
            out
        };
        let values: Vec<Vec<Expr>> = (0..self.variables.len()).map(values_of).collect();
        // Points are distinct, so that counting them is enough.
        let all = values.iter().try_fold(1_usize, |n, v| n.checked_mul(v.len()));
        (values.len() > 1 && all == Some(self.points.len())).then_some(values)
    }

    /// The sum over a grid, one variable after the other.
    fn by_elimination(&self, f: &Expr) -> Option<Expected> {
        let values = self.grid()?;
        let masses: Vec<Expr> = match self.formula.as_ref()?.kind() {
            Kind::Apply(Function::Log, mass) => factors(mass),
            Kind::Sum(terms) => terms.iter().flat_map(|t| factors(&unlogged(t))).collect(),
            _ => factors(&unlogged(self.formula.as_ref()?)),
        };
        let mut out = Expected::certain(total(f, &masses, &self.variables, &values));
        out.join(Vec::new(), &[rules::ELIMINATION]);
        Some(out)
    }

    /// The logarithm of the mass in the random variables, where the law was given by it.
    #[must_use]
    pub fn log_mass(&self) -> Option<&Expr> {
        let formula = self.formula.as_ref().filter(|e| !matches!(e.kind(), Kind::Apply(Function::Log, _)));
        formula.filter(|_| self.grid().is_some())
    }

    /// Where the Fisher metric is positive definite, if that is known beforehand.
    #[must_use]
    pub fn definite_where(&self, coordinates: &[Symbol]) -> Option<Vec<Fact>> {
        super::scores::definite_where(self, coordinates)
    }

    /// The mean of something that has a value at each point.
    #[must_use]
    pub fn mean_of(&self, value: impl Fn(usize) -> Expr) -> Expected {
        let terms = self.masses.iter().enumerate().map(|(k, m)| value(k) * m);
        let mut out = Expected::certain(Expr::sum(terms.collect::<Vec<_>>()));
        out.join(Vec::new(), &[rules::ENUMERATION]);
        out
    }

    /// `E[log p - log q]`. Points without mass count nothing: `0 log 0` is 0.
    ///
    /// # Errors
    /// `OtherPoints` for another number of variables; `MassWhereNone`.
    pub fn divergence(&self, q: &Self) -> Result<Expected, StatisticsError> {
        if let Some((log_p, log_q)) = self.log_mass().zip(self.formula_of(q)) {
            return Ok(self.expectation(&(log_p - &log_q)));
        }
        let log_q = self.matched(q)?;
        let gap = |k: usize| log_q[k].as_ref().map_or_else(Expr::zero, |q| &self.log_masses[k] - q);
        Ok(self.mean_of(gap))
    }

    /// `-E[log q]`
    ///
    /// # Errors
    /// As [`Self::divergence`].
    pub fn cross_entropy(&self, q: &Self) -> Result<Expected, StatisticsError> {
        if let Some(log_q) = self.formula_of(q) {
            return Ok(self.expectation(&-log_q));
        }
        let log_q = self.matched(q)?;
        Ok(self.mean_of(|k| log_q[k].as_ref().map_or_else(Expr::zero, |q| -q)))
    }

    /// The logarithm of the mass of another law on the same points, in the variables of this one; nothing where a mass is 0, so
    /// that a logarithm of it would be written.
    fn formula_of(&self, q: &Self) -> Option<Expr> {
        let same = self.points == q.points && self.variables.len() == q.variables.len();
        let everywhere = self.masses.iter().chain(&q.masses).all(|m| !m.is_zero());
        let log = q.log_mass().filter(|_| same && everywhere)?;
        Some(log.substitute(q.variables.iter().cloned().zip(self.variables.iter().map(Expr::symbol))))
    }

    /// The log-masses of another law at the points of this one; nothing at points without mass.
    fn matched(&self, q: &Self) -> Result<Vec<Option<Expr>>, StatisticsError> {
        if self.variables.len() != q.variables.len() {
            return Err(StatisticsError::OtherPoints);
        }
        let mut out = Vec::new();
        for (point, mass) in self.points.iter().zip(&self.masses) {
            if mass.is_zero() {
                out.push(None);
                continue;
            }
            // A mass that is 0 may be nowhere written so in its logarithm.
            let place = q.points.iter().position(|x| x == point).filter(|k| !q.masses[*k].is_zero());
            let place = place.ok_or_else(|| StatisticsError::MassWhereNone { point: point.clone() })?;
            out.push(Some(q.log_masses[place].clone()));
        }
        Ok(out)
    }
}

/// The factors of a product.
fn factors(e: &Expr) -> Vec<Expr> {
    if let Kind::Product(v) = e.kind() { v.clone() } else { vec![e.clone()] }
}

/// The exponential of a sum of logarithms, factor by factor: `exp(n log a + b) = a^n exp(b)`, since `a > 0` where its
/// logarithm is defined.
#[must_use]
pub fn unlogged(log: &Expr) -> Expr {
    let terms = if let Kind::Sum(v) = log.kind() { v.clone() } else { vec![log.clone()] };
    let mut factors = Vec::new();
    let mut rest = Vec::new();
    for t in terms {
        let (c, base) = t.split_coefficient();
        match base.kind() {
            Kind::Apply(Function::Log, a) => factors.push(a.pow_rational(&c)),
            _ => rest.push(t),
        }
    }
    factors.push(Expr::sum(rest).exp());
    Expr::product(factors)
}
