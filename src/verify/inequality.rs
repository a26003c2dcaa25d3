//! Comparisons by certain signs.
//!
//! Rules: the sign rules of [`crate::tower::positivity`] on the factors of the difference (under the domain's facts);
//! and **log-bound**: `sum c_i log u_i = (1/k) log W` with `W = product u_i^(k c_i)`, and `log W >= 1 - 1/W` for `W > 0`
//! (concavity of the logarithm, equality at `W = 1`), so a sum with logarithms is bounded below by one without.

use super::cases::{Goal, has_unknown_signs};
use super::decider::{Decider, Setting};
use super::equality::{CASES, report};
use super::verdict::Verdict;
use crate::enclosure::{Comparison, Point, Sign, decide_sign};
use crate::engine::{Answer, Task};
use crate::symbolic::{Expr, Fact, Function, Kind, Rational, Relation};
use crate::syntax::ast::CompareOp;
use crate::tower::positivity::CertainSign as S;
use crate::units::Unit;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// So many boxes are looked at for every point of the search.
const BOXES_PER_POINT: usize = 2;

/// How a difference compares with 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Positive,
    NonNegative,
    NonZero,
}

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
        if let Some(found) = self.at_first_glance(left, right, comparison, setting) {
            return Verdict::Refuted { witness: Box::new(report(found, name.to_owned(), unit.clone(), setting)) };
        }
        let mut decided = self.sign_at_once(&difference, wanted, setting);
        if decided.is_err() {
            // The slower rules are spared where the claim is false.
            if let Some(found) = self.counterexample(left, right, comparison, setting) {
                let witness = Box::new(report(found, name.to_owned(), unit.clone(), setting));
                return Verdict::Refuted { witness };
            }
            decided = decided.or_else(|why| self.sign_in_steps(&difference, wanted, setting).ok_or(why));
        }
        match decided {
            Ok(rule) if self.inhabited(&[left.clone(), right.clone()], setting) => Verdict::by(rule),
            Ok(_) => Verdict::undecided("no point of the domain was found where both sides are defined"),
            Err(why) => Verdict::undecided(why),
        }
    }

    /// Whether the expression certainly has the wanted sign; the rule, or why not.
    pub(super) fn sign_is(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Result<&'static str, String> {
        let at_once = self.sign_at_once(e, wanted, setting);
        at_once.or_else(|why| self.sign_in_steps(e, wanted, setting).ok_or(why))
    }

    /// The rules that take one job, or few.
    fn sign_at_once(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Result<&'static str, String> {
        if e.symbols().is_empty()
            && let Ok(sign) = decide_sign(e, &Point::default(), self.budget.max_bits)
        {
            let holds = match sign {
                Sign::Positive => true,
                Sign::Negative => wanted == Wanted::NonZero,
                Sign::Zero => wanted == Wanted::NonNegative,
                Sign::Undefined | Sign::Unknown => false,
            };
            if holds {
                return Ok("the enclosure of a constant excludes 0");
            }
        }
        let (answers, _) = self.ask(Task::Sign, std::slice::from_ref(e), setting)?;
        let rule = "the sign of every factor is certain on the domain";
        match answers.first() {
            Some(Answer::Zero) if wanted == Wanted::NonNegative => return Ok("the difference is 0"),
            Some(Answer::Sign(s)) if satisfies(*s, wanted) => return Ok(rule),
            Some(Answer::Beyond(why)) => return Err(why.clone()),
            _ => {}
        }
        if wanted == Wanted::NonNegative && self.log_bound(e, setting) {
            return Ok("log-bound: log W >= 1 - 1/W");
        }
        Err("no rule settles the sign of the difference".into())
    }

    /// The rules that take many: bounds, cases, subdivision.
    fn sign_in_steps(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<&'static str> {
        if self.by_bounds(e, wanted, setting) {
            return Some("bounds of functions: tangents, series and slopes");
        }
        let form = self.visible_form(e, setting);
        let open = has_unknown_signs(&form) || has_unknown_signs(e);
        if open && self.by_cases(Goal::Sign(wanted), e, &form, setting) {
            return Some(CASES);
        }
        let boxes = BOXES_PER_POINT * self.limits.points;
        super::bounds::by_subdivision(e, wanted, setting, boxes)
            .then_some("subdivision: enclosures over small boxes exclude 0")
    }

    fn log_bound(&mut self, e: &Expr, setting: &Setting) -> bool {
        let Ok((answers, _)) = self.ask(Task::ClosedForm, std::slice::from_ref(e), setting) else { return false };
        let Some(Answer::ClosedForm(form)) = answers.into_iter().next() else { return false };
        [form, e.clone()].iter().any(|form| {
            bounds_below(form).into_iter().any(|bound| {
                let answers = self.ask(Task::Sign, &[bound], setting);
                matches!(
                    answers.as_ref().map(|(a, _)| a.first()),
                    Ok(Some(Answer::Zero | Answer::Sign(S::Positive | S::NonNegative)))
                )
            })
        })
    }

    /// Which of the facts are not certain on the region (with the others not assumed).
    pub(super) fn uncertain(&mut self, facts: &[Fact], setting: &Setting) -> Vec<Fact> {
        let bare = Setting { defined_where: Vec::new(), ..setting.clone() };
        let exprs: Vec<Expr> = facts.iter().map(|f| f.expr.clone()).collect();
        let Ok((answers, _)) = self.ask(Task::Sign, &exprs, &bare) else { return facts.to_vec() };
        let uncertain: Vec<Fact> = facts
            .iter()
            .zip(answers)
            .filter(|(f, a)| {
                let wanted = match f.relation {
                    Relation::Positive => Wanted::Positive,
                    Relation::NonNegative => Wanted::NonNegative,
                    Relation::NonZero => Wanted::NonZero,
                    Relation::Zero => return *a != Answer::Zero,
                };
                match a {
                    Answer::Sign(s) => !satisfies(*s, wanted),
                    Answer::Zero => wanted != Wanted::NonNegative,
                    _ => true,
                }
            })
            .map(|(f, _)| f.clone())
            .collect();
        self.in_short(uncertain, &bare)
    }

    /// The same conditions without the factors that cannot fail, each once.
    fn in_short(&mut self, facts: Vec<Fact>, setting: &Setting) -> Vec<Fact> {
        let exprs: Vec<Expr> = facts.iter().map(|f| f.expr.clone()).collect();
        let Ok((answers, _)) = self.ask(Task::Core, &exprs, setting) else { return facts };
        let mut out: Vec<Fact> = Vec::new();
        for (fact, answer) in facts.into_iter().zip(answers) {
            let expr = match answer {
                Answer::ClosedForm(core) => core,
                _ => fact.expr,
            };
            let fact = Fact { expr, relation: fact.relation };
            let shown = fact.expr.as_number().is_some() && !fact.is_absurd();
            if !shown && !out.contains(&fact) {
                out.push(fact);
            }
        }
        out
    }
}

pub(super) fn satisfies(sign: S, wanted: Wanted) -> bool {
    match wanted {
        Wanted::Positive => sign == S::Positive,
        Wanted::NonNegative => matches!(sign, S::Positive | S::NonNegative),
        Wanted::NonZero => matches!(sign, S::Positive | S::Negative),
    }
}

/// Lower bounds of a sum that is linear in logarithms with rational coefficients.
fn bounds_below(e: &Expr) -> Vec<Expr> {
    let terms: Vec<Expr> = match e.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![e.clone()],
    };
    let mut rest = Vec::new();
    let mut logs: Vec<(Rational, Expr)> = Vec::new();
    for t in terms {
        let (c, body) = t.split_coefficient();
        match body.kind() {
            Kind::Apply(Function::Log, u) => logs.push((c, u.clone())),
            _ => rest.push(t),
        }
    }
    if logs.is_empty() {
        return Vec::new();
    }
    let common = logs.iter().fold(num_bigint::BigInt::one(), |l, (c, _)| l.lcm(c.denom()));
    let rest = Expr::sum(rest);
    [1i64, 2, 3, 4]
        .iter()
        .filter_map(|m| {
            let k = Rational::from_integer(common.clone() * num_bigint::BigInt::from(*m));
            let mut w = Vec::new();
            for (c, u) in &logs {
                let n = (c * &k).to_integer().to_i64().filter(|n| n.abs() <= 64)?;
                if !n.is_zero() {
                    w.push(u.powi(-n));
                }
            }
            debug_assert!(k.is_positive());
            // (1/k) (1 - 1/W)
            let bound = (Expr::one() - Expr::product(w)).scaled(&k.recip());
            Some(&rest + &bound)
        })
        .collect()
}
