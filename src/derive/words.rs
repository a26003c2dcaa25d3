//! Domains and conditions in words and formulas.
//!
//! In: variables, facts, units. Out: short texts as they stand in a report. It must not know the model.

use crate::emit::conditions::readable;
use crate::emit::document::Formula;
use crate::emit::text::ascii;
use crate::geometry::chart::Chart;
use crate::geometry::range::Ranges;
use crate::model::{FamilyInChart, Model};
use crate::symbolic::{Bound, Fact, Region, Variable};
use crate::units::Unit;

/// `sigma > 0`, `0 < P < 1`, `x != 0`; empty for all real numbers.
#[must_use]
pub fn range_in_words(variable: &Variable) -> String {
    let name = variable.symbol.name();
    let end = |bound: &Bound, open: &str, closed: &str| match bound {
        Bound::Infinite => None,
        Bound::Open(e) => Some((ascii(e), open.to_owned())),
        Bound::Closed(e) => Some((ascii(e), closed.to_owned())),
    };
    let mut parts = Vec::new();
    match (end(&variable.lower, "<", "<="), end(&variable.upper, "<", "<=")) {
        (Some((a, less)), Some((b, than))) => parts.push(format!("{a} {less} {name} {than} {b}")),
        (Some((a, less)), None) => parts.push(format!("{name} {} {a}", less.replace('<', ">"))),
        (None, Some((b, than))) => parts.push(format!("{name} {than} {b}")),
        (None, None) => {}
    }
    if variable.integer {
        parts.push(format!("{name} an integer"));
    }
    if variable.nonzero {
        parts.push(format!("{name} != 0"));
    }
    parts.join(", ")
}

/// A condition as a formula: `x - 1 > 0`.
#[must_use]
pub fn condition(fact: &Fact) -> Formula {
    let (side, sign) = readable(fact);
    let side = Formula::of(&side);
    Formula { ascii: format!("{} {} 0", side.ascii, sign.ascii()), latex: format!("{} {} 0", side.latex, sign.latex()) }
}

/// The domain of a chart: `mu0 < mu, sigma > 0`; empty when it is everything.
#[must_use]
pub fn domain_in_words(chart: &Chart) -> String {
    let ranges = chart.coordinates.iter().map(|c| range_in_words(&c.variable));
    let conditions = chart.conditions.iter().map(|f| condition(f).ascii);
    ranges.chain(conditions).filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Those conditions that the region does not show at a glance.
#[must_use]
pub fn further_conditions(facts: &[Fact], region: &Region) -> Vec<Formula> {
    let mut known = Ranges::new(region);
    facts.iter().filter(|fact| !known.shows(fact)).map(condition).collect()
}

/// A unit as text; empty for the number 1.
#[must_use]
pub fn unit_text(unit: &Unit) -> String {
    if *unit == Unit::one() { String::new() } else { unit.to_string() }
}

/// `Normal(mean = 0, sd = s)`; a law of one's own by its density.
#[must_use]
pub fn law_in_words(law: &FamilyInChart) -> String {
    let arguments: Vec<String> = law
        .arguments
        .iter()
        .map(|(name, e)| if name.is_empty() { ascii(e) } else { format!("{name} = {}", ascii(e)) })
        .collect();
    format!("{}({})", law.distribution, arguments.join(", "))
}

/// `random x[1..3] ~ Normal(mean = 0, sd = s)` for each declaration, then `y[1] = ..` for those with a joint law.
#[must_use]
pub fn randoms_in_words(model: &Model) -> Vec<String> {
    let mut lines = Vec::new();
    for same in model.randoms.chunk_by(|a, b| a.span == b.span && a.law.arguments == b.law.arguments) {
        let [first, ..] = same else { continue };
        let name = first.symbol.name();
        // `x[1]`, .., `x[3]`
        let last = same.last().and_then(|r| r.symbol.name().split_once('[')).filter(|_| same.len() > 1);
        let names = match (name.split_once(']'), last) {
            (Some((start, _)), Some((_, end))) => format!("{start}..{end}"),
            _ => name.to_owned(),
        };
        let unit = match unit_text(&first.unit) {
            unit if unit.is_empty() => unit,
            unit => format!(" [{unit}]"),
        };
        lines.push(format!("random {names}{unit} ~ {}", law_in_words(&first.law)));
    }
    lines.extend(model.joint_variables.iter().map(|v| format!("{} = {}", v.name, ascii(&v.quantity.expr))));
    lines
}
