//! Equal expressions that take fewer operations: squares completed, common factors taken out.
//!
//! In: expressions. Out: expressions with the same values wherever the given ones have values. Sums are read as Laurent
//! polynomials in their factors; every rewriting is an identity of these, and no factor comes to stand in a denominator
//! that did not stand there. Whether the result is cheaper, and as accurate, is for the caller to see. Arguments of
//! logarithms stay as they are: [`stable`](super::stable) knows them by their form.

use crate::symbolic::{Expr, Function, Kind, Rational};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive};
use std::collections::{BTreeMap, HashMap};

/// Larger expressions are left alone.
const MOST_NODES: usize = 20_000;
/// Longer sums are left alone.
const MOST_TERMS: usize = 200;

/// The expressions with squares completed and common factors taken out of every sum.
#[must_use]
pub fn economical(outputs: &[Expr]) -> Vec<Expr> {
    let nodes = Expr::nodes_of(outputs);
    if nodes.len() > MOST_NODES {
        return outputs.to_vec();
    }
    // Operands stand before what they occur in.
    let mut known: HashMap<Expr, Expr> = HashMap::new();
    for node in nodes {
        let rewritten = rewritten(&node, &known);
        known.insert(node, rewritten);
    }
    outputs.iter().map(|e| known.get(e).cloned().unwrap_or_else(|| e.clone())).collect()
}

fn rewritten(e: &Expr, known: &HashMap<Expr, Expr>) -> Expr {
    let get = |e: &Expr| known.get(e).cloned().unwrap_or_else(|| e.clone());
    match e.kind() {
        Kind::Sum(terms) if terms.len() <= MOST_TERMS => {
            // Rewritten terms may have become alike, or 0.
            let sum = Expr::sum(terms.iter().map(get));
            let Kind::Sum(terms) = sum.kind() else { return sum };
            let mut terms: Vec<Term> = terms.iter().map(Term::of).collect();
            while complete_a_square(&mut terms) {}
            factored(terms)
        }
        Kind::Sum(terms) => Expr::sum(terms.iter().map(get)),
        Kind::Product(factors) => Expr::product(factors.iter().map(get)),
        Kind::Power(base, exponent) => {
            let base = get(base);
            let even = exponent.as_number().is_some_and(|q| q.is_integer() && !q.numer().bit(0));
            // The square of x - y is that of y - x.
            if even { with_positive_head(&base).1.pow(exponent) } else { base.pow(&get(exponent)) }
        }
        Kind::Apply(Function::Log, _) => e.clone(),
        Kind::Apply(f, x) => get(x).apply(*f),
        Kind::Binary(f, x, y) => get(x).with(*f, &get(y)),
        _ => e.clone(),
    }
}

/// Factors with their exponents.
type Monomial = BTreeMap<Expr, i64>;

/// A term of a sum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Term {
    monomial: Monomial,
    coefficient: Rational,
}

impl Term {
    fn of(e: &Expr) -> Self {
        let factors = match e.kind() {
            Kind::Product(v) => v.as_slice(),
            _ => std::slice::from_ref(e),
        };
        let mut out = Self { monomial: Monomial::new(), coefficient: Rational::one() };
        for f in factors {
            let whole = |x: &Expr| x.as_number().filter(|q| q.is_integer()).and_then(|q| q.numer().to_i64());
            match f.kind() {
                Kind::Number(q) => out.coefficient *= q,
                Kind::Power(b, x) if whole(x).is_some() => out.times(b, whole(x).unwrap_or(1)),
                _ => out.times(f, 1),
            }
        }
        out
    }

    fn times(&mut self, factor: &Expr, exponent: i64) {
        let n = self.monomial.entry(factor.clone()).or_insert(0);
        *n += exponent;
        if *n == 0 {
            self.monomial.remove(factor);
        }
    }

    fn over(&self, other: &Monomial) -> Self {
        let mut out = self.clone();
        other.iter().for_each(|(f, n)| out.times(f, -n));
        out
    }

    fn expr(&self) -> Expr {
        let powers = self.monomial.iter().map(|(f, n)| f.powi(*n));
        Expr::product(std::iter::once(Expr::number(self.coefficient.clone())).chain(powers))
    }
}

/// Replaces `g u^2 + 2 g u v + g v^2` by `g (u + v)^2`, with `u` and `v` without a common factor; `v` may be negative.
fn complete_a_square(terms: &mut Vec<Term>) -> bool {
    for i in 0..terms.len() {
        for j in i + 1..terms.len() {
            let Some(square) = square_of(&terms[i], &terms[j]) else { continue };
            let found = terms.iter().position(|t| t.monomial == square.cross.monomial && is_double(t, &square.cross));
            let Some(k) = found.filter(|k| *k != i && *k != j) else { continue };
            let negative = terms[k].coefficient.is_negative() != terms[i].coefficient.is_negative();
            let whole = square.completed(negative);
            let mut places = [i, j, k];
            places.sort_unstable();
            places.iter().rev().for_each(|p| _ = terms.remove(*p));
            terms.push(whole);
            return true;
        }
    }
    false
}

fn is_double(term: &Term, cross: &Term) -> bool {
    term.coefficient.abs() == cross.coefficient.abs()
}

/// `g u^2` and `g v^2`, with `2 g u v`.
struct Square {
    g: Term,
    u: Term,
    v: Term,
    cross: Term,
}

fn square_of(a: &Term, b: &Term) -> Option<Square> {
    let ratio = &b.coefficient / &a.coefficient;
    let (p, q) = (root(&ratio.numer())?, root(&ratio.denom())?);
    let mut u = Term { monomial: Monomial::new(), coefficient: Rational::from_integer(q) };
    let mut v = Term { monomial: Monomial::new(), coefficient: Rational::from_integer(p) };
    for (f, n) in &b.over(&a.monomial).monomial {
        if n % 2 != 0 {
            return None;
        }
        if *n > 0 { v.times(f, n / 2) } else { u.times(f, -n / 2) }
    }
    let double: Monomial = u.monomial.iter().map(|(f, n)| (f.clone(), 2 * n)).collect();
    let mut g = a.over(&double);
    g.coefficient = &g.coefficient / &(&u.coefficient * &u.coefficient);
    let mut cross = g.clone();
    u.monomial.iter().chain(&v.monomial).for_each(|(f, n)| cross.times(f, *n));
    cross.coefficient = &(&cross.coefficient * &u.coefficient) * &(&v.coefficient + &v.coefficient);
    Some(Square { g, u, v, cross })
}

/// The root of a square.
fn root(n: &BigInt) -> Option<BigInt> {
    if n.is_negative() {
        return None;
    }
    let r = n.sqrt();
    (&r * &r == *n).then_some(r)
}

impl Square {
    fn completed(self, negative: bool) -> Term {
        let v = if negative { -self.v.expr() } else { self.v.expr() };
        let sum = with_positive_head(&(self.u.expr() + v)).1;
        let mut whole = self.g;
        whole.times(&sum, 2);
        whole
    }
}

/// A sum with the sign of its first term taken out: `1 - x` and `x - 1` become one.
fn with_positive_head(sum: &Expr) -> (bool, Expr) {
    let head = match sum.kind() {
        Kind::Sum(v) => v.iter().find(|t| t.as_number().is_none()).or(v.first()),
        _ => None,
    };
    match head.map(|t| t.split_coefficient().0.is_negative()) {
        Some(true) => {
            let terms = if let Kind::Sum(v) = sum.kind() { v.as_slice() } else { &[] };
            (true, Expr::sum(terms.iter().map(|t| t.scaled(&-Rational::one()))))
        }
        _ => (false, sum.clone()),
    }
}

/// The sum, with common factors taken out: of all terms, then of as many as possible.
fn factored(mut terms: Vec<Term>) -> Expr {
    let mut parts = Vec::new();
    while let Some((factor, sign)) = most_common(&terms) {
        let shares = |t: &Term| t.monomial.get(&factor).is_some_and(|n| n.signum() == sign);
        let (group, rest): (Vec<Term>, Vec<Term>) = terms.into_iter().partition(shares);
        parts.push(group_with_factor(group));
        terms = rest;
    }
    Expr::sum(parts.into_iter().chain(terms.iter().map(Term::expr)))
}

/// The factor that stands in most terms, in the numerator (`1`) or in the denominator (`-1`), if in more than one.
fn most_common(terms: &[Term]) -> Option<(Expr, i64)> {
    let mut counts: BTreeMap<(&Expr, i64), usize> = BTreeMap::new();
    for t in terms {
        t.monomial.iter().for_each(|(f, n)| *counts.entry((f, n.signum())).or_insert(0) += 1);
    }
    // A denominator shared saves a division, which is dearer than a product.
    let saved = |sign: i64, count: usize| (count - 1) * if sign < 0 { 2 } else { 1 };
    let mut best: Option<((&Expr, i64), usize)> = None;
    for ((factor, sign), count) in counts {
        if count > 1 && best.as_ref().is_none_or(|(_, s)| saved(sign, count) > *s) {
            best = Some(((factor, sign), saved(sign, count)));
        }
    }
    best.map(|((factor, sign), _)| (factor.clone(), sign))
}

/// Terms that share a factor: all their common factors times the rest.
fn group_with_factor(group: Vec<Term>) -> Expr {
    let mut common = Term { monomial: Monomial::new(), coefficient: Rational::one() };
    if let Some((first, others)) = group.split_first() {
        for (f, n) in &first.monomial {
            let exponents = || others.iter().map(|t| t.monomial.get(f).copied().unwrap_or(0)).chain([*n]);
            let (low, high) = (exponents().min().unwrap_or(0), exponents().max().unwrap_or(0));
            if low > 0 {
                common.times(f, low);
            } else if high < 0 {
                common.times(f, high);
            }
        }
        let size = first.coefficient.abs();
        if others.iter().all(|t| t.coefficient.abs() == size) {
            common.coefficient = size;
        }
    }
    let rest = group.iter().map(|t| {
        let mut t = t.over(&common.monomial);
        t.coefficient = &t.coefficient / &common.coefficient;
        t
    });
    let (negative, rest) = with_positive_head(&factored(rest.collect()));
    if negative {
        common.coefficient = -common.coefficient;
    }
    Expr::product([common.expr(), rest])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::lower::lower;
    use crate::symbolic::{Role, Symbol};

    fn letters() -> (Vec<Symbol>, Vec<Expr>) {
        let symbols: Vec<Symbol> =
            (0..).zip(["a", "b", "c", "x"]).map(|(i, n)| Symbol::new("", n, Role::Parameter, i)).collect();
        let exprs = symbols.iter().map(Expr::symbol).collect();
        (symbols, exprs)
    }

    /// The rewritten outputs, after they were found equal to the given ones at a point.
    fn checked(outputs: &[Expr]) -> Vec<Expr> {
        let (symbols, _) = letters();
        let out = economical(outputs);
        let at = [1.25, -0.75, 2.5, 0.625];
        let value = |exprs: &[Expr]| lower(exprs, &symbols).unwrap().evaluate(&at).unwrap();
        for (x, y) in value(outputs).iter().zip(value(&out)) {
            assert!((x - y).abs() <= 1e-13 * x.abs().max(1.0), "{x} is not {y}");
        }
        out
    }

    fn operations(outputs: &[Expr]) -> usize {
        lower(outputs, &letters().0).unwrap().operation_count().total()
    }

    #[test]
    fn squares_are_completed_whatever_stands_before_them() {
        let (_, v) = letters();
        let [a, b, c, x] = v.as_slice() else { panic!() };
        let two = Expr::integer(2);
        assert_eq!(checked(&[a.powi(2) - &two * a * b + b.powi(2)]), [(a - b).powi(2)]);
        assert_eq!(checked(&[a.powi(2) * x + &two * a * b * x + b.powi(2) * x + c]), [(a + b).powi(2) * x + c]);
        // -c a^2 + 2 a b/x - b^2/(c x^2), as the release model has it
        let spread = -(c * a.powi(2)) + &two * a * b / x - b.powi(2) / (c * x.powi(2));
        assert_eq!(checked(&[spread]), [-((b - a * c * x).powi(2) / (c * x.powi(2)))]);
        let numbers = Expr::integer(4) * a.powi(2) - Expr::integer(12) * a * b + Expr::integer(9) * b.powi(2);
        assert_eq!(checked(&[numbers]), [(&two * a - Expr::integer(3) * b).powi(2)]);
    }

    #[test]
    fn what_is_almost_a_square_is_none() {
        let (_, v) = letters();
        let [a, b, ..] = v.as_slice() else { panic!() };
        for middle in [1, 3, -4] {
            let e = a.powi(2) + Expr::integer(middle) * a * b + b.powi(2);
            assert!(!checked(&[e])[0].to_string().contains(")^2"), "{middle}");
        }
        // a^2 - b^2 has the two ends of a square with opposite signs.
        checked(&[a.powi(2) - Expr::integer(2) * a * b - b.powi(2)]);
        checked(&[Expr::integer(2) * a.powi(2) + Expr::integer(2) * a * b + b.powi(2)]);
    }

    #[test]
    fn common_factors_are_taken_out() {
        let (_, v) = letters();
        let [a, b, c, x] = v.as_slice() else { panic!() };
        let before = [a * x + b * x + c, a / x - b / x + c / x];
        let after = checked(&before);
        assert!(operations(&after) <= 6 && operations(&before) > 6, "{}", operations(&after));
        // One sum with either sign is computed once.
        let both = [a * (b - c), x * (c - b)];
        assert!(operations(&checked(&both)) <= 4);
    }

    #[test]
    fn terms_that_become_alike_meet() {
        let (_, v) = letters();
        let [a, b, c, x] = v.as_slice() else { panic!() };
        // Both brackets are (a - b)^2 once their squares are complete, and cancel.
        let bracket = a.powi(2) - Expr::integer(2) * a * b + b.powi(2);
        let whole = &bracket * x - (a - b).powi(2) * x + c;
        assert_eq!(checked(&[whole]), std::slice::from_ref(&c));
        let other = &bracket * x - (a - b).powi(2) * x;
        assert_eq!(checked(&[other]), [Expr::zero()]);
    }

    #[test]
    fn no_denominator_appears() {
        let (symbols, v) = letters();
        let [a, b, ..] = v.as_slice() else { panic!() };
        let out = economical(&[a.powi(3) - Expr::integer(2) * a.powi(2) * b + a * b.powi(2) + a]);
        let value = lower(&out, &symbols).unwrap().evaluate(&[0.0, 3.0, 1.0, 1.0]).unwrap();
        assert_eq!(value, [0.0]);
    }

    #[test]
    fn forms_that_do_not_cancel_are_kept() {
        let (symbols, v) = letters();
        let x = &v[3];
        let exprs = [(Expr::one() + x.powi(2) - Expr::integer(2) * x).log(), x.exp() - Expr::one()];
        let program = lower(&economical(&exprs), &symbols).unwrap();
        let value = program.evaluate(&[1.0, 1.0, 1.0, 1e-20]).unwrap();
        assert!((value[0] + 2e-20).abs() < 1e-30 && (value[1] - 1e-20).abs() < 1e-30, "{value:?}");
    }
}
