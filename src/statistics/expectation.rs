//! Expectations in closed form.
//!
//! In: an expression of the random variable, its distribution. Out: the expectation, where it is finite, and the rules
//! used; or the part that has no rule. The variable is replaced by its standard form, `E[f(x)] = E[f(x(z))]` (change of
//! variables), the expression is written as a sum of generalised monomials, and the kernel gives the expectation of each
//! (linearity: each is finite under its conditions, so the sum may be taken apart). What the kernel has no rule for is
//! tried as a mean distance, then as an integral or sum of the expression times the density. Results are not simplified.

use super::counts::means::{by_correction, by_waves};
use super::divergent::diverges;
use super::error::StatisticsError;
use super::family::{BaseMeasure, Distribution, Support, standard_variable};
use super::integrals::definite;
use super::inverse_pairs::without_inverses;
use super::joint::finite::unlogged;
use super::kernels::Kernel;
use super::monomials::{Expansion, Ground, Monomial, plainly_positive};
use super::needs::{Ends, Growth, Need, Part, together};
use super::steps::{self, affine};
use super::sums::definite_sum;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Binary, Expr, Fact, Function, Kind, Role, Symbol};

/// An expectation with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Its value.
    pub value: Expr,
    /// It is finite and has this value where these hold.
    pub finite_where: Vec<Need>,
    /// The names of the rules, each once, in order.
    pub rules: Vec<&'static str>,
}

impl Expected {
    /// The expectation of something that is not random.
    #[must_use]
    pub fn certain(value: Expr) -> Self {
        Self { value, finite_where: Vec::new(), rules: Vec::new() }
    }

    /// Rests on these too.
    pub fn join(&mut self, finite_where: Vec<Need>, rules: &[&'static str]) {
        finite_where.into_iter().for_each(|need| self.needs(need));
        for rule in rules {
            if !self.rules.contains(rule) {
                self.rules.push(rule);
            }
        }
    }

    /// Rests on this too.
    pub fn needs(&mut self, need: Need) {
        let open = need.fact.expr.as_number().is_none() || need.is_absurd();
        if open && !self.finite_where.contains(&need) {
            self.finite_where.push(need);
        }
    }

    /// The same by a rule that holds where this does: elsewhere nothing follows from what it rests on.
    #[must_use]
    pub fn under(mut self, fact: Fact, rule: &'static str) -> Self {
        if fact.expr.as_number().is_none() || fact.is_absurd() {
            for exact in self.finite_where.iter_mut().filter_map(|need| need.exact.as_mut()) {
                if !exact.contains(&fact) {
                    exact.push(fact.clone());
                }
            }
        }
        self.join(vec![Need::of_rule(fact, rule)], &[rule]);
        self
    }

    /// The sum of two, which rests on what both rest on.
    #[must_use]
    pub fn plus(mut self, other: Self) -> Self {
        self.value = self.value + other.value;
        self.join(other.finite_where, &other.rules);
        self
    }

    /// The same with another value that rests on it.
    #[must_use]
    pub fn map(self, f: impl FnOnce(Expr) -> Expr) -> Self {
        Self { value: f(self.value), ..self }
    }
}

/// `E[f(x)]` for `x` of this distribution.
///
/// # Errors
/// `NoRule` with the part whose expectation is not known; `Diverges`.
pub fn expectation(f: &Expr, d: &Distribution) -> Result<Expected, StatisticsError> {
    if !f.contains(&d.variable) {
        return Ok(Expected::certain(f.clone()));
    }
    let known = |f: &Expr| by_rules(f, d);
    let has_mean = |t: &Expr| known(t).is_ok_and(|mean| mean.finite_where.is_empty());
    known(f).or_else(|why| {
        let corrected = by_correction(f, d, |g| known(g).ok());
        let infinite = || diverges(f, d, &has_mean);
        corrected.ok_or_else(|| if infinite() { StatisticsError::Diverges { expr: f.clone() } } else { why })
    })
}

fn by_rules(f: &Expr, d: &Distribution) -> Result<Expected, StatisticsError> {
    let standard = without_inverses(&f.substitute([(d.variable.clone(), d.from_standard.clone())]));
    if let Kernel::Own(own) = &d.kernel {
        return own.weighted(&standard);
    }
    let expr = || StatisticsError::NoRule { expr: f.clone() };
    // A largest or least value is a sum of distances.
    let distances = with_distances(&standard);
    let smooth = |f: &Expr| by_monomials(f, d).or_else(|| by_distances(f, d));
    by_monomials(&standard, d)
        .or_else(|| by_distances(&distances, d))
        .or_else(|| steps::mean(&distances, &d.kernel, smooth))
        .or_else(|| by_integral(f, d))
        .or_else(|| by_waves(&standard, &d.kernel))
        .ok_or_else(expr)
}

/// `max(u, v) = (u + v + |u - v|)/2`, `min(u, v) = (u + v - |u - v|)/2`.
fn with_distances(e: &Expr) -> Expr {
    rebuild(e, |node| {
        let Kind::Binary(f @ (Binary::Max | Binary::Min), u, v) = node.kind() else { return None };
        let (u, v) = (with_distances(u), with_distances(v));
        let gap = (&u - &v).apply(Function::Abs);
        Some((u + v + if *f == Binary::Max { gap } else { -gap }) * Expr::ratio(1, 2))
    })
}

/// By the rules of the kernel.
fn by_monomials(standard: &Expr, d: &Distribution) -> Option<Expected> {
    let z = standard_variable();
    let expansion = Expansion { variable: &z, ground: d.kernel.ground(), formal: false };
    let ends = if d.kernel.ground() == Ground::UnitInterval { Ends::One } else { Ends::Both };
    let mut parts = Vec::new();
    for (c, m) in expansion.of(standard).ok()? {
        let mean = d.kernel.mean(&m)?;
        let apart = Monomial { power: Expr::zero(), logs: 0, rate: Expr::zero(), ..m.clone() };
        // What a value of the log-odds grows like is not read off its powers.
        let known = d.kernel.ground() != Ground::LogOdds;
        parts.push(Part {
            coefficient: c,
            value: mean.value,
            rule: mean.rule,
            finite_where: mean.finite_where,
            holds_where: mean.holds_where,
            growth: known.then_some(Growth { power: m.power, logs: m.logs, rate: m.rate, apart, ends }),
        });
    }
    together(parts)
}

/// Terms `c |a + b z|`, each by the mean distance from a point, and the rest by the rules of the kernel.
fn by_distances(standard: &Expr, d: &Distribution) -> Option<Expected> {
    let z = standard_variable();
    let mut rest = standard.clone();
    let mut out = Expected::certain(Expr::zero());
    let mut parts = Vec::new();
    for part in standard.nodes() {
        let Kind::Apply(Function::Abs, inside) = part.kind() else { continue };
        let Some((offset, slope)) = affine(inside, &z).filter(|(_, slope)| !slope.is_zero()) else { continue };
        // At slope 0 the rule divides by 0, and the mean has a value.
        // The scale of the law itself is positive.
        let multiple = &slope / &d.from_standard.derivative(&z);
        if !plainly_positive(&multiple) && !plainly_positive(&-&multiple) {
            return None;
        }
        // Monomials have it, where the sign of z is a factor of theirs.
        if offset.is_zero() && d.kernel.ground() != Ground::LogOdds {
            continue;
        }
        let stand_in = Symbol::new("expectation", &format!("distance{}", parts.len()), Role::Auxiliary, u32::MAX);
        let named = rest.replaced(&part, &Expr::symbol(&stand_in));
        let (others, coefficient) = affine(&named, &stand_in).filter(|(_, coefficient)| !coefficient.contains(&z))?;
        let mean = d.kernel.mean_distance(&-(offset / &slope))?;
        parts.push(coefficient * slope.apply(Function::Abs) * mean.value);
        // It is finite always.
        out.join(Vec::new(), &[mean.rule]);
        rest = others;
    }
    if parts.is_empty() {
        return None;
    }
    let without = by_monomials(&rest, d)?;
    parts.push(without.value.clone());
    Some(out.plus(without).map(|_| Expr::sum(parts)))
}

/// By the integral or sum of `f` times the density.
fn by_integral(f: &Expr, d: &Distribution) -> Option<Expected> {
    let x = Expr::symbol(&d.variable);
    let Support { lower, upper, spacing } = &d.support;
    let density = unlogged(&d.log_density);
    match spacing {
        None => definite(&(f * &density), &d.variable, lower, upper).ok(),
        Some(_) => {
            let weight = weight(&d.base, &x)?;
            definite_sum(&(f * &density * weight), &d.variable, lower.value()?, upper.value()).ok()
        }
    }
}

/// The weight that a mass function is written against.
pub(super) fn weight(base: &BaseMeasure, x: &Expr) -> Option<Expr> {
    let factorial = |e: &Expr| (e + &Expr::one()).apply(Function::Gamma);
    Some(match base {
        BaseMeasure::Lebesgue => return None,
        BaseMeasure::Counting => Expr::one(),
        BaseMeasure::InverseFactorial => factorial(x).recip(),
        BaseMeasure::BinomialCoefficient(n) => factorial(n) / (factorial(x) * factorial(&(n - x))),
        BaseMeasure::RisingFactorial(r) => (r + x).apply(Function::Gamma) / (r.apply(Function::Gamma) * factorial(x)),
    })
}
