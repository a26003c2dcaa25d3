//! Formal expectations in statements.
//!
//! In: sides of a claim with formal expectations. Out: sides that differ by the same number, in a form in which equal
//! expectations are mostly written alike, and remarks on what was used. The rules stand in [`crate::statistics::by_parts`]
//! and [`crate::statistics::formal`]; whether a slope is 0 is asked of the engine.

use super::decider::{Decider, Setting};
use crate::emit::text::ascii;
use crate::engine::{Answer, Task};
use crate::statistics::{Used, boundary_marker, by_parts, moderate_growth};
use crate::symbolic::{Expr, Fact, Relation};
use std::cell::RefCell;

/// Boundary terms reported one by one, at most.
const MOST_REPORTED: usize = 8;

impl Decider<'_> {
    /// The expression after integration by parts, the boundary terms in it, and what was used.
    pub(super) fn integrated(&mut self, e: &Expr, setting: &Setting) -> (Expr, Expr, Used) {
        let mut used = Used::default();
        if !e.has_mean() {
            return (e.clone(), Expr::zero(), used);
        }
        // The statement speaks of points at which both sides are defined: those conditions may be used.
        let setting = &Setting { region: setting.defined_region(), ..setting.clone() };
        let stated = |f: &Fact| {
            let turned = f.with(-&f.expr);
            let mut known = setting.region.conditions.iter();
            known.any(|k| k.says(f) || (f.relation == Relation::NonZero && k.says(&turned)))
        };
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
        let marked = by_parts(e, &certain, &mut used);
        let with = |n: i64| marked.substitute([(boundary_marker(), Expr::integer(n))]);
        let (all, inner) = (with(1), with(0));
        let boundary = &all - &inner;
        (all, boundary, used)
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
