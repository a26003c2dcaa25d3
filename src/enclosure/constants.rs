//! Values of constants such as `sqrt(2)`, `exp(1)` and `acos(1/3)`, kept for the next expression in which they occur.
//!
//! In: a node without symbols and a precision. Out: its enclosure, if it was computed before. What is kept depends on the node and the
//! precision alone, so that it does not matter what was asked before.

use super::evaluate::Value;
use crate::symbolic::{Expr, ExprMap, Kind};
use std::cell::RefCell;

/// So many constants are kept.
const MOST: usize = 2000;

/// The values of one constant, by precision.
type Values = Vec<(usize, Value)>;

thread_local! {
    static KNOWN: RefCell<ExprMap<Values>> = RefCell::new(ExprMap::default());
}

/// Whether it is worth keeping: the value of a function. Sums and products of such are made anew.
pub(super) fn is_kept(node: &Expr) -> bool {
    matches!(node.kind(), Kind::Pi | Kind::Power(..) | Kind::Apply(..) | Kind::Binary(..))
}

/// The value that was computed before.
pub(super) fn known(node: &Expr, bits: usize) -> Option<Value> {
    KNOWN.with(|cell| {
        let known = cell.try_borrow().ok()?;
        known.get(node)?.iter().find(|(at, _)| *at == bits).map(|(_, value)| value.clone())
    })
}

/// Keeps an enclosure.
pub(super) fn keep(node: &Expr, bits: usize, value: &Value) {
    if !matches!(value, Value::Enclosed(_)) {
        return;
    }
    KNOWN.with(|cell| {
        let Ok(mut known) = cell.try_borrow_mut() else { return };
        if known.len() >= MOST {
            known.clear();
        }
        known.entry(node.clone()).or_default().push((bits, value.clone()));
    });
}
