//! Points on equations, where no rational point is at hand: the equations are solved one after the other for one variable
//! each, the others being simple numbers. What is found is checked by [`crate::replay::place`].
//!
//! In: expressions in their setting. Out: a constant for each variable. It must not decide anything.

use super::decider::Setting;
use crate::enclosure::{Point, Sign, decide_sign};
use crate::rational::Rational;
use crate::replay::constant_angles;
use crate::replay::place::{holds, is_point};
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Bound, Expr, Fact, Function, Kind, Relation, Symbol, Variable};
use num_traits::Signed;
use std::time::Instant;

/// Attempts with values.
pub(super) const MANY: usize = 300;
/// Functions within functions.
const DEEPEST: usize = 8;
/// Equations and variables.
const MOST: usize = 6;

/// The equations of a domain: expressions that are 0 on it.
pub(super) fn equations_of(setting: &Setting) -> Vec<Expr> {
    setting.region.conditions.iter().filter(|f| f.relation == Relation::Zero).map(|f| f.expr.clone()).collect()
}

/// Constants for all variables at which every fact holds, the expressions have values, and `wanted` is true.
pub(super) fn point_on(
    equations: &[Expr],
    exprs: &[Expr],
    setting: &Setting,
    (attempts, until): (usize, Option<Instant>),
    wanted: &mut dyn FnMut(&[Expr]) -> bool,
) -> Option<Vec<Expr>> {
    let variables = setting.region.variables.len();
    let too_many = equations.len() > MOST + variables || variables > MOST;
    if equations.is_empty() || too_many || !setting.functions.is_empty() {
        return None;
    }
    let mut search = Search { exprs, setting, attempts, until, wanted };
    search.solve(equations, &mut Vec::new())
}

struct Search<'a> {
    exprs: &'a [Expr],
    setting: &'a Setting,
    attempts: usize,
    until: Option<Instant>,
    wanted: &'a mut dyn FnMut(&[Expr]) -> bool,
}

impl Search<'_> {
    /// One more, where there are attempts and time left.
    fn attempt(&mut self) -> Option<()> {
        self.attempts = self.attempts.checked_sub(1)?;
        self.until.is_none_or(|end| Instant::now() < end).then_some(())
    }

    fn solve(&mut self, equations: &[Expr], known: &mut Vec<(Symbol, Expr)>) -> Option<Vec<Expr>> {
        self.attempt()?;
        if equations.iter().any(|e| !e.has_symbols() && !e.is_zero() && !holds(&Fact::zero(e.clone()))) {
            return None;
        }
        let open = equations.iter().filter(|e| e.has_symbols()).min_by_key(|e| e.symbols().len());
        let Some(equation) = open else { return self.others(known) };
        let symbols: Vec<Symbol> = equation.symbols().into_iter().collect();
        if let [x] = symbols.as_slice() {
            for value in roots(equation, x) {
                if let Some(found) = self.with(equations, known, x, value) {
                    return Some(found);
                }
            }
            return None;
        }
        // The last variable is solved for; the first gets a simple number.
        let x = symbols.first()?;
        for value in self.simple(x) {
            if let Some(found) = self.with(equations, known, x, value) {
                return Some(found);
            }
        }
        None
    }

    fn with(
        &mut self,
        equations: &[Expr],
        known: &mut Vec<(Symbol, Expr)>,
        x: &Symbol,
        value: Expr,
    ) -> Option<Vec<Expr>> {
        let v = self.setting.region.variables.iter().find(|v| v.symbol == *x)?;
        if !is_in(v, &value) {
            return None;
        }
        let mut put_in = Substitution::of([(x.clone(), value.clone())]);
        let rest: Vec<Expr> = equations.iter().map(|e| put_in.apply(e)).collect();
        known.push((x.clone(), value));
        let found = self.solve(&rest, known);
        known.pop();
        found
    }

    /// The variables that no equation is about.
    fn others(&mut self, known: &mut Vec<(Symbol, Expr)>) -> Option<Vec<Expr>> {
        let variables = &self.setting.region.variables;
        let next = variables.iter().find(|v| !known.iter().any(|(s, _)| *s == v.symbol));
        let Some(next) = next else {
            let value = |v: &Variable| known.iter().find(|(s, _)| *s == v.symbol).map(|(_, e)| e.clone());
            let values: Vec<Expr> = variables.iter().map(value).collect::<Option<_>>()?;
            return (is_point(self.exprs, self.setting, &values) && (self.wanted)(&values)).then_some(values);
        };
        for value in self.simple(&next.symbol) {
            self.attempt()?;
            known.push((next.symbol.clone(), value));
            let found = self.others(known);
            known.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn simple(&self, x: &Symbol) -> Vec<Expr> {
        let Some(v) = self.setting.region.variables.iter().find(|v| v.symbol == *x) else { return Vec::new() };
        let simple =
            [(1, 2), (1, 1), (0, 1), (2, 1), (1, 3), (-1, 2), (-1, 1), (3, 1), (5, 1), (-2, 1), (3, 4), (5, 4)];
        let mut out: Vec<Expr> = simple.map(|(n, d)| Expr::ratio(n, d)).into();
        if let (Some(a), Some(b)) = (v.lower.value(), v.upper.value()) {
            out.insert(0, (a + b) * Expr::ratio(1, 2));
        } else if let Some(a) = v.lower.value() {
            out.push(a + &Expr::one());
        }
        out.push(Expr::pi().scaled(&Rational::new(1.into(), 2.into())));
        out.retain(|e| is_in(v, e));
        out
    }
}

/// Whether a constant lies in the range, as far as other variables are not concerned.
fn is_in(v: &Variable, value: &Expr) -> bool {
    let fact = |b: &Bound, gap: &dyn Fn(&Expr) -> Expr| match b {
        Bound::Open(a) if !a.has_symbols() => holds(&Fact::positive(gap(a))),
        Bound::Closed(a) if !a.has_symbols() => holds(&Fact::nonnegative(gap(a))),
        _ => true,
    };
    let whole = !v.integer || value.as_number().is_some_and(Rational::is_integer);
    let excluded = v.nonzero && !holds(&Fact::nonzero(value.clone()));
    whole && !excluded && !value.has_symbols() && fact(&v.lower, &|a| value - a) && fact(&v.upper, &|b| b - value)
}

/// Roots of an expression in one variable, where these can be written down; not necessarily all.
pub(super) fn roots(e: &Expr, x: &Symbol) -> Vec<Expr> {
    let mut out = Vec::new();
    unwrap(e, &Expr::zero(), x, 0, &mut out);
    if out.is_empty() {
        out = quadratic(e, x);
    }
    if out.is_empty() {
        // A root among simple numbers.
        let simple = [(0, 1), (1, 1), (-1, 1), (2, 1), (-2, 1), (3, 1), (-3, 1), (1, 2), (-1, 2), (4, 1), (5, 1)];
        let vanishes = |value: &Expr| {
            let there = Substitution::of([(x.clone(), value.clone())]).apply(e);
            matches!(decide_sign(&there, &Point::default(), 128), Ok(Sign::Zero))
        };
        out.extend(simple.map(|(n, d)| Expr::ratio(n, d)).into_iter().filter(vanishes));
    }
    // `pi/3` for `acos(1/2)`.
    out.into_iter().map(|e| constant_angles::named(&e).unwrap_or(e)).collect()
}

/// `e = c` where `x` occurs in one place.
fn unwrap(e: &Expr, c: &Expr, x: &Symbol, depth: usize, out: &mut Vec<Expr>) {
    use Function as F;
    if depth > DEEPEST {
        return;
    }
    let only = |parts: &[Expr]| {
        let (with, without): (Vec<&Expr>, Vec<&Expr>) = parts.iter().partition(|p| p.contains(x));
        match with.as_slice() {
            [one] => Some(((*one).clone(), without.into_iter().cloned().collect::<Vec<_>>())),
            _ => None,
        }
    };
    match e.kind() {
        Kind::Symbol(s) if s == x => out.push(c.clone()),
        Kind::Sum(terms) => {
            if let Some((one, others)) = only(terms) {
                unwrap(&one, &(c - &Expr::sum(others)), x, depth + 1, out);
            }
        }
        Kind::Product(factors) => {
            if c.is_zero() {
                factors.iter().filter(|f| f.contains(x)).for_each(|f| out.extend(roots(f, x)));
            } else if let Some((one, others)) = only(factors) {
                unwrap(&one, &(c * &Expr::product(others).recip()), x, depth + 1, out);
            }
        }
        Kind::Power(b, n) => {
            let Some(n) = n.as_number() else { return };
            if c.is_zero() {
                unwrap(b, c, x, depth + 1, out);
                return;
            }
            match decide_sign(c, &Point::default(), 128) {
                Ok(Sign::Positive) => {
                    let root = c.pow_rational(&n.recip());
                    unwrap(b, &root, x, depth + 1, out);
                    unwrap(b, &-root, x, depth + 1, out);
                }
                Ok(Sign::Negative) if n.is_integer() => {
                    unwrap(b, &-(-c).pow_rational(&n.recip()), x, depth + 1, out);
                }
                _ => {}
            }
        }
        Kind::Apply(f, u) => {
            let pi = Expr::pi;
            let values = match f {
                F::Exp => vec![c.log()],
                F::Log => vec![c.exp()],
                F::Sin => {
                    let angle = c.apply(F::Asin);
                    vec![angle.clone(), pi() - angle]
                }
                F::Cos => {
                    let angle = c.apply(F::Acos);
                    vec![angle.clone(), -angle]
                }
                F::Tan => vec![c.apply(F::Atan), c.apply(F::Atan) + pi()],
                F::Sinh => vec![c.apply(F::Asinh)],
                F::Cosh => vec![c.apply(F::Acosh), -c.apply(F::Acosh)],
                F::Tanh => vec![c.apply(F::Atanh)],
                F::Atan => vec![c.apply(F::Tan)],
                F::Asin => vec![c.apply(F::Sin)],
                F::Acos => vec![c.apply(F::Cos)],
                F::Abs => vec![c.clone(), -c],
                F::Cbrt => vec![c.powi(3)],
                F::Logistic => vec![c.apply(F::Logit)],
                _ => Vec::new(),
            };
            values.iter().for_each(|value| unwrap(u, value, x, depth + 1, out));
        }
        _ => {}
    }
}

fn quadratic(e: &Expr, x: &Symbol) -> Vec<Expr> {
    let at_zero = |e: &Expr| Substitution::of([(x.clone(), Expr::zero())]).apply(e);
    let slope = e.derivative(x);
    let second = slope.derivative(x);
    let whole = |node: &Expr| match node.kind() {
        Kind::Power(b, n) => !b.contains(x) || n.as_number().is_some_and(|n| n.is_integer() && n.is_positive()),
        Kind::Apply(..) | Kind::Binary(..) => !node.contains(x),
        _ => true,
    };
    if second.contains(x) || !e.nodes().iter().all(whole) {
        return Vec::new();
    }
    let (a, b, c) = (second * Expr::ratio(1, 2), at_zero(&slope), at_zero(e));
    let square = b.powi(2) - &a * &c * Expr::integer(4);
    if !holds(&Fact::nonnegative(square.clone())) || !holds(&Fact::nonzero(a.clone())) {
        return Vec::new();
    }
    let over = (a * Expr::integer(2)).recip();
    let root = square.sqrt();
    vec![(&root - &b) * &over, -(root + b) * over]
}
