//! Points whose coordinates are constants: that a statement is about something, where its equations leave no rational point.
//!
//! In: expressions, their setting, and a constant for each variable. Out: whether everything certainly has a value there and
//! every fact holds.
//!
//! **Soundness.** What is put in are real numbers, each with a value by its enclosure. A fact is a constant then; that it
//! is 0 is known where it is the number 0 once inverse functions have cancelled or are known angles, an algebraic number below its separation bound, or found exactly; that it is not,
//! by an enclosure.

use super::claim::CONSTANT_BITS;
use super::{Setting, constant_angles, separation};
use crate::enclosure::{Point, Program, Sign, Value, decide_sign};
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, ExprMap, Fact, Function, Kind, Relation};
use num_traits::One;

/// A constant with `f(g(c)) = c` for inverse functions, which holds wherever the left side has a value.
fn cancelled(e: &Expr) -> Expr {
    use Function as F;
    let mut done: ExprMap<Expr> = ExprMap::default();
    for node in e.nodes() {
        let of = |part: &Expr| done.get(part).cloned().unwrap_or_else(|| part.clone());
        let image = match node.kind() {
            Kind::Sum(parts) => Expr::sum(parts.iter().map(of)),
            Kind::Product(parts) => Expr::product(parts.iter().map(of)),
            Kind::Power(b, n) => of(b).pow(&of(n)),
            Kind::Apply(f, u) => {
                let u = of(u);
                let (sign, inner) = u.split_coefficient();
                let even = *f == F::Cos || *f == F::Cosh;
                match inner.kind() {
                    Kind::Apply(g, c) if undoes(*f, *g) && (sign.is_one() || (even && (-sign).is_one())) => c.clone(),
                    _ => u.apply(*f),
                }
            }
            _ => node.clone(),
        };
        done.insert(node, image);
    }
    done.remove(e).unwrap_or_else(|| e.clone())
}

/// Whether `f(g(c)) = c` wherever `g(c)` has a value.
fn undoes(f: Function, g: Function) -> bool {
    use Function as F;
    matches!(
        (f, g),
        (F::Exp, F::Log)
            | (F::Log, F::Exp)
            | (F::Sin, F::Asin)
            | (F::Cos, F::Acos)
            | (F::Tan, F::Atan)
            | (F::Sinh, F::Asinh)
            | (F::Asinh, F::Sinh)
            | (F::Cosh, F::Acosh)
            | (F::Tanh, F::Atanh)
            | (F::Atanh, F::Tanh)
            | (F::Logistic, F::Logit)
            | (F::Logit, F::Logistic)
    )
}

/// The sign of a constant, 0 by what is known of algebraic numbers too.
#[must_use]
pub fn sign(e: &Expr) -> Sign {
    let e = cancelled(e);
    // The rule constant-angle: `acos(1/2) = pi/3`.
    let e = &constant_angles::named(&e).unwrap_or(e);
    if e.is_zero() || separation::is_zero(e) {
        return Sign::Zero;
    }
    decide_sign(e, &Point::default(), CONSTANT_BITS).unwrap_or(Sign::Unknown)
}

/// Whether a fact about constants certainly holds.
#[must_use]
pub fn holds(fact: &Fact) -> bool {
    let sign = sign(&fact.expr);
    match fact.relation {
        Relation::Positive => sign == Sign::Positive,
        Relation::NonNegative => matches!(sign, Sign::Positive | Sign::Zero),
        Relation::NonZero => matches!(sign, Sign::Positive | Sign::Negative),
        Relation::Zero => sign == Sign::Zero,
    }
}

/// Whether the constants are a point of the domain at which the expressions have values.
#[must_use]
pub fn is_point(exprs: &[Expr], setting: &Setting, values: &[Expr]) -> bool {
    let variables = &setting.region.variables;
    let constant = |e: &Expr| !e.has_symbols() && !e.has_mean();
    if values.len() != variables.len() || !values.iter().all(constant) || !setting.functions.is_empty() {
        return false;
    }
    let whole = |e: &Expr| e.as_number().is_some_and(crate::rational::Rational::is_integer);
    if variables.iter().zip(values).any(|(v, e)| v.integer && !whole(e)) {
        return false;
    }
    let mut put_in = Substitution::of(variables.iter().map(|v| v.symbol.clone()).zip(values.iter().cloned()));
    let facts = setting.region.facts().into_iter().chain(setting.defined_where.iter().cloned());
    let facts: Vec<Fact> = facts.map(|f| f.with(put_in.apply(&f.expr))).collect();
    if !facts.iter().all(|f| constant(&f.expr) && holds(f)) {
        return false;
    }
    // What is put in must not hide that a part has no value: every condition of definition holds there.
    let needs: Vec<Fact> = exprs.iter().flat_map(crate::symbolic::definition::definition).collect();
    if !needs.iter().all(|f| holds(&f.with(put_in.apply(&f.expr)))) {
        return false;
    }
    let mut images: Vec<Expr> = exprs.iter().map(|e| put_in.apply(e)).collect();
    images.extend(values.iter().cloned());
    let has_value = |v: &Value| matches!(v, Value::Exact(_) | Value::Enclosed(_));
    images.iter().all(constant)
        && Program::new(&images).is_ok_and(|program| {
            let values = program.evaluate(&Point::default(), CONSTANT_BITS);
            values.is_ok_and(|values| values.iter().all(has_value))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Region, Role, Symbol, Variable};
    use std::slice::from_ref;

    #[test]
    fn a_point_may_be_irrational_but_must_fit() {
        let s = Symbol::new("", "x", Role::Parameter, 0);
        let x = Expr::symbol(&s);
        let conditions = vec![Fact::zero(x.powi(2) - &x - Expr::one())];
        let setting = Setting::of_region(Region { variables: vec![Variable::positive(s)], conditions });
        let five = Expr::integer(5).sqrt();
        let half = crate::rational::Rational::new(1.into(), 2.into());
        let golden = (Expr::one() + &five).scaled(&half);
        let other = (Expr::one() - &five).scaled(&half);
        let at = |value: &Expr, e: &Expr| is_point(from_ref(e), &setting, from_ref(value));
        assert!(at(&golden, &x));
        assert!(!at(&other, &x), "it is not positive");
        assert!(!at(&Expr::ratio(8, 5), &x), "it solves no equation");
        assert!(!at(&golden, &(&x - &golden).recip()), "no value there");
        assert!(!at(&x, &x));
        assert!(!is_point(from_ref(&x), &setting, &[]));
    }
}
