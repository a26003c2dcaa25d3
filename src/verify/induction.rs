//! Looking for the steps of [`crate::replay::induction`], and of equations by derivatives.

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use super::verdict::Evidence;
use crate::certificate::Step;
use crate::enclosure::{Comparison, Point, Sign, decide_sign};
use crate::replay::induction::induction;
use crate::replay::slope::slope;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Binary, Bound, Expr, Function, Kind, Symbol};
use std::slice::from_ref;

/// Numbers of first values that are tried.
const COUNTS: usize = 16;
/// Nodes of an expression.
const LARGEST: usize = 60;
/// Precision of the values that say where an induction may begin.
const BITS: usize = 64;

/// The rule with its evidence.
type Found = Option<(&'static str, Evidence)>;

impl Decider<'_> {
    /// The sign of an expression in an integer variable from its least value on.
    pub(super) fn by_induction(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        if e.nodes().len() > LARGEST {
            return None;
        }
        for (variable, v) in setting.region.variables.iter().enumerate() {
            let fits = v.integer && v.upper == Bound::Infinite && e.contains(&v.symbol);
            if !fits || !matches!(v.lower, Bound::Closed(_)) {
                continue;
            }
            for factor in factors(e, &v.symbol) {
                let Some(count) = self.first_values(e, setting, variable, &factor) else { continue };
                let Some(parts) = induction(e, setting, variable, &factor, count) else { continue };
                let found = self.nested(|decider| {
                    let sign = wanted.of_lower_bound(false);
                    let seem = parts.values.iter().all(|(value, place)| decider.glance(value, sign, place));
                    if !seem {
                        return None;
                    }
                    let step = Step::Induction { variable, by: Bundle::pack(from_ref(&factor)), count };
                    let mut evidence = Evidence::from(step);
                    for (f, place) in &parts.needs {
                        evidence = evidence.then(decider.condition(f, place).filter(|e| e.gap.is_none())?);
                    }
                    for (value, place) in &parts.values {
                        evidence = evidence.then(decider.shown(value, sign, place)?);
                    }
                    evidence = evidence.then(decider.shown(&parts.factor.0, Wanted::Positive, &parts.factor.1)?);
                    Some(evidence.then(decider.shown(&parts.step.0, Wanted::NonNegative, &parts.step.1)?))
                });
                if let Some(evidence) = found {
                    return Some(("induction: the first values, and each by the one before it", evidence));
                }
            }
        }
        None
    }

    /// How many values come before the step seems to hold.
    fn first_values(&self, e: &Expr, setting: &Setting, variable: usize, factor: &Expr) -> Option<usize> {
        let parts = induction(e, setting, variable, factor, 1)?;
        let (step, place) = &parts.step;
        let v = place.region.variables.get(variable)?;
        if step.symbols().len() > 1 {
            return (1..=3).find(|count| {
                induction(e, setting, variable, factor, *count)
                    .is_some_and(|parts| self.glance(&parts.step.0, Wanted::NonNegative, &parts.step.1))
            });
        }
        let least = v.lower.value()?;
        let holds = |k: usize| {
            let n = least + &Expr::integer(i64::try_from(k).unwrap_or(i64::MAX));
            let value = Substitution::of([(v.symbol.clone(), n)]).apply(step);
            !matches!(decide_sign(&value, &Point::default(), BITS), Ok(Sign::Negative | Sign::Undefined) | Err(_))
        };
        let last = (0..COUNTS).rev().find(|k| !holds(*k));
        let count = last.map_or(1, |k| k + 2);
        (count < COUNTS - 2).then_some(count)
    }

    /// A residual whose derivative in one variable is 0, and that is 0 at a point.
    pub(super) fn zero_by_constancy(&mut self, e: &Expr, setting: &Setting) -> Found {
        if e.has_mean() || e.nodes().len() > LARGEST || !has_simpler_derivative(e) {
            return None;
        }
        let variables: Vec<_> = setting.region.variables.iter().cloned().enumerate().collect();
        for (variable, v) in variables.iter().filter(|(_, v)| e.contains(&v.symbol)).take(3) {
            let ends = [&v.lower, &v.upper].into_iter().filter_map(Bound::value).cloned();
            let simple = [(0, 1), (1, 1), (-1, 1), (1, 2), (2, 1)].map(|(n, d)| Expr::ratio(n, d));
            for at in simple.into_iter().chain(ends) {
                let Some(parts) = slope(e, setting, *variable, &at) else { continue };
                let zero = Expr::zero();
                let seems = |decider: &Self, (e, place): &(Expr, Setting)| {
                    decider.at_first_glance(e, &zero, Comparison::Equal, place).is_none()
                };
                if !parts.values.iter().chain(&parts.slopes).all(|part| seems(self, part)) {
                    continue;
                }
                let found = self.nested(|decider| {
                    let mut evidence =
                        Evidence::from(Step::Constancy { variable: *variable, at: Bundle::pack(from_ref(&at)) });
                    let mut shown = Vec::new();
                    for (e, place) in parts.slopes.iter().chain(&parts.values) {
                        shown.push(decider.zero_shown(e, place)?);
                    }
                    // The values come first in the proof.
                    shown.rotate_left(parts.slopes.len());
                    for (f, place) in &parts.needs {
                        evidence = evidence.then(decider.condition(f, place).filter(|e| e.gap.is_none())?);
                    }
                    Some(shown.into_iter().fold(evidence, Evidence::then))
                });
                if let Some(evidence) = found {
                    return Some(("constancy: the derivative is 0, and the value at a point", evidence));
                }
            }
        }
        None
    }

    fn zero_shown(&mut self, e: &Expr, setting: &Setting) -> Option<Evidence> {
        if let Some(evidence) = self.reduces(e, setting) {
            return Some(evidence);
        }
        let (_, evidence) = self.zero_otherwise(e, setting)?;
        evidence.gap.is_none().then_some(evidence)
    }
}

/// Whether functions occur whose derivatives are simpler than they are.
fn has_simpler_derivative(e: &Expr) -> bool {
    use Function as F;
    e.nodes().iter().any(|node| match node.kind() {
        Kind::Apply(f, _) => matches!(
            f,
            F::Asin
                | F::Acos
                | F::Atan
                | F::Acot
                | F::Log
                | F::Asinh
                | F::Acosh
                | F::Atanh
                | F::Logit
                | F::Softplus
                | F::Erf
        ),
        Kind::Binary(Binary::Atan2, ..) => true,
        _ => false,
    })
}

/// What `f(n+1)` may exceed `f(n)` by, as a factor: bases of powers, arguments of factorials, 1.
fn factors(e: &Expr, n: &Symbol) -> Vec<Expr> {
    let mut out: Vec<Expr> = Vec::new();
    let mut add = |factor: Expr| {
        if !out.contains(&factor) && out.len() < 5 {
            out.push(factor);
        }
    };
    // The change of an exponent from one integer to the next, where it is the same everywhere.
    let change = |x: &Expr| x.contains(n).then(|| x.derivative(n)).filter(|c| !c.contains(n));
    for node in e.nodes() {
        match node.kind() {
            Kind::Power(b, x) => {
                if let Some(c) = change(x) {
                    add(match c.as_number() {
                        Some(c) => b.pow_rational(c),
                        None => b.pow(&c),
                    });
                }
            }
            Kind::Apply(Function::Exp, x) => {
                if let Some(c) = change(x) {
                    add(c.exp());
                }
            }
            Kind::Apply(Function::Gamma, x) if change(x).is_some_and(|c| c.is_one()) => add(x.clone()),
            _ => {}
        }
    }
    if !out.is_empty() {
        out.push(Expr::one());
    }
    out
}
