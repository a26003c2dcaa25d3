//! Means over the random variables of a model.
//!
//! In: a model with its random variables, expressions that name them. Out: the means, with the conditions under which they
//! exist. It must not know syntax, nor where the expressions stand but for the place of a diagnostic.

use super::Model;
use super::families::distribution_of;
use super::families::statistics_error;
use super::kinds::{ChartId, RuleInChart};
use super::problems::{self, Failure};
use super::quantities::add_fact;
use super::random::{RANDOM, RandomVariable};
use crate::geometry::range::Ranges;
use crate::statistics::{Distribution, STANDARD, StatisticsError, expectation, formal_mean, standardised};
use crate::symbolic::{Expr as Term, Fact, Law, Region, Role, Symbol, Variable};
use crate::syntax::span::Span;

/// A mean under way: the expression, what it needs, and the rules' conditions.
pub(super) struct Averaged {
    pub exprs: Vec<Term>,
    pub facts: Vec<Fact>,
}

/// Whether a random variable occurs.
pub(super) fn is_random(e: &Term) -> bool {
    e.symbols().iter().any(|s| s.scope() == RANDOM && s.role() == Role::Random)
}

/// The expected new coordinates of a rule and the conditions under which they exist; none where no rule finds them.
#[must_use]
pub fn mean_of_rule(model: &Model, rule: &RuleInChart) -> Option<(Vec<Term>, Vec<Fact>)> {
    let mean = averaged(model, &rule.components, &rule.defined_where, Some(rule.chart), Span::default()).ok()?;
    Some((mean.exprs, mean.facts))
}

/// The ranges of the random variables that occur.
#[must_use]
pub fn random_region(model: &Model, exprs: &[Term]) -> Region {
    let mut out = Region::default();
    for r in &model.randoms {
        if exprs.iter().any(|e| e.contains(&r.symbol))
            && let Ok(d) = distribution_of(&r.law, r.span)
        {
            let spacing = d.support.spacing.as_ref();
            let integer = spacing.is_some();
            // A coarser grid is no set that a region can say: then nothing is assumed, and nothing refuted.
            if spacing.is_some_and(|s| !s.is_one()) {
                continue;
            }
            let (lower, upper) = (d.support.lower, d.support.upper);
            out.variables.push(Variable { lower, upper, integer, ..Variable::real(r.symbol.clone()) });
        }
    }
    out
}

/// The means of expressions over all random variables that occur in them.
pub(super) fn averaged(
    model: &Model,
    exprs: &[Term],
    facts: &[Fact],
    chart: Option<ChartId>,
    span: Span,
) -> Result<Averaged, Failure> {
    let occurs = |s: &Symbol| exprs.iter().chain(facts.iter().map(|f| &f.expr)).any(|e| e.contains(s));
    let used: Vec<RandomVariable> = model.randoms.iter().filter(|r| occurs(&r.symbol)).cloned().collect();
    let mut out = Averaged { exprs: Vec::new(), facts: Vec::new() };
    let support = random_region(model, &used.iter().map(|r| Term::symbol(&r.symbol)).collect::<Vec<_>>());
    let region = model.region(chart).and(&support);
    for fact in facts {
        if !is_random(&fact.expr) {
            add_fact(&mut out.facts, fact.clone());
        } else if !Ranges::new(&region).shows(fact) {
            let name = used.iter().find(|r| fact.expr.contains(&r.symbol)).map_or("", |r| r.symbol.name());
            return Err(problems::undefined_on_support(span, name, fact).into());
        }
    }
    let mut laws = Vec::new();
    for r in &used {
        r.law.conditions.iter().chain(&r.law.defined_where).for_each(|f| add_fact(&mut out.facts, f.clone()));
        laws.push(distribution_of(&r.law, r.span)?);
    }
    for e in exprs {
        let mean = mean_over(e, &laws, span)?;
        for fact in mean.facts {
            if fact.is_absurd() {
                return Err(problems::infinite_expectation(span, &fact).into());
            }
            if !is_random(&fact.expr) {
                add_fact(&mut out.facts, fact);
            } else if !Ranges::new(&region).shows(&fact) {
                return Err(problems::infinite_expectation(span, &fact).into());
            }
        }
        out.exprs.extend(mean.exprs);
    }
    Ok(out)
}

/// The mean of one expression: variables without a standard form first, by their closed forms; then all others together.
fn mean_over(e: &Term, laws: &[Distribution], span: Span) -> Result<Averaged, Failure> {
    let mut facts = Vec::new();
    let mut now = e.clone();
    let mut variables: Vec<(Symbol, Law)> = Vec::new();
    let mut images = Vec::new();
    let close = |now: &Term, d: &Distribution, facts: &mut Vec<Fact>| -> Result<Term, StatisticsError> {
        let mean = expectation(now, d)?;
        mean.finite_where.into_iter().for_each(|f| add_fact(facts, f));
        Ok(mean.value)
    };
    let say = |error: StatisticsError| statistics_error(&error, span, "mean");
    // A mean that is 0 hides what the other variables need: each without a standard form is taken first once.
    let used: Vec<&Distribution> = laws.iter().filter(|d| e.contains(&d.variable)).collect();
    for d in used.iter().filter(|_| used.len() > 1) {
        let z = Symbol::new(STANDARD, d.variable.name(), Role::Random, d.variable.rank());
        if standardised(d, &z).is_none() {
            let mean = expectation(e, d).map_err(say)?;
            mean.finite_where.into_iter().for_each(|f| add_fact(&mut facts, f));
        }
    }
    let mut standard: Vec<&Distribution> = Vec::new();
    for d in laws.iter().filter(|d| e.contains(&d.variable)) {
        let z = Symbol::new(STANDARD, d.variable.name(), Role::Random, d.variable.rank());
        match standardised(d, &z) {
            Some((law, image)) => {
                standard.push(d);
                variables.push((z, law));
                images.push((d.variable.clone(), image));
            }
            None => now = close(&now, d, &mut facts).map_err(say)?,
        }
    }
    let together = formal_mean(&now.substitute(images), &variables, &|_| true);
    if let Some(mean) = together {
        mean.holds_where.into_iter().for_each(|f| add_fact(&mut facts, f));
        return Ok(Averaged { exprs: vec![mean.value], facts });
    }
    for d in standard {
        now = close(&now, d, &mut facts).map_err(say)?;
    }
    Ok(Averaged { exprs: vec![now], facts })
}
