//! Rule **inversion**: what the conditions of a domain say of the variables inside of monotone functions.
//!
//! In: a region. Out: facts that follow from its conditions, simpler ones: bounds of variables, or equations solved for one.
//! Whoever decides and whoever checks compute them alike, from the region alone; no certificate says anything of them.
//!
//! **Soundness.** Fix a point at which every condition holds; then the expressions in them have values there. A condition
//! `a g(u) + c > 0` with numbers or other constants `a`, `c` (the sign of `a` is certain by its enclosure) says how `g(u)`
//! compares with `-c/a`. Then
//! - `exp`, `log`, `sinh`, `asinh`, `atan`, `tanh`, `cbrt`, `logistic`, `logit`, `b^u` for a constant `b > 1` increase strictly, so `u` compares alike with the inverse's
//!   value, where the inverse has one (the other cases say nothing of `u`, or have no points);
//! - `u^q` with `q > 0` increases on `u >= 0`: where `q` is no integer, `u` has no value below 0; an odd power increases
//!   everywhere; an even power below a bound says that `|u|` is below its root, and above one it does where `u >= 0`
//!   is known of a variable; `1/u` above a positive bound says `0 < u` and `u` below the inverse;
//! - `|u| < w` says `w - u > 0` and `w + u > 0`, whatever `w` is; so it does for `<=`;
//! - equations are solved for a variable ([`super::solved`]);
//! - a polynomial `f > 0` with integer coefficients in integer variables is an integer, so `f - 1 >= 0`.
//!
//! Equations of several variables in which no variable occurs alone are left to other rules.

use super::cases::tightened;
use super::solved::solved;
use crate::enclosure::{Point, Sign, decide_sign, rational_end};
use crate::rational::Rational;
use crate::symbolic::{Bound, Expr, Fact, Function, Kind, Region, Relation, Variable};
use num_traits::{One, Signed, Zero};

/// Functions within functions.
const DEEPEST: usize = 6;
/// Facts that are concluded from one region.
const MOST: usize = 24;
/// Larger conditions are not looked at.
const LARGEST: usize = 40;
/// Ends that are roots are not larger.
const LARGEST_ROOT: usize = 8;
/// Roots of a higher degree are left alone.
const LARGEST_INDEX: i64 = 4;
/// Precision for the signs of constants, in bits.
const BITS: usize = 192;

/// The facts that follow from the conditions, each once and none of those there are.
#[must_use]
pub fn consequences(region: &Region) -> Vec<Fact> {
    let mut out: Vec<Fact> = Vec::new();
    let mut add = |fact: Fact| {
        let trivial = !fact.expr.has_symbols();
        if !trivial && out.len() < MOST && !region.conditions.contains(&fact) && !out.contains(&fact) {
            out.push(fact);
        }
    };
    for fact in region.conditions.iter().filter(|f| f.rule.is_none()) {
        if fact.expr.has_mean() || fact.expr.nodes().len() > LARGEST {
            continue;
        }
        match fact.relation {
            Relation::Positive | Relation::NonNegative => {
                let strict = fact.relation == Relation::Positive;
                let mut found = Vec::new();
                compare(&fact.expr, strict, region, 0, &mut found);
                found.into_iter().for_each(&mut add);
            }
            Relation::Zero => {
                solved(&fact.expr, region).into_iter().for_each(&mut add);
                let mut found = Vec::new();
                compare(&fact.expr, false, region, 0, &mut found);
                compare(&-&fact.expr, false, region, 0, &mut found);
                found.into_iter().for_each(&mut add);
            }
            Relation::NonZero => {}
        }
    }
    out
}

fn fact(e: Expr, strict: bool) -> Fact {
    if strict { Fact::positive(e) } else { Fact::nonnegative(e) }
}

/// The certain sign of a constant; nothing for what is none.
pub(super) fn sign(e: &Expr) -> Option<Sign> {
    if e.has_symbols() || e.has_mean() {
        return None;
    }
    decide_sign(e, &Point::default(), BITS).ok()
}

pub(super) fn is_positive(e: &Expr) -> bool {
    sign(e) == Some(Sign::Positive)
}

/// A number times a sum, multiplied out.
pub(super) fn distributed(e: &Expr) -> Expr {
    let (factor, rest) = e.split_coefficient();
    match rest.kind() {
        Kind::Sum(terms) if !factor.is_one() => Expr::sum(terms.iter().map(|t| distributed(&t.scaled(&factor)))),
        _ => e.clone(),
    }
}

/// An expression as constants and the one term that is none: `a t + c`.
pub(super) fn affine(e: &Expr) -> Option<(Expr, Expr, Expr)> {
    let e = &distributed(e);
    let (term, rest) = match e.kind() {
        Kind::Sum(terms) => {
            let (constant, varying): (Vec<&Expr>, Vec<&Expr>) = terms.iter().partition(|t| !t.has_symbols());
            let [one] = varying.as_slice() else { return None };
            ((*one).clone(), Expr::sum(constant.into_iter().cloned()))
        }
        _ => (e.clone(), Expr::zero()),
    };
    let (factor, inner) = match term.kind() {
        Kind::Product(factors) => {
            let (constant, varying): (Vec<&Expr>, Vec<&Expr>) = factors.iter().partition(|t| !t.has_symbols());
            let inner = Expr::product(varying.into_iter().cloned());
            (Expr::product(constant.into_iter().cloned()), inner)
        }
        _ => (Expr::one(), term),
    };
    Some((factor, inner, rest))
}

/// What `e > 0` (or `>= 0`) says.
fn compare(e: &Expr, strict: bool, region: &Region, depth: usize, out: &mut Vec<Fact>) {
    let e = &distributed(e);
    if depth > 0 {
        out.push(fact(e.clone(), strict));
    } else {
        integral(e, strict, region, out);
    }
    if depth >= DEEPEST {
        return;
    }
    absolute(e, strict, region, depth, out);
    let Some((factor, inner, rest)) = affine(e) else { return };
    let above = match sign(&factor) {
        Some(Sign::Positive) => true,
        Some(Sign::Negative) => false,
        _ => return,
    };
    // inner > -rest/factor, or below it.
    let c = -&rest * factor.recip();
    let mut conclude = |image: Expr, strict: bool| compare(&image, strict, region, depth + 1, out);
    match inner.kind() {
        Kind::Apply(f, u) => {
            if let Some(value) = inverse(*f, &c) {
                conclude(if above { u - &value } else { value - u }, strict);
            }
        }
        Kind::Power(b, u) if exceeds_one(b) && is_positive(&c) => {
            let value = c.log() * b.log().recip();
            conclude(if above { u - &value } else { value - u }, strict);
        }
        Kind::Power(u, n) => {
            let Some(n) = n.as_number() else { return };
            power(u, n, &c, above, strict, region, &mut conclude);
        }
        _ => {}
    }
}

/// A constant base above 1; the exponent is no constant then, or all of it would be one.
pub(super) fn exceeds_one(b: &Expr) -> bool {
    !b.has_symbols() && is_positive(&(b - &Expr::one()))
}

/// `f^-1(c)` for increasing functions, where it certainly has a value.
pub(super) fn inverse(f: Function, c: &Expr) -> Option<Expr> {
    use Function as F;
    let half_turn = || Expr::pi().scaled(&Rational::new(1.into(), 2.into()));
    match f {
        F::Exp => is_positive(c).then(|| c.log()),
        F::Log => Some(c.exp()),
        F::Sinh => Some(c.apply(F::Asinh)),
        F::Asinh => Some(c.apply(F::Sinh)),
        F::Cbrt => Some(c.powi(3)),
        F::Atan => (is_positive(&(half_turn() - c)) && is_positive(&(half_turn() + c))).then(|| c.apply(F::Tan)),
        F::Tanh => (is_positive(&(Expr::one() - c)) && is_positive(&(Expr::one() + c))).then(|| c.apply(F::Atanh)),
        F::Logistic => (is_positive(&(Expr::one() - c)) && is_positive(c)).then(|| c.apply(F::Logit)),
        F::Logit => Some(c.apply(F::Logistic)),
        _ => None,
    }
}

/// What `u^n > c` says, or `u^n < c`.
fn power(
    u: &Expr,
    n: &Rational,
    c: &Expr,
    above: bool,
    strict: bool,
    region: &Region,
    conclude: &mut dyn FnMut(Expr, bool),
) {
    let positive = is_positive(c);
    let zero = sign(c) == Some(Sign::Zero);
    let root = || if positive { c.pow_rational(&n.recip()) } else { Expr::zero() };
    if n.is_negative() {
        // 1/u^m > c > 0 says that u is not 0. An odd power has the sign of u.
        let odd = n.is_integer() && !(n.to_integer() % 2_i32).is_zero();
        if above && (positive || zero) && odd {
            conclude(u.clone(), true);
        }
        let decreasing = not_negative(u, region) || (above && (odd || !n.is_integer()));
        if positive && decreasing {
            conclude(if above { root() - u } else { u - root() }, strict);
        }
        return;
    }
    let whole = n.is_integer();
    let odd = whole && !(n.to_integer() % 2_i32).is_zero();
    match (above, odd, whole) {
        (_, true, _) => {
            let value = match sign(c) {
                Some(Sign::Positive) => root(),
                Some(Sign::Zero) => Expr::zero(),
                Some(Sign::Negative) => -(-c).pow_rational(&n.recip()),
                _ => return,
            };
            conclude(if above { u - &value } else { value - u }, strict);
        }
        // A root has no value below 0.
        (true, _, false) if positive || zero => conclude(u - root(), strict),
        (false, _, false) if positive => conclude(root() - u, strict),
        (false, _, true) if positive => {
            conclude(root() - u, strict);
            conclude(root() + u, strict);
        }
        (false, _, true) if zero && !strict => {
            conclude(-u, false);
            conclude(u.clone(), false);
        }
        (true, _, true) if positive && not_negative(u, region) => conclude(u - root(), strict),
        _ => {}
    }
}

/// Whether a variable's range has nothing below 0.
pub(super) fn not_negative(u: &Expr, region: &Region) -> bool {
    let Some(s) = u.as_symbol() else { return false };
    let from_zero = |v: &Variable| {
        v.symbol == *s && v.lower.value().is_some_and(|b| matches!(sign(b), Some(Sign::Positive | Sign::Zero)))
    };
    region.variables.iter().any(from_zero)
}

/// `w - a |u| > 0` with a certainly positive constant `a`: both `w - a u > 0` and `w + a u > 0`.
fn absolute(e: &Expr, strict: bool, region: &Region, depth: usize, out: &mut Vec<Fact>) {
    let terms = match e.kind() {
        Kind::Sum(terms) => terms.to_vec(),
        _ => vec![e.clone()],
    };
    for (place, term) in terms.iter().enumerate() {
        let Some((factor, inner, _)) = affine(term) else { continue };
        let Kind::Apply(Function::Abs, u) = inner.kind() else { continue };
        if sign(&factor) != Some(Sign::Negative) {
            continue;
        }
        for v in [u.clone(), -u] {
            let mut changed = terms.clone();
            if let Some(slot) = changed.get_mut(place) {
                *slot = &factor * &v;
            }
            compare(&Expr::sum(changed), strict, region, depth + 1, out);
        }
        return;
    }
}

/// `f > 0` for a polynomial with integer coefficients in integer variables says `f - 1 >= 0`.
fn integral(e: &Expr, strict: bool, region: &Region, out: &mut Vec<Fact>) {
    if strict && is_integer(e, region) && e.symbols().len() > 1 {
        out.push(Fact::nonnegative(e - &Expr::one()));
    }
}

/// Whether the values of an expression are integers, by its form.
pub(super) fn is_integer(e: &Expr, region: &Region) -> bool {
    match e.kind() {
        Kind::Number(q) => q.is_integer(),
        Kind::Symbol(s) => region.variables.iter().any(|v| v.symbol == *s && v.integer),
        Kind::Sum(parts) | Kind::Product(parts) => parts.iter().all(|p| is_integer(p, region)),
        Kind::Power(b, n) => is_integer(b, region) && n.as_number().is_some_and(|n| n.is_integer() && n.is_positive()),
        _ => false,
    }
}

/// The region with what follows from its conditions: ranges where they bound one variable, conditions else.
pub(super) fn concluded(region: &Region) -> Region {
    let region = &without_roots(region);
    let found = consequences(region);
    let mut out = region.clone();
    out.conditions.extend(found);
    out.variables = tightened(&out);
    for v in &mut out.variables {
        whole_ends(v);
        // A range of one point is an equation.
        if let (Bound::Closed(a), Bound::Closed(b)) = (&v.lower, &v.upper)
            && a == b
            && a.as_number().is_some()
        {
            out.conditions.push(Fact::zero(Expr::symbol(&v.symbol) - a));
        }
    }
    for fact in powers_of_ends(&out) {
        if !out.conditions.contains(&fact) {
            out.conditions.push(fact);
        }
    }
    // What a range says is no further condition.
    let known = region.conditions.len();
    let is_range = |f: &Fact| bounds_by_constant(f) || f.relation == Relation::NonZero && f.expr.as_symbol().is_none();
    let mut place = 0;
    out.conditions.retain(|f| {
        place += 1;
        place <= known || !is_range(f)
    });
    out
}

/// The region with conditions `u^q > c` for `u > c^(1/q)`, and `u^q < c` for `u >= 0` and `u < c^(1/q)`, where `q > 0` is no
/// integer and `c > 0`: they hold at the same points, and the rules for signs read polynomials better than roots.
fn without_roots(region: &Region) -> Region {
    let mut out = Region { conditions: Vec::with_capacity(region.conditions.len()), ..region.clone() };
    for f in &region.conditions {
        match root_bound(f) {
            Some(same) => same.into_iter().for_each(|fact| {
                if !out.conditions.contains(&fact) {
                    out.conditions.push(fact);
                }
            }),
            None => out.conditions.push(f.clone()),
        }
    }
    out
}

fn root_bound(f: &Fact) -> Option<Vec<Fact>> {
    let strict = f.relation == Relation::Positive;
    if f.rule.is_some() || !(strict || f.relation == Relation::NonNegative) {
        return None;
    }
    let (factor, inner, rest) = affine(&f.expr)?;
    let Kind::Power(u, n) = inner.kind() else { return None };
    let n = n.as_number().filter(|n| n.is_positive() && !n.is_integer())?;
    let c = -&rest * factor.recip();
    if !is_positive(&c) {
        return None;
    }
    let value = c.pow_rational(&n.recip());
    match sign(&factor)? {
        Sign::Positive => Some(vec![fact(u - &value, strict)]),
        Sign::Negative => Some(vec![Fact::nonnegative(u.clone()), fact(value - u, strict)]),
        _ => None,
    }
}

/// The variables with ends that conditions give as constants, where these are no rational numbers (ranges have the next rational one).
fn with_irrational_ends(region: &Region) -> Vec<Variable> {
    let mut out = region.variables.clone();
    for f in region.conditions.iter().filter(|f| f.rule.is_none()) {
        let strict = f.relation == Relation::Positive;
        let Some((factor, inner, rest)) = affine(&f.expr).filter(|_| strict || f.relation == Relation::NonNegative)
        else {
            continue;
        };
        let end = -&rest * factor.recip();
        let Some(v) = out.iter_mut().find(|v| inner.as_symbol() == Some(&v.symbol)) else { continue };
        let slot = match sign(&factor) {
            Some(Sign::Positive) => &mut v.lower,
            Some(Sign::Negative) => &mut v.upper,
            _ => continue,
        };
        if end.as_number().is_none() {
            *slot = if strict { Bound::Open(end) } else { Bound::Closed(end) };
        }
    }
    out
}

/// What ends that are roots of rational numbers say of powers: `x > sqrt(2)` says `x^2 > 2`, `-sqrt(2) < x < sqrt(2)` says `x^2 < 2`.
/// Powers increase above 0, and even ones are alike on both sides of it.
fn powers_of_ends(region: &Region) -> Vec<Fact> {
    let mut out = Vec::new();
    for v in &with_irrational_ends(region) {
        let x = Expr::symbol(&v.symbol);
        let root = |end: &Bound| {
            let c = end.value().filter(|e| e.as_number().is_none() && e.nodes().len() <= LARGEST_ROOT)?.clone();
            let power = (2..=LARGEST_INDEX).find_map(|n| Some((n, c.powi(n).as_number()?.clone())))?;
            Some((is_positive(&c), power, matches!(end, Bound::Open(_))))
        };
        let below_zero =
            |end: &Bound| end.value().is_some_and(|e| matches!(sign(e), Some(Sign::Negative | Sign::Zero)));
        if let Some((true, (n, q), strict)) = root(&v.lower) {
            out.push(fact(x.powi(n) - Expr::number(q), strict));
        }
        if let Some((true, (n, q), strict)) = root(&v.upper) {
            let symmetric = n % 2 == 0 && v.lower.value().zip(v.upper.value()).is_some_and(|(a, b)| (a + b).is_zero());
            let open = symmetric && matches!(v.lower, Bound::Open(_));
            if not_negative(&x, region) || (symmetric && (open || !strict)) {
                out.push(fact(Expr::number(q) - x.powi(n), strict));
            }
        }
        if let Some((false, (2, q), strict)) = root(&v.upper).filter(|_| below_zero(&v.upper)) {
            out.push(fact(x.powi(2) - Expr::number(q), strict));
        }
    }
    out
}

/// Whether a fact is a bound of one variable by a rational number.
fn bounds_by_constant(f: &Fact) -> bool {
    let symbols = f.expr.symbols();
    let Some(s) = symbols.first().filter(|_| symbols.len() == 1) else { return false };
    let slope = f.expr.derivative(s);
    let rest = f.expr.substitute([(s.clone(), Expr::zero())]);
    // An end that is no rational number is known to the rules for signs as a condition.
    f.relation != Relation::Zero && slope.as_number().is_some() && rest.as_number().is_some()
}

/// The ends of an integer variable as integers.
fn whole_ends(v: &mut Variable) {
    if !v.integer {
        return;
    }
    let one = Rational::one();
    for lower in [true, false] {
        let slot = if lower { &mut v.lower } else { &mut v.upper };
        let Some((end, closed)) = rational_end(slot, lower) else { continue };
        // A number in the place of one that is irrational lies outside of the range, or at its end.
        let closed = closed || slot.value().is_none_or(|e| e.as_number().is_none());
        let whole = match (lower, closed || !end.is_integer()) {
            (true, true) => end.ceil(),
            (true, false) => end + &one,
            (false, true) => end.floor(),
            (false, false) => end - &one,
        };
        *slot = Bound::Closed(Expr::number(whole));
    }
}
