//! Looking for lower bounds of sums, term by term, by the lemmas of [`crate::replay::bounds`]; what remains is decided by
//! the other rules.

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use super::verdict::Evidence;
use crate::certificate::{Lemma, Step};
use crate::engine::{Answer, Task};
use crate::replay::bounds::{Bound, LowerBound, of_term, terms};
use crate::replay::{derive_sign, monotone};
use crate::symbolic::Expr;
use std::slice::from_ref;

/// Combinations of bounds that are tried.
const MOST_COMBINATIONS: usize = 12;

/// Lemmas for the terms of a sum, and its lower bound by them.
type Candidate = (Vec<Option<Lemma>>, LowerBound);

impl Decider<'_> {
    /// The evidence that a lower bound of the sum `e`, term by term, has the wanted sign.
    pub(super) fn by_bounds(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<Evidence> {
        lower_bounds(e).into_iter().find_map(|(lemmas, bound)| {
            let wanted = wanted.of_lower_bound(bound.strict);
            let mut evidence =
                Evidence::from(Step::Bound(lemmas)).then(self.has_sign(&bound.value, wanted, setting)?);
            for u in &bound.needs {
                evidence = evidence.then(self.has_sign(u, Wanted::NonNegative, setting)?);
            }
            Some(evidence)
        })
    }

    /// The evidence that the difference of two values of an increasing function has the wanted sign.
    pub(super) fn by_monotone_function(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<Evidence> {
        let (higher, lower) = monotone::arguments(e)?;
        let (_, evidence) = self.sign_is(&(higher - lower), wanted, setting).ok()?;
        Some(Evidence::from(Step::Monotone).then(evidence))
    }

    fn has_sign(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<Evidence> {
        let reply = self.ask_recorded(Task::Sign, from_ref(e), setting).ok()?;
        let holds = match reply.answers.first() {
            Some(Answer::Zero) => wanted == Wanted::NonNegative,
            Some(Answer::Sign(s)) => wanted.is_met_by(*s),
            _ => false,
        };
        let record = reply.records.into_iter().next().unwrap_or_default();
        holds.then(|| match derive_sign(e, &setting.place(), &record, 0) {
            Ok(derivation) => Step::Sign(derivation).into(),
            Err(why) => Evidence::missing(why.to_string()),
        })
    }
}

fn lower_bounds(e: &Expr) -> Vec<Candidate> {
    let choices: Vec<Vec<Bound>> = terms(e).iter().map(of_term).collect();
    if choices.iter().all(|c| c.len() == 1) {
        return Vec::new();
    }
    let mut combinations: Vec<Vec<Bound>> = vec![Vec::new()];
    for choice in choices {
        combinations = combinations
            .iter()
            .flat_map(|done| choice.iter().map(|b| done.iter().cloned().chain([b.clone()]).collect()))
            .take(4 * MOST_COMBINATIONS)
            .collect();
    }
    combinations
        .into_iter()
        .map(|c| {
            let lemmas = c.iter().map(|b| b.lemma).collect();
            (lemmas, LowerBound::of(&c))
        })
        .filter(|(_, bound)| bound.value != *e)
        .take(MOST_COMBINATIONS)
        .collect()
}
