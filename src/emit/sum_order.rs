//! The reading order of the terms of a sum.
//!
//! A polynomial is written by descending degree in its leading symbols (`x^2 - 2*x + 1`). Other sums put terms of
//! higher degree first, plain monomials before composite terms, functions after these, and a number last; a number
//! among functions alone comes first (`1 + exp(-x)`). A sum that has a positive term begins with one
//! (`mu0 - mu`, `1 - P`).

use super::layout::{Layout, Term};
use crate::symbolic::{Expr, Kind, Role, Symbol};
use num_traits::{Signed, ToPrimitive};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The terms in reading order with their signs.
pub(super) fn terms(layout: &Layout, terms: &[Expr]) -> Vec<Term> {
    let order = Order::of(layout, terms);
    let mut keyed: Vec<(Key, &Expr)> = terms.iter().map(|t| (order.key(t), t)).collect();
    keyed.sort_by(|(a, t), (b, u)| a.compare(b).then_with(|| t.cmp(u)));
    let mut out: Vec<Term> = keyed
        .into_iter()
        .map(|(_, t)| {
            let (negative, formula) = layout.signed(t);
            Term { negative, formula }
        })
        .collect();
    if let Some(first) = out.iter().position(|t| !t.negative) {
        out[..=first].rotate_right(1);
    }
    out
}

/// What kind of term it is; a term takes the highest class of its factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Number,
    Monomial,
    Composite,
    Function,
}

/// The order chosen for one sum.
struct Order {
    leading: Vec<Symbol>,
    polynomial: bool,
    functions_only: bool,
}

/// Compared field by field; degrees descend.
struct Key {
    group: u8,
    degree: f64,
    class: Class,
    exponents: Vec<f64>,
    total: f64,
}

impl Key {
    fn compare(&self, other: &Self) -> Ordering {
        let descending = |a: f64, b: f64| b.total_cmp(&a);
        self.group
            .cmp(&other.group)
            .then_with(|| descending(self.degree, other.degree))
            .then_with(|| self.class.cmp(&other.class))
            .then_with(|| {
                let pairs = self.exponents.iter().zip(&other.exponents);
                pairs.map(|(a, b)| descending(*a, *b)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
            })
            .then_with(|| descending(self.total, other.total))
    }
}

impl Order {
    fn of(layout: &Layout, terms: &[Expr]) -> Self {
        let classes: Vec<Class> = terms.iter().map(class).collect();
        let occurring: BTreeSet<Symbol> = terms.iter().flat_map(plain_symbols).collect();
        let leading = leading_symbols(layout, &occurring);
        let natural = |t: &Expr| leading.iter().map(|s| exponent_of(t, s)).all(|n| n >= 0.0 && n.fract() == 0.0);
        let polynomial = classes.iter().all(|c| *c <= Class::Monomial) && terms.iter().all(natural);
        let functions_only = classes.iter().all(|c| matches!(c, Class::Number | Class::Function));
        Self { leading, polynomial, functions_only }
    }

    fn key(&self, term: &Expr) -> Key {
        let class = class(term);
        let exponents: Vec<f64> = self.leading.iter().map(|s| exponent_of(term, s)).collect();
        let total = degree(term);
        let degree = if self.polynomial { exponents.iter().sum() } else { total };
        let group = match class {
            Class::Number if self.functions_only => 0,
            Class::Number => 3,
            Class::Function => 2,
            Class::Monomial | Class::Composite => 1,
        };
        Key { group, degree, class, exponents, total }
    }
}

/// The chosen leading symbols, else the coordinates that occur, else all that occur.
fn leading_symbols(layout: &Layout, occurring: &BTreeSet<Symbol>) -> Vec<Symbol> {
    if layout.leading().iter().any(|s| occurring.contains(s)) {
        return layout.leading().iter().filter(|s| occurring.contains(*s)).cloned().collect();
    }
    let variables: Vec<Symbol> = occurring.iter().filter(|s| s.role() != Role::Parameter).cloned().collect();
    if variables.is_empty() { occurring.iter().cloned().collect() } else { variables }
}

fn class(e: &Expr) -> Class {
    match e.kind() {
        Kind::Number(_) | Kind::Pi => Class::Number,
        Kind::Symbol(_) => Class::Monomial,
        Kind::Sum(_) => Class::Composite,
        Kind::Product(v) => v.iter().map(class).max().unwrap_or(Class::Number),
        Kind::Power(b, x) if x.as_number().is_some() => class(b),
        Kind::Power(..)
        | Kind::Apply(..)
        | Kind::Binary(..)
        | Kind::Unspecified { .. }
        | Kind::Bound(_)
        | Kind::Mean { .. } => Class::Function,
    }
}

/// The symbols that are factors, to a numeric power, of the term.
fn plain_symbols(e: &Expr) -> Vec<Symbol> {
    match e.kind() {
        Kind::Symbol(s) => vec![s.clone()],
        Kind::Power(b, x) if x.as_number().is_some() => plain_symbols(b),
        Kind::Product(v) => v.iter().flat_map(plain_symbols).collect(),
        _ => Vec::new(),
    }
}

fn exponent_of(e: &Expr, symbol: &Symbol) -> f64 {
    match e.kind() {
        Kind::Symbol(s) if s == symbol => 1.0,
        Kind::Power(b, x) => numeric(x).map_or(0.0, |n| n * exponent_of(b, symbol)),
        Kind::Product(v) => v.iter().map(|f| exponent_of(f, symbol)).sum(),
        _ => 0.0,
    }
}

/// Total degree in all symbols; a sum has the highest degree of its terms, functions count 0.
fn degree(e: &Expr) -> f64 {
    match e.kind() {
        Kind::Symbol(_) => 1.0,
        Kind::Power(b, x) => numeric(x).map_or(0.0, |n| n * degree(b)),
        Kind::Product(v) => v.iter().map(degree).sum(),
        Kind::Sum(v) => v.iter().map(degree).fold(f64::NEG_INFINITY, f64::max),
        Kind::Number(_)
        | Kind::Pi
        | Kind::Apply(..)
        | Kind::Binary(..)
        | Kind::Unspecified { .. }
        | Kind::Bound(_)
        | Kind::Mean { .. } => 0.0,
    }
}

/// Exponents are compared as floating-point numbers: this is only an order of terms.
fn numeric(x: &Expr) -> Option<f64> {
    x.as_number().map(|q| {
        let magnitude = q.abs().to_f64().filter(|m| m.is_finite()).unwrap_or(f64::MAX);
        if q.is_negative() { -magnitude } else { magnitude }
    })
}
