//! Assumptions that no point satisfies.
//!
//! In: a model whose claims carry conditions. Out: a condition (or the order of the ends of a range) that certainly fails
//! wherever the others hold. Finding none says nothing.

use super::decider::{Decider, Setting};
use crate::diagnostics::{Code, Diagnostic};
use crate::enclosure::{Point, Sign, decide_sign};
use crate::engine::{Answer, Task};
use crate::model::{ClaimKind, GivenPart, Model};
use crate::symbolic::{Bound, Expr, Fact, Region, Relation};
use crate::tower::positivity::CertainSign as S;

impl Decider<'_> {
    /// A condition of the claims' regions that fails everywhere, if one is known.
    pub fn contradiction(&mut self, model: &Model) -> Option<Fact> {
        let mut seen: Vec<&Region> = Vec::new();
        for claim in &model.claims {
            let ClaimKind::Compare { parts, .. } = &claim.kind else { continue };
            for part in parts {
                if seen.contains(&&part.region) {
                    continue;
                }
                seen.push(&part.region);
                if let Some(fact) = self.fails_everywhere(model, &part.region) {
                    return Some(fact);
                }
            }
        }
        None
    }

    /// Claims whose assumptions no point satisfies: they would be about nothing.
    pub(super) fn contradictory_claims(&mut self, model: &Model) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        for claim in &model.claims {
            if !claim.given.iter().any(|g| matches!(g, GivenPart::Condition(_) | GivenPart::OfCoordinates)) {
                continue;
            }
            let domains = claim.kind.domains();
            let mut regions = domains.iter().map(|(region, _)| *region).filter(|region| !region.conditions.is_empty());
            let found = regions.find_map(|region| {
                let setting = Setting::new(model, None, region, &[], &[]);
                if self.inhabited(&[], &setting).is_some() { None } else { self.fails_everywhere(model, region) }
            });
            if let Some(fact) = found {
                let d = Diagnostic::error(Code::G0703, "the assumptions contradict each other")
                    .primary(claim.span, "this would be about nothing")
                    .note(format!("where the others hold, {} does not", super::domain_errors::condition(&fact)));
                out.push(d.help("change what is written after `given`, or the domain"));
            }
        }
        out
    }

    pub(super) fn fails_everywhere(&mut self, model: &Model, region: &Region) -> Option<Fact> {
        if let Some(fact) = region.variables.iter().find_map(|v| self.empty_range(&v.lower, &v.upper)) {
            return Some(fact);
        }
        // The same of what the conditions leave of the ranges.
        let concluded = Self::setting(model, None, region, &[], &[]).region;
        for (v, narrow) in region.variables.iter().zip(&concluded.variables) {
            if v != narrow && self.empty_range(&narrow.lower, &narrow.upper).is_some() {
                let of_variable = |f: &&Fact| f.rule.is_none() && f.expr.contains(&v.symbol);
                if let Some(fact) = region.conditions.iter().rev().find(of_variable) {
                    return Some(fact.clone());
                }
            }
        }
        for (k, fact) in region.conditions.iter().enumerate() {
            let mut others = region.clone();
            others.conditions.remove(k);
            let exprs = std::slice::from_ref(&fact.expr);
            let setting = Self::setting(model, None, &others, &[], exprs);
            let Ok((answers, _)) = self.ask(Task::Sign, exprs, &setting) else { return None };
            let fails = match (answers.first(), fact.relation) {
                (Some(Answer::Sign(s)), Relation::Positive) => matches!(s, S::Negative | S::NonPositive),
                (Some(Answer::Sign(s)), Relation::NonNegative) => *s == S::Negative,
                (Some(Answer::Sign(s)), Relation::Zero) => matches!(s, S::Positive | S::Negative),
                (Some(Answer::Zero), Relation::Positive | Relation::NonZero) => true,
                _ => false,
            };
            if fails {
                return Some(fact.clone());
            }
        }
        None
    }

    /// The ends of a range in the wrong order.
    fn empty_range(&self, lower: &Bound, upper: &Bound) -> Option<Fact> {
        let gap: Expr = upper.value()? - lower.value()?;
        let closed = matches!((lower, upper), (Bound::Closed(_), Bound::Closed(_)));
        let sign = decide_sign(&gap, &Point::default(), self.budget.max_bits).ok()?;
        let empty = sign == Sign::Negative || (sign == Sign::Zero && !closed);
        empty.then(|| if closed { Fact::nonnegative(gap) } else { Fact::positive(gap) })
    }
}
