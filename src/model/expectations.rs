//! Expectations: `E[x ~ p](f)`.
//!
//! In: a distribution, an expression of its random variable. Out: the mean in closed form, as a scalar in the unit of
//! the expression, with the conditions under which it is finite. What has no closed form stays formal where its integrand
//! is tame ([`crate::statistics::growth`]), and is an error elsewhere, never a number.

use super::elaborator::Elaborator;
use super::families::statistics_error;
use super::names::Scope;
use super::params::BOUND_RANK;
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use crate::geometry::range::Ranges;
use crate::statistics::{Distribution, Expected, STANDARD, expectation, formal_mean, standardised};
use crate::symbolic::{Expr as Term, Fact, Region, Role, Symbol, Variable};
use crate::syntax::ast::{Expr, Ident};

impl Elaborator<'_> {
    /// The mean of `body` for `variable` drawn from `distribution`.
    pub fn expectation(
        &mut self,
        e: &Expr,
        variable: &Ident,
        distribution: &Expr,
        body: &Expr,
        scope: &Scope,
    ) -> Result<Quantity, Failure> {
        let mut p = self.family_argument(distribution, scope)?;
        p.variable = Symbol::new("", &variable.name, Role::Random, BOUND_RANK);
        let mut inner = scope.clone();
        inner.locals.push((variable.name.clone(), Quantity::symbol(&p.variable, &p.variable_unit)));
        let f = self.scalar(body, &inner)?;
        let d = self.built(&p, distribution.span)?;
        let mut facts: Vec<Fact> = Vec::new();
        for fact in &f.defined_where {
            if !fact.expr.contains(&p.variable) {
                add_fact(&mut facts, fact.clone());
            } else if !self.holds_on_support(fact, &d, scope) {
                return Err(problems::undefined_on_support(body.span, &variable.name, fact).into());
            }
        }
        let mean = match expectation(&f.expr, &d) {
            Ok(mean) => mean,
            Err(error) => formal(&f.expr, &d).ok_or_else(|| statistics_error(&error, e.span, "mean"))?,
        };
        if let Some(fact) = mean.finite_where.iter().find(|f| f.is_absurd()) {
            return Err(problems::infinite_expectation(e.span, fact).into());
        }
        let all = mean.finite_where.iter().chain(&p.defined_where).chain(&p.conditions);
        all.for_each(|fact| add_fact(&mut facts, fact.clone()));
        Ok(Quantity { expr: mean.value, defined_where: facts, integer: false, ..f })
    }

    /// Whether the fact plainly holds at every point of the support, for all coordinates and params.
    fn holds_on_support(&self, fact: &Fact, d: &Distribution, scope: &Scope) -> bool {
        let variable = Variable {
            lower: d.support.lower.clone(),
            upper: d.support.upper.clone(),
            ..Variable::real(d.variable.clone())
        };
        let region = self.model.region(scope.chart).and(&Region { variables: vec![variable], conditions: Vec::new() });
        Ranges::new(&region).shows(fact)
    }
}

/// A formal expectation, where the integrand is tame.
fn formal(f: &Term, d: &Distribution) -> Option<Expected> {
    let z = Symbol::new(STANDARD, d.variable.name(), Role::Random, BOUND_RANK);
    let (law, image) = standardised(d, &z)?;
    let mean = formal_mean(&f.substitute([(d.variable.clone(), image)]), &[(z, law)], &|_| true)?;
    Some(Expected { value: mean.value, finite_where: mean.holds_where, rules: mean.rules })
}
