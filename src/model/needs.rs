//! What closed forms rest on: conditions of definition, or conditions of a rule.
//!
//! In: the needs of an expectation ([`crate::statistics::needs`]) and a place. Out: facts for the quantity, each marked with
//! its rule unless its failure certainly means that there is no expectation. Decides by ranges alone; what is not certain is
//! a condition of the rule, on which proofs are conditional.

use super::Model;
use super::elaborator::Elaborator;
use super::kinds::{ChartId, FamilyInChart};
use super::law_problems;
use super::names::Scope;
use super::problems::Failure;
use super::rule_uses::RuleUse;
use crate::diagnostics::Diagnostic;
use crate::geometry::range::Ranges;
use crate::statistics::{Expected, Need, certainly_holds};
use crate::symbolic::{Expr, Fact, Region, Relation};
use crate::syntax::span::Span;

/// A need that fails for numbers.
pub(super) struct Absent {
    pub(super) fact: Fact,
    pub(super) rule: &'static str,
    /// Whether the expectation is certainly infinite.
    pub(super) infinite: bool,
}

/// The diagnostic of a need that fails: the expectation is infinite, or the rule does not give it.
pub(super) fn absent(need: &Absent, span: Span, infinite: fn(Span, &Fact) -> Diagnostic) -> Failure {
    if need.infinite {
        return infinite(span, &need.fact).into();
    }
    law_problems::rule_fails(span, need.rule, &need.fact).into()
}

/// The place of an expectation: the domain, and what its laws need.
pub(super) fn place_of(model: &Model, laws: &[&FamilyInChart], chart: Option<ChartId>) -> Region {
    let conditions = laws.iter().flat_map(|p| p.defined_where.iter().chain(&p.conditions)).cloned().collect();
    model.region(chart).and(&Region { variables: Vec::new(), conditions })
}

/// Whether a fact plainly holds there.
pub(super) fn holds(model: &Model, fact: &Fact, laws: &[&FamilyInChart], chart: Option<ChartId>) -> bool {
    Ranges::new(&place_of(model, laws, chart)).shows(fact)
}

/// The facts under which the value of an expectation is its value.
pub(super) fn conditions_of(
    model: &Model,
    needs: Vec<Need>,
    laws: &[&FamilyInChart],
    chart: Option<ChartId>,
) -> Result<Vec<Fact>, Absent> {
    let place = place_of(model, laws, chart);
    let mut ranges = Ranges::new(&place);
    let mut out = Vec::new();
    for need in needs {
        let fails = need.fails_for_numbers();
        let Need { fact, rule, exact } = need;
        let infinite = exact.is_some_and(|facts| facts.iter().all(|f| ranges.shows(f) || certainly_holds(f)));
        // It fails everywhere: nobody wants a condition that leaves no point, nor a form that holds at none.
        let nowhere = match fact.relation {
            Relation::NonNegative => ranges.shows(&Fact::positive(-&fact.expr)),
            Relation::Positive => ranges.shows(&Fact::nonnegative(-&fact.expr)),
            Relation::NonZero | Relation::Zero => false,
        };
        if fails || nowhere {
            return Err(Absent { fact, rule, infinite });
        }
        if !ranges.shows(&fact) {
            out.push(if infinite { fact } else { fact.of_rule(rule) });
        } else {
            out.push(fact);
        }
    }
    Ok(out)
}

impl Elaborator<'_> {
    /// The facts under which closed forms are the values of what stands at the span; that they are used is kept.
    pub(super) fn needed(
        &mut self,
        made: &Expected,
        values: &[Expr],
        laws: &[&FamilyInChart],
        scope: &Scope,
        span: Span,
    ) -> Result<Vec<Fact>, Absent> {
        let conditions = conditions_of(&self.model, made.finite_where.clone(), laws, scope.chart)?;
        self.keep(RuleUse { span, values: values.to_vec(), rules: made.rules.clone(), conditions: conditions.clone() });
        Ok(conditions)
    }
}
