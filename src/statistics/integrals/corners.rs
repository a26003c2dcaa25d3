//! Integrals of functions with a corner or a jump inside of the range: rule **corner**.
//!
//! In: an integrand with distances `|u|` and signs `sign(u)`, `u` affine in the variable, which vanish at a few places; the range. Out: the
//! sum of the integrals between the places, where each `u` has the sign of its slope or the opposite one. Distances of what holds others
//! inside are met again in the pieces. It must not know other rules.
//!
//! A place may be an expression: then the sum holds where it lies inside of the range, beyond the places that are numbers (a
//! condition of the rule: elsewhere the integral has another form).

use super::{Expected, definite};
use crate::geometry::rebuild::rebuild;
use crate::statistics::monomials::plainly_positive;
use crate::statistics::rules;
use crate::symbolic::{Bound, Expr, Fact, Function, Kind, Symbol};
use num_traits::Signed;

/// More places are not followed.
const MOST_PLACES: usize = 4;

/// By the pieces between these places; nothing where there is none, or more than a few.
pub(super) fn cut(f: &Expr, x: &Symbol, lower: &Bound, upper: &Bound) -> Option<Expected> {
    let mut ends = vec![lower.clone()];
    let mut conditions = Vec::new();
    // Each place with the number of the first piece that lies above it.
    let mut sides: Vec<(Expr, usize)> = Vec::new();
    for m in places(f, x)? {
        let outside = |d: Option<Expr>| d.and_then(|d| d.as_number().cloned()).is_some_and(|d| !d.is_positive());
        if outside(lower.value().map(|a| &m - a)) {
            sides.push((m, 0));
        } else if outside(upper.value().map(|b| b - &m)) {
            sides.push((m, usize::MAX));
        } else {
            // The order of two expressions is not known.
            if ends.iter().skip(1).filter_map(Bound::value).any(|place| place.as_number().is_none()) {
                return None;
            }
            conditions.extend(ends.last().and_then(Bound::value).map(|before| &m - before));
            sides.push((m.clone(), ends.len()));
            ends.push(Bound::Open(m));
        }
    }
    conditions.extend(ends.last().and_then(Bound::value).zip(upper.value()).map(|(last, end)| end - last));
    ends.push(upper.clone());
    let mut made = Expected::certain(Expr::zero());
    for (k, piece) in ends.windows(2).enumerate() {
        let [from, to] = piece else { continue };
        let above = |m: &Expr| sides.iter().any(|(place, first)| place == m && k >= *first);
        made = made.plus(definite(&sided(f, x, &above), x, from, to).ok()?);
    }
    made.join(Vec::new(), &[rules::CORNER]);
    Some(conditions.into_iter().fold(made, |made, d| made.under(Fact::positive(d), rules::CORNER)))
}

/// The places where distances and signs vanish, numbers in order, then expressions, which must lie beyond: a condition of the rule.
/// What holds another of them inside is left for the pieces.
fn places(f: &Expr, x: &Symbol) -> Option<Vec<Expr>> {
    let mut numbers: Vec<Expr> = Vec::new();
    let mut others: Vec<Expr> = Vec::new();
    for node in f.nodes() {
        let Some(u) = sharp(&node, x).filter(|u| !u.nodes().iter().any(|n| sharp(n, x).is_some())) else { continue };
        let (m, _) = root(u, x)?;
        let list = if m.as_number().is_some() { &mut numbers } else { &mut others };
        if !list.contains(&m) {
            list.push(m);
        }
    }
    numbers.sort_by(|a, b| a.as_number().cmp(&b.as_number()));
    numbers.extend(others);
    (1..=MOST_PLACES).contains(&numbers.len()).then_some(numbers)
}

/// The argument of a distance or a sign in which the variable occurs.
fn sharp<'e>(node: &'e Expr, x: &Symbol) -> Option<&'e Expr> {
    match node.kind() {
        Kind::Apply(Function::Abs | Function::Sign, u) if u.contains(x) => Some(u),
        _ => None,
    }
}

/// The only place where the distances and signs vanish.
pub(in crate::statistics) fn corner(f: &Expr, x: &Symbol) -> Option<Expr> {
    match places(f, x)?.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
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
    let out = sided(f, x, &|other| (other == m) && above);
    (!out.nodes().iter().any(|n| sharp(n, x).is_some())).then_some(out)
}

/// The function with each distance and sign as it is on the side of its place that is said.
fn sided(f: &Expr, x: &Symbol, above: &dyn Fn(&Expr) -> bool) -> Expr {
    let image = |node: &Expr| {
        let Kind::Apply(which @ (Function::Abs | Function::Sign), u) = node.kind() else { return None };
        let (m, rises) = root(u, x).filter(|_| u.contains(x) && !u.nodes().iter().any(|n| sharp(n, x).is_some()))?;
        let size = if *which == Function::Abs { u.clone() } else { Expr::one() };
        Some(if rises == above(&m) { size } else { -size })
    };
    rebuild(f, image)
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
        // Two places, and one inside of another: max(x, 1/4) beside |x - 1/2|, min(max(x, 1/4), 1/2).
        let integral = |f: &Expr| definite(f, &x, &closed(0), &closed(1)).unwrap().value;
        let (quarter, half) = (Expr::ratio(1, 4), Expr::ratio(1, 2));
        let distance = (&e - &half).apply(Function::Abs);
        let larger = e.with(crate::symbolic::Binary::Max, &quarter);
        assert_eq!(integral(&(&larger + &distance)), Expr::ratio(17, 32) + &quarter);
        let clipped = larger.with(crate::symbolic::Binary::Min, &half);
        assert_eq!(integral(&clipped), Expr::ratio(1, 16) + Expr::ratio(3, 32) + &quarter);
        // Places at an end that is a symbol, and a number beyond: |x - c| |x - 1| over (c, 2).
        let from = Bound::Closed(at.clone());
        let two = (&e - &at).apply(Function::Abs) * (&e - &Expr::one()).apply(Function::Abs);
        let made = definite(&two, &x, &from, &closed(2)).unwrap();
        let there = made.value.substitute([(c.clone(), half.clone())]);
        assert_eq!(there, Expr::ratio(1, 48) + Expr::ratio(7, 12));
        // Two expressions, whose order is not known.
        let unordered = (&e - &at).apply(Function::Abs) * (&e - &(&at * &Expr::integer(2))).apply(Function::Abs);
        assert!(cut(&unordered, &x, &closed(0), &closed(1)).is_none());
        // A place outside of the range.
        assert_eq!(integral(&(&e - &Expr::integer(2)).apply(Function::Abs)), Expr::ratio(3, 2));
    }
}
