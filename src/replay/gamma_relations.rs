//! Rules **gamma-multiplication**, **polygamma-multiplication**, **polygamma-reflection**: values of gamma functions at arguments
//! that are multiples of each other, or opposite, but for integers.
//!
//! In: an expression in elementary form. Out: the expression with some of these values written through the others. Sums of
//! integers are the tower's ([`super::special`]).
//!
//! **Soundness.** Each rule is an identity of real functions at every point where the expression has a value.
//! - *Multiplication* (Gauss; Legendre's duplication for `n = 2`):
//!   `gamma(w) = (2 pi)^((1-n)/2) n^(w-1/2) gamma(w/n) gamma((w+1)/n) .. gamma((w+n-1)/n)`. The poles `w = 0, -1, -2, ..` of the
//!   left side are those of the right one, each of one factor. The logarithmic derivatives of both sides give
//!   `psi_m(w) = [m = 0] log n + n^(-m-1) sum of psi_m((w+k)/n) over 0 <= k < n`, with the same poles.
//! - *Reflection*: `(-1)^m psi_m(1-a) = psi_m(a) + pi (d/da)^m cot(pi a)` where `a` is no integer. It is used for `psi_m(s-u)` where
//!   `psi_m(u)` occurs and `s <= 1` is an integer, with `a = u + 1 - s`. Both have values: `u` is none of `0, -1, ..` and none of
//!   `s, s+1, ..`, which are all integers; so `a` is none, and `psi_m(a)` has a value.

use super::elementary::elementary;
use crate::rational::Rational;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, Function, Kind, Symbol};
use num_traits::{One, ToPrimitive, Zero};
use std::collections::{BTreeMap, BTreeSet};

/// Multiples that are looked for.
const MULTIPLES: [i64; 2] = [2, 3];
/// Rewritings, one after the other.
const MOST_REWRITINGS: usize = 8;
/// Derivatives of the cotangent that are written down.
const LARGEST_ORDER: u32 = 3;

/// An affine function with rational coefficients: those of its symbols, and the rest.
#[derive(Clone, PartialEq, Eq)]
struct Affine {
    slopes: BTreeMap<Symbol, Rational>,
    rest: Rational,
}

/// The expression with gamma functions written through others; nothing where none is related to another.
#[must_use]
pub fn related(e: &Expr, integers: &BTreeSet<Symbol>) -> Option<Expr> {
    let first = elementary(e, integers);
    let mut out = first.clone();
    for _ in 0..MOST_REWRITINGS {
        let values = values(&out);
        let rewritten = values.iter().find_map(|value| Some((value, through_others(value, &values)?)));
        let Some(((part, ..), image)) = rewritten else { break };
        out = elementary(&out.replaced(part, &image), integers);
    }
    (out != first).then_some(out)
}

/// A value of a gamma function: the expression, the function, its argument.
type Value = (Expr, Function, Affine);

fn values(e: &Expr) -> Vec<Value> {
    let value = |node: &Expr| match node.kind() {
        Kind::Apply(f @ (Function::Gamma | Function::Polygamma(_)), x) => Some((node.clone(), *f, affine(x)?)),
        _ => None,
    };
    e.nodes().iter().filter_map(value).collect()
}

fn affine(e: &Expr) -> Option<Affine> {
    let symbols = e.symbols();
    let slope = |s: &Symbol| Some((s.clone(), e.derivative(s).as_number()?.clone()));
    let slopes = symbols.iter().map(slope).collect::<Option<BTreeMap<_, _>>>()?;
    let rest = Substitution::of(symbols.into_iter().map(|s| (s, Expr::zero()))).apply(e).as_number()?.clone();
    Some(Affine { slopes: slopes.into_iter().filter(|(_, q)| !q.is_zero()).collect(), rest })
}

impl Affine {
    /// `factor self + step`
    fn changed(&self, factor: &Rational, step: &Rational) -> Self {
        let slopes = self.slopes.iter().map(|(s, q)| (s.clone(), q * factor)).collect();
        Self { slopes, rest: &self.rest * factor + step }
    }

    /// The integer by which this exceeds `other`.
    fn exceeds(&self, other: &Self) -> Option<i64> {
        let step = &self.rest - &other.rest;
        (self.slopes == other.slopes && step.is_integer()).then(|| step.to_integer().to_i64())?
    }

    fn expr(&self) -> Expr {
        let terms = self.slopes.iter().map(|(s, q)| Expr::symbol(s).scaled(q));
        Expr::sum(terms.chain([Expr::number(self.rest.clone())]))
    }
}

fn through_others((_, f, w): &Value, values: &[Value]) -> Option<Expr> {
    let of_this_kind: Vec<&Affine> = values.iter().filter(|(_, g, _)| g == f).map(|(_, _, u)| u).collect();
    MULTIPLES.iter().find_map(|n| multiplied(*f, w, *n, &of_this_kind)).or_else(|| match f {
        Function::Polygamma(m) => of_this_kind.iter().find_map(|u| reflected(*m, w, u)),
        _ => None,
    })
}

/// The value at `w` through those at `(w+k)/n`.
fn multiplied(f: Function, w: &Affine, n: i64, others: &[&Affine]) -> Option<Expr> {
    let part = Rational::new(1.into(), n.into());
    let arguments: Vec<Affine> =
        (0..n).map(|k| w.changed(&part, &(&part * &Rational::from_integer(k.into())))).collect();
    let occurs = |a: &Affine| others.iter().any(|u| u.exceeds(a).is_some());
    // Among numbers every value is a multiple of others: only where all of them are there, something comes of it.
    let worthwhile = if w.slopes.is_empty() {
        !w.rest.is_integer() && arguments.iter().all(occurs)
    } else {
        arguments.iter().any(occurs)
    };
    if !worthwhile {
        return None;
    }
    let at = |a: &Affine| a.expr().apply(f);
    match f {
        Function::Gamma => {
            let power = Expr::integer(n).pow(&(w.expr() - Expr::ratio(1, 2)));
            let turns = (Expr::integer(2) * Expr::pi()).pow(&Expr::ratio(1 - n, 2));
            Some(Expr::product(arguments.iter().map(at).chain([power, turns])))
        }
        Function::Polygamma(m) => {
            let weight = Expr::integer(n).powi(-i64::from(m) - 1);
            let log = if m == 0 { Expr::integer(n).log() } else { Expr::zero() };
            Some(Expr::sum(arguments.iter().map(|a| at(a) * &weight).chain([log])))
        }
        _ => None,
    }
}

/// `psi_m(w)` through `psi_m(a)`, where `w = 1 - a` and `psi_m(u)` occurs with `a = u + 1 - s`, `w = s - u`.
fn reflected(m: u32, w: &Affine, u: &Affine) -> Option<Expr> {
    let minus = -Rational::one();
    let s = w.exceeds(&u.changed(&minus, &Rational::zero()))?;
    let a = w.changed(&minus, &Rational::one());
    // The other way round it would be written back.
    if s > 1 || m > LARGEST_ORDER || !comes_before(u, w) {
        return None;
    }
    let angle = Expr::pi() * a.expr();
    let (sine, cosine) = (angle.apply(Function::Sin), angle.apply(Function::Cos));
    let slope = match m {
        0 => cosine / sine,
        1 => -(Expr::pi() * sine.powi(-2)),
        2 => Expr::integer(2) * Expr::pi().powi(2) * cosine * sine.powi(-3),
        _ => {
            let above = Expr::one() + Expr::integer(2) * cosine.powi(2);
            Expr::integer(-2) * Expr::pi().powi(3) * above * sine.powi(-4)
        }
    };
    let value = a.expr().apply(Function::Polygamma(m)) + Expr::pi() * slope;
    Some(if m.is_multiple_of(2) { value } else { -value })
}

/// Which of two opposite arguments stays: that of positive slope, or the smaller number.
fn comes_before(u: &Affine, w: &Affine) -> bool {
    match (u.slopes.values().next(), w.slopes.values().next()) {
        (Some(p), Some(q)) => p > q,
        _ => u.rest < w.rest,
    }
}

#[cfg(test)]
mod tests {
    use super::related;
    use crate::enclosure::{Point, Sign, decide_sign};
    use crate::symbolic::substitute::Substitution;
    use crate::symbolic::{Expr, Function, Role, Symbol};
    use std::collections::BTreeSet;

    fn x() -> (Symbol, Expr) {
        let x = Symbol::new("x", "x", Role::Coordinate, 0);
        (x.clone(), Expr::symbol(&x))
    }

    fn none() -> BTreeSet<Symbol> {
        BTreeSet::new()
    }

    /// What is written differs from what was there by less than an enclosure can tell.
    fn agrees(e: &Expr, at: &[(i64, i64)]) {
        let (symbol, _) = x();
        let image = related(e, &none()).expect("related values");
        for (n, d) in at {
            let there = Substitution::of([(symbol.clone(), Expr::ratio(*n, *d))]).apply(&(e - &image));
            let sign = decide_sign(&there, &Point::default(), 160);
            assert!(matches!(sign, Ok(Sign::Zero | Sign::Unknown)), "{e} at {n}/{d}: {sign:?}");
            let beside = there + Expr::integer(10).powi(-20);
            assert_eq!(decide_sign(&beside, &Point::default(), 160), Ok(Sign::Positive), "{e} at {n}/{d}");
        }
    }

    #[test]
    fn multiplication_holds_where_there_are_values() {
        let (_, x) = x();
        for f in [Function::Gamma, Function::Polygamma(0), Function::Polygamma(1)] {
            let double = (&x * &Expr::integer(2)).apply(f) + x.apply(f);
            agrees(&double, &[(1, 3), (5, 2), (7, 1)]);
            let triple = (&x * &Expr::integer(3) - Expr::integer(1)).apply(f) + (&x + &Expr::one()).apply(f);
            agrees(&triple, &[(2, 3), (5, 2), (7, 1)]);
        }
    }

    #[test]
    fn reflection_holds_between_integers() {
        let (_, x) = x();
        for m in 0..=3 {
            let f = Function::Polygamma(m);
            agrees(&(x.apply(f) * (Expr::one() - &x).apply(f)), &[(1, 3), (3, 5)]);
        }
    }

    #[test]
    fn arguments_that_add_up_to_two_have_values_at_one() {
        // At x = 1 both sides of the reflection have a pole, and this has none.
        let (_, x) = x();
        let f = Function::Polygamma(0);
        assert!(related(&(x.apply(f) - (Expr::integer(2) - &x).apply(f)), &none()).is_none());
        assert!(related(&(x.apply(f) - (Expr::one() + &x).apply(f)), &none()).is_none());
    }
}
