//! The conditions that checked functions test: ranges of params, domains of charts, where values are defined.

use super::super::sample::inside;
use super::super::words::condition;
use super::Builder;
use crate::emit::rust::{Condition, DomainTest, Requirement};
use crate::emit::text::ascii;
use crate::geometry::chart::Chart;
use crate::geometry::range::Ranges;
use crate::model::ChartId;
use crate::numerics::lower::lower;
use crate::numerics::nearest::{is_exact, nearest_f64};
use crate::symbolic::{Bound, Expr, Fact, Region, Relation, Symbol, Variable};

/// One condition for each end of the range.
pub(super) fn of_variable(variable: &Variable) -> Vec<Condition> {
    let x = Expr::symbol(&variable.symbol);
    let name = variable.symbol.name();
    let mut out = Vec::new();
    let mut add = |words: String, requirement: Requirement| out.push(Condition { words, requirement });
    match &variable.lower {
        Bound::Infinite => {}
        Bound::Open(a) => add(format!("{name} > {}", ascii(a)), Requirement::Holds(Fact::positive(&x - a))),
        Bound::Closed(a) => add(format!("{name} >= {}", ascii(a)), Requirement::Holds(Fact::nonnegative(&x - a))),
    }
    match &variable.upper {
        Bound::Infinite => {}
        Bound::Open(b) => add(format!("{name} < {}", ascii(b)), Requirement::Holds(Fact::positive(b - &x))),
        Bound::Closed(b) => add(format!("{name} <= {}", ascii(b)), Requirement::Holds(Fact::nonnegative(b - &x))),
    }
    if variable.integer {
        add(format!("{name} is an integer"), Requirement::Integer(variable.symbol.clone()));
    }
    if variable.nonzero {
        add(format!("{name} != 0"), Requirement::Holds(Fact::nonzero(x)));
    }
    out
}

/// The ranges of the coordinates, then what `where` says.
pub(super) fn of_chart(chart: &Chart) -> Vec<Condition> {
    let ranges = chart.coordinates.iter().flat_map(|c| of_variable(&c.variable));
    ranges.chain(chart.conditions.iter().map(of_fact)).collect()
}

/// What the region does not show at a glance; conditions without a value in double precision cannot be tested.
pub(super) fn further(facts: &[Fact], region: &Region, inputs: &[Symbol]) -> Vec<Condition> {
    let mut known = Ranges::new(region);
    let open = facts.iter().filter(|fact| !known.shows(fact));
    open.filter(|fact| lower(std::slice::from_ref(&fact.expr), inputs).is_ok()).map(of_fact).collect()
}

/// Whether the conditions hold in double precision, as the checked function tests them.
pub(super) fn satisfied(conditions: &[Condition], inputs: &[Symbol], values: &[f64]) -> bool {
    let facts = conditions.iter().filter_map(|c| match &c.requirement {
        Requirement::Holds(fact) => Some(fact.clone()),
        Requirement::Integer(_) => None,
    });
    let facts: Vec<Fact> = facts.collect();
    let exprs: Vec<Expr> = facts.iter().map(|f| f.expr.clone()).collect();
    let relations: Vec<Relation> = facts.iter().map(|f| f.relation).collect();
    lower(&exprs, inputs).is_ok_and(|program| inside(&program, &relations, values))
}

fn of_fact(fact: &Fact) -> Condition {
    Condition { words: condition(fact).ascii, requirement: Requirement::Holds(fact.clone()) }
}

impl Builder<'_, '_> {
    /// For each end of a coordinate's range that is a number: a point at which everything else holds, and that does not.
    pub(super) fn domain_tests(&mut self) {
        let mut tests = Vec::new();
        let ids: Vec<ChartId> = self.model.chart_ids().collect();
        for id in ids {
            let Some(chart) = self.model.chart(id) else { continue };
            let points = self.points(id);
            let Some((parameters, inside)) = points.iter().find_map(|p| self.inputs(id, p)) else { continue };
            for (k, c) in chart.coordinates.iter().enumerate() {
                for (condition, outside) in outside(&c.variable) {
                    let mut point = inside.clone();
                    point[k] = outside;
                    let (parameters, chart) = (parameters.clone(), chart.full_name());
                    tests.push(DomainTest { chart, parameters, point, condition });
                }
            }
        }
        self.module.domain_tests = tests;
    }
}

/// The ends of a range that are doubles and do not belong to it, each with the condition it breaks.
fn outside(variable: &Variable) -> Vec<(String, f64)> {
    let number = |bound: &Bound| match bound {
        Bound::Open(e) => e.as_number().filter(|q| is_exact(q)).map(nearest_f64),
        Bound::Infinite | Bound::Closed(_) => None,
    };
    let ends = [number(&variable.lower), number(&variable.upper)];
    // A condition and the end it speaks of, in the order in which they are made.
    let words: Vec<String> = of_variable(variable).into_iter().map(|c| c.words).collect();
    let has_lower = !matches!(variable.lower, Bound::Infinite);
    let place = [0, usize::from(has_lower)];
    ends.into_iter().zip(place).filter_map(|(end, k)| Some((words.get(k)?.clone(), end?))).collect()
}
