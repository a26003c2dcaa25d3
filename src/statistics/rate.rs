//! Numbers that bound how fast something grows at the ends of variables: the algebra of [`super::rates`].

use crate::symbolic::{Expr, Symbol};
use std::collections::BTreeMap;

/// More alternatives than this are not followed.
const MOST_ALTERNATIVES: usize = 24;

/// One end of the line of a heavy variable: minus or plus infinity.
pub(super) type End = (Symbol, bool);

/// How an expression grows there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rate {
    /// Like `e^(r |v|)`.
    Finite(Expr),
    /// Like some exponential.
    Unknown,
    /// It falls faster than every exponential.
    Falls,
}

/// The rates at all ends; 0 where none stands.
pub(super) type Rates = BTreeMap<End, Rate>;

/// The largest of these counts.
pub(super) type Alternatives = Vec<Rates>;

/// Rates of a product with a power, added to those of the other factors.
pub(super) fn add(into: &mut BTreeMap<End, Expr>, rates: &BTreeMap<End, Expr>, times: &Expr) {
    for (end, r) in rates {
        let sum = into.get(end).cloned().unwrap_or_else(Expr::zero) + r * times;
        if sum.is_zero() {
            into.remove(end);
        } else {
            into.insert(end.clone(), sum);
        }
    }
}

/// The rates of a power.
pub(super) fn scaled(rates: &BTreeMap<End, Expr>, times: &Expr) -> Rates {
    let mut out = BTreeMap::new();
    add(&mut out, rates, times);
    out.into_iter().map(|(end, r)| (end, Rate::Finite(r))).collect()
}

/// The rates of a product.
pub(super) fn product(a: &Rates, b: &Rates) -> Rates {
    let mut out = a.clone();
    for (end, r) in b {
        let both = match (out.get(end), r) {
            (Some(Rate::Falls), _) | (_, Rate::Falls) => Rate::Falls,
            (Some(Rate::Unknown), _) | (_, Rate::Unknown) => Rate::Unknown,
            (None, r) => r.clone(),
            (Some(Rate::Finite(x)), Rate::Finite(y)) => Rate::Finite(x + y),
        };
        if both == Rate::Finite(Expr::zero()) {
            out.remove(end);
        } else {
            out.insert(end.clone(), both);
        }
    }
    out
}

/// Each once; nothing where there are too many.
pub(super) fn gathered(all: Alternatives) -> Option<Alternatives> {
    let mut out = Alternatives::new();
    for rates in all {
        if !out.contains(&rates) {
            out.push(rates);
        }
    }
    (out.len() <= MOST_ALTERNATIVES).then_some(out)
}
