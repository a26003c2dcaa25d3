//! Looking for lower bounds of sums, term by term, by the lemmas of [`crate::replay::bounds`]; what remains is decided by
//! the other rules.

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use super::verdict::Evidence;
use crate::certificate::{Lemma, Step};
use crate::engine::{Answer, Task};
use crate::replay::bounds::{Bound, of_term, terms};
use crate::replay::derive_sign;
use crate::symbolic::Expr;
use std::slice::from_ref;

/// Combinations of bounds that are tried.
const MOST_COMBINATIONS: usize = 12;

/// Lemmas for the terms of a sum, its lower bound by them, and what must not be negative for it.
type Candidate = (Vec<Option<Lemma>>, Expr, Vec<Expr>);

impl Decider<'_> {
    /// The evidence that a lower bound of the sum `e`, term by term, has the wanted sign.
    pub(super) fn by_bounds(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<Evidence> {
        let wanted = wanted.of_lower_bound();
        lower_bounds(e).into_iter().find_map(|(lemmas, bound, needs)| {
            let mut evidence = Evidence::from(Step::Bound(lemmas)).then(self.has_sign(&bound, wanted, setting)?);
            for u in &needs {
                evidence = evidence.then(self.has_sign(u, Wanted::NonNegative, setting)?);
            }
            Some(evidence)
        })
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
            let needs = c.iter().filter_map(|b| b.needs.clone()).collect();
            (lemmas, Expr::sum(c.into_iter().map(|b| b.value)), needs)
        })
        .filter(|(_, bound, _)| bound != e)
        .take(MOST_COMBINATIONS)
        .collect()
}
