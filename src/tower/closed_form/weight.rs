//! How much there is to read in an expression.

use crate::rational::Rational;
use crate::symbolic::{Expr, Kind};
use num_traits::One;

/// The price of a bracket within a bracket.
const NESTED: usize = 1;

/// How much there is to read: symbols, numbers and function names, with a little for every power and for
/// brackets within brackets.
#[must_use]
pub fn weight(e: &Expr) -> usize {
    match e.kind() {
        Kind::Number(q) => 1 + usize::from(!q.is_integer()),
        Kind::Pi | Kind::Symbol(_) | Kind::Bound(_) => 2,
        Kind::Mean { laws, body } => 2 * laws.len() + weight(body),
        Kind::Power(b, x) => weight(b) + usize::from(x.as_number().is_none_or(|q| *q != -Rational::one())) * weight(x),
        Kind::Sum(v) => 1 + v.iter().map(weight).sum::<usize>() + v.len(),
        Kind::Product(v) => v.iter().map(|f| weight(f) + NESTED * sums_among_factors(f)).sum(),
        Kind::Apply(_, x) => 2 + weight(x),
        Kind::Binary(_, x, y) => 2 + weight(x) + weight(y),
        Kind::Unspecified { arguments, .. } => 2 + arguments.iter().map(weight).sum::<usize>(),
    }
}

/// How many terms of a sum have a sum as a factor; 0 for everything else.
fn sums_among_factors(e: &Expr) -> usize {
    let Kind::Sum(terms) = e.kind() else { return 0 };
    let is_sum = |f: &Expr| matches!(f.kind(), Kind::Sum(_));
    terms.iter().filter(|t| matches!(t.kind(), Kind::Product(v) if v.iter().any(is_sum))).count()
}
