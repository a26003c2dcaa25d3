//! Further steps: equations by derivatives, combinations of conditions, induction.
//!
//! In: an expression, its setting and a step. Out: the goals that follow, each checked by the steps after it. The rules
//! stand in [`super::slope`], [`super::combination`], [`super::induction`].

use super::claim::Wanted;
use super::setting::Setting;
use super::walk::Walk;
use super::walk_signs::only;
use super::{Rejection, cases, combination, factored, hill, increments, induction, integers, relaxed, slope, symmetry};
use crate::certificate::Step;
use crate::polynomial::text::rational;
use crate::symbolic::Expr;
use crate::symbolic::wire::Bundle;
use std::slice::from_ref;

/// Steps of these kinds that follow one another.
const LARGEST_DEPTH: usize = 2 * cases::LARGEST_DEPTH;

/// The expressions of a bundle in its reduced form.
pub(super) fn several(bundle: &Bundle) -> Result<Vec<Expr>, Rejection> {
    let wrong = || Rejection::Shape("expressions");
    let exprs = bundle.unpack().map_err(|_| wrong())?;
    if Bundle::pack(&exprs) == *bundle { Ok(exprs) } else { Err(wrong()) }
}

impl Walk<'_> {
    /// A residual is 0 by one of these steps.
    pub fn zero_by_rule(&mut self, step: &Step, e: &Expr, setting: &Setting, depth: usize) -> Result<(), Rejection> {
        match step {
            _ if depth > LARGEST_DEPTH => Err(Rejection::Shape("fewer steps within each other")),
            Step::Constancy { variable, at } => {
                let at = only(at)?;
                let parts = slope::slope(e, setting, *variable, &at).ok_or(Rejection::Shape("a derivative"))?;
                for (f, place) in &parts.needs {
                    self.condition(f, place)?;
                }
                for (e, place) in parts.values.iter().chain(&parts.slopes) {
                    self.residual(e, place, depth + 1)?;
                }
                Ok(())
            }
            Step::Combination { conditions, factors } => {
                let factors = several(factors)?;
                let (image, _) = combination::combined(e, setting, conditions, &factors, true)
                    .ok_or(Rejection::Shape("equations with their factors"))?;
                self.residual(&image, setting, depth + 1)
            }
            Step::Factors { condition, factors, open } => {
                for case in self.factors(e, setting, (*condition, factors, open), depth)? {
                    self.residual(e, &case, depth + 1)?;
                }
                Ok(())
            }
            Step::Absurd { condition } => self.absurd(*condition, setting, depth),
            _ => Err(Rejection::Shape("a reduction is missing")),
        }
    }

    fn residual(&mut self, e: &Expr, setting: &Setting, depth: usize) -> Result<(), Rejection> {
        self.zero(from_ref(e), setting, depth)
    }

    /// Rule **absurd**: a condition of the domain has the wrong sign, so there is no point. The condition has a value wherever
    /// the statement is considered; so what follows is about all of these points.
    fn absurd(&mut self, condition: usize, setting: &Setting, depth: usize) -> Result<(), Rejection> {
        let wrong = || Rejection::Shape("a condition that fails");
        let fact = setting.region.conditions.get(condition).filter(|f| f.rule.is_none() && !f.expr.has_mean());
        let fact = fact.ok_or_else(wrong)?;
        let (e, wanted) = cases::opposite(fact).ok_or_else(wrong)?;
        let mut others = setting.clone();
        others.region.conditions.remove(condition);
        self.sign_in_case(&e, wanted, &others, depth + 1)
    }

    /// The cases of the rule **factors**, after what it needs.
    fn factors(
        &mut self,
        e: &Expr,
        setting: &Setting,
        (condition, factors, open): (usize, &Bundle, &[bool]),
        depth: usize,
    ) -> Result<Vec<Setting>, Rejection> {
        let parts = factored::factored(e, setting, condition, &several(factors)?, open)
            .ok_or(Rejection::Shape("the factors of an equation"))?;
        self.residual(&parts.difference, setting, depth + 1)?;
        for f in &parts.excluded {
            self.sign_in_case(f, Wanted::NonZero, setting, depth + 1)?;
        }
        Ok(parts.cases)
    }

    /// An expression has a sign by one of these steps.
    pub fn sign_by_rule(
        &mut self,
        step: &Step,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
        depth: usize,
    ) -> Result<(), Rejection> {
        match step {
            _ if depth > LARGEST_DEPTH => Err(Rejection::Shape("fewer steps within each other")),
            Step::Combination { conditions, factors } => {
                let factors = several(factors)?;
                // Less equations alone it has the same value.
                if let Some((image, _)) = combination::combined(e, setting, conditions, &factors, true) {
                    return self.sign_in_case(&image, wanted, setting, depth + 1);
                }
                let (image, strict) = combination::combined(e, setting, conditions, &factors, false)
                    .ok_or(Rejection::Shape("conditions with their factors"))?;
                self.sign_in_case(&image, wanted.of_lower_bound(strict), setting, depth + 1)
            }
            Step::Factors { condition, factors, open } => {
                for case in self.factors(e, setting, (*condition, factors, open), depth)? {
                    self.sign_in_case(e, wanted, &case, depth + 1)?;
                }
                Ok(())
            }
            Step::Absurd { condition } => self.absurd(*condition, setting, depth),
            Step::Named { ranges } => {
                let (images, named) = self.named(from_ref(e), setting, ranges, depth)?;
                let [image] = images.as_slice() else { return Err(Rejection::Shape("a rewriting")) };
                self.sign_in_case(image, wanted, &named, depth + 1)
            }
            Step::Tangent { ranges } => {
                let image = self.tangent(e, setting, ranges, depth)?;
                self.sign_in_case(&image.0, wanted, &image.1, depth + 1)
            }
            Step::Integral if wanted == Wanted::NonNegative && integers::is_integral(e, &setting.region) => {
                self.sign_in_case(&(e + &Expr::one()), Wanted::Positive, setting, depth + 1)
            }
            Step::Hill { variable, factors, from_start, positive } => {
                let wrong = || Rejection::Shape("a function that rises and falls");
                let parts = hill::hill(e, setting, *variable, &several(factors)?, from_start).ok_or_else(wrong)?;
                if wanted != Wanted::NonNegative {
                    let v = setting.region.variables.get(*variable).ok_or_else(wrong)?;
                    let point = positive.as_deref().and_then(rational).ok_or_else(wrong)?;
                    if !hill::is_positive_at(e, v, &point) {
                        return Err(wrong());
                    }
                }
                for (f, place) in &parts.needs {
                    self.condition(f, place)?;
                }
                for (m, place) in &parts.factors {
                    self.sign_in_case(m, Wanted::Positive, place, depth + 1)?;
                }
                for (value, place) in &parts.limits {
                    self.sign_in_case(value, Wanted::NonNegative, place, depth + 1)?;
                }
                for (value, place) in &parts.values {
                    self.sign_in_case(value, wanted.of_lower_bound(false), place, depth + 1)?;
                }
                self.sign_in_case(&parts.last.0, Wanted::NonNegative, &parts.last.1, depth + 1)
            }
            Step::Fold { variable, period } => {
                let period = period.as_ref().map(only).transpose()?;
                let parts = symmetry::folded(e, setting, *variable, period.as_ref())
                    .ok_or(Rejection::Shape("a symmetry of a range"))?;
                self.residual(&parts.difference, setting, depth + 1)?;
                self.sign_in_case(e, wanted, &parts.rest, depth + 1)
            }
            Step::Lipschitz { variable, other } if wanted == Wanted::NonNegative => {
                let parts = symmetry::lipschitz(e, setting, *variable, *other)
                    .ok_or(Rejection::Shape("a difference of values of one function"))?;
                for (f, place) in &parts.needs {
                    self.condition(f, place)?;
                }
                for (slope, place) in &parts.slopes {
                    self.sign_in_case(slope, Wanted::NonNegative, place, depth + 1)?;
                }
                Ok(())
            }
            Step::Increments { variable, other, rising } => {
                let parts = increments::increments(e, setting, *variable, *other)
                    .ok_or(Rejection::Shape("an increment of one function"))?;
                let (slope, place) = &parts.slope;
                let rises = || rising.as_deref().is_some_and(|text| slope::rises_at(slope, place, *variable, text));
                if wanted != Wanted::NonNegative && !(parts.strict && rises()) {
                    return Err(Rejection::Shape("a point at which the slope is positive"));
                }
                for (f, place) in &parts.needs {
                    self.condition(f, place)?;
                }
                self.sign_in_case(slope, Wanted::NonNegative, place, depth + 1)
            }
            Step::Relaxed { variable } => {
                let place = relaxed::relaxed(e, setting, *variable)
                    .ok_or(Rejection::Shape("an expression that is one of a real variable too"))?;
                self.sign_in_case(e, wanted, &place, depth + 1)
            }
            Step::Induction { variable, by, count } => {
                let parts = induction::induction(e, setting, *variable, &only(by)?, *count)
                    .ok_or(Rejection::Shape("a range of integers that does not end"))?;
                for (f, place) in &parts.needs {
                    self.condition(f, place)?;
                }
                let sign = wanted.of_lower_bound(false);
                for (value, place) in &parts.values {
                    self.sign_in_case(value, sign, place, depth + 1)?;
                }
                self.sign_in_case(&parts.factor.0, Wanted::Positive, &parts.factor.1, depth + 1)?;
                self.sign_in_case(&parts.step.0, Wanted::NonNegative, &parts.step.1, depth + 1)
            }
            _ => Err(Rejection::Shape("a sign is missing")),
        }
    }
}
