//! Cases: what is undecided because signs are unknown is decided for each sign by itself.
//!
//! A normal form that is not 0 may contain signs of factors, absolute values, angles of points whose quadrant is unknown.
//! For such a factor `f` the statement is decided again under `f >= 0` and under `f <= 0`, which together cover every
//! point; where `f >= 0` does not suffice (`sign(f)` is 0 at zeros), under `f > 0` and `f = 0`. Every case is an ordinary
//! job under one more fact, so that a proof by cases is a tree of ordinary proofs. At most [`LARGEST_DEPTH`] splits follow one another.
//!
//! Under `f = 0` a symbol in which `f` is affine with a number as coefficient is replaced by its value; its range becomes
//! conditions. Under `f >= 0` a bound of the symbol is narrowed where `f` has no other, and a symbol of unbounded range is
//! replaced by what makes `f` a new variable `d >= 0`; both say the same as the fact, in the form that the sign rules read. A case in which the expression is nowhere defined claims nothing.

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use super::verdict::Evidence;
use crate::certificate::{Record, Step};
use crate::engine::{Answer, Task};
use crate::replay::cases::{LARGEST_DEPTH, cases_of, narrowed, opposite, splits};
use crate::replay::{derive_nowhere, derive_sign, derive_zero};
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Binary, Expr, Fact, Function, Kind};
use std::slice::from_ref;

/// Jobs for one statement.
const MOST_JOBS: usize = 80;

/// What is to be shown of an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// It is 0.
    Zero,
    /// It has this sign.
    Sign(Wanted),
}

impl Decider<'_> {
    /// The evidence that the goal holds in every case; `form` is a normal form in which the unknown signs are visible.
    pub(super) fn by_cases(&mut self, goal: Goal, e: &Expr, form: &Expr, setting: &Setting) -> Option<Evidence> {
        let mut jobs = MOST_JOBS;
        self.split(goal, e, form, setting, 0, &mut jobs)
    }

    fn split(
        &mut self,
        goal: Goal,
        e: &Expr,
        form: &Expr,
        setting: &Setting,
        depth: usize,
        jobs: &mut usize,
    ) -> Option<Evidence> {
        if depth >= LARGEST_DEPTH {
            return None;
        }
        // A form may hide signs: two generators for one sign, apart at its zeros, print alike and cancel in print.
        let mut signs = unknown_signs(form);
        signs.extend(unknown_signs(e));
        // The sign of a polynomial narrows a range, that of a function of one seldom does.
        let functions = |f: &Expr| f.nodes().iter().any(|n| matches!(n.kind(), Kind::Apply(..) | Kind::Binary(..)));
        signs.sort_by_key(functions);
        let split_on = |f: &Expr| {
            let cases = cases_of(f, &setting.region).filter(|_| splits(f, e, setting))?;
            Some((f.clone(), cases))
        };
        let (f, cases) = signs.iter().find_map(split_on)?;
        let mut evidence = Evidence::from(Step::Split { on: Bundle::pack(from_ref(&f)) });
        for fact in cases {
            let (e, setting) = narrowed(e, setting, fact)?;
            if !setting.region.conditions.iter().chain(&setting.defined_where).any(Fact::is_absurd) {
                evidence = evidence.then(self.case_holds(goal, &e, &setting, depth + 1, jobs)?);
            }
        }
        Some(evidence)
    }

    fn case_holds(
        &mut self,
        goal: Goal,
        e: &Expr,
        setting: &Setting,
        depth: usize,
        jobs: &mut usize,
    ) -> Option<Evidence> {
        *jobs = jobs.checked_sub(1)?;
        let task = if goal == Goal::Zero { Task::Zero } else { Task::Sign };
        let reply = self.ask_recorded(task, from_ref(e), setting).ok()?;
        let place = setting.place();
        let record = reply.records.into_iter().next().unwrap_or_default();
        let shown = |record: &Record| match goal {
            Goal::Zero => derive_zero(from_ref(e), &place, record).map(|d| Step::Zero(vec![d])),
            Goal::Sign(_) => derive_sign(e, &place, record, 0).map(Step::Sign),
        };
        let evidence = |found: Result<Step, crate::replay::Rejection>| match found {
            Ok(step) => Some(Evidence::from(step)),
            Err(why) => Some(Evidence::missing(why.to_string())),
        };
        match (goal, reply.answers.into_iter().next()) {
            (_, Some(Answer::NowhereDefined(_))) => evidence(derive_nowhere(e, &place, &record).map(Step::Nowhere)),
            (Goal::Zero | Goal::Sign(Wanted::NonNegative), Some(Answer::Zero)) => evidence(shown(&record)),
            (Goal::Sign(wanted), Some(Answer::Sign(s))) if wanted.is_met_by(s) => evidence(shown(&record)),
            (Goal::Zero, Some(Answer::NotReduced(form))) => {
                if let Some(found) = self.split(goal, e, &form, setting, depth, jobs) {
                    return Some(found);
                }
                if let Some(found) = self.absurd(setting) {
                    return Some(found);
                }
                *jobs = jobs.checked_sub(1)?;
                let (_, evidence) = self.nested(|decider| decider.zero_otherwise(e, setting))?;
                evidence.gap.is_none().then_some(evidence)
            }
            (Goal::Sign(_), Some(Answer::Sign(_) | Answer::NoSign)) => {
                let form = self.visible_form(e, setting);
                if (has_unknown_signs(&form) || has_unknown_signs(e))
                    && let Some(found) = self.split(goal, e, &form, setting, depth, jobs)
                {
                    return Some(found);
                }
                if let Some(found) = self.absurd(setting) {
                    return Some(found);
                }
                self.nested(|decider| decider.shown_in_case(e, goal, setting))
            }
            _ => None,
        }
    }

    /// A condition that has the wrong sign in a case.
    fn absurd(&mut self, setting: &Setting) -> Option<Evidence> {
        for (condition, fact) in setting.region.conditions.iter().enumerate() {
            // A bound of one variable has narrowed its range.
            if fact.rule.is_some() || fact.expr.has_mean() || fact.expr.symbols().len() < 2 {
                continue;
            }
            let Some((e, wanted)) = opposite(fact) else { continue };
            let mut others = setting.clone();
            others.region.conditions.remove(condition);
            if !self.glance(&e, wanted, &others) {
                continue;
            }
            if let Ok((_, evidence)) = self.sign_at_once(&e, wanted, &others)
                && evidence.gap.is_none()
            {
                return Some(Evidence::from(Step::Absurd { condition }).then(evidence));
            }
        }
        None
    }

    /// Where no signs are left to split on, the slower rules.
    fn shown_in_case(&mut self, e: &Expr, goal: Goal, setting: &Setting) -> Option<Evidence> {
        let Goal::Sign(wanted) = goal else { return None };
        let (_, evidence) = self.sign_in_steps(e, wanted, setting)?;
        evidence.gap.is_none().then_some(evidence)
    }

    /// A closed form in which unknown signs are visible.
    pub(super) fn visible_form(&mut self, e: &Expr, setting: &Setting) -> Expr {
        match self
            .ask(Task::ClosedForm, std::slice::from_ref(e), setting)
            .map(|(answers, _)| answers.into_iter().next())
        {
            Ok(Some(Answer::ClosedForm(form))) => form,
            _ => e.clone(),
        }
    }
}

/// Whether a form has signs to split on.
pub(super) fn has_unknown_signs(form: &Expr) -> bool {
    !unknown_signs(form).is_empty()
}

/// What the signs, absolute values and angles of a form are taken of, inner ones first.
fn unknown_signs(form: &Expr) -> Vec<Expr> {
    let mut out: Vec<Expr> = Vec::new();
    for node in form.nodes() {
        let found = match node.kind() {
            Kind::Apply(Function::Sign | Function::Abs | Function::Cbrt, f) => vec![f.clone()],
            Kind::Binary(Binary::Min | Binary::Max, x, y) => vec![x - y],
            Kind::Binary(Binary::Atan2, y, x) => vec![x.clone(), y.clone()],
            _ => Vec::new(),
        };
        for f in found {
            if f.has_symbols() && !out.contains(&f) {
                out.push(f);
            }
        }
    }
    out
}
