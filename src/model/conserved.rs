//! What a model claims to be conserved, for those who compute with it.
//!
//! In: an accepted claim `prove conserved Q along F`. Out: `Q` in every chart the claim speaks of. Whether the claim holds
//! is decided elsewhere.

use super::claims::strip;
use super::elaborator::Elaborator;
use super::kinds::{ChartId, Value};
use super::names::{Scope, names_joined};
use super::quantities::Quantity;
use super::statements::GivenPart;
use super::statements::{Claim, ClaimKind};
use crate::symbolic::Fact;
use crate::syntax::ast::{self, Expr, ExprKind, Given, StatementKind, Verb};

/// A quantity that a claim holds to be conserved along a flow, in one chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ConservedQuantity {
    /// Index of the claim.
    pub claim: usize,
    /// Its name, where it is a declared one.
    pub name: Option<String>,
    /// The name of the flow, where it has one.
    pub flow: Option<String>,
    /// The chart.
    pub chart: ChartId,
    /// The quantity.
    pub quantity: Quantity,
    /// Its rate along the flow, which the claim says is 0.
    pub rate: crate::symbolic::Expr,
    /// Conditions that the claim assumes.
    pub given: Vec<Fact>,
}

/// The quantities of a claim; none where it replaces params by values: then they are not conserved for others.
pub(super) fn conserved(el: &mut Elaborator<'_>, c: &ast::Claim, claim: &Claim, index: usize) {
    let StatementKind::Conserved { quantity, flow } = &c.statement.kind else { return };
    let ClaimKind::Conserved { parts } = &claim.kind else { return };
    if c.verb != Verb::Prove || claim.given.iter().any(|g| matches!(g, GivenPart::Values(_))) {
        return;
    }
    for part in parts {
        let (Some(chart), Some(rate)) = (part.chart, part.left.first()) else { continue };
        let Ok(Value::Scalar(value)) = el.eval(strip(quantity).0, &Scope::on(chart)) else { continue };
        let conditions = c.given.iter().map(|g| match g {
            Given::Condition(e) => el.facts(e, &Scope::on(chart)).ok(),
            Given::Values(_) => None,
        });
        let Some(given) = conditions.collect::<Option<Vec<Vec<Fact>>>>() else { continue };
        let found = ConservedQuantity {
            claim: index,
            name: name_of(quantity),
            flow: name_of(flow),
            chart,
            quantity: value,
            rate: rate.clone(),
            given: given.concat(),
        };
        el.model.conserved.push(found);
    }
}

fn name_of(e: &Expr) -> Option<String> {
    match &strip(e).0.kind {
        ExprKind::Name(path) => Some(names_joined(path)),
        _ => None,
    }
}
