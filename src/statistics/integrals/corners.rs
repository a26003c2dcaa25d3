//! Integrals of functions with a corner or a jump inside of the range: rule **corner**.
//!
//! In: an integrand with distances `|u|` and signs `sign(u)`, `u` affine in the variable, all of them 0 at one place `m`; the range. Out: the
//! sum of the integrals on both sides of `m`, where `u` has the sign of its slope or the opposite one. It must not know other rules.
//!
//! The place may be an expression: then the sum holds where `m` lies inside of the range (a condition of the rule: elsewhere the
//! integral has another form).

use super::{Expected, definite};
use crate::statistics::monomials::plainly_positive;
use crate::statistics::needs::Need;
use crate::statistics::rules;
use crate::symbolic::{Bound, Expr, Fact, Function, Kind, Symbol};
use num_traits::Signed;

/// By the pieces on both sides; nothing where there is no such place, or more than one.
pub(super) fn cut(f: &Expr, x: &Symbol, lower: &Bound, upper: &Bound) -> Option<Expected> {
    let m = corner(f, x)?;
    let (left, right) = (one_sided(f, x, &m, false)?, one_sided(f, x, &m, true)?);
    let inside = [lower.value().map(|a| &m - a), upper.value().map(|b| b - &m)];
    let outside = |d: &Option<Expr>| d.as_ref().and_then(Expr::as_number).is_some_and(|q| !q.is_positive());
    let [below, above] = &inside;
    if outside(below) {
        return definite(&right, x, lower, upper).ok();
    }
    if outside(above) {
        return definite(&left, x, lower, upper).ok();
    }
    let place = Bound::Open(m);
    let mut made = definite(&left, x, lower, &place).ok()?.plus(definite(&right, x, &place, upper).ok()?);
    let needs = inside.into_iter().flatten().map(|d| Need::of_rule(Fact::positive(d), rules::CORNER));
    made.join(needs.collect(), &[rules::CORNER]);
    Some(made)
}

/// The place where the distances and signs vanish.
pub(in crate::statistics) fn corner(f: &Expr, x: &Symbol) -> Option<Expr> {
    let mut place: Option<Expr> = None;
    for node in f.nodes() {
        let Kind::Apply(Function::Abs | Function::Sign, u) = node.kind() else { continue };
        if !u.contains(x) {
            continue;
        }
        let (m, _) = root(u, x)?;
        if place.replace(m.clone()).is_some_and(|other| other != m) {
            return None;
        }
    }
    place
}

/// The zero of an affine function, and whether it rises.
fn root(u: &Expr, x: &Symbol) -> Option<(Expr, bool)> {
    let slope = u.derivative(x);
    let rises = plainly_positive(&slope);
    if slope.contains(x) || !(rises || plainly_positive(&-&slope)) {
        return None;
    }
    Some((super::expanded_quotient(&-u.substitute([(x.clone(), Expr::zero())]), &slope), rises))
}

/// The function as it is on one side of the place.
pub(in crate::statistics) fn one_sided(f: &Expr, x: &Symbol, m: &Expr, above: bool) -> Option<Expr> {
    let mut out = f.clone();
    // From the inside: an argument may hold another.
    while let Some((node, value)) = out.nodes().into_iter().find_map(|node| {
        let Kind::Apply(which @ (Function::Abs | Function::Sign), u) = node.kind() else { return None };
        let (at, rises) = root(u, x).filter(|(at, _)| u.contains(x) && at == m)?;
        let size = if *which == Function::Abs { u.clone() } else { Expr::one() };
        (at == *m).then(|| (node.clone(), if rises == above { size } else { -size }))
    }) {
        out = out.replaced(&node, &value);
    }
    let sharp = |n: &Expr| matches!(n.kind(), Kind::Apply(Function::Abs | Function::Sign, u) if u.contains(x));
    (!out.nodes().iter().any(sharp)).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    #[test]
    fn both_sides_of_a_place_that_is_a_symbol() {
        let (x, c) = (Symbol::new("", "x", Role::Random, 0), Symbol::new("", "c", Role::Parameter, 1));
        let (e, at) = (Expr::symbol(&x), Expr::symbol(&c));
        let closed = |n: i64| Bound::Closed(Expr::integer(n));
        let made = definite(&(&e - &at).apply(Function::Abs), &x, &closed(0), &closed(1)).unwrap();
        assert!(made.rules.contains(&rules::CORNER));
        let there = |q: &Expr| made.value.substitute([(c.clone(), q.clone())]);
        // (c^2 + (1 - c)^2)/2
        assert_eq!(there(&Expr::ratio(1, 2)), Expr::ratio(1, 4));
        assert_eq!(there(&Expr::ratio(1, 4)), Expr::ratio(5, 16));
        let facts: Vec<&Fact> = made.finite_where.iter().map(|n| &n.fact).collect();
        assert!(facts.contains(&&Fact::positive(at.clone())) && facts.contains(&&Fact::positive(Expr::one() - &at)));
        // Two places.
        let two = (&e - &at).apply(Function::Abs) * (&e - &(&at + &Expr::one())).apply(Function::Abs);
        assert!(cut(&two, &x, &closed(0), &closed(1)).is_none());
    }
}
