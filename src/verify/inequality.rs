//! Comparisons by certain signs: the sign rules of [`crate::tower::positivity`] on the factors of the difference, under
//! the domain's facts, and the rule log-bound of [`crate::tower`].

use super::cases::{Goal, has_unknown_signs};
use super::decider::{Decider, Setting};
use super::equality::{CASES, SEPARATION, report};
use super::exact_points::Where;
use super::expectations::assumption;
use super::gibbs::GIBBS;
use super::named_means::Effort;
use super::verdict::{Evidence, Verdict};
use crate::certificate::{Record, Step};
use crate::enclosure::{Comparison, Point, decide_sign};
use crate::engine::{Answer, Task};
pub(super) use crate::replay::Wanted;
use crate::replay::boxes::subdivided_before;
use crate::replay::claim::CONSTANT_BITS;
use crate::replay::integrand::integrand;
use crate::replay::regroup::regrouped;
use crate::replay::{derive_sign, integers, means, separation, sturm};
use crate::symbolic::Expr;
use crate::syntax::ast::CompareOp;
use crate::units::Unit;

/// How deep rules within rules are looked for, one depth after the other.
const DEPTHS: [usize; 3] = [2, 4, 6];
/// So many boxes are looked at for every point of the search.
const BOXES_PER_POINT: usize = 2;

/// The rule that gives the sign, with its evidence; or why none does.
pub(super) type Signed = Result<(&'static str, Evidence), String>;

/// The name of the rule of `replay::integrand`.
const MONOTONE_MEAN: &str = "monotone-mean: the integrand has the sign everywhere";

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
        if let Some(found) = self.fails_at_constants(left, right, comparison, setting, Where::FirstRoots) {
            let witness = Box::new(found.report(name.to_owned(), unit.clone(), setting));
            return Verdict::Refuted { witness };
        }
        let mut decided = self.sign_at_once(&difference, wanted, setting);
        if decided.is_err() {
            // The slower rules are spared where the claim is false.
            let found = self.counterexample(left, right, comparison, setting);
            if let Some(found) = found.or_else(|| self.between_roots(left, right, comparison, setting)) {
                let witness = Box::new(report(found, name.to_owned(), unit.clone(), setting));
                return Verdict::Refuted { witness };
            }
            if let Some(found) = self.fails_at_constants(left, right, comparison, setting, Where::Roots) {
                let witness = Box::new(found.report(name.to_owned(), unit.clone(), setting));
                return Verdict::Refuted { witness };
            }
            decided = decided.or_else(|why| self.sign_in_steps(&difference, wanted, setting).ok_or(why));
            if decided.is_err()
                && let Some(found) = self.far_counterexample(left, right, comparison, setting)
            {
                let witness = Box::new(report(found, name.to_owned(), unit.clone(), setting));
                return Verdict::Refuted { witness };
            }
            if decided.is_err()
                && let Some(found) = self.fails_at_constants(left, right, comparison, setting, Where::Equal)
            {
                let witness = Box::new(found.report(name.to_owned(), unit.clone(), setting));
                return Verdict::Refuted { witness };
            }
        }
        match decided {
            Ok((rule, evidence)) => match self.inhabited(&[left.clone(), right.clone()], setting) {
                Some(point) => {
                    let assumed = assumption(&[left.clone(), right.clone()]);
                    let new: Vec<String> = assumed.into_iter().filter(|a| !self.remarks.contains(a)).collect();
                    self.remarks.extend(new);
                    Verdict::by(rule, evidence.then(point))
                }
                None => Verdict::undecided("no point of the domain was found where both sides are defined"),
            },
            // In the form in which its factors are visible, where there is time for that.
            Err(reason) => Verdict::Undecided { remains: vec![self.visible_form(&difference, setting)], reason },
        }
    }

    /// Whether the expression certainly has the wanted sign; the rule with its evidence, or why not.
    pub(super) fn sign_is(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Signed {
        let at_once = self.sign_at_once(e, wanted, setting);
        at_once.or_else(|why| self.sign_in_steps(e, wanted, setting).ok_or(why))
    }

    /// The rules that take one job, or few.
    pub(super) fn sign_at_once(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Signed {
        if !e.has_symbols()
            && let Ok(sign) = decide_sign(e, &Point::default().before(self.budget.until), CONSTANT_BITS)
            && wanted.is_met_by_constant(sign)
        {
            return Ok(("the enclosure of a constant excludes 0", Step::Constant.into()));
        }
        if !e.has_symbols() && wanted == Wanted::NonNegative && separation::is_zero(e) {
            return Ok((SEPARATION, Step::Separation.into()));
        }
        if let Some(evidence) = self.by_divergence(e, wanted, setting) {
            return Ok((GIBBS, evidence));
        }
        if e.has_mean() {
            // Before points are tried, at which each value is a quadrature.
            if let Some((f, place)) = integrand(e, setting)
                && let Some((_, shown)) =
                    self.nested(|decider| decider.sign_at_once(&f, wanted.of_lower_bound(false), &place).ok())
            {
                return Ok((MONOTONE_MEAN, Evidence::from(Step::Integrand).then(shown)));
            }
            let named = self.with_named_means(e, wanted, setting, Effort::AtOnce);
            return named.ok_or_else(|| "no rule settles the sign of the difference".into());
        }
        let reply = self.ask_recorded(Task::Sign, std::slice::from_ref(e), setting)?;
        let by_bound = |r: &Record| r.goals.iter().flatten().any(|g| g.bound.is_some());
        let rule = match reply.answers.first() {
            Some(Answer::Zero) if wanted == Wanted::NonNegative => Some("the difference is 0"),
            Some(Answer::Sign(s)) if wanted.is_met_by(*s) => Some(if reply.records.iter().any(by_bound) {
                "log-bound: log W >= 1 - 1/W"
            } else {
                "the sign of every factor is certain on the domain"
            }),
            Some(Answer::Beyond(why)) => return Err(why.clone()),
            _ => None,
        };
        if let Some(rule) = rule {
            let record = reply.records.first().cloned().unwrap_or_default();
            return Ok((
                rule,
                match derive_sign(e, &setting.place(), &record, 0) {
                    Ok(derivation) => Step::Sign(derivation).into(),
                    Err(why) => Evidence::missing(why.to_string()),
                },
            ));
        }
        if wanted == Wanted::NonZero
            && let Ok((_, evidence)) = self.sign_at_once(&e.powi(2), Wanted::Positive, setting)
        {
            return Ok(("square: no factor vanishes", Evidence::from(Step::Square).then(evidence)));
        }
        Err("no rule settles the sign of the difference".into())
    }

    /// The rules that take many: bounds, cases, subdivision. Rules within rules are looked for at growing depth, so that short
    /// proofs are found first.
    pub(super) fn sign_in_steps(
        &mut self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
    ) -> Option<(&'static str, Evidence)> {
        if self.nested > 0 {
            return self.sign_at_depth(e, wanted, setting);
        }
        for depth in DEPTHS {
            self.look_as_deep_as(depth);
            let (too_deep, cut_short) = (self.too_deep, self.cut_short);
            if let Some(found) = self.sign_within(e, wanted, setting) {
                return Some(found);
            }
            // Where everything was looked at, a greater depth shows nothing new.
            if self.budget.is_over() || (self.too_deep, self.cut_short) == (too_deep, cut_short) {
                break;
            }
        }
        self.by_boxes(e, wanted, setting)
    }

    /// The same within another rule; what was looked for in vain at this depth is not looked for again.
    fn sign_at_depth(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<(&'static str, Evidence)> {
        let room = self.deepest.saturating_sub(self.nested);
        if let Some(depth) = self.memory.failed(e, wanted, setting).filter(|depth| *depth >= room) {
            // Perhaps it leads somewhere from less deep.
            self.too_deep += usize::from(depth != usize::MAX);
            return None;
        }
        let (too_deep, cut_short) = (self.too_deep, self.cut_short);
        let found = self.sign_within(e, wanted, setting);
        if found.is_none() && self.cut_short == cut_short && !self.budget.is_over() {
            let depth = if self.too_deep == too_deep { usize::MAX } else { room };
            self.memory.fails(e, wanted, setting, depth);
        }
        found
    }

    fn sign_within(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<(&'static str, Evidence)> {
        if e.has_mean() {
            if let Some((f, place)) = integrand(e, setting)
                && let Some((_, shown)) =
                    self.nested(|decider| decider.sign_is(&f, wanted.of_lower_bound(false), &place).ok())
            {
                return Some((MONOTONE_MEAN, Evidence::from(Step::Integrand).then(shown)));
            }
            return self.with_named_means(e, wanted, setting, Effort::Deep);
        }
        if sturm::has_sign(e, wanted, &setting.region) {
            return Some(("Sturm: a polynomial in one variable, its roots counted", Step::Sturm.into()));
        }
        if means::has_sign(e, wanted, &setting.region) {
            return Some(("means: terms of a polynomial by arithmetic and geometric means", Step::Means.into()));
        }
        if integers::has_sign(e, wanted, &setting.region) {
            return Some((
                "integers: a polynomial in one integer, its values up to a bound of its roots",
                Step::Integers.into(),
            ));
        }
        if wanted == Wanted::NonNegative
            && integers::is_integral(e, &setting.region)
            && let Ok((_, evidence)) = self.sign_at_once(&(e + &Expr::one()), Wanted::Positive, setting)
            && evidence.gap.is_none()
        {
            return Some((
                "integral: an integer above -1 is not negative",
                Evidence::from(Step::Integral).then(evidence),
            ));
        }
        if let Some(found) = self.sign_by_equations(e, wanted, setting) {
            return Some(found);
        }
        if let Some(found) = self.by_induction(e, wanted, setting) {
            return Some(found);
        }
        if let Some(found) = self.by_relaxation(e, wanted, setting) {
            return Some(found);
        }
        if let Some(evidence) = self.by_monotone_function(e, wanted, setting) {
            return Some(("the function is increasing, so its arguments decide", evidence));
        }
        if let Some(evidence) = self.by_bounds(e, wanted, setting) {
            return Some(("bounds of functions: tangents, series and slopes", evidence));
        }
        for apart in [false, true] {
            if let Some(image) = regrouped(e, apart)
                && let Some(evidence) = self.by_bounds(&image, wanted, setting)
            {
                let rule = "bounds of functions, after logarithms of one weight were taken together";
                return Some((rule, Evidence::from(Step::Regroup { apart }).then(evidence)));
            }
        }
        if let Some(found) = self.by_other_signs(e, wanted, setting) {
            return Some(found);
        }
        let form = self.visible_form(e, setting);
        if self.nested == 0 {
            self.look_as_deep_as(self.deepest);
        }
        if (has_unknown_signs(&form) || has_unknown_signs(e))
            && let Some(evidence) = self.by_cases(Goal::Sign(wanted), e, &form, setting)
        {
            return Some((CASES, evidence));
        }
        // Where nothing leads here, this comes last.
        if self.nested == 0 {
            return None;
        }
        self.by_boxes(e, wanted, setting)
    }

    fn by_boxes(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<(&'static str, Evidence)> {
        let most = BOXES_PER_POINT * self.limits.points;
        let boxes = subdivided_before(e, wanted, &setting.region, most, self.budget.until)?;
        Some(("subdivision: enclosures over small boxes exclude 0", Step::Boxes(boxes).into()))
    }
}
