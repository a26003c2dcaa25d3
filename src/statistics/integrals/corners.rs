//! Integrals of functions with a corner or a jump inside of the range: rule **corner**.
//!
//! In: an integrand with distances `|u|` and signs `sign(u)`, `u` affine in the variable, which vanish at a few places; the range. Out: the
//! sum of the integrals between the places, where each `u` has the sign of its slope or the opposite one. Distances of what holds others
//! inside are met again in the pieces. It must not know other rules.
//!
//! A place may be an expression. Where it lies among the others and the ends is then told apart by signs in the value; where that cannot
//! be, the sum is said for one order (a condition of the rule: elsewhere the integral has another form).

use super::{Expected, definite};
use crate::statistics::monomials::plainly_positive;
use crate::statistics::needs::Need;
use crate::statistics::rules;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Bound, Expr, Fact, Function, Kind, Relation, Symbol};
use num_traits::Signed;
use std::cell::RefCell;

/// More places are not followed.
const MOST_PLACES: usize = 4;
/// More orders of expressions are not told apart.
const MOST_ORDERS: usize = 3;

/// By the pieces between the places; nothing where there is none, or more than a few.
pub(super) fn cut(f: &Expr, x: &Symbol, lower: &Bound, upper: &Bound) -> Option<Expected> {
    // What does not move with the variable need not have a value everywhere.
    let factors = if let Kind::Product(v) = f.kind() { v.clone() } else { vec![f.clone()] };
    let (moving, fixed): (Vec<Expr>, Vec<Expr>) = factors.into_iter().partition(|factor| factor.contains(x));
    let f = Expr::product(moving);
    let range = Range { f: &f, x, places: places(&f, x)?, lower, upper };
    let mut made = range.by_orders(&mut Vec::new())?;
    // Where one of them is 0, what diverges beside it says nothing.
    for exact in made.finite_where.iter_mut().filter_map(|need| need.exact.as_mut()) {
        exact.extend(fixed.iter().filter(|factor| factor.as_number().is_none()).cloned().map(Fact::nonzero));
    }
    let mut made = made.map(|value| value * Expr::product(fixed));
    made.join(Vec::new(), &[rules::CORNER]);
    Some(made)
}

/// An integrand with the places where it has corners, over a range.
struct Range<'a> {
    f: &'a Expr,
    x: &'a Symbol,
    places: Vec<Expr>,
    lower: &'a Bound,
    upper: &'a Bound,
}

impl Range<'_> {
    /// The integral where these differences are positive, or negative: for each difference of places that is neither by itself, by
    /// both ways. `(1 + sign(d)) A/2 + (1 - sign(d)) B/2` is `A` for `d > 0`, `B` for `d < 0`, and where `d = 0` both are the integral,
    /// as the piece that they do not share is empty there, and what is said of a piece vanishes with its length. For that both must have values everywhere along `d`, and need nothing there;
    /// otherwise the integral is said where `d > 0`.
    fn by_orders(&self, known: &mut Vec<(Expr, bool)>) -> Option<Expected> {
        let open = RefCell::new(None);
        let precedes = |p: &Expr, q: &Expr| -> bool {
            let d = q - p;
            let sign = d.as_number().map(Signed::is_positive);
            sign.or_else(|| known.iter().find(|(e, _)| *e == d).map(|(_, positive)| *positive))
                .or_else(|| known.iter().find(|(e, _)| *e == -&d).map(|(_, positive)| !*positive))
                .unwrap_or_else(|| {
                    open.borrow_mut().get_or_insert(d);
                    true
                })
        };
        let arranged = self.arranged(&precedes);
        let Some(d) = open.into_inner() else { return self.by_pieces(&arranged) };
        if known.len() == MOST_ORDERS {
            return None;
        }
        let mut way = |positive: bool| {
            known.push((d.clone(), positive));
            let made = self.by_orders(known);
            known.pop();
            made
        };
        let upwards = way(true)?;
        let free = |made: &Expected| made.finite_where.iter().all(|need| !shares_symbols(&need.fact.expr, &d));
        let downwards = if is_total_along(&upwards.value, &d) && free(&upwards) { way(false) } else { None };
        let Some(downwards) = downwards.filter(|made| is_total_along(&made.value, &d) && free(made)) else {
            return Some(upwards.under(Fact::positive(d), rules::CORNER));
        };
        let sign = d.apply(Function::Sign);
        let half = |weight: Expr| move |value: Expr| weight * value * Expr::ratio(1, 2);
        let (up, down) = (said_where(&upwards, &downwards, &d), said_where(&downwards, &upwards, &-&d));
        Some(up.map(half(Expr::one() + &sign)).plus(down.map(half(Expr::one() - sign))))
    }

    /// The places inside of the range in order, and those that lie below it.
    fn arranged(&self, precedes: &dyn Fn(&Expr, &Expr) -> bool) -> (Vec<Expr>, Vec<Expr>) {
        let mut inside: Vec<Expr> = Vec::new();
        let mut below = Vec::new();
        for m in &self.places {
            if self.lower.value().is_some_and(|a| !precedes(a, m)) {
                below.push(m.clone());
            } else if self.upper.value().is_none_or(|b| precedes(m, b)) {
                let at = inside.iter().take_while(|p| precedes(p, m)).count();
                inside.insert(at, m.clone());
            }
        }
        (inside, below)
    }

    fn by_pieces(&self, (inside, below): &(Vec<Expr>, Vec<Expr>)) -> Option<Expected> {
        let mut ends = vec![self.lower.clone()];
        ends.extend(inside.iter().cloned().map(Bound::Open));
        ends.push(self.upper.clone());
        let pieces: Vec<Piece> = ends
            .windows(2)
            .enumerate()
            .map(|(k, ends)| {
                let above = |m: &Expr| below.contains(m) || inside.iter().take(k).any(|place| place == m);
                Piece { f: sided(self.f, self.x, &above), from: ends[0].clone(), to: ends[1].clone() }
            })
            .collect();
        let (long, short): (Vec<&Piece>, Vec<&Piece>) =
            pieces.iter().partition(|p| p.from.value().is_none() || p.to.value().is_none());
        let mut made = Expected::certain(Expr::zero());
        for piece in &long {
            made = made.plus(definite(&piece.f, self.x, &piece.from, &piece.to).ok()?);
        }
        let known: Vec<Fact> = made.finite_where.iter().map(|need| need.fact.clone()).collect();
        for piece in short {
            let part = self.as_difference(piece, &known).or_else(|| self.between_ends(piece))?;
            made = made.plus(part);
        }
        Some(made)
    }

    /// What is left of two integrals without end: that has a value also where the ends change places. They may need what is needed
    /// anyway, and rates that are products to be positive, a condition of the rule.
    fn as_difference(&self, piece: &Piece, known: &[Fact]) -> Option<Expected> {
        let ends = Expr::sum(piece.from.value().into_iter().chain(piece.to.value()).map(|e| e.apply(Function::Exp)));
        let is_plain = |fact: &Fact| {
            let single = !matches!(fact.expr.kind(), Kind::Sum(_));
            fact.relation == Relation::Positive && single && fact.expr.split_coefficient().0.is_positive()
        };
        let tail = |from: &Bound, to: &Bound| {
            let made = definite(&piece.f, self.x, from, to).ok()?;
            let fits = |fact: &Fact| known.contains(fact) || (is_plain(fact) && !shares_symbols(&fact.expr, &ends));
            made.finite_where.iter().all(|need| fits(&need.fact)).then_some(made)
        };
        let upwards = || Some((tail(&piece.from, self.upper)?, tail(&piece.to, self.upper)?));
        let downwards = || Some((tail(self.lower, &piece.to)?, tail(self.lower, &piece.from)?));
        let (whole, beyond) = match (self.lower.value(), self.upper.value()) {
            (_, None) => upwards().or_else(|| if self.lower.value().is_none() { downwards() } else { None }),
            (None, Some(_)) => downwards(),
            _ => None,
        }?;
        let mut out = Expected::certain(whole.value - beyond.value);
        out.join(Vec::new(), &[whole.rules, beyond.rules].concat());
        let open = whole.finite_where.into_iter().chain(beyond.finite_where).filter(|need| !known.contains(&need.fact));
        out.join(open.map(|need| Need::of_rule(need.fact, need.rule)).collect(), &[]);
        Some(out)
    }

    fn between_ends(&self, piece: &Piece) -> Option<Expected> {
        let mut made = definite(&piece.f, self.x, &piece.from, &piece.to).ok()?;
        // The order of the ends is known here.
        if let (Some(a), Some(b)) = (piece.from.value(), piece.to.value()) {
            forget(&mut made, &Fact::positive(b - a));
        }
        Some(made)
    }
}

/// An integrand without corners between two ends.
struct Piece {
    f: Expr,
    from: Bound,
    to: Bound,
}

/// What holds already.
fn forget(made: &mut Expected, fact: &Fact) {
    made.finite_where.retain(|need| need.fact != *fact);
    made.finite_where.iter_mut().filter_map(|need| need.exact.as_mut()).for_each(|facts| facts.retain(|f| f != fact));
}

/// What this one needs for existence and the other one does not is needed where `d > 0` alone.
fn said_where(made: &Expected, other: &Expected, d: &Expr) -> Expected {
    let mut out = made.clone();
    for need in out.finite_where.iter_mut().filter(|need| !other.finite_where.contains(need)) {
        if let Some(exact) = need.exact.as_mut() {
            exact.push(Fact::positive(d.clone()));
        }
    }
    out
}

fn shares_symbols(e: &Expr, d: &Expr) -> bool {
    d.nodes().iter().any(|n| matches!(n.kind(), Kind::Symbol(s) if e.contains(s)))
}

/// Whether the expression has a value, which moves continuously, for all values of the symbols of `d`: sums, products, powers with
/// natural numbers, exponentials, error functions, distances; and signs, which are those of orders that were told apart before.
fn is_total_along(e: &Expr, d: &Expr) -> bool {
    e.nodes().iter().filter(|n| shares_symbols(n, d)).all(|n| match n.kind() {
        Kind::Symbol(_) | Kind::Sum(_) | Kind::Product(_) => true,
        Kind::Apply(f, _) => {
            matches!(f, Function::Exp | Function::Erf | Function::Erfc | Function::Abs | Function::Sign)
        }
        Kind::Power(_, n) => n.as_number().is_some_and(|n| n.is_integer() && !n.is_negative()),
        _ => false,
    })
}

/// The places where distances and signs vanish, numbers in order, then expressions.
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
        // Beyond the ends.
        assert_eq!(there(&Expr::integer(-1)), Expr::ratio(3, 2));
        assert_eq!(there(&Expr::integer(3)), Expr::ratio(5, 2));
        assert!(made.finite_where.is_empty());
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
        // Two expressions, whose order and place among the ends are told apart in more ways than are followed.
        let unordered = (&e - &at).apply(Function::Abs) * (&e - &(&at * &Expr::integer(2))).apply(Function::Abs);
        assert!(cut(&unordered, &x, &closed(0), &closed(1)).is_none());
        // Over the line two of them are told apart: |x - c| e^-|x| has the integral 2 |c| + 2 e^-|c|.
        let two = (&e - &at).apply(Function::Abs) * (-e.apply(Function::Abs)).exp();
        let made = definite(&two, &x, &Bound::Infinite, &Bound::Infinite).unwrap();
        for q in [-2i32, 1] {
            let number = |e: &Expr| {
                crate::numerics::lower::lower(std::slice::from_ref(e), &[]).unwrap().evaluate(&[]).unwrap()[0]
            };
            let got = number(&made.value.substitute([(c.clone(), Expr::integer(q.into()))]));
            let size = f64::from(q.abs());
            assert!((got - 2.0 * (size + (-size).exp())).abs() < 1e-12, "{q}: {got}");
        }
        // A factor outside may be 0, and then nothing diverges: a x^(s - 1) |x - 1| over (0, 2).
        let (a, s) = (Symbol::new("", "a", Role::Parameter, 2), Symbol::new("", "s", Role::Parameter, 3));
        let power = e.pow(&(Expr::symbol(&s) - Expr::one()));
        let heavy = Expr::symbol(&a) * power * (&e - &Expr::one()).apply(Function::Abs);
        let made = cut(&heavy, &x, &closed(0), &closed(2)).unwrap();
        let unless = Fact::nonzero(Expr::symbol(&a));
        let exact: Vec<&Vec<Fact>> = made.finite_where.iter().filter_map(|n| n.exact.as_ref()).collect();
        assert!(!exact.is_empty() && exact.iter().all(|facts| facts.contains(&unless)));
        // A place outside of the range.
        assert_eq!(integral(&(&e - &Expr::integer(2)).apply(Function::Abs)), Expr::ratio(3, 2));
    }
}
