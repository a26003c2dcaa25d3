//! Formal expectations in statements.
//!
//! In: sides of a claim with formal expectations. Out: sides that differ by the same number, in a form in which equal
//! expectations are mostly written alike, and remarks on what was used. The rules stand in [`crate::statistics::by_parts`]
//! and [`crate::statistics::formal`]; whether a slope is 0 is asked of the engine.

use super::decider::{Decider, Setting};
use super::equality::derivations;
use super::inequality::Wanted;
use super::verdict::{Evidence, Verdict};
use crate::certificate::Step;
use crate::emit::text::ascii;
use crate::engine::{Answer, Task};
use crate::replay::conditions::{is_plainly_defined, is_stated};
use crate::replay::formal::Formal;
use crate::statistics::{Used, moderate_growth};
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Expr, Fact, Relation};
use std::cell::RefCell;

/// Boundary terms reported one by one, at most.
const MOST_REPORTED: usize = 8;

impl Decider<'_> {
    /// The residuals after integration by parts, with names for the expectations, and the facts that were certain.
    pub(super) fn integrated(&mut self, residuals: &[Expr], setting: &Setting) -> (Formal, Vec<Fact>) {
        // The statement speaks of points at which both sides are defined: those conditions may be used.
        let setting = &Setting { region: setting.defined_region(), ..setting.clone() };
        let stated = |f: &Fact| is_stated(f, &setting.region.conditions);
        let known: RefCell<(Vec<(Fact, bool)>, &mut Self)> = RefCell::new((Vec::new(), self));
        let certain = |fact: &Fact| {
            let mut state = known.borrow_mut();
            if let Some((_, answer)) = state.0.iter().find(|(f, _)| f == fact) {
                return *answer;
            }
            let left = state.1.uncertain(std::slice::from_ref(fact), setting);
            // What is left may be stated: a factor of unknown sign that is not 0.
            let answer = left.iter().all(stated);
            state.0.push((fact.clone(), answer));
            answer
        };
        let formal = Formal::of(residuals, &certain);
        let certain = known.into_inner().0.into_iter().filter(|(_, answer)| *answer).map(|(fact, _)| fact).collect();
        (formal, certain)
    }

    /// The evidence for a condition of a rule: stated, or a fact as any other, or a multiple of something that is stated not
    /// to be 0.
    pub(super) fn condition(&mut self, f: &Fact, setting: &Setting) -> Option<Evidence> {
        let place = setting.place();
        if is_stated(f, &place.facts) {
            return Some(Vec::new().into());
        }
        if !is_plainly_defined(&f.expr, &place.region, &place.facts) {
            return None;
        }
        let nonzero = |k: &Fact| k.relation == Relation::NonZero && f.relation == Relation::NonZero;
        let stated: Vec<usize> = (0..place.facts.len()).filter(|k| nonzero(&place.facts[*k])).collect();
        if let Some(found) = stated.into_iter().find_map(|of| self.multiple(f, of, &place.facts[of], setting)) {
            return Some(found);
        }
        match self.fact(f, setting) {
            Verdict::Proved { evidence, .. } => Some(evidence),
            _ => None,
        }
    }

    fn multiple(&mut self, f: &Fact, of: usize, known: &Fact, setting: &Setting) -> Option<Evidence> {
        let (answers, _) = self.ask(Task::ClosedForm, &[&f.expr / &known.expr], setting).ok()?;
        let Some(Answer::ClosedForm(factor)) = answers.into_iter().next() else { return None };
        let place = setting.place();
        if !is_plainly_defined(&factor, &place.region, &place.facts) {
            return None;
        }
        let (_, sign) = self.sign_is(&factor, Wanted::NonZero, setting).ok()?;
        let rest = &f.expr - &(&known.expr * &factor);
        let reply = self.ask_recorded(Task::Zero, std::slice::from_ref(&rest), setting).ok()?;
        if reply.answers.first() != Some(&Answer::Zero) {
            return None;
        }
        let reduced = match derivations(std::slice::from_ref(&rest), setting, &reply.records) {
            Ok(reduced) => Step::Zero(reduced).into(),
            Err(why) => Evidence::missing(why.to_string()),
        };
        let step = Step::Multiple { of, by: Bundle::pack(&[factor]) };
        Some(Evidence::from(step).then(reduced).then(sign))
    }

    /// The evidence that residuals with formal expectations are 0: the rewriting, the facts that it needs, then `reduced`.
    pub(super) fn rewritten(&mut self, facts: &[Fact], setting: &Setting, reduced: Evidence) -> Evidence {
        let exprs: Vec<Expr> = facts.iter().map(|f| f.expr.clone()).collect();
        let relations = facts.iter().map(|f| f.relation).collect();
        let mut evidence = Evidence::from(Step::Formal { facts: Bundle::pack(&exprs), relations });
        for f in facts {
            evidence = evidence.then(self.condition(f, setting).unwrap_or_else(|| {
                Evidence::missing("a condition of a rule for formal expectations has no certificate")
            }));
        }
        evidence.then(reduced)
    }
}

impl Decider<'_> {
    /// Whether the boundary terms of all components add up to 0, in words.
    pub(super) fn boundary_remark(&mut self, boundaries: &[Expr], setting: &Setting) -> Option<String> {
        if boundaries.iter().all(Expr::is_zero) {
            return None;
        }
        let answers = self.ask(Task::Zero, boundaries, setting).map(|(answers, _)| answers).unwrap_or_default();
        let vanish = answers.len() == boundaries.len() && answers.iter().all(|a| *a == Answer::Zero);
        Some(if vanish {
            "the boundary terms cancel: with their factors they add up to 0".to_owned()
        } else {
            "the boundary terms do not cancel by themselves: they are part of the identity".to_owned()
        })
    }
}

/// What was used, in words: rules, boundary terms, assumptions.
pub(super) fn remarks(used: &Used, sides: &[Expr]) -> Vec<String> {
    let mut out = Vec::new();
    for b in used.boundaries.iter().take(MOST_REPORTED) {
        out.push(format!("by parts: {} has the boundary terms {}", ascii(&b.of), ascii(&b.terms)));
    }
    if used.boundaries.len() > MOST_REPORTED {
        out.push(format!("and {} further integrations by parts", used.boundaries.len() - MOST_REPORTED));
    }
    for g in used.vanishing.iter().take(MOST_REPORTED) {
        out.push(format!("Stein's identity: the boundary terms of {} with the normal density vanish", ascii(g)));
    }
    out.extend(assumption(sides));
    out
}

/// The assumption **moderate-growth**, where a statement rests on it.
pub(super) fn assumption(sides: &[Expr]) -> Option<String> {
    let names: std::collections::BTreeSet<String> =
        sides.iter().flat_map(moderate_growth).map(|f| format!("`{}`", f.name())).collect();
    let names: Vec<String> = names.into_iter().collect();
    (!names.is_empty()).then(|| {
        format!("assumes moderate growth: {} and all derivatives grow at most exponentially", names.join(", "))
    })
}
