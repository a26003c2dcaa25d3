//! Comparisons by certain signs: the sign rules of [`crate::tower::positivity`] on the factors of the difference, under
//! the domain's facts, and the rule log-bound of [`crate::tower`].

use super::decider::{Decider, Setting};
use super::equality::report;
use super::verdict::{Verdict, rejected};
use crate::certificate::{Record, Step};
use crate::enclosure::{Comparison, Point, decide_sign};
use crate::engine::{Answer, Task};
pub(super) use crate::replay::Wanted;
use crate::replay::claim::CONSTANT_BITS;
use crate::replay::derive_sign;
use crate::symbolic::{Expr, Relation};
use crate::syntax::ast::CompareOp;
use crate::units::Unit;

impl Decider<'_> {
    /// `left (op) right` wherever both are defined.
    pub(super) fn compare(
        &mut self,
        left: &Expr,
        op: CompareOp,
        right: &Expr,
        name: &str,
        unit: &Unit,
        setting: &Setting,
    ) -> Verdict {
        let (difference, wanted, comparison) = match op {
            CompareOp::Eq => {
                return self.equal(
                    std::slice::from_ref(left),
                    std::slice::from_ref(right),
                    &[name.to_owned()],
                    std::slice::from_ref(unit),
                    setting,
                );
            }
            CompareOp::Ne => (left - right, Wanted::NonZero, Comparison::NotEqual),
            CompareOp::Gt => (left - right, Wanted::Positive, Comparison::Greater),
            CompareOp::Ge => (left - right, Wanted::NonNegative, Comparison::GreaterOrEqual),
            CompareOp::Lt => (right - left, Wanted::Positive, Comparison::Less),
            CompareOp::Le => (right - left, Wanted::NonNegative, Comparison::LessOrEqual),
        };
        let decided = self.sign_is(&difference, wanted, setting);
        if let Ok((rule, step)) = decided {
            return match self.inhabited(&[left.clone(), right.clone()], setting) {
                Some(point) => Verdict::by(rule, vec![step, point]),
                None => Verdict::undecided("no point of the domain was found where both sides are defined"),
            };
        }
        match self.counterexample(left, right, comparison, setting) {
            Some(found) => {
                Verdict::Refuted { witness: Box::new(report(found, name.to_owned(), unit.clone(), setting)) }
            }
            None => Verdict::undecided(decided.err().unwrap_or_default()),
        }
    }

    /// Whether the expression certainly has the wanted sign; the rule with its proof, or why not.
    pub(super) fn sign_is(
        &mut self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
    ) -> Result<(&'static str, Step), String> {
        if e.symbols().is_empty()
            && let Ok(sign) = decide_sign(e, &Point::default(), CONSTANT_BITS)
            && wanted.is_met_by_constant(sign)
        {
            return Ok(("the enclosure of a constant excludes 0", Step::Constant));
        }
        let reply = self.ask(Task::Sign, std::slice::from_ref(e), setting, true)?;
        let rule = match reply.answers.first() {
            Some(Answer::Zero) if wanted == Wanted::NonNegative => "the difference is 0",
            Some(Answer::Sign(s)) if wanted.is_met_by(*s) => {
                let by_bound = |r: &Record| r.goals.iter().flatten().any(|g| g.bound.is_some());
                if reply.records.iter().any(by_bound) {
                    "log-bound: log W >= 1 - 1/W"
                } else {
                    "the sign of every factor is certain on the domain"
                }
            }
            Some(Answer::Beyond(why)) => return Err(why.clone()),
            _ => return Err("no rule settles the sign of the difference".into()),
        };
        let record = reply.records.first().cloned().unwrap_or_default();
        match derive_sign(e, &setting.place(), &record, 0) {
            Ok(derivation) => Ok((rule, Step::Sign(derivation))),
            Err(why) => Err(rejected(&why)),
        }
    }

    /// Which of the facts are not certain on the region (with the others not assumed).
    pub(super) fn uncertain(
        &mut self,
        facts: &[crate::symbolic::Fact],
        setting: &Setting,
    ) -> Vec<crate::symbolic::Fact> {
        let bare = Setting { defined_where: Vec::new(), ..setting.clone() };
        let exprs: Vec<Expr> = facts.iter().map(|f| f.expr.clone()).collect();
        let Ok(reply) = self.ask(Task::Sign, &exprs, &bare, false) else { return facts.to_vec() };
        facts
            .iter()
            .zip(reply.answers)
            .filter(|(f, a)| {
                let wanted = match f.relation {
                    Relation::Positive => Wanted::Positive,
                    Relation::NonNegative => Wanted::NonNegative,
                    Relation::NonZero => Wanted::NonZero,
                    Relation::Zero => return *a != Answer::Zero,
                };
                match a {
                    Answer::Sign(s) => !wanted.is_met_by(*s),
                    Answer::Zero => wanted != Wanted::NonNegative,
                    _ => true,
                }
            })
            .map(|(f, _)| f.clone())
            .collect()
    }
}
