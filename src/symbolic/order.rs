//! The total order of expressions.
//!
//! Numbers first (by value), then pi, symbols (by rank, scope, name), powers (by base, then exponent), unspecified
//! functions, named functions of one and of two arguments, bound variables, expectations, products, sums; within a shape lexicographic in the operands. A power compares
//! with any other expression through its base, so that `x` and `x^2` stand together. The order depends on the
//! declarations alone, never on the history of the process.

use super::expr::{Expr, Kind};
use std::cmp::Ordering;

impl Ord for Expr {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            return Ordering::Equal;
        }
        let ((a, x), (b, y)) = (split_power(self), split_power(other));
        compare_bases(a, b).then_with(|| compare_exponents(x, y))
    }
}

impl PartialOrd for Expr {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn split_power(e: &Expr) -> (&Expr, Option<&Expr>) {
    match e.kind() {
        Kind::Power(b, x) => (b, Some(x)),
        _ => (e, None),
    }
}

/// A missing exponent stands before every written one.
fn compare_exponents(x: Option<&Expr>, y: Option<&Expr>) -> Ordering {
    match (x, y) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(x), Some(y)) => x.cmp(y),
    }
}

fn shape(e: &Expr) -> u8 {
    match e.kind() {
        Kind::Number(_) => 0,
        Kind::Pi => 1,
        Kind::Symbol(_) => 2,
        Kind::Power(..) => 3,
        Kind::Unspecified { .. } => 4,
        Kind::Apply(..) => 5,
        Kind::Binary(..) => 6,
        Kind::Bound(_) => 7,
        Kind::Mean { .. } => 8,
        Kind::Product(_) => 9,
        Kind::Sum(_) => 10,
    }
}

fn compare_bases(a: &Expr, b: &Expr) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    match (a.kind(), b.kind()) {
        (Kind::Number(p), Kind::Number(q)) => p.cmp(q),
        (Kind::Symbol(s), Kind::Symbol(t)) => s.cmp(t),
        (Kind::Power(..), Kind::Power(..)) => a.cmp(b),
        (Kind::Apply(f, x), Kind::Apply(g, y)) => f.cmp(g).then_with(|| x.cmp(y)),
        (Kind::Binary(f, x, y), Kind::Binary(g, u, v)) => f.cmp(g).then_with(|| x.cmp(u)).then_with(|| y.cmp(v)),
        (
            Kind::Unspecified { function: f, orders: m, arguments: x },
            Kind::Unspecified { function: g, orders: n, arguments: y },
        ) => f.cmp(g).then_with(|| m.cmp(n)).then_with(|| x.cmp(y)),
        (Kind::Bound(j), Kind::Bound(k)) => j.cmp(k),
        (Kind::Mean { laws: l, body: x }, Kind::Mean { laws: m, body: y }) => l.cmp(m).then_with(|| x.cmp(y)),
        (Kind::Product(x), Kind::Product(y)) | (Kind::Sum(x), Kind::Sum(y)) => x.cmp(y),
        _ => shape(a).cmp(&shape(b)),
    }
}
