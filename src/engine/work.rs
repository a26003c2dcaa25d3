//! Doing a job: this runs where the engine is open.

use super::job::{Answer, Job, Reply, Task};
use crate::certificate::{GoalRecord, Record};
use crate::symbolic::{CertainSign, Expr, Fact};
use crate::tower::closed_form::weight;
use crate::tower::generator::Meaning;
use crate::tower::{Tower, TowerError};
use algebra::{Engine, Fraction};

/// Does a job. Expressions are first taken together, so that their kernels are chosen for all of them; when that
/// fails, one by one, so that a bad expression costs itself only.
#[must_use]
pub fn perform(engine: &Engine, job: &Job) -> Reply {
    if let Ok(reply) = together(engine, job, &job.exprs) {
        return reply;
    }
    let mut out = Reply { answers: Vec::new(), kernels: Vec::new(), records: Vec::new() };
    for e in &job.exprs {
        match together(engine, job, std::slice::from_ref(e)) {
            Ok(mut reply) => {
                out.answers.append(&mut reply.answers);
                reply.kernels.retain(|k| !out.kernels.contains(k));
                out.kernels.append(&mut reply.kernels);
                out.records.append(&mut reply.records);
            }
            Err((error, record)) => {
                // An empty record keeps the others in their places.
                out.records.push(record.unwrap_or_default());
                out.answers.push(match error {
                    TowerError::NowhereDefined { denominator } => Answer::NowhereDefined(denominator),
                    other => Answer::Beyond(explain(&other)),
                });
            }
        }
    }
    out
}

fn explain(e: &TowerError) -> String {
    match e {
        TowerError::NowhereDefined { .. } => "an expression is nowhere defined".into(),
        TowerError::ZeroDivisor => "the reduction came to divide by 0".into(),
        TowerError::TooManyGenerators => "too many different kernels (more than 800)".into(),
        TowerError::TooLarge => "an intermediate polynomial is too large".into(),
        TowerError::Exponent { .. } => "an exponent is too large".into(),
    }
}

#[allow(clippy::result_large_err)]
fn together(engine: &Engine, job: &Job, exprs: &[Expr]) -> Result<Reply, (TowerError, Option<Record>)> {
    let mut facts: Vec<Fact> = job.region.facts();
    facts.extend(job.defined_where.iter().cloned());
    let mut roots = exprs.to_vec();
    if job.task == Task::Readable {
        for (symbol, definition) in &job.abbreviations {
            roots.push(Expr::symbol(symbol));
            roots.push(definition.clone());
        }
    }
    let (mut tower, mut images) = Tower::recording(engine, &roots, &job.region, &facts, job.record)?;
    let abbreviations = abbreviations(&tower, &images[exprs.len()..]);
    images.truncate(exprs.len());
    let mut goals = Vec::new();
    let answers =
        exprs.iter().zip(&images).map(|(e, f)| answer(&mut tower, job, e, f, &abbreviations, &mut goals)).collect();
    let mut records: Vec<Record> = tower.record().into_iter().collect();
    for r in &mut records {
        r.goals = std::mem::take(&mut goals);
    }
    let kernels = tower
        .generators()
        .iter()
        .filter(|g| !matches!(g.meaning, Meaning::Atom) || g.expr.as_symbol().is_none())
        .map(|g| g.expr.clone())
        .collect();
    Ok(Reply { answers, kernels, records })
}

fn abbreviations(tower: &Tower<'_>, images: &[Fraction]) -> Vec<(usize, Fraction)> {
    images
        .chunks_exact(2)
        .filter_map(|pair| {
            let symbol = tower.to_expr(&pair[0]);
            let index = tower.generators().iter().position(|g| g.expr == symbol)?;
            Some((index, pair[1].clone()))
        })
        .collect()
}

fn answer(
    tower: &mut Tower<'_>,
    job: &Job,
    e: &Expr,
    f: &Fraction,
    abbreviations: &[(usize, Fraction)],
    goals: &mut Vec<Option<GoalRecord>>,
) -> Answer {
    match job.task {
        Task::Zero if f.is_zero() => Answer::Zero,
        // A rule that does not apply, for whatever reason, decides nothing.
        Task::Zero if tower.angle_sum_vanishes(e, f).unwrap_or(false) => Answer::Zero,
        Task::Zero => Answer::NotReduced(tower.closed_form(f)),
        Task::Sign if f.is_zero() => {
            goals.push(None);
            Answer::Zero
        }
        Task::Sign => {
            let (sign, bound, of) = sign(tower, f);
            goals.push(sign.filter(|_| job.record).and_then(|s| tower.goal_record(&of, s, bound)));
            sign.map_or(Answer::NoSign, Answer::Sign)
        }
        Task::ClosedForm => Answer::ClosedForm(tower.closed_form(f)),
        Task::Readable => {
            let form = tower.readable(f, abbreviations);
            // What was written may be the best form there is.
            Answer::ClosedForm(if weight(e) < weight(&form) { e.clone() } else { form })
        }
        Task::Core => match tower.core(f) {
            Ok(core) => Answer::ClosedForm(tower.closed_form(&core)),
            Err(e) => Answer::Beyond(explain(&e)),
        },
    }
}

/// A certain sign; by the rule log-bound, with its multiple and the bound, where no other gives one.
fn sign(tower: &mut Tower<'_>, f: &Fraction) -> (Option<CertainSign>, Option<i64>, Fraction) {
    if let Some(sign) = tower.sign(f) {
        return (Some(sign), None, f.clone());
    }
    match tower.log_bound(f) {
        Some((k, bound)) => (Some(CertainSign::NonNegative), Some(k), bound),
        None => (None, None, f.clone()),
    }
}
