//! Steps that come down to other signs, or to another residual.
//!
//! In: an expression, its setting and a step. Out: the goals that follow, each checked by the steps after it. The rules
//! stand in [`super::slope`], [`super::trigonometric`], [`super::cases`].

use super::claim::Wanted;
use super::setting::Setting;
use super::slope::{Slopes, concave, slope};
use super::transformed::multiplied;
use super::walk::Walk;
use super::{Rejection, cases, trigonometric};
use crate::symbolic::substitute::Substitution;
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Bound, Expr, Relation, Variable};

/// The largest multiple in the rule **exponential**.
pub const LARGEST_MULTIPLE: u32 = 48;

/// Rule **exponential**: `exp(n e) - 1`, which has the sign of `e` and vanishes where `e` does, for `n >= 1`.
#[must_use]
pub fn exponential(e: &Expr, n: u32) -> Option<Expr> {
    (1..=LARGEST_MULTIPLE).contains(&n).then(|| (e * &Expr::integer(i64::from(n))).exp() - Expr::one())
}

/// The expression and its setting where a condition of the domain is solved for one of its variables, as
/// [`cases::narrowed`] says. The condition holds at every point that the statement is about, so nothing is lost.
#[must_use]
pub fn shifted(e: &Expr, setting: &Setting, condition: usize) -> Option<(Expr, Setting)> {
    let fact = setting.region.conditions.get(condition)?;
    if fact.rule.is_some() || (fact.relation != Relation::Zero && !cases::frees(fact, setting)) {
        return None;
    }
    let mut without = setting.clone();
    without.region.conditions.remove(condition);
    let before = without.region.variables.len();
    let (image, narrow) = cases::narrowed(e, &without, fact.clone())?;
    // A condition that stays what it is would be met again.
    let solved = narrow.region.variables.len() < before
        || narrow.region.variables.iter().any(|v| !without.region.variables.iter().any(|w| w.symbol == v.symbol));
    solved.then_some((image, narrow))
}

/// Rule **translation**: the expression and its setting with `x + y` in the place of a variable `x` that nothing bounds. What
/// holds for every value of `x` holds for `x - y`, that is for every point of the domain.
#[must_use]
pub fn translated(e: &Expr, setting: &Setting, variable: usize, from: usize) -> Option<(Expr, Setting)> {
    let variables = &setting.region.variables;
    let (x, y) = (variables.get(variable)?, variables.get(from).filter(|_| variable != from)?);
    let mentions = |b: &Bound| b.value().is_some_and(|end| end.contains(&x.symbol));
    let bounded = x.lower != Bound::Infinite || x.upper != Bound::Infinite || x.integer || x.nonzero;
    if bounded || variables.iter().any(|v| mentions(&v.lower) || mentions(&v.upper)) {
        return None;
    }
    let sum = Expr::symbol(&x.symbol) + Expr::symbol(&y.symbol);
    let mut image = Substitution::of([(x.symbol.clone(), sum)]);
    let mut out = setting.clone();
    for f in out.region.conditions.iter_mut().chain(&mut out.defined_where) {
        *f = f.with(image.apply(&f.expr));
    }
    Some((image.apply(e), out))
}

/// What the rule **half-angle** comes down to: the sign for every `t`, and where the cosine is -1.
#[must_use]
pub fn half_angle(e: &Expr, setting: &Setting, angle: &Expr) -> Option<[(Expr, Setting); 2]> {
    let t = cases::new_symbol(e, setting);
    let [in_t, at_turn] = trigonometric::half_angle(e, angle, &Expr::symbol(&t))?;
    let mut with_t = setting.clone();
    with_t.region.variables.push(Variable::real(t));
    Some([(in_t, with_t), (at_turn, setting.clone())])
}

/// The one expression of a bundle in its reduced form.
pub(super) fn only(bundle: &Bundle) -> Result<Expr, Rejection> {
    let wrong = || Rejection::Shape("one expression");
    let exprs = bundle.unpack().map_err(|_| wrong())?;
    match exprs.as_slice() {
        [e] if Bundle::pack(&exprs) == *bundle => Ok(e.clone()),
        _ => Err(wrong()),
    }
}

impl Walk<'_> {
    /// The sign of `a sin u + b cos u + d`.
    pub fn amplitude(
        &mut self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
        angle: &Bundle,
        depth: usize,
    ) -> Result<(), Rejection> {
        let missing = Rejection::Shape("a sum of a sine and a cosine");
        let [d, rest] = trigonometric::amplitude(e, &only(angle)?).ok_or(missing)?;
        self.sign_in_case(&d, Wanted::NonNegative, setting, depth + 1)?;
        self.sign_in_case(&rest, wanted.of_lower_bound(false), setting, depth + 1)
    }

    /// The sign of a polynomial in sine and cosine.
    pub fn half_angle(
        &mut self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
        angle: &Bundle,
        depth: usize,
    ) -> Result<(), Rejection> {
        let missing = Rejection::Shape("a polynomial in sine and cosine");
        let [in_t, at_turn] = half_angle(e, setting, &only(angle)?).ok_or(missing)?;
        self.sign_in_case(&in_t.0, wanted, &in_t.1, depth + 1)?;
        self.sign_in_case(&at_turn.0, wanted, &at_turn.1, depth + 1)
    }

    /// The rule **slope**.
    pub fn slope(
        &mut self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
        (variable, at, strict, rising): (usize, &Bundle, bool, &[String]),
        depth: usize,
    ) -> Result<(), Rejection> {
        let parts = slope(e, setting, variable, &only(at)?).ok_or(Rejection::Shape("a slope"))?;
        if !rising.is_empty() && !parts.rises_at(variable, rising) {
            return Err(Rejection::Shape("a point at which the slope is positive"));
        }
        self.slopes(&parts, wanted, (strict, !rising.is_empty()), depth)
    }

    /// The rule **multiply**.
    pub fn multiplied(
        &mut self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
        by: &Bundle,
        depth: usize,
    ) -> Result<(), Rejection> {
        let missing = Rejection::Shape("a product");
        let [m, image] = multiplied(e, &only(by)?, &setting.place().integers()).ok_or(missing)?;
        // Where the factor had no value, its product would say nothing.
        if !cases::splits(&m, e, setting) {
            return Err(Rejection::Shape("a factor that has a value wherever the expression has one"));
        }
        self.sign_in_case(&m, Wanted::Positive, setting, depth + 1)?;
        self.sign_in_case(&image, wanted, setting, depth + 1)
    }

    /// The rule **concave**.
    pub fn concave(
        &mut self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
        (variable, strict): (usize, bool),
        depth: usize,
    ) -> Result<(), Rejection> {
        let parts = concave(e, setting, variable).ok_or(Rejection::Shape("a second derivative"))?;
        self.slopes(&parts, wanted, (strict, false), depth)
    }

    fn slopes(
        &mut self,
        parts: &Slopes,
        wanted: Wanted,
        (strict, rising): (bool, bool),
        depth: usize,
    ) -> Result<(), Rejection> {
        let (of_values, of_slopes) =
            parts.wanted(wanted, strict, rising).ok_or(Rejection::Shape("a strict value or a strict slope"))?;
        for (f, place) in &parts.needs {
            self.condition(f, place)?;
        }
        for (value, place) in &parts.values {
            self.sign_in_case(value, of_values, place, depth + 1)?;
        }
        for (slope, place) in &parts.slopes {
            self.sign_in_case(slope, of_slopes, place, depth + 1)?;
        }
        Ok(())
    }
}
