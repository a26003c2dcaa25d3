//! Deciding one statement.
//!
//! In: a statement and an engine. Out: its answer. Statements that join several comparisons are decided one by one:
//! the first failure wins, then the first doubt. Assumptions that contradict each other, and ranges without a number,
//! make the statement wrong instead of true.

use super::answer::Answer;
use super::statement::{Stated, Statement, state};
use crate::diagnostics::{Code, Diagnostic};
use crate::engine::Jobs;
use crate::model::Model;
use crate::syntax::source::Sources;
use crate::verify::{ClaimOutcome, Decider, Limits, Verdict, distinct};
use std::time::Duration;

/// A statement's answer, and the findings behind it in their full form.
pub struct Ruling {
    /// The answer.
    pub answer: Answer,
    /// What is wrong with the statement.
    pub diagnostics: Vec<Diagnostic>,
    /// Its texts.
    pub sources: Sources,
    /// How long it waited for another geoflow.
    pub waited: Duration,
}

/// Decides a statement.
#[must_use]
pub fn decide(statement: &Statement, engine: &mut dyn Jobs, limits: Limits) -> Ruling {
    let Stated { sources, model, mut diagnostics } = state(statement);
    let mut waited = Duration::ZERO;
    if diagnostics.is_empty() {
        let mut decider = Decider::limited(engine, limits);
        let ruled = rule(&model, &mut decider);
        waited = decider.idle;
        match ruled {
            Ok(outcome) => {
                let given = model.claims.first().map(|c| c.given.as_slice()).unwrap_or_default();
                return Ruling { answer: Answer::of(&outcome, given), diagnostics, sources, waited };
            }
            Err(finding) => diagnostics.push(*finding),
        }
    }
    Ruling { answer: Answer::wrong(&diagnostics, &sources), diagnostics, sources, waited }
}

/// The verdict on all claims of the model together.
fn rule(model: &Model, decider: &mut Decider<'_>) -> Result<ClaimOutcome, Box<Diagnostic>> {
    let mut all: Option<ClaimOutcome> = None;
    for claim in &model.claims {
        let next = decider.claim(model, claim);
        let whole = match all.take() {
            Some(so_far) => joined(so_far, next),
            None => next,
        };
        let settled = whole.verdict.is_refuted();
        all = Some(whole);
        if settled {
            break;
        }
    }
    let all = all.ok_or_else(|| Box::new(Diagnostic::error(Code::G0890, "the statement was lost")))?;
    // What is true of no point at all is neither proved nor refuted: perhaps there is no point.
    if matches!(all.verdict, Verdict::Undecided { .. })
        && let Some(fact) = decider.contradiction(model)
    {
        let finding = Diagnostic::error(Code::G0703, "the assumptions contradict each other");
        return Err(Box::new(finding.note(format!("never: {}", crate::derive::words::condition(&fact).ascii))));
    }
    Ok(all)
}

fn joined(a: ClaimOutcome, b: ClaimOutcome) -> ClaimOutcome {
    let undefined_on = distinct(a.undefined_on.into_iter().chain(b.undefined_on));
    let rests_on = [a.rests_on, b.rests_on].concat();
    let came_out = a.came_out && b.came_out;
    ClaimOutcome { verdict: a.verdict.and(b.verdict), came_out, undefined_on, rests_on, notes: a.notes }
}
