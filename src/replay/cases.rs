//! Splitting a statement by the sign of an expression.
//!
//! In: an expression that a statement is about, its setting, and the expression `f` to split on. Out: the cases, each with
//! what is left of the statement under its fact.
//!
//! **Soundness.** Fix a point of the domain at which the statement's expression and the conditions have values. `f` has a
//! value there as well, because every part of it that may lack one occurs in them ([`splits`]). So one of the facts
//! `f >= 0`, `-f >= 0` holds (or, where one of these is known, `f > 0` or `f = 0`; where `f` is known not to be 0, all of it
//! strictly). Under its fact
//! - a bound of the one variable of `f` is what the fact says, solved for the variable;
//! - `x` with `f = s x + r`, `s` a number and `r` free of `x`, is `(d - r)/s` for the value `d >= 0` of `f`, where `x` is
//!   restricted by nothing that is lost: its range becomes conditions;
//! - `f = 0` makes `x = -r/s`, and likewise.
//!
//! A case whose conditions are absurd has no points.

use super::Setting;
use super::claim::Wanted;
use super::elementary::elementary;
use super::inverted::{distributed, is_integer};
use crate::enclosure::{Point, Sign, decide_sign, rational_end};
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Bound, Expr, Fact, Function, Kind, Rational, Region, Relation, Role, Symbol, Variable};
use num_traits::{Signed, Zero};
use std::collections::BTreeSet;

/// Splits that follow one another.
pub const LARGEST_DEPTH: usize = 6;

/// Precision at which a constant is looked at.
const CONSTANT_BITS: usize = 128;

/// Whether `f` has a value wherever `e` and the conditions have values: each of its parts has one everywhere, or occurs in
/// them, as written or in elementary form.
#[must_use]
pub fn splits(f: &Expr, e: &Expr, setting: &Setting) -> bool {
    let integers = setting.place().integers();
    let mut roots = vec![e.clone()];
    roots.extend(setting.region.facts().into_iter().chain(setting.defined_where.iter().cloned()).map(|f| f.expr));
    let written: Vec<Expr> = roots.iter().map(|e| elementary(e, &integers)).collect();
    roots.extend(written);
    let occurs: BTreeSet<Expr> = Expr::nodes_of(&roots).into_iter().collect();
    f.nodes().iter().all(|node| occurs.contains(node) || has_value(node, setting) || is_constant_with_value(node))
}

fn is_constant_with_value(node: &Expr) -> bool {
    let sign = || decide_sign(node, &Point::default(), CONSTANT_BITS);
    !node.has_symbols() && !node.has_mean() && matches!(sign(), Ok(Sign::Positive | Sign::Negative | Sign::Zero))
}

/// Whether a node has a value where its operands have.
fn has_value(node: &Expr, setting: &Setting) -> bool {
    use Function as F;
    match node.kind() {
        Kind::Number(_) | Kind::Pi | Kind::Sum(_) | Kind::Product(_) => true,
        Kind::Symbol(s) => setting.region.variables.iter().any(|v| v.symbol == *s),
        Kind::Power(_, x) => x.as_number().is_some_and(|q| q.is_integer() && q.is_positive()),
        Kind::Apply(f, _) => matches!(
            f,
            F::Exp | F::Sin | F::Cos | F::Sinh | F::Cosh | F::Tanh | F::Atan | F::Asinh | F::Abs | F::Sign | F::Cbrt
        ),
        Kind::Binary(..) | Kind::Unspecified { .. } | Kind::Bound(_) | Kind::Mean { .. } => false,
    }
}

/// The cases for the sign of `f`, given what is assumed already.
#[must_use]
pub fn cases_of(f: &Expr, region: &Region) -> Option<Vec<Fact>> {
    let known = |fact: &Fact| region.conditions.contains(fact);
    let minus = -f;
    if known(&Fact::positive(f.clone())) || known(&Fact::positive(minus.clone())) {
        return None;
    }
    let excluded = |v: &Variable| v.nonzero && f.as_symbol() == Some(&v.symbol);
    let is_not_zero = known(&Fact::nonzero(f.clone())) || known(&Fact::nonzero(minus.clone()));
    let is_not_zero = is_not_zero || region.variables.iter().any(excluded);
    for g in [f, &minus] {
        if known(&Fact::nonnegative(g.clone())) {
            if is_not_zero {
                return Some(vec![Fact::positive(g.clone())]);
            }
            let zero = Fact::zero(g.clone());
            return Some(vec![Fact::positive(g.clone()), zero]);
        }
    }
    let case = if is_not_zero { Fact::positive } else { Fact::nonnegative };
    Some(vec![case(f.clone()), case(minus)])
}

/// What shows that a fact fails: an expression with its sign; nothing for what is said not to be 0.
#[must_use]
pub fn opposite(fact: &Fact) -> Option<(Expr, Wanted)> {
    match fact.relation {
        Relation::Positive => Some((-&fact.expr, Wanted::NonNegative)),
        Relation::NonNegative => Some((-&fact.expr, Wanted::Positive)),
        Relation::Zero => Some((fact.expr.clone(), Wanted::NonZero)),
        Relation::NonZero => None,
    }
}

/// Whether a fact about several variables is affine in one that nothing else bounds.
pub(super) fn frees(fact: &Fact, setting: &Setting) -> bool {
    let unbounded = |v: &Variable| v.lower == Bound::Infinite && v.upper == Bound::Infinite && !v.nonzero && !v.integer;
    let free = |s: &Symbol| setting.region.variables.iter().any(|v| v.symbol == *s && unbounded(v));
    fact.expr.symbols().len() > 1 && affine_symbols(&fact.expr).iter().any(|(s, _)| free(s))
}

/// The expression and its setting under one more fact; `None` where the fact cannot be used.
#[must_use]
pub fn narrowed(e: &Expr, setting: &Setting, fact: Fact) -> Option<(Expr, Setting)> {
    if fact.relation == Relation::Zero {
        // An integer variable must not become something that is no integer by its form: `y/2` for `x` from `2 x = y` would be
        // taken for one by the rules for powers, which look at the symbols of an exponent.
        let integer = |s: &Symbol| setting.region.variables.iter().any(|v| v.symbol == *s && v.integer);
        let mut solutions = affine_symbols(&fact.expr).into_iter().map(|(symbol, slope)| {
            let value = Expr::symbol(&symbol) - fact.expr.scaled(&slope.recip());
            (symbol, value)
        });
        let (symbol, value) =
            solutions.find(|(symbol, value)| !integer(symbol) || is_integer(&distributed(value), &setting.region))?;
        return Some(replaced(e, setting, &symbol, value));
    }
    let symbols = affine_symbols(&fact.expr);
    let free = |s: &Symbol| {
        let v = setting.region.variables.iter().find(|v| v.symbol == *s);
        v.is_some_and(|v| v.lower == Bound::Infinite && v.upper == Bound::Infinite && !v.nonzero && !v.integer)
    };
    let mut narrow = setting.clone();
    if fact.expr.symbols().len() == 1 {
        // A bound of one variable.
        if let Some((symbol, slope)) = symbols.into_iter().next() {
            let value = Expr::symbol(&symbol) - fact.expr.scaled(&slope.recip());
            if let Some(v) = narrow.region.variables.iter_mut().find(|v| v.symbol == symbol) {
                tighten(v, &value, slope.is_positive(), fact.relation == Relation::Positive);
                leave_out_zero(v);
            }
        }
        narrow.region.conditions.push(fact);
        return Some((e.clone(), narrow));
    }
    // Of a variable that is bounded below alone, the range becomes a condition that mostly follows.
    let half_free = |s: &Symbol, slope: &Rational| {
        let v = setting.region.variables.iter().find(|v| v.symbol == *s);
        slope.is_positive() && v.is_some_and(|v| v.upper == Bound::Infinite && !v.nonzero && !v.integer)
    };
    let chosen = symbols.iter().find(|(s, _)| free(s)).or_else(|| symbols.iter().find(|(s, c)| half_free(s, c)));
    if let Some((symbol, slope)) = chosen.cloned() {
        // f = d with a new variable d >= 0: the rules for signs see ranges better than conditions.
        let slack = new_symbol(e, setting);
        let d = Expr::symbol(&slack);
        let value = Expr::symbol(&symbol) + (&d - &fact.expr).scaled(&slope.recip());
        let (e, mut narrow) = replaced(e, setting, &symbol, value);
        let lower = if fact.relation == Relation::Positive { Bound::Open } else { Bound::Closed };
        narrow.region.variables.push(Variable { lower: lower(Expr::zero()), ..Variable::real(slack) });
        narrow.region.conditions.push(fact.with(d));
        return Some((e, narrow));
    }
    narrow.region.conditions.push(fact);
    Some((e.clone(), narrow))
}

/// The variables with the ranges that conditions on one variable alone leave them.
pub(super) fn tightened(region: &Region) -> Vec<Variable> {
    let mut variables = region.variables.clone();
    for fact in region.conditions.iter().filter(|f| f.rule.is_none()) {
        let symbols = fact.expr.symbols();
        let is_bound = matches!(fact.relation, Relation::Positive | Relation::NonNegative);
        let Some(v) = variables.iter_mut().find(|v| is_bound && symbols.len() == 1 && symbols.contains(&v.symbol))
        else {
            continue;
        };
        if let Some((symbol, slope)) = affine_symbols(&fact.expr).into_iter().next() {
            let value = Expr::symbol(&symbol) - fact.expr.scaled(&slope.recip());
            tighten(v, &value, slope.is_positive(), fact.relation == Relation::Positive);
        }
    }
    variables
}

/// A symbol that occurs nowhere yet.
pub(super) fn new_symbol(e: &Expr, setting: &Setting) -> Symbol {
    let region = &setting.region;
    let mut facts = region.conditions.iter().chain(&setting.defined_where);
    let mut used = |s: &Symbol| {
        e.contains(s) || region.variables.iter().any(|v| v.symbol == *s) || facts.any(|f| f.expr.contains(s))
    };
    let mut n = 0;
    loop {
        let symbol = Symbol::new("case", &format!("d{n}"), Role::Auxiliary, u32::MAX - n);
        if !used(&symbol) {
            return symbol;
        }
        n += 1;
    }
}

/// The symbols in which an expression is affine, with their coefficients, all numbers.
fn affine_symbols(e: &Expr) -> Vec<(Symbol, Rational)> {
    let slope = |s: Symbol| {
        let slope = e.derivative(&s).as_number().cloned()?;
        let rest = e - &Expr::symbol(&s).scaled(&slope);
        (!slope.is_zero() && !rest.contains(&s)).then_some((s, slope))
    };
    e.symbols().into_iter().filter_map(slope).collect()
}

/// `x >= value` or `x <= value`, where that says more than the bound there is.
fn tighten(v: &mut Variable, value: &Expr, from_below: bool, strict: bool) {
    // A number that nothing of the range lies beyond, for a constant that is none.
    let outside = if value.as_number().is_some() { None } else { outside(value, from_below) };
    let (value, strict) = outside.as_ref().map_or((value, strict), |q| (q, false));
    let Some(number) = value.as_number() else { return };
    let slot = if from_below { &mut v.lower } else { &mut v.upper };
    let better = match slot {
        Bound::Infinite => true,
        Bound::Open(b) => b.as_number().is_some_and(|b| if from_below { number > b } else { number < b }),
        Bound::Closed(b) => b.as_number().is_some_and(|b| {
            if from_below { number > b || (strict && number == b) } else { number < b || (strict && number == b) }
        }),
    };
    if better {
        *slot = if strict { Bound::Open(value.clone()) } else { Bound::Closed(value.clone()) };
    }
}

/// Zero need not be excluded of a range that it does not belong to.
fn leave_out_zero(v: &mut Variable) {
    let beyond = |b: &Bound, side: i64| match b {
        Bound::Infinite => false,
        Bound::Open(x) => x.as_number().is_some_and(|q| !(q * &Rational::from_integer(side.into())).is_negative()),
        Bound::Closed(x) => x.as_number().is_some_and(|q| (q * &Rational::from_integer(side.into())).is_positive()),
    };
    v.nonzero &= !beyond(&v.lower, 1) && !beyond(&v.upper, -1);
}

fn outside(value: &Expr, from_below: bool) -> Option<Expr> {
    rational_end(&Bound::Closed(value.clone()), from_below).map(|(q, _)| Expr::number(q))
}

/// The expression and its setting with a symbol replaced by a value: its range becomes conditions.
fn replaced(e: &Expr, setting: &Setting, symbol: &Symbol, value: Expr) -> (Expr, Setting) {
    let mut setting = setting.clone();
    let mut substitution = Substitution::of([(symbol.clone(), value)]);
    let own = Region {
        variables: setting.region.variables.iter().filter(|v| v.symbol == *symbol).cloned().collect(),
        conditions: setting.region.conditions.clone(),
    };
    let mut image = |f: &Fact| f.with(substitution.apply(&f.expr));
    setting.region.conditions = own.facts().iter().map(&mut image).collect();
    setting.defined_where = setting.defined_where.iter().map(&mut image).collect();
    // A range that another variable takes from this one is no longer simple: its facts remain as conditions.
    let mut variables = Vec::new();
    for v in setting.region.variables.iter().filter(|v| v.symbol != *symbol) {
        let mentions = |b: &Bound| b.value().is_some_and(|x| x.contains(symbol));
        if mentions(&v.lower) || mentions(&v.upper) {
            let alone = Region { variables: vec![v.clone()], conditions: Vec::new() };
            setting.region.conditions.extend(alone.facts().iter().map(&mut image));
            variables.push(Variable { lower: Bound::Infinite, upper: Bound::Infinite, ..v.clone() });
        } else {
            variables.push(v.clone());
        }
    }
    setting.region.variables = variables;
    (substitution.apply(e), setting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cases_cover_every_sign() {
        let x = Expr::symbol(&Symbol::new("M.a", "x", Role::Coordinate, 0));
        let mut region = Region::default();
        let first = cases_of(&x, &region).expect("two cases");
        assert_eq!(first, vec![Fact::nonnegative(x.clone()), Fact::nonnegative(-&x)]);
        region.conditions.push(first[1].clone());
        let second = cases_of(&x, &region).expect("two cases");
        assert_eq!(second[0], Fact::positive(-&x));
        assert_eq!(second[1].relation, Relation::Zero);
        region.conditions.push(second[0].clone());
        assert_eq!(cases_of(&x, &region), None);
    }

    #[test]
    fn an_integer_is_replaced_by_integers_alone() {
        let (s, t) = (Symbol::new("M.a", "x", Role::Coordinate, 0), Symbol::new("M.a", "y", Role::Coordinate, 1));
        let (x, y) = (Expr::symbol(&s), Expr::symbol(&t));
        let integer = |s: &Symbol| Variable { integer: true, ..Variable::real(s.clone()) };
        let setting = Setting::of_region(Region { variables: vec![integer(&s), integer(&t)], conditions: Vec::new() });
        let e = Expr::integer(-1).pow(&x) + &y;
        let (two, three) = (Expr::integer(2), Expr::integer(3));
        // y = 2 x, and not x = y/2.
        let (image, _) = narrowed(&e, &setting, Fact::zero(&x * &two - &y)).expect("solved for y");
        assert_eq!(image, Expr::integer(-1).pow(&x) + &x * &two);
        assert!(narrowed(&e, &setting, Fact::zero(&x * &two - &y * &three)).is_none());
    }

    #[test]
    fn a_variable_that_is_replaced_leaves_its_range_behind() {
        let (s, t) = (Symbol::new("M.a", "x", Role::Coordinate, 0), Symbol::new("M.a", "y", Role::Coordinate, 1));
        let (x, y) = (Expr::symbol(&s), Expr::symbol(&t));
        let setting = Setting::of_region(Region {
            variables: vec![Variable::positive(s), Variable::real(t)],
            conditions: Vec::new(),
        });
        let fact = Fact::zero(&x - &y);
        let (e, narrow) = narrowed(&(&x * &y), &setting, fact).expect("affine in x");
        assert_eq!(e, y.powi(2));
        assert_eq!(narrow.region.conditions, vec![Fact::positive(y)]);
        assert_eq!(narrow.region.variables.len(), 1);
    }

    #[test]
    fn an_integer_is_not_replaced_by_a_real_number() {
        let (s, t) = (Symbol::new("", "n", Role::Parameter, 0), Symbol::new("", "m", Role::Parameter, 1));
        let (n, m) = (Expr::symbol(&s), Expr::symbol(&t));
        let integer = |s: &Symbol| Variable { integer: true, ..Variable::real(s.clone()) };
        let mut setting =
            Setting::of_region(Region { variables: vec![integer(&s), integer(&t)], conditions: Vec::new() });
        let fact = Fact::zero(&n - &m);
        assert!(narrowed(&n, &setting, fact.clone()).is_some());
        let (same, _) = narrowed(&n, &setting, Fact::nonnegative(&n - &m)).expect("a condition");
        assert_eq!(same, n);
        setting.region.variables[1].integer = false;
        let (image, _) = narrowed(&n, &setting, fact).expect("m is replaced");
        assert_eq!(image, n);
    }

    #[test]
    fn a_fact_becomes_a_bound_or_a_new_variable() {
        let (s, t) = (Symbol::new("M.a", "x", Role::Coordinate, 0), Symbol::new("M.a", "y", Role::Coordinate, 1));
        let (x, y) = (Expr::symbol(&s), Expr::symbol(&t));
        let setting = Setting::of_region(Region {
            variables: vec![Variable::real(s), Variable::positive(t)],
            conditions: Vec::new(),
        });
        let (_, below) =
            narrowed(&x, &setting, Fact::nonnegative(Expr::one() - x.scaled(&Rational::from_integer(2.into()))))
                .expect("a bound");
        assert_eq!(below.region.variables[0].upper, Bound::Closed(Expr::ratio(1, 2)));
        // y is positive already: a weaker bound changes nothing.
        let (_, same) = narrowed(&x, &setting, Fact::nonnegative(&y + &Expr::one())).expect("a bound");
        assert_eq!(same.region.variables, setting.region.variables);
        let (e, slack) = narrowed(&(&x - &y), &setting, Fact::nonnegative(&x - &y)).expect("x is free");
        assert_eq!(slack.region.variables.len(), 2);
        assert_eq!(e, Expr::symbol(&slack.region.variables[1].symbol));
    }

    #[test]
    fn what_may_have_no_value_is_nothing_to_split_on() {
        let s = Symbol::new("M.a", "x", Role::Coordinate, 0);
        let x = Expr::symbol(&s);
        let setting = Setting::of_region(Region { variables: vec![Variable::real(s)], conditions: Vec::new() });
        assert!(splits(&(&x - &Expr::one()), &x, &setting));
        assert!(!splits(&x.log(), &x, &setting));
        assert!(!splits(&x.recip(), &x, &setting));
        assert!(splits(&x.log(), &(x.log() + &x), &setting));
        // A symbol that is no variable has no value.
        assert!(!splits(&Expr::symbol(&Symbol::new("", "y", Role::Parameter, 9)), &x, &setting));
    }
}
