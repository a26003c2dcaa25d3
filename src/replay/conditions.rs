//! The conditions that a statement comes with: of definition, and of the rules that gave its closed forms.
//!
//! In: a statement. Out: the facts, each with the place where it is to hold. Nothing is decided here but by ranges.
//!
//! **Why two kinds.** A statement speaks of the points where both sides are defined. A closed form of an expectation may
//! fail at further points, where the expectation has a value all the same: `sinh(t)/t` for `E[e^(t U)]` at `t = 0`. What is
//! shown with the form says nothing of these points. So a condition of a rule must follow from the domain and the
//! conditions of definition, or the proof is conditional on it.

use super::claim::solved;
use super::setting::Setting;
use crate::geometry::range::Ranges;
use crate::model::{ChartId, ClaimKind, Compared, Model, Value};
use crate::symbolic::definition::definition;
use crate::symbolic::{Expr, Fact, Region, Relation};

/// Whether a fact, or the same of the other sign, is among those of the place.
#[must_use]
pub fn is_stated(f: &Fact, known: &[Fact]) -> bool {
    let turned = f.with(-&f.expr);
    known.iter().any(|k| k.says(f) || (f.relation == Relation::NonZero && k.says(&turned)))
}

/// Whether an expression has a value wherever these facts hold, as far as they and the ranges show. A sign or an identity
/// is shown only where both sides have values, so it says nothing of a condition that has none.
#[must_use]
pub fn is_plainly_defined(e: &Expr, region: &Region, known: &[Fact]) -> bool {
    let mut ranges = Ranges::new(&Region { conditions: known.to_vec(), ..region.clone() });
    definition(e).iter().all(|f| is_stated(f, known) || ranges.shows(f))
}

/// The part of a statement that is about one domain: its chart, its region, its conditions.
fn domains(kind: &ClaimKind) -> Vec<(Option<ChartId>, Region, Vec<Fact>)> {
    let of_parts =
        |parts: &[Compared]| parts.iter().map(|p| (p.chart, p.region.clone(), p.defined_where.clone())).collect();
    match kind {
        ClaimKind::Compare { parts, .. }
        | ClaimKind::Invariant { parts, .. }
        | ClaimKind::Inverse { parts }
        | ClaimKind::Isometry { parts }
        | ClaimKind::Conserved { parts }
        | ClaimKind::Closed { parts } => of_parts(parts),
        ClaimKind::Solves { parts, inside } => of_parts(&solved(parts, inside)),
        ClaimKind::PositiveDefinite { metric } => match &metric.value {
            Value::Metric(g) => vec![(Some(metric.chart), metric.region.clone(), g.defined_where.clone())],
            _ => Vec::new(),
        },
        ClaimKind::Decreasing { rates, .. } => {
            rates.iter().map(|r| (Some(r.chart), r.region.clone(), r.defined_where.clone())).collect()
        }
    }
}

fn setting(model: &Model, chart: Option<ChartId>, region: &Region, facts: &[Fact]) -> Setting {
    let exprs: Vec<Expr> = facts.iter().map(|f| f.expr.clone()).collect();
    Setting::new(model, chart, region, &[], &exprs)
}

/// The conditions of definition of a statement, each with the domain on which it is considered without them.
#[must_use]
pub fn conditions(model: &Model, kind: &ClaimKind) -> Vec<(Vec<Fact>, Setting)> {
    let each = domains(kind).into_iter();
    each.map(|(chart, region, facts)| (facts.clone(), setting(model, chart, &region, &facts))).collect()
}

/// The conditions of rules that do not plainly follow, each once, with the part of the domain where everything else holds.
/// A condition that came in with an assumption counts as one of the rule that it belongs to.
#[must_use]
pub fn rule_conditions(model: &Model, kind: &ClaimKind) -> Vec<(Vec<Fact>, Setting)> {
    let mut out: Vec<(Vec<Fact>, Setting)> = Vec::new();
    for (chart, region, facts) in domains(kind) {
        let all = region.conditions.iter().chain(&facts).cloned();
        let (of_rules, conditions): (Vec<Fact>, Vec<Fact>) = all.partition(|f| f.rule.is_some());
        let place = Region { conditions, ..region };
        let mut ranges = Ranges::new(&place);
        let stated = place.facts();
        let mut open: Vec<Fact> = Vec::new();
        for f in of_rules {
            let known = open.iter().any(|k| k.says(&f)) || is_stated(&f, &stated);
            if !known && !ranges.shows(&f) && !out.iter().any(|(facts, s)| facts.contains(&f) && s.region == place) {
                open.push(f);
            }
        }
        if !open.is_empty() {
            let place = setting(model, chart, &place, &open);
            out.push((open, place));
        }
    }
    out
}
