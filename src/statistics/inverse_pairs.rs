//! Functions and their inverses, as they meet when random variables and parameters are carried by maps.
//!
//! In: an expression. Out: the same number wherever the expression has a value: `log e^u`, `e^(log u)`, `logit(logistic u)`,
//! `logistic(logit u)`, `tanh(atanh u)` and their kin as `u`; logarithms of products of exponentials, of logistic functions and of 1 less these,
//! which are positive everywhere, factor by factor. It must not know why these meet.

use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Function, Kind};

/// The expression without functions of their inverses.
pub(super) fn without_inverses(e: &Expr) -> Expr {
    rebuild(e, |node| match node.kind() {
        Kind::Apply(outer, inside) => applied(*outer, &without_inverses(inside)),
        _ => None,
    })
}

fn applied(outer: Function, inside: &Expr) -> Option<Expr> {
    if let Kind::Apply(inner, u) = inside.kind()
        && undoes(outer, *inner)
    {
        return Some(u.clone());
    }
    if outer == Function::Log
        && let Kind::Product(factors) = inside.kind()
    {
        let parts: Option<Vec<Expr>> = factors.iter().map(logarithm).collect();
        return parts.map(Expr::sum);
    }
    Some(inside.apply(outer))
}

/// Whether `outer(inner(u)) = u` wherever it has a value.
fn undoes(outer: Function, inner: Function) -> bool {
    use Function as F;
    matches!(
        (outer, inner),
        (F::Log, F::Exp)
            | (F::Exp, F::Log)
            | (F::Logit, F::Logistic)
            | (F::Logistic, F::Logit)
            | (F::Tanh, F::Atanh)
            | (F::Atanh, F::Tanh)
            | (F::Sinh, F::Asinh)
            | (F::Asinh, F::Sinh)
            | (F::Cosh, F::Acosh)
            | (F::Tan, F::Atan)
            | (F::Sin, F::Asin)
            | (F::Cos, F::Acos)
    )
}

/// The logarithm of a factor that is positive everywhere, or of a rational power of one.
fn logarithm(factor: &Expr) -> Option<Expr> {
    match factor.kind() {
        Kind::Apply(Function::Exp, u) => Some(u.clone()),
        Kind::Apply(Function::Logistic, _) => Some(factor.log()),
        Kind::Power(b, q) => Some(logarithm(b)?.scaled(q.as_number()?)),
        Kind::Number(q) if num_traits::Signed::is_positive(q) => Some(factor.log()),
        Kind::Sum(terms) => complement(terms).map(|e| e.log()),
        _ => None,
    }
}

/// `1 - logistic(u) = logistic(-u)`
fn complement(terms: &[Expr]) -> Option<Expr> {
    let [a, b] = terms else { return None };
    let other = if a.is_one() { b } else { a };
    match (-other).kind() {
        Kind::Apply(Function::Logistic, u) if a.is_one() || b.is_one() => Some((-u).apply(Function::Logistic)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    #[test]
    fn what_a_map_does_its_inverse_undoes() {
        let u = Expr::symbol(&Symbol::new("", "u", Role::Random, 0));
        let apply = |f: Function, e: &Expr| e.apply(f);
        for (outer, inner) in [
            (Function::Log, Function::Exp),
            (Function::Logit, Function::Logistic),
            (Function::Atanh, Function::Tanh),
            (Function::Tan, Function::Atan),
        ] {
            assert_eq!(without_inverses(&apply(outer, &apply(inner, &u))), u);
        }
        // The sine takes many angles to one number.
        let turned = apply(Function::Asin, &apply(Function::Sin, &u));
        assert_eq!(without_inverses(&turned), turned);
        let y = apply(Function::Logistic, &u);
        let odds = &y / &(Expr::one() - &y);
        let expected = y.log() - apply(Function::Logistic, &-&u).log();
        assert_eq!(without_inverses(&odds.log()), expected);
        // Of factors of unknown sign nothing is said.
        let mixed = (&u * &u.exp()).log();
        assert_eq!(without_inverses(&mixed), mixed);
    }
}
