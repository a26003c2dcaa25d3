//! Rule **increments**: a function with a slope that is nowhere negative has larger values at larger arguments.
//!
//! In: an expression, its setting and the numbers of two variables. Out: what must be shown.
//!
//! **Soundness.** The variables `x`, `y` have one range, an interval `I`; where `x >= y` is known, `I` goes from the lower end of that of `y` to
//! the upper end of that of `x`, and both lie in it. The function `f`, free of `y`, has values on `I` (each condition of
//! definition follows, where only conditions free of `x` are kept) and is differentiable inside. It is shown that `f' >= 0` inside, so that
//! `f(x) >= f(y)` for `x >= y` by the mean value theorem. The expression is
//! - `f(x) - f(y)` under a condition `x - y >= 0` or `x - y > 0`: it is not negative;
//! - `(x - y)(f(x) - f(y))` without a condition: it is not negative, since both factors have one sign.
//!
//! Where the condition is strict (`x != y` for a product), `f` depends on `x` alone and `f'` is positive at a point inside, both are positive: `f` is analytic
//! inside (its parts are, where they are smooth), so `f'` vanishes at isolated points alone, and `f` increases strictly.

use super::Setting;
use super::inverted::distributed;
use super::slope::{opened, smooth_where, with, without_other_conditions};
use crate::symbolic::definition::definition;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Bound, Expr, Fact, Kind, Rational, Relation, Symbol, Variable};
use num_traits::{Signed, Zero};

/// What the rule needs.
pub struct Increments {
    /// what must have a value
    pub needs: Vec<(Fact, Setting)>,
    /// what must not be negative
    pub slope: (Expr, Setting),
    /// whether a point with a positive slope makes the difference positive
    pub strict: bool,
}

/// What the rule needs for the variables of these numbers, the larger one first.
#[must_use]
pub fn increments(e: &Expr, setting: &Setting, variable: usize, other: usize) -> Option<Increments> {
    let (v, w) = (setting.region.variables.get(variable)?.clone(), setting.region.variables.get(other)?.clone());
    if variable == other || w.integer || w.nonzero {
        return None;
    }
    let same_range = v.lower == w.lower && v.upper == w.upper;
    let (difference, order) = match e.kind() {
        Kind::Product(factors) if same_range => (without_distance(factors, &v.symbol, &w.symbol)?, None),
        Kind::Product(_) => return None,
        _ => (e.clone(), Some(ordered(setting, &v.symbol, &w.symbol)?)),
    };
    // The ends are about neither of the two.
    let free = |b: &Bound| b.value().is_none_or(|end| !end.contains(&v.symbol) && !end.contains(&w.symbol));
    if !free(&w.lower) || !free(&v.upper) {
        return None;
    }
    let f = one_function(&difference, &v.symbol, &w.symbol)?;
    let range = Variable { lower: w.lower.clone(), ..v.clone() };
    let whole = with(&without_other_conditions(&f, setting, variable)?, variable, range.clone());
    let inside = with(&whole, variable, Variable { lower: opened(&w.lower), upper: opened(&v.upper), ..range });
    let slope = f.derivative(&v.symbol);
    let mut needs: Vec<(Fact, Setting)> = definition(&f).into_iter().map(|f| (f, whole.clone())).collect();
    needs.extend(smooth_where(&f)?.into_iter().chain(definition(&slope)).map(|f| (f, inside.clone())));
    let apart = match order {
        Some(relation) => relation == Relation::Positive,
        None => related(setting, Relation::NonZero, &|e| multiple_of_distance(e, &v.symbol, &w.symbol).is_some()),
    };
    let strict = apart && f.symbols().iter().all(|s| *s == v.symbol);
    Some(Increments { needs, slope: (slope, inside), strict })
}

/// `c` where the expression is `c (x - y)`.
fn multiple_of_distance(e: &Expr, x: &Symbol, y: &Symbol) -> Option<Rational> {
    let c = e.derivative(x).as_number().filter(|c| !c.is_zero())?.clone();
    let distance = Expr::symbol(x) - Expr::symbol(y);
    (distributed(e) == distributed(&distance.scaled(&c))).then_some(c)
}

/// The relation of a condition that says `x > y`, or `x >= y`.
fn ordered(setting: &Setting, x: &Symbol, y: &Symbol) -> Option<Relation> {
    let positive = |e: &Expr| multiple_of_distance(e, x, y).is_some_and(|c| c.is_positive());
    [Relation::Positive, Relation::NonNegative].into_iter().find(|relation| related(setting, *relation, &positive))
}

/// Whether a condition of this relation is about such an expression.
fn related(setting: &Setting, relation: Relation, is: &dyn Fn(&Expr) -> bool) -> bool {
    setting.region.conditions.iter().any(|f| f.rule.is_none() && f.relation == relation && is(&f.expr))
}

/// `c g` for `c (x - y) g`.
fn without_distance(factors: &[Expr], x: &Symbol, y: &Symbol) -> Option<Expr> {
    let mut found = None;
    let mut others = Vec::new();
    for factor in factors {
        match multiple_of_distance(factor, x, y).filter(|_| found.is_none()) {
            Some(c) => found = Some(c),
            None => others.push(factor.clone()),
        }
    }
    let (number, sums): (Vec<Expr>, Vec<Expr>) = others.into_iter().partition(|f| f.as_number().is_some());
    let [sum] = sums.as_slice() else { return None };
    let number = number.iter().filter_map(Expr::as_number).fold(found?, |product, q| product * q);
    Some(sum.scaled(&number))
}

/// `f(x)` where the expression is `f(x) - f(y)`.
fn one_function(e: &Expr, x: &Symbol, y: &Symbol) -> Option<Expr> {
    let e = distributed(e);
    let Kind::Sum(parts) = e.kind() else { return None };
    let flat = Expr::sum(parts.iter().map(distributed));
    let Kind::Sum(parts) = flat.kind() else { return None };
    let f = Expr::sum(parts.iter().filter(|t| t.contains(x)).cloned());
    let at_y = Substitution::of([(x.clone(), Expr::symbol(y))]).apply(&f);
    (!f.contains(y) && &f - &at_y == flat).then_some(f)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Function, Region, Role};

    fn symbols() -> (Symbol, Symbol, Expr, Expr) {
        let (s, t) = (Symbol::new("", "x", Role::Parameter, 0), Symbol::new("", "y", Role::Parameter, 1));
        let (x, y) = (Expr::symbol(&s), Expr::symbol(&t));
        (s, t, x, y)
    }

    #[test]
    fn differences_of_one_function_need_an_order() {
        let (s, t, x, y) = symbols();
        let place = |conditions: Vec<Fact>| {
            let variables = vec![Variable::real(s.clone()), Variable::real(t.clone())];
            Setting::of_region(Region { variables, conditions })
        };
        let e = (&x - &y).scaled(&Rational::new(1.into(), 4.into())) - x.apply(Function::Logistic)
            + y.apply(Function::Logistic);
        let larger = place(vec![Fact::positive(&x - &y)]);
        let found = increments(&e, &larger, 0, 1).expect("one function");
        assert!(found.strict);
        assert!(increments(&e, &larger, 1, 0).is_none(), "y is the smaller one");
        assert!(increments(&e, &place(Vec::new()), 0, 1).is_none());
        assert!(increments(&e, &place(vec![Fact::positive(&x - &y - Expr::one())]), 0, 1).is_none());
        assert!(!increments(&e, &place(vec![Fact::nonnegative(&x - &y)]), 0, 1).expect("an order").strict);
        // Two functions.
        assert!(increments(&(x.apply(Function::Sin) - y.apply(Function::Cos)), &larger, 0, 1).is_none());
        assert!(increments(&(&x * &y - y.powi(2)), &larger, 0, 1).is_none());
        // A product needs no order.
        let product = (&x - &y) * (x.apply(Function::Logistic) - y.apply(Function::Logistic));
        assert!(!increments(&product, &place(Vec::new()), 0, 1).expect("a product").strict);
        assert!(increments(&product, &place(vec![Fact::nonzero(&y - &x)]), 0, 1).expect("a product").strict);
        // The smaller one is positive, and so is the larger one.
        let other = Setting::of_region(Region {
            variables: vec![Variable::real(s), Variable::positive(t)],
            conditions: vec![Fact::positive(&x - &y)],
        });
        let found = increments(&e, &other, 0, 1).expect("both are positive");
        assert_eq!(found.slope.1.region.variables[0].lower, Bound::Open(Expr::zero()));
        assert!(increments(&product, &other, 0, 1).is_none(), "other ranges");
    }
}
