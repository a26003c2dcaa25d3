//! Checks: exact values and digits at points.

use super::decider::{Decider, Setting};
use super::verdict::{CheckOutcome, CheckedComponent, Verdict};
use crate::enclosure::decimal::{decimal, outward};
use crate::enclosure::{Agreement, Point, Value, agrees_with_digits, facts, value_to_digits};
use crate::model::{Check, Expectation, Model, Written};
use crate::symbolic::{Expr, Fact, Relation};
use crate::units::Unit;

const DIGITS_SHOWN: usize = 25;
/// Numbers of formal expectations are dear.
const DIGITS_OF_QUADRATURE: usize = 15;
const TIME_IS_OVER: &str = "the time was over before the enclosure was narrow enough";

impl Decider<'_> {
    /// Decides a check: the rigorous enclosure of the value rounds to the digits written, or it is exactly the value.
    pub fn check(&mut self, model: &Model, check: &Check) -> CheckOutcome {
        self.begin();
        let mut components = Vec::new();
        let mut reason = None;
        for ((value, expected), written) in check.values.iter().zip(&check.expected).zip(&check.written) {
            components.push(self.component(model, check, value, expected, written, &mut reason));
        }
        let came_out = if components.iter().any(|c| c.came_out == Some(false)) {
            Some(false)
        } else if components.iter().any(|c| c.came_out.is_none()) || components.is_empty() {
            None
        } else {
            Some(true)
        };
        CheckOutcome { components, came_out, reason }
    }

    fn component(
        &mut self,
        model: &Model,
        check: &Check,
        value: &Expr,
        expected: &Expectation,
        written: &Written,
        reason: &mut Option<String>,
    ) -> CheckedComponent {
        let here = Point::default().before(self.budget.until);
        let mut shown = None;
        // In the unit that is written.
        let carried = if written.factor.is_one() { value.clone() } else { value / &written.factor };
        let came_out = match expected {
            Expectation::Exact(exact) => {
                let exprs = [value.clone(), exact.clone()];
                let setting = Setting::new(model, None, &check.region, &check.defined_where, &exprs);
                let (left, right) = exprs.split_at(1);
                let verdict = self
                    .equal(left, right, &[String::new()], std::slice::from_ref(&Unit::one()), &setting)
                    .unless_rejected(|steps| crate::replay::claim::equality(model, left, right, &setting, steps));
                settled(&verdict, reason)
            }
            Expectation::Digits { text, .. } => {
                if let Some(open) = doubtful(check) {
                    *reason = Some(format!(
                        "it is not certain that the value exists: that `{} {}`",
                        open.expr,
                        compared(open)
                    ));
                    return CheckedComponent { came_out: None, value: None };
                }
                let agreement = agrees_with_digits(&carried, &here, text);
                if let Ok(Agreement::Agrees { enclosure } | Agreement::Differs { enclosure }) = &agreement
                    && value.has_mean()
                {
                    // Of a value close to 0 as many digits as are known anyway.
                    let digits = (1..=DIGITS_OF_QUADRATURE).rev();
                    shown = digits.into_iter().find_map(|n| enclosure.decimal(n)).or_else(|| interval(enclosure));
                }
                match agreement {
                    Ok(Agreement::Agrees { .. }) => Some(true),
                    Ok(Agreement::Differs { .. }) => Some(false),
                    Ok(Agreement::Undefined { node }) => {
                        *reason = Some(format!("`{node}` is not defined at the point"));
                        Some(false)
                    }
                    Ok(Agreement::Undecided) => {
                        let why =
                            if here.is_late() { TIME_IS_OVER } else { "the enclosure does not get narrow enough" };
                        *reason = Some(why.into());
                        None
                    }
                    Err(e) => {
                        *reason = Some(format!("the value is not a number here: {e:?}"));
                        None
                    }
                }
            }
        };
        // What was not computed anyway.
        if shown.is_none() {
            let digits = if value.has_mean() { DIGITS_OF_QUADRATURE } else { DIGITS_SHOWN };
            shown = value_to_digits(&carried, &here, digits).ok().flatten();
        }
        CheckedComponent { came_out, value: shown }
    }
}

/// Two short decimals between which the value lies, as `[a, b]`.
fn interval(enclosure: &Value) -> Option<String> {
    let (a, b) = enclosure.bounds()?;
    let (a, b) = outward(&a, &b, 2)?;
    Some(format!("[{}, {}]", decimal(&a, 2)?, decimal(&b, 2)?))
}

/// A condition on constants, of the domain or of definition, that does not certainly hold: a formula may have a value where what
/// it stands for has none (`1/(1 - 2*q)` for a sum of powers of `2*q`). What fails for certain was refused before.
fn doubtful(check: &Check) -> Option<&Fact> {
    let constant = |f: &&Fact| !f.expr.has_symbols() && !f.expr.has_mean();
    let mut facts = check.region.conditions.iter().chain(&check.defined_where).filter(constant);
    facts.find(|f| f.expr.as_number().map_or_else(|| facts::holds(f) != Some(true), |_| f.is_absurd()))
}

fn compared(fact: &Fact) -> &'static str {
    match fact.relation {
        Relation::Positive => "> 0",
        Relation::NonNegative => ">= 0",
        Relation::NonZero => "!= 0",
        Relation::Zero => "== 0",
    }
}

fn settled(verdict: &Verdict, reason: &mut Option<String>) -> Option<bool> {
    match verdict {
        Verdict::Proved { .. } => Some(true),
        Verdict::Refuted { .. } => Some(false),
        Verdict::Undecided { reason: why, .. } => {
            *reason = Some(why.clone());
            None
        }
    }
}
